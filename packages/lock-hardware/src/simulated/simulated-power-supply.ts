/**
 * Batteries and emergency socket: who feeds the lock, what is left, and when it is too little. Charge is drawn by time
 * and by use; a reading that falls by a step is noticed at the instant at which it does.
 */

import { supplyStepMillivolts, type PowerSupply, type PowerSupplyFact, type SupplyReading } from "../power-supply.ts";
import {
  energyFigures,
  joulesAt,
  millivoltsAt,
  newBatteryMillivolts,
  powerMillivoltsMin,
  roundToStep,
  type BatteryPlace,
} from "./batteries.ts";
import { FactSink } from "./fact-sink.ts";
import type { Wiring } from "./wiring.ts";
import type { WorldClock } from "./world-clock.ts";

export interface SupplySnapshot {
  readonly place: BatteryPlace;
  readonly joules: number;
  readonly isUsbPlugged: boolean;
}

export const newSupply: SupplySnapshot = { place: "in", joules: joulesAt(newBatteryMillivolts), isUsbPlugged: false };

export type Consumer = "keypad" | "siren";

/** What a part takes from the supply. Either may be the last straw: the power may be gone when the call returns. */
export interface EnergyMeter {
  draw(joules: number): void;
  setLoad(consumer: Consumer, milliwatts: number): void;
}

export interface SimulatedPowerSupplyOptions {
  readonly snapshot: SupplySnapshot;
  readonly clock: WorldClock;
  readonly wiring: Wiring;
  /** Power has come or gone; `wiring` says which. */
  readonly onPowerMoved: () => void;
}

export class SimulatedPowerSupply extends FactSink<PowerSupplyFact> implements PowerSupply, EnergyMeter {
  readonly #options: SimulatedPowerSupplyOptions;
  readonly #loads = new Map<Consumer, number>();
  #place: BatteryPlace;
  #joules: number;
  /** Up to when time has been charged to the batteries. */
  #chargedUntilMs: number;
  #isUsbPlugged: boolean;
  #told: SupplyReading;
  #takeBackNextStep: (() => void) | null = null;

  constructor(options: SimulatedPowerSupplyOptions) {
    super();
    const { snapshot, clock, wiring } = options;
    this.#options = options;
    this.#place = snapshot.place;
    this.#joules = snapshot.joules;
    this.#isUsbPlugged = snapshot.isUsbPlugged;
    this.#chargedUntilMs = clock.elapsedMs();
    wiring.isPowered = this.#canPower();
    this.#told = this.reading();
    this.#awaitNextStep();
  }

  get place(): BatteryPlace {
    return this.#place;
  }

  get isUsbPlugged(): boolean {
    return this.#isUsbPlugged;
  }

  /** Of the cells, wherever they lie. */
  cellMillivolts(): number {
    this.#chargeTime();
    return roundToStep(millivoltsAt(this.#joules), supplyStepMillivolts);
  }

  reading(): SupplyReading {
    return {
      batteryMillivolts: this.#place === "in" ? this.cellMillivolts() : 0,
      hasUsb: this.#hasUsb,
    };
  }

  save(): SupplySnapshot {
    this.#chargeTime();
    return { place: this.#place, joules: this.#joules, isUsbPlugged: this.#isUsbPlugged };
  }

  placeBatteries(place: BatteryPlace): void {
    this.#chargeTime();
    this.#place = place;
    this.settle();
  }

  setMillivolts(millivolts: number): void {
    this.#chargeTime();
    this.#joules = joulesAt(millivolts);
    this.settle();
  }

  plugUsb(isPlugged: boolean): void {
    this.#chargeTime();
    this.#isUsbPlugged = isPlugged;
    this.settle();
  }

  draw(joules: number): void {
    this.#chargeTime();
    if (this.#isOnBatteries) this.#joules = Math.max(0, this.#joules - joules);
    this.settle();
  }

  setLoad(consumer: Consumer, milliwatts: number): void {
    this.#chargeTime();
    this.#loads.set(consumer, milliwatts);
    this.settle();
  }

  /** Follows what has changed at the batteries, the socket or the cable. */
  settle(): void {
    this.#chargeTime();
    const { wiring, onPowerMoved } = this.#options;
    const isPowered = this.#canPower();
    if (isPowered === wiring.isPowered) {
      this.#awaitNextStep();
      this.#reportReading();
      return;
    }
    wiring.isPowered = isPowered;
    this.#awaitNextStep();
    onPowerMoved();
  }

  /** Takes the reading for told, as `poweredUp` tells it. */
  markTold(): void {
    this.#told = this.reading();
  }

  reportPowerLost(): void {
    this.send({ type: "powerLost", areBatteriesOut: this.#place === "out" });
  }

  #reportReading(): void {
    const reading = this.reading();
    const { batteryMillivolts, hasUsb } = this.#told;
    if (reading.batteryMillivolts === batteryMillivolts && reading.hasUsb === hasUsb) return;
    this.#told = reading;
    if (this.#options.wiring.isPowered) this.send({ type: "supplyMeasured", ...reading });
  }

  #canPower(): boolean {
    const { batteryMillivolts, hasUsb } = this.reading();
    return hasUsb || batteryMillivolts >= powerMillivoltsMin;
  }

  get #hasUsb(): boolean {
    return this.#isUsbPlugged && !this.#options.wiring.has("cable");
  }

  get #isOnBatteries(): boolean {
    return this.#options.wiring.isPowered && !this.#hasUsb;
  }

  #milliwatts(): number {
    return [...this.#loads.values()].reduce((sum, load) => sum + load, energyFigures.standbyMilliwatts);
  }

  #chargeTime(): void {
    const nowMs = this.#options.clock.elapsedMs();
    const passedMs = nowMs - this.#chargedUntilMs;
    this.#chargedUntilMs = nowMs;
    if (passedMs > 0 && this.#isOnBatteries)
      this.#joules = Math.max(0, this.#joules - (this.#milliwatts() * passedMs) / 1e6);
  }

  /** Wakes up when the reading will have fallen by a step, if nothing else happens until then. */
  #awaitNextStep(): void {
    this.#takeBackNextStep?.();
    this.#takeBackNextStep = null;
    if (!this.#isOnBatteries) return;
    const { clock } = this.#options;
    const joulesLeft = this.#joules - joulesAt(this.cellMillivolts() - supplyStepMillivolts / 2);
    const ms = Math.max(1, Math.ceil((joulesLeft * 1e6) / this.#milliwatts()));
    this.#takeBackNextStep = clock.callAt(clock.elapsedMs() + ms, () => this.settle());
  }
}
