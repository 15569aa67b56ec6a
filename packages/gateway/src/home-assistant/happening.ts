/** What happened at a lock, in Home Assistant's way of telling: one event with its particulars, and a trigger. */

import type { AlarmCode, LockAbilities, LockHappening, LockRecord } from "@catenaccio/protocol";

export const eventTypes = [
  "unlocked",
  "locked",
  "denied",
  "lockout",
  "duress",
  "tamper",
  "jammed",
  "door_forced",
  "door_ajar",
  "low_battery",
  "user_changed",
  "factory_reset",
] as const;
export type EventType = (typeof eventTypes)[number];

export const methods = [
  "pin",
  "card",
  "fingerprint",
  "key",
  "button",
  "remote",
  "auto",
  "schedule",
  "unknown",
] as const;
export type Method = (typeof methods)[number];

type Source = Extract<LockHappening, { readonly event: "lockOperation" }>["source"];

const methodOf = {
  keypad: "pin",
  biometric: "fingerprint",
  rfid: "card",
  manual: "key",
  button: "button",
  remote: "remote",
  proprietaryRemote: "remote",
  auto: "auto",
  schedule: "schedule",
  unspecified: "unknown",
} as const satisfies Record<Source, Method>;

const alarmTypes: Readonly<Record<AlarmCode, EventType | null>> = {
  lockJammed: "jammed",
  wrongCodeEntryLimit: "lockout",
  entryStopped: "lockout",
  frontEscutcheonRemoved: "tamper",
  lockFactoryReset: "factory_reset",
  lockRadioPowerCycled: null,
  lowBattery: "low_battery",
  doorForcedOpen: "door_forced",
  doorAjar: "door_ajar",
  forcedUser: "duress",
};

/** As Home Assistant gets it; no PIN and no card is in a record, and so none can be in here. */
export interface AccessEvent {
  readonly event_type: EventType;
  readonly user: string | null;
  readonly user_id: string | null;
  readonly user_index: number | null;
  readonly method: Method | null;
  readonly credential: string | null;
  readonly credential_index: number | null;
  readonly reason: string | null;
  readonly source: string | null;
  readonly ts: string | null;
  readonly seq: number;
}

/** @returns null: nothing that an automation could wait for. */
export function describeRecord(record: LockRecord, userName: string | null): AccessEvent | null {
  const type = typeOf(record.happening);
  if (type === null) return null;
  const nobody = { method: null, credential: null, credential_index: null, reason: null, source: null };
  const basis: AccessEvent = {
    event_type: type,
    user: userName,
    user_id: record.personId,
    user_index: null,
    ...nobody,
    ts: record.time,
    seq: record.number,
  };
  const { happening } = record;
  if (happening.event !== "lockOperation" && happening.event !== "lockOperationError") {
    return happening.event === "userChange"
      ? { ...basis, user_index: happening.user, source: happening.source, reason: happening.change }
      : basis;
  }
  return {
    ...basis,
    user_index: happening.user,
    method: methodOf[happening.source],
    credential: happening.credential?.kind ?? null,
    credential_index: happening.credential?.index ?? null,
    reason: happening.event === "lockOperationError" ? (happening.reason ?? happening.error) : null,
    source: happening.source,
  };
}

function typeOf(happening: LockHappening): EventType | null {
  switch (happening.event) {
    case "lockOperation":
      return operationTypes[happening.operation];
    case "lockOperationError":
      return "denied";
    case "alarm":
      return alarmTypes[happening.code];
    case "userChange":
      return "user_changed";
    case "setting":
    case "power":
    case "pairing":
    case "fault":
    case "gap":
      return null;
    default:
      return happening satisfies never;
  }
}

const operationTypes = {
  lock: "locked",
  unlock: "unlocked",
  unlatch: "unlocked",
  forcedUserEvent: "duress",
  // Somebody was known and not let in, and nothing moved.
  nonAccessUserEvent: null,
} as const satisfies Record<Extract<LockHappening, { event: "lockOperation" }>["operation"], EventType | null>;

/** Home Assistant offers these for automations, each by two words. */
export interface Trigger {
  readonly type: string;
  readonly subtype: string;
}

const byMethod = { pin: "by_pin", card: "by_card", fingerprint: "by_fingerprint", key: "by_key" } as const;
const triggeringTypes: readonly EventType[] = ["denied", "lockout", "tamper", "duress"];
const atTheLock = "at_the_lock";

export function triggersFor(abilities: LockAbilities): readonly Trigger[] {
  const { pins, cards, fingerprints } = abilities;
  const known = { pin: pins > 0, card: cards > 0, fingerprint: fingerprints > 0, key: true };
  const unlocking = (["pin", "card", "fingerprint", "key"] as const).filter((method) => known[method]);
  return [
    ...unlocking.map((method) => ({ type: "unlocked", subtype: byMethod[method] })),
    ...triggeringTypes.map((type) => ({ type, subtype: atTheLock })),
  ];
}

/** @returns null: no trigger is offered for that. */
export function triggerOf({ event_type: type, method }: AccessEvent): Trigger | null {
  if (triggeringTypes.includes(type)) return { type, subtype: atTheLock };
  if (type !== "unlocked" || method === null || !isTriggering(method)) return null;
  return { type, subtype: byMethod[method] };
}

function isTriggering(method: Method): method is keyof typeof byMethod {
  return method in byMethod;
}

export function triggerPayload({ type, subtype }: Trigger): string {
  return `${type} ${subtype}`;
}
