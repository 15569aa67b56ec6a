/**
 * The commands of the Door Lock cluster and of our own, each field with a value that would change something, one that
 * names what is not there, and some that are out of range: written out by hand, so that whoever spoils them knows what
 * is right.
 */
import { container, nothing, octets, tagged, text, unsigned } from "./tlv-bytes.ts";

type Bytes = readonly number[];

/** What a value is on the wire; a number may be longer than it need be, but it is a number. */
export type Shape = "number" | "text" | "octets" | "structure";

export interface FieldSpec {
  readonly id: number;
  readonly shape: Shape;
  /** With these in all its fields a timed command would be carried out; null: the field stays away. */
  readonly changing: Bytes | null;
  /** With these in all its fields it is refused, or comes to nothing. */
  readonly idle: Bytes;
  /** Of the right shape, and refused whatever the others are. */
  readonly outside: readonly Bytes[];
  readonly isOptional: boolean;
  readonly isNullable: boolean;
}

export interface CommandSpec {
  readonly name: string;
  readonly cluster: number;
  readonly id: number;
  readonly fields: readonly FieldSpec[];
  /** Only tells something. */
  readonly isReading: boolean;
  readonly isTimed: boolean;
}

/** Who is in the lock, and with what: what the commands would change. */
export const people = {
  pins: ["407913", "58203741"],
  card: "card-of-anna",
  /** Users 1 to 3 are there; the third has no credential. */
  users: 3,
} as const;

/** A user whom nobody made, and a place that nobody took. */
const nobody = 149;
const freePlace = 48;
const freeSchedule = 9;

const doorLock = 0x0101;
const catenaccio = 0xfff1_fc00;

interface Values {
  readonly changing: number;
  readonly idle: number;
  readonly outside: readonly number[];
}

interface Traits {
  readonly isOptional?: boolean;
  readonly isNullable?: boolean;
}

function field(
  id: number,
  shape: Shape,
  values: Pick<FieldSpec, "changing" | "idle" | "outside">,
  { isOptional = false, isNullable = false }: Traits = {},
): FieldSpec {
  return { id, shape, ...values, isOptional, isNullable };
}

function number(id: number, { changing, idle, outside }: Values, traits: Traits = {}): FieldSpec {
  const values = { changing: unsigned(changing), idle: unsigned(idle), outside: outside.map((each) => unsigned(each)) };
  return field(id, "number", values, traits);
}

const userIndex = (id: number, traits: Traits = {}): FieldSpec =>
  number(id, { changing: 1, idle: nobody, outside: [0, 151, 0xfffd, 0xffff, 0x1_0000, 2 ** 32] }, traits);
/** 0xFE stands for all where schedules are cleared. */
const scheduleIndex = (id: number): FieldSpec =>
  number(id, { changing: 1, idle: freeSchedule, outside: [0, 11, 0xfd, 0xff, 0x100, 0xffff] });
const hour = (id: number, changing: number): FieldSpec =>
  number(id, { changing, idle: changing, outside: [24, 0xff, 0x100] });
const minute = (id: number): FieldSpec => number(id, { changing: 30, idle: 30, outside: [60, 0xff, 0x100] });
const localTime = (id: number, changing: number): FieldSpec =>
  number(id, { changing, idle: changing, outside: [2 ** 32] });

/** It opens the door if it is taken for one. */
const pinCode = (id: number): FieldSpec =>
  field(
    id,
    "octets",
    {
      changing: octets(bytesOf(people.pins[0])),
      idle: octets(bytesOf("no digits")),
      outside: [
        octets(bytesOf("")),
        octets(bytesOf("40791३")),
        octets(bytesOf(people.pins[0].padEnd(21, "5"))),
        octets(bytesOf(`${people.pins[0]}\0`)),
        octets(new Uint8Array(255)),
      ],
    },
    { isOptional: true },
  );

const credential = (id: number, traits: Traits = {}): FieldSpec => {
  const place = (type: number, index: number): Bytes =>
    container("structure", [...tagged(0, unsigned(type)), ...tagged(1, unsigned(index))]);
  const outside = [
    ...[0, 51, 0xfffd, 0xffff, 0x1_0000].map((index) => place(1, index)),
    ...[4, 5, 9, 0xff, 0x100].map((type) => place(type, 1)),
    place(0, 1),
    place(0, 0xfffe),
    container("structure", tagged(0, unsigned(1))),
    container("structure", tagged(1, unsigned(1))),
    container("structure", []),
  ];
  return field(id, "structure", { changing: place(1, 1), idle: place(1, freePlace), outside }, traits);
};

const operationType = number(0, { changing: 2, idle: 2, outside: [1, 3, 0xff, 0x100] });
const operatingMode = (id: number): FieldSpec => number(id, { changing: 1, idle: 1, outside: [5, 0xff, 0x100] });
const nullable = { isNullable: true } as const;

const credentialData = field(2, "octets", {
  changing: octets(bytesOf("92837465")),
  idle: octets(bytesOf("92837465")),
  outside: ["", "12345", "12345678901", "12345x", " 123456", "1234567\n"].map((data) => octets(bytesOf(data))),
});

const changes = { isReading: false, isTimed: true } as const;
const reads = { isReading: true, isTimed: false } as const;

