/** What the homes are told of the lock: each thing that happens once, whatever its source, and by whom. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import {
  adminCard,
  adminFinger,
  adminPin,
  enter,
  moveIn as enrolAnna,
  nobodysPin,
  openMenuAsAdmin,
} from "../../lock/at-the-door.ts";
import type { HomeLock } from "../home-lock.ts";
import { MatterHome } from "../matter-home.ts";
import type { Fields } from "../wire-values.ts";
import {
  alarm,
  change,
  EventReader,
  operation,
  ownerOf,
  refusal,
  subjectsOf,
  toldBy,
  withUser,
} from "./event-words.ts";
import type { Asker } from "./event-words.ts";
import {
  addUser,
  all,
  bytesOf,
  card,
  clearCredential,
  clearUser,
  failure,
  finger,
  give,
  modifyCredential,
  modifyUser,
  moveIn,
  patient,
  pin,
  relock,
  success,
  timed,
  unlock,
  untilState,
} from "./home-and-door.ts";

const { OccupiedEnabled, OccupiedDisabled } = DoorLock.UserStatus;
const { ForcedUser, DisposableUser, ExpiringUser, NonAccessUser, ScheduleRestrictedUser } = DoorLock.UserType;
const everySchedule = 0xfe;

const eva = { user: 4, code: "730264" } as const;
/** Matter counts seconds from here. */
const epochMs = Date.UTC(2000, 0, 1);
const matterSeconds = (time: string) => (Date.parse(time) - epochMs) / 1_000;

