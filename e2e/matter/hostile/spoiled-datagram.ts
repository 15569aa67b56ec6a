/** Datagrams of somebody who is in no home: garbage, what was recorded, and openers of sessions with nothing behind. */
import type { Chance } from "../../power-cuts/chance.ts";
import { invokeMessage } from "../invoke-message.ts";
import { people } from "./lock-commands.ts";
import type { RecordingProxy } from "./recording-proxy.ts";
import { container, littleEndian, octets, tagged, text, unsigned } from "./tlv-bytes.ts";

type Bytes = readonly number[];

export interface SpoiledDatagram {
  readonly packet: Uint8Array;
  readonly isAsHome: boolean;
  readonly what: string;
}

/** Matter core specification, 4.4.1.2: where a source is named. */
const hasSource = 0x04;
/** 4.4.3.1: the first of its exchange, and to be acknowledged. */
const initiator = 0x01;
const reliable = 0x04;
const secureChannel = 0;
const interactionModel = 1;
/** Session establishment (4.11.1), and what there is beside it. */
const openers = { parameters: 0x20, pake1: 0x22, pake3: 0x24, sigma1: 0x30, sigma3: 0x32 } as const;
const handshakes = [0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x30, 0x31, 0x32, 0x33, 0x40, 0x50] as const;
const values = 256;
/** On loopback a datagram may be as long as UDP has it. */
const lengthMax = 60_000;

const unlock = invokeMessage(
  { endpoint: 1, cluster: 0x0101, command: 0x01 },
  Uint8Array.from(container("structure", tagged(0, octets(new TextEncoder().encode(people.pins[0]))))),
  true,
);

/** Every value of the first bytes, and every opcode with an order to open behind it that nobody encrypted. */
export const sweepLength = 4 * values;

export function sweptDatagram(chance: Chance, at: number, { toLock }: RecordingProxy): SpoiledDatagram {
  const value = at % values;
  const live = sessionOf(toLock.at(-1));
  const behind = [...littleEndian(BigInt(chance.below(2 ** 31)), 4), ...randomBytes(chance, chance.below(60))];
  switch (Math.floor(at / values)) {
    case 0:
      return by(chance, [value, ...live, 0, ...behind], `message flags ${value}`);
    case 1:
      return by(chance, [chance.below(8), ...live, value, ...behind], `security flags ${value}`);
    case 2:
      return by(chance, plain(chance, [0, 0], value, [...unlock]), `opcode ${value} without a session`);
    default:
      return by(chance, plain(chance, live, value, [...unlock]), `opcode ${value}, not encrypted`);
  }
}

export function spoiledDatagram(chance: Chance, proxy: RecordingProxy): SpoiledDatagram {
  const [make, what] = chance.pickWeighted(kinds);
  return by(chance, make(chance, proxy), what);
}

function by(chance: Chance, bytes: Bytes, what: string): SpoiledDatagram {
  return { packet: Uint8Array.from(bytes), isAsHome: chance.isLucky(0.5), what };
}

type Kind = (chance: Chance, proxy: RecordingProxy) => Bytes;

const kinds: readonly (readonly [weight: number, kind: readonly [Kind, what: string]])[] = [
  [2, [(chance) => randomBytes(chance, chance.below(1_300)), "random bytes"]],
  [2, [(chance) => randomBytes(chance, chance.below(16)), "a few random bytes"]],
  [0.1, [(chance) => randomBytes(chance, chance.below(lengthMax)), "many random bytes"]],
  [3, [recorded, "a recorded packet"]],
  [5, [(chance, proxy) => changed(chance, recorded(chance, proxy)), "a recorded packet, changed"]],
  [2, [(chance, proxy) => cut(chance, recorded(chance, proxy)), "a recorded packet, cut off"]],
  [2, [(chance, { toHome }) => [...(chance.pick(toHome) ?? [])], "a recorded answer"]],
  [4, [opener, "an opener of a session"]],
  [2, [(chance) => changed(chance, opener(chance)), "an opener of a session, changed"]],
  [1, [(chance) => plain(chance, [0, 0], chance.below(12), randomBytes(chance, 40), interactionModel), "no session"]],
  [1, [groupMessage, "a group's message"]],
];

function recorded(chance: Chance, { toLock }: RecordingProxy): Bytes {
  return [...(chance.pick(toLock) ?? [])];
}

function changed(chance: Chance, bytes: Bytes): Bytes {
  const result = [...bytes];
  const count = 1 + chance.below(6);
  // The header is short, and what is behind it is all the same to whoever has no key.
  const end = chance.isLucky(0.5) ? Math.min(16, result.length) : result.length;
  for (let done = 0; done < count; done++) result[chance.below(end)] = chance.below(values);
  return result;
}

function cut(chance: Chance, bytes: Bytes): Bytes {
  return bytes.slice(0, chance.below(bytes.length));
}

/** With what a session is opened, and garbage of the right form or of none for its content. */
function opener(chance: Chance): Bytes {
  const opcode = chance.pick(handshakes) ?? openers.sigma1;
  const random = octets(Uint8Array.from(randomBytes(chance, 32)));
  const content = chance.pick<Bytes>([
    [],
    randomBytes(chance, chance.below(400)),
    container("structure", tagged(1, random)),
    container("structure", [
      ...tagged(1, random),
      ...tagged(2, unsigned(chance.below(0x1_0000))),
      ...tagged(3, unsigned(0)),
      ...tagged(4, [0x08]),
    ]),
    container("structure", [
      ...tagged(1, random),
      ...tagged(2, unsigned(chance.below(0x1_0000))),
      ...tagged(3, octets(Uint8Array.from(randomBytes(chance, 32)))),
      ...tagged(4, octets(Uint8Array.from([4, ...randomBytes(chance, 64)]))),
    ]),
    container("structure", [...tagged(1, text("random".repeat(60))), ...tagged(9, random)]),
  ]);
  return plain(chance, [0, 0], opcode, content ?? [], secureChannel);
}

/** A message as it is before there is a key, whatever its session. */
function plain(
  chance: Chance,
  session: Bytes,
  opcode: number,
  content: Bytes,
  protocol = chance.isLucky(0.8) ? interactionModel : secureChannel,
): Bytes {
  const source = littleEndian((BigInt(chance.below(2 ** 31)) << 31n) | BigInt(chance.below(2 ** 31)), 8);
  const exchange = littleEndian(BigInt(chance.below(0x1_0000)), 2);
  const flags = initiator | (chance.isLucky(0.7) ? reliable : 0);
  const counter = littleEndian(BigInt(chance.below(2 ** 31)), 4);
  const header = [hasSource, ...session, 0, ...counter, ...source];
  return [...header, flags, opcode, ...exchange, ...littleEndian(BigInt(protocol), 2), ...content];
}

function groupMessage(chance: Chance): Bytes {
  const counter = littleEndian(BigInt(chance.below(2 ** 31)), 4);
  const source = randomBytes(chance, 8);
  const group = randomBytes(chance, 2);
  return [
    0x06,
    ...randomBytes(chance, 2),
    0x01,
    ...counter,
    ...source,
    ...group,
    ...randomBytes(chance, chance.below(200)),
  ];
}

/** The number by which the lock knows the session of this packet. */
function sessionOf(packet: Uint8Array | undefined): Bytes {
  return [packet?.[1] ?? 0, packet?.[2] ?? 0];
}

function randomBytes(chance: Chance, length: number): Bytes {
  return Array.from({ length }, () => chance.below(values));
}
