/**
 * A lock in a door, and the hands of the people around it. Each method is something that a person can do there (the
 * inputs of the panel protocol); what it causes follows from metal and electricity alone. The lock's software gets
 * `hardware` and nothing else, somebody who watches gets observations.
 *
 * After each action the whole world goes into the store, if it has one.
 */

import { keys, type Key } from "@catenaccio/lock-core";
import { UsageError } from "../errors.ts";
import type { LockHardware } from "../lock-hardware.ts";
import { batteryMillivoltsMax } from "./batteries.ts";
import type { ClutchMechanism } from "./clutch-mechanism.ts";
import { Door, type KeyPosition } from "./door.ts";
import type { Fault } from "./faults.ts";
import type { FingerCondition } from "./finger.ts";
import type { HandleMove, HandleSide } from "./handle.ts";
import type { Observation, Observe } from "./observation.ts";
import type { PhysicalState } from "./physical-state.ts";
import { SimulatedLockHardware } from "./simulated-lock-hardware.ts";
import { Wiring } from "./wiring.ts";
import { assertDuration, type WorldClock } from "./world-clock.ts";
import type { WorldStore } from "./world-file.ts";
import { newWorld, type WorldSnapshot } from "./world-snapshot.ts";

/** L37: RESET is held for so long in all, before and while the batteries go in. */
export const resetAtPowerUpMs = 5000;

export interface SimulatedWorldOptions {
  /** Its time is the world's; with a snapshot, a clock made of the snapshot's. */
  readonly clock: WorldClock;
  /** A world that was saved; without, a new lock in a shut door. */
  readonly snapshot?: WorldSnapshot | null;
  /** Varies the images of fingers, and nothing else. */
  readonly seed?: number;
  /** L2: whether the inner handle works only while the peephole button is held. Kept from the snapshot if not given. */
  readonly isPeepholeFunctionOn?: boolean;
  readonly store?: WorldStore | null;
}

export interface BatteriesIn {
  /** Without: the cells that were in before. */
  readonly volts?: number;
  readonly isReversed?: boolean;
  /** RESET is held for 5 s in all before and while they go in, then released. */
  readonly isResetHeld?: boolean;
}

export class SimulatedWorld {
  readonly #clock: WorldClock;
  readonly #store: WorldStore | null;
  readonly #isPeepholeFunctionOn: boolean;
  readonly #wiring: Wiring;
  readonly #clutch: ClutchMechanism;
  readonly #door: Door;
  readonly #hardware: SimulatedLockHardware;
  readonly #observers = new Set<Observe>();

