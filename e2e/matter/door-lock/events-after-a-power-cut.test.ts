/**
 * What happened when the power went is told once, be it that the homes knew of it by then or not. Two kinds of cut: a
 * process that is killed the moment its log shows a record, which may be before or after the homes were told; and the
 * cut between the two, made for certain by giving the lock's Matter storage back as it was before.
 */
import assert from "node:assert/strict";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import {
  addPin,
  adminCard,
  adminFinger,
  adminPin,
  enter,
  guestPin,
  moveIn as enrolAnna,
  openMenuAsAdmin,
} from "../../lock/at-the-door.ts";
import type { Line, LogRecord } from "../../lock/panel-process.ts";
import type { Fields } from "../wire-values.ts";
import { alarm, change, EventReader, operation, ownerOf, refusal, toldBy, withUser } from "./event-words.ts";
import type { Told } from "./event-words.ts";
import {
  all,
  bytesOf,
  card,
  clearCredential,
  finger,
  give,
  modifyUser,
  moveIn,
  pin,
  relock,
  success,
  unlock,
  untilState,
} from "./home-and-door.ts";

const { OperationSource, LockOperationType, OperationError, AlarmCode } = DoorLock;
const keypad = { source: "Keypad" } as const;

interface Cut {
  readonly sentence: string;
  /** What has to be so before; not part of what is told. */
  readonly prepare?: () => Promise<unknown>;
  /** What happens, at the door or from a home; nobody waits for an answer to the latter. */
  readonly lines?: readonly Line[];
  readonly order?: (signal: AbortSignal) => Promise<unknown>;
  readonly isMoment: (record: LogRecord) => boolean;
  /** What has happened by then, and what the lock does about it when it has power again. */
  readonly told: readonly Told[];
}

const isUnlock = ({ event, operation: done }: LogRecord) => event === "lockOperation" && done === "unlock";
const isRefusal = ({ event }: LogRecord) => event === "lockOperationError";
const isAlarm = ({ event }: LogRecord) => event === "alarm";
const isUserChange = ({ event }: LogRecord) => event === "userChange";

