/**
 * The gateway as its server sees it: orders come in, reports and records go out. It judges each order, gives it to
 * whoever carries it out, and keeps what must outlive a power cut before it answers.
 *
 * An order to open is for now: it is never kept, never repeated, and never begun after its end.
 */

import { setTimeout as sleep } from "node:timers/promises";
import {
  gatewayOrder,
  type GatewayLink,
  type GatewayListener,
  type GatewayOrder,
  type GatewayReport,
  type LockRecord,
  type LockReport,
  type MqttSettings,
  type OrderAnswer,
} from "@catenaccio/protocol";
import { openSealed } from "@catenaccio/protocol/seal";
import { sentenceOf } from "./fault.ts";
import type { HomeAssistantLink } from "./home-assistant-link.ts";
import { LockUnreachableError, type LockClient } from "./lock-client.ts";
import type { EnrolmentProgress, LockNetwork } from "./lock-network.ts";
import { Outbox } from "./outbox.ts";
import type { GatewayStore } from "./store/gateway-store.ts";
import { usualRetryTimes, type RetryTimes } from "./wanted/backoff.ts";
import {
  adoptCredential,
  adoptUser,
  answerOf,
  beginEnrolment,
  clearHousehold,
  done,
  noteEnrolment,
  refuse,
  removeFoundCredential,
  removeFoundUser,
  type OrderOf,
} from "./wanted/found-orders.ts";
import { LockKeeper } from "./wanted/keeper.ts";

export interface GatewayOptions {
  /** Closed by whoever opened it, after the gateway. */
  readonly store: GatewayStore;
  readonly network: LockNetwork;
  /** Made once; the bridge sees locks and gives orders through the gateway. */
  readonly homeAssistant?: (gateway: Gateway) => HomeAssistantLink;
  /** Something outside its own doing failed; the gateway goes on. Never holds a secret. */
  readonly onFault: (sentence: string) => void;
  readonly retry?: RetryTimes;
  readonly gatheringMs?: number;
}

export interface GatewayWatcher {
  readonly report: (report: GatewayReport) => void;
  /** Each once, when it is heard of; what happened before is not told. */
  readonly record?: (record: LockRecord) => void;
  readonly renamed?: (lockId: string, name: string) => void;
}

const usualGatheringMs = 300;
/** For an order to open that has no end of its own. */
const openingMs = 10_000;
/** A lock that was just away, or a gateway that was, has found the other by then. */
const connectingMs = 3_000;
const lookMs = 50;

type LockOrder = Extract<GatewayOrder, { readonly lockId: string }>;

