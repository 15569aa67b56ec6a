/** The clutch: when it is driven, when not, how long it stays, and what a motor that fails comes to. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock } from "../test/core-lock.ts";
import { administrator, familyLock, member, stranger } from "../test/family-lock.ts";
import { hourMs, secondMs } from "./moment.ts";
import { isPassage, lockStateOf } from "./state.ts";

function isOpen(lock: CoreLock): boolean {
  return lockStateOf(lock.state) === "unlocked";
}

function unlockOverNetwork(lock: CoreLock, timeoutSeconds: number | null = null): ReturnType<CoreLock["order"]> {
  return lock.order({ type: "unlockDoor", pin: null, timeoutSeconds });
}

function operationsOf(lock: CoreLock): readonly string[] {
  return lock
    .take()
    .records.flatMap((record) =>
      record.event === "lockOperation" ? [`${record.operation} by ${record.source} user ${record.user}`] : [],
    );
}

describe("relocking", () => {
  test("L13: the clutch lets go after 5 s, by itself, and both movements are logged", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.wait(5 * secondMs - 1);
    assert.equal(isOpen(lock), true);
    lock.wait(1);
    assert.equal(isOpen(lock), false);
    assert.deepEqual(operationsOf(lock), [`unlock by rfid user ${member.card.user}`, "lock by auto user null"]);
  });

  test("L13: the time until the clutch lets go can be set; 0 keeps it until it is told", () => {
    const lock = familyLock({ name: "autoRelockSeconds", value: 20 });
    lock.card(member.card.name);
    lock.wait(20 * secondMs - 1);
    assert.equal(isOpen(lock), true);
    lock.wait(1);
    assert.equal(isOpen(lock), false);
    lock.set({ name: "autoRelockSeconds", value: 0 });
    lock.card(member.card.name);
    lock.wait(48 * hourMs);
    assert.equal(isOpen(lock), true);
    assert.deepEqual(lock.order({ type: "lockDoor" }), { ok: true, index: null });
    assert.equal(isOpen(lock), false);
  });

  test("L13: an order may bring its own time, once", () => {
    const lock = familyLock();
    unlockOverNetwork(lock, 30);
    lock.wait(30 * secondMs - 1);
    assert.equal(isOpen(lock), true);
    lock.wait(1);
    assert.equal(isOpen(lock), false);
    unlockOverNetwork(lock);
    lock.wait(5 * secondMs);
    assert.equal(isOpen(lock), false);
  });

  test("L13: a new success while the clutch is engaged begins the time anew, and is logged", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.wait(4 * secondMs);
    lock.finger(administrator.finger.name);
    lock.wait(4 * secondMs);
    assert.equal(isOpen(lock), true);
    lock.wait(secondMs);
    assert.deepEqual(operationsOf(lock), [
      `unlock by rfid user ${member.card.user}`,
      `unlock by biometric user ${administrator.finger.user}`,
      "lock by auto user null",
    ]);
  });

  test("L13: lock state follows the clutch's sensor, not the order", () => {
    const lock = familyLock();
    lock.unanswered.add("driveClutch");
    lock.card(member.card.name);
    assert.deepEqual(lock.take().drives, ["engaged"]);
    assert.equal(isOpen(lock), false);
    lock.dispatch({ type: "clutchReached", position: "engaged" });
    assert.equal(isOpen(lock), true);
    lock.wait(5 * secondMs);
    assert.deepEqual(lock.take().drives, ["free"]);
    assert.equal(isOpen(lock), true);
    lock.dispatch({ type: "clutchReached", position: "free" });
    assert.equal(isOpen(lock), false);
  });

  test("L13: after a power cut the lock disengages", () => {
    const lock = familyLock({ name: "autoRelockSeconds", value: 0 });
    lock.card(member.card.name);
    lock.take();
    lock.cutPower();
    assert.equal(isOpen(lock), false);
    assert.deepEqual(operationsOf(lock), ["lock by auto user null"]);
  });

  test("L13: a clutch that engages without an order is let go at once", () => {
    const lock = familyLock();
    lock.clutch = "engaged";
    lock.dispatch({ type: "clutchReached", position: "engaged" });
    assert.equal(isOpen(lock), false);
  });

  test("L13: a lock that is told to lock while it is locked says so in the log", () => {
    const lock = familyLock();
    assert.deepEqual(lock.order({ type: "lockDoor" }), { ok: true, index: null });
    assert.deepEqual(operationsOf(lock), ["lock by remote user null"]);
  });
});

describe("open mode", () => {
  function passageLock(): CoreLock {
    const lock = familyLock();
    assert.deepEqual(lock.order({ type: "setOperatingMode", mode: "passage" }), { ok: true, index: null });
    lock.take();
    return lock;
  }

  test("L16: in open mode the door stays free", () => {
    const lock = passageLock();
    assert.equal(isOpen(lock), true);
    lock.wait(72 * hourMs);
    assert.equal(isOpen(lock), true);
  });

  for (const [what, verify] of [
    ["fingerprint", (lock: CoreLock) => lock.finger(member.finger.name)],
    ["PIN", (lock: CoreLock) => lock.type(`${member.pin.digits}#`)],
    ["card", (lock: CoreLock) => lock.card(member.card.name)],
  ] as const)
    test(`L16: a successful ${what} ends open mode, and the lock says so`, () => {
      const lock = passageLock();
      verify(lock);
      const { said, records } = lock.take();
      assert.deepEqual([isOpen(lock), isPassage(lock.state), said], [false, false, ["passage-ended"]]);
      assert.ok(records.some((record) => record.event === "setting" && record.value === "normal"));
      verify(lock);
      assert.equal(isOpen(lock), true, "the next one opens as usual");
      lock.wait(5 * secondMs);
      assert.equal(isOpen(lock), false);
    });

  test("L16: a wrong try does not end open mode", () => {
    const lock = passageLock();
    for (let tried = 0; tried < 5; tried++) lock.card(stranger.card);
    assert.deepEqual([isOpen(lock), isPassage(lock.state)], [true, true]);
  });

  test("L16: menu verification opens the menu and does not end open mode", () => {
    const lock = passageLock();
    lock.openMenu(() => lock.card(administrator.card.name));
    assert.deepEqual([isOpen(lock), lock.state.volatile.session.kind], [true, "menu"]);
  });

  test("L16: a remote lock ends open mode too", () => {
    const lock = passageLock();
    assert.deepEqual(lock.order({ type: "lockDoor" }), { ok: true, index: null });
    assert.deepEqual([isOpen(lock), isPassage(lock.state)], [false, false]);
  });

  test("L16: the app ends open mode, and the clutch lets go", () => {
    const lock = passageLock();
    assert.deepEqual(lock.order({ type: "setOperatingMode", mode: "normal" }), { ok: true, index: null });
    assert.deepEqual([isOpen(lock), isPassage(lock.state)], [false, false]);
  });

  test("L16: a power cut does not end open mode: the clutch stays engaged, or is engaged again", () => {
    const lock = passageLock();
    lock.cutPower();
    assert.equal(isOpen(lock), true);
    lock.clutch = "free";
    lock.cutPower();
    assert.equal(isOpen(lock), true);
  });

  test("L16, L18: open mode that the motor cannot restore after a cut is over, and the log says so", () => {
    const lock = passageLock();
    lock.clutch = "free";
    lock.motor = "motor-stall";
    lock.cutPower();
    assert.equal(isPassage(lock.state), false);
    const { records } = lock.take();
    assert.ok(records.some((one) => one.event === "setting" && one.value === "normal" && one.source === "auto"));
  });

  test("L16: entering open mode while the clutch is engaged keeps it so", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.order({ type: "setOperatingMode", mode: "passage" });
    lock.wait(hourMs);
    assert.equal(isOpen(lock), true);
  });
});

describe("the outer handle", () => {
  test("L17: with the handle not at rest the clutch is not driven, the lock says so, and it works once it is back", () => {
    for (const verify of [
      (lock: CoreLock) => lock.finger(member.finger.name),
      (lock: CoreLock) => lock.type(`${member.pin.digits}#`),
      (lock: CoreLock) => lock.card(member.card.name),
    ]) {
      const lock = familyLock();
      for (let tried = 0; tried < 4; tried++) lock.card(stranger.card);
      lock.dispatch({ type: "handleMoved", isAtRest: false });
      lock.take();
      verify(lock);
      const { drives, said, reasons } = lock.take();
      assert.deepEqual(
        { drives, said, reasons },
        { drives: [], said: ["handle-not-at-rest"], reasons: ["handle-not-at-rest"] },
      );
      assert.equal(lock.state.durable.guard.wrongTries, 0, "it is a success all the same");
      lock.dispatch({ type: "handleMoved", isAtRest: true });
      assert.deepEqual(lock.take().drives, [], "nothing is driven by the handle's return");
      verify(lock);
      assert.equal(isOpen(lock), true);
    }
  });

  test("L17: a remote unlock is refused while the handle is not at rest", () => {
    const lock = familyLock();
    lock.dispatch({ type: "handleMoved", isAtRest: false });
    assert.deepEqual(unlockOverNetwork(lock), { ok: false, error: "handleNotAtRest" });
    assert.deepEqual(lock.take().reasons, ["handle-not-at-rest"]);
    const pin = member.pin.digits;
    const result = lock.order({ type: "unlockDoor", pin, timeoutSeconds: null });
    assert.deepEqual(result, { ok: false, error: "handleNotAtRest" });
    assert.deepEqual(lock.take().drives, []);
  });

  test("L17: the handle pressed to open the door disturbs neither the relock nor a further success", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.dispatch({ type: "handleMoved", isAtRest: false });
    lock.card(member.card.name);
    assert.equal(isOpen(lock), true);
    lock.wait(5 * secondMs);
    assert.equal(isOpen(lock), false);
  });
});

describe("the safety bolt", () => {
  test("L19: with the safety bolt thrown the clutch is not driven, and the lock says that it is bolted from inside", () => {
    for (const verify of [
      (lock: CoreLock) => lock.finger(administrator.finger.name),
      (lock: CoreLock) => lock.type(`${administrator.pin.digits}#`),
      (lock: CoreLock) => lock.card(administrator.card.name),
    ]) {
      const lock = familyLock();
      lock.dispatch({ type: "safetyBoltMoved", isThrown: true });
      verify(lock);
      const { drives, said, records } = lock.take();
      assert.deepEqual({ drives, said }, { drives: [], said: ["bolted-inside"] });
      const [error] = records.filter(({ event }) => event === "lockOperationError");
      assert.ok(error?.event === "lockOperationError");
      assert.deepEqual([error.reason, error.error], ["bolted-inside", "unspecified"]);
      lock.dispatch({ type: "safetyBoltMoved", isThrown: false });
      verify(lock);
      assert.equal(isOpen(lock), true);
    }
  });

  test("L19: a remote unlock is refused for the same reason, with and without a PIN", () => {
    for (const pin of [null, member.pin.digits]) {
      const lock = familyLock();
      lock.dispatch({ type: "safetyBoltMoved", isThrown: true });
      const result = lock.order({ type: "unlockDoor", pin, timeoutSeconds: null });
      assert.deepEqual(result, { ok: false, error: "boltedInside" });
      const { drives, reasons } = lock.take();
      assert.deepEqual({ drives, reasons }, { drives: [], reasons: ["bolted-inside"] });
    }
  });

  test("L19: open mode is refused behind a thrown safety bolt, and is not restored behind one after a cut", () => {
    const lock = familyLock();
    lock.dispatch({ type: "safetyBoltMoved", isThrown: true });
    const refused = lock.order({ type: "setOperatingMode", mode: "passage" });
    assert.deepEqual(refused, { ok: false, error: "boltedInside" });
    assert.equal(isPassage(lock.state), false);
    lock.dispatch({ type: "safetyBoltMoved", isThrown: false });
    lock.order({ type: "setOperatingMode", mode: "passage" });
    lock.clutch = "free";
    lock.take();
    lock.cutPower({ isSafetyBoltThrown: true });
    assert.deepEqual(lock.take().drives, []);
  });
});

describe("a motor that fails", () => {
  for (const cause of ["motor-stall", "motor-open", "clutch"] as const)
    test(`L18: a ${cause} is a fault and an alarm, apart from the success of the verification`, () => {
      const lock = familyLock();
      lock.unanswered.add("driveClutch");
      lock.card(member.card.name);
      assert.deepEqual(lock.take().tones, ["success"]);
      lock.dispatch({ type: "clutchFailed", cause });
      const { records, alarms, tones, said } = lock.take();
      assert.deepEqual({ alarms, tones, said }, { alarms: ["lockJammed"], tones: ["alarm"], said: ["motor-fault"] });
      assert.ok(records.some((record) => record.event === "fault" && record.cause === cause && record.on));
      const [error] = records.filter((record) => record.event === "lockOperationError");
      assert.deepEqual([error?.reason, error?.user], [cause, member.card.user]);
      assert.deepEqual(lock.state.volatile.faults, [cause]);
      assert.equal(isOpen(lock), false);
    });

  test("L18: a motor that does not answer at all is given up after 3 s, as a broken wire", () => {
    const lock = familyLock();
    lock.unanswered.add("driveClutch");
    lock.card(member.card.name);
    lock.wait(3 * secondMs);
    const { alarms, reasons } = lock.take();
    assert.deepEqual({ alarms, reasons }, { alarms: ["lockJammed"], reasons: ["motor-open"] });
  });

  test("L18: a remote unlock learns that the motor failed", () => {
    const lock = familyLock();
    lock.motor = "motor-stall";
    assert.deepEqual(unlockOverNetwork(lock), { ok: false, error: "motorFault" });
  });

  test("L18: the fault goes, and is logged as gone, when the motor works again", () => {
    const lock = familyLock();
    lock.motor = "motor-open";
    lock.card(member.card.name);
    lock.motor = "healthy";
    lock.take();
    lock.card(member.card.name);
    const { records } = lock.take();
    assert.ok(records.some((record) => record.event === "fault" && record.cause === "motor-open" && !record.on));
    assert.deepEqual(lock.state.volatile.faults, []);
    assert.equal(isOpen(lock), true);
  });

  test("L18: a relock that fails is one alarm, is tried again after 10 s, and is given up after three attempts", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.motor = "clutch";
    lock.take();
    lock.wait(5 * secondMs);
    assert.deepEqual(lock.take().alarms, ["lockJammed"]);
    lock.wait(hourMs);
    const { drives, alarms } = lock.take();
    assert.deepEqual({ drives, alarms }, { drives: ["free", "free"], alarms: [] });
    assert.equal(isOpen(lock), true, "the state tells what the sensor tells");
  });

  test("L18: a person's order to lock reports each failure; only the attempts of the lock itself are silent", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.motor = "motor-stall";
    for (let attempt = 1; attempt <= 4; attempt++) {
      lock.take();
      assert.deepEqual(lock.order({ type: "lockDoor" }), { ok: false, error: "motorFault" });
      const { alarms, tones, said, reasons } = lock.take();
      assert.deepEqual(
        { alarms, tones, said, reasons },
        { alarms: ["lockJammed"], tones: ["alarm"], said: ["motor-fault"], reasons: ["motor-stall"] },
        `order ${attempt}`,
      );
      if (attempt % 2 === 0) lock.wait(11 * secondMs);
    }
    lock.take();
    lock.wait(hourMs);
    const { drives, alarms, tones, said, reasons } = lock.take();
    assert.deepEqual(
      { drives, alarms, tones, said, reasons },
      { drives: ["free"], alarms: [], tones: [], said: [], reasons: [] },
    );
  });

  test("L18: a relock that fails once succeeds with the second attempt", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.motor = "motor-stall";
    lock.wait(5 * secondMs);
    assert.equal(isOpen(lock), true);
    lock.motor = "healthy";
    lock.wait(10 * secondMs);
    assert.equal(isOpen(lock), false);
    assert.deepEqual(lock.state.volatile.faults, []);
  });

  test("L18: who ordered a drive that another overtakes is told that the lock was busy", () => {
    const lock = familyLock();
    lock.unanswered.add("driveClutch");
    assert.equal(unlockOverNetwork(lock), null);
    assert.equal(lock.order({ type: "lockDoor" }), null);
    const replies = lock.take().effects.filter((effect) => effect.type === "reply");
    assert.deepEqual(
      replies.map(({ result }) => result),
      [{ ok: false, error: "busy" }],
    );
  });
});
