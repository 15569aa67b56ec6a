/** The card reader. A card's identifier follows from its name; it is made when the card is shown, and kept nowhere. */

import { createHash } from "node:crypto";
import type { CardRead, CardReader } from "../card-reader.ts";
import { energyFigures } from "./batteries.ts";
import { FactSink } from "./fact-sink.ts";
import type { EnergyMeter } from "./simulated-power-supply.ts";
import type { Wiring } from "./wiring.ts";

const identifierLength = 7;

/** The same card has the same identifier in every simulated world. */
export function cardIdentifierOf(name: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`card ${name}`).digest().subarray(0, identifierLength));
}

export interface SimulatedCardReaderOptions {
  readonly wiring: Wiring;
  readonly meter: EnergyMeter;
}

export class SimulatedCardReader extends FactSink<CardRead> implements CardReader {
  readonly #options: SimulatedCardReaderOptions;

  constructor(options: SimulatedCardReaderOptions) {
    super();
    this.#options = options;
  }

  presentCard(name: string): void {
    const { wiring, meter } = this.#options;
    if (!wiring.isFrontConnected) return;
    meter.draw(energyFigures.cardReadJoules);
    if (wiring.isFrontConnected) this.send({ type: "cardRead", identifier: cardIdentifierOf(name) });
  }
}
