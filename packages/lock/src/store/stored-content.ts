/**
 * What each kind of row may hold, field by field with its range. A row is ours only if it fits: the database is the one
 * place where a fault of the disk could become a user with a key to the door.
 */

import {
  autoRelockSecondsMax,
  credentialKinds,
  credentialRules,
  credentialsPerKindMax,
  detectableFaults,
  expiringUserTimeoutMinutesMax,
  guardProfiles,
  guessWindowsPerDayMax,
  holidaySchedulesMax,
  operatingModes,
  pinEntryLengthMax,
  pinLengthMax,
  pinLengthMin,
  roles,
  schedulesPerUserMax,
  temporaryDisableSecondsMax,
  userNameLengthMax,
  usersMax,
  userTypes,
  volumes,
  weekDays,
  wrongCodeEntryLimitMax,
  type AlarmCode,
  type AlarmState,
  type BatteryLevel,
  type ClutchPosition,
  type Credential,
  type CredentialReference,
  type DurableState,
  type Drive,
  type Guard,
  type Holidays,
  type LogRecord,
  type OperationError,
  type OperationReason,
  type OperationSource,
  type Origin,
  type ScheduleReference,
  type Settings,
  type User,
  type UserStatus,
} from "@catenaccio/lock-core";
import { z } from "zod";

/** The words of a union of the core; one that is missing or too many here does not compile. */
function oneOf<Word extends string>(words: Readonly<Record<Word, true>>): z.ZodType<Word> {
  return z.custom<Word>((value) => typeof value === "string" && Object.hasOwn(words, value), "an unknown word");
}

const count = z.int().min(0);
const utcMs = z.int().nullable();
const poweredMs = count;
const flag = z.boolean();

const userIndex = z.int().min(1).max(usersMax);
/** From 0, the programming PIN's. */
const credentialIndex = z.int().min(0).max(credentialsPerKindMax);
/** Matter FabricIndex. */
const fabricIndexMax = 254;
/** 0: that of a fabric which has left. */
const fabric = z.int().min(0).max(fabricIndexMax).nullable();
/** HMAC-SHA-256 in hex. */
const tag = z.string().regex(/^[0-9a-f]{64}$/);
const minutesPerDay = 1440;
const scheduleIndex = z.int().min(1).max(schedulesPerUserMax);

const source = oneOf<OperationSource>({
  keypad: true,
  biometric: true,
  rfid: true,
  remote: true,
  auto: true,
  schedule: true,
  manual: true,
  unspecified: true,
});
const clutchPosition = oneOf<ClutchPosition>({ engaged: true, free: true });
const kind = z.enum(credentialKinds);
const origin = z.strictObject({
  fabric: z.int().min(1).max(fabricIndexMax),
  node: z.string().regex(/^\d{1,20}$/),
}) satisfies z.ZodType<Origin>;
const credentialReference = z.strictObject({ kind, index: credentialIndex }) satisfies z.ZodType<CredentialReference>;

export const userContent = z.strictObject({
  userIndex,
  name: z.string().max(userNameLengthMax),
  /** Matter UserUniqueID. */
  uniqueId: z.int().min(0).max(0xffff_ffff).nullable(),
  role: z.enum(roles),
  userType: z.enum(userTypes),
  userStatus: oneOf<UserStatus>({ occupiedEnabled: true, occupiedDisabled: true }),
  credentialRule: z.enum(credentialRules),
  weekDaySchedules: z
    .array(
      z
        .strictObject({
          index: scheduleIndex,
          days: z.array(z.enum(weekDays)).min(1).max(weekDays.length),
          fromMinute: z
            .int()
            .min(0)
            .max(minutesPerDay - 1),
          toMinute: z.int().min(1).max(minutesPerDay),
        })
        .refine((schedule) => schedule.fromMinute < schedule.toMinute),
    )
    .max(schedulesPerUserMax)
    .refine(hasEachIndexOnce),
  yearDaySchedules: z
    .array(
      z
        .strictObject({ index: scheduleIndex, fromLocalMs: z.int(), toLocalMs: z.int() })
        .refine((schedule) => schedule.fromLocalMs < schedule.toLocalMs),
    )
    .max(schedulesPerUserMax)
    .refine(hasEachIndexOnce),
  creatorFabric: fabric,
  modifierFabric: fabric,
  expiry: z.strictObject({ poweredMs, utcMs }).nullable(),
}) satisfies z.ZodType<User>;

