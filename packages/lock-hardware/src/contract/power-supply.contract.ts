/** The contract of a power supply. */

import assert from "node:assert/strict";
import { supplyStepMillivolts, type PowerSupply, type PowerSupplyFact } from "../power-supply.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

/** New batteries are in at first, and nothing is on the emergency socket. */
export interface PowerSupplySubject extends Subject<PowerSupply> {
  readonly takeOutBatteries: Hand;
  readonly putInBatteries: Hand<[volts: number]>;
  readonly plugUsb: Hand<[isPlugged: boolean]>;
  /** Makes the batteries give so much; on a bench, a laboratory supply in their place. */
  readonly setVolts: Hand<[volts: number]>;
  /** How far a measurement may be off. */
  readonly toleranceMillivolts: number;
}

export function testPowerSupply(name: string, makeSubject: MakeSubject<PowerSupplySubject>): void {
  describePart<PowerSupplyFact, PowerSupplySubject>(`${name} as a power supply`, makeSubject, {
    "the voltage is measured in steps of 10 mV and reported when it changes": async (subject, facts) => {
      await subject.setVolts(4.5);
      const fact = await facts.next();
      assert.ok(fact.type === "supplyMeasured");
      assert.equal(fact.batteryMillivolts % supplyStepMillivolts, 0);
      assert.ok(Math.abs(fact.batteryMillivolts - 4500) <= subject.toleranceMillivolts);
      assert.deepEqual(subject.part.reading(), { batteryMillivolts: fact.batteryMillivolts, hasUsb: false });
      await facts.expectNothing();
    },

    "a power bank is reported when it is plugged in and when it is taken off": async (subject, facts) => {
      const { batteryMillivolts } = subject.part.reading();
      await subject.plugUsb(true);
      await facts.expect({ type: "supplyMeasured", batteryMillivolts, hasUsb: true });
      await subject.plugUsb(false);
      await facts.expect({ type: "supplyMeasured", batteryMillivolts, hasUsb: false });
    },

    "taking the batteries out is a power cut, reported once": async (subject, facts) => {
      await subject.takeOutBatteries();
      await facts.expect({ type: "powerLost", areBatteriesOut: true });
      await subject.takeOutBatteries();
      await facts.expectNothing();
      await subject.putInBatteries(6.2);
      assert.ok(subject.part.reading().batteryMillivolts > 0);
    },

    "dead batteries are a power cut, and nobody took them out": async (subject, facts) => {
      await subject.setVolts(3.5);
      await facts.expect({ type: "powerLost", areBatteriesOut: false });
    },

    "with a power bank on the socket the batteries can be changed": async (subject, facts) => {
      const { batteryMillivolts } = subject.part.reading();
      await subject.plugUsb(true);
      await facts.expect({ type: "supplyMeasured", batteryMillivolts, hasUsb: true });
      await subject.takeOutBatteries();
      await facts.expect({ type: "supplyMeasured", batteryMillivolts: 0, hasUsb: true });
    },
  });
}
