/** PINs that come with an order of a home: whose PIN opens, and that no refusal tells more than that it is one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import { enter, nobodysPin, perceived, records } from "../../lock/at-the-door.ts";
import {
  addUser,
  answersTo,
  bytesOf,
  card,
  engages,
  failure,
  getUser,
  give,
  invalidCommand,
  modifyUser,
  moveIn,
  opens,
  opensBothWays,
  patient,
  pin,
  relock,
  success,
  timed,
  unlock,
  untilState,
} from "./home-and-door.ts";
import type { HomeAndDoor } from "./home-and-door.ts";
import { octets } from "../wire-values.ts";

const { OccupiedDisabled, OccupiedEnabled } = DoorLock.UserStatus;
const {
  UnrestrictedUser,
  NonAccessUser,
  ForcedUser,
  DisposableUser,
  ExpiringUser,
  ScheduleRestrictedUser,
  RemoteOnlyUser,
} = DoorLock.UserType;
const { InvalidCredential, DisabledUserDenied, Restricted } = DoorLock.OperationError;

/** PINs, none of which is in another one. */
const pins = {
  anna: "482915",
  disabled: "130577",
  unscheduled: "264801",
  outOfSchedule: "395026",
  usedOnce: "417350",
  expired: "528463",
  dual: "639174",
  tri: "650928",
  nonAccess: "761239",
  forced: "872640",
  remoteOnly: "983751",
  guest: "904286",
} as const;

/** A Monday. */
const now = "2026-03-02T09:00:00Z";
const threeMinutesLater = "2026-03-02T09:03:00Z";
const sundays = { daysMask: 1, startHour: 9, startMinute: 0, endHour: 12, endMinute: 0 } as const;

