/**
 * The panel protocol: the messages of the virtual lock, one JSON object a line. A browser and a script send and receive
 * the same. The incoming ones have schemas, because they come from outside; the outgoing ones are made here.
 */

import {
  credentialKinds,
  credentialsPerKindMax,
  roles,
  userNameLengthMax,
  usersMax,
  userTypes,
  volumes,
  weekDays,
  type Cause,
  type GuardProfile,
  type OperatingMode,
  type Role,
  type Tone,
  type UserType,
  type Volume,
} from "@catenaccio/lock-core";
import * as z from "zod";
import type { ReportedRecord } from "../log-report.ts";

/** The core's words in the messages, for those who know the lock only by them. */
export type { CredentialReference, LogEntry, OperationSource, Tone, Volume } from "@catenaccio/lock-core";

export type { ReportedRecord } from "../log-report.ts";

/** Longer holds and waits would only hang a script. */
const holdMsMax = 10 * 60_000;
const waitMsMax = 366 * 86_400_000;
const voltsMax = 7.2;
const pressedKeysMax = 256;

export const fingerConditions = ["dry", "wet", "dirty", "partial", "hard", "light", "turned", "hurt"] as const;
export const faultNames = [
  "motor-stall",
  "motor-open",
  "cable",
  "reader",
  "keypad",
  "clutch",
  "warped-door",
  "lock-body",
  "cylinder",
  "installation",
] as const;

const name = z.string().min(1).max(userNameLengthMax);
const digits = z.string().regex(/^\d{1,20}$/);
const userIndex = z.int().min(1).max(usersMax);
const credentialIndex = z.int().min(1).max(credentialsPerKindMax);
const instant = z.iso.datetime();
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);

const weekDay = z.strictObject({
  days: z.array(z.enum(weekDays)).min(1).max(weekDays.length),
  from: timeOfDay,
  to: timeOfDay,
});
const yearDay = z.strictObject({ from: instant, to: instant });

const remoteMessages = {
  unlock: z.strictObject({ remote: z.literal("unlock"), pin: digits.optional() }),
  lock: z.strictObject({ remote: z.literal("lock") }),
  "passage-on": z.strictObject({ remote: z.literal("passage-on") }),
  "passage-off": z.strictObject({ remote: z.literal("passage-off") }),
  volume: z.strictObject({ remote: z.literal("volume"), to: z.enum(volumes) }),
  language: z.strictObject({ remote: z.literal("language"), to: z.string().regex(/^[a-z]{2,3}$/) }),
  "menu-on": z.strictObject({ remote: z.literal("menu-on") }),
  "menu-off": z.strictObject({ remote: z.literal("menu-off") }),
  "entry-on": z.strictObject({ remote: z.literal("entry-on") }),
  relock: z.strictObject({ remote: z.literal("relock"), seconds: z.int().min(0).max(86_400) }),
  setUser: z.strictObject({
    remote: z.literal("setUser"),
    user: userIndex,
    name: z.string().max(userNameLengthMax).optional(),
    role: z.enum(roles).optional(),
    type: z.enum(userTypes).optional(),
    enabled: z.boolean().optional(),
  }),
  clearUser: z.strictObject({ remote: z.literal("clearUser"), user: userIndex }),
  setCredential: z.discriminatedUnion("kind", [
    z.strictObject({
      remote: z.literal("setCredential"),
      user: userIndex,
      kind: z.literal("pin"),
      index: credentialIndex.optional(),
      pin: digits,
    }),
    z.strictObject({
      remote: z.literal("setCredential"),
      user: userIndex,
      kind: z.literal("rfid"),
      index: credentialIndex.optional(),
      card: name,
    }),
  ]),
  clearCredential: z.strictObject({
    remote: z.literal("clearCredential"),
    user: userIndex.optional(),
    kind: z.enum(credentialKinds),
    index: credentialIndex,
  }),
  setSchedule: z.union([
    z.strictObject({ remote: z.literal("setSchedule"), user: userIndex, weekDay }),
    z.strictObject({ remote: z.literal("setSchedule"), user: userIndex, yearDay }),
  ]),
  clearSchedules: z.strictObject({ remote: z.literal("clearSchedules"), user: userIndex }),
} as const;

