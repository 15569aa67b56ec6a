/** Whole messages of the interaction model that are none: random, cut off, changed in some bytes, or of another type. */
import { TlvReadRequest, TlvSubscribeRequest, TlvTimedRequest, TlvWriteRequest } from "@matter/main/types";
import { AttributeId, ClusterId, EndpointNumber, TlvAny } from "@matter/main/types";
import type { Chance } from "../../power-cuts/chance.ts";
import { interactionModelRevision, invokeMessage } from "../invoke-message.ts";
import type { RawMessage } from "./raw-exchange.ts";
import { container, littleEndian, nested, octets, tagged, text, unsigned } from "./tlv-bytes.ts";

type Bytes = readonly number[];

/** Matter core specification, 10.2.1 (protocol opcodes). */
const messageTypes = { read: 2, subscribe: 3, report: 5, write: 6, invoke: 8, timed: 10 } as const;
const bytesMax = 1_100;

const door = { endpointId: EndpointNumber(1), clusterId: ClusterId(0x0101) };
const lockState = { ...door, attributeId: AttributeId(0) };
const noValue = TlvAny.decode(Uint8Array.from(container("structure", tagged(99, text("no value")))));
const getNobody = Uint8Array.from(container("structure", tagged(0, unsigned(149))));

/** Good ones, which change nothing and open nothing; near them there is nothing that would. */
const good: readonly RawMessage[] = [
  {
    type: messageTypes.read,
    payload: bytesOf(
      TlvReadRequest.encode({ attributeRequests: [lockState], isFabricFiltered: true, interactionModelRevision }),
    ),
  },
  {
    type: messageTypes.subscribe,
    payload: bytesOf(
      TlvSubscribeRequest.encode({
        attributeRequests: [lockState],
        isFabricFiltered: true,
        keepSubscriptions: true,
        minIntervalFloorSeconds: 0,
        maxIntervalCeilingSeconds: 60,
        interactionModelRevision,
      }),
    ),
  },
  {
    type: messageTypes.write,
    payload: bytesOf(
      TlvWriteRequest.encode({
        timedRequest: false,
        suppressResponse: false,
        writeRequests: [{ path: lockState, data: noValue }],
        interactionModelRevision,
      }),
    ),
  },
  {
    type: messageTypes.invoke,
    payload: invokeMessage({ endpoint: 1, cluster: 0x0101, command: 0x1b }, getNobody, false),
  },
];
const timedRequest: RawMessage = {
  type: messageTypes.timed,
  payload: bytesOf(TlvTimedRequest.encode({ timeout: 10_000, interactionModelRevision })),
};

function bytesOf(encoded: ReturnType<typeof TlvReadRequest.encode>): Uint8Array {
  return new Uint8Array(encoded as Uint8Array);
}

export interface SpoiledMessage {
  readonly messages: readonly RawMessage[];
  readonly what: string;
}

export function spoiledMessage(chance: Chance): SpoiledMessage {
  const base = chance.pick(good);
  if (base === null) throw new Error("There are no messages.");
  const [spoil, name] = chance.pickWeighted(spoilers);
  const payload = Uint8Array.from(spoil(chance, [...base.payload]).slice(0, bytesMax));
  // A report is not for the lock, which gives no answer to one; every other number gets one.
  const anyType = chance.pick([0, 1, 4, 7, 9, 11, 12, 63, 128, 255, chance.below(256)]) ?? 0;
  const type = chance.isLucky(0.1) ? (anyType === messageTypes.report ? 0 : anyType) : base.type;
  const isTimed = chance.isLucky(0.25);
  return {
    messages: [...(isTimed ? [timedRequest] : []), { type, payload }],
    what: `message ${type}${isTimed ? " behind a timed request" : ""}, ${name}`,
  };
}

type Spoiler = (chance: Chance, payload: Bytes) => Bytes;

const spoilers: readonly (readonly [weight: number, spoiler: readonly [Spoiler, name: string]])[] = [
  [3, [randomBytes, "random bytes"]],
  [3, [(chance) => container("structure", randomMembers(chance, 4)), "random TLV"]],
  [4, [(chance, payload) => payload.slice(0, chance.below(payload.length)), "cut off"]],
  [4, [changedBytes, "some bytes changed"]],
  [1, [(chance, payload) => [...payload, ...randomBytes(chance)], "something behind it"]],
  [1, [(chance) => nested(1 + chance.below(900), "array", chance.isLucky(0.5)), "nothing but containers"]],
  [1, [ofNothing, "lists of nothing"]],
];

function randomBytes(chance: Chance): Bytes {
  const length = chance.isLucky(0.7) ? chance.below(60) : chance.below(bytesMax);
  return Array.from({ length }, () => chance.below(256));
}

/** A quarter of a message at most: it is still looked at to the end, or nearly. */
function changedBytes(chance: Chance, payload: Bytes): Bytes {
  const changed = [...payload];
  const count = 1 + chance.below(Math.ceil(payload.length / 4));
  for (let done = 0; done < count; done++) changed[chance.below(changed.length)] = chance.below(256);
  return changed;
}

/** With the tags that messages have: what is in them is looked at as if it were right. */
function randomMembers(chance: Chance, depth: number): Bytes {
  const count = 1 + chance.below(6);
  return Array.from({ length: count }, () => {
    const tag = chance.isLucky(0.9) ? chance.below(8) : chance.below(256);
    return tagged(tag, randomElement(chance, depth));
  }).flat();
}

function randomElement(chance: Chance, depth: number): Bytes {
  const isBranch = depth > 0 && chance.isLucky(0.6);
  if (!isBranch)
    return (
      chance.pick<Bytes>([
        unsigned(chance.below(2 ** 31)),
        [0x04 + 3, ...littleEndian(2n ** 64n - 1n, 8)],
        text("text".repeat(chance.below(10))),
        octets(new Uint8Array(chance.below(40))),
        [0x08 + chance.below(2)],
        [0x14],
      ]) ?? []
    );
  const kind = chance.pick(["structure", "array", "list"] as const) ?? "array";
  if (kind !== "array") return container(kind, randomMembers(chance, depth - 1));
  return container(kind, Array.from({ length: chance.below(4) }, () => randomElement(chance, depth - 1)).flat());
}

function ofNothing(chance: Chance): Bytes {
  const many = Array.from({ length: chance.below(400) }, () =>
    container(chance.isLucky(0.5) ? "structure" : "list", []),
  );
  return container("structure", tagged(chance.below(4), container("array", many.flat())));
}