  constructor(options: SimulatedWorldOptions) {
    const { clock, seed = 1 } = options;
    const snapshot = options.snapshot ?? newWorld(clock.save());
    const observe: Observe = (observation) => this.#observe(observation);
    this.#clock = clock;
    this.#store = options.store ?? null;
    this.#isPeepholeFunctionOn = options.isPeepholeFunctionOn ?? snapshot.isPeepholeFunctionOn;
    this.#wiring = new Wiring(snapshot.faults);
    this.#clutch = { position: snapshot.clutch };
    this.#door = new Door({
      snapshot: snapshot.door,
      clutch: this.#clutch,
      wiring: this.#wiring,
      isPeepholeFunctionOn: this.#isPeepholeFunctionOn,
      observe,
    });
    this.#hardware = new SimulatedLockHardware({
      clock,
      wiring: this.#wiring,
      door: this.#door,
      clutch: this.#clutch,
      supply: snapshot.supply,
      reader: snapshot.reader,
      isFrontOff: snapshot.isFrontOff,
      seed,
      observe,
      persist: () => this.#persist(),
    });
    this.#persist();
  }

  /** What the lock's software gets. */
  get hardware(): LockHardware {
    return this.#hardware;
  }

  get clock(): WorldClock {
    return this.#clock;
  }

  /** Calls the listener with whatever somebody at the door sees and hears. Returns what ends that. */
  onObservation(listener: (observation: Observation) => void): () => void {
    this.#observers.add(listener);
    return () => {
      this.#observers.delete(listener);
    };
  }

  physical(): PhysicalState {
    const { isSafetyBoltThrown, isDeadBoltThrown } = this.#door.reading();
    const { supply, tamper } = this.#hardware;
    return {
      power: this.#wiring.isPowered ? "on" : "off",
      batteries: { place: supply.place, volts: supply.cellMillivolts() / 1000 },
      usb: supply.isUsbPlugged,
      clutch: this.#clutch.position,
      bolt: isSafetyBoltThrown ? "thrown" : "free",
      deadBolt: isDeadBoltThrown ? "thrown" : "free",
      latch: this.#door.latch,
      door: this.#door.isOpen ? "open" : "closed",
      handles: this.#door.handles,
      key: this.#door.key,
      isPeepholeHeld: this.#door.isPeepholeHeld,
      isFrontRemoved: tamper.isFrontOff,
      faults: this.#wiring.faults,
    };
  }

  /** All that stays when the hands are gone. */
  save(): WorldSnapshot {
    const { supply, reader, tamper } = this.#hardware;
    return {
      ...newWorld(this.#clock.save()),
      door: this.#door.save(),
      clutch: this.#clutch.position,
      isPeepholeFunctionOn: this.#isPeepholeFunctionOn,
      supply: supply.save(),
      reader: reader.save(),
      isFrontOff: tamper.isFrontOff,
      faults: this.#wiring.faults,
    };
  }

  /** The end of this world: its clock wakes nobody any more. */
  stop(): void {
    this.#hardware.stop();
    this.#persist();
    this.#clock.stop();
  }

  touchKeypad(): void {
    this.#act(() => {
      this.#handsOffHandles();
      this.#hardware.keypad.touch();
    });
  }

  /** @throws UsageError for anything but 0–9, `*` and `#`. */
  pressKeys(typed: string): void {
    const pressed = Array.from(typed, readKey);
    this.#act(() => {
      this.#handsOffHandles();
      for (const key of pressed) this.#hardware.keypad.press(key);
    });
  }

  /** One touch of the reader; the name is the finger. Without a condition it is read well. */
  placeFinger(name: string, condition: FingerCondition | null = null): void {
    this.#act(() => {
      this.#handsOffHandles();
      this.#hardware.reader.placeFinger(name, condition);
    });
  }

  presentCard(name: string): void {
    this.#act(() => {
      this.#handsOffHandles();
      this.#hardware.cards.presentCard(name);
    });
  }

  turnKey(position: KeyPosition): void {
    this.#moveMetal(() => this.#door.turnKey(position));
  }

  moveHandle(side: HandleSide, move: HandleMove): void {
    this.#moveMetal(() => this.#door.moveHandle(side, move));
  }

  holdPeephole(isHeld: boolean): void {
    this.#moveMetal(() => this.#door.holdPeephole(isHeld));
  }

  moveSafetyBolt(position: "thrown" | "free"): void {
    this.#moveMetal(() => this.#door.moveSafetyBolt(position === "thrown"));
  }

  /** Somebody pushes the door shut. */
  pushDoor(): void {
    this.#moveMetal(() => this.#door.pushShut());
  }

  /** RESET held for so long. On a virtual clock that time has passed when the call returns. */
  async holdReset(ms: number): Promise<void> {
    assertDuration(ms);
    const { resetButton } = this.#hardware;
    resetButton.press();
    await this.#pass(ms, () => resetButton.release());
  }

  takeOutBatteries(): void {
    this.#act(() => this.#hardware.supply.placeBatteries("out"));
  }

  /**
   * Batteries that are in already are taken out first. With RESET held, 5 s have passed on a virtual clock when the call
   * returns.
   * @throws UsageError for a voltage that four AA cells cannot give.
   */
  async putInBatteries({ volts, isReversed = false, isResetHeld = false }: BatteriesIn = {}): Promise<void> {
    const { supply, resetButton } = this.#hardware;
    const millivolts = volts === undefined ? null : toMillivolts(volts);
    const putIn = (): void => {
      if (millivolts !== null) supply.setMillivolts(millivolts);
      supply.placeBatteries(isReversed ? "reversed" : "in");
    };
    this.takeOutBatteries();
    if (!isResetHeld) return this.#act(putIn);
    resetButton.press();
    await this.#pass(resetAtPowerUpMs, () => {
      putIn();
      resetButton.release();
    });
  }

  /**
   * What the four cells together give from now on, wherever they lie.
   * @throws UsageError for a voltage that four AA cells cannot give.
   */
  setVolts(volts: number): void {
    const millivolts = toMillivolts(volts);
    this.#act(() => this.#hardware.supply.setMillivolts(millivolts));
  }

  /** A power bank on the emergency socket. */
  plugUsb(isPlugged: boolean): void {
    this.#act(() => this.#hardware.supply.plugUsb(isPlugged));
  }

  /** The front panel is forced off the door, or put back. */
  forceFront(isOff: boolean): void {
    this.#act(() => this.#hardware.tamper.forceFront(isOff));
  }

  setFault(fault: Fault, isOn: boolean): void {
    this.#moveMetal(() => {
      this.#hardware.setFault(fault, isOn);
      this.#door.faultsChanged();
    });
  }

  /** So much time passes. On a virtual clock it has passed when the call returns. */
  async wait(ms: number): Promise<void> {
    assertDuration(ms);
    await this.#pass(ms, () => {});
  }

  /**
   * The wall clock is set, or forgotten (null); elapsed time goes on.
   * @throws UsageError for what is no instant.
   */
  setClock(iso: string | null): void {
    const utcMs = iso === null ? null : Date.parse(iso);
    if (Number.isNaN(utcMs)) throw new UsageError(`"${iso}" is no instant.`);
    this.#act(() => this.#clock.setWallTime(utcMs));
  }

  /** The sensors of the lock body see what the metal has done. */
  #moveMetal(move: () => void): void {
    this.#act(() => {
      move();
      this.#hardware.body.update();
    });
  }

  /** A hand that goes to the front panel lets the handle go first. */
  #handsOffHandles(): void {
    this.#door.letGo();
    this.#hardware.body.update();
  }

  #act(action: () => void): void {
    try {
      action();
    } finally {
      this.#persist();
    }
  }

  async #pass(ms: number, afterwards: () => void): Promise<void> {
    await this.#clock.pass(ms, () => this.#act(afterwards));
  }

  #observe(observation: Observation): void {
    for (const observer of this.#observers) observer(observation);
  }

  #persist(): void {
    this.#store?.write(this.save());
  }
}

function readKey(character: string): Key {
  const key = keys.find((other) => other === character);
  if (key === undefined) throw new UsageError(`The keypad has no key "${character}".`);
  return key;
}

function toMillivolts(volts: number): number {
  const millivolts = Math.round(volts * 1000);
  if (!(millivolts >= 0 && millivolts <= batteryMillivoltsMax))
    throw new UsageError(`Four AA cells give 0 to ${batteryMillivoltsMax / 1000} V, not ${volts} V.`);
  return millivolts;
}
