/**
 * All that passes between a gateway and its server: orders down, reports and records up. In one process it is a pair of
 * objects; between machines it will be messages, so everything here is data.
 */

import * as z from "zod";
import { lockRecord } from "./lock-record.ts";
import { lockReport } from "./lock-report.ts";
import { credentialKind, guardProfiles, id, instant, operatingMode, soundVolumes } from "./vocabulary.ts";
import { refusalReasons, wantedLock, wantedReport } from "./wanted.ts";

export const lockSetting = z
  .discriminatedUnion("name", [
    z.strictObject({ name: z.literal("operatingMode"), value: operatingMode }),
    z.strictObject({ name: z.literal("volume"), value: z.enum(soundVolumes) }),
    z.strictObject({ name: z.literal("language"), value: z.string().min(2).max(3) }),
    z.strictObject({ name: z.literal("menu"), value: z.boolean() }),
    z.strictObject({ name: z.literal("autoRelockSeconds"), value: z.int().min(0).max(3600) }),
    z.strictObject({ name: z.literal("guardProfile"), value: z.enum(guardProfiles) }),
  ])
  .meta({ id: "LockSetting" });
export type LockSetting = z.infer<typeof lockSetting>;

export const mqttSettings = z.strictObject({
  url: z
    .string()
    .regex(/^mqtts?:\/\/[^\s/]+/)
    .describe("mqtt://… or mqtts://…"),
  username: z.string().nullable(),
  sealedPassword: z.string().nullable().describe("Sealed to the gateway."),
  discoveryPrefix: z.string().min(1).max(64),
  isUnlockAllowed: z.boolean().describe("Home Assistant may unlock; locking is always allowed."),
});
export type MqttSettings = z.infer<typeof mqttSettings>;

const lockId = id;

export const gatewayOrder = z.discriminatedUnion("order", [
  z.strictObject({
    order: z.literal("addLock"),
    lockId,
    name: z.string(),
    code: z.string().describe("The text of the QR code, or the digits of the label."),
    address: z
      .strictObject({ ip: z.string(), port: z.int().min(1).max(65_535) })
      .nullable()
      .describe("Where multicast does not work."),
  }),
  z.strictObject({ order: z.literal("renameLock"), lockId, name: z.string() }),
  /** `isForced`: forget it although it does not answer. */
  z.strictObject({ order: z.literal("removeLock"), lockId, isForced: z.boolean() }),
  z.strictObject({ order: z.literal("shareLock"), lockId, seconds: z.int().min(180).max(900) }),
  z.strictObject({ order: z.literal("putWanted"), wanted: wantedLock }),
  z.strictObject({
    order: z.literal("operate"),
    lockId,
    operation: z.enum(["lock", "unlock"]),
    sealedPin: z.string().nullable(),
    expiresAt: instant.describe("Never carried out after that."),
  }),
  z.strictObject({ order: z.literal("set"), lockId, setting: lockSetting }),
  z.strictObject({ order: z.literal("identify"), lockId }),
  z.strictObject({ order: z.literal("enrolFingerprint"), lockId, personId: id, credentialId: id }),
  z.strictObject({ order: z.literal("cancelEnrolment"), lockId }),
  z.strictObject({ order: z.literal("restoreEntry"), lockId }),
  /** A found user becomes the person's: its place is known from now on, and merged with the one that the person has. */
  z.strictObject({ order: z.literal("adoptUser"), lockId, userIndex: z.int().min(1), personId: id }),
  /** A credential found at the person's user is wanted from now on under this id. */
  z.strictObject({
    order: z.literal("adoptCredential"),
    lockId,
    personId: id,
    kind: credentialKind,
    index: z.int().min(1),
    credentialId: id,
  }),
  z.strictObject({ order: z.literal("removeFoundUser"), lockId, userIndex: z.int().min(1) }),
  z.strictObject({ order: z.literal("removeFoundCredential"), lockId, kind: credentialKind, index: z.int().min(1) }),
  /** IANA name; the gateway tells the locks zone and summer time. */
  z.strictObject({ order: z.literal("setTimeZone"), timeZone: z.string() }),
  z.strictObject({ order: z.literal("setMqtt"), mqtt: mqttSettings.nullable() }),
]);
export type GatewayOrder = z.infer<typeof gatewayOrder>;

export const orderErrors = [
  "unknownLock",
  "badCode",
  "alreadyAdded",
  /** No lock answered: not in pairing mode, or not within reach. */
  "notFound",
  "wrongPasscode",
  "unreachable",
  "expired",
  "notSupported",
  "busy",
  /** The lock said no; its log has the reason. */
  "refused",
  "invalid",
  "brokerUnreachable",
  ...refusalReasons,
] as const;
export const orderError = z.enum([...new Set(orderErrors)] as [(typeof orderErrors)[number]]);
export type OrderError = (typeof orderErrors)[number];

export type OrderAnswer =
  | { readonly ok: true; readonly value?: Readonly<Record<string, string | number | boolean | null>> }
  /** `sentence`: for a log and for scripts; the app has its own words for `error`. */
  | { readonly ok: false; readonly error: OrderError; readonly sentence: string };

export const addLockSteps = ["reading", "searching", "securing", "joining", "learning", "done"] as const;
export const enrolmentStatuses = ["started", "captured", "again", "enrolled", "failed"] as const;
export const ledColors = ["off", "amber", "white-fast", "white-slow", "white", "blue", "red"] as const;

/** How things are: only the newest of each kind and lock counts. */
export const gatewayReport = z.discriminatedUnion("report", [
  z.strictObject({ report: z.literal("lock"), lock: lockReport }),
  z.strictObject({ report: z.literal("lockRemoved"), lockId }),
  z.strictObject({ report: z.literal("wanted"), wanted: wantedReport }),
  z.strictObject({
    report: z.literal("addLock"),
    lockId,
    step: z.enum(addLockSteps),
    error: z.string().nullable(),
  }),
  z.strictObject({
    report: z.literal("enrolment"),
    lockId,
    credentialId: id.nullable(),
    status: z.enum(enrolmentStatuses),
    captures: z.int().min(0),
    reason: z.string().nullable(),
  }),
  z.strictObject({
    report: z.literal("box"),
    led: z.enum(ledColors),
    network: z.enum(["none", "cable", "wifi", "settingUp", "connecting"]),
    ssid: z.string().nullable(),
  }),
  z.strictObject({ report: z.literal("mqtt"), isConnected: z.boolean(), error: z.string().nullable() }),
]);
export type GatewayReport = z.infer<typeof gatewayReport>;

export interface GatewayListener {
  /** Must not throw, and returns at once. */
  readonly report: (report: GatewayReport) => void;
  /** Resolves when the record is in the server's database for good: only then the gateway forgets it. Twice is once. */
  readonly record: (record: z.infer<typeof lockRecord>) => Promise<void>;
}

export interface GatewayLink {
  /** X25519, SPKI in base64: what is sealed to it only this gateway can open. */
  readonly publicKey: string;
  order(order: GatewayOrder): Promise<OrderAnswer>;
  /** All that is known is reported at once, then what changes. @returns what ends it. */
  attach(listener: GatewayListener): () => void;
}
