/** A household for benchmarks: a gateway with its server, locks as processes of their own, and the owner's API. */

import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { ApiClient } from "../../e2e/home/api-client.ts";
import { HomeProcess } from "../../e2e/home/home-process.ts";
import { findFreePort, LockProcess } from "../../e2e/matter/lock-process.ts";

export const password = "a long enough password";
const lookMs = 50;

export interface HouseholdLock {
  readonly lockId: string;
  readonly process: LockProcess;
  /** Its place in the API. */
  readonly path: string;
}

export class Household implements AsyncDisposable {
  readonly home: HomeProcess;
  readonly owner: ApiClient;
  /** The home's place in the API. */
  readonly base: string;
  readonly #folder: string;
  readonly #locks: HouseholdLock[] = [];

  private constructor(folder: string, home: HomeProcess, owner: ApiClient, base: string) {
    this.#folder = folder;
    this.home = home;
    this.owner = owner;
    this.base = base;
  }

  static async open(folder: string): Promise<Household> {
    const home = new HomeProcess(join(folder, "home"), "gateway");
    await home.open();
    const owner = new ApiClient(home.url);
    const claimed = await owner.expect("POST", "/api/claim", {
      code: home.claim,
      name: "Anna",
      email: "anna@example.org",
      password,
    });
    return new Household(folder, home, owner, `/api/homes/${claimed.homes[0].homeId}`);
  }

  get locks(): readonly HouseholdLock[] {
    return this.#locks;
  }

  async addLock(name: string): Promise<HouseholdLock> {
    const process = new LockProcess(join(this.#folder, name), await findFreePort());
    const label = await process.open();
    await process.openWindow();
    const { lockId } = await this.owner.expect("POST", `${this.base}/locks`, {
      name,
      code: label.manual,
      address: { ip: "127.0.0.1", port: label.port },
    });
    const lock = { lockId, process, path: `${this.base}/locks/${lockId}` };
    this.#locks.push(lock);
    await this.until(lock.path, ({ state }) => state !== "adding");
    return lock;
  }

  async addPerson(name: string, locks: readonly HouseholdLock[]): Promise<string> {
    const { personId } = await this.owner.expect("POST", `${this.base}/people`, { name });
    for (const { lockId } of locks) await this.owner.expect("PUT", this.#access(personId, lockId), { role: "member" });
    await this.owner.expect("POST", `${this.base}/people/${personId}/credentials`, { kind: "pin" });
    return personId;
  }

  async putSchedule(personId: string, lockId: string, weekDays: readonly object[]): Promise<void> {
    await this.owner.expect("PUT", this.#access(personId, lockId), {
      role: "member",
      schedule: { weekDays, dates: [] },
    });
  }

  /** Until the API says so. */
  // oxlint-disable-next-line typescript/no-explicit-any
  async until(path: string, isWanted: (body: any) => boolean): Promise<void> {
    while (!isWanted(await this.owner.expect("GET", path))) await setTimeout(lookMs);
  }

  async untilConfirmed(): Promise<void> {
    interface Person {
      readonly access: readonly { readonly status: { readonly status: string } }[];
      readonly credentials: readonly { readonly locks: readonly { readonly status: { readonly status: string } }[] }[];
    }
    await this.until(`${this.base}/people`, ({ people }: { readonly people: readonly Person[] }) =>
      people.every(
        ({ access, credentials }) =>
          access.every(({ status }) => status.status === "confirmed") &&
          credentials.every(({ locks }) => locks.every(({ status }) => status.status === "confirmed")),
      ),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.home.close();
    await Promise.all(this.#locks.map(({ process }) => process.close()));
  }

  #access(personId: string, lockId: string): string {
    return `${this.base}/people/${personId}/access/${lockId}`;
  }
}
