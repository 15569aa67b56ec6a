/**
 * A gateway for tests that keeps to the protocol: it opens what is sealed to it, brings it to locks that answer, says what
 * came of it, and executes no order after its time. The test moves the locks in and out of reach.
 */

import { createHash, generateKeyPairSync } from "node:crypto";
import {
  gatewayOrder,
  gatewayReport,
  lockRecord,
  type FoundUser,
  type GatewayLink,
  type GatewayListener,
  type GatewayOrder,
  type GatewayReport,
  type LockHappening,
  type LockRecord,
  type OrderAnswer,
  type WantedLock,
  type WantedStatus,
} from "@catenaccio/protocol";
import { openSealed } from "@catenaccio/protocol/seal";

interface ScriptedLock {
  isOnline: boolean;
  wanted: WantedLock | null;
  found: FoundUser[];
  /** What opens it now: by credential, a digest of the PIN or card, or `finger`. */
  readonly held: Map<string, string>;
  nextNumber: number;
}

type Executed = Extract<GatewayOrder, { readonly order: "operate" | "set" }>;

export class ScriptedGateway implements GatewayLink {
  readonly #keys = generateKeyPairSync("x25519");
  readonly publicKey = this.#keys.publicKey.export({ type: "spki", format: "der" }).toString("base64");
  readonly locks = new Map<string, ScriptedLock>();
  readonly orders: GatewayOrder[] = [];
  readonly executed: Executed[] = [];
  readonly #now: () => Date;
  #listener: GatewayListener | null = null;
  /** Takes no documents. */
  isBusy = false;
  /** Takes nothing at all: it has no network. */
  isAway = false;
  /** How long an order waits before it reaches the lock. */
  orderDelayMs = 0;
  advance: (milliseconds: number) => void = () => undefined;

  constructor(now: () => Date) {
    this.#now = now;
  }

  attach(listener: GatewayListener): () => void {
    this.#listener = listener;
    for (const lockId of this.locks.keys()) this.#reportLock(lockId);
    return () => {
      this.#listener = null;
    };
  }

  async order(given: GatewayOrder): Promise<OrderAnswer> {
    const order = gatewayOrder.parse(structuredClone(given));
    this.orders.push(order);
    if (this.isAway) return { ok: false, error: "unreachable", sentence: "The gateway has no network." };
    switch (order.order) {
      case "addLock":
        return this.#add(order);
      case "putWanted":
        return this.#put(order.wanted);
      case "operate":
        return this.#operate(order);
      case "set":
        return this.#reach(order.lockId, () => this.executed.push(order));
      case "shareLock":
        return { ok: true, value: { manual: "34970112332", qr: "MT:SHARED" } };
      case "removeLock":
        return this.#remove(order);
      case "adoptUser": {
        const lock = this.#lock(order.lockId);
        lock.found = lock.found.filter(({ userIndex }) => userIndex !== order.userIndex);
        return { ok: true };
      }
      case "adoptCredential":
        this.#lock(order.lockId).held.set(order.credentialId, "adopted");
        return { ok: true };
      case "renameLock":
      case "identify":
      case "enrolFingerprint":
      case "cancelEnrolment":
      case "restoreEntry":
      case "removeFoundUser":
      case "removeFoundCredential":
      case "setTimeZone":
      case "setMqtt":
        return { ok: true };
      default:
        return order satisfies never;
    }
  }

  setOnline(lockId: string, isOnline: boolean): void {
    this.#lock(lockId).isOnline = isOnline;
    this.#reportLock(lockId);
    this.#bringThere(lockId);
  }

  reportBox(box: Extract<GatewayReport, { readonly report: "box" }>): void {
    this.#report(box);
  }

  /** Whether this PIN or card opens the lock. */
  opens(lockId: string, secret: string): boolean {
    return [...this.#lock(lockId).held.values()].includes(digestOf(secret));
  }

  enrol(lockId: string, credentialId: string): void {
    for (const captures of [1, 2])
      this.#report({ report: "enrolment", lockId, credentialId, status: "captured", captures, reason: null });
    this.#lock(lockId).held.set(credentialId, "finger");
    this.#report({ report: "enrolment", lockId, credentialId, status: "enrolled", captures: 2, reason: null });
    this.#bringThere(lockId);
  }

  find(lockId: string, user: FoundUser): void {
    this.#lock(lockId).found.push(user);
    this.#bringThere(lockId);
  }

  /** @returns the record as it was delivered. */
  async happen(lockId: string, happening: LockHappening, personId: string | null = null): Promise<LockRecord> {
    const number = this.#lock(lockId).nextNumber++;
    const at = this.#now().toISOString();
    const record = lockRecord.parse({ lockId, numbering: "log", number, time: at, heardAt: at, personId, happening });
    await this.#listener?.record(record);
    return record;
  }

  async deliver(record: LockRecord): Promise<void> {
    await this.#listener?.record(record);
  }

  #add({ lockId, code }: Extract<GatewayOrder, { readonly order: "addLock" }>): OrderAnswer {
    this.#report({ report: "addLock", lockId, step: "searching", error: null });
    if (!code.startsWith("MT:")) {
      const sentence = "This is not the code of a lock.";
      this.#report({ report: "addLock", lockId, step: "searching", error: sentence });
      return { ok: false, error: "badCode", sentence };
    }
    this.locks.set(lockId, { isOnline: true, wanted: null, found: [], held: new Map(), nextNumber: 1 });
    this.#report({ report: "addLock", lockId, step: "done", error: null });
    this.#reportLock(lockId);
    return { ok: true };
  }