const ofDoorLock: readonly Omit<CommandSpec, "cluster">[] = [
  { name: "LockDoor", id: 0x00, ...changes, fields: [pinCode(0)] },
  { name: "UnlockDoor", id: 0x01, ...changes, fields: [pinCode(0)] },
  {
    name: "UnlockWithTimeout",
    id: 0x03,
    ...changes,
    fields: [number(0, { changing: 30, idle: 0, outside: [0, 0x1_0000, 2 ** 32] }), pinCode(1)],
  },
  {
    name: "SetWeekDaySchedule",
    id: 0x0b,
    ...changes,
    fields: [
      scheduleIndex(0),
      userIndex(1),
      number(2, { changing: 0x7f, idle: 0x7f, outside: [0, 0x100] }),
      hour(3, 8),
      minute(4),
      hour(5, 17),
      minute(6),
    ],
  },
  { name: "GetWeekDaySchedule", id: 0x0c, ...reads, fields: [scheduleIndex(0), userIndex(1)] },
  { name: "ClearWeekDaySchedule", id: 0x0d, ...changes, fields: [scheduleIndex(0), userIndex(1)] },
  {
    name: "SetYearDaySchedule",
    id: 0x0e,
    ...changes,
    fields: [scheduleIndex(0), userIndex(1), localTime(2, 1_000), localTime(3, 2_000_000_000)],
  },
  { name: "GetYearDaySchedule", id: 0x0f, ...reads, fields: [scheduleIndex(0), userIndex(1)] },
  { name: "ClearYearDaySchedule", id: 0x10, ...changes, fields: [scheduleIndex(0), userIndex(1)] },
  {
    name: "SetHolidaySchedule",
    id: 0x11,
    ...changes,
    fields: [
      number(0, { changing: 1, idle: 0, outside: [0, 11, 0xfe, 0xff, 0x100] }),
      localTime(1, 3_000_000_000),
      localTime(2, 3_000_086_400),
      operatingMode(3),
    ],
  },
  { name: "GetHolidaySchedule", id: 0x12, ...reads, fields: [scheduleIndex(0)] },
  {
    name: "ClearHolidaySchedule",
    id: 0x13,
    ...changes,
    fields: [number(0, { changing: 1, idle: 0, outside: [0, 11, 0xfd, 0xff, 0x100] })],
  },
  {
    name: "SetUser",
    id: 0x1a,
    ...changes,
    fields: [
      operationType,
      userIndex(1),
      field(
        2,
        "text",
        {
          changing: text("Mallory"),
          idle: text("Mallory"),
          outside: [text("eleven char"), text("ääääää"), text("x".repeat(255)), text("x".repeat(700))],
        },
        nullable,
      ),
      number(3, { changing: 0xbad, idle: 0xbad, outside: [2 ** 32] }, nullable),
      number(4, { changing: 3, idle: 3, outside: [0, 2, 4, 0xff, 0x100] }, nullable),
      number(5, { changing: 6, idle: 6, outside: [10, 0xff, 0x100] }, nullable),
      number(6, { changing: 1, idle: 1, outside: [3, 0xff, 0x100] }, nullable),
    ],
  },
  { name: "GetUser", id: 0x1b, ...reads, fields: [userIndex(0)] },
  { name: "ClearUser", id: 0x1d, ...changes, fields: [userIndex(0)] },
  {
    name: "SetCredential",
    id: 0x22,
    ...changes,
    fields: [
      operationType,
      credential(1),
      credentialData,
      userIndex(3, nullable),
      // Who the user is to be is said only of a new one.
      field(
        4,
        "number",
        { changing: nothing, idle: nothing, outside: [1, 3, 7].map((each) => unsigned(each)) },
        nullable,
      ),
      field(
        5,
        "number",
        { changing: nothing, idle: nothing, outside: [0, 3, 99].map((each) => unsigned(each)) },
        nullable,
      ),
    ],
  },
  { name: "GetCredentialStatus", id: 0x24, ...reads, fields: [credential(0)] },
  { name: "ClearCredential", id: 0x26, ...changes, fields: [credential(0, nullable)] },
];

const ofOurs: readonly Omit<CommandSpec, "cluster">[] = [
  { name: "EnrolFingerprint", id: 0x0, ...changes, fields: [userIndex(0, nullable)] },
  { name: "CancelEnrolment", id: 0x1, ...changes, fields: [] },
  { name: "ReadLog", id: 0x2, ...reads, fields: [number(0, { changing: 1, idle: 1, outside: [2 ** 32] })] },
  {
    name: "SetUserDetails",
    id: 0x4,
    ...changes,
    fields: [
      userIndex(0),
      field(
        1,
        "text",
        { changing: text("Mallory"), idle: text("Mallory"), outside: [text("x".repeat(65)), text("ä".repeat(400))] },
        nullable,
      ),
      number(2, { changing: 0, idle: 0, outside: [3, 0xff, 0x100] }, nullable),
    ],
  },
  { name: "GetUserDetails", id: 0x5, ...reads, fields: [userIndex(0)] },
  {
    name: "MergeUsers",
    id: 0x7,
    ...changes,
    fields: [userIndex(0), number(1, { changing: 2, idle: nobody, outside: [0, 151, 0xffff, 0x1_0000] })],
  },
  { name: "RestoreEntry", id: 0x8, ...changes, fields: [] },
];

export const commands: readonly CommandSpec[] = [
  ...ofDoorLock.map((each) => ({ ...each, cluster: doorLock })),
  ...ofOurs.map((each) => ({ ...each, cluster: catenaccio })),
];

/** By number, such as neither cluster has as requests. */
export const unknownCommands: readonly { readonly cluster: number; readonly id: number }[] = [
  ...[0x02, 0x04, 0x05, 0x06, 0x07, 0x08, 0x1c, 0x23, 0x25, 0x27, 0x28, 0x29, 0xff, 0xffff, 0xffff_ffff].map((id) => ({
    cluster: doorLock,
    id,
  })),
  ...[0x03, 0x06, 0x09, 0x40, 0xff].map((id) => ({ cluster: catenaccio, id })),
];

export function bytesOf(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
