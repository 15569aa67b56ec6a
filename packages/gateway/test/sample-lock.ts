/** A lock as a gateway knows one, for tests that need its report and its records. */

import type { LockAbilities, LockHappening, LockRecord, LockReport, LockSituation } from "@catenaccio/protocol";

export const sampleLockId = "5f0c1c52-6d6c-4f8e-9d0a-7f6f1f1f0a01";
export const samplePersonId = "0b7c7bb2-1f58-4ff6-8d3a-0f1f6a1f0b02";

export const sampleAbilities: LockAbilities = {
  vendor: "Catenaccio",
  product: "Virtual lock",
  serialNumber: "CT-0001",
  softwareVersion: "0.1.0",
  isCatenaccio: true,
  users: 150,
  pins: 150,
  cards: 150,
  fingerprints: 50,
  credentialsPerUser: 20,
  pinLength: { min: 6, max: 10 },
  weekDaySchedulesPerUser: 1,
  dateSchedulesPerUser: 1,
  canCheckRemotePin: true,
  needsRemotePin: false,
  operatingModes: ["normal", "passage"],
  settings: ["operatingMode", "volume", "language", "menu", "autoRelockSeconds"],
};

const sampleSituation: LockSituation = {
  lockState: "locked",
  operatingMode: "normal",
  volume: "high",
  language: "it",
  isMenuEnabled: true,
  autoRelockSeconds: 5,
  guardProfile: "guarded",
  isPinEntryStopped: false,
  isFingerprintEntryStopped: false,
  isLockedOut: false,
  isJammed: false,
  diagnosis: [],
  battery: { level: "ok", percent: 87, volts: 6.1 },
  hasEmergencyPower: false,
};

export interface SampleChanges {
  readonly link?: LockReport["link"];
  readonly abilities?: Partial<LockAbilities> | null;
  readonly situation?: Partial<LockSituation> | null;
}

export function sampleReport({ link = "online", abilities = {}, situation = {} }: SampleChanges = {}): LockReport {
  return {
    lockId: sampleLockId,
    link,
    heardAt: "2026-01-05T08:00:00.000Z",
    answerMs: 8,
    abilities: abilities === null ? null : { ...sampleAbilities, ...abilities },
    situation: situation === null ? null : { ...sampleSituation, ...situation },
  };
}

export function sampleRecord(number: number, happening: LockHappening, changes: Partial<LockRecord> = {}): LockRecord {
  const now = new Date().toISOString();
  return {
    lockId: sampleLockId,
    numbering: "log",
    number,
    time: now,
    heardAt: now,
    personId: null,
    happening,
    ...changes,
  };
}
