/** The contract of all parts together: how a lock's power comes and goes. */

import assert from "node:assert/strict";
import type { HardwareFact, LockHardware } from "../lock-hardware.ts";
import type { FactQueue } from "./fact-queue.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

/** Everything works, nothing is pressed, bolts and clutch are free, new batteries are in. */
export interface LockHardwareSubject extends Subject<LockHardware> {
  readonly takeOutBatteries: Hand;
  readonly putInBatteries: Hand;
  readonly throwSafetyBolt: Hand;
  readonly touchKeypad: Hand;
  readonly breakKeypad: Hand;
}

type Facts = FactQueue<HardwareFact>;

export function testLockHardware(name: string, makeSubject: MakeSubject<LockHardwareSubject>): void {
  describePart<HardwareFact, LockHardwareSubject>(`${name} as the hardware of a lock`, makeSubject, {
    "the first fact is what it finds": async (_subject, facts) => {
      const fact = await facts.next();
      assert.ok(fact.type === "poweredUp");
      const { batteryMillivolts, ...found } = fact;
      assert.ok(batteryMillivolts > 0);
      assert.deepEqual(found, {
        type: "poweredUp",
        isResetHeld: false,
        clutch: "free",
        isHandleAtRest: true,
        isSafetyBoltThrown: false,
        isDeadBoltThrown: false,
        isFrontRemoved: false,
        hasUsb: false,
        templateSlots: [],
      });
      await facts.expectNothing();
    },

    "without power nothing is reported and no order does anything": async (subject, facts) => {
      await passPowerUp(facts);
      await subject.takeOutBatteries();
      await facts.expect({ type: "powerLost", areBatteriesOut: true });
      await subject.touchKeypad();
      await subject.throwSafetyBolt();
      subject.part.clutch.driveTo("engaged");
      await facts.expectNothing();
      assert.equal(subject.part.clutch.position(), "free");
    },

    "when power comes back it reports what it finds then": async (subject, facts) => {
      await passPowerUp(facts);
      await subject.takeOutBatteries();
      await facts.expect({ type: "powerLost", areBatteriesOut: true });
      await subject.throwSafetyBolt();
      await subject.putInBatteries();
      const found = await facts.next();
      assert.ok(found.type === "poweredUp" && found.isSafetyBoltThrown);
      await subject.touchKeypad();
      await facts.expect({ type: "keypadTouched" });
    },

    "a part that does not work is told right after power came": async (subject, facts) => {
      await passPowerUp(facts);
      await subject.breakKeypad();
      await facts.expect({ type: "partChanged", part: "keypad", isWorking: false });
      await subject.takeOutBatteries();
      await subject.putInBatteries();
      assert.equal((await facts.next()).type, "powerLost");
      assert.equal((await facts.next()).type, "poweredUp");
      await facts.expect({ type: "partChanged", part: "keypad", isWorking: false });
    },

    "once it is stopped it reports nothing; started again, what it finds": async (subject, facts) => {
      await passPowerUp(facts);
      subject.part.stop();
      await subject.touchKeypad();
      await facts.expectNothing();
      subject.part.start(facts.report);
      await passPowerUp(facts);
    },
  });
}

async function passPowerUp(facts: Facts): Promise<void> {
  assert.equal((await facts.next()).type, "poweredUp");
  await facts.expectNothing();
}