test("L36, L40: a home is told once of all that happens at the door and from afar", async (t) => {
  const at = await moveIn(t, patient);
  const { home, lock, door } = at;
  const subscription = await lock.subscribe();
  const events = new EventReader(lock, door);
  const anna = await ownerOf(lock);
  const carla = await MatterHome.open(t, { name: "Carla" });
  const dora = await MatterHome.open(t, { name: "Dora" });
  const locks = new Map<MatterHome, HomeLock>();
  await events.skip();

  await t.test("L10, L23–L25: each credential that is enrolled at the keypad brings its user", async () => {
    await door.send(...enrolAnna);
    await events.expect(
      ...withUser("Add", "Pin", { user: 1, index: 1 }),
      ...withUser("Add", "Fingerprint", { user: 2, index: 1 }),
      ...withUser("Add", "Rfid", { user: 3, index: 1 }),
    );
  });

  await t.test("L29: the volume, the menu opened, a key pressed and a poor image are no events", async () => {
    await door.send(...openMenuAsAdmin, { press: "42#41#*" }, { finger: adminFinger, as: "wet" }, { press: "#" });
    await events.expect();
  });

  await t.test(
    "L13: a PIN, a finger and a card unlock, each by its own source; the lock lets go by itself",
    async () => {
      assert.equal(await lock.write("autoRelockTime", 1), Status.Success);
      await door.send(...enter(adminPin));
      await events.expect(operation("Unlock", "Keypad", { user: 1, credentials: [pin(1)] }), operation("Lock", "Auto"));
      assert.equal(await lock.write("autoRelockTime", 0), Status.Success);
      await door.send({ finger: adminFinger });
      await events.expect(operation("Unlock", "Biometric", { user: 2, credentials: [finger(1)] }));
      await door.send({ card: adminCard });
      await events.expect(operation("Unlock", "Rfid", { user: 3, credentials: [card(1)] }));
      await relock(lock);
      await events.expect(operation("Lock", "Remote", { by: anna }));
    },
  );

  await t.test("a home that makes a user with a credential is named", async () => {
    const { user, code } = eva;
    assert.equal(await give(lock, pin(2), code), user);
    await events.expect(...withUser("Add", "Pin", { user, index: 2, ...byHome(anna) }));
    await give(lock, card(2), bytesOf("eva-card"), { userIndex: user });
    await events.expect(change("Rfid", "Add", { user, index: 2, ...byHome(anna) }));
    await modifyCredential(lock, pin(2), code, { userIndex: user });
    await events.expect(change("Pin", "Modify", { user, index: 2, ...byHome(anna) }));
    await modifyUser(lock, user, { userName: "Eva" });
    await events.expect(change("UserIndex", "Modify", { user, index: user, ...byHome(anna) }));
    assert.equal(await addUser(lock, 9), Status.Success);
    await events.expect(change("UserIndex", "Add", { user: 9, index: 9, ...byHome(anna) }));
    assert.deepEqual(await clearUser(lock, 9), success);
    await events.expect(change("UserIndex", "Clear", { user: 9, index: 9, ...byHome(anna) }));
  });

  await t.test("who asked from afar is named by home and node, and by the PIN if there was one", async () => {
    const { user, code } = eva;
    await unlock(lock);
    await events.expect(operation("Unlock", "Remote", { by: anna }));
    await relock(lock, code);
    await events.expect(operation("Lock", "Remote", { by: anna, user, credentials: [pin(2)] }));
    await unlock(lock, code);
    await events.expect(operation("Unlock", "Remote", { by: anna, user, credentials: [pin(2)] }));
    await lock.invoke("unlockWithTimeout", { timeout: 1 }, timed);
    await events.expect(operation("Unlock", "Remote", { by: anna }), operation("Lock", "Auto"));
    const operator = await home.joinAs(lock, "operate");
    const entries = (await lock.other(0, "AccessControl").read("acl")) as readonly Fields[];
    const [sourceNode = null] = subjectsOf(entries.at(-1));
    const member = { fabricIndex: anna.fabricIndex, sourceNode };
    assert.notEqual(sourceNode, anna.sourceNode);
    await unlock(operator);
    await relock(operator, code);
    await unlock(operator, nobodysPin);
    await events.expect(
      operation("Unlock", "Remote", { by: member }),
      operation("Lock", "Remote", { by: member, user, credentials: [pin(2)] }),
      refusal("InvalidCredential", "Remote", { by: member }),
    );
  });

  await t.test("another home is named by its own number and node, and hears the same", async () => {
    const bert = await MatterHome.open(t, { name: "Bert" });
    const berts = await bert.add(await home.openWindow(lock), at.label.port);
    const owner = await ownerOf(berts);
    assert.equal(owner.fabricIndex, 2);
    await unlock(berts);
    await relock(berts);
    await give(berts, pin(3), "641973");
    await clearCredential(berts, pin(3));
    await events.expect(
      operation("Unlock", "Remote", { by: owner }),
      operation("Lock", "Remote", { by: owner }),
      ...withUser("Add", "Pin", { user: 5, index: 3, ...byHome(owner) }),
      ...withUser("Clear", "Pin", { user: 5, index: 3, ...byHome(owner) }),
    );
    assert.deepEqual(await berts.events(), await lock.events());
    await bert.remove(berts);
  });

  await t.test(
    "L15x: each refusal is told with its source and its reason, and with whose credential it was",
    async () => {
      const { user, code } = eva;
      await door.send(...enter(nobodysPin), { finger: "nobodys" }, { card: "nobodys" });
      assert.deepEqual([await unlock(lock, nobodysPin), await relock(lock, nobodysPin)], [failure, failure]);
      await events.expect(
        refusal("InvalidCredential", "Keypad"),
        refusal("InvalidCredential", "Biometric"),
        refusal("InvalidCredential", "Rfid"),
        refusal("InvalidCredential", "Remote", { by: anna }),
        refusal("InvalidCredential", "Remote", { by: anna, type: "Lock" }),
      );
      await modifyUser(lock, user, { userStatus: OccupiedDisabled });
      await events.expect(change("UserIndex", "Modify", { user, index: user, ...byHome(anna) }));
      await door.send(...enter(code), { card: "eva-card" });
      await unlock(lock, code);
      await events.expect(
        refusal("DisabledUserDenied", "Keypad", { user, credentials: [pin(2)] }),
        refusal("DisabledUserDenied", "Rfid", { user, credentials: [card(2)] }),
        refusal("DisabledUserDenied", "Remote", { user, credentials: [pin(2)], by: anna }),
      );
      await modifyUser(lock, user, {
        userStatus: OccupiedEnabled,
        userType: ScheduleRestrictedUser,
      });
      await door.send({ card: "eva-card" });
      await door.send({ bolt: "thrown" }, ...enter(adminPin), { bolt: "free" });
      await lock.write("requirePinForRemoteOperation", true);
      await unlock(lock);
      await lock.write("requirePinForRemoteOperation", false);
      await lock.write("operatingMode", DoorLock.OperatingMode.NoRemoteLockUnlock);
      await relock(lock);
      await lock.write("operatingMode", DoorLock.OperatingMode.Normal);
      await events.expect(
        change("UserIndex", "Modify", { user, index: user, ...byHome(anna) }),
        refusal("Restricted", "Rfid", { user, credentials: [card(2)] }),
        refusal("Unspecified", "Keypad", { user: 1, credentials: [pin(1)] }),
        refusal("InvalidCredential", "Remote", { by: anna }),
        refusal("Restricted", "Remote", { by: anna, type: "Lock" }),
      );
      await modifyUser(lock, user, { userType: DoorLock.UserType.UnrestrictedUser });
      await events.expect(change("UserIndex", "Modify", { user, index: user, ...byHome(anna) }));
    },
  );

  await t.test(
    "L20: at the menu's verification a wrong PIN and a member's are told as refusals, and the administrator's as nothing",
    async () => {
      const { user, code } = eva;
      await door.send({ touch: true }, { press: `3571#${nobodysPin}#` }, { press: `3571#${code}#` });
      await door.send(...openMenuAsAdmin, { press: "*" });
      await events.expect(
        refusal("InvalidCredential", "Keypad"),
        refusal("Restricted", "Keypad", { user, credentials: [pin(2)] }),
      );
    },
  );

  await t.test("a user of two credentials is told with both, and once", async () => {
    const { user, code } = eva;
    await modifyUser(lock, user, { credentialRule: DoorLock.CredentialRule.Dual });
    await door.send(...enter(code), { card: "eva-card" });
    await relock(lock);
    await modifyUser(lock, user, { credentialRule: DoorLock.CredentialRule.Single });
    await events.expect(
      change("UserIndex", "Modify", { user, index: user, ...byHome(anna) }),
      operation("Unlock", "Rfid", { user, credentials: [pin(2), card(2)] }),
      operation("Lock", "Remote", { by: anna }),
      change("UserIndex", "Modify", { user, index: user, ...byHome(anna) }),
    );
  });

  await t.test(
    "duress, a visit without access, and users who are used up or expire are told for what they are",
    async () => {
      const { user, code } = eva;
      const modified = change("UserIndex", "Modify", { user, index: user, ...byHome(anna) });
      await modifyUser(lock, user, { userType: ForcedUser });
      await door.send(...enter(code));
      await relock(lock);
      await events.expect(
        modified,
        alarm("ForcedUser"),
        operation("Unlock", "Keypad", { user, credentials: [pin(2)] }),
        operation("ForcedUserEvent", "Keypad", { user, credentials: [pin(2)] }),
        operation("Lock", "Remote", { by: anna }),
      );
      await modifyUser(lock, user, { userType: NonAccessUser });
      await door.send({ card: "eva-card" });
      await events.expect(modified, operation("NonAccessUserEvent", "Rfid", { user, credentials: [card(2)] }));
      await modifyUser(lock, user, { userType: DisposableUser });
      await door.send({ card: "eva-card" });
      await relock(lock);
      await events.expect(
        modified,
        change("UserIndex", "Modify", { user, index: user, source: "Unspecified" }),
        operation("Unlock", "Rfid", { user, credentials: [card(2)] }),
        operation("Lock", "Remote", { by: anna }),
      );
      await door.send({ clock: "2026-03-02T09:00:00Z" });
      await lock.write("expiringUserTimeout", 1);
      await modifyUser(lock, user, { userType: ExpiringUser, userStatus: OccupiedEnabled });
      await door.send({ card: "eva-card" });
      await relock(lock);
      await door.send({ clock: "2026-03-02T09:02:00Z" });
      await events.expect(
        modified,
        operation("Unlock", "Rfid", { user, credentials: [card(2)] }),
        operation("Lock", "Remote", { by: anna }),
        change("UserIndex", "Modify", { user, index: user, source: "Unspecified" }),
      );
    },
  );

  await t.test("L15, L36: the try that locks the lock is an alarm, and what is not judged is no other", async () => {
    await door.send({ card: adminCard });
    await relock(lock);
    await lock.write("wrongCodeEntryLimit", 2);
    await lock.write("userCodeTemporaryDisableTime", 1);
    await door.send({ card: "nobodys" }, ...enter(nobodysPin), ...enter(adminPin));
    await events.expect(
      operation("Unlock", "Rfid", { user: 3, credentials: [card(1)] }),
      operation("Lock", "Remote", { by: anna }),
      refusal("InvalidCredential", "Rfid"),
      refusal("InvalidCredential", "Keypad"),
      alarm("WrongCodeEntryLimit"),
      refusal("Unspecified", "Keypad"),
    );
    await untilState(door, ({ lockedOutMs }) => lockedOutMs === 0);
    await lock.write("wrongCodeEntryLimit", 255);
  });

  await t.test(
    "L18, L34, L36: a jam and the front panel forced off are alarms; putting it back and low batteries are none",
    async () => {
      await door.send({ fault: "motor-stall", on: true }, ...enter(adminPin), { fault: "motor-stall", on: false });
      await door.send({ tamper: true }, { tamper: false });
      await door.send({ volts: 4.5 }, { volts: 6.2 }, { usb: true }, { usb: false });
      await events.expect(
        refusal("Unspecified", "Keypad", { user: 1, credentials: [pin(1)] }),
        alarm("LockJammed"),
        alarm("FrontEsceutcheonRemoved"),
      );
      await door.send({ finger: adminFinger });
      await relock(lock);
      await events.expect(
        operation("Unlock", "Biometric", { user: 2, credentials: [finger(1)] }),
        operation("Lock", "Remote", { by: anna }),
      );
    },
  );

  await t.test("schedules that a home sets, changes and clears are told by kind and number", async () => {
    const { user } = eva;
    const weekDay = { weekDayIndex: 3, userIndex: user };
    const yearDay = { yearDayIndex: 4, userIndex: user };
    const hours = { daysMask: 2, startHour: 1, startMinute: 0, endHour: 2, endMinute: 0 };
    const span = {
      localStartTime: matterSeconds("2030-01-01T00:00:00Z"),
      localEndTime: matterSeconds("2030-01-02T00:00:00Z"),
    };
    const all = { index: 0xfffe };
    const holiday = { ...span, holidayIndex: 5, operatingMode: DoorLock.OperatingMode.Vacation };
    for (const [command, fields] of [
      ["setWeekDaySchedule", { ...weekDay, ...hours }],
      ["setWeekDaySchedule", { ...weekDay, ...hours, endHour: 3 }],
      ["clearWeekDaySchedule", weekDay],
      ["clearWeekDaySchedule", { userIndex: user, weekDayIndex: everySchedule }],
      ["setYearDaySchedule", { ...yearDay, ...span }],
      ["setYearDaySchedule", { ...yearDay, ...span, localStartTime: span.localStartTime + 1 }],
      ["clearYearDaySchedule", yearDay],
      ["clearYearDaySchedule", { userIndex: user, yearDayIndex: everySchedule }],
      ["setHolidaySchedule", holiday],
      ["setHolidaySchedule", { ...holiday, operatingMode: DoorLock.OperatingMode.Privacy }],
      ["clearHolidaySchedule", { holidayIndex: 5 }],
      ["clearHolidaySchedule", { holidayIndex: everySchedule }],
    ] as const)
      assert.deepEqual(await lock.invoke(command, fields), success);
    const told = (
      type: "WeekDaySchedule" | "YearDaySchedule" | "HolidaySchedule",
      whose: number | null,
      index: number,
    ) =>
      ([["Add"], ["Modify"], ["Clear"], ["Clear", all]] as const).map(([done, place]) =>
        change(type, done, { user: whose, index, ...byHome(anna), ...place }),
      );
    await events.expect(
      ...told("WeekDaySchedule", user, 3),
      ...told("YearDaySchedule", user, 4),
      ...told("HolidaySchedule", null, 5),
    );
  });

  await t.test("L16: passage that a home or a holiday begins and ends is told as unlocking and locking", async () => {
    await lock.write("operatingMode", DoorLock.OperatingMode.Passage);
    await events.expect(operation("Unlock", "Remote", { by: anna }));
    await door.send({ finger: adminFinger });
    await events.expect(operation("Lock", "Biometric", { user: 2, credentials: [finger(1)] }));
    await door.send({ clock: "2026-03-02T09:00:00Z" });
    const holiday = {
      holidayIndex: 1,
      localStartTime: matterSeconds("2026-03-02T10:00:00Z"),
      localEndTime: matterSeconds("2026-03-02T11:00:00Z"),
      operatingMode: DoorLock.OperatingMode.Passage,
    };
    await lock.invoke("setHolidaySchedule", holiday);
    await door.send({ clock: "2026-03-02T10:00:00Z" }, { clock: "2026-03-02T11:00:00Z" });
    await events.expect(
      change("HolidaySchedule", "Add", { user: null, index: 1, ...byHome(anna) }),
      operation("Unlock", "Schedule"),
      operation("Lock", "Schedule"),
    );
  });

  await t.test(
    "L26, L27: what is deleted and cleared at the keypad is told: a kind as one, and each user who goes with it",
    async () => {
      await door.send(
        ...openMenuAsAdmin,
        { press: "12#590313#590313#" },
        { press: "13#" },
        { card: "third" },
        { press: "*" },
      );
      await door.send(...openMenuAsAdmin, { press: "22#3##" }, { press: "33##" }, { press: "*" });
      await events.expect(
        ...withUser("Add", "Pin", { user: 5, index: 3 }),
        ...withUser("Add", "Rfid", { user: 6, index: 3 }),
        ...withUser("Clear", "Pin", { user: 5, index: 3 }),
        change("Rfid", "Clear", { user: null, index: all }),
        change("UserIndex", "Clear", { user: 3, index: 3 }),
        change("UserIndex", "Clear", { user: 6, index: 6 }),
      );
    },
  );

  await t.test(
    "what a home clears is told: a credential, a user with all it has, a kind, all kinds, everybody",
    async () => {
      const { user } = eva;
      await give(lock, card(5), bytesOf("fifth"), { userIndex: user });
      await clearCredential(lock, card(5));
      await events.expect(
        change("Rfid", "Add", { user, index: 5, ...byHome(anna) }),
        change("Rfid", "Clear", { user, index: 5, ...byHome(anna) }),
      );
      await give(lock, card(6), bytesOf("sixth"), { userIndex: user });
      await clearUser(lock, user);
      await events.expect(
        change("Rfid", "Add", { user, index: 6, ...byHome(anna) }),
        change("Pin", "Clear", { user, index: 2, ...byHome(anna) }),
        change("Rfid", "Clear", { user, index: 6, ...byHome(anna) }),
        change("UserIndex", "Clear", { user, index: user, ...byHome(anna) }),
      );
      await give(lock, card(1), bytesOf("first"));
      await give(lock, card(2), bytesOf("second"), { userIndex: 1 });
      await clearCredential(lock, card(all));
      await events.expect(
        ...withUser("Add", "Rfid", { user: 3, index: 1, ...byHome(anna) }),
        change("Rfid", "Add", { user: 1, index: 2, ...byHome(anna) }),
        change("Rfid", "Clear", { user: null, index: all, ...byHome(anna) }),
        change("UserIndex", "Clear", { user: 3, index: 3, ...byHome(anna) }),
      );
      await give(lock, card(1), bytesOf("first"), { userIndex: 1 });
      await clearCredential(lock, null);
      await events.expect(
        change("Rfid", "Add", { user: 1, index: 1, ...byHome(anna) }),
        change("Fingerprint", "Clear", { user: null, index: all, ...byHome(anna) }),
        change("UserIndex", "Clear", { user: 2, index: 2, ...byHome(anna) }),
        change("Pin", "Clear", { user: null, index: all, ...byHome(anna) }),
        change("Rfid", "Clear", { user: null, index: all, ...byHome(anna) }),
        change("UserIndex", "Clear", { user: 1, index: 1, ...byHome(anna) }),
      );
      await give(lock, pin(1), adminPin);
      await clearUser(lock, all);
      await events.expect(
        ...withUser("Add", "Pin", { user: 1, index: 1, ...byHome(anna) }),
        change("UserIndex", "Clear", { user: all, index: all, ...byHome(anna) }),
      );
    },
  );

  await t.test(
    "a home that subscribed has heard of each event once, in the order in which a home reads them",
    async () => {
      const read = await lock.events();
      const last = read.at(-1)?.number;
      await subscription.waitFor((told) => told.kind === "event" && told.number === last);
      assert.deepEqual(
        subscription.events().toSorted((one, other) => one.number - other.number),
        read,
      );
      const priorities = { info: 1, critical: 2 };
      for (const { name, priority } of read)
        assert.equal(priority, name === "lockUserChange" ? priorities.info : priorities.critical);
    },
  );

  await t.test(
    "the last home leaves, and the next one is told of what happens from then on, and of nothing before",
    async () => {
      await door.send(...enrolAnna);
      await home.remove(lock);
      await untilState(door, ({ homes }) => homes === 0);
      const carlas = await addTo(carla);
      assert.deepEqual(await carlas.events(), []);
      await door.send({ card: adminCard });
      await relock(carlas);
      await new EventReader(carlas, door).expect(
        operation("Unlock", "Rfid", { user: 3, credentials: [card(1)] }),
        operation("Lock", "Remote", { by: await ownerOf(carlas) }),
      );
    },
  );

  await t.test("L28, L36: initialised, the lock tells of that last, and leaves its home", async () => {
    await door.reopen();
    const carlas = await found(carla);
    const heard = await carlas.subscribe();
    heard.forget();
    await door.send(...openMenuAsAdmin, { press: "3570##" });
    await heard.waitForEvent("doorLockAlarm");
    await untilState(door, ({ homes }) => homes === 0);
    assert.deepEqual(heard.events().map(toldBy), [alarm("LockFactoryReset")]);
  });

  await t.test(
    "L28: after an initialisation the next home is told of what happens, and of nothing before",
    async () => {
      const doras = await addTo(dora);
      const past = (await doras.events()).map(toldBy);
      assert.deepEqual(
        past.filter((told) => told["alarmCode"] !== DoorLock.AlarmCode.LockFactoryReset),
        [],
      );
      const reader = new EventReader(doras, door);
      await reader.skip();
      await door.send(...enrolAnna);
      await reader.expect(
        ...withUser("Add", "Pin", { user: 1, index: 1 }),
        ...withUser("Add", "Fingerprint", { user: 2, index: 1 }),
        ...withUser("Add", "Rfid", { user: 3, index: 1 }),
      );
    },
  );

  await t.test(
    "L28, L36: a home that is slow to take a report hears of the initialisation that comes right behind it",
    async () => {
      await door.reopen();
      const doras = await found(dora);
      const heard = await doras.subscribe();
      heard.forget();
      // The report of the unlocking goes out, and for a second nobody in this process says that it has come.
      door.write({ card: adminCard }, { wait: 300 }, ...openMenuAsAdmin, { press: "3570##" });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, 1_000);
      await untilState(door, ({ homes }) => homes === 0);
      await heard.waitForEvent("doorLockAlarm");
      assert.deepEqual(heard.events("doorLockAlarm").map(toldBy), [alarm("LockFactoryReset")]);
    },
  );

  /** RESET is held, and a home adds the lock. */
  async function addTo(next: MatterHome): Promise<HomeLock> {
    await door.openWindow();
    const added = await next.add(at.label.qr, at.label.port);
    locks.set(next, added);
    return added;
  }

  /** The lock of a home, after a power cut. */
  async function found(owner: MatterHome): Promise<HomeLock> {
    const theirs = locks.get(owner);
    assert.ok(theirs !== undefined);
    await owner.reconnect(theirs);
    return theirs;
  }
});

function byHome(by: Asker) {
  return { source: "Remote", by } as const;
}
