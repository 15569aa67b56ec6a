/** The speaker: what somebody at the door hears of what is ordered. */

import type { Tone, Volume } from "@catenaccio/lock-core";
import type { Speaker, Speech } from "../speaker.ts";
import { energyFigures } from "./batteries.ts";
import type { Observation, Observe } from "./observation.ts";
import type { EnergyMeter } from "./simulated-power-supply.ts";
import type { Wiring } from "./wiring.ts";

export interface SimulatedSpeakerOptions {
  readonly wiring: Wiring;
  readonly meter: EnergyMeter;
  readonly observe: Observe;
}

export class SimulatedSpeaker implements Speaker {
  readonly #options: SimulatedSpeakerOptions;
  #isSirenOrdered = false;
  #isSirenHeard = false;

  constructor(options: SimulatedSpeakerOptions) {
    this.#options = options;
  }

  speak({ prompt, text, language }: Speech): void {
    this.#sound({ say: prompt, text, lang: language }, energyFigures.speechJoules);
  }

  sound(tone: Tone): void {
    this.#sound({ tone }, energyFigures.toneJoules);
  }

  siren(isOn: boolean): void {
    if (!this.#options.wiring.isPowered) return;
    this.#isSirenOrdered = isOn;
    this.update();
  }

  /** Loud or low, an observer here hears it: the observations have no level. */
  setLoudness(_volume: Volume): void {}

  /** Follows what has changed at power or cable. */
  update(): void {
    const { wiring, observe, meter } = this.#options;
    if (!wiring.isPowered) this.#isSirenOrdered = false;
    const isHeard = this.#isSirenOrdered && wiring.isFrontConnected;
    if (isHeard === this.#isSirenHeard) return;
    this.#isSirenHeard = isHeard;
    observe({ siren: isHeard });
    meter.setLoad("siren", isHeard ? energyFigures.sirenMilliwatts : 0);
  }

  #sound(observation: Observation, joules: number): void {
    const { wiring, observe, meter } = this.#options;
    if (!wiring.isFrontConnected) return;
    observe(observation);
    meter.draw(joules);
  }
}
