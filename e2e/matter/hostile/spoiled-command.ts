/**
 * Commands that are no changes: would-be changes with something in them that makes them invalid, and such as name what
 * is not there, with something in them that has no business there. In both the rest is right.
 */
import type { Chance } from "../../power-cuts/chance.ts";
import {
  bytesOf,
  commands,
  people,
  unknownCommands,
  type CommandSpec,
  type FieldSpec,
  type Shape,
} from "./lock-commands.ts";
import {
  boolean,
  container,
  float,
  negative,
  nested,
  nothing,
  octets,
  tagged,
  taggedOtherwise,
  text,
  unsigned,
  type Container,
} from "./tlv-bytes.ts";

type Bytes = readonly number[];

export interface SpoiledCommand {
  readonly path: { readonly endpoint: number; readonly cluster: number; readonly command: number };
  readonly fields: Uint8Array;
  readonly isTimed: boolean;
  /** The lock has to say that it did not do it; otherwise it may, because there is nothing to do. */
  readonly isRefused: boolean;
  /** For whoever reads of a failure. */
  readonly what: string;
}

/** A message has to fit into one datagram. */
const bytesMax = 1_000;

export function spoiledCommand(chance: Chance): SpoiledCommand {
  if (chance.isLucky(0.06)) return unknownCommand(chance);
  if (chance.isLucky(0.02)) return wrongPin(chance);
  const command = chance.pick(commands);
  if (command === null) throw new Error("There are no commands.");
  const [spoil, name] = chance.pickWeighted(spoilers);
  const spoiled = spoil(chance, command);
  if (spoiled === null) return spoiledCommand(chance);
  // What must be timed and is not is refused, be it right or wrong.
  const isTimed = command.isTimed && chance.isLucky(0.8);
  return {
    path: { endpoint: 1, cluster: command.cluster, command: command.id },
    fields: Uint8Array.from(spoiled.fields.slice(0, bytesMax)),
    isTimed,
    isRefused: !command.isReading && (spoiled.isInvalid || !isTimed),
    what: `${isTimed ? "timed" : "untimed"} ${command.name}, ${name}`,
  };
}

/** null: there is no such thing in this command. */
type Spoiler = (chance: Chance, command: CommandSpec) => { readonly fields: Bytes; readonly isInvalid: boolean } | null;

const spoilers: readonly (readonly [weight: number, spoiler: readonly [Spoiler, name: string]])[] = [
  [8, [inField(ofOtherShape), "a field of another type"]],
  [4, [withoutField, "a field missing"]],
  [6, [inField((chance, { outside }) => chance.pick(outside)), "a field out of range"]],
  [4, [inField(brokenElement), "a field that is no TLV"]],
  [3, [inField(tooMuch), "a field that is too long"]],
  [2, [inField((chance) => nested(2 + chance.below(450), anyContainer(chance))), "a field of many containers"]],
  [2, [otherContainer, "fields in something else"]],
  [2, [cutOff, "fields that end early"]],
  [3, [withMore, "fields that do not belong there"]],
  [3, [withFieldTwice, "a field twice"]],
  [1, [withOtherTags, "tags of another form"]],
  [1, [withRest, "something behind the fields"]],
];

function elements({ fields }: CommandSpec, kind: "changing" | "idle"): readonly Bytes[] {
  return fields.flatMap((field) => {
    const value = field[kind];
    return value === null ? [] : [tagged(field.id, value)];
  });
}

function structureOf(members: readonly Bytes[]): Bytes {
  return container("structure", members.flat());
}

/** One field of a change has a value that makes it none. */
function inField(make: (chance: Chance, field: FieldSpec) => Bytes | null): Spoiler {
  return (chance, command) => {
    const field = chance.pick(command.fields);
    const value = field === null ? null : make(chance, field);
    if (field === null || value === null) return null;
    const at = command.fields.indexOf(field);
    const members = command.fields.map((other, index) =>
      tagged(other.id, index === at ? value : (other.changing ?? nothing)),
    );
    return { fields: structureOf(members), isInvalid: true };
  };
}

function ofOtherShape(chance: Chance, { shape }: FieldSpec): Bytes {
  const others: readonly (readonly [Shape | "other", Bytes])[] = [
    ["number", unsigned(1)],
    ["number", negative(-1, 1)],
    ["text", text(people.pins[0])],
    ["text", text("")],
    ["octets", octets(bytesOf(people.pins[0]))],
    ["structure", container("structure", [...tagged(0, unsigned(1)), ...tagged(1, unsigned(1))])],
    ["other", container("array", [...unsigned(1), ...unsigned(1)])],
    ["other", container("list", [...tagged(0, unsigned(1)), ...tagged(1, unsigned(1))])],
    ["other", boolean(true)],
    ["other", float(1)],
    ["other", float(Number.NaN)],
  ];
  const fitting = others.filter(([other]) => other !== shape).map(([, value]) => value);
  // Numbers here have no sign.
  const all = shape === "number" ? [...fitting, negative(-1, 0), negative(-2, 1), negative(-(2 ** 31), 2)] : fitting;
  return chance.pick(all) ?? nothing;
}

function withoutField(chance: Chance, command: CommandSpec): ReturnType<Spoiler> {
  const field = chance.pick(command.fields.filter(({ isOptional }) => !isOptional));
  if (field === null) return null;
  const rest = command.fields.filter((other) => other !== field && (other.isOptional || chance.isLucky(0.8)));
  return { fields: structureOf(elements({ ...command, fields: rest }, "changing")), isInvalid: true };
}

