/** The fingers and cards that can be presented, and which of them is in hand. Kept in this browser. */

import { readStored, writeStored } from "./stored.ts";

export type BelongingKind = "finger" | "card";

export interface Belongings {
  readonly finger: readonly string[];
  readonly card: readonly string[];
}

const storedName = "belongings";
const defaults: Belongings = {
  finger: ["anna-thumb", "anna-index", "bruno-thumb", "stranger-thumb"],
  card: ["blue", "red", "grey"],
};
const belongingsMax = 24;
const nameLengthMax = 32;

export class BelongingsBox {
  #names: Belongings = { finger: readNames("finger"), card: readNames("card") };
  readonly #inHand: Record<BelongingKind, string | null> = {
    finger: this.#names.finger[0] ?? null,
    card: this.#names.card[0] ?? null,
  };
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  names(kind: BelongingKind): readonly string[] {
    return this.#names[kind];
  }

  inHand(kind: BelongingKind): string | null {
    return this.#inHand[kind];
  }

  take(kind: BelongingKind, name: string): void {
    this.#inHand[kind] = name;
    this.#onChange();
  }

  /** @returns false when the name is empty or taken, or the box is full. */
  add(kind: BelongingKind, name: string): boolean {
    const names = this.#names[kind];
    if (!isName(name) || names.includes(name) || names.length >= belongingsMax) return false;
    this.#keep(kind, [...names, name]);
    this.take(kind, name);
    return true;
  }

  throwAway(kind: BelongingKind): void {
    const names = this.#names[kind].filter((name) => name !== this.#inHand[kind]);
    this.#inHand[kind] = names[0] ?? null;
    this.#keep(kind, names);
    this.#onChange();
  }

  #keep(kind: BelongingKind, names: readonly string[]): void {
    this.#names = { ...this.#names, [kind]: names };
    writeStored(storedName, this.#names);
  }
}

function readNames(kind: BelongingKind): readonly string[] {
  const stored = readStored(storedName);
  if (typeof stored !== "object" || stored === null || !(kind in stored)) return defaults[kind];
  const names = (stored as Record<string, unknown>)[kind];
  return Array.isArray(names) ? names.filter(isName).slice(0, belongingsMax) : defaults[kind];
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= nameLengthMax;
}
