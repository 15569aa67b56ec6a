/** What holds in the simulated world whatever people do to it. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ObservedWorld } from "../../test/observed-world.ts";
import { keyPositions } from "./door.ts";
import { faults } from "./faults.ts";
import { fingerConditions } from "./finger.ts";
import type { SimulatedWorld } from "./simulated-world.ts";
import { parseWorldSnapshot } from "./world-snapshot.ts";

interface Deed {
  readonly name: string;
  readonly run: (world: SimulatedWorld) => void | Promise<void>;
}

function deed(name: string, run: Deed["run"]): Deed {
  return { name, run };
}

const outsideHandle = fc
  .constantFrom("down", "up", "release", "stuck")
  .map((move) => deed(`outside ${move}`, (world) => world.moveHandle("outside", move)));

const insideHandle = fc
  .constantFrom("down", "up", "release", "stuck")
  .map((move) => deed(`inside ${move}`, (world) => world.moveHandle("inside", move)));

const rightKey = fc.constantFrom(...keyPositions).map((key) => deed(`key ${key}`, (world) => world.turnKey(key)));

const badKey = fc.constantFrom("wrong", "half", "out").map((key) => deed(`key ${key}`, (world) => world.turnKey(key)));

const clutchOrder = fc
  .constantFrom("engaged", "free")
  .map((position) => deed(`clutch ${position}`, (world) => world.hardware.clutch.driveTo(position)));

const anythingElse: fc.Arbitrary<Deed> = fc.oneof(
  fc
    .record({ finger: fc.constantFrom("a", "b"), as: fc.constantFrom(null, ...fingerConditions) })
    .map(({ finger, as }) => deed(`finger ${finger} ${as}`, (world) => world.placeFinger(finger, as))),
  fc.constantFrom("thrown", "free").map((bolt) => deed(`bolt ${bolt}`, (world) => world.moveSafetyBolt(bolt))),
  fc
    .record({ fault: fc.constantFrom(...faults), isOn: fc.boolean() })
    .map(({ fault, isOn }) => deed(`${fault} ${isOn}`, (world) => world.setFault(fault, isOn))),
  fc.boolean().map((isHeld) => deed(`peephole ${isHeld}`, (world) => world.holdPeephole(isHeld))),
  fc.boolean().map((isOff) => deed(`front ${isOff}`, (world) => world.forceFront(isOff))),
  fc.boolean().map((isPlugged) => deed(`usb ${isPlugged}`, (world) => world.plugUsb(isPlugged))),
  fc.integer({ min: 0, max: 6200 }).map((mv) => deed(`${mv} mV`, (world) => world.setVolts(mv / 1000))),
  fc.integer({ min: 0, max: 86_400_000 }).map((ms) => deed(`${ms} ms`, (world) => world.wait(ms))),
  fc.integer({ min: 0, max: 6000 }).map((ms) => deed(`RESET ${ms}`, (world) => world.holdReset(ms))),
  fc
    .record({ isReversed: fc.boolean(), isResetHeld: fc.boolean() })
    .map((how) => deed(`in ${how.isReversed} ${how.isResetHeld}`, (world) => world.putInBatteries(how))),
  fc.constantFrom(
    deed("touch", (world) => world.touchKeypad()),
    deed("keys", (world) => world.pressKeys("3571#")),
    deed("card", (world) => world.presentCard("blue")),
    deed("push", (world) => world.pushDoor()),
    deed("batteries out", (world) => world.takeOutBatteries()),
    deed("time unknown", (world) => world.setClock(null)),
  ),
);

const deedsMax = 40;

function deeds(...kinds: readonly fc.Arbitrary<Deed>[]): fc.Arbitrary<readonly Deed[]> {
  return fc.array(fc.oneof(...kinds), { maxLength: deedsMax, size: "max" });
}

describe("whatever people do", () => {
  test("from outside, by handle alone, the door never opens while the clutch is free", async () => {
    await fc.assert(
      fc.asyncProperty(deeds(outsideHandle, badKey, anythingElse), async (done) => {
        const observed = new ObservedWorld().started();
        for (const { run } of done) {
          await run(observed.world);
          assert.equal(observed.isDoorOpen, false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("the door opens only by a clutch that was engaged, by the right key, or from inside", async () => {
    await fc.assert(
      fc.asyncProperty(deeds(outsideHandle, insideHandle, rightKey, clutchOrder, anythingElse), async (done) => {
        const observed = new ObservedWorld().started();
        let wasEngagedAtPress = false;
        for (const { name, run } of done) {
          const before = observed.physical;
          await run(observed.world);
          const after = observed.physical;
          if (name === "outside down") wasEngagedAtPress = before.clutch === "engaged";
          if (before.door === "open" || after.door === "closed") continue;
          const { handles, key, isPeepholeHeld } = after;
          const isByKey = handles.outside === "down" && key === "right";
          const isByClutch = handles.outside === "down" && wasEngagedAtPress;
          const isFromInside = handles.inside === "down" && isPeepholeHeld;
          assert.ok(isByKey || isByClutch || isFromInside);
          assert.equal(after.bolt, "free");
          assert.equal(after.deadBolt, "free");
        }
      }),
      { numRuns: 500 },
    );
  });

  test("L4: with sound metal the right key and the handle always open", async () => {
    await fc.assert(
      fc.asyncProperty(deeds(outsideHandle, insideHandle, clutchOrder, anythingElse), async (done) => {
        const observed = new ObservedWorld().started();
        for (const { run } of done) await run(observed.world);
        observed.world.setFault("cylinder", false);
        observed.world.setFault("lock-body", false);
        observed.world.turnKey("right");
        observed.world.moveHandle("outside", "down");
        assert.equal(observed.isDoorOpen, true);
      }),
      { numRuns: 300 },
    );
  });

  test("without power nothing is reported, and what comes back begins with poweredUp", async () => {
    await fc.assert(
      fc.asyncProperty(deeds(outsideHandle, insideHandle, rightKey, clutchOrder, anythingElse), async (done) => {
        const observed = new ObservedWorld();
        observed.start();
        let isPowered = false;
        for (const { run } of [deed("start", () => {}), ...done]) {
          await run(observed.world);
          for (const fact of observed.takeFacts()) {
            if (fact.type === "poweredUp") {
              assert.equal(isPowered, false);
              isPowered = true;
            } else {
              assert.equal(isPowered, true, `${fact.type} was reported without power.`);
              if (fact.type === "powerLost") isPowered = false;
            }
          }
          assert.equal(observed.physical.power, isPowered ? "on" : "off");
        }
      }),
      { numRuns: 500 },
    );
  });

  test("who follows the facts knows what the sensors see", async () => {
    await fc.assert(
      fc.asyncProperty(deeds(outsideHandle, insideHandle, rightKey, clutchOrder, anythingElse), async (done) => {
        const observed = new ObservedWorld();
        observed.start();
        const known = { isHandleAtRest: true, isSafetyBoltThrown: false, isDeadBoltThrown: false, millivolts: 0 };
        for (const { run } of [deed("start", () => {}), ...done]) {
          await run(observed.world);
          for (const fact of observed.takeFacts()) {
            if (fact.type === "poweredUp") Object.assign(known, fact, { millivolts: fact.batteryMillivolts });
            if (fact.type === "handleMoved") known.isHandleAtRest = fact.isAtRest;
            if (fact.type === "safetyBoltMoved") known.isSafetyBoltThrown = fact.isThrown;
            if (fact.type === "deadBoltMoved") known.isDeadBoltThrown = fact.isThrown;
            if (fact.type === "supplyMeasured") known.millivolts = fact.batteryMillivolts;
          }
          if (observed.physical.power === "off") continue;
          const { body, supply } = observed.world.hardware;
          const { isHandleAtRest, isSafetyBoltThrown, isDeadBoltThrown, millivolts } = known;
          assert.deepEqual({ isHandleAtRest, isSafetyBoltThrown, isDeadBoltThrown }, body.reading());
          assert.equal(millivolts, supply.reading().batteryMillivolts);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("the same deeds with the same seed are the same facts and observations", async () => {
    await fc.assert(
      fc.asyncProperty(deeds(outsideHandle, insideHandle, rightKey, clutchOrder, anythingElse), async (done) => {
        const runs = [new ObservedWorld({ seed: 5 }).started(), new ObservedWorld({ seed: 5 }).started()];
        for (const { world } of runs) for (const { run } of done) await run(world);
        const [first, second] = runs.map((run) => [run.takeFacts(), run.takeObservations(), run.world.save()]);
        assert.deepEqual(first, second);
      }),
      { numRuns: 100 },
    );
  });

  test("a world that was saved and restored is the same, but that all hands have let go", async () => {
    await fc.assert(
      fc.asyncProperty(deeds(outsideHandle, insideHandle, rightKey, clutchOrder, anythingElse), async (done) => {
        const observed = new ObservedWorld().started();
        for (const { run } of done) await run(observed.world);
        observed.world.touchKeypad();
        observed.world.holdPeephole(false);
        const saved = observed.world.save();
        const restored = new ObservedWorld({ snapshot: parseWorldSnapshot(JSON.parse(JSON.stringify(saved))) });
        assert.deepEqual(restored.physical, observed.physical);
        assert.deepEqual(restored.world.save(), saved);
      }),
      { numRuns: 300 },
    );
  });
});
