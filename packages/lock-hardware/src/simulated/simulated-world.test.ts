/** What a caller of the simulated world may rely on beside the physics. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ObservedWorld } from "../../test/observed-world.ts";
import { UsageError } from "../errors.ts";
import { RealClock } from "./real-clock.ts";
import { SimulatedWorld } from "./simulated-world.ts";

describe("the simulated world", () => {
  test("a new one is a powered lock in a shut door", () => {
    assert.deepEqual(new ObservedWorld().physical, {
      power: "on",
      batteries: { place: "in", volts: 6.2 },
      usb: false,
      clutch: "free",
      bolt: "free",
      deadBolt: "free",
      latch: "out",
      door: "closed",
      handles: { outside: "rest", inside: "rest" },
      key: "out",
      isPeepholeHeld: false,
      isFrontRemoved: false,
      faults: [],
    });
  });

  test("what cannot be is refused, and changes nothing", async () => {
    const observed = new ObservedWorld().started();
    const before = observed.world.save();
    const { world } = observed;
    assert.throws(() => world.pressKeys("12a"), UsageError);
    for (const volts of [-0.1, 7.3, NaN]) {
      assert.throws(() => world.setVolts(volts), UsageError);
      await assert.rejects(world.putInBatteries({ volts }), UsageError);
    }
    assert.throws(() => world.setClock("yesterday"), UsageError);
    for (const ms of [-1, 1.5]) {
      await assert.rejects(world.holdReset(ms), UsageError);
      await assert.rejects(world.wait(ms), UsageError);
    }
    assert.deepEqual(world.save(), before);
    assert.deepEqual(observed.takeFacts(), []);
    assert.equal(world.hardware.resetButton.isHeld(), false);
  });

  test("the wall clock can be set and forgotten; elapsed time goes on", async () => {
    const observed = new ObservedWorld();
    observed.world.setClock("2026-03-02T09:00:00Z");
    await observed.world.wait(1000);
    assert.equal(observed.clock.now().utcMs, Date.parse("2026-03-02T09:00:01Z"));
    observed.world.setClock(null);
    assert.equal(observed.clock.now().utcMs, null);
    assert.equal(observed.clock.elapsedMs(), 1000);
  });

  test("L43: a poor touch gives no image, and a misplaced one an image that nothing matches", () => {
    const observed = new ObservedWorld().started();
    observed.enrol("anna", 1);
    for (const condition of ["dry", "wet", "dirty", "partial", "hard", "light"] as const) {
      observed.world.placeFinger("anna", condition);
      assert.deepEqual(observed.takeFacts(), [{ type: "fingerUnreadable" }], condition);
    }
    for (const condition of ["turned", "hurt"] as const) {
      observed.world.placeFinger("anna", condition);
      observed.world.hardware.reader.matchFinger();
      assert.deepEqual(observed.takeFacts(), [{ type: "fingerCaptured" }, { type: "fingerMatched", slot: null }]);
    }
  });

  test("L23: a turned finger between captures is another finger, and an enrolled one in between is too", () => {
    const observed = new ObservedWorld().started();
    observed.enrol("bruno", 1);
    const { reader } = observed.world.hardware;
    observed.world.placeFinger("anna");
    reader.captureEnrolment(1);
    observed.world.placeFinger("anna", "turned");
    reader.captureEnrolment(2);
    observed.world.placeFinger("bruno");
    reader.captureEnrolment(2);
    assert.deepEqual(
      observed.takeFacts().filter(({ type }) => type === "enrolmentCaptured"),
      [
        { type: "enrolmentCaptured", outcome: "kept" },
        { type: "enrolmentCaptured", outcome: "otherFinger" },
        { type: "enrolmentCaptured", outcome: "otherFinger" },
      ],
    );
  });

  test("starting the hardware twice is a mistake", () => {
    const observed = new ObservedWorld().started();
    assert.throws(() => observed.start(), UsageError);
  });

  test("a lock restored with the handle pressed finds it at rest, and the key where it was", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("outside", "down");
    observed.world.holdPeephole(true);
    observed.world.turnKey("half");
    const restored = new ObservedWorld({ snapshot: observed.world.save() });
    assert.equal(restored.physical.handles.outside, "rest");
    assert.equal(restored.physical.isPeepholeHeld, false);
    assert.equal(restored.physical.key, "half");
  });

  test("L17: a stuck handle is still stuck after a restart", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("outside", "stuck");
    const restored = new ObservedWorld({ snapshot: observed.world.save() });
    assert.equal(restored.world.hardware.body.reading().isHandleAtRest, false);
  });

  test("images differ after a restart too", () => {
    const observed = new ObservedWorld().started();
    const images = (world: ObservedWorld): string => {
      world.enrol("anna", 1);
      const template = world.world.save().reader.templates[1] ?? "";
      world.world.hardware.reader.deleteTemplate(1);
      return template;
    };
    const first = images(observed);
    assert.notEqual(images(new ObservedWorld({ snapshot: observed.world.save() }).started()), first);
  });

  test("on a real clock a hold lasts as long as it says, and the promise tells the end of it", async () => {
    const world = new SimulatedWorld({ clock: new RealClock() });
    const startMs = performance.now();
    const released = world.holdReset(30);
    assert.equal(world.hardware.resetButton.isHeld(), true);
    await released;
    assert.equal(world.hardware.resetButton.isHeld(), false);
    assert.ok(performance.now() - startMs >= 29);
    world.stop();
  });
});
