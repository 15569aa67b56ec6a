/**
 * What somebody on the broker wants of a lock, judged. The attacker is whoever can publish there: a lamp with a weak
 * password is enough. Locking is always carried out; whatever leaves a door open, or easier to open, only
 * where the household said so; and nothing is carried out later than it was asked for.
 */

import {
  gatewayOrder,
  type GatewayOrder,
  type LockReport,
  type LockSetting,
  type LockSituation,
} from "@catenaccio/protocol";
import { orderPayloads, type NamedReport } from "./discovery.ts";
import type { OrderTopic } from "./topics.ts";

export interface BrokerOrder {
  readonly order: OrderTopic;
  readonly payload: string;
  /** The broker kept it: nobody knows since when. */
  readonly isRetained: boolean;
}

export interface OrderCircumstances {
  /** null: there is no such lock. */
  readonly lock: NamedReport | null;
  readonly isUnlockAllowed: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type JudgedOrder =
  | { readonly ok: true; readonly order: GatewayOrder }
  /** For the log; what was sent stays out of it, since people send PINs where there is no place for them. */
  | { readonly ok: false; readonly sentence: string };

const orderMs = 10_000;

export function judgeOrder(asked: BrokerOrder, { lock, isUnlockAllowed, now }: OrderCircumstances): JudgedOrder {
  if (lock === null) return refuse("An order over MQTT was ignored: there is no such lock.");
  const { report, name } = lock;
  if (asked.isRetained) return refuse(`An order over MQTT to ${name} was ignored: it is retained.`);
  if (report.link !== "online") return refuse(`An order over MQTT to ${name} was ignored: the lock is out of reach.`);
  const order = readOrder(asked, report, now);
  if (order === null) return refuse(`An order over MQTT to ${name} was ignored: it is not understood.`);
  if (loosens(order, report) && !isUnlockAllowed)
    return refuse(`An order over MQTT to ${name} was ignored: unlocking over MQTT is not allowed.`);
  return { ok: true, order };
}

function refuse(sentence: string): JudgedOrder {
  return { ok: false, sentence };
}

/** Whether the door is open, or easier to open, afterwards. Where it is not known how it is now, it may be. */
function loosens(order: GatewayOrder, { situation }: LockReport): boolean {
  if (order.order === "operate") return order.operation === "unlock";
  if (order.order !== "set") return false;
  const { setting } = order;
  if (setting.name === "autoRelockSeconds")
    return setting.value === 0 || !isShorter(setting.value, situation?.autoRelockSeconds ?? null);
  if (setting.name !== "operatingMode") return false;
  const now = situation?.operatingMode ?? null;
  return now !== setting.value && (now === null || !stricterModes[now].includes(setting.value));
}

/** @param now 0: never; null: not known. */
function isShorter(seconds: number, now: number | null): boolean {
  return now !== null && (now === 0 || seconds <= now);
}

type OperatingMode = NonNullable<LockSituation["operatingMode"]>;

/** Which let in nobody whom the mode does not (Matter §5.2.6.14): vacation and noRemoteLockUnlock each open another way. */
const stricterModes: Readonly<Record<OperatingMode, readonly OperatingMode[]>> = {
  passage: ["normal", "vacation", "noRemoteLockUnlock", "privacy"],
  normal: ["vacation", "noRemoteLockUnlock", "privacy"],
  vacation: ["privacy"],
  noRemoteLockUnlock: ["privacy"],
  privacy: [],
};

/** @returns null: it is none, or none for that lock. */
function readOrder({ order, payload }: BrokerOrder, report: LockReport, now: number): GatewayOrder | null {
  const { lockId } = report;
  switch (order) {
    case "set": {
      const operation =
        payload === orderPayloads.lock ? "lock" : payload === orderPayloads.unlock ? ("unlock" as const) : null;
      const expiresAt = new Date(now + orderMs).toISOString();
      return operation === null ? null : { order: "operate", lockId, operation, sealedPin: null, expiresAt };
    }
    case "identify":
      return payload === orderPayloads.identify ? { order: "identify", lockId } : null;
    case "operatingMode":
    case "volume":
      return readSetting(report, order, payload);
    case "autoRelockSeconds":
      return /^\d{1,4}(\.0)?$/.test(payload) ? readSetting(report, order, Number(payload)) : null;
    default:
      return order satisfies never;
  }
}

function readSetting(
  { lockId, abilities }: LockReport,
  name: LockSetting["name"],
  value: string | number,
): GatewayOrder | null {
  if (abilities === null || !abilities.settings.includes(name)) return null;
  if (name === "operatingMode" && !abilities.operatingModes.some((mode) => mode === value)) return null;
  const order = gatewayOrder.safeParse({ order: "set", lockId, setting: { name, value } });
  return order.success ? order.data : null;
}
