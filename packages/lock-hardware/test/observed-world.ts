/** A simulated world in which everything that is reported and perceived is written down. */

import type { HardwareFact } from "../src/index.ts";
import {
  SimulatedWorld,
  VirtualClock,
  type Observation,
  type PhysicalState,
  type SimulatedWorldOptions,
} from "../src/simulated/index.ts";

export class ObservedWorld {
  readonly clock: VirtualClock;
  readonly world: SimulatedWorld;
  #facts: HardwareFact[] = [];
  #observations: Observation[] = [];

  constructor(options: Omit<SimulatedWorldOptions, "clock"> = {}) {
    this.clock = new VirtualClock(options.snapshot?.clock ?? null);
    this.world = new SimulatedWorld({ ...options, clock: this.clock });
    this.world.onObservation((observation) => this.#observations.push(observation));
  }

  /** Starts the hardware, and does not write down what comes of that. */
  started(): this {
    this.start();
    this.takeFacts();
    return this;
  }

  start(): void {
    this.world.hardware.start((fact) => this.#facts.push(fact));
  }

  get physical(): PhysicalState {
    return this.world.physical();
  }

  get isDoorOpen(): boolean {
    return this.physical.door === "open";
  }

  /** What was reported since the last call. */
  takeFacts(): readonly HardwareFact[] {
    const facts = this.#facts;
    this.#facts = [];
    return facts;
  }

  /** What somebody at the door saw and heard since the last call. */
  takeObservations(): readonly Observation[] {
    const observations = this.#observations;
    this.#observations = [];
    return observations;
  }

  /** Five touches and the template in the slot, as the lock's software orders it. */
  enrol(finger: string, slot: number): void {
    const { reader } = this.world.hardware;
    for (let number = 1; number <= 5; number++) {
      this.world.placeFinger(finger);
      reader.captureEnrolment(number);
    }
    reader.storeTemplate(slot);
    this.takeFacts();
  }

  engageClutch(): void {
    this.world.hardware.clutch.driveTo("engaged");
    this.takeFacts();
    this.takeObservations();
  }
}