  #remove({ lockId, isForced }: Extract<GatewayOrder, { readonly order: "removeLock" }>): OrderAnswer {
    const lock = this.locks.get(lockId);
    if (lock === undefined) return { ok: false, error: "unknownLock", sentence: "There is no such lock." };
    if (!lock.isOnline && !isForced) return { ok: false, error: "unreachable", sentence: "The lock does not answer." };
    this.locks.delete(lockId);
    this.#report({ report: "lockRemoved", lockId });
    return { ok: true };
  }

  #put(wanted: WantedLock): OrderAnswer {
    const lock = this.locks.get(wanted.lockId);
    if (lock === undefined) return { ok: false, error: "unknownLock", sentence: "There is no such lock." };
    if (this.isBusy) return { ok: false, error: "busy", sentence: "The gateway is busy." };
    const known = lock.wanted?.revision ?? 0;
    if (wanted.revision <= known) return { ok: true, value: { revision: known } };
    lock.wanted = wanted;
    this.#bringThere(wanted.lockId);
    return { ok: true };
  }

  #operate(order: Extract<GatewayOrder, { readonly order: "operate" }>): OrderAnswer {
    this.advance(this.orderDelayMs);
    if (this.#now().toISOString() > order.expiresAt)
      return { ok: false, error: "expired", sentence: "The order came too late and was not carried out." };
    return this.#reach(order.lockId, () => this.executed.push(order));
  }

  #reach(lockId: string, act: () => void): OrderAnswer {
    if (!this.#lock(lockId).isOnline) return { ok: false, error: "unreachable", sentence: "The lock does not answer." };
    act();
    return { ok: true };
  }

  #bringThere(lockId: string): void {
    const lock = this.#lock(lockId);
    const { wanted } = lock;
    if (wanted === null) return;
    const credentials = wanted.users.flatMap((user) => user.credentials);
    const ids = new Set(credentials.map(({ credentialId }) => credentialId));
    if (lock.isOnline) for (const held of lock.held.keys()) if (!ids.has(held)) lock.held.delete(held);
    const waiting: WantedStatus = { status: "pending", isWaitingForLock: true };
    const confirmed: WantedStatus = { status: "confirmed", at: this.#now().toISOString() };
    const statusOf = ({ credentialId, kind, sealed }: (typeof credentials)[number]): WantedStatus => {
      if (!lock.isOnline) return waiting;
      const secret =
        sealed === null ? null : openSealed(this.#keys.privateKey, sealed, kind === "pin" ? "pin" : "card");
      if (secret !== null) lock.held.set(credentialId, digestOf(secret));
      if (lock.held.has(credentialId)) return confirmed;
      return { status: "refused", reason: kind === "fingerprint" ? "enrolAtReader" : "secretForgotten" };
    };
    const users = wanted.users.map((user, at) => ({
      personId: user.personId,
      userIndex: at + 1,
      status: lock.isOnline ? confirmed : waiting,
      credentials: user.credentials.map((credential, index) => ({
        credentialId: credential.credentialId,
        credential: { kind: credential.kind, index: index + 1 },
        status: statusOf(credential),
      })),
    }));
    this.#report({
      report: "wanted",
      wanted: { lockId, revision: wanted.revision, users, found: lock.found, foundCredentials: [] },
    });
  }

  #reportLock(lockId: string): void {
    this.#report({
      report: "lock",
      lock: {
        lockId,
        link: this.#lock(lockId).isOnline ? "online" : "offline",
        heardAt: this.#now().toISOString(),
        answerMs: 8,
        abilities: null,
        situation: null,
      },
    });
  }

  #report(report: Parameters<GatewayListener["report"]>[0]): void {
    this.#listener?.report(gatewayReport.parse(structuredClone(report)));
  }

  #lock(lockId: string): ScriptedLock {
    const lock = this.locks.get(lockId);
    if (lock === undefined) throw new RangeError(`The test knows no lock ${lockId}.`);
    return lock;
  }
}

function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