const credentialBase = {
  index: credentialIndex.min(1),
  userIndex,
  enrolledSeq: count,
  creatorFabric: fabric,
  modifierFabric: fabric,
};

export const credentialContent = z.discriminatedUnion("kind", [
  z.strictObject({ ...credentialBase, kind: z.literal("fingerprint") }),
  z.strictObject({
    ...credentialBase,
    index: credentialIndex,
    kind: z.literal("pin"),
    tag,
    length: z.int().min(pinLengthMin).max(pinLengthMax),
  }),
  z.strictObject({ ...credentialBase, kind: z.literal("rfid"), tag }),
]) satisfies z.ZodType<Credential>;

const settings = z.strictObject({
  volume: z.enum(volumes),
  language: z.string().regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/),
  autoRelockSeconds: z.int().min(0).max(autoRelockSecondsMax),
  guardProfile: z.enum(guardProfiles),
  isMenuEnabled: flag,
  localProgramming: z.strictObject({ add: flag, modify: flag, clear: flag, adjustSettings: flag }),
  wrongCodeEntryLimit: z.int().min(1).max(wrongCodeEntryLimitMax),
  temporaryDisableSeconds: z.int().min(1).max(temporaryDisableSecondsMax),
  operatingMode: z.enum(operatingModes),
  expiringUserTimeoutMinutes: z.int().min(1).max(expiringUserTimeoutMinutesMax),
  isPinRequiredForRemote: flag,
}) satisfies z.ZodType<Settings>;

const holidayIndex = z.int().min(1).max(holidaySchedulesMax);

const holidays = z.strictObject({
  schedules: z
    .array(
      z
        .strictObject({
          index: holidayIndex,
          fromLocalMs: z.int(),
          toLocalMs: z.int(),
          operatingMode: z.enum(operatingModes),
        })
        .refine((schedule) => schedule.fromLocalMs < schedule.toLocalMs),
    )
    .max(holidaySchedulesMax)
    .refine(hasEachIndexOnce),
  running: z
    .strictObject({ index: holidayIndex, mode: z.enum(operatingModes), modeBefore: z.enum(operatingModes) })
    .nullable(),
}) satisfies z.ZodType<Holidays>;

const guard = z.strictObject({
  wrongTries: count,
  openTry: z.strictObject({ kind, windows: z.int().min(0).max(pinEntryLengthMax) }).nullable(),
  lockoutUntilMs: poweredMs.nullable(),
  lockoutLevel: count,
  lastWrongMs: poweredMs.nullable(),
  wrongPins: count,
  wrongFingers: count,
  /** Each guess is at least one window, and entry stops when the day is full. */
  guesses: z
    .array(z.strictObject({ atMs: poweredMs, windows: z.int().min(1).max(pinEntryLengthMax) }))
    .max(guessWindowsPerDayMax),
  wrongPinsInRow: count,
  isPinEntryStopped: flag,
  isFingerprintEntryStopped: flag,
}) satisfies z.ZodType<Guard>;

const alarm = z.strictObject({
  isFrontRemoved: flag,
  sirenUntilMs: poweredMs.nullable(),
  reportedBattery: oneOf<BatteryLevel>({ ok: true, warning: true, critical: true, dead: true }),
}) satisfies z.ZodType<AlarmState>;

const drive = z.strictObject({
  pending: z
    .strictObject({
      to: clutchPosition,
      cause: z.strictObject({
        source,
        user: userIndex.nullable(),
        credential: credentialReference.nullable(),
        credentialsBefore: z.array(credentialReference).exactOptional(),
        origin: origin.exactOptional(),
      }),
    })
    .nullable() satisfies z.ZodType<Drive | null>,
});

