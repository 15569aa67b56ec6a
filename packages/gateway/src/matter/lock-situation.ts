/** How a lock is now, from what it has told: the words of its report. */

import { guardProfileNumbers } from "@catenaccio/matter";
import { lockStates, type LockSituation } from "@catenaccio/protocol";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { PowerSource } from "@matter/main/clusters/power-source";
import { operatingModes, soundVolumes, wordOf } from "./lock-words.ts";
import type { LockValues, Values } from "./lock-values.ts";

const lockStateNumbers = {
  locked: DoorLock.LockState.Locked,
  unlocked: DoorLock.LockState.Unlocked,
  notFullyLocked: DoorLock.LockState.NotFullyLocked,
  unlatched: DoorLock.LockState.Unlatched,
} as const satisfies Record<(typeof lockStates)[number], DoorLock.LockState>;

const batteryLevels = {
  ok: PowerSource.BatChargeLevel.Ok,
  warning: PowerSource.BatChargeLevel.Warning,
  critical: PowerSource.BatChargeLevel.Critical,
} as const;

/** BatPercentRemaining is in half percent. */
const halfPercents = 2;
const millivolts = 1000;

/** @param isJammed what its alarms have told; there is no attribute for it. */
export function situationOf(values: LockValues, isJammed: boolean): LockSituation {
  const door = values.of("doorLock") ?? {};
  const own = values.of("catenaccioLock") ?? {};
  const { diagnosis } = own;
  return {
    lockState: wordOf(lockStateNumbers, door["lockState"]),
    operatingMode: wordOf(operatingModes, door["operatingMode"]),
    volume: wordOf(soundVolumes, door["soundVolume"]),
    language: typeof door["language"] === "string" ? door["language"] : null,
    isMenuEnabled: typeof door["enableLocalProgramming"] === "boolean" ? door["enableLocalProgramming"] : null,
    autoRelockSeconds: numberOf(door["autoRelockTime"]),
    guardProfile: wordOf(guardProfileNumbers, own["guardProfile"]),
    isPinEntryStopped: own["pinEntryStopped"] === true,
    isFingerprintEntryStopped: own["fingerprintEntryStopped"] === true,
    isLockedOut: own["lockedOut"] === true,
    isJammed,
    diagnosis: Array.isArray(diagnosis) ? diagnosis.map(String) : [],
    ...powerOf(values.all("powerSource")),
  };
}

/** Of several batteries the one that comes first. */
function powerOf(sources: readonly Values[]): Pick<LockSituation, "battery" | "hasEmergencyPower"> {
  const batteries = sources.filter((source) => numberOf(source["batChargeLevel"]) !== null);
  const battery = batteries.toSorted((one, other) => Number(one["order"]) - Number(other["order"])).at(0);
  if (battery === undefined) return { battery: null, hasEmergencyPower: false };
  const { Active, Standby } = PowerSource.PowerSourceStatus;
  const isWired = sources.some((source) => source["wiredCurrentType"] !== undefined && source["status"] === Active);
  const percent = numberOf(battery["batPercentRemaining"]);
  const volts = numberOf(battery["batVoltage"]);
  return {
    battery: {
      level: wordOf(batteryLevels, battery["batChargeLevel"]) ?? "ok",
      percent: percent === null ? null : percent / halfPercents,
      volts: volts === null ? null : volts / millivolts,
    },
    // The source that is gone is not told of any more, so a battery that works alone counts for more.
    hasEmergencyPower: battery["status"] === Standby || (battery["status"] !== Active && isWired),
  };
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