test("L11, L15, L15x, L36: a PIN over the air opens whom the lock knows, and one refusal is like another", async (t) => {
  const at = await moveIn(t, { ...patient, expiringUserTimeout: 1 });
  const { lock, door } = at;
  await door.send({ clock: now });
  await give(lock, pin(1), pins.anna);

  await t.test(
    "L14, L15x: the PIN of nobody, one too short or too long, and one that is padded, are wrong tries",
    async () => {
      for (const [index, code] of [nobodysPin, "48291", "48291548291", `00${pins.anna}00`, "0".repeat(20)].entries()) {
        assert.deepEqual(await unlock(lock, code), failure, code);
        assert.equal((await door.state()).wrongTries, index + 1);
        assert.deepEqual((await lastError(at)).slice(0, 2), [InvalidCredential, null]);
      }
      assert.deepEqual(await unlock(lock, pins.anna), success);
      assert.equal((await door.state()).wrongTries, 0);
      assert.deepEqual(await relock(lock, nobodysPin), failure);
      assert.deepEqual([(await door.state()).clutch, (await door.state()).wrongTries], ["engaged", 1]);
      assert.deepEqual(await relock(lock, pins.anna), success);
      assert.deepEqual([(await door.state()).clutch, (await door.state()).wrongTries], ["free", 0]);
    },
  );

  await t.test("L15x: PINs that come together are tried one after the other, and none is left out", async () => {
    const before = (await door.log()).length;
    const codes = [pins.anna, nobodysPin, pins.anna, nobodysPin, nobodysPin];
    const answers = await Promise.all(codes.map((code) => unlock(lock, code)));
    assert.deepEqual(
      answers,
      codes.map((code) => (code === pins.anna ? success : failure)),
    );
    const tried = (await door.log()).slice(before).map(({ event }) => event);
    assert.deepEqual(tried.toSorted(), [
      "lockOperation",
      "lockOperation",
      "lockOperationError",
      "lockOperationError",
      "lockOperationError",
    ]);
    assert.deepEqual(await relock(lock, pins.anna), success);
  });

  await t.test("what can be no PIN of any lock is no try", async () => {
    for (const code of ["", "48291x", " 482915", "0".repeat(21)]) {
      assert.deepEqual(await unlock(lock, code), invalidCommand, code);
      assert.deepEqual(await relock(lock, code), invalidCommand, code);
    }
    for (const pinCode of [null, "482915", 482_915])
      assert.notEqual((await lock.invoke("unlockDoor", { pinCode }, timed))["status"], Status.Success);
    assert.deepEqual([(await door.state()).clutch, (await door.state()).wrongTries], ["free", 0]);
  });

  await t.test(
    "L15x: who is disabled, out of schedule, used up or expired is refused like nobody, here and at the door",
    async () => {
      const disabled = await give(lock, pin(2), pins.disabled, { userStatus: OccupiedDisabled });
      const unscheduled = await restricted(3, pins.unscheduled);
      const outOfSchedule = await restricted(4, pins.outOfSchedule);
      const onSundays = { weekDayIndex: 1, userIndex: outOfSchedule, ...sundays };
      assert.deepEqual(await lock.invoke("setWeekDaySchedule", onSundays), success);
      const usedOnce = await give(lock, pin(5), pins.usedOnce, { userType: DisposableUser });
      assert.deepEqual([await unlock(lock, pins.usedOnce), await relock(lock)], [success, success]);
      const expired = await give(lock, pin(6), pins.expired, { userType: ExpiringUser });
      assert.deepEqual([await unlock(lock, pins.expired), await relock(lock)], [success, success]);
      await door.send({ clock: threeMinutesLater });
      const ofNobody = perceived(await answersTo(door, ...enter(nobodysPin)));
      const refused = [
        [pins.disabled, disabled, DisabledUserDenied],
        [pins.unscheduled, unscheduled, Restricted],
        [pins.outOfSchedule, outOfSchedule, Restricted],
        [pins.usedOnce, usedOnce, DisabledUserDenied],
        [pins.expired, expired, DisabledUserDenied],
      ] as const;
      for (const [code, userIndex, error] of refused) {
        const { wrongTries } = await door.state();
        assert.deepEqual(await unlock(lock, code), failure, code);
        assert.deepEqual(await lastError(at), [error, userIndex, DoorLock.OperationSource.Remote]);
        assert.deepEqual(await relock(lock, code), failure, code);
        assert.deepEqual(perceived(await answersTo(door, ...enter(code))), ofNobody, code);
        assert.deepEqual(await lastError(at), [error, userIndex, DoorLock.OperationSource.Keypad]);
        assert.equal((await door.state()).wrongTries, wrongTries + 3, code);
      }
      assert.equal((await door.state()).clutch, "free");
      for (const userIndex of [disabled, usedOnce, expired]) {
        assert.equal((await getUser(lock, userIndex))["userStatus"], OccupiedDisabled);
        assert.equal(await modifyUser(lock, userIndex, { userStatus: OccupiedEnabled }), Status.Success);
      }
      assert.deepEqual(await opensBothWays(at, pins.disabled), [true, true], "whom a home enables again comes in");
      assert.deepEqual(await opensBothWays(at, pins.usedOnce), [true, false], "and who is good for once, once more");
      assert.deepEqual(await opensBothWays(at, pins.expired), [true, true], "and who expires has the time again");
    },
  );

  await t.test(
    "a PIN that is good for once is used up at the door as from afar, and not by what comes to nothing",
    async () => {
      const userIndex = await give(lock, pin(13), "315264", { userType: DisposableUser });
      await door.send({ bolt: "thrown" });
      assert.deepEqual(await opensBothWays(at, "315264"), [false, false]);
      await door.send({ bolt: "free" });
      assert.ok(await opens(at, ...enter("315264")));
      assert.deepEqual(await opensBothWays(at, "315264"), [false, false]);
      assert.equal((await getUser(lock, userIndex))["userStatus"], OccupiedDisabled);
    },
  );

  await t.test("a user of two credentials opens with both at the door, and with one PIN from afar never", async () => {
    const rules = [
      [7, pins.dual, DoorLock.CredentialRule.Dual, ["dual-card"]],
      [8, pins.tri, DoorLock.CredentialRule.Tri, ["tri-card-1", "tri-card-2"]],
    ] as const;
    for (const [index, code, credentialRule, cards] of rules) {
      const userIndex = await give(lock, pin(index), code);
      assert.equal(await modifyUser(lock, userIndex, { credentialRule }), Status.Success);
      for (const [number, name] of cards.entries())
        await give(lock, card(index + number), bytesOf(name), { userIndex });
      const { wrongTries } = await door.state();
      assert.deepEqual(await unlock(lock, code), failure);
      assert.deepEqual(await lastError(at), [Restricted, userIndex, DoorLock.OperationSource.Remote]);
      assert.deepEqual(await unlock(lock, code), failure, "twice the same is not two");
      assert.equal((await door.state()).wrongTries, wrongTries, "a right PIN is no wrong try");
      assert.equal(await engages(door, ...enter(code), ...enter(code)), false);
      const [last, ...others] = cards.toReversed();
      assert.equal(await engages(door, ...enter(code), ...others.map((name) => ({ card: name }))), false);
      assert.ok(await opens(at, { card: last }));
    }
  });

  await t.test("a user without access is told, and opens nothing", async () => {
    const userIndex = await give(lock, pin(9), pins.nonAccess, { userType: NonAccessUser });
    const { wrongTries } = await door.state();
    assert.deepEqual(await opensBothWays(at, pins.nonAccess), [false, false]);
    assert.deepEqual(await relock(lock, pins.nonAccess), failure);
    const told = (await lock.events("lockOperation")).slice(-3);
    assert.deepEqual(
      told.map(({ fields }) => [fields["lockOperationType"], fields["operationSource"], fields["userIndex"]]),
      [DoorLock.OperationSource.Keypad, DoorLock.OperationSource.Remote, DoorLock.OperationSource.Remote].map(
        (source) => [DoorLock.LockOperationType.NonAccessUserEvent, source, userIndex],
      ),
    );
    assert.equal((await door.state()).wrongTries, wrongTries);
  });

  await t.test("L36: a PIN under duress opens as any other does, and the homes are told in silence", async () => {
    const userIndex = await give(lock, pin(10), pins.forced, { userType: ForcedUser });
    const alarms = async () => (await lock.events("doorLockAlarm")).map(({ fields }) => fields["alarmCode"]);
    const before = await alarms();
    assert.deepEqual(await opensBothWays(at, pins.forced), [true, true]);
    const { ForcedUser: duress } = DoorLock.AlarmCode;
    assert.deepEqual((await alarms()).slice(before.length), [duress, duress]);
    const anna = perceived(await answersTo(door, ...enter(pins.anna)));
    await relock(lock);
    const forced = perceived(await answersTo(door, ...enter(pins.forced)));
    assert.deepEqual(await relock(lock), success);
    assert.deepEqual(forced, anna, "at the door it is exactly a normal success");
    assert.ok(userIndex > 0);
  });

  await t.test("a user for remote use only opens from afar, and not at the keypad", async () => {
    const userIndex = await give(lock, pin(11), pins.remoteOnly, { userType: RemoteOnlyUser });
    const [refusal] = records(await answersTo(door, ...enter(pins.remoteOnly)));
    assert.deepEqual([refusal?.error, refusal?.user], ["restricted", userIndex]);
    assert.deepEqual(await opensBothWays(at, pins.remoteOnly), [false, true]);
    assert.equal(await modifyUser(lock, userIndex, { userType: UnrestrictedUser }), Status.Success);
    assert.deepEqual(await opensBothWays(at, pins.remoteOnly), [true, true]);
  });

  await t.test(
    "L15, L15x: wrong PINs from afar and at the keypad lock the lock together; an order without a PIN goes on",
    async () => {
      await give(lock, pin(12), pins.guest);
      assert.ok(await opens(at, ...enter(pins.guest)));
      for (const [name, value] of [
        ["wrongCodeEntryLimit", 5],
        ["userCodeTemporaryDisableTime", 3],
      ] as const)
        assert.equal(await lock.write(name, value), Status.Success);
      const alarms = async () => (await lock.events("doorLockAlarm")).length;
      const before = await alarms();
      const answers = [await unlock(lock, nobodysPin), await relock(lock, nobodysPin)];
      await door.send(...enter(nobodysPin), ...enter(nobodysPin));
      assert.deepEqual([await alarms(), (await door.state()).lockedOutMs], [before, 0]);
      await door.send(...enter(nobodysPin));
      const { lockedOutMs } = await door.state();
      assert.ok(lockedOutMs > 0 && lockedOutMs <= 3_000, `${lockedOutMs} ms`);
      answers.push(await unlock(lock, pins.guest), await unlock(lock, nobodysPin), await relock(lock, pins.guest));
      answers.push(await lock.invoke("unlockWithTimeout", { timeout: 5, pinCode: octets(pins.guest) }, timed));
      assert.equal(await engages(door, ...enter(pins.guest)), false);
      assert.deepEqual([await unlock(lock), (await door.state()).clutch], [success, "engaged"]);
      assert.deepEqual([await relock(lock), (await door.state()).clutch], [success, "free"]);
      assert.ok((await door.state()).lockedOutMs > 0, "all of that was within the lock-out");
      assert.deepEqual(
        answers,
        answers.map(() => failure),
      );
      assert.equal(await alarms(), before + 1);
      await untilState(door, (state) => state.lockedOutMs === 0);
      assert.equal((await door.state()).wrongTries, 0);
      assert.deepEqual(await opensBothWays(at, pins.guest), [true, true]);
    },
  );

  await t.test(
    "L15x: wrong PINs from afar alone lock the keypad too, and a success in between begins the count anew",
    async () => {
      const tries = async (count: number) => {
        for (let wrong = 0; wrong < count; wrong += 1) assert.deepEqual(await unlock(lock, nobodysPin), failure);
      };
      assert.equal(await lock.write("userCodeTemporaryDisableTime", 1), Status.Success);
      await tries(4);
      assert.deepEqual([await unlock(lock, pins.guest), await relock(lock)], [success, success]);
      await tries(4);
      assert.equal((await door.state()).lockedOutMs, 0);
      assert.deepEqual([await unlock(lock), await relock(lock)], [success, success]);
      assert.equal((await door.state()).wrongTries, 4, "an order without a PIN neither counts nor resets");
      await tries(1);
      assert.equal(await engages(door, ...enter(pins.guest)), false);
      assert.ok((await door.state()).lockedOutMs > 0);
      await untilState(door, (state) => state.lockedOutMs === 0);
      assert.ok(await opens(at, ...enter(pins.guest)));
    },
  );

  await t.test("L12: no PIN that a home has sent is in what the lock says", () => {
    for (const code of Object.values(pins)) assert.ok(!door.stdout.includes(code) && !door.stderr.includes(code));
  });

  /** A user who comes by schedules alone, with a PIN. */
  async function restricted(index: number, code: string): Promise<number> {
    const userIndex = 100 + index;
    assert.equal(await addUser(lock, userIndex, { userType: ScheduleRestrictedUser }), Status.Success);
    return give(lock, pin(index), code, { userIndex });
  }
});

/** What the newest event about a refusal tells: the error, the user, the source. */
async function lastError({ lock }: HomeAndDoor) {
  const { fields = {} } = (await lock.events("lockOperationError")).at(-1) ?? {};
  return [fields["operationError"], fields["userIndex"], fields["operationSource"]];
}
