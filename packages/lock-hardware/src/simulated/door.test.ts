/** What handles, key, bolts and latch do, row by row; the lock's software has no part in it. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ObservedWorld } from "../../test/observed-world.ts";

function throwDeadBolt(observed: ObservedWorld): void {
  observed.world.moveHandle("outside", "up");
  observed.world.moveHandle("outside", "release");
}

function openByKey(observed: ObservedWorld): void {
  observed.world.turnKey("right");
  observed.world.moveHandle("outside", "down");
}

/** The door stands open, nobody touches anything. */
function openDoor(): ObservedWorld {
  const observed = new ObservedWorld().started();
  openByKey(observed);
  observed.world.moveHandle("outside", "release");
  observed.world.turnKey("out");
  observed.takeFacts();
  observed.takeObservations();
  return observed;
}

describe("from outside", () => {
  test("L3: with a free clutch the outer handle moves nothing", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("outside", "down");
    assert.equal(observed.physical.door, "closed");
    assert.equal(observed.physical.latch, "out");
  });

  test("L3: with the clutch engaged the outer handle retracts latch and dead bolt, and the door opens", () => {
    const observed = new ObservedWorld().started();
    throwDeadBolt(observed);
    assert.equal(observed.physical.deadBolt, "thrown");
    observed.engageClutch();
    observed.world.moveHandle("outside", "down");
    assert.deepEqual(observed.takeObservations(), [{ door: "open" }]);
    assert.equal(observed.physical.latch, "in");
    assert.equal(observed.physical.deadBolt, "free");
    observed.world.moveHandle("outside", "release");
    assert.equal(observed.physical.latch, "out");
    assert.deepEqual(observed.takeFacts(), [
      { type: "handleMoved", isAtRest: false },
      { type: "deadBoltMoved", isThrown: false },
      { type: "handleMoved", isAtRest: true },
    ]);
  });

  test("L3: lifting the outer handle always throws the dead bolt, whatever the clutch", () => {
    for (const isEngaged of [false, true]) {
      const observed = new ObservedWorld().started();
      if (isEngaged) observed.engageClutch();
      throwDeadBolt(observed);
      assert.equal(observed.physical.deadBolt, "thrown");
    }
  });

  test("L3: a clutch that engages while the handle is down takes hold at the next press", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("outside", "down");
    observed.engageClutch();
    assert.equal(observed.isDoorOpen, false);
    observed.world.moveHandle("outside", "release");
    observed.world.moveHandle("outside", "down");
    assert.equal(observed.isDoorOpen, true);
  });

  test("L3: a clutch that lets go while the handle is down keeps the latch retracted until the handle is back", () => {
    const observed = new ObservedWorld().started();
    observed.engageClutch();
    observed.world.moveSafetyBolt("thrown");
    observed.world.moveHandle("outside", "down");
    observed.world.hardware.clutch.driveTo("free");
    assert.equal(observed.physical.latch, "in");
    observed.world.moveHandle("outside", "release");
    observed.world.moveHandle("outside", "down");
    assert.equal(observed.physical.latch, "out");
  });

  test("L19: the safety bolt holds the door although the handle retracts latch and dead bolt", () => {
    const observed = new ObservedWorld().started();
    observed.engageClutch();
    observed.world.moveSafetyBolt("thrown");
    observed.world.moveHandle("outside", "down");
    assert.equal(observed.isDoorOpen, false);
    assert.equal(observed.physical.latch, "in");
    observed.world.moveSafetyBolt("free");
    assert.equal(observed.isDoorOpen, true, "The hand still pulls at the handle.");
  });
});

describe("from inside", () => {
  test("L2: without the peephole button the inner handle neither retracts nor throws anything", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("inside", "down");
    assert.equal(observed.physical.latch, "out");
    observed.world.moveHandle("inside", "up");
    assert.equal(observed.physical.deadBolt, "free");
    throwDeadBolt(observed);
    observed.world.moveHandle("inside", "down");
    assert.equal(observed.physical.deadBolt, "thrown");
    assert.equal(observed.isDoorOpen, false);
  });

  test("L2: with the peephole button held the inner handle throws the dead bolt, retracts it, and opens", () => {
    const observed = new ObservedWorld().started();
    observed.world.holdPeephole(true);
    observed.world.moveHandle("inside", "up");
    assert.equal(observed.physical.deadBolt, "thrown");
    observed.world.moveHandle("inside", "down");
    assert.equal(observed.physical.deadBolt, "free");
    assert.equal(observed.isDoorOpen, true);
  });

  test("L2: the button may come after the handle", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("inside", "down");
    observed.world.holdPeephole(true);
    assert.equal(observed.isDoorOpen, true);
  });

  test("L2: when the button is let go, the latch springs out again", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveSafetyBolt("thrown");
    observed.world.holdPeephole(true);
    observed.world.moveHandle("inside", "down");
    assert.equal(observed.physical.latch, "in");
    observed.world.holdPeephole(false);
    assert.equal(observed.physical.latch, "out");
  });

  test("L2: with the peephole function off the inner handle always works", () => {
    const observed = new ObservedWorld({ isPeepholeFunctionOn: false }).started();
    observed.world.moveHandle("inside", "up");
    assert.equal(observed.physical.deadBolt, "thrown");
    observed.world.moveHandle("inside", "down");
    assert.equal(observed.isDoorOpen, true);
  });

  test("L2: the safety bolt holds the door against the inner handle too", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveSafetyBolt("thrown");
    observed.world.holdPeephole(true);
    observed.world.moveHandle("inside", "down");
    assert.equal(observed.isDoorOpen, false);
  });

  test("L4a: the inner handle has no sensor", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("inside", "down");
    assert.deepEqual(observed.takeFacts(), []);
  });
});

