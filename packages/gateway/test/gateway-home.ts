/** A home for tests: one lock, a gateway on real files that can die and be started again, and what the server hears. */

import { randomUUID } from "node:crypto";
import { mkdtempDisposableSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { TestContext } from "node:test";
import {
  always,
  type CredentialKind,
  type GatewayListener,
  type GatewayReport,
  type LockRecord,
  type OrderAnswer,
  type WantedCredential,
  type WantedReport,
  type WantedUser,
} from "@catenaccio/protocol";
import { sealTo } from "@catenaccio/protocol/seal";
import { Gateway, type GatewayOptions } from "../src/gateway.ts";
import { GatewayStore } from "../src/store/gateway-store.ts";
import { FakeLock } from "./fake-lock.ts";
import { FakeNetwork } from "./fake-network.ts";

/** Only for what never comes. */
const waitMs = 20_000;

export class GatewayHome {
  readonly folder: string;
  readonly lockId = randomUUID();
  readonly lock: FakeLock;
  readonly locks: Map<string, FakeLock>;
  readonly faults: string[] = [];
  readonly reports: GatewayReport[] = [];
  readonly records: LockRecord[] = [];
  store: GatewayStore;
  network: FakeNetwork;
  gateway: Gateway;
  revision = 0;
  readonly #options: Partial<GatewayOptions>;
  #listener: GatewayListener = {
    report: (report) => void this.reports.push(report),
    record: async (record) => void this.records.push(await Promise.resolve(record)),
  };

  private constructor(folder: string, lock: FakeLock, options: Partial<GatewayOptions>) {
    this.folder = folder;
    this.lock = lock;
    this.locks = new Map([[this.lockId, lock]]);
    this.#options = options;
    this.store = GatewayStore.open(join(folder, "gateway"));
    this.network = new FakeNetwork(this.locks);
    this.gateway = this.#make();
  }

  static async open(
    test: TestContext,
    lock: FakeLock = new FakeLock(),
    options: Partial<GatewayOptions> = {},
  ): Promise<GatewayHome> {
    const folder = mkdtempDisposableSync(join(tmpdir(), "catenaccio-gateway-"));
    const home = new GatewayHome(folder.path, lock, options);
    test.after(async () => {
      await home.die();
      folder.remove();
    });
    await home.#begin();
    return home;
  }

  /** @param isAttached the server listens. */
  async restart(prepare: (network: FakeNetwork) => void = () => undefined): Promise<void> {
    await this.die();
    this.store = GatewayStore.open(join(this.folder, "gateway"));
    this.network = new FakeNetwork(this.locks);
    prepare(this.network);
    this.gateway = this.#make();
    await this.#begin();
  }

  /** As in a power cut: what it waited for never comes. */
  async die(): Promise<void> {
    this.network.stepsToLive = 0;
    void this.gateway.close();
    this.store.close();
    await Promise.resolve();
  }

  set listener(listener: GatewayListener) {
    this.#listener = listener;
  }

  async want(...users: readonly WantedUser[]): Promise<OrderAnswer> {
    const wanted = { lockId: this.lockId, revision: ++this.revision, users: [...users] };
    return await this.gateway.order({ order: "putWanted", wanted });
  }

  sealed(kind: CredentialKind, secret: string, credentialId: string = randomUUID()): WantedCredential {
    const sealed = sealTo(this.gateway.publicKey, secret, kind === "pin" ? "pin" : "card");
    return { credentialId, kind, sealed };
  }

  get wantedReport(): WantedReport | null {
    return this.reports.findLast((report) => report.report === "wanted")?.wanted ?? null;
  }

  /** Waits until it is so. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = performance.now() + waitMs;
    while (!isSo()) {
      if (performance.now() > end) throw new NeverError(`Never: ${what}. ${JSON.stringify(this.wantedReport)}`);
      await setTimeout(1);
    }
  }

  /** Waits until the gateway has looked at the lock and has nothing left to do with its people. */
  async atRest(): Promise<void> {
    await this.until("the gateway is at rest", () => this.#isSettled());
    const { reads } = this.lock;
    this.network.started?.listener.peopleChanged(this.lockId);
    await this.until("the lock is looked at", () => this.lock.reads > reads);
    await this.turn();
    await this.until("the gateway is at rest", () => this.#isSettled());
  }

  /** Waits for the keeper's turn. */
  async turn(): Promise<void> {
    const { lockId } = this;
    const order = { order: "adoptCredential", lockId, kind: "fingerprint", index: 999 } as const;
    await this.gateway.order({ ...order, personId: randomUUID(), credentialId: randomUUID() });
  }

  #isSettled(): boolean {
    const report = this.wantedReport;
    if (report === null || report.revision !== this.revision) return false;
    return report.users.every((user) =>
      [user.status, ...user.credentials.map(({ status }) => status)].every(({ status }) => status !== "pending"),
    );
  }

  #make(): Gateway {
    return new Gateway({
      store: this.store,
      network: this.network,
      onFault: (sentence) => void this.faults.push(sentence),
      retry: { firstMs: 1, maxMs: 8 },
      gatheringMs: 1,
      ...this.#options,
    });
  }

  async #begin(): Promise<void> {
    this.lock.onOrder = () => this.network.started?.listener.peopleChanged(this.lockId);
    await this.gateway.start();
    this.gateway.attach(this.#listener);
  }
}

class NeverError extends Error {
  override readonly name = "NeverError";
}

/** A person as the household wants them; an administrator of the home for whom nothing else is said. */
export function person(name: string, content: Partial<WantedUser> = {}): WantedUser {
  return {
    personId: randomUUID(),
    name,
    role: "member",
    isPaused: false,
    type: "ordinary",
    schedule: always,
    credentials: [],
    ...content,
  };
}
