/** The fingerprint module: images and captures in its memory, templates in its flash, and only slots for the lock. */

import { UsageError } from "../errors.ts";
import type { FingerprintReader, FingerprintReaderFact } from "../fingerprint-reader.ts";
import { energyFigures } from "./batteries.ts";
import { FactSink } from "./fact-sink.ts";
import { makeTemplate, similarity, takeImage, type FingerCondition, type FingerVector } from "./finger.ts";
import { HealthMonitor } from "./health-monitor.ts";
import type { EnergyMeter } from "./simulated-power-supply.ts";
import type { Wiring } from "./wiring.ts";

/** What a small module holds; the lock uses fewer. */
export const templateSlotsMax = 200;

export interface ReaderSnapshot {
  /** Tells each image from those before. */
  readonly imagesTaken: number;
  /** Base64 of the template in each slot in use. */
  readonly templates: Readonly<Record<number, string>>;
}

export const newReader: ReaderSnapshot = { imagesTaken: 0, templates: {} };

export interface SimulatedFingerprintReaderOptions {
  readonly snapshot: ReaderSnapshot;
  readonly seed: number;
  readonly wiring: Wiring;
  readonly meter: EnergyMeter;
  /** Called when the templates have changed, before that is reported. */
  readonly persist: () => void;
}

export class SimulatedFingerprintReader extends FactSink<FingerprintReaderFact> implements FingerprintReader {
  readonly #options: SimulatedFingerprintReaderOptions;
  readonly #health: HealthMonitor<"reader">;
  readonly #templates: Map<number, Int8Array>;
  #imagesTaken: number;
  #image: FingerVector | null = null;
  #captures = new Map<number, FingerVector>();

  constructor(options: SimulatedFingerprintReaderOptions) {
    super();
    const { snapshot, wiring } = options;
    this.#options = options;
    this.#imagesTaken = snapshot.imagesTaken;
    this.#templates = new Map(
      Object.entries(snapshot.templates).map(([slot, base64]) => [
        Number(slot),
        new Int8Array(Buffer.from(base64, "base64")),
      ]),
    );
    this.#health = new HealthMonitor({
      part: "reader",
      sink: this,
      isWorking: () => (wiring.isFrontConnected ? !wiring.has("reader") : null),
    });
  }

  save(): ReaderSnapshot {
    const templates = this.#slots().map((slot) => [
      slot,
      Buffer.from(this.#templates.get(slot) ?? []).toString("base64"),
    ]);
    return { imagesTaken: this.#imagesTaken, templates: Object.fromEntries(templates) };
  }

  placeFinger(name: string, condition: FingerCondition | null): void {
    if (!this.#isWorking) return;
    this.#options.meter.draw(energyFigures.fingerImageJoules);
    if (!this.#isWorking) return;
    this.#imagesTaken++;
    this.#image = takeImage({ name, condition, seed: `${this.#options.seed} ${this.#imagesTaken}` });
    this.send({ type: this.#image === null ? "fingerUnreadable" : "fingerCaptured" });
  }

  matchFinger(): void {
    const image = this.#takeImage();
    if (image !== null) this.send({ type: "fingerMatched", slot: this.#findSlot(image) });
  }

  captureEnrolment(number: number): void {
    if (!Number.isSafeInteger(number) || number < 1) throw new UsageError(`There is no capture ${number}.`);
    const image = this.#takeImage();
    if (image === null) return;
    if (number === 1) this.#captures.clear();
    const first = this.#captures.get(1);
    if (first !== undefined && similarity(first, image) === null)
      return this.send({ type: "enrolmentCaptured", outcome: "otherFinger" });
    if (this.#findSlot(image) !== null) return this.send({ type: "enrolmentCaptured", outcome: "alreadyEnrolled" });
    this.#captures.set(number, image);
    this.send({ type: "enrolmentCaptured", outcome: "kept" });
  }

  storeTemplate(slot: number): void {
    if (!this.#isWorking) return;
    const isStored = this.#areCapturesComplete() && isSlot(slot);
    if (isStored) {
      this.#templates.set(slot, makeTemplate([...this.#captures.values()]));
      this.#captures.clear();
      this.#options.persist();
    }
    this.send({ type: "templateStored", slot, isStored });
  }

  discardEnrolment(): void {
    if (this.#isWorking) this.#captures.clear();
  }

  deleteTemplate(slot: number): void {
    if (this.#isWorking && this.#templates.delete(slot)) this.#options.persist();
  }

  templateSlots(): readonly number[] | null {
    return this.#isWorking ? this.#slots() : null;
  }

  takeToWork(): void {
    this.#health.takeToWork();
  }

  /** Follows what has changed at power, cable or module. Whatever is not in flash is lost without power. */
  update(): void {
    if (!this.#isWorking) {
      this.#image = null;
      this.#captures.clear();
    }
    this.#health.update();
  }

  get #isWorking(): boolean {
    const { wiring } = this.#options;
    return wiring.isFrontConnected && !wiring.has("reader");
  }

  /** Null: the module has no image, or does not answer. Either way it says nothing, and the device gives up by time. */
  #takeImage(): FingerVector | null {
    const image = this.#isWorking ? this.#image : null;
    this.#image = null;
    return image;
  }

  #findSlot(image: FingerVector): number | null {
    const matches = [...this.#templates].flatMap(([slot, template]) => {
      const match = similarity(template, image);
      return match === null ? [] : [{ slot, match }];
    });
    return matches.toSorted((left, right) => right.match - left.match)[0]?.slot ?? null;
  }

  /** Captures 1 to the last without a gap: a power cut in between takes those before it. */
  #areCapturesComplete(): boolean {
    const { size } = this.#captures;
    return size > 0 && Array.from({ length: size }, (_, index) => index + 1).every((n) => this.#captures.has(n));
  }

  #slots(): readonly number[] {
    return [...this.#templates.keys()].toSorted((left, right) => left - right);
  }
}

function isSlot(slot: number): boolean {
  return Number.isSafeInteger(slot) && slot >= 1 && slot <= templateSlotsMax;
}
