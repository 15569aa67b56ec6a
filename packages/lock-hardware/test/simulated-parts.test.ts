/** Every simulated part keeps the contract of its port. */

import { ObservedWorld } from "./observed-world.ts";
import {
  testCardReader,
  testClock,
  testClutch,
  testFingerprintReader,
  testFrontLink,
  testKeypad,
  testLockBody,
  testLockHardware,
  testPowerSupply,
  testResetButton,
  testSpeaker,
  testTamperSwitch,
  type ClockSubject,
  type Sound,
} from "../src/contract/index.ts";
import type { KeypadView } from "@catenaccio/lock-core";
import type { Observation } from "../src/simulated/observation.ts";
import { RealClock } from "../src/simulated/real-clock.ts";
import { SimulatedResetButton } from "../src/simulated/simulated-reset-button.ts";
import type { SimulatedWorld } from "../src/simulated/simulated-world.ts";
import { VirtualClock } from "../src/simulated/virtual-clock.ts";
import { Wiring } from "../src/simulated/wiring.ts";
import type { WorldClock } from "../src/simulated/world-clock.ts";

testFingerprintReader("the simulated reader", () => {
  const { world } = new ObservedWorld();
  return {
    part: world.hardware.reader,
    placeFinger: (finger) => world.placeFinger(finger),
    placeFingerPoorly: (finger) => world.placeFinger(finger, "wet"),
    cutPower: () => cutPower(world),
  };
});

testCardReader("the simulated card reader", () => {
  const { world } = new ObservedWorld();
  return { part: world.hardware.cards, presentCard: (card) => world.presentCard(card) };
});

testKeypad("the simulated keypad", () => {
  const observed = new ObservedWorld();
  const { world } = observed;
  let view: KeypadView = { isLit: false, shows: "", isFlashing: false };
  world.onObservation((observation) => {
    if (!("keypad" in observation)) return;
    const { lit, shows, flashing } = observation.keypad;
    view = { isLit: lit, shows, isFlashing: flashing };
  });
  return {
    part: world.hardware.keypad,
    touch: () => world.touchKeypad(),
    press: (keys) => world.pressKeys(keys),
    seen: () => view,
    cutPower: () => cutPower(world),
  };
});

testClutch("the simulated clutch", () => {
  const { world } = new ObservedWorld();
  return {
    part: world.hardware.clutch,
    cutPower: () => cutPower(world),
    breakMotor: (cause) => world.setFault(cause, true),
    mendMotor: () => {
      world.setFault("motor-stall", false);
      world.setFault("motor-open", false);
    },
  };
});

testLockBody("the simulated lock body", () => {
  const { world } = new ObservedWorld();
  return {
    part: world.hardware.body,
    pressOuterHandle: () => world.moveHandle("outside", "down"),
    releaseOuterHandle: () => world.moveHandle("outside", "release"),
    moveSafetyBolt: (position) => world.moveSafetyBolt(position),
    throwDeadBolt: () => {
      world.moveHandle("outside", "up");
      world.moveHandle("outside", "release");
    },
  };
});

testTamperSwitch("the simulated tamper switch", () => {
  const { world } = new ObservedWorld();
  return { part: world.hardware.tamper, forceFront: (isOff) => world.forceFront(isOff) };
});

testPowerSupply("the simulated power supply", () => {
  const { world } = new ObservedWorld();
  return {
    part: world.hardware.supply,
    takeOutBatteries: () => world.takeOutBatteries(),
    putInBatteries: (volts) => world.putInBatteries({ volts }),
    plugUsb: (isPlugged) => world.plugUsb(isPlugged),
    setVolts: (volts) => world.setVolts(volts),
    toleranceMillivolts: 0,
  };
});

testResetButton("the simulated RESET button", () => {
  const clock = new VirtualClock();
  const wiring = new Wiring([]);
  wiring.isPowered = true;
  const part = new SimulatedResetButton({ wiring, clock });
  return {
    part,
    press: () => part.press(),
    release: () => part.release(),
    wait: (ms) => clock.advance(ms),
    toleranceMs: 0,
  };
});

testFrontLink("the simulated front link", () => {
  const { world } = new ObservedWorld();
  return {
    part: world.hardware.frontLink,
    breakCable: () => world.setFault("cable", true),
    mendCable: () => world.setFault("cable", false),
  };
});

testSpeaker("the simulated speaker", () => {
  const observed = new ObservedWorld();
  const { world } = observed;
  return {
    part: world.hardware.speaker,
    heard: () => observed.takeObservations().flatMap(toSound),
    cutPower: () => cutPower(world),
  };
});

testLockHardware("the simulated lock", () => {
  const { world } = new ObservedWorld();
  return {
    part: world.hardware,
    takeOutBatteries: () => world.takeOutBatteries(),
    putInBatteries: () => world.putInBatteries(),
    throwSafetyBolt: () => world.moveSafetyBolt("thrown"),
    touchKeypad: () => world.touchKeypad(),
    breakKeypad: () => world.setFault("keypad", true),
  };
});

testClock("the virtual clock", () => clockSubject(new VirtualClock()));
testClock("the real clock", () => clockSubject(new RealClock()));

function clockSubject(clock: WorldClock): ClockSubject {
  return {
    part: clock,
    wait: (ms) => clock.pass(ms, () => {}),
    dispose: () => clock.stop(),
  };
}

async function cutPower(world: SimulatedWorld): Promise<void> {
  world.takeOutBatteries();
  await world.putInBatteries();
}

function toSound(observation: Observation): readonly Sound[] {
  if ("say" in observation) return [{ spoken: observation.say, text: observation.text, language: observation.lang }];
  return "tone" in observation || "siren" in observation ? [observation] : [];
}