export class Gateway implements GatewayLink {
  readonly #store: GatewayStore;
  readonly #network: LockNetwork;
  readonly #options: GatewayOptions;
  readonly #keepers = new Map<string, LockKeeper>();
  readonly #outbox: Outbox;
  readonly #watchers = new Set<GatewayWatcher>();
  /** Newest of what others report through the gateway, by kind. */
  readonly #ownReports = new Map<GatewayReport["report"], GatewayReport>();
  readonly #homeAssistant: HomeAssistantLink | null;
  /** Locks that a client could be had of when somebody looked last. */
  readonly #reachable = new Set<string>();
  /** Locks on their way in or out. */
  readonly #moving = new Set<string>();

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#network = options.network;
    this.#outbox = new Outbox(options.store, { retry: options.retry ?? usualRetryTimes, onFault: options.onFault });
    this.#homeAssistant = options.homeAssistant?.(this) ?? null;
  }

  get publicKey(): string {
    return this.#store.key.publicKey;
  }

  async start(): Promise<void> {
    await this.#network.start({
      timeZone: this.#store.timeZone,
      records: this.#store.recordSink((records) => this.#recordsStored(records)),
      listener: {
        reportChanged: (lockId) => this.#note(() => this.#lockChanged(lockId)),
        peopleChanged: (lockId) => this.#keepers.get(lockId)?.peopleChanged(),
        enrolment: (lockId, progress) => this.#note(() => this.#enrolmentMoved(lockId, progress)),
      },
    });
    this.#settleLocks();
    const { mqtt } = this.#store;
    if (mqtt !== null) await this.#startHomeAssistant(mqtt);
  }

  /** Nothing is begun any more; resolves when what was begun has ended. */
  async close(): Promise<void> {
    this.#outbox.close();
    const keepers = [...this.#keepers.values()].map(async (keeper) => await keeper.close());
    await Promise.all(keepers);
    await this.#homeAssistant?.stop();
    await this.#network.close();
  }

  attach(listener: GatewayListener): () => void {
    const unwatch = this.watch({ report: (report) => listener.report(report) });
    const detach = this.#outbox.attach(listener);
    return () => {
      unwatch();
      detach();
    };
  }

  /** All that is known is told at once, then what changes. @returns what ends it. */
  watch(watcher: GatewayWatcher): () => void {
    // Somebody who watches twice is told twice.
    const own = { ...watcher };
    this.#watchers.add(own);
    for (const report of this.#allReports()) own.report(report);
    return () => void this.#watchers.delete(own);
  }

  /** For what belongs to the gateway but is not its people's side: the box, and the bridge to Home Assistant. */
  publish(report: Extract<GatewayReport, { readonly report: "box" | "mqtt" }>): void {
    this.#ownReports.set(report.report, report);
    this.#tell(report);
  }

  /** Each lock as it is, with the name that the household gave it. */
  locks(): readonly NamedLock[] {
    const names = this.#store.locks();
    return [...this.#network.locks]
      .filter(([lockId]) => this.#keepers.has(lockId))
      .map(([lockId, lock]) => ({ name: names.get(lockId) ?? "", report: lock.report() }));
  }

  /** null: no lock's document names the person. */
  personName(personId: string): string | null {
    for (const lockId of this.#keepers.keys()) {
      const users = this.#store.people.wanted(lockId)?.users ?? [];
      const user = users.find((each) => each.personId === personId);
      if (user !== undefined) return user.name;
    }
    return null;
  }

  /** @throws GatewayStoreError when the disk refuses; the order does not count then. */
  async order(order: GatewayOrder): Promise<OrderAnswer> {
    const { data, error } = gatewayOrder.safeParse(order);
    if (error !== undefined) {
      const [issue] = error.issues;
      const where = issue === undefined || issue.path.length === 0 ? "" : ` (${issue.path.join(".")})`;
      return refuse("invalid", `The order is not valid${where}: ${issue?.message ?? "unknown order"}.`);
    }
    try {
      return await this.#carryOut(data);
    } catch (cause) {
      if (cause instanceof LockUnreachableError) return unreachable;
      throw cause;
    }
  }

  async #carryOut(order: GatewayOrder): Promise<OrderAnswer> {
    if (order.order === "addLock") return await this.#addLock(order);
    if (order.order === "setTimeZone") return this.#setTimeZone(order.timeZone);
    if (order.order === "setMqtt") return await this.#setMqtt(order.mqtt);
    if (order.order === "putWanted") return this.#putWanted(order);
    return await this.#carryOutAtLock(order);
  }

  async #carryOutAtLock(order: Exclude<LockOrder, OrderOf<"addLock">>): Promise<OrderAnswer> {
    const { lockId } = order;
    const keeper = this.#keepers.get(lockId);
    if (keeper === undefined) return unknownLock;
    if (this.#moving.has(lockId)) return refuse("busy", "The lock is being removed.");
    switch (order.order) {
      case "renameLock":
        return this.#renameLock(order);
      case "removeLock":
        return await this.#removeLock(order, keeper);
      case "shareLock":
        return await this.#network.shareLock(lockId, order.seconds);
      case "operate":
        return await this.#operate(order);
      case "set":
        return await this.#set(order);
      case "identify":
        return await this.#atLock(lockId, async (client) => answerOf(await client.identify()));
      case "cancelEnrolment":
        return await this.#atLock(lockId, async (client) => answerOf(await client.cancelEnrolment()));
      case "restoreEntry":
        return await this.#atLock(lockId, async (client) => answerOf(await client.restoreEntry()));
      case "enrolFingerprint":
        return await this.#withPeople(keeper, lockId, (context) => beginEnrolment(order, context));
      case "adoptUser":
        return await this.#withPeople(keeper, lockId, (context) => adoptUser(order, context));
      case "adoptCredential":
        return await this.#withPeople(keeper, lockId, (context) => adoptCredential(order, context));
      case "removeFoundUser":
        return await this.#withPeople(keeper, lockId, (context) => removeFoundUser(order, context));
      case "removeFoundCredential":
        return await this.#withPeople(keeper, lockId, (context) => removeFoundCredential(order, context));
      default:
        return order satisfies never;
    }
  }

  async #atLock(lockId: string, act: (client: LockClient) => Promise<OrderAnswer>): Promise<OrderAnswer> {
    const client = this.#network.locks.get(lockId)?.client() ?? null;
    return client === null ? unreachable : await act(client);
  }

  /** A person waits. */
  async #untilConnected(lockId: string, waitMs: number): Promise<void> {
    const endMs = performance.now() + waitMs;
    const isConnecting = (): boolean => this.#network.locks.get(lockId)?.client() === null;
    while (isConnecting() && performance.now() < endMs) await sleep(lookMs);
  }

  async #withPeople(
    keeper: LockKeeper,
    lockId: string,
    act: (context: { readonly store: GatewayStore; readonly client: LockClient }) => Promise<OrderAnswer>,
  ): Promise<OrderAnswer> {
    return await keeper.exclusively(
      async () => await this.#atLock(lockId, async (client) => await act({ store: this.#store, client })),
    );
  }

  async #addLock({ lockId, name, code, address }: OrderOf<"addLock">): Promise<OrderAnswer> {
    if (this.#keepers.has(lockId) || this.#moving.has(lockId))
      return refuse("alreadyAdded", "The gateway has that lock already.");
    let last: Extract<GatewayReport, { readonly report: "addLock" }>["step"] = "reading";
    this.#moving.add(lockId);
    try {
      const answer = await this.#network.addLock({ lockId, code, address }, (step) => {
        last = step;
        if (step !== "done") this.#tell({ report: "addLock", lockId, step, error: null });
      });
      if (!answer.ok) {
        this.#tell({ report: "addLock", lockId, step: last, error: answer.error });
        return answer;
      }
      this.#store.putLock(lockId, name);
      this.#openLock(lockId);
      this.#tell({ report: "addLock", lockId, step: "done", error: null });
      return answer;
    } finally {
      this.#moving.delete(lockId);
    }
  }

  #renameLock({ lockId, name }: OrderOf<"renameLock">): OrderAnswer {
    this.#store.putLock(lockId, name);
    for (const { renamed } of this.#watchers) renamed?.(lockId, name);
    return done;
  }

  async #removeLock({ lockId, isForced }: OrderOf<"removeLock">, keeper: LockKeeper): Promise<OrderAnswer> {
    this.#moving.add(lockId);
    try {
      await keeper.close();
      const cleared = await this.#clearPeople(lockId);
      const answer = cleared.ok || isForced ? await this.#network.removeLock(lockId, { isForced }) : cleared;
      if (answer.ok) this.#forgetLock(lockId);
      else this.#openLock(lockId);
      return answer;
    } finally {
      this.#moving.delete(lockId);
    }
  }

  /** Whom the household brought to the lock goes before it: nobody could take them away afterwards. */
  async #clearPeople(lockId: string): Promise<OrderAnswer> {
    const client = this.#network.locks.get(lockId)?.client() ?? null;
    if (client === null) return unreachable;
    try {
      return await clearHousehold(lockId, { store: this.#store, client });
    } catch (cause) {
      if (cause instanceof LockUnreachableError) return unreachable;
      throw cause;
    }
  }

  #putWanted({ wanted }: OrderOf<"putWanted">): OrderAnswer {
    const keeper = this.#keepers.get(wanted.lockId);
    if (keeper === undefined) return unknownLock;
    const people = wanted.users.map(({ personId }) => personId);
    const credentials = wanted.users.flatMap((user) => user.credentials.map(({ credentialId }) => credentialId));
    if (hasDouble(people) || hasDouble(credentials))
      return refuse("invalid", "The order is not valid: somebody or something is in the document twice.");
    const known = this.#store.people.wanted(wanted.lockId)?.revision ?? 0;
    // The newest counts, whichever way they came.
    if (wanted.revision <= known) return { ok: true, value: { revision: known } };
    this.#store.transact(() => this.#store.people.putWanted(wanted));
    keeper.documentChanged();
    return { ok: true, value: { revision: wanted.revision } };
  }

  async #operate({ lockId, operation, sealedPin, expiresAt }: OrderOf<"operate">): Promise<OrderAnswer> {
    const pin = sealedPin === null ? null : openSealed(this.#store.key.privateKey, sealedPin, "pin");
    if (sealedPin !== null && pin === null)
      return refuse("invalid", "The PIN is not sealed to this gateway; ask for it again.");
    await this.#untilConnected(lockId, Math.min(connectingMs, Date.parse(expiresAt) - Date.now()));
    return await this.#atLock(lockId, async (client) => {
      const leftMs = Date.parse(expiresAt) - Date.now();
      if (leftMs <= 0) return expired;
      const sendBy = performance.now() + leftMs;
      const isPinKnown = client.abilities.canCheckRemotePin;
      const operating = operation === "lock" ? client.lock(sendBy) : client.unlock(isPinKnown ? pin : null, sendBy);
      return await within(leftMs, operating.then(answerOf));
    });
  }

  async #set({ lockId, setting }: OrderOf<"set">): Promise<OrderAnswer> {
    await this.#untilConnected(lockId, connectingMs);
    return await this.#atLock(lockId, async (client) => {
      // A door that is to stay open is opened now or not at all.
      if (setting.name === "operatingMode" && setting.value === "passage")
        return await within(openingMs, client.set(setting, performance.now() + openingMs).then(answerOf));
      const answer = answerOf(await client.set(setting));
      if (answer.ok || setting.name !== "language" || answer.error === "busy") return answer;
      // Matter has no list of the languages that a lock speaks.
      const isSettable = client.abilities.settings.includes("language");
      return refuse(
        answer.error,
        isSettable ? "The lock does not speak that language." : "The language of this lock cannot be set.",
      );
    });
  }

  #setTimeZone(timeZone: string): OrderAnswer {
    if (!isTimeZone(timeZone)) return refuse("invalid", `There is no time zone of that name; one is Europe/Rome.`);
    this.#store.putTimeZone(timeZone);
    this.#network.setTimeZone(timeZone);
    return done;
  }

  async #setMqtt(mqtt: MqttSettings | null): Promise<OrderAnswer> {
    if (mqtt !== null && this.#openMqttPassword(mqtt) === undefined)
      return refuse("invalid", "The broker's password is not sealed to this gateway; type it again.");
    this.#store.putMqtt(mqtt);
    if (mqtt !== null) await this.#startHomeAssistant(mqtt);
    else {
      await this.#homeAssistant?.stop();
      this.#ownReports.delete("mqtt");
    }
    return done;
  }

  async #startHomeAssistant(mqtt: MqttSettings): Promise<void> {
    const { sealedPassword: _sealed, ...settings } = mqtt;
    try {
      await this.#homeAssistant?.start({ ...settings, password: this.#openMqttPassword(mqtt) ?? null });
    } catch (cause) {
      // The locks are looked after without it.
      this.#options.onFault(`The bridge to Home Assistant could not be started: ${sentenceOf(cause)}`);
    }
  }

  /** Whoever brings news is not to be hindered by what we cannot do with it. */
  #note(take: () => void): void {
    try {
      take();
    } catch (cause) {
      this.#options.onFault(`News of a lock could not be kept: ${sentenceOf(cause)}`);
    }
  }

  /** undefined: it cannot be opened; null: there is none. */
  #openMqttPassword({ sealedPassword }: MqttSettings): string | null | undefined {
    if (sealedPassword === null) return null;
    return openSealed(this.#store.key.privateKey, sealedPassword, "mqtt") ?? undefined;
  }

  /** A crash may have come between what the network knows and what is kept here; the network's locks count. */
  #settleLocks(): void {
    for (const lockId of this.#store.locks().keys()) if (!this.#network.locks.has(lockId)) this.#forgetLock(lockId);
    const names = this.#store.locks();
    for (const lockId of this.#network.locks.keys()) {
      if (!names.has(lockId)) this.#store.putLock(lockId, "");
      this.#openLock(lockId);
    }
  }

  #openLock(lockId: string): void {
    const { onFault, retry = usualRetryTimes, gatheringMs = usualGatheringMs } = this.#options;
    const keeper = new LockKeeper({
      lockId,
      store: this.#store,
      client: () => this.#network.locks.get(lockId)?.client() ?? null,
      onReport: (wanted) => this.#tell({ report: "wanted", wanted }),
      onFault,
      retry,
      gatheringMs,
    });
    this.#keepers.set(lockId, keeper);
    this.#reachable.delete(lockId);
    this.#lockChanged(lockId);
    this.#tell({ report: "wanted", wanted: keeper.report });
  }

  #forgetLock(lockId: string): void {
    this.#keepers.delete(lockId);
    this.#reachable.delete(lockId);
    this.#store.forgetLock(lockId);
    this.#tell({ report: "lockRemoved", lockId });
  }

  #lockChanged(lockId: string): void {
    const keeper = this.#keepers.get(lockId);
    const lock = this.#network.locks.get(lockId);
    if (keeper === undefined || lock === undefined) return;
    this.#tell({ report: "lock", lock: lock.report() });
    const isReachable = lock.client() !== null;
    if (isReachable === this.#reachable.has(lockId)) return;
    if (isReachable) {
      this.#reachable.add(lockId);
      keeper.reconnected();
    } else {
      this.#reachable.delete(lockId);
      keeper.disconnected();
    }
  }

  #enrolmentMoved(lockId: string, progress: EnrolmentProgress): void {
    const pending = noteEnrolment(this.#store, lockId, progress);
    const { status, captures, reason } = progress;
    this.#tell({
      report: "enrolment",
      lockId,
      credentialId: pending?.credentialId ?? null,
      status,
      captures,
      reason,
    });
    if (status === "enrolled") this.#keepers.get(lockId)?.peopleChanged();
  }

  #recordsStored(records: readonly LockRecord[]): void {
    for (const record of records) for (const watcher of this.#watchers) watcher.record?.(record);
    for (const lockId of new Set(records.map((record) => record.lockId))) this.#outbox.send(lockId);
  }

  #allReports(): readonly GatewayReport[] {
    return [
      ...this.#ownReports.values(),
      ...this.locks().map(({ report }) => ({ report: "lock", lock: report }) as const),
      ...[...this.#keepers.values()].map((keeper) => ({ report: "wanted", wanted: keeper.report }) as const),
    ];
  }

  #tell(report: GatewayReport): void {
    for (const watcher of this.#watchers) watcher.report(report);
  }
}

export interface NamedLock {
  readonly name: string;
  readonly report: LockReport;
}

const unknownLock = refuse("unknownLock", "The gateway does not have that lock.");
const unreachable = refuse("unreachable", "The lock does not answer.");
const expired = refuse("expired", "The order came too late, and was not carried out.");

/** The lock may still do it: what is certain is that nothing is sent after that. */
async function within(ms: number, answer: Promise<OrderAnswer>): Promise<OrderAnswer> {
  const end = Promise.withResolvers<OrderAnswer>();
  const timer = setTimeout(() => end.resolve(refuse("expired", "The lock did not answer in time.")), ms);
  try {
    return await Promise.race([answer, end.promise]);
  } finally {
    clearTimeout(timer);
    // Nobody waits for it any more.
    answer.catch(() => undefined);
  }
}

function hasDouble(ids: readonly string[]): boolean {
  return new Set(ids).size < ids.length;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
