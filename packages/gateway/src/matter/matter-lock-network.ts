/** The locks of the home over Matter: each with its connection, its client, and the feed of its records. */

import type { LockReport, OrderAnswer } from "@catenaccio/protocol";
import type { LockClient, LockClientEvents } from "../lock-client.ts";
import type { AddLockRequest, AddLockStep, LockNetwork, NetworkLock, NetworkStart } from "../lock-network.ts";
import { LockConnection } from "./lock-connection.ts";
import { MatterController, type ControlledLock, type MatterControllerOptions } from "./matter-controller.ts";
import { MatterLockClient } from "./matter-lock-client.ts";
import { RecordFeed } from "./record-feed.ts";

/** A lock that was just added has been reached by other messages a moment ago. */
const learningMs = 20_000;

export interface MatterLockNetworkOptions extends MatterControllerOptions {
  /** Something outside its own doing failed; it goes on. Never holds a secret. */
  readonly onFault: (sentence: string) => void;
}

interface Running extends NetworkStart {
  readonly controller: MatterController;
}

export class MatterLockNetwork implements LockNetwork {
  readonly #options: MatterLockNetworkOptions;
  readonly #locks = new Map<string, MatterLock>();
  #running: Running | null = null;
  #timeZone: string | null = null;

  constructor(options: MatterLockNetworkOptions) {
    this.#options = options;
  }

  get locks(): ReadonlyMap<string, NetworkLock> {
    return this.#locks;
  }

  /** @throws GatewayStoreError when the folder is not what the gateway wrote. */
  async start(options: NetworkStart): Promise<void> {
    const controller = await MatterController.open(this.#options);
    this.#running = { ...options, controller };
    this.#timeZone = options.timeZone;
    for (const lock of controller.locks.values()) this.#open(this.#running, lock);
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    const closing = [...this.#locks.values()].map(async (lock) => await lock.close());
    await Promise.all(closing);
    await running?.controller.close();
  }

  async addLock(request: AddLockRequest, onStep: (step: AddLockStep) => void): Promise<OrderAnswer> {
    const running = this.#running;
    if (running === null) return notRunning;
    const added = await running.controller.addLock(request, onStep);
    if (!added.ok) return added;
    onStep("learning");
    const lock = this.#open(running, added.lock);
    if (await lock.connection.whenConnected(learningMs)) {
      onStep("done");
      return { ok: true };
    }
    const left = await running.controller.leaveLock(lock.connection);
    await this.#forget(running, lock, { lockId: request.lockId, isLeft: left.ok });
    return goneAgain;
  }

  async removeLock(lockId: string, { isForced }: { readonly isForced: boolean }): Promise<OrderAnswer> {
    const running = this.#running;
    const lock = this.#locks.get(lockId);
    if (running === null || lock === undefined) return unknownLock;
    const left = await running.controller.leaveLock(lock.connection);
    if (!left.ok && !isForced) return left;
    await this.#forget(running, lock, { lockId, isLeft: left.ok });
    return { ok: true };
  }

  async shareLock(lockId: string, seconds: number): Promise<OrderAnswer> {
    const lock = this.#locks.get(lockId);
    if (this.#running === null || lock === undefined) return unknownLock;
    return await this.#running.controller.shareLock(lock.connection, seconds);
  }

  setTimeZone(timeZone: string): void {
    this.#timeZone = timeZone;
    for (const { connection } of this.#locks.values()) connection.setTimeZone(timeZone);
  }

  #open({ controller, listener, records }: Running, { lockId, peer }: ControlledLock): MatterLock {
    const lock = new MatterLock({
      connection: new LockConnection({
        lockId,
        peer,
        environment: controller.environment,
        timeZone: this.#timeZone,
        onReport: () => listener.reportChanged(lockId),
        onTrouble: (error) => this.#tell("A lock could not be followed", error),
      }),
      feed: (connection) =>
        new RecordFeed({
          lockId,
          access: connection,
          sink: records,
          onTrouble: (error) => this.#tell("What happened at a lock could not be stored", error),
        }),
      peopleChanged: () => listener.peopleChanged(lockId),
      enrolment: (progress) => listener.enrolment(lockId, progress),
    });
    this.#locks.set(lockId, lock);
    lock.connection.start();
    return lock;
  }

  async #forget(
    { controller }: Running,
    lock: MatterLock,
    { lockId, isLeft }: { readonly lockId: string; readonly isLeft: boolean },
  ): Promise<void> {
    this.#locks.delete(lockId);
    await lock.close();
    await controller.forgetLock(lockId, { isLeft });
  }

  #tell(whatFails: string, error: unknown): void {
    this.#options.onFault(`${whatFails}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface MatterLockParts extends LockClientEvents {
  readonly connection: LockConnection;
  readonly feed: (connection: LockConnection) => RecordFeed;
}

class MatterLock implements NetworkLock {
  readonly connection: LockConnection;
  readonly #client: MatterLockClient;
  readonly #feed: RecordFeed;
  readonly #unlisten: () => void;

  constructor({ connection, feed, ...events }: MatterLockParts) {
    this.connection = connection;
    this.#client = new MatterLockClient(connection);
    this.#unlisten = this.#client.listen(events);
    this.#feed = feed(connection);
  }

  client(): LockClient | null {
    return this.connection.isConnected ? this.#client : null;
  }

  report(): LockReport {
    return this.connection.report();
  }

  async close(): Promise<void> {
    this.#unlisten();
    await Promise.all([this.#feed.close(), this.connection.close()]);
  }
}

const notRunning: OrderAnswer = { ok: false, error: "unreachable", sentence: "The gateway is not on the network." };
const unknownLock: OrderAnswer = { ok: false, error: "unknownLock", sentence: "The gateway has no such lock." };
const goneAgain: OrderAnswer = {
  ok: false,
  error: "notFound",
  sentence: "The lock was added and then did not answer any more; add it again.",
};
