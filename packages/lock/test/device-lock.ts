/** A device on a simulated door, with a real store in a folder: the bench of the device's own tests. */

import { join } from "node:path";
import type { TestContext } from "node:test";
import type { FingerprintReader, LockHardware } from "@catenaccio/lock-hardware";
import { openWorld, VirtualClock, type Observation, type SimulatedWorld } from "@catenaccio/lock-hardware/simulated";
import { LockDevice, type DeviceError, type LockNetwork } from "../src/device.ts";
import { openDataFolder, type DataFolder } from "../src/store/data-folder.ts";
import { loadVoice } from "../src/voice/voice.ts";
import { makeFolder } from "./temporary-folder.ts";

export interface Bench {
  readonly path: string;
  readonly folder: DataFolder;
  readonly world: SimulatedWorld;
  readonly device: LockDevice;
  /** What could be perceived, in order. */
  readonly observed: Observation[];
  readonly failures: DeviceError[];
  close(): void;
}

export interface BenchOptions {
  /** Without: a new one. */
  readonly path?: string;
  readonly onOperation?: () => void;
  readonly network?: LockNetwork;
  /** Puts something between the device and the parts. */
  readonly rewire?: (hardware: LockHardware) => LockHardware;
}

const voice = loadVoice();

export function openBench(t: TestContext, options: BenchOptions = {}): Bench {
  const { path = join(makeFolder(t), "lock"), onOperation, network, rewire = (hardware) => hardware } = options;
  const folder = openDataFolder(path, { ...(onOperation && { onOperation }) });
  const world = openWorld({ folder: path, makeClock: (start) => new VirtualClock(start) });
  const { store, secrets } = folder;
  const device = new LockDevice({
    hardware: rewire(world.hardware),
    store,
    secrets,
    voice,
    ...(network && { network }),
  });
  const observed: Observation[] = [];
  const failures: DeviceError[] = [];
  world.onObservation((observation) => observed.push(observation));
  device.onFailure((error) => failures.push(error));
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    device.stop();
    world.stop();
    folder.close();
  };
  t.after(close);
  return { path, folder, world, device, observed, failures, close };
}

/** Enrols a PIN in the menu of a new lock. */
export function addPin(world: SimulatedWorld, pin: string): void {
  world.touchKeypad();
  world.pressKeys(`3571#12#${pin}#${pin}#*`);
}

export function enterPin(world: SimulatedWorld, digits: string): void {
  world.touchKeypad();
  world.pressKeys(`${digits}#`);
}

/** The parts as they are, but that `answer` says when the reader gets to look for a finger: at once, later or never. */
export function delayMatches(hardware: LockHardware, answer: (match: () => void) => void): LockHardware {
  const { reader, cards, keypad, clutch, body, tamper, supply, resetButton, frontLink, speaker, clock } = hardware;
  const delayed: FingerprintReader = {
    start: (report) => reader.start(report),
    stop: () => reader.stop(),
    matchFinger: () => answer(() => reader.matchFinger()),
    captureEnrolment: (number) => reader.captureEnrolment(number),
    storeTemplate: (slot) => reader.storeTemplate(slot),
    discardEnrolment: () => reader.discardEnrolment(),
    deleteTemplate: (slot) => reader.deleteTemplate(slot),
    templateSlots: () => reader.templateSlots(),
  };
  const start: LockHardware["start"] = (report) => hardware.start(report);
  const stop = (): void => hardware.stop();
  const others = { cards, keypad, clutch, body, tamper, supply, resetButton, frontLink, speaker, clock };
  return { ...others, reader: delayed, start, stop };
}

export function said(bench: Bench): readonly string[] {
  return bench.observed.flatMap((observation) => ("say" in observation ? [observation.say] : []));
}
