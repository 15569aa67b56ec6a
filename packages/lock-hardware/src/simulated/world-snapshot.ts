/**
 * The simulated world as plain JSON: what is still so when all hands are gone and the program has ended. There is no
 * finger's name, no card's name and no PIN in it.
 */

import type { ClutchPosition } from "@catenaccio/lock-core";
import { HardwareError } from "../errors.ts";
import type { BatteryPlace } from "./batteries.ts";
import { keyPositions, shutDoor, type DoorSnapshot } from "./door.ts";
import { faults, type Fault } from "./faults.ts";
import { vectorLength } from "./finger.ts";
import { newReader, templateSlotsMax, type ReaderSnapshot } from "./simulated-fingerprint-reader.ts";
import { newSupply, type SupplySnapshot } from "./simulated-power-supply.ts";
import type { ClockSnapshot } from "./world-clock.ts";

const format = 1;

export interface WorldSnapshot {
  readonly format: typeof format;
  readonly clock: ClockSnapshot;
  readonly door: DoorSnapshot;
  readonly clutch: ClutchPosition;
  readonly isPeepholeFunctionOn: boolean;
  readonly supply: SupplySnapshot;
  readonly reader: ReaderSnapshot;
  readonly isFrontOff: boolean;
  readonly faults: readonly Fault[];
}

/** A new lock in a shut door, with new batteries in. */
export function newWorld(clock: ClockSnapshot): WorldSnapshot {
  return {
    format,
    clock,
    door: shutDoor,
    clutch: "free",
    isPeepholeFunctionOn: true,
    supply: newSupply,
    reader: newReader,
    isFrontOff: false,
    faults: [],
  };
}

/** @throws HardwareError that says which value is not as it must be. */
export function parseWorldSnapshot(value: unknown): WorldSnapshot {
  const world = new Fields("", value);
  world.oneOf("format", [format]);
  return {
    format,
    clock: parseClock(world.fields("clock")),
    door: parseDoor(world.fields("door")),
    clutch: world.oneOf("clutch", ["engaged", "free"]),
    isPeepholeFunctionOn: world.boolean("isPeepholeFunctionOn"),
    supply: parseSupply(world.fields("supply")),
    reader: parseReader(world.fields("reader")),
    isFrontOff: world.boolean("isFrontOff"),
    faults: world.list("faults", faults),
  };
}

function parseClock(clock: Fields): ClockSnapshot {
  return {
    elapsedMs: clock.count("elapsedMs"),
    utcMs: clock.isNull("utcMs") ? null : clock.integer("utcMs"),
    utcOffsetMs: clock.integer("utcOffsetMs"),
  };
}

function parseDoor(door: Fields): DoorSnapshot {
  return {
    isOpen: door.boolean("isOpen"),
    isLatchJammed: door.boolean("isLatchJammed"),
    isDeadBoltThrown: door.boolean("isDeadBoltThrown"),
    isSafetyBoltThrown: door.boolean("isSafetyBoltThrown"),
    isOutsideHandleStuck: door.boolean("isOutsideHandleStuck"),
    isInsideHandleStuck: door.boolean("isInsideHandleStuck"),
    key: door.oneOf("key", keyPositions),
  };
}

function parseSupply(supply: Fields): SupplySnapshot {
  return {
    place: supply.oneOf<BatteryPlace>("place", ["in", "out", "reversed"]),
    joules: supply.amount("joules"),
    isUsbPlugged: supply.boolean("isUsbPlugged"),
  };
}

function parseReader(reader: Fields): ReaderSnapshot {
  const templates = reader.fields("templates");
  const bySlot = templates.names.map((slot) => {
    if (!/^[1-9]\d*$/.test(slot) || Number(slot) > templateSlotsMax) templates.refuse(slot, "is no slot");
    return [slot, templates.bytes(slot, vectorLength)] as const;
  });
  return { imagesTaken: reader.count("imagesTaken"), templates: Object.fromEntries(bySlot) };
}

/** The fields of one object in the file, each read as what it must be. */
class Fields {
  readonly #path: string;
  readonly #values: ReadonlyMap<string, unknown>;

  constructor(path: string, value: unknown) {
    this.#path = path;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new HardwareError(`The simulated hardware's file is damaged: ${path || "it"} is not an object.`);
    this.#values = new Map(Object.entries(value));
  }

  get names(): readonly string[] {
    return [...this.#values.keys()];
  }

  refuse(name: string, complaint: string): never {
    throw new HardwareError(`The simulated hardware's file is damaged: ${this.#pathOf(name)} ${complaint}.`);
  }

  fields(name: string): Fields {
    return new Fields(this.#pathOf(name), this.#values.get(name));
  }

  isNull(name: string): boolean {
    return this.#values.get(name) === null;
  }

  boolean(name: string): boolean {
    const value = this.#values.get(name);
    return typeof value === "boolean" ? value : this.refuse(name, "is neither true nor false");
  }

  integer(name: string): number {
    const value = this.#values.get(name);
    return typeof value === "number" && Number.isSafeInteger(value) ? value : this.refuse(name, "is no whole number");
  }

  count(name: string): number {
    const value = this.integer(name);
    return value >= 0 ? value : this.refuse(name, "is negative");
  }

  amount(name: string): number {
    const value = this.#values.get(name);
    return typeof value === "number" && Number.isFinite(value) && value >= 0
      ? value
      : this.refuse(name, "is no amount");
  }

  oneOf<Value extends string | number>(name: string, values: readonly Value[]): Value {
    const value = this.#values.get(name);
    return values.find((other) => other === value) ?? this.refuse(name, `is none of ${values.join(", ")}`);
  }

  list<Value extends string>(name: string, values: readonly Value[]): readonly Value[] {
    const list = this.#values.get(name);
    if (!Array.isArray(list)) this.refuse(name, "is not a list");
    const items: readonly unknown[] = list;
    return items.map(
      (item) =>
        values.find((other) => other === item) ?? this.refuse(name, `holds what is none of ${values.join(", ")}`),
    );
  }

  /** Base64 of so many bytes. */
  bytes(name: string, length: number): string {
    const value = this.#values.get(name);
    const isSound = typeof value === "string" && Buffer.from(value, "base64").toString("base64") === value;
    return isSound && Buffer.from(value, "base64").length === length
      ? value
      : this.refuse(name, `is not ${length} bytes in base64`);
  }

  #pathOf(name: string): string {
    return this.#path === "" ? name : `${this.#path}.${name}`;
  }
}
