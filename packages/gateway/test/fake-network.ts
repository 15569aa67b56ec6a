/** Locks behind `LockNetwork`, as one gateway has them for as long as it lives, and what a test does to the radio. */

import type { LockReport, LockSituation, OrderAnswer } from "@catenaccio/protocol";
import type { AddLockRequest, AddLockStep, LockNetwork, NetworkLock, NetworkStart } from "../src/lock-network.ts";
import { FakeClient, type FakeLock, type RadioFault } from "./fake-lock.ts";

export class FakeNetwork implements LockNetwork {
  readonly locks = new Map<string, NetworkLock>();
  readonly #fakes: Map<string, FakeLock>;
  /** Of the next orders, in order; then none. */
  readonly faults: RadioFault[] = [];
  /** Every order fails so until it is told otherwise. */
  everyFault: RadioFault = "none";
  /** The gateway dies after so many orders and answers more; null: it lives. */
  stepsToLive: number | null = null;
  isReachable = true;
  /** Locks in pairing mode, by code. */
  readonly pairable = new Map<string, FakeLock>();
  started: NetworkStart | null = null;
  timeZone: string | null = null;

  /** @param fakes what the network remembers over restarts. */
  constructor(fakes: Map<string, FakeLock>) {
    this.#fakes = fakes;
    for (const [lockId, lock] of fakes) this.#join(lockId, lock);
  }

  async start(options: NetworkStart): Promise<void> {
    await Promise.resolve();
    this.started = options;
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }

  /** The radio of the house fails, or comes back. */
  reach(isReachable: boolean): void {
    this.isReachable = isReachable;
    for (const lockId of this.locks.keys()) this.started?.listener.reportChanged(lockId);
  }

  async addLock({ lockId, code }: AddLockRequest, onStep: (step: AddLockStep) => void): Promise<OrderAnswer> {
    onStep("searching");
    await Promise.resolve();
    const lock = this.pairable.get(code);
    if (lock === undefined) return { ok: false, error: "notFound", sentence: "No lock answered." };
    this.#fakes.set(lockId, lock);
    this.#join(lockId, lock);
    onStep("done");
    return { ok: true };
  }

  async removeLock(lockId: string, { isForced }: { readonly isForced: boolean }): Promise<OrderAnswer> {
    await Promise.resolve();
    if (!this.isReachable && !isForced)
      return { ok: false, error: "unreachable", sentence: "The lock does not answer." };
    this.locks.delete(lockId);
    this.#fakes.delete(lockId);
    return { ok: true };
  }

  async shareLock(_lockId: string, _seconds: number): Promise<OrderAnswer> {
    await Promise.resolve();
    return { ok: true, value: { manual: "12345678901", qr: "MT:" } };
  }

  setTimeZone(timeZone: string): void {
    this.timeZone = timeZone;
  }

  #join(lockId: string, lock: FakeLock): void {
    const client = new FakeClient(lock, {
      next: () => this.faults.shift() ?? this.everyFault,
      isDead: () => {
        if (this.stepsToLive === null) return false;
        return this.stepsToLive-- <= 0;
      },
    });
    this.locks.set(lockId, {
      client: () => (this.isReachable ? client : null),
      report: () => reportOf(lockId, lock, this.isReachable),
    });
  }
}

function reportOf(lockId: string, lock: FakeLock, isReachable: boolean): LockReport {
  const { abilities } = lock;
  const link = isReachable ? "online" : "offline";
  return { lockId, link, heardAt: null, answerMs: null, abilities, situation: situationOf(lock) };
}

function situationOf({ isOpen }: FakeLock): LockSituation {
  return {
    lockState: isOpen ? "unlocked" : "locked",
    operatingMode: "normal",
    volume: null,
    language: null,
    isMenuEnabled: null,
    autoRelockSeconds: null,
    guardProfile: null,
    isPinEntryStopped: false,
    isFingerprintEntryStopped: false,
    isLockedOut: false,
    isJammed: false,
    diagnosis: [],
    battery: null,
    hasEmergencyPower: false,
  };
}
