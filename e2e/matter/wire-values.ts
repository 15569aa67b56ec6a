/**
 * Values as they stand on the wire, with names: enumerations and bitmaps are numbers, octets are bytes, and nothing is
 * checked. matter.js's own schemas would refuse, on this side, what a lock must be seen to refuse.
 */
import { TlvAny } from "@matter/main/types";
import type { TlvStream } from "@matter/main/types";

export type WireValue = null | boolean | number | bigint | string | Uint8Array | readonly WireValue[] | Fields;

/** By name; by number where the model of the cluster has no name for it. Absent and undefined are the same. */
export interface Fields {
  readonly [name: string]: WireValue | undefined;
}

/** What names need to know of matter.js's models, whose own types do not agree about absent values. */
export interface WireModel {
  readonly id?: number | undefined;
  readonly name: string;
  readonly propertyName: string;
  readonly members: Iterable<WireModel>;
  readonly listEntry: WireModel | undefined;
  readonly primitiveBase: { readonly name: string } | undefined;
}

/** The bytes of a PIN or a card, which Matter carries as octets. */
export function octets(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** @returns the value as one TLV element without a tag. */
export function encodeValue(value: WireValue, model?: WireModel): Uint8Array {
  return Uint8Array.from(elementBytes(value, model, []));
}

export function decodeValue(encoded: TlvStream | Uint8Array, model?: WireModel): WireValue {
  const stream = encoded instanceof Uint8Array ? TlvAny.decode(encoded) : encoded;
  return nameValue(TlvAny.decodeAnyTlvStream(stream) as WireValue, model);
}

const endOfContainer = 0x18;

/** Matter core specification, appendix A.7: the control byte holds the type in its lower five bits. */
function elementBytes(value: WireValue, model: WireModel | undefined, tag: readonly number[]): number[] {
  const head = (type: number) => [(tag.length > 0 ? 0x20 : 0) | type, ...tag];
  if (value === null) return head(0x14);
  if (typeof value === "boolean") return head(value ? 0x09 : 0x08);
  if (typeof value === "number" && !Number.isInteger(value)) return [...head(0x0b), ...doubleBytes(value)];
  if (typeof value === "number" || typeof value === "bigint") {
    const isSigned = value < 0 || /^int\d/.test(model?.primitiveBase?.name ?? "");
    const size = [1, 2, 4].find((bytes) => fits(BigInt(value), bytes, isSigned)) ?? 8;
    return [...head((isSigned ? 0x00 : 0x04) + Math.log2(size)), ...integerBytes(BigInt(value), size)];
  }
  if (typeof value === "string") return [...head(0x0d), ...withLength(octets(value))];
  if (value instanceof Uint8Array) return [...head(0x11), ...withLength(value)];
  if (isList(value)) {
    const entry = model?.listEntry;
    return [...head(0x16), ...value.flatMap((each) => elementBytes(each, entry, [])), endOfContainer];
  }
  const members = Object.entries(value).flatMap(([name, each]) => {
    if (each === undefined) return [];
    const { id, model: member } = memberNamed(name, model);
    return elementBytes(each, member, [id]);
  });
  return [...head(0x15), ...members, endOfContainer];
}

function memberNamed(name: string, model: WireModel | undefined) {
  const member = membersOf(model).find(({ propertyName }) => propertyName === name);
  const id = member?.id ?? (/^\d+$/.test(name) ? Number(name) : undefined);
  if (id === undefined) throw new Error(`${model?.name ?? "What has no model"} has no field ${name}.`);
  return { id, model: member };
}

function membersOf(model: WireModel | undefined): readonly WireModel[] {
  return model === undefined ? [] : [...model.members];
}

/** Tags become names, and integers become numbers where they can be exact. */
export function nameValue(value: WireValue, model: WireModel | undefined): WireValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map((each) => nameValue(each, model?.listEntry));
  const members = Object.entries(value).map(([id, each]) => {
    const member = membersOf(model).find((candidate) => candidate.id === Number(id));
    return [member?.propertyName ?? id, each === undefined ? undefined : nameValue(each, member)] as const;
  });
  return Object.fromEntries(members);
}

/** `Array.isArray` does not see through a readonly array. */
function isList(value: WireValue): value is readonly WireValue[] {
  return Array.isArray(value);
}

function fits(value: bigint, bytes: number, isSigned: boolean): boolean {
  const bits = bytes * 8;
  return (isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value;
}

function integerBytes(value: bigint, size: number): number[] {
  return Array.from({ length: size }, (_, index) => Number((value >> BigInt(8 * index)) & 0xffn));
}

function doubleBytes(value: number): Uint8Array {
  return new Uint8Array(new Float64Array([value]).buffer);
}

/** Two bytes of length, whatever the length: as good as one, and no case of its own. */
function withLength(bytes: Uint8Array): number[] {
  return [...integerBytes(BigInt(bytes.length), 2), ...bytes];
}
