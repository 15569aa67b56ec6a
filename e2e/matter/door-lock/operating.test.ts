/** Orders to the door from a home, what stands in their way, and the operating modes. */
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
  openMenuAsAdmin,
  records,
  says,
} from "../../lock/at-the-door.ts";
import type { HomeLock } from "../home-lock.ts";
import { octets } from "../wire-values.ts";
import type { Fields } from "../wire-values.ts";
import {
  answersTo,
  bytesOf,
  card,
  engages,
  failure,
  give,
  invalidCommand,
  moveIn,
  opens,
  patient,
  pin,
  relock,
  success,
  timed,
  unlock,
  untilState,
} from "./home-and-door.ts";
import type { HomeAndDoor } from "./home-and-door.ts";

const { Locked, Unlocked } = DoorLock.LockState;
const { Normal, Vacation, Privacy, NoRemoteLockUnlock, Passage } = DoorLock.OperatingMode;
const { LockOperationType, OperationSource, OperationError } = DoorLock;

const memberPin = "730264";
const memberCard = "green";
const untimed: Fields = { status: Status.NeedsTimedInteraction };
const forbidden: Fields = { status: Status.UnsupportedAccess };

const commands: readonly (readonly [string, Fields])[] = [
  ["lockDoor", {}],
  ["unlockDoor", {}],
  ["unlockWithTimeout", { timeout: 60 }],
];
const ofAdministrators: readonly (readonly [string, Fields])[] = [
  [
    "setUser",
    {
      operationType: DoorLock.DataOperationType.Add,
      userIndex: 9,
      userName: null,
      userUniqueId: null,
      userStatus: null,
      userType: null,
      credentialRule: null,
    },
  ],
  ["clearUser", { userIndex: 1 }],
  [
    "setCredential",
    {
      operationType: DoorLock.DataOperationType.Add,
      credential: pin(9),
      credentialData: octets("192837"),
      userIndex: null,
      userStatus: null,
      userType: null,
    },
  ],
  ["clearCredential", { credential: pin(1) }],
];
const withoutTimer: readonly (readonly [string, Fields])[] = [
  ["getUser", { userIndex: 1 }],
  ["getCredentialStatus", { credential: pin(1) }],
  [
    "setWeekDaySchedule",
    { weekDayIndex: 1, userIndex: 1, daysMask: 1, startHour: 1, startMinute: 0, endHour: 2, endMinute: 0 },
  ],
  ["clearWeekDaySchedule", { weekDayIndex: 1, userIndex: 1 }],
  ["setYearDaySchedule", { yearDayIndex: 1, userIndex: 1, localStartTime: 1, localEndTime: 2 }],
  ["clearYearDaySchedule", { yearDayIndex: 1, userIndex: 1 }],
  ["setHolidaySchedule", { holidayIndex: 1, localStartTime: 1, localEndTime: 2, operatingMode: Vacation }],
  ["clearHolidaySchedule", { holidayIndex: 1 }],
];

