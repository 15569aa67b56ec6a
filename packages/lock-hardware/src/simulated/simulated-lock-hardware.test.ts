/** How power, cable and broken parts show: in what is reported, and in what somebody at the door perceives. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PoweredUp } from "@catenaccio/lock-core";
import { ObservedWorld } from "../../test/observed-world.ts";
import type { HardwareFact } from "../index.ts";
import type { Fault } from "./faults.ts";

const lit = { isLit: true, shows: "", isFlashing: false };
const seenLit = { keypad: { lit: true, shows: "", flashing: false } };
const seenDark = { keypad: { lit: false, shows: "", flashing: false } };

const found: PoweredUp = {
  type: "poweredUp",
  isResetHeld: false,
  clutch: "free",
  isHandleAtRest: true,
  isSafetyBoltThrown: false,
  isDeadBoltThrown: false,
  isFrontRemoved: false,
  batteryMillivolts: 6200,
  hasUsb: false,
  templateSlots: [],
};

function touchEverything({ world }: ObservedWorld): void {
  world.touchKeypad();
  world.pressKeys("1#");
  world.placeFinger("anna");
  world.placeFinger("anna", "dry");
  world.presentCard("blue");
}

describe("a sound lock", () => {
  test("L1: the parts of the front panel report what people do to them, and show and say what is ordered", () => {
    const observed = new ObservedWorld().started();
    touchEverything(observed);
    observed.world.forceFront(true);
    observed.world.plugUsb(true);
    assert.deepEqual(
      observed.takeFacts().map(({ type }) => type),
      [
        "keypadTouched",
        "keyPressed",
        "keyPressed",
        "fingerCaptured",
        "fingerUnreadable",
        "cardRead",
        "tamperMoved",
        "supplyMeasured",
      ],
    );
    const { keypad, speaker } = observed.world.hardware;
    keypad.show({ isLit: true, shows: "12", isFlashing: true });
    speaker.speak({ prompt: "menu-open", text: "Menu.", language: "it" });
    assert.deepEqual(observed.takeObservations(), [
      { keypad: { lit: true, shows: "12", flashing: true } },
      { say: "menu-open", text: "Menu.", lang: "it" },
    ]);
  });
});

describe("power", () => {
  test("L33: a power cut darkens the keypad and silences the siren before powerLost is reported", () => {
    const observed = new ObservedWorld().started();
    observed.world.hardware.keypad.show(lit);
    observed.world.hardware.speaker.siren(true);
    observed.takeObservations();
    observed.world.takeOutBatteries();
    assert.deepEqual(observed.takeFacts(), [{ type: "powerLost", areBatteriesOut: true }]);
    assert.deepEqual(observed.takeObservations(), [seenDark, { siren: false }]);
    assert.equal(observed.physical.power, "off");
  });

  test("without power nothing is reported and no order does anything", () => {
    const observed = new ObservedWorld().started();
    observed.world.takeOutBatteries();
    observed.takeFacts();
    touchEverything(observed);
    observed.world.moveHandle("outside", "down");
    observed.world.forceFront(true);
    observed.world.setFault("keypad", true);
    const { keypad, speaker, clutch, reader } = observed.world.hardware;
    keypad.show(lit);
    speaker.sound("alarm");
    speaker.speak({ prompt: "menu-open", text: "Menu.", language: "en" });
    speaker.siren(true);
    clutch.driveTo("engaged");
    reader.matchFinger();
    reader.captureEnrolment(1);
    reader.storeTemplate(1);
    assert.deepEqual(observed.takeFacts(), []);
    assert.deepEqual(observed.takeObservations(), []);
    assert.equal(observed.physical.clutch, "free");
    assert.equal(reader.templateSlots(), null);
  });

  test("what changed without power is found when it comes, and not reported besides", async () => {
    const observed = new ObservedWorld().started();
    observed.enrol("anna", 4);
    observed.engageClutch();
    observed.world.takeOutBatteries();
    observed.world.moveHandle("outside", "up");
    observed.world.moveSafetyBolt("thrown");
    observed.world.forceFront(true);
    observed.takeFacts();
    await observed.world.putInBatteries({ volts: 5.55 });
    assert.deepEqual(observed.takeFacts(), [
      {
        type: "poweredUp",
        isResetHeld: false,
        clutch: "engaged",
        isHandleAtRest: false,
        isSafetyBoltThrown: true,
        isDeadBoltThrown: true,
        isFrontRemoved: true,
        batteryMillivolts: 5550,
        hasUsb: false,
        templateSlots: [4],
      },
    ] satisfies HardwareFact[]);
    observed.world.placeFinger("anna");
    assert.deepEqual(observed.takeFacts(), [{ type: "handleMoved", isAtRest: true }, { type: "fingerCaptured" }]);
    observed.world.forceFront(false);
    observed.world.setVolts(5.5);
    assert.deepEqual(observed.takeFacts(), [
      { type: "tamperMoved", isRemoved: false },
      { type: "supplyMeasured", batteryMillivolts: 5500, hasUsb: false },
    ]);
  });

  test("a lock that is started without power reports nothing until there is some", async () => {
    const observed = new ObservedWorld();
    observed.world.takeOutBatteries();
    observed.start();
    assert.deepEqual(observed.takeFacts(), []);
    await observed.world.putInBatteries();
    assert.deepEqual(observed.takeFacts(), [found]);
  });

  test("what moved back without power is no movement", async () => {
    const observed = new ObservedWorld().started();
    observed.world.moveSafetyBolt("thrown");
    observed.world.forceFront(true);
    observed.world.takeOutBatteries();
    observed.world.moveSafetyBolt("free");
    observed.world.forceFront(false);
    await observed.world.putInBatteries();
    observed.takeFacts();
    observed.world.moveSafetyBolt("thrown");
    observed.world.forceFront(true);
    assert.deepEqual(observed.takeFacts(), [
      { type: "safetyBoltMoved", isThrown: true },
      { type: "tamperMoved", isRemoved: true },
    ]);
  });

  test("new batteries in place of those that are in are a power cut", async () => {
    const observed = new ObservedWorld().started();
    await observed.world.putInBatteries({ volts: 6.2 });
    assert.deepEqual(observed.takeFacts(), [{ type: "powerLost", areBatteriesOut: true }, found]);
  });

  test("L31: the lock dies below 3.6 V, not at it, and nobody took the batteries out", () => {
    const observed = new ObservedWorld().started();
    observed.world.setVolts(3.6);
    assert.deepEqual(observed.takeFacts(), [{ type: "supplyMeasured", batteryMillivolts: 3600, hasUsb: false }]);
    observed.world.setVolts(3.59);
    assert.deepEqual(observed.takeFacts(), [{ type: "powerLost", areBatteriesOut: false }]);
    observed.world.setVolts(3.5);
    assert.deepEqual(observed.takeFacts(), []);
    observed.world.setVolts(4);
    assert.deepEqual(observed.takeFacts(), [{ ...found, batteryMillivolts: 4000 }]);
  });

  test("L31: a drive that is too much for the last charge moves nothing", () => {
    const observed = new ObservedWorld().started();
    observed.world.setVolts(3.6);
    observed.takeFacts();
    for (let use = 0; observed.physical.power === "on"; use++) {
      assert.ok(use < 1000);
      observed.world.hardware.clutch.driveTo(use % 2 === 0 ? "engaged" : "free");
    }
    const facts = observed.takeFacts();
    assert.deepEqual(facts.at(-1), { type: "powerLost", areBatteriesOut: false });
    const reached = facts.filter(({ type }) => type === "clutchReached").length;
    assert.equal(observed.physical.clutch, reached % 2 === 0 ? "free" : "engaged");
  });

  test("L32: a power bank powers the lock, whatever the batteries", async () => {
    const observed = new ObservedWorld().started();
    observed.world.setVolts(3.2);
    observed.takeFacts();
    observed.world.plugUsb(true);
    assert.deepEqual(observed.takeFacts(), [{ ...found, batteryMillivolts: 3200, hasUsb: true }]);
    observed.world.takeOutBatteries();
    assert.deepEqual(observed.takeFacts(), [{ type: "supplyMeasured", batteryMillivolts: 0, hasUsb: true }]);
    await observed.world.putInBatteries({ volts: 6.2, isReversed: true });
    assert.deepEqual(observed.takeFacts(), []);
    observed.world.plugUsb(false);
    assert.deepEqual(observed.takeFacts(), [{ type: "powerLost", areBatteriesOut: false }]);
  });

  test("L45: batteries the wrong way round give no power", async () => {
    const observed = new ObservedWorld().started();
    await observed.world.putInBatteries({ volts: 6.2, isReversed: true });
    assert.deepEqual(observed.takeFacts(), [{ type: "powerLost", areBatteriesOut: true }]);
    touchEverything(observed);
    assert.deepEqual(observed.takeFacts(), []);
    assert.deepEqual(observed.physical.batteries, { place: "reversed", volts: 6.2 });
    await observed.world.putInBatteries();
    assert.deepEqual(observed.takeFacts(), [found]);
  });
});

describe("RESET", () => {
  test("L38: RESET held for 3 s is reported at the third second, and not before", async () => {
    const observed = new ObservedWorld().started();
    await observed.world.holdReset(2999);
    assert.deepEqual(observed.takeFacts(), []);
    const startMs = observed.clock.elapsedMs();
    let reportedAtMs = 0;
    observed.clock.callAt(startMs + 3000, () => (reportedAtMs = observed.takeFacts().length));
    await observed.world.holdReset(3200);
    assert.equal(reportedAtMs, 0, "What was asked for earlier at that instant comes earlier.");
    assert.deepEqual(observed.takeFacts(), [{ type: "resetHeld" }]);
    assert.equal(observed.clock.elapsedMs(), startMs + 3200);
  });

  test("L38: RESET without power is not noticed, though time passes", async () => {
    const observed = new ObservedWorld().started();
    observed.world.takeOutBatteries();
    observed.takeFacts();
    await observed.world.holdReset(5000);
    assert.deepEqual(observed.takeFacts(), []);
    assert.equal(observed.clock.elapsedMs(), 5000);
  });

  test("L37: RESET held while the batteries go in is found at power-up, and is no request for pairing", async () => {
    const observed = new ObservedWorld().started();
    observed.world.takeOutBatteries();
    observed.takeFacts();
    const startMs = observed.clock.elapsedMs();
    await observed.world.putInBatteries({ volts: 6.2, isResetHeld: true });
    assert.deepEqual(observed.takeFacts(), [{ ...found, isResetHeld: true }]);
    assert.equal(observed.clock.elapsedMs(), startMs + 5000);
    assert.equal(observed.world.hardware.resetButton.isHeld(), false);
    await observed.world.wait(10_000);
    assert.deepEqual(observed.takeFacts(), []);
  });

  test("L37: a hold that power comes under stays the request for a factory reset, however long it lasts", async () => {
    const observed = new ObservedWorld().started();
    observed.world.takeOutBatteries();
    observed.takeFacts();
    observed.clock.callAt(1000, () => observed.world.plugUsb(true));
    await observed.world.holdReset(10_000);
    const [first, ...others] = observed.takeFacts();
    assert.ok(first?.type === "poweredUp" && first.isResetHeld);
    assert.deepEqual(others, []);
  });

  test("L38: a hold during which the power goes is not reported, even if the power comes back", async () => {
    const observed = new ObservedWorld().started();
    observed.clock.callAt(1000, () => observed.world.takeOutBatteries());
    observed.clock.callAt(2000, () => observed.world.plugUsb(true));
    await observed.world.holdReset(10_000);
    assert.deepEqual(
      observed.takeFacts().map(({ type }) => type),
      ["powerLost", "poweredUp"],
    );
  });

  test("L37: with a power bank on the socket, changing batteries is no power-up", async () => {
    const observed = new ObservedWorld().started();
    observed.world.plugUsb(true);
    observed.takeFacts();
    await observed.world.putInBatteries({ volts: 6.2, isResetHeld: true });
    assert.deepEqual(observed.takeFacts(), [
      { type: "supplyMeasured", batteryMillivolts: 0, hasUsb: true },
      { type: "resetHeld" },
      { type: "supplyMeasured", batteryMillivolts: 6200, hasUsb: true },
    ]);
  });
});

describe("broken parts", () => {
  test("L44: a stalled motor and a broken wire are told apart, and the clutch does not move", () => {
    for (const fault of ["motor-stall", "motor-open"] as const) {
      const observed = new ObservedWorld().started();
      observed.world.setFault(fault, true);
      observed.world.hardware.clutch.driveTo("engaged");
      assert.deepEqual(observed.takeFacts(), [{ type: "clutchFailed", cause: fault }]);
      assert.deepEqual(observed.takeObservations(), []);
      assert.equal(observed.physical.clutch, "free");
    }
  });

  test("a clutch that is already there is reached whatever the motor", () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("motor-stall", true);
    observed.world.hardware.clutch.driveTo("free");
    assert.deepEqual(observed.takeFacts(), [{ type: "clutchReached", position: "free" }]);
    assert.deepEqual(observed.takeObservations(), [], "It did not move.");
  });

  test("L45: a broken cable cuts off everything in the front panel; clutch and bolts work on", () => {
    const observed = new ObservedWorld().started();
    observed.world.hardware.keypad.show(lit);
    observed.takeObservations();
    observed.world.setFault("cable", true);
    assert.deepEqual(observed.takeFacts(), [{ type: "partChanged", part: "cable", isWorking: false }]);
    assert.deepEqual(observed.takeObservations(), [seenDark]);

    touchEverything(observed);
    observed.world.forceFront(true);
    observed.world.plugUsb(true);
    const { speaker, reader, tamper, supply, clutch } = observed.world.hardware;
    speaker.sound("alarm");
    speaker.speak({ prompt: "menu-open", text: "Menu.", language: "en" });
    speaker.siren(true);
    reader.matchFinger();
    assert.deepEqual(observed.takeFacts(), []);
    assert.deepEqual(observed.takeObservations(), []);
    assert.equal(reader.templateSlots(), null);
    assert.equal(tamper.isFrontRemoved(), false);
    assert.equal(supply.reading().hasUsb, false);

    clutch.driveTo("engaged");
    observed.world.moveSafetyBolt("thrown");
    assert.deepEqual(observed.takeFacts(), [
      { type: "clutchReached", position: "engaged" },
      { type: "safetyBoltMoved", isThrown: true },
    ]);
  });

  test("L45: a mended cable brings back what was ordered and what happened meanwhile", () => {
    const observed = new ObservedWorld().started();
    observed.world.hardware.keypad.show(lit);
    observed.world.setFault("cable", true);
    observed.world.hardware.speaker.siren(true);
    observed.world.forceFront(true);
    observed.world.plugUsb(true);
    observed.world.setFault("reader", true);
    observed.takeFacts();
    observed.takeObservations();
    observed.world.setFault("cable", false);
    assert.deepEqual(observed.takeFacts(), [
      { type: "supplyMeasured", batteryMillivolts: 6200, hasUsb: true },
      { type: "partChanged", part: "cable", isWorking: true },
      { type: "partChanged", part: "reader", isWorking: false },
      { type: "tamperMoved", isRemoved: true },
    ]);
    assert.deepEqual(observed.takeObservations(), [seenLit, { siren: true }]);
  });

  test("L45: a lock that lives on a power bank dies with its cable", () => {
    const observed = new ObservedWorld().started();
    observed.world.plugUsb(true);
    observed.world.setVolts(3);
    observed.takeFacts();
    observed.world.setFault("cable", true);
    assert.deepEqual(observed.takeFacts(), [{ type: "powerLost", areBatteriesOut: false }]);
  });

  test("L45: a damaged keypad reports nothing and stays dark; reader and cards work", () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("keypad", true);
    assert.deepEqual(observed.takeFacts(), [{ type: "partChanged", part: "keypad", isWorking: false }]);
    observed.world.hardware.keypad.show(lit);
    touchEverything(observed);
    assert.deepEqual(
      observed.takeFacts().map(({ type }) => type),
      ["fingerCaptured", "fingerUnreadable", "cardRead"],
    );
    assert.deepEqual(observed.takeObservations(), []);
    observed.world.setFault("keypad", false);
    assert.deepEqual(observed.takeFacts(), [{ type: "partChanged", part: "keypad", isWorking: true }]);
    assert.deepEqual(observed.takeObservations(), [seenLit]);
  });

  test("L46: a dead reader answers nothing, least of all that a finger is unknown", () => {
    const observed = new ObservedWorld().started();
    observed.enrol("anna", 1);
    observed.world.placeFinger("anna");
    observed.takeFacts();
    observed.world.setFault("reader", true);
    assert.deepEqual(observed.takeFacts(), [{ type: "partChanged", part: "reader", isWorking: false }]);
    const { reader } = observed.world.hardware;
    reader.matchFinger();
    observed.world.placeFinger("anna");
    reader.captureEnrolment(1);
    reader.storeTemplate(2);
    reader.deleteTemplate(1);
    assert.deepEqual(observed.takeFacts(), []);
    assert.equal(reader.templateSlots(), null);
    observed.world.setFault("reader", false);
    assert.deepEqual(reader.templateSlots(), [1]);
  });

  test("L46: an image that lay in the reader when it died is lost", () => {
    const observed = new ObservedWorld().started();
    observed.world.placeFinger("anna");
    observed.world.setFault("reader", true);
    observed.world.setFault("reader", false);
    observed.takeFacts();
    observed.world.hardware.reader.matchFinger();
    assert.deepEqual(observed.takeFacts(), []);
  });

  test("what is broken is told again after each power-up; behind a broken cable nothing else is", async () => {
    const cases: readonly { readonly broken: readonly Fault[]; readonly told: readonly Fault[] }[] = [
      { broken: ["reader", "keypad"], told: ["keypad", "reader"] },
      { broken: ["cable", "reader", "keypad"], told: ["cable"] },
    ];
    for (const { broken, told } of cases) {
      const observed = new ObservedWorld();
      for (const fault of broken) observed.world.setFault(fault, true);
      observed.start();
      const facts: readonly HardwareFact[] = [
        { ...found, templateSlots: null },
        ...told.map((part): HardwareFact => {
          assert.ok(part === "cable" || part === "keypad" || part === "reader");
          return { type: "partChanged", part, isWorking: false };
        }),
      ];
      assert.deepEqual(observed.takeFacts(), facts);
      await observed.world.putInBatteries();
      assert.deepEqual(observed.takeFacts(), [{ type: "powerLost", areBatteriesOut: true }, ...facts]);
    }
  });

  test("a part that was mended without power is not told: at power-up every part is taken to work", async () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("keypad", true);
    observed.world.takeOutBatteries();
    observed.world.setFault("keypad", false);
    observed.takeFacts();
    await observed.world.putInBatteries();
    assert.deepEqual(observed.takeFacts(), [found]);
  });

  test("L41, L42, L48: what no sensor sees, no fact tells", () => {
    for (const fault of ["warped-door", "lock-body", "cylinder", "installation"] as const) {
      const observed = new ObservedWorld().started();
      observed.world.setFault(fault, true);
      assert.deepEqual(observed.takeFacts(), []);
      assert.deepEqual(observed.physical.faults, [fault]);
    }
  });
});

describe("the keypad and the ear", () => {
  test("what does not change is not seen again", () => {
    const observed = new ObservedWorld().started();
    const { keypad, speaker } = observed.world.hardware;
    keypad.show(lit);
    keypad.show(lit);
    speaker.siren(true);
    speaker.siren(true);
    speaker.sound("key");
    speaker.sound("key");
    assert.deepEqual(observed.takeObservations(), [seenLit, { siren: true }, { tone: "key" }, { tone: "key" }]);
  });

  test("who stops listening hears no more", () => {
    const observed = new ObservedWorld().started();
    let heard = 0;
    const leave = observed.world.onObservation(() => heard++);
    observed.world.hardware.speaker.sound("key");
    leave();
    observed.world.hardware.speaker.sound("key");
    assert.equal(heard, 1);
  });
});

describe("cards", () => {
  test("a card's identifier is the same in every world, and nowhere in what is saved", () => {
    const [one, other] = [new ObservedWorld().started(), new ObservedWorld({ seed: 2 }).started()];
    one.world.presentCard("blue");
    other.world.presentCard("blue");
    const [fact] = one.takeFacts();
    assert.deepEqual(other.takeFacts(), [fact]);
    assert.ok(fact?.type === "cardRead");
    assert.equal(fact.identifier.length, 7);
    const saved = JSON.stringify(one.world.save());
    assert.ok(!saved.includes("blue"));
    for (const encoding of ["hex", "base64"] as const)
      assert.ok(!saved.includes(Buffer.from(fact.identifier).toString(encoding)));
  });
});