/** What the store keeps for itself. */
const device = z.strictObject({
  /** Which key the rows were made with. */
  keyCheck: tag,
  isKeyOutdated: flag,
  areHomesToLeave: flag,
});
export type DeviceSection = z.infer<typeof device>;

/** The parts of the durable state that are one row each, and the store's own. */
export const sectionContents = z.strictObject({
  clock: z.strictObject({ poweredMs }) satisfies z.ZodType<DurableState["clock"]>,
  settings,
  holidays,
  guard,
  alarm,
  drive,
  log: z.strictObject({ nextSeq: z.int().min(1) }) satisfies z.ZodType<DurableState["log"]>,
  device,
});

const operationError = oneOf<OperationError>({
  invalidCredential: true,
  disabledUserDenied: true,
  restricted: true,
  insufficientBattery: true,
  unspecified: true,
});

const reason = oneOf<OperationReason>({
  "unknown-finger": true,
  "unknown-card": true,
  "unknown-pin": true,
  "pin-too-short": true,
  "entry-too-long": true,
  "padding-not-accepted": true,
  interrupted: true,
  "user-disabled": true,
  "user-expired": true,
  "out-of-schedule": true,
  "clock-unknown": true,
  "remote-only": true,
  "more-credentials-needed": true,
  "not-administrator": true,
  "operating-mode": true,
  "locked-out": true,
  "entry-stopped": true,
  "pin-required": true,
  "handle-not-at-rest": true,
  "bolted-inside": true,
  "motor-stall": true,
  "motor-open": true,
  clutch: true,
});

const alarmCode = oneOf<AlarmCode>({
  lockJammed: true,
  wrongCodeEntryLimit: true,
  entryStopped: true,
  frontEscutcheonRemoved: true,
  lockFactoryReset: true,
  lowBattery: true,
  forcedUser: true,
});

const place = { seq: z.int().min(1), utcMs };
/** The log tells of users and credentials that may be gone; only their form is checked. */
const who = {
  user: userIndex.nullable(),
  credential: credentialReference.nullable(),
  origin: origin.exactOptional(),
};

export const logContent = z.discriminatedUnion("event", [
  z.strictObject({
    ...place,
    ...who,
    event: z.literal("lockOperation"),
    operation: z.enum(["lock", "unlock", "nonAccessUserEvent"]),
    source,
    credentialsBefore: z.array(credentialReference).exactOptional(),
  }),
  z.strictObject({
    ...place,
    ...who,
    event: z.literal("lockOperationError"),
    operation: z.enum(["lock", "unlock"]),
    source,
    error: operationError,
    reason,
  }),
  z.strictObject({ ...place, event: z.literal("alarm"), code: alarmCode }),
  z.strictObject({
    ...place,
    ...who,
    event: z.literal("userChange"),
    change: z.enum(["add", "modify", "clear"]),
    source,
    schedule: (
      z.strictObject({
        kind: z.enum(["weekDay", "yearDay", "holiday"]),
        index: z.int().min(1).nullable(),
        change: z.enum(["add", "modify", "clear"]).exactOptional(),
      }) satisfies z.ZodType<ScheduleReference>
    ).exactOptional(),
    within: z.enum([...credentialKinds, "everybody"]).exactOptional(),
    isUserToo: z.literal(true).exactOptional(),
  }),
  z.strictObject({
    ...place,
    event: z.literal("setting"),
    name: z.string().min(1),
    value: z.union([z.string(), z.number(), z.boolean()]),
    source,
    origin: origin.exactOptional(),
  }),
  z.strictObject({ ...place, event: z.literal("power"), what: z.enum(["up", "batteriesOut", "usb"]) }),
  z.strictObject({ ...place, event: z.literal("pairing"), what: z.enum(["opened", "closed", "joined", "left"]) }),
  z.strictObject({ ...place, event: z.literal("fault"), cause: z.enum(detectableFaults), on: flag }),
]) satisfies z.ZodType<LogRecord>;

function hasEachIndexOnce(schedules: readonly { readonly index: number }[]): boolean {
  return new Set(schedules.map((schedule) => schedule.index)).size === schedules.length;
}
