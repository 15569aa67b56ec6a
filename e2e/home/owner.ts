/** The owner of a home with the app in hand: claims the gateway, adds locks and people, reads the history, opens doors. */

import assert from "node:assert/strict";
import { ApiClient } from "./api-client.ts";
import { until } from "./until.ts";

/** How to claim: an empty home of that name, as long as nothing else is said. */
interface Claiming {
  readonly keepsData?: boolean;
  readonly homeName?: string;
}

export interface LockToAdd {
  readonly name: string;
  /** The text of the QR code, or the eleven digits. */
  readonly code: string;
  /** For a lock that is not the home's own virtual one: on this machine, since nobody is to be found by multicast. */
  readonly port?: number;
}

export interface PersonToAdd {
  readonly name: string;
  readonly lockId: string;
  readonly pin?: string;
  /** As the API takes it; an ordinary member without. */
  readonly access?: Readonly<Record<string, unknown>>;
}

/** One line of the history, as far as tests look at it. */
export interface Entry {
  readonly record: {
    readonly numbering: "log" | "matter";
    readonly number: number;
    readonly time: string | null;
    readonly personId: string | null;
    readonly happening: Readonly<Record<string, unknown>> & { readonly event: string };
  };
  readonly kind: string;
  readonly personName: string | null;
}

export class Owner {
  static readonly email = "anna@example.org";
  static readonly password = "a long enough password";
  readonly api: ApiClient;
  readonly homeId: string;

  private constructor(api: ApiClient, homeId: string) {
    this.api = api;
    this.homeId = homeId;
  }

  /** @param home that is nobody's yet. */
  static async claim(
    { url, claim }: { readonly url: string; readonly claim: string },
    claiming: Claiming = {},
  ): Promise<Owner> {
    const api = new ApiClient(url);
    const { email, password } = Owner;
    const account = await api.expect("POST", "/api/claim", { code: claim, name: "Anna", email, password, ...claiming });
    return new Owner(api, account.homes[0].homeId);
  }

  get base(): string {
    return `/api/homes/${this.homeId}`;
  }

  /** @returns its id, when it is there. */
  async addLock({ name, code, port }: LockToAdd): Promise<string> {
    const address = port === undefined ? {} : { address: { ip: "127.0.0.1", port } };
    const { lockId } = await this.api.expect("POST", `${this.base}/locks`, { name, code, ...address });
    const { state, progress } = await until(
      async () => await this.readLock(lockId),
      (lock) => lock.state !== "adding" && (lock.state === "failed" || lock.report?.link === "online"),
    );
    assert.equal(state, "added", JSON.stringify(progress));
    return lockId;
  }

  // As any answer of the API.
  // oxlint-disable-next-line typescript/no-explicit-any
  async readLock(lockId: string): Promise<any> {
    return await this.api.expect("GET", `${this.base}/locks/${lockId}`);
  }

  async untilLink(lockId: string, link: "online" | "connecting" | "offline"): Promise<void> {
    await until(
      async () => await this.readLock(lockId),
      ({ report }) => report?.link === link,
    );
  }

  /** @returns the person's id; whether the lock has it is another matter. */
  async addPerson({ name, lockId, pin, access = {} }: PersonToAdd): Promise<string> {
    const { personId } = await this.api.expect("POST", `${this.base}/people`, { name });
    await this.api.expect("PUT", `${this.base}/people/${personId}/access/${lockId}`, access);
    if (pin !== undefined) await this.addPin(personId, pin);
    return personId;
  }

  async addPin(personId: string, digits: string): Promise<string> {
    const path = `${this.base}/people/${personId}/credentials`;
    const { credential } = await this.api.expect("POST", path, { kind: "pin", digits });
    return credential.credentialId;
  }

  // As any answer of the API.
  // oxlint-disable-next-line typescript/no-explicit-any
  async people(): Promise<readonly any[]> {
    return (await this.api.expect("GET", `${this.base}/people`)).people;
  }

  /** Waits until every lock has said what it made of everything that is wanted of it. @returns the people. */
  async untilSettled() {
    return await until(
      async () => await this.people(),
      (people) => people.flatMap(statusesOf).every(({ status }) => status !== "pending"),
    );
  }

  async untilConfirmed(): Promise<void> {
    for (const person of await this.untilSettled())
      for (const { status, reason } of statusesOf(person))
        assert.equal(status, "confirmed", `${person.name}: ${reason}`);
  }

  /** All of it, the oldest first. */
  async history(query = ""): Promise<readonly Entry[]> {
    const entries: Entry[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: { readonly entries: readonly Entry[]; readonly cursor: string | null } = await this.api.expect(
        "GET",
        `${this.base}/history?limit=200&${query}${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      entries.push(...page.entries);
      cursor = page.cursor;
    }
    return entries.toReversed();
  }

  async untilHistory(query: string, isWanted: (entries: readonly Entry[]) => boolean): Promise<readonly Entry[]> {
    return await until(async () => await this.history(query), isWanted);
  }

  /** With a proof of who it is. */
  async unlock(lockId: string): Promise<unknown> {
    const lock = `${this.base}/locks/${lockId}`;
    const proof = await this.api.expect("POST", `${lock}/proofs`, { action: "unlock", password: Owner.password });
    return await this.api.expect("POST", `${lock}/unlock`, { proof: proof.proof });
  }
}

interface Status {
  readonly status: "pending" | "confirmed" | "refused";
  readonly reason?: string;
}

interface Person {
  readonly access: readonly { readonly status: Status }[];
  readonly credentials: readonly { readonly locks: readonly { readonly status: Status }[] }[];
}

export function statusesOf({ access, credentials }: Person): readonly Status[] {
  return [...access, ...credentials.flatMap(({ locks }) => locks)].map(({ status }) => status);
}