describe("the key", () => {
  test("L4: the right key and the handle open the door with the clutch free and both bolts thrown", () => {
    const observed = new ObservedWorld().started();
    throwDeadBolt(observed);
    observed.world.moveSafetyBolt("thrown");
    observed.takeFacts();
    openByKey(observed);
    assert.equal(observed.isDoorOpen, true);
    assert.deepEqual(observed.takeFacts(), [
      { type: "handleMoved", isAtRest: false },
      { type: "safetyBoltMoved", isThrown: false },
      { type: "deadBoltMoved", isThrown: false },
    ]);
  });

  test("L4: the key may be turned while the handle is down already, with the other hand", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("outside", "down");
    observed.world.turnKey("right");
    assert.equal(observed.isDoorOpen, true);
  });

  test("L4: the right key opens without any power", () => {
    const observed = new ObservedWorld();
    observed.world.takeOutBatteries();
    openByKey(observed);
    assert.equal(observed.isDoorOpen, true);
  });

  test("L4: the right key opens whatever is broken in the electronics", () => {
    for (const fault of ["motor-stall", "motor-open", "cable", "reader", "keypad", "clutch"] as const) {
      const observed = new ObservedWorld().started();
      observed.world.setFault(fault, true);
      openByKey(observed);
      assert.equal(observed.isDoorOpen, true, fault);
    }
  });

  test("L4: turning the key alone opens nothing, and draws no bolt", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveSafetyBolt("thrown");
    observed.world.turnKey("right");
    assert.equal(observed.isDoorOpen, false);
    assert.equal(observed.physical.bolt, "thrown");
  });

  test("L4: a key that was taken out again opens nothing", () => {
    const observed = new ObservedWorld().started();
    observed.world.turnKey("right");
    observed.world.turnKey("out");
    observed.world.moveHandle("outside", "down");
    assert.equal(observed.isDoorOpen, false);
  });

  test("L4a: neither the key nor the door is reported", () => {
    const observed = new ObservedWorld().started();
    openByKey(observed);
    observed.world.pushDoor();
    assert.deepEqual(observed.takeObservations(), [{ door: "open" }, { door: "closed" }]);
    assert.deepEqual(observed.takeFacts(), [
      { type: "handleMoved", isAtRest: false },
      { type: "handleMoved", isAtRest: true },
    ]);
  });

  test("L42: the wrong key, and one that is not fully in, open nothing", () => {
    for (const key of ["wrong", "half"] as const) {
      const observed = new ObservedWorld().started();
      observed.world.turnKey(key);
      observed.world.moveHandle("outside", "down");
      assert.equal(observed.isDoorOpen, false, key);
    }
  });

  test("L42: with a damaged cylinder or lock body the right key opens nothing, and another method still does", () => {
    for (const fault of ["cylinder", "lock-body"] as const) {
      const observed = new ObservedWorld().started();
      observed.world.setFault(fault, true);
      openByKey(observed);
      assert.equal(observed.isDoorOpen, false, fault);
      observed.world.moveHandle("outside", "release");
      observed.engageClutch();
      observed.world.moveHandle("outside", "down");
      assert.equal(observed.isDoorOpen, true, fault);
      assert.ok(
        observed.takeFacts().every(({ type }) => type === "handleMoved"),
        "No sensor tells a damaged cylinder or lock body.",
      );
    }
  });
});

describe("handles and hands", () => {
  test("L17: a stuck handle is out of rest and turns nothing, until it is released", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("outside", "stuck");
    assert.deepEqual(observed.takeFacts(), [{ type: "handleMoved", isAtRest: false }]);
    assert.equal(observed.physical.handles.outside, "stuck");
    observed.world.touchKeypad();
    observed.world.placeFinger("anna");
    assert.equal(observed.world.hardware.body.reading().isHandleAtRest, false);
    observed.takeFacts();
    observed.world.moveHandle("outside", "release");
    assert.deepEqual(observed.takeFacts(), [{ type: "handleMoved", isAtRest: true }]);
    assert.equal(observed.isDoorOpen, false);
  });

  test("L17: a stuck handle does not open the door although the clutch is engaged", () => {
    const observed = new ObservedWorld().started();
    observed.engageClutch();
    observed.world.moveHandle("outside", "stuck");
    assert.equal(observed.isDoorOpen, false);
  });

  test("a hand that goes to the front panel lets the handle go first", () => {
    const errands: readonly ((observed: ObservedWorld) => void)[] = [
      ({ world }) => world.touchKeypad(),
      ({ world }) => world.pressKeys("1"),
      ({ world }) => world.placeFinger("anna"),
      ({ world }) => world.presentCard("blue"),
      ({ world }) => world.moveHandle("inside", "down"),
      ({ world }) => world.pushDoor(),
    ];
    for (const run of errands) {
      const observed = new ObservedWorld().started();
      observed.world.moveHandle("outside", "down");
      observed.takeFacts();
      run(observed);
      assert.equal(observed.physical.handles.outside, "rest");
      assert.deepEqual(observed.takeFacts()[0], { type: "handleMoved", isAtRest: true });
    }
  });

  test("turning the key, and what happens inside, leaves the hand on the handle", () => {
    const observed = new ObservedWorld().started();
    observed.world.moveHandle("outside", "up");
    observed.world.turnKey("half");
    observed.world.moveSafetyBolt("thrown");
    observed.world.holdPeephole(true);
    assert.equal(observed.physical.handles.outside, "up");
  });
});

