/**
 * Elements of Matter's TLV (core specification, appendix A) as bytes, good ones and such as no encoder would write. An
 * element has no tag here; `tagged` gives it one.
 */

type Bytes = readonly number[];

const contextTag = 0x20;
const controls = { unsigned: 0x04, boolean: 0x08, single: 0x0a, text: 0x0c, octets: 0x10, null: 0x14 } as const;
const containers = { structure: 0x15, array: 0x16, list: 0x17 } as const;
export type Container = keyof typeof containers;
const endOfContainer = 0x18;

/** 2 to this power is the number of bytes. */
type Size = 0 | 1 | 2 | 3;

export function unsigned(value: number | bigint, size: Size = sizeOf(value)): Bytes {
  return [controls.unsigned + size, ...littleEndian(BigInt(value), 2 ** size)];
}

/** Below nothing. */
export function negative(value: number | bigint, size: Size): Bytes {
  return [size, ...littleEndian(BigInt.asUintN(8 * 2 ** size, BigInt(value)), 2 ** size)];
}

export function boolean(value: boolean): Bytes {
  return [controls.boolean + (value ? 1 : 0)];
}

export function float(value: number): Bytes {
  return [controls.single, ...new Uint8Array(new Float32Array([value]).buffer)];
}

export const nothing: Bytes = [controls.null];

/** @param claimed how long it says that it is. */
export function text(value: string, claimed?: number | bigint): Bytes {
  return withLength(controls.text, new TextEncoder().encode(value), claimed);
}

export function octets(value: Uint8Array, claimed?: number | bigint): Bytes {
  return withLength(controls.octets, value, claimed);
}

function withLength(control: number, value: Uint8Array, claimed: number | bigint = value.length): Bytes {
  const size = sizeOf(claimed);
  return [control + size, ...littleEndian(BigInt(claimed), 2 ** size), ...value];
}

export function container(kind: Container, members: Bytes): Bytes {
  return [containers[kind], ...members, endOfContainer];
}

/** One in the other, and nothing in the last. @param isClosed false: none of them ends. */
export function nested(depth: number, kind: Container, isClosed = true): Bytes {
  const ends = isClosed ? Array.from({ length: depth }, () => endOfContainer) : [];
  const open = Array.from({ length: depth - 1 }, () =>
    kind === "structure" ? [contextTag | containers[kind], 1] : [containers[kind]],
  );
  return [containers[kind], ...open.flat(), ...ends];
}

export function tagged(tag: number, element: Bytes): Bytes {
  const [control = 0, ...rest] = element;
  return [contextTag | control, tag, ...rest];
}

/** With a tag of another form: 2 and 3 common profile, 4 and 5 implicit, 6 and 7 fully qualified. */
export function taggedOtherwise(form: number, element: Bytes): Bytes {
  const [control = 0, ...rest] = element;
  const lengths = [0, 1, 2, 4, 2, 4, 6, 8];
  return [(form << 5) | control, ...Array.from({ length: lengths[form] ?? 0 }, () => 0), ...rest];
}

function sizeOf(value: number | bigint): Size {
  const wide = BigInt(value);
  if (wide < 1n << 8n) return 0;
  if (wide < 1n << 16n) return 1;
  return wide < 1n << 32n ? 2 : 3;
}

export function littleEndian(value: bigint, length: number): Bytes {
  return Array.from({ length }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn));
}