test("L11, L13, L16–L19: a home moves the clutch, unless a mode, a bolt, a handle or the motor is against it", async (t) => {
  const at = await moveIn(t, patient);
  const { home, lock, door } = at;
  await door.send(...enrolAnna);
  const member = await give(lock, pin(2), memberPin);
  await give(lock, card(2), bytesOf(memberCard), { userIndex: member });

  await t.test("L13: the clutch engages and lets go as a home orders, before it is answered", async () => {
    assert.deepEqual(await unlock(lock), success);
    assert.deepEqual([(await door.state()).clutch, await lock.read("lockState")], ["engaged", Unlocked]);
    assert.deepEqual(await unlock(lock), success, "what is unlocked stays so");
    assert.deepEqual(await relock(lock), success);
    assert.deepEqual([(await door.state()).clutch, await lock.read("lockState")], ["free", Locked]);
    assert.deepEqual(await relock(lock), success, "what is locked stays so");
    assert.equal((await door.state()).clutch, "free");
  });

  await t.test(
    "L13, L16: a home that subscribes is told of the lock's state and mode as the door changes them",
    async () => {
      const subscription = await lock.subscribe();
      const isTold = (name: string, value: number) =>
        subscription.waitFor((told) => told.kind === "attribute" && told.name === name && told.value === value);
      subscription.forget();
      assert.ok(await engages(door, ...enter(memberPin)));
      await isTold("lockState", Unlocked);
      assert.deepEqual(await relock(lock), success);
      await isTold("lockState", Locked);
      subscription.forget();
      assert.equal(await lock.write("operatingMode", Passage), Status.Success);
      await isTold("lockState", Unlocked);
      await isTold("operatingMode", Passage);
      subscription.forget();
      await door.send({ finger: adminFinger });
      await isTold("lockState", Locked);
      await isTold("operatingMode", Normal);
      await subscription.close();
    },
  );

  await t.test("an order that was not announced by a timed request is refused, and nothing comes of it", async () => {
    const before = await everything(at);
    for (const [name, fields] of [...commands, ...ofAdministrators])
      assert.deepEqual(await lock.invoke(name, fields), untimed, name);
    assert.deepEqual(await everything(at), before);
  });

  await t.test(
    "who may only look opens nothing; who may only operate opens, and asks and changes nothing",
    async () => {
      const viewer = await home.joinAs(lock, "view");
      const operator = await home.joinAs(lock, "operate");
      const manager = await home.joinAs(lock, "manage");
      const before = await everything(at);
      for (const [name, fields] of [...commands, ...ofAdministrators, ...withoutTimer])
        assert.deepEqual(await viewer.invoke(name, fields, timed), forbidden, name);
      for (const who of [operator, manager])
        for (const [name, fields] of [...ofAdministrators, ...withoutTimer])
          assert.deepEqual(await who.invoke(name, fields, timed), forbidden, name);
      assert.deepEqual(await everything(at), before);
      assert.deepEqual(await unlock(operator), success);
      assert.equal((await door.state()).clutch, "engaged");
      assert.deepEqual(await relock(operator), success);
      assert.deepEqual(await operator.invoke("unlockWithTimeout", { timeout: 60 }, timed), success);
      assert.deepEqual(await relock(operator), success);
      const stranger = await home.joinAs(lock, null);
      for (const [name, fields] of commands)
        assert.deepEqual(await stranger.invoke(name, fields, timed), forbidden, name);
      assert.equal((await door.state()).clutch, "free");
    },
  );

  await t.test(
    "L13: an unlocking with a time of its own lets go after it, whatever the relock time is, and once",
    async () => {
      assert.deepEqual(await unlockFor(lock, 1), success);
      assert.equal((await door.state()).clutch, "engaged");
      await untilState(door, ({ clutch }) => clutch === "free");
      const [unlocked, locked] = (await door.log()).slice(-2);
      assert.equal(locked?.source, "auto");
      const heldMs = Date.parse(locked?.time ?? "") - Date.parse(unlocked?.time ?? "");
      assert.ok(heldMs >= 1_000 && heldMs < 5_000, `${heldMs} ms`);
      assert.deepEqual(await unlockFor(lock, 1, memberPin), success);
      await untilState(door, ({ clutch }) => clutch === "free");
      assert.deepEqual(await unlock(lock), success);
      await door.send({ wait: 1_200 });
      assert.equal((await door.state()).clutch, "engaged", "the next unlocking has the relock time again, here none");
      assert.deepEqual(await relock(lock), success);
    },
  );

  await t.test("an unlocking for no time, or with a PIN of nobody, is refused", async () => {
    assert.deepEqual(await unlockFor(lock, 0), invalidCommand);
    assert.deepEqual(await unlockFor(lock, 0, memberPin), invalidCommand);
    assert.deepEqual(await unlockFor(lock, 1, "951360"), failure);
    assert.notEqual((await lock.invoke("unlockWithTimeout", {}, timed))["status"], Status.Success);
    assert.equal((await door.state()).clutch, "free");
  });

  await t.test(
    "L16: in passage the clutch stays engaged, and a credential of any kind at the door ends it",
    async () => {
      for (const presented of [[{ finger: adminFinger }], [{ card: memberCard }], enter(memberPin)]) {
        await setMode(at, Passage);
        assert.deepEqual([(await door.state()).clutch, await lock.read("lockState")], ["engaged", Unlocked]);
        await door.send(...presented);
        assert.deepEqual([(await door.state()).clutch, (await door.state()).operatingMode], ["free", "normal"]);
        assert.deepEqual([await lock.read("operatingMode"), await lock.read("lockState")], [Normal, Locked]);
      }
    },
  );

  await t.test(
    "L16: in passage nothing relocks by itself, and no wrong try ends it; a home's lock order does",
    async () => {
      assert.equal(await lock.write("autoRelockTime", 1), Status.Success);
      await setMode(at, Passage);
      await door.send({ card: "nobodys" }, ...enter("951360"));
      assert.deepEqual(await unlockFor(lock, 1), success);
      await door.send({ wait: 1_500 });
      assert.deepEqual([(await door.state()).clutch, await lock.read("operatingMode")], ["engaged", Passage]);
      assert.deepEqual(await relock(lock), success);
      assert.deepEqual(
        [(await door.state()).clutch, await lock.read("operatingMode"), await lock.read("lockState")],
        ["free", Normal, Locked],
      );
      assert.equal(await lock.write("operatingMode", Passage), Status.Success);
      assert.equal(await lock.write("operatingMode", Normal), Status.Success);
      await untilState(door, ({ clutch }) => clutch === "free");
      assert.equal(await lock.write("autoRelockTime", 0), Status.Success);
      assert.ok(await opens(at, ...enter(memberPin)), "a success resets the count of wrong tries");
    },
  );

  await t.test(
    "without remote operation a home neither locks nor unlocks, while the door goes on as ever",
    async () => {
      await setMode(at, NoRemoteLockUnlock);
      const orders = [
        unlock(lock),
        unlock(lock, memberPin),
        unlockFor(lock, 5),
        unlockFor(lock, 5, memberPin),
        relock(lock),
        relock(lock, memberPin),
      ];
      for (const answer of await Promise.all(orders)) assert.deepEqual(answer, failure);
      assert.deepEqual([(await door.state()).clutch, (await door.state()).wrongTries], ["free", 0]);
      assert.ok(await engages(door, ...enter(memberPin)));
      assert.deepEqual(await relock(lock), failure);
      assert.equal((await door.state()).clutch, "engaged");
      assert.equal(
        await lock.write("soundVolume", DoorLock.SoundVolume.Low),
        Status.Success,
        "settings are no operation",
      );
      await setMode(at, Normal);
      assert.deepEqual(await relock(lock), success);
    },
  );

  await t.test(
    "in vacation the door opens to administrators, by whatever they have, and to homes; to nobody else",
    async () => {
      await setMode(at, Vacation);
      for (const presented of [enter(memberPin), [{ card: memberCard }]]) {
        const [refusal] = records(await answersTo(door, ...presented));
        assert.deepEqual([refusal?.event, refusal?.error, refusal?.user], ["lockOperationError", "restricted", member]);
      }
      assert.deepEqual([(await door.state()).clutch, (await door.state()).wrongTries], ["free", 0]);
      for (const presented of [enter(adminPin), [{ card: adminCard }], [{ finger: adminFinger }]])
        assert.ok(await opens(at, ...presented));
      for (const code of [undefined, adminPin, memberPin]) {
        assert.deepEqual(await unlock(lock, code), success);
        assert.deepEqual(await relock(lock, code), success);
      }
      await setMode(at, Normal);
      assert.ok(await opens(at, ...enter(memberPin)));
    },
  );

  await t.test("privacy is for a locked door: while it is unlocked, it is refused", async () => {
    assert.deepEqual(await unlock(lock), success);
    assert.equal(await lock.write("operatingMode", Privacy), Status.InvalidInState);
    assert.deepEqual([await lock.read("operatingMode"), (await door.state()).operatingMode], [Normal, "normal"]);
    assert.deepEqual(await relock(lock), success);
  });

  await t.test(
    "in privacy nobody opens from outside or afar, until somebody inside throws the bolt and frees it",
    async () => {
      const subscription = await lock.subscribe();
      await setMode(at, Privacy);
      for (const presented of [enter(memberPin), enter(adminPin), [{ card: adminCard }], [{ finger: adminFinger }]])
        assert.equal(await engages(door, ...presented), false);
      for (const order of [
        unlock(lock),
        unlock(lock, adminPin),
        unlockFor(lock, 5),
        relock(lock),
        relock(lock, adminPin),
      ])
        assert.deepEqual(await order, failure);
      assert.deepEqual([(await door.state()).clutch, (await door.state()).wrongTries], ["free", 0]);
      await door.send({ bolt: "thrown" });
      assert.equal(await lock.read("operatingMode"), Privacy, "locking by hand ends nothing");
      subscription.forget();
      await door.send({ bolt: "free" });
      await subscription.waitFor(
        ({ name, ...told }) => name === "operatingMode" && "value" in told && told.value === Normal,
      );
      assert.equal(await lock.read("operatingMode"), Normal);
      assert.ok(await opens(at, ...enter(memberPin)));
      await setMode(at, Privacy);
      await setMode(at, Normal);
      assert.deepEqual([await unlock(lock), await relock(lock)], [success, success], "a home ends privacy too");
      await subscription.close();
    },
  );

  await t.test("L20: in privacy the keypad's menu stays shut too, whoever asks", async () => {
    await setMode(at, Privacy);
    await door.send(...openMenuAsAdmin);
    const { menu } = await door.state();
    await door.send({ press: "*" });
    await setMode(at, Normal);
    assert.equal(menu, null, "else whoever is outside initialises the lock, and with it the mode");
    await door.send(...openMenuAsAdmin);
    assert.equal((await door.state()).menu, "menu");
    await door.send({ press: "*" });
  });

  await t.test("L19: with the safety bolt thrown nothing drives the clutch, neither an order nor passage", async () => {
    await door.send({ bolt: "thrown" });
    await assertObstructed(at, { says: "bolted-inside", reason: "bolted-inside" });
    await door.send({ bolt: "free" });
    assert.deepEqual([await unlock(lock), await relock(lock)], [success, success]);
  });

  await t.test("L17: with the outer handle away from its rest nothing drives the clutch", async () => {
    await door.send({ handle: "outside", move: "stuck" });
    await assertObstructed(at, { says: "handle-not-at-rest", reason: "handle-not-at-rest" });
    await door.send({ handle: "outside", move: "release" });
    assert.deepEqual([await unlock(lock), await relock(lock)], [success, success]);
  });

  await t.test(
    "L18: a motor that stalls or is cut off refuses, is told as a jam, and works when it is mended",
    async () => {
      for (const fault of ["motor-stall", "motor-open"]) {
        const { number: before } = (await lock.events()).at(-1) ?? {};
        await door.send({ fault, on: true });
        assert.deepEqual(await unlock(lock), failure);
        assert.deepEqual([await lock.read("lockState"), await lock.read("actuatorEnabled")], [Locked, false]);
        const told = await lock.events(undefined, before);
        assert.deepEqual(
          told.map(({ name, fields }) => [name, fields["alarmCode"] ?? fields["operationError"]]),
          [
            ["lockOperationError", OperationError.Unspecified],
            ["doorLockAlarm", DoorLock.AlarmCode.LockJammed],
          ],
        );
        assert.equal(await lock.write("operatingMode", Passage), Status.InvalidInState);
        assert.deepEqual([await lock.read("operatingMode"), (await door.state()).clutch], [Normal, "free"]);
        await door.send({ fault, on: false });
        assert.deepEqual(
          [await unlock(lock), await lock.read("actuatorEnabled"), await relock(lock)],
          [success, true, success],
        );
      }
      assert.deepEqual(await unlock(lock), success);
      await door.send({ fault: "motor-stall", on: true });
      assert.deepEqual(await relock(lock), failure);
      assert.equal(await lock.read("lockState"), Unlocked, "locked is what the clutch is seen to be");
      await door.send({ fault: "motor-stall", on: false });
      assert.deepEqual([await relock(lock), await lock.read("lockState")], [success, Locked]);
    },
  );

  /** An unlocking, with the member's PIN and without, is refused and told; at the keypad it is said. */
  async function assertObstructed(
    { lock: seen, door: touched }: HomeAndDoor,
    expected: { readonly says: string; readonly reason: string },
  ): Promise<void> {
    const { number: before } = (await seen.events()).at(-1) ?? {};
    const credential = { kind: "pin", index: 2 };
    assert.deepEqual(
      [await unlock(seen), await unlock(seen, memberPin), await unlockFor(seen, 5)],
      [failure, failure, failure],
    );
    const out = await answersTo(touched, ...enter(memberPin));
    assert.ok(says(out).includes(expected.says));
    assert.deepEqual(
      records(out).map(({ event, error, reason, user, credential: used }) => [event, error, reason, user, used]),
      [["lockOperationError", "unspecified", expected.reason, member, credential]],
    );
    assert.equal(await seen.write("operatingMode", Passage), Status.InvalidInState);
    assert.deepEqual([await seen.read("operatingMode"), await seen.read("lockState")], [Normal, Locked]);
    assert.equal((await touched.state()).wrongTries, 0, "the PIN was right");
    const told = (await seen.events("lockOperationError", before)).map(({ fields }) => [
      fields["lockOperationType"],
      fields["operationError"],
      fields["operationSource"],
      fields["userIndex"],
    ]);
    const { Unlock } = LockOperationType;
    const { Unspecified } = OperationError;
    assert.deepEqual(told, [
      [Unlock, Unspecified, OperationSource.Remote, null],
      [Unlock, Unspecified, OperationSource.Remote, member],
      [Unlock, Unspecified, OperationSource.Remote, null],
      [Unlock, Unspecified, OperationSource.Keypad, member],
      [Unlock, Unspecified, OperationSource.Remote, null],
    ]);
  }
});

function unlockFor(lock: HomeLock, timeout: number, code?: string): Promise<Fields> {
  return lock.invoke("unlockWithTimeout", code === undefined ? { timeout } : { timeout, pinCode: octets(code) }, timed);
}

async function setMode({ lock }: HomeAndDoor, mode: number): Promise<void> {
  assert.equal(await lock.write("operatingMode", mode), Status.Success);
  assert.equal(await lock.read("operatingMode"), mode);
}

/** All that an order could change. */
async function everything({ lock, door }: HomeAndDoor) {
  const { time: _time, awake: _awake, battery: _battery, ...state } = await door.state();
  return { state, log: await door.log(), events: await lock.events() };
}
