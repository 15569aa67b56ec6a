/** A lock's life in some commits, which between them change every kind of row in every way. */

import {
  factoryDurable,
  logRecordsKept,
  untouchedGuard,
  type Credential,
  type DurableState,
  type LogEntry,
  type LogRecord,
  type User,
} from "@catenaccio/lock-core";
import type { StoreCommit } from "../src/store/lock-store.ts";

/** The moment of the sample records. */
const utcMs = Date.UTC(2026, 0, 5, 8);

const origin = { fabric: 254, node: "18446744073709551615" };

export function sampleUser(userIndex: number, change: Partial<User> = {}): User {
  return {
    userIndex,
    name: `Person ${userIndex}`,
    uniqueId: null,
    role: "administrator",
    userType: "unrestrictedUser",
    userStatus: "occupiedEnabled",
    credentialRule: "single",
    weekDaySchedules: [],
    yearDaySchedules: [],
    creatorFabric: null,
    modifierFabric: null,
    expiry: null,
    ...change,
  };
}

function sampleTag(number: number): string {
  return number.toString(16).padStart(64, "0");
}

const owner = { enrolledSeq: 3, creatorFabric: null, modifierFabric: null };

export function samplePin(index: number, userIndex: number): Credential & { readonly kind: "pin" } {
  return { ...owner, kind: "pin", index, userIndex, tag: sampleTag(index), length: 6 };
}

/** Builds commits one on the other, as the core's steps do. */
export class Life {
  readonly commits: StoreCommit[] = [];
  durable: DurableState = factoryDurable;

  step(change: Partial<DurableState>, entries: readonly LogEntry[] = [], isLogErased = false): this {
    const before = this.durable;
    const first = before.log.nextSeq;
    const records = entries.map((entry, at): LogRecord => ({ ...entry, seq: first + at, utcMs }));
    const after: DurableState = {
      ...before,
      ...change,
      clock: { poweredMs: before.clock.poweredMs + 1000 },
      ...(records.length > 0 && { log: { nextSeq: first + records.length } }),
    };
    this.commits.push({ before, after, records, isLogErased });
    this.durable = after;
    return this;
  }

  /** The log after the first `steps` commits. */
  logAfter(steps: number): readonly LogRecord[] {
    const kept = this.commits
      .slice(0, steps)
      .reduce<readonly LogRecord[]>((log, { records, isLogErased }) => [...(isLogErased ? [] : log), ...records], []);
    return kept.slice(-logRecordsKept);
  }
}

export function sampleLife(): Life {
  const life = new Life();
  const { credentials } = life.durable;
  const anna = sampleUser(1, {
    name: "Anna È. 🗝",
    uniqueId: 0xffff_ffff,
    weekDaySchedules: [{ index: 1, days: ["mon", "sun"], fromMinute: 0, toMinute: 1440 }],
    yearDaySchedules: [{ index: 10, fromLocalMs: utcMs, toLocalMs: utcMs + 1 }],
    expiry: { poweredMs: 5, utcMs: null },
  });
  const bea = sampleUser(150, { userType: "forcedUser", userStatus: "occupiedDisabled", role: "guest" });
  const add: LogEntry = { event: "userChange", change: "add", user: 1, credential: null, source: "keypad" };
  return life
    .step({}, [{ event: "power", what: "up" }])
    .step({ users: { 1: anna }, credentials: { ...credentials, pin: { 1: samplePin(1, 1) } } }, [add])
    .step(
      {
        users: { 1: anna, 150: bea },
        credentials: {
          fingerprint: { 50: { ...owner, kind: "fingerprint", index: 50, userIndex: 150 } },
          pin: { 1: samplePin(1, 1), 2: samplePin(2, 150) },
          rfid: { 1: { ...owner, kind: "rfid", index: 1, userIndex: 1, tag: sampleTag(99), creatorFabric: 1 } },
        },
      },
      [add, add, add],
    )
    .step({ guard: { ...untouchedGuard, wrongTries: 1, openTry: { kind: "pin", windows: 15 } } })
    .step(
      {
        guard: {
          ...untouchedGuard,
          wrongTries: 5,
          lockoutUntilMs: 180_000,
          lockoutLevel: 1,
          lastWrongMs: 4000,
          wrongPins: 5,
          guesses: [{ atMs: 4000, windows: 15 }],
        },
      },
      [
        {
          event: "lockOperationError",
          operation: "unlock",
          source: "keypad",
          error: "invalidCredential",
          user: null,
          credential: null,
          reason: "unknown-pin",
        },
        { event: "alarm", code: "wrongCodeEntryLimit" },
      ],
    )
    .step(
      {
        holidays: {
          schedules: [{ index: 10, fromLocalMs: utcMs, toLocalMs: utcMs + 1, operatingMode: "passage" }],
          running: { index: 10, mode: "passage", modeBefore: "vacation" },
        },
        users: {
          1: anna,
          150: { ...bea, credentialRule: "tri", creatorFabric: 0, modifierFabric: 254 },
        },
      },
      [
        {
          event: "userChange",
          change: "add",
          user: null,
          credential: null,
          source: "remote",
          origin,
          schedule: { kind: "holiday", index: 10 },
        },
        {
          event: "userChange",
          change: "clear",
          user: 150,
          credential: { kind: "pin", index: 0 },
          source: "remote",
          within: "pin",
        },
      ],
    )
    .step({ settings: { ...life.durable.settings, volume: "silent", language: "it" } }, [
      { event: "setting", name: "volume", value: "silent", source: "keypad" },
    ])
    .step({
      drive: {
        pending: {
          to: "engaged",
          cause: {
            source: "rfid",
            user: 1,
            credential: { kind: "rfid", index: 1 },
            credentialsBefore: [{ kind: "pin", index: 1 }],
            origin,
          },
        },
      },
      alarm: { isFrontRemoved: true, sirenUntilMs: 60_000, reportedBattery: "critical" },
    })
    .step({ drive: { pending: null } }, [
      {
        event: "lockOperation",
        operation: "unlock",
        source: "rfid",
        user: 1,
        credential: { kind: "rfid", index: 1 },
      },
    ])
    .step({ users: { 1: { ...anna, name: "Anna" } }, credentials: { ...credentials, pin: { 1: samplePin(1, 1) } } }, [
      { event: "fault", cause: "motor-stall", on: true },
      { event: "pairing", what: "opened" },
    ])
    .step({ ...factoryDurable, log: life.durable.log }, [{ event: "alarm", code: "lockFactoryReset" }], true);
}