/** Longer than what is left of the message, without an end, of no type, or not long enough for what follows. */
function brokenElement(chance: Chance, { isOptional }: FieldSpec): Bytes {
  const claimed = chance.pick([0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, 2n ** 63n, 2n ** 64n - 1n]) ?? 0xff;
  const broken: readonly Bytes[] = [
    text("short", claimed),
    octets(bytesOf(people.pins[0].repeat(chance.below(4))), claimed),
    nested(1 + chance.below(200), anyContainer(chance), false),
    [0x07, 1, 2],
    [0x0b, 1],
  ];
  // matter.js passes over what has a type that there is not: for it, the field is not there.
  return chance.pick(isOptional ? broken : [...broken, [0x19 + chance.below(7)]]) ?? nothing;
}

function tooMuch(chance: Chance, { shape }: FieldSpec): Bytes {
  const length = 256 + chance.below(600);
  switch (shape) {
    case "number":
      return unsigned(2n ** 64n - 1n - BigInt(chance.below(1_000)));
    case "text":
      return text("ä".repeat(length / 2));
    case "octets":
      return octets(bytesOf(chance.digits(length)));
    case "structure":
      return container("structure", [...tagged(0, octets(new Uint8Array(length))), ...tagged(1, unsigned(1))]);
    default:
      return shape satisfies never;
  }
}

/** Where no field is needed nothing is wrong with none. */
function otherContainer(chance: Chance, command: CommandSpec): ReturnType<Spoiler> {
  if (command.fields.every(({ isOptional }) => isOptional)) return null;
  const members = elements(command, "changing").flat();
  const whole = container("structure", members);
  const fields = chance.pick<Bytes>([
    container("array", [...whole, ...whole]),
    container("array", []),
    container("list", []),
    unsigned(1),
    text("fields"),
    octets(Uint8Array.from(whole)),
    nothing,
    boolean(true),
    [],
  ]);
  return { fields: fields ?? [], isInvalid: true };
}

function cutOff(chance: Chance, command: CommandSpec): ReturnType<Spoiler> {
  const whole = structureOf(elements(command, "changing"));
  return { fields: whole.slice(0, 1 + chance.below(whole.length - 1)), isInvalid: true };
}

function randomElement(chance: Chance): Bytes {
  return (
    chance.pick<Bytes>([
      unsigned(chance.below(2 ** 31)),
      negative(-1 - chance.below(100), 0),
      text("Mallory".repeat(chance.below(40))),
      octets(bytesOf(chance.digits(chance.below(300)))),
      container("structure", tagged(1, unsigned(7))),
      nested(1 + chance.below(100), anyContainer(chance)),
      nothing,
      boolean(chance.isLucky(0.5)),
      float(chance.share()),
    ]) ?? nothing
  );
}

function anyContainer(chance: Chance): Container {
  return chance.pick(["structure", "array", "list"] as const) ?? "array";
}

/** A later version of the cluster may have fields that this one does not know: it is not invalid for that. */
function withMore(chance: Chance, command: CommandSpec): ReturnType<Spoiler> {
  if (command.fields.length === 0) return null;
  const more = Array.from({ length: 1 + chance.below(5) }, () => tagged(7 + chance.below(249), randomElement(chance)));
  const members = elements(command, "idle");
  return { fields: structureOf(chance.isLucky(0.5) ? [...more, ...members] : [...members, ...more]), isInvalid: false };
}

/** Whichever of the two is taken, it comes to nothing. */
function withFieldTwice(chance: Chance, command: CommandSpec): ReturnType<Spoiler> {
  const field = chance.pick(command.fields);
  if (field === null) return null;
  const again = tagged(field.id, chance.isLucky(0.5) ? field.idle : ofOtherShape(chance, field));
  const members = elements(command, "idle");
  return { fields: structureOf(chance.isLucky(0.5) ? [again, ...members] : [...members, again]), isInvalid: false };
}

function withOtherTags(chance: Chance, command: CommandSpec): ReturnType<Spoiler> {
  if (command.fields.every(({ isOptional }) => isOptional)) return null;
  const members = command.fields.map(({ idle }) => taggedOtherwise(chance.below(8), idle));
  return { fields: structureOf(members), isInvalid: false };
}

function withRest(chance: Chance, command: CommandSpec): ReturnType<Spoiler> {
  if (command.fields.length === 0) return null;
  const rest = Array.from({ length: 1 + chance.below(40) }, () => chance.below(256));
  return { fields: [...structureOf(elements(command, "idle")), ...rest], isInvalid: false };
}

/** The one thing here that is well-formed: a guess. */
function wrongPin(chance: Chance): SpoiledCommand {
  const digits = chance.digits(1 + chance.below(20));
  if (people.pins.some((pin) => pin === digits)) return wrongPin(chance);
  const [command, name] = chance.pick([[0x00, "LockDoor"] as const, [0x01, "UnlockDoor"] as const]) ?? [0x01, ""];
  return {
    path: { endpoint: 1, cluster: 0x0101, command },
    fields: Uint8Array.from(structureOf([tagged(0, octets(bytesOf(digits)))])),
    isTimed: true,
    isRefused: true,
    what: `${name} with a wrong PIN`,
  };
}

function unknownCommand(chance: Chance): SpoiledCommand {
  const { cluster, id } = chance.pick(unknownCommands) ?? { cluster: 0, id: 0 };
  const isTimed = chance.isLucky(0.5);
  return {
    path: { endpoint: chance.pick([0, 1, 2, 0xfffe]) ?? 0, cluster, command: id },
    fields: Uint8Array.from(structureOf([tagged(chance.below(8), randomElement(chance))])),
    isTimed,
    isRefused: true,
    what: `${isTimed ? "timed" : "untimed"} command ${id} of cluster ${cluster}, which there is not`,
  };
}
