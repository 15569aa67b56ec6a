/** All simulated parts of one lock, wired together: what happens to them when power or the cable comes and goes. */

import type { Clock } from "../clock.ts";
import { readPoweredUp, reportingParts, type HardwareFact, type LockHardware } from "../lock-hardware.ts";
import type { Report } from "../part.ts";
import type { ClutchMechanism } from "./clutch-mechanism.ts";
import type { Door } from "./door.ts";
import { FactSink } from "./fact-sink.ts";
import type { Fault } from "./faults.ts";
import type { Observe } from "./observation.ts";
import { SimulatedCardReader } from "./simulated-card-reader.ts";
import { SimulatedClutch } from "./simulated-clutch.ts";
import { SimulatedFingerprintReader, type ReaderSnapshot } from "./simulated-fingerprint-reader.ts";
import { SimulatedFrontLink } from "./simulated-front-link.ts";
import { SimulatedKeypad } from "./simulated-keypad.ts";
import { SimulatedLockBody } from "./simulated-lock-body.ts";
import { SimulatedPowerSupply, type SupplySnapshot } from "./simulated-power-supply.ts";
import { SimulatedResetButton } from "./simulated-reset-button.ts";
import { SimulatedSpeaker } from "./simulated-speaker.ts";
import { SimulatedTamperSwitch } from "./simulated-tamper-switch.ts";
import type { Wiring } from "./wiring.ts";
import type { WorldClock } from "./world-clock.ts";

export interface SimulatedLockHardwareOptions {
  readonly clock: WorldClock;
  readonly wiring: Wiring;
  readonly door: Door;
  readonly clutch: ClutchMechanism;
  readonly supply: SupplySnapshot;
  readonly reader: ReaderSnapshot;
  readonly isFrontOff: boolean;
  readonly seed: number;
  readonly observe: Observe;
  readonly persist: () => void;
}

export class SimulatedLockHardware extends FactSink<HardwareFact> implements LockHardware {
  readonly clock: Clock;
  readonly supply: SimulatedPowerSupply;
  readonly frontLink: SimulatedFrontLink;
  readonly body: SimulatedLockBody;
  readonly clutch: SimulatedClutch;
  readonly tamper: SimulatedTamperSwitch;
  readonly resetButton: SimulatedResetButton;
  readonly keypad: SimulatedKeypad;
  readonly reader: SimulatedFingerprintReader;
  readonly cards: SimulatedCardReader;
  readonly speaker: SimulatedSpeaker;
  readonly #wiring: Wiring;

  constructor(options: SimulatedLockHardwareOptions) {
    super();
    const { clock, wiring, door, seed, observe, persist } = options;
    this.#wiring = wiring;
    this.clock = clock;
    this.supply = new SimulatedPowerSupply({
      snapshot: options.supply,
      clock,
      wiring,
      onPowerMoved: () => this.#powerMoved(),
    });
    const meter = this.supply;
    this.frontLink = new SimulatedFrontLink(wiring);
    this.body = new SimulatedLockBody({ wiring, door });
    this.clutch = new SimulatedClutch({ mechanism: options.clutch, wiring, meter, observe, persist });
    this.tamper = new SimulatedTamperSwitch({ isFrontOff: options.isFrontOff, wiring });
    this.resetButton = new SimulatedResetButton({ wiring, clock });
    this.keypad = new SimulatedKeypad({ wiring, meter, observe });
    this.reader = new SimulatedFingerprintReader({ snapshot: options.reader, seed, wiring, meter, persist });
    this.cards = new SimulatedCardReader({ wiring, meter });
    this.speaker = new SimulatedSpeaker({ wiring, meter, observe });
  }

  override start(report: Report<HardwareFact>): void {
    super.start(report);
    for (const part of reportingParts(this)) part.start(report);
    if (this.#wiring.isPowered) this.#reportPoweredUp();
  }

  override stop(): void {
    for (const part of reportingParts(this)) part.stop();
    super.stop();
  }

  setFault(fault: Fault, isOn: boolean): void {
    // Up to now, time counts for the supply as it was.
    this.supply.settle();
    this.#wiring.set(fault, isOn);
    this.supply.settle();
    this.#updateElectronics();
  }

  #powerMoved(): void {
    this.resetButton.powerMoved();
    if (this.#wiring.isPowered) return this.#reportPoweredUp();
    this.#updateElectronics();
    this.supply.reportPowerLost();
  }

  #reportPoweredUp(): void {
    this.supply.markTold();
    this.tamper.markTold();
    this.frontLink.takeToWork();
    this.keypad.takeToWork();
    this.reader.takeToWork();
    this.send(readPoweredUp(this));
    this.#updateElectronics();
  }

  /** First the cable, because it explains what is wrong behind it. */
  #updateElectronics(): void {
    this.frontLink.update();
    this.keypad.update();
    this.reader.update();
    this.speaker.update();
    this.tamper.update();
  }
}