/** Each message by the key that names it, with the sentence that a wrong one gets. */
const messages = {
  touch: [z.strictObject({ touch: z.literal(true) }), "takes true"],
  press: [
    z.strictObject({ press: z.string().regex(new RegExp(`^[0-9*#]{1,${pressedKeysMax}}$`)) }),
    `takes 1 to ${pressedKeysMax} keys out of 0-9, * and #`,
  ],
  finger: [
    z.strictObject({ finger: name, as: z.enum(fingerConditions).optional() }),
    `takes a finger's name, and "as" one of ${fingerConditions.join(", ")}`,
  ],
  card: [z.strictObject({ card: name }), "takes a card's name"],
  key: [z.strictObject({ key: z.enum(["right", "wrong", "half", "out"]) }), "takes right, wrong, half or out"],
  handle: [
    z.strictObject({ handle: z.enum(["outside", "inside"]), move: z.enum(["down", "up", "release", "stuck"]) }),
    'takes outside or inside, and "move" down, up, release or stuck',
  ],
  peephole: [z.strictObject({ peephole: z.boolean() }), "takes true or false"],
  bolt: [z.strictObject({ bolt: z.enum(["thrown", "free"]) }), "takes thrown or free"],
  door: [z.strictObject({ door: z.literal("close") }), "takes close"],
  reset: [z.strictObject({ reset: z.int().min(1).max(holdMsMax) }), `takes 1 to ${holdMsMax} milliseconds`],
  batteries: [
    z.union([
      z.strictObject({ batteries: z.literal("out") }),
      z.strictObject({
        batteries: z.literal("in"),
        volts: z.number().min(0).max(voltsMax).optional(),
        reset: z.boolean().optional(),
        reversed: z.boolean().optional(),
      }),
    ]),
    `takes out, or in with "volts" 0 to ${voltsMax}, "reset" and "reversed" true or false`,
  ],
  volts: [z.strictObject({ volts: z.number().min(0).max(voltsMax) }), `takes 0 to ${voltsMax} volts`],
  usb: [z.strictObject({ usb: z.boolean() }), "takes true or false"],
  tamper: [z.strictObject({ tamper: z.boolean() }), "takes true or false"],
  fault: [
    z.strictObject({ fault: z.enum(faultNames), on: z.boolean() }),
    `takes one of ${faultNames.join(", ")}, and "on" true or false`,
  ],
  wait: [z.strictObject({ wait: z.int().min(0).max(waitMsMax) }), `takes 0 to ${waitMsMax} milliseconds`],
  clock: [z.strictObject({ clock: instant.nullable() }), "takes an instant such as 2026-03-02T09:00:00Z, or null"],
  ask: [z.strictObject({ ask: z.enum(["state", "log"]) }), "takes state or log"],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

type PlainMessages = typeof messages;
export type RemoteMessage = {
  [Name in keyof typeof remoteMessages]: z.infer<(typeof remoteMessages)[Name]>;
}[keyof typeof remoteMessages];
export type InMessage =
  | { [Name in keyof PlainMessages]: z.infer<PlainMessages[Name][0]> }[keyof PlainMessages]
  | RemoteMessage;
/** The message that is named by a key, such as `MessageOf<"finger">`. */
export type MessageOf<Name extends keyof PlainMessages> = z.infer<PlainMessages[Name][0]>;

export type Parsed = { readonly message: InMessage } | { readonly error: string };

/** One line of the script: a message, or the sentence that says what is wrong with it. */
export function parseLine(line: string): Parsed {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { error: "The line is not JSON." };
  }
  return parseMessage(value);
}

export function parseMessage(value: unknown): Parsed {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { error: "A message is a JSON object." };
  if ("remote" in value) return parseRemote(value);
  const names = Object.keys(value).filter((key): key is keyof PlainMessages => Object.hasOwn(messages, key));
  // Batteries go in with a voltage and with RESET held, which are messages of their own too.
  const [first, second] = names.includes("batteries") ? (["batteries"] as const) : names;
  if (first === undefined) return { error: "The message is not known." };
  if (second !== undefined) return { error: `A message is one thing: "${first}" or "${second}".` };
  const [schema, takes] = messages[first];
  const parsed = schema.safeParse(value);
  return parsed.success ? { message: parsed.data } : { error: `"${first}" ${takes}, and nothing else.` };
}

function parseRemote(value: { readonly remote: unknown }): Parsed {
  const { remote } = value;
  if (typeof remote !== "string" || !isRemoteName(remote)) return { error: "The remote order is not known." };
  const parsed = remoteMessages[remote].safeParse(value);
  if (parsed.success) return { message: parsed.data };
  const field = parsed.error.issues[0]?.path.join(".");
  return { error: `The remote order "${remote}" has a wrong or missing value${field ? `: ${field}` : ""}.` };
}

function isRemoteName(name: string): name is keyof typeof remoteMessages {
  return Object.hasOwn(remoteMessages, name);
}

export const menuNames = [
  "verify",
  "menu",
  "addFingerprint",
  "addPin",
  "addCard",
  "deleteFingerprint",
  "deletePin",
  "deleteCard",
  "clearFingerprints",
  "clearPins",
  "clearCards",
  "initialise",
  "factoryReset",
] as const;
export type MenuName = (typeof menuNames)[number];

export interface StateReport {
  readonly awake: boolean;
  readonly initial: boolean;
  readonly menu: MenuName | null;
  readonly credentials: {
    readonly fingerprint: readonly number[];
    readonly pin: readonly number[];
    readonly rfid: readonly number[];
  };
  readonly users: Readonly<
    Record<string, { readonly name: string; readonly role: Role; readonly type: UserType; readonly enabled: boolean }>
  >;
  readonly volume: Volume;
  readonly language: string;
  readonly lockState: "locked" | "unlocked";
  readonly operatingMode: OperatingMode;
  readonly lockedOutMs: number;
  readonly wrongTries: number;
  readonly pinEntry: "on" | "stopped";
  readonly fingerprintEntry: "on" | "stopped";
  readonly battery: { readonly volts: number; readonly level: "ok" | "warning" | "critical" | "dead" };
  readonly usb: boolean;
  readonly pairing: boolean;
  /** How many homes have the lock; only with Matter on. */
  readonly homes?: number;
  readonly clutch: "engaged" | "free";
  readonly bolt: "thrown" | "free";
  readonly deadBolt: "thrown" | "free";
  readonly latch: "out" | "in";
  readonly door: "open" | "closed";
  readonly profile: GuardProfile;
  readonly time: string | null;
  readonly diagnosis: readonly Cause[];
}

export type OutMessage =
  | { readonly say: string; readonly text: string; readonly lang: string }
  | { readonly tone: Tone }
  | { readonly siren: boolean }
  | { readonly keypad: { readonly lit: boolean; readonly shows: string; readonly flashing: boolean } }
  | { readonly clutch: "engaged" | "free" }
  | { readonly door: "open" | "closed" }
  | { readonly log: ReportedRecord }
  | { readonly state: StateReport }
  | { readonly pairing: boolean }
  | { readonly error: string }
  | { readonly done: number };