test("L33, L36, L40: each record that Matter has a word for is told once, wherever the power was cut", async (t) => {
  const at = await moveIn(t, { wrongCodeEntryLimit: 3, userCodeTemporaryDisableTime: 1, autoRelockTime: 0 });
  const { home, lock, door } = at;
  const by = await ownerOf(lock);
  const events = new EventReader(lock, door);
  await door.send(...enrolAnna);
  const guest = await give(lock, pin(2), guestPin);
  await events.skip();
  const storage = join(door.data, "matter");
  const kept = join(door.data, "..", "matter-before");

  const cuts: readonly Cut[] = [
    {
      sentence: "an unlocking at the keypad",
      lines: enter(adminPin),
      isMoment: isUnlock,
      told: [operation("Unlock", "Keypad", { user: 1, credentials: [pin(1)] }), operation("Lock", "Auto")],
    },
    {
      sentence: "an unlocking that a home ordered",
      order: (signal) => lock.invoke("unlockDoor", {}, { timed: true, signal }),
      isMoment: isUnlock,
      told: [operation("Unlock", "Remote", { by }), operation("Lock", "Auto")],
    },
    {
      sentence: "an unlocking under duress, with its silent alarm",
      prepare: () => modifyUser(lock, guest, { userType: DoorLock.UserType.ForcedUser }),
      lines: enter(guestPin),
      isMoment: isUnlock,
      told: [
        alarm("ForcedUser"),
        operation("Unlock", "Keypad", { user: guest, credentials: [pin(2)] }),
        operation("ForcedUserEvent", "Keypad", { user: guest, credentials: [pin(2)] }),
        operation("Lock", "Auto"),
      ],
    },
    {
      sentence: "a refusal",
      lines: [{ card: "nobodys" }],
      isMoment: isRefusal,
      told: [refusal("InvalidCredential", "Rfid")],
    },
    {
      sentence: "the alarm of a lock-out, with the refusal before it",
      lines: [{ card: "nobodys" }, { card: "nobodys" }],
      isMoment: isAlarm,
      told: [refusal("InvalidCredential", "Rfid"), refusal("InvalidCredential", "Rfid"), alarm("WrongCodeEntryLimit")],
    },
    {
      sentence: "the front panel forced off",
      lines: [{ tamper: true }],
      isMoment: isAlarm,
      told: [alarm("FrontEsceutcheonRemoved")],
    },
    {
      sentence: "a PIN that the keypad enrols, with its user",
      lines: [...openMenuAsAdmin, ...addPin("590313")],
      isMoment: isUserChange,
      told: withUser("Add", "Pin", { ...keypad, user: 5, index: 3 }),
    },
    {
      sentence: "a user whom the last PIN takes along",
      lines: [...openMenuAsAdmin, { press: "22#3##" }],
      isMoment: isUserChange,
      told: withUser("Clear", "Pin", { ...keypad, user: 5, index: 3 }),
    },
    {
      sentence: "a week-day schedule that a home sets",
      order: (signal) =>
        lock.invoke(
          "setWeekDaySchedule",
          {
            weekDayIndex: 1,
            userIndex: guest,
            daysMask: 127,
            startHour: 0,
            startMinute: 0,
            endHour: 23,
            endMinute: 59,
          },
          { signal },
        ),
      isMoment: isUserChange,
      told: [change("WeekDaySchedule", "Add", { user: guest, index: 1, source: "Remote", by })],
    },
    {
      sentence: "a week-day schedule that a home clears",
      order: (signal) => lock.invoke("clearWeekDaySchedule", { weekDayIndex: 1, userIndex: guest }, { signal }),
      isMoment: isUserChange,
      told: [change("WeekDaySchedule", "Clear", { user: guest, index: 1, source: "Remote", by })],
    },
    {
      sentence: "a holiday that a home sets",
      prepare: async () => void (await lock.invoke("clearHolidaySchedule", { holidayIndex: 1 })),
      order: (signal) =>
        lock.invoke(
          "setHolidaySchedule",
          { holidayIndex: 1, localStartTime: 1, localEndTime: 2, operatingMode: DoorLock.OperatingMode.Vacation },
          { signal },
        ),
      isMoment: isUserChange,
      told: [change("HolidaySchedule", "Add", { user: null, index: 1, source: "Remote", by })],
    },
    {
      sentence: "the cards that the keypad clears, with their users",
      prepare: async () => {
        await clearCredential(lock, card(all));
        for (const [index, name] of [adminCard, "second"].entries()) await give(lock, card(index + 1), bytesOf(name));
      },
      lines: [...openMenuAsAdmin, { press: "33##" }],
      isMoment: isUserChange,
      told: [
        change("Rfid", "Clear", { ...keypad, user: null, index: all }),
        change("UserIndex", "Clear", { ...keypad, user: 3, index: 3 }),
        change("UserIndex", "Clear", { ...keypad, user: 5, index: 5 }),
      ],
    },
  ];

  for (const isUntold of [false, true]) {
    const when = isUntold ? "before the homes are told" : "the moment it is in the log";
    await t.test(`cut off ${when}, what happened is told after the next start`, async (cut) => {
      await clearCredential(lock, card(all));
      assert.equal(await give(lock, card(1), bytesOf(adminCard)), 3);
      for (const { sentence, prepare, lines = [], order, isMoment, told } of cuts)
        await cut.test(`${sentence} is told once`, async () => {
          await untilState(door, ({ lockedOutMs }) => lockedOutMs === 0);
          await door.send({ tamper: false });
          await prepare?.();
          await events.skip();
          if (isUntold) await cp(storage, kept, { recursive: true });
          const giveUp = new AbortController();
          const dies = door.killAt(({ log }) => log !== undefined && isMoment(log), ...lines);
          const asked = order?.(giveUp.signal).catch(() => undefined);
          await dies;
          giveUp.abort();
          await asked;
          if (isUntold) await putBack();
          await door.open();
          await home.reconnect(lock);
          await events.expect(...told);
        });
    });
  }

  await t.test(
    "what was told before a cut is told no second time, and what happens after it is told like ever",
    async () => {
      await events.skip();
      assert.deepEqual([await unlock(lock), await relock(lock)], [success, success]);
      await events.expect(operation("Unlock", "Remote", { by }), operation("Lock", "Remote", { by }));
      await door.reopen();
      await home.reconnect(lock);
      await events.expect();
      await door.send({ finger: adminFinger });
      await events.expect(operation("Unlock", "Biometric", { user: 2, credentials: [finger(1)] }));
    },
  );

  await t.test("the events that a home reads are those of the log, one for one and in its order", async () => {
    const read = await lock.events();
    const numbers = read.map(({ number }) => number);
    assert.deepEqual(
      numbers,
      [...new Set(numbers)].toSorted((one, other) => one - other),
    );
    const wanted = (await door.log()).flatMap(wordOf);
    assert.ok(wanted.length > 20);
    const { ForcedUserEvent } = LockOperationType;
    assert.deepEqual(
      read
        .map(toldBy)
        .filter((told) => told["name"] !== "lockUserChange" && told["lockOperationType"] !== ForcedUserEvent)
        .map(withoutAsker),
      wanted,
    );
  });

  async function putBack(): Promise<void> {
    await rm(storage, { recursive: true });
    await cp(kept, storage, { recursive: true });
    await rm(kept, { recursive: true });
  }
});

const operationTypes: Readonly<Record<string, number>> = {
  lock: LockOperationType.Lock,
  unlock: LockOperationType.Unlock,
};
const sources: Readonly<Record<string, number>> = {
  keypad: OperationSource.Keypad,
  biometric: OperationSource.Biometric,
  rfid: OperationSource.Rfid,
  remote: OperationSource.Remote,
  auto: OperationSource.Auto,
};
const errors: Readonly<Record<string, number>> = {
  invalidCredential: OperationError.InvalidCredential,
  unspecified: OperationError.Unspecified,
};
const codes: Readonly<Record<string, number>> = {
  wrongCodeEntryLimit: AlarmCode.WrongCodeEntryLimit,
  forcedUser: AlarmCode.ForcedUser,
  frontEscutcheonRemoved: AlarmCode.FrontEsceutcheonRemoved,
};

/** The event, but for who asked, that a record of this test's log asks for; changes of users have their own test. */
function wordOf({ event, operation: done, source, user, error, code }: LogRecord): readonly Fields[] {
  const common = {
    lockOperationType: operationTypes[done ?? ""],
    operationSource: sources[source ?? ""],
    userIndex: user ?? null,
  };
  if (event === "lockOperation") return [{ name: event, ...common }];
  if (event === "lockOperationError") return [{ name: event, ...common, operationError: errors[error ?? ""] }];
  return event === "alarm" ? [{ name: "doorLockAlarm", alarmCode: codes[code ?? ""] }] : [];
}

function withoutAsker(told: Told): Told {
  const whom = ["fabricIndex", "sourceNode", "credentials"];
  return Object.fromEntries(Object.entries(told).filter(([name]) => !whom.includes(name)));
}
