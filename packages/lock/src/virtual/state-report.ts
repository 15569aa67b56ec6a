/** The lock and its door as the panel protocol reports them: what the lock knows, beside what is physically so. */

import {
  batteryLevelOf,
  diagnose,
  isInitial,
  lockedOutMs,
  lockStateOf,
  type CredentialKind,
  type LockState,
  type Moment,
  type Session,
} from "@catenaccio/lock-core";
import { isoTime } from "../log-report.ts";
import type { MenuName, StateReport } from "./protocol.ts";

/** What a bystander could measure, whether or not the lock has power. */
export interface PhysicalReport {
  readonly batteryMillivolts: number;
  readonly usb: boolean;
  readonly clutch: "engaged" | "free";
  readonly bolt: "thrown" | "free";
  readonly deadBolt: "thrown" | "free";
  readonly latch: "out" | "in";
  readonly door: "open" | "closed";
}

const deleteNames = {
  fingerprint: "deleteFingerprint",
  pin: "deletePin",
  rfid: "deleteCard",
} as const satisfies Record<CredentialKind, MenuName>;

const clearNames = {
  fingerprint: "clearFingerprints",
  pin: "clearPins",
  rfid: "clearCards",
} as const satisfies Record<CredentialKind, MenuName>;

function menuNameOf(session: Session): MenuName | null {
  switch (session.kind) {
    case "off":
    case "asleep":
    case "idle":
      return null;
    case "delete":
      return deleteNames[session.target];
    case "clear":
      return clearNames[session.target];
    case "verify":
    case "menu":
    case "addFingerprint":
    case "addPin":
    case "addCard":
    case "initialise":
    case "factoryReset":
      return session.kind;
    default:
      return session satisfies never;
  }
}

function numbersIn(credentials: Readonly<Record<number, unknown>>): readonly number[] {
  return Object.keys(credentials).map(Number);
}

export function reportState(state: LockState, physical: PhysicalReport, now: Moment): StateReport {
  const { durable, volatile } = state;
  const { settings, guard, credentials } = durable;
  const { session } = volatile;
  const isPowered = session.kind !== "off";
  const users = Object.values(durable.users).map((user) => [
    user.userIndex,
    { name: user.name, role: user.role, type: user.userType, enabled: user.userStatus === "occupiedEnabled" },
  ]);
  return {
    awake: isPowered && session.kind !== "asleep",
    initial: isInitial(durable),
    menu: menuNameOf(session),
    credentials: {
      fingerprint: numbersIn(credentials.fingerprint),
      pin: numbersIn(credentials.pin),
      rfid: numbersIn(credentials.rfid),
    },
    users: Object.fromEntries(users),
    volume: settings.volume,
    language: settings.language,
    lockState: isPowered ? lockStateOf(state) : physical.clutch === "engaged" ? "unlocked" : "locked",
    operatingMode: settings.operatingMode,
    lockedOutMs: lockedOutMs(state, now.poweredMs),
    wrongTries: guard.wrongTries,
    pinEntry: guard.isPinEntryStopped ? "stopped" : "on",
    fingerprintEntry: guard.isFingerprintEntryStopped ? "stopped" : "on",
    battery: { volts: physical.batteryMillivolts / 1000, level: batteryLevelOf(physical.batteryMillivolts) },
    usb: physical.usb,
    pairing: volatile.pairingUntilMs !== null,
    clutch: physical.clutch,
    bolt: physical.bolt,
    deadBolt: physical.deadBolt,
    latch: physical.latch,
    door: physical.door,
    profile: settings.guardProfile,
    time: isoTime(now.utcMs),
    diagnosis: diagnose(state),
  };
}
