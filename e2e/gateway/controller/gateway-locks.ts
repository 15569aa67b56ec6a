/** The Matter side of a gateway on a folder of its own, with its real stores: what the gateway sees of its locks. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { GatewayStore, MatterLockNetwork, type AddLockStep, type LockClient } from "@catenaccio/gateway";
import type { LockRecord, LockReport, OrderAnswer } from "@catenaccio/protocol";
import { openFolder } from "../../lock/panel-process.ts";

export class GatewayLocks {
  /** In the order in which they were stored, over every start. */
  readonly records: LockRecord[] = [];
  readonly faults: string[] = [];
  readonly steps: AddLockStep[] = [];
  /** Each report of a lock that was another than the one before. */
  readonly reports: LockReport[] = [];
  /** What a lock said of the enrolment of a finger. */
  readonly enrolments: unknown[] = [];
  peopleChanges = 0;
  timeZone: string | null = null;
  readonly #folder: string;
  readonly #searchMs: number;
  readonly #looking = new Set<() => void>();
  #running: { readonly network: MatterLockNetwork; readonly store: GatewayStore } | null = null;

  /** Lives as long as the test. */
  static async open(t: TestContext, { searchMs = 3_000 }: { readonly searchMs?: number } = {}): Promise<GatewayLocks> {
    const locks = new GatewayLocks(await openFolder(t), searchMs);
    t.after(() => locks.close());
    await locks.start();
    return locks;
  }

  private constructor(folder: string, searchMs: number) {
    this.#folder = folder;
    this.#searchMs = searchMs;
  }

  async start(): Promise<void> {
    const store = GatewayStore.open(join(this.#folder, "gateway"));
    const network = new MatterLockNetwork({
      folder: join(this.#folder, "controller"),
      discovery: { kind: "off" },
      isLocalOnly: true,
      searchMs: this.#searchMs,
      onFault: (sentence) => this.faults.push(sentence),
    });
    this.#running = { network, store };
    await network.start({
      timeZone: this.timeZone,
      records: store.recordSink((records) => {
        this.records.push(...records);
        this.#look();
      }),
      listener: {
        reportChanged: (lockId) => {
          const report = network.locks.get(lockId)?.report();
          if (report !== undefined) this.reports.push(report);
          this.#look();
        },
        peopleChanged: () => void this.peopleChanges++,
        enrolment: (_lockId, progress) => void this.enrolments.push(progress),
      },
    });
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    await running?.network.close();
    running?.store.close();
  }

  get network(): MatterLockNetwork {
    assert.ok(this.#running, "The gateway runs.");
    return this.#running.network;
  }

  add(code: string, port: number, lockId: string = randomUUID()): Promise<OrderAnswer> {
    this.steps.length = 0;
    this.#running?.store.putLock(lockId, "Door");
    const address = { ip: "127.0.0.1", port };
    return this.network.addLock({ lockId, code, address }, (step) => this.steps.push(step));
  }

  /** @returns its id. */
  async addFor(label: { readonly manual: string; readonly port: number }): Promise<string> {
    const lockId = randomUUID();
    assert.deepEqual(await this.add(label.manual, label.port, lockId), { ok: true });
    return lockId;
  }

  report(lockId: string): LockReport {
    const lock = this.network.locks.get(lockId);
    assert.ok(lock, "The gateway has the lock.");
    return lock.report();
  }

  client(lockId: string): LockClient {
    const client = this.network.locks.get(lockId)?.client() ?? null;
    assert.ok(client, "The lock can be reached.");
    return client;
  }

  /** As the gateway waits for it while a person waits for an order. */
  async clientSoon(lockId: string): Promise<LockClient> {
    return await this.until("the lock can be reached", () => this.network.locks.get(lockId)?.client() ?? undefined);
  }

  /** Looks whenever something is reported or stored. */
  async until<Found>(what: string, find: () => Found | undefined, timeoutMs = 60_000): Promise<Found> {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const look = (): void => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    const timer = setTimeout(() => {
      reject(new assert.AssertionError({ message: `It did not come to it: ${what}.` }));
    }, timeoutMs);
    this.#looking.add(look);
    try {
      look();
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#looking.delete(look);
    }
  }

  async untilOnline(lockId: string): Promise<void> {
    await this.until("the lock is online", () => (this.report(lockId).link === "online" ? true : undefined));
  }

  #look(): void {
    for (const look of this.#looking) look();
  }
}
