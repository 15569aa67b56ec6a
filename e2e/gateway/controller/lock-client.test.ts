/** Our lock through the gateway's client: what the household orders is so at the door, and what it refuses has a reason. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { always, type LockSetting } from "@catenaccio/protocol";
import { adminFinger, adminPin, enter, openMenuAsAdmin, says } from "../../lock/at-the-door.ts";
import { modifyUser } from "../../matter/door-lock/home-and-door.ts";
import { addUser, until } from "../../matter/node/at-the-lock.ts";
import { done, eva, openOurs, opensAtKeypad, refused, type Schedule } from "./client-at-door.ts";

const evaIndex = 7;
const evaPin = "730264";
const pin = (index: number) => ({ kind: "pin", index }) as const;
const card = (index: number) => ({ kind: "rfid", index }) as const;

test("L13–L25: people, PINs and cards go to our lock by the client, and come back as they are", async (t) => {
  const at = await openOurs(t);
  const { door, client } = at;

  await t.test("it says what the lock can do", () => {
    const { serialNumber, softwareVersion, ...abilities } = client.abilities;
    assert.match(serialNumber ?? "", /^[0-9A-F]{12}$/);
    assert.match(softwareVersion, /^\d/);
    assert.deepEqual(abilities, {
      vendor: "Catenaccio",
      product: "Catenaccio Lock",
      isCatenaccio: true,
      users: 150,
      pins: 50,
      cards: 50,
      fingerprints: 50,
      credentialsPerUser: 10,
      pinLength: { min: 6, max: 10 },
      weekDaySchedulesPerUser: 10,
      dateSchedulesPerUser: 10,
      canCheckRemotePin: true,
      needsRemotePin: false,
      operatingModes: ["normal", "vacation", "privacy", "noRemoteLockUnlock", "passage"],
      settings: ["operatingMode", "volume", "language", "menu", "autoRelockSeconds", "guardProfile"],
    });
  });

  await t.test("a person has a whole name and a role, and the PIN opens the door", async () => {
    assert.deepEqual(await client.addUser(evaIndex, eva), done);
    assert.deepEqual(await client.addCredential(pin(9), evaPin, evaIndex), done);
    assert.deepEqual(await client.addCredential(card(8), "04A2B3C4", evaIndex), done);
    const users = await client.readUsers();
    assert.deepEqual(
      users.map(({ madeBy, role }) => [madeBy, role]),
      [
        ["keypad", "administrator"],
        ["keypad", "administrator"],
        ["keypad", "administrator"],
        ["us", "guest"],
      ],
      "Anna enrolled three times at the keypad",
    );
    assert.deepEqual(users.at(-1), {
      ...eva,
      userIndex: evaIndex,
      credentials: [pin(9), card(8)],
      madeBy: "us",
    });
    assert.deepEqual(await client.readCredential(pin(9)), { userIndex: evaIndex });
    assert.equal(await client.readCredential(pin(10)), null);
    assert.ok(await opensAtKeypad(at, evaPin));
  });

  await t.test("paused, she stays out; with another name and role she is in again", async () => {
    assert.deepEqual(await client.changeUser(evaIndex, { ...eva, isEnabled: false }), done);
    assert.equal(await opensAtKeypad(at, evaPin), false);
    const renamed = { ...eva, name: "Eva", role: "member" } as const;
    assert.deepEqual(await client.changeUser(evaIndex, renamed), done);
    const found = (await client.readUsers()).at(-1);
    assert.deepEqual([found?.name, found?.role, found?.isEnabled], ["Eva", "member", true]);
    assert.ok(await opensAtKeypad(at, evaPin));
  });

  await t.test("nothing is sent that is so already", async () => {
    const before = (await door.log()).length;
    assert.deepEqual(await client.changeUser(evaIndex, { ...eva, name: "Eva", role: "member" }), done);
    assert.equal((await door.log()).length, before);
  });

  await t.test("another PIN takes the place of the first", async () => {
    assert.deepEqual(await client.changeCredential(pin(9), "55180926", evaIndex), done);
    assert.equal(await opensAtKeypad(at, evaPin), false);
    assert.ok(await opensAtKeypad(at, "55180926"));
  });

  await t.test("a refused credential has its reason, and changes nothing", async () => {
    const before = await client.readUsers();
    assert.deepEqual(await client.addCredential(pin(10), "12345", evaIndex), refused("pinLength"));
    assert.deepEqual(await client.addCredential(pin(10), "55180926", evaIndex), refused("duplicate"));
    assert.deepEqual(await client.addCredential(pin(10), adminPin, evaIndex), refused("duplicate"));
    assert.deepEqual(await client.addCredential(card(9), "04a2b3c4", evaIndex), refused("duplicate"));
    assert.deepEqual(await client.addCredential(pin(1), "918273", evaIndex), refused("busy"), "Anna's place");
    assert.deepEqual(await client.addCredential(pin(10), "918273", 99), refused("refused"), "nobody is there");
    assert.deepEqual(
      await client.addCredential({ kind: "fingerprint", index: 5 }, "00", evaIndex),
      refused("enrolAtReader"),
    );
    assert.deepEqual(await client.addCredential(pin(51), "918273", evaIndex), refused("full"));
    assert.deepEqual(await client.addCredential(card(51), "04A2B3C5", evaIndex), refused("full"));
    assert.deepEqual(await client.addUser(151, eva), refused("full"));
    assert.deepEqual(await client.addUser(evaIndex, eva), refused("busy"));
    assert.deepEqual(await client.changeUser(99, eva), refused("refused"));
    assert.deepEqual(await client.readUsers(), before);
  });

  await t.test("the profile strict refuses easy PINs, and short ones when there are many", async () => {
    assert.deepEqual(await client.set({ name: "guardProfile", value: "strict" }), done);
    assert.deepEqual(await client.addCredential(pin(10), "123456", evaIndex), refused("easyPin"));
    assert.deepEqual(await client.addCredential(pin(11), "918274", evaIndex), done);
    assert.deepEqual(await client.addCredential(pin(12), "918275", evaIndex), done);
    assert.deepEqual(await client.addCredential(pin(13), "918276", evaIndex), refused("longerPinNeeded"));
    assert.deepEqual(await client.addCredential(pin(13), "11111111", evaIndex), refused("easyPin"));
    assert.deepEqual(await client.addCredential(pin(13), "91827364", evaIndex), done);
    assert.deepEqual(await client.set({ name: "guardProfile", value: "guarded" }), done);
  });

  await t.test("no room and no power are told apart", async () => {
    for (let index = 14; index < 19; index += 1)
      assert.deepEqual(await client.addCredential(pin(index), `4071${index}`, evaIndex), done);
    assert.deepEqual(await client.addCredential(pin(19), "918277", evaIndex), refused("full"));
    assert.deepEqual(await client.clearCredential(pin(18)), done);
    await door.send({ volts: 4 });
    assert.deepEqual(await client.addCredential(pin(19), "918277", evaIndex), refused("batteryCritical"));
    assert.deepEqual(await client.beginEnrolment(evaIndex), refused("batteryCritical"));
    await door.send({ volts: 6.2 });
  });

  await t.test("what is cleared is gone; the last administrator is not", async () => {
    assert.deepEqual(await client.clearCredential(pin(9)), done);
    assert.deepEqual(await client.clearCredential(pin(9)), done, "twice is as once");
    assert.equal(await client.readCredential(pin(9)), null);
    const [first, second, third] = await client.readUsers();
    assert.deepEqual(await client.mergeUsers(second?.userIndex ?? 0, first?.userIndex ?? 0), done);
    assert.deepEqual(await client.mergeUsers(third?.userIndex ?? 0, first?.userIndex ?? 0), done);
    const anna = await client.readUsers();
    assert.deepEqual(anna.map(({ credentials }) => credentials.map(({ kind }) => kind)).slice(0, -1), [
      ["pin", "fingerprint", "rfid"],
    ]);
    assert.deepEqual(await client.clearUser(anna[0]?.userIndex ?? 0), refused("lastAdministrator"));
    assert.ok(await opensAtKeypad(at, adminPin));
    assert.deepEqual(await client.clearUser(evaIndex), done);
    assert.deepEqual(await client.clearUser(evaIndex), done);
    assert.equal(await opensAtKeypad(at, "918274"), false);
  });
});

const mondays: Schedule = { weekDays: [{ days: ["mon"], from: "09:00", to: "12:00" }], dates: [] };
const both: Schedule = {
  weekDays: [
    { days: ["mon", "tue"], from: "14:00", to: "18:00" },
    { days: ["sun"], from: "20:00", to: "23:59" },
  ],
  dates: [
    { from: "2026-03-09T00:00", to: "2026-03-11T12:00" },
    { from: "2027-01-01T00:00", to: "2027-01-02T00:00" },
  ],
};

test("L15x: schedules hold at the door, and while they change nobody is let in outside the old and the new", async (t) => {
  const at = await openOurs(t);
  const { door, client, road, gateway, lockId } = at;
  const setClock = (time: string) => door.send({ clock: `${time}Z` });
  assert.deepEqual(await client.addUser(evaIndex, { ...eva, type: "scheduled" }), done);
  assert.deepEqual(await client.addCredential(pin(9), evaPin, evaIndex), done);

  await t.test("who is to have a schedule and has none yet stays out", async () => {
    await setClock("2026-03-02T10:00:00");
    assert.equal(await opensAtKeypad(at, evaPin), false);
  });

  await t.test("the new schedule opens in its hours, and is read as it was given", async () => {
    assert.deepEqual(await client.putSchedule(evaIndex, mondays), done);
    assert.deepEqual(await client.readSchedule(evaIndex), mondays);
    assert.ok(await opensAtKeypad(at, evaPin));
    await setClock("2026-03-02T12:00:00");
    assert.equal(await opensAtKeypad(at, evaPin), false);
  });

  await t.test("at no moment of a change she is let in at a time that is in neither", async () => {
    // A Monday afternoon: in the new hours, but not in the new dates; and not in the old hours.
    await setClock("2026-03-02T15:00:00");
    const looked: boolean[] = [];
    const look = async () => void looked.push(await opensAtKeypad(at, evaPin));
    const change = (schedule: Schedule) => road.lookingDuring(look, () => client.putSchedule(evaIndex, schedule));
    assert.deepEqual(await change(both), done);
    assert.deepEqual(await change(mondays), done);
    assert.ok(looked.length >= 16, `${looked.length} looks`);
    assert.deepEqual(new Set(looked), new Set([false]));
    assert.deepEqual(await client.putSchedule(evaIndex, both), done);
  });

  await t.test("hours and dates permit together", async () => {
    assert.deepEqual(await client.readSchedule(evaIndex), both);
    for (const [time, isOpen] of [
      ["2026-03-09T15:00:00", true],
      ["2026-03-09T13:59:00", false],
      ["2026-03-16T15:00:00", false],
      ["2026-03-10T17:59:00", true],
    ] as const) {
      await setClock(time);
      assert.equal(await opensAtKeypad(at, evaPin), isOpen, time);
    }
  });

  await t.test("broken off in the middle, she stays out until it is whole", async () => {
    await setClock("2026-03-09T15:00:00");
    const closeRoad = async () => {
      if ((await door.state()).users[evaIndex]?.enabled === false) road.close();
    };
    await assert.rejects(
      road.lookingDuring(closeRoad, () => client.putSchedule(evaIndex, both)),
      { name: "LockUnreachableError" },
    );
    assert.equal((await door.state()).users[evaIndex]?.enabled, false);
    assert.equal(await opensAtKeypad(at, evaPin), false);
    road.open();
    await gateway.untilOnline(lockId);
    assert.deepEqual(await client.putSchedule(evaIndex, both), done);
    // The gateway has told the lock what time it really is.
    await setClock("2026-03-09T15:00:00");
    assert.equal(await opensAtKeypad(at, evaPin), false);
    assert.deepEqual(await client.changeUser(evaIndex, { ...eva, type: "scheduled" }), done);
    assert.ok(await opensAtKeypad(at, evaPin));
  });

  await t.test("more than the lock has room for lets her in at no time", async () => {
    const [window] = mondays.weekDays;
    assert.ok(window !== undefined);
    const many: Schedule = { weekDays: Array.from({ length: 11 }, () => window), dates: [] };
    assert.deepEqual(await client.putSchedule(evaIndex, many), refused("schedulesNotSupported"));
    const before2000: Schedule = { weekDays: [], dates: [{ from: "1999-01-01T00:00", to: "2026-12-31T00:00" }] };
    assert.deepEqual(await client.putSchedule(evaIndex, before2000), refused("schedulesNotSupported"));
    assert.equal(await opensAtKeypad(at, evaPin), false);
    assert.deepEqual(await client.changeUser(evaIndex, { ...eva, type: "scheduled" }), done);
  });

  await t.test("without any she comes at all times", async () => {
    assert.deepEqual(await client.putSchedule(evaIndex, always), done);
    assert.deepEqual(await client.readSchedule(evaIndex), always);
    await setClock("2026-03-05T03:00:00");
    assert.ok(await opensAtKeypad(at, evaPin));
    assert.equal((await client.readUsers()).at(-1)?.type, "unrestricted");
  });

  await t.test("a one-time visitor keeps to a schedule, and is still one", async () => {
    assert.deepEqual(await client.changeUser(evaIndex, { ...eva, type: "disposable" }), done);
    assert.deepEqual(await client.putSchedule(evaIndex, mondays), done);
    assert.equal(await opensAtKeypad(at, evaPin), false);
    await setClock("2026-03-09T10:00:00");
    assert.ok(await opensAtKeypad(at, evaPin));
    assert.equal(await opensAtKeypad(at, evaPin), false);
  });
});

test("A8, L13: orders to the door, settings, enrolment from afar, and another home's people", async (t) => {
  const at = await openOurs(t);
  const { door, client, gateway, theirs } = at;

  await t.test("it opens and locks, with a PIN or without", async () => {
    assert.deepEqual(await client.unlock(null), done);
    assert.equal((await door.state()).clutch, "engaged");
    assert.deepEqual(await client.lock(), done);
    assert.deepEqual(await client.unlock(adminPin), done);
    assert.deepEqual(await client.lock(), done);
    assert.deepEqual(await client.unlock("951360"), refused("refused"));
    assert.equal((await door.state()).clutch, "free");
  });

  await t.test("it sets what the lock has", async () => {
    const settings: readonly LockSetting[] = [
      { name: "volume", value: "low" },
      { name: "language", value: "it" },
      { name: "menu", value: false },
      { name: "autoRelockSeconds", value: 9 },
      { name: "operatingMode", value: "noRemoteLockUnlock" },
    ];
    for (const setting of settings) assert.deepEqual(await client.set(setting), done, setting.name);
    const { volume, language, operatingMode } = await door.state();
    assert.deepEqual([volume, language, operatingMode], ["low", "it", "noRemoteLockUnlock"]);
    assert.deepEqual(await client.unlock(null), refused("refused"), "in that mode");
    assert.deepEqual(await client.set({ name: "operatingMode", value: "normal" }), done);
    assert.deepEqual(await client.set({ name: "volume", value: "medium" }), refused("notSupported"));
    assert.deepEqual(await client.set({ name: "language", value: "fi" }), refused("notSupported"));
    assert.deepEqual(await client.set({ name: "menu", value: true }), done);
    assert.deepEqual(await client.set({ name: "autoRelockSeconds", value: 0 }), done);
  });

  await t.test("it lets the lock say where it is, and restores stopped entry", async () => {
    await door.state();
    assert.deepEqual(await client.identify(), done);
    assert.ok(says(await door.send({ ask: "state" })).includes("here-i-am"));
    assert.deepEqual(await client.restoreEntry(), done);
  });

  await t.test(
    "a finger is enrolled from afar, capture by capture, and the household hears of the new one",
    async () => {
      const { enrolments } = gateway;
      const changesBefore = gateway.peopleChanges;
      assert.deepEqual(await client.addUser(evaIndex, eva), done);
      assert.deepEqual(await client.beginEnrolment(evaIndex), done);
      assert.deepEqual(await client.beginEnrolment(evaIndex), refused("busy"));
      await door.send(...Array.from({ length: 5 }, () => ({ finger: "eva-thumb" })));
      await until(
        "seven reports",
        () => Promise.resolve(enrolments),
        ({ length }) => length >= 7,
      );
      const nothing = { captures: 0, userIndex: null, credential: null, reason: null };
      assert.deepEqual(enrolments, [
        { ...nothing, status: "started" },
        ...[1, 2, 3, 4, 5].map((captures) => ({ ...nothing, status: "captured", captures })),
        { ...nothing, status: "enrolled", userIndex: evaIndex, credential: { kind: "fingerprint", index: 2 } },
      ]);
      await until(
        "the change",
        () => Promise.resolve(gateway.peopleChanges - changesBefore),
        (count) => count >= 1,
      );
      assert.deepEqual(await client.beginEnrolment(evaIndex), done);
      assert.deepEqual(await client.cancelEnrolment(), done);
      assert.deepEqual(await client.cancelEnrolment(), done, "there is none any more");
      await door.send(...openMenuAsAdmin);
      assert.deepEqual(await client.beginEnrolment(evaIndex), refused("busy"), "somebody is at the menu");
      await door.send({ press: "*" });
      assert.deepEqual(await client.beginEnrolment(99), refused("refused"));
      assert.deepEqual(await client.mergeUsers(evaIndex, 99), refused("refused"));
      await door.send({ finger: adminFinger }, ...enter(adminPin));
      await client.lock();
    },
  );

  await t.test("another home's people can be paused, and are not renamed nor given a PIN", async () => {
    await addUser(theirs, 20, { userName: "Carla" });
    const carla = { ...eva, name: "Carla", role: "member" } as const;
    const found = async () => (await client.readUsers()).find(({ userIndex }) => userIndex === 20);
    assert.deepEqual(await found(), { ...carla, userIndex: 20, credentials: [], madeBy: "home" });
    assert.deepEqual(await client.addCredential(pin(20), "407913", 20), refused("otherHome"));
    assert.deepEqual(await client.changeUser(20, { ...carla, name: "Karl" }), refused("otherHome"));
    assert.deepEqual(await client.changeUser(20, { ...carla, isEnabled: false }), done);
    assert.equal((await found())?.isEnabled, false);
    assert.equal(await modifyUser(theirs, 20, { userStatus: 1 }), 0);
    assert.equal((await found())?.isEnabled, true);
    assert.deepEqual(await client.clearUser(20), done);
  });
});