describe("pushing the door shut", () => {
  test("L3: the sprung latch rides over the strike", () => {
    const observed = openDoor();
    observed.world.pushDoor();
    assert.deepEqual(observed.takeObservations(), [{ door: "closed" }]);
    assert.equal(observed.physical.latch, "out");
  });

  test("L3: a bolt thrown in the open door keeps it from closing", () => {
    const boltsOut: readonly ((observed: ObservedWorld) => void)[] = [
      throwDeadBolt,
      ({ world }) => world.moveSafetyBolt("thrown"),
    ];
    for (const throwBolt of boltsOut) {
      const observed = openDoor();
      throwBolt(observed);
      observed.world.pushDoor();
      assert.equal(observed.isDoorOpen, true);
      assert.deepEqual(observed.takeObservations(), []);
    }
  });

  test("a shut door stays as it is", () => {
    const observed = new ObservedWorld().started();
    throwDeadBolt(observed);
    observed.world.pushDoor();
    assert.deepEqual(observed.takeObservations(), []);
    assert.equal(observed.physical.deadBolt, "thrown");
  });
});

describe("troubles of the metal", () => {
  test("L41: with an installation fault the handle turns nothing although the clutch is engaged; the key opens", () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("installation", true);
    observed.engageClutch();
    observed.world.moveHandle("outside", "down");
    assert.equal(observed.isDoorOpen, false);
    observed.world.moveHandle("outside", "up");
    assert.equal(observed.physical.deadBolt, "free");
    openByKey(observed);
    assert.equal(observed.isDoorOpen, true);
  });

  test("L47: a broken clutch that engaged stays engaged, and the door can be opened by anybody", () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("clutch", true);
    observed.engageClutch();
    observed.world.hardware.clutch.driveTo("free");
    assert.deepEqual(observed.takeFacts(), [{ type: "clutchFailed", cause: "clutch" }]);
    assert.deepEqual(observed.takeObservations(), []);
    observed.world.moveHandle("outside", "down");
    assert.equal(observed.isDoorOpen, true);
  });

  test("L47: a clutch that was mended lets go when it is driven again", () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("clutch", true);
    observed.engageClutch();
    observed.world.setFault("clutch", false);
    assert.equal(observed.physical.clutch, "engaged");
    observed.world.hardware.clutch.driveTo("free");
    assert.deepEqual(observed.takeFacts(), [{ type: "clutchReached", position: "free" }]);
  });

  test("L48: in a warped door, lifting the handle brings neither latch nor dead bolt out", () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("warped-door", true);
    throwDeadBolt(observed);
    assert.equal(observed.physical.latch, "in");
    assert.equal(observed.physical.deadBolt, "free");
    assert.equal(observed.isDoorOpen, false);
    assert.ok(
      observed.takeFacts().every(({ type }) => type === "handleMoved"),
      "No sensor tells a warped door.",
    );
  });

  test("L48: when the strike is put right, the latch springs out and the dead bolt works", () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("warped-door", true);
    throwDeadBolt(observed);
    observed.world.setFault("warped-door", false);
    assert.equal(observed.physical.latch, "out");
    throwDeadBolt(observed);
    assert.equal(observed.physical.deadBolt, "thrown");
  });

  test("L48: a warped door that is pushed shut keeps its latch in; while it is open, nothing is in the way", () => {
    const observed = openDoor();
    observed.world.setFault("warped-door", true);
    assert.equal(observed.physical.latch, "out");
    throwDeadBolt(observed);
    assert.equal(observed.physical.deadBolt, "thrown");
    openByKey(observed);
    observed.world.moveHandle("outside", "release");
    observed.world.pushDoor();
    assert.equal(observed.physical.door, "closed");
    assert.equal(observed.physical.latch, "in");
  });

  test("L48: a latch that was retracted in a shut warped door stays in", () => {
    const observed = new ObservedWorld().started();
    observed.world.setFault("warped-door", true);
    observed.world.moveSafetyBolt("thrown");
    observed.engageClutch();
    observed.world.moveHandle("outside", "down");
    observed.world.moveHandle("outside", "release");
    assert.equal(observed.physical.latch, "in");
    assert.equal(observed.isDoorOpen, false);
  });
});
