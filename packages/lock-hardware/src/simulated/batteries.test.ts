/** How batteries age. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { dayMs, hourMs, secondMs } from "@catenaccio/lock-core";
import { ObservedWorld } from "../../test/observed-world.ts";
import { batteryMillivoltsMax, joulesAt, millivoltsAt } from "./batteries.ts";

const volts = fc.integer({ min: 0, max: batteryMillivoltsMax });

describe("batteries", () => {
  test("the voltage falls with the charge, all the way", () => {
    fc.assert(
      fc.property(volts, volts, (one, other) => {
        fc.pre(one < other);
        assert.ok(joulesAt(one) < joulesAt(other));
        assert.ok(millivoltsAt(joulesAt(one)) < millivoltsAt(joulesAt(other)));
      }),
    );
  });

  test("what they are set to give is what is measured", () => {
    const observed = new ObservedWorld().started();
    observed.world.plugUsb(true);
    for (let centivolts = 0; centivolts <= 720; centivolts++) {
      observed.world.setVolts(centivolts / 100);
      assert.equal(observed.world.hardware.supply.reading().batteryMillivolts, centivolts * 10);
    }
  });

  test("ten openings a day make the lock warn after about a year", async () => {
    const observed = new ObservedWorld().started();
    let days = 0;
    while (observed.physical.batteries.volts >= 4.8) {
      for (let opening = 0; opening < 10; opening++) await openOnce(observed);
      await observed.world.wait(dayMs - 10 * 10 * secondMs);
      days++;
    }
    assert.ok(days > 300 && days < 430, `${days} days`);
  });

  test("a reading that falls while nothing happens is reported at the instant at which it does", async () => {
    const observed = new ObservedWorld().started();
    const { supply } = observed.world.hardware;
    let hours = 0;
    while (observed.takeFacts().length === 0) {
      assert.equal(supply.reading().batteryMillivolts, 6200);
      await observed.world.wait(hourMs);
      hours++;
    }
    assert.equal(supply.reading().batteryMillivolts, 6190);
    assert.ok(hours > 24, "An idle lock lasts.");
  });

  test("a lit keypad takes more than a dark one", async () => {
    const [lit, dark] = [new ObservedWorld().started(), new ObservedWorld().started()];
    lit.world.hardware.keypad.show({ isLit: true, shows: "", isFlashing: false });
    await lit.world.wait(hourMs);
    await dark.world.wait(hourMs);
    assert.ok(lit.physical.batteries.volts < dark.physical.batteries.volts);
  });

  test("a siren that nobody stops empties them, and the lock dies at that instant", async () => {
    const observed = new ObservedWorld().started();
    observed.world.hardware.speaker.siren(true);
    await observed.world.wait(dayMs);
    const facts = observed.takeFacts();
    assert.deepEqual(facts.at(-1), { type: "powerLost", areBatteriesOut: false });
    assert.ok(facts.slice(0, -1).every(({ type }) => type === "supplyMeasured"));
    assert.equal(observed.physical.batteries.volts, 3.59);
  });

  test("a power bank spares them", async () => {
    const observed = new ObservedWorld().started();
    observed.world.plugUsb(true);
    observed.world.hardware.speaker.siren(true);
    observed.takeFacts();
    await observed.world.wait(dayMs);
    assert.deepEqual(observed.takeFacts(), []);
    assert.equal(observed.physical.batteries.volts, 6.2);
  });

  test("out of the lock they keep what they have, and go back in with it", async () => {
    const observed = new ObservedWorld().started();
    observed.world.setVolts(5);
    observed.world.takeOutBatteries();
    await observed.world.wait(100 * dayMs);
    await observed.world.putInBatteries();
    assert.equal(observed.physical.batteries.volts, 5);
  });

  test("time before the cable broke counts for what fed the lock then", async () => {
    const observed = new ObservedWorld().started();
    observed.world.hardware.speaker.siren(true);
    observed.world.plugUsb(true);
    await observed.world.wait(hourMs);
    observed.world.setFault("cable", true);
    assert.equal(observed.physical.batteries.volts, 6.2);
  });

  test("a few uses do not show: after setting a voltage the lock measures just that", async () => {
    const observed = new ObservedWorld().started();
    for (const given of [6.2, 4.8, 4.5, 4.2, 3.6]) {
      observed.world.setVolts(given);
      for (let opening = 0; opening < 3; opening++) await openOnce(observed);
      assert.equal(observed.physical.batteries.volts, given);
    }
  });
});

/** A finger, the clutch there and back, the keypad lit for ten seconds. */
async function openOnce({ world }: ObservedWorld): Promise<void> {
  const { keypad, clutch, speaker } = world.hardware;
  keypad.show({ isLit: true, shows: "", isFlashing: false });
  world.placeFinger("anna");
  clutch.driveTo("engaged");
  speaker.sound("success");
  await world.wait(5 * secondMs);
  clutch.driveTo("free");
  await world.wait(5 * secondMs);
  keypad.show({ isLit: false, shows: "", isFlashing: false });
}
