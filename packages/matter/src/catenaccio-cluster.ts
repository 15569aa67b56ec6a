/**
 * Our own cluster, for what Matter has no words for (docs/matter.md): a finger enrolled at the reader by a home's order,
 * the log by its numbers, roles and whole names, the guard profile, stopped entry, the diagnosis. A controller that does
 * not know it loses nothing that is standard.
 */

import { ClusterId, type MaybePromise } from "@matter/main";
import {
  AttributeElement as Attribute,
  ClusterElement,
  ClusterModel,
  CommandElement as Command,
  DatatypeElement as Datatype,
  EventElement as Event,
  FieldElement as Field,
} from "@matter/main/model";
import { ClusterType } from "@matter/main/types";

/** Vendor prefix 0xFFF1, and the first of the numbers for clusters of a manufacturer (core §7.18.2). */
const catenaccioClusterId = 0xfff1_fc00;

/** The values of GuardProfileEnum. */
export const guardProfileNumbers = { manual: 0, guarded: 1, strict: 2 } as const;
/** The values of RoleEnum. */
export const roleNumbers = { administrator: 0, member: 1, guest: 2 } as const;
/** The values of EnrolmentStatusEnum. */
export const enrolmentStatusNumbers = { started: 0, captured: 1, again: 2, enrolled: 3, failed: 4 } as const;
/** The values of EntryEnum. */
export const entryNumbers = { pin: 0, fingerprint: 1 } as const;

/** Those of the lock, which holds them against its own. */
export const clusterLimits = { usersMax: 150, userNameLengthMax: 64 } as const;
const { usersMax, userNameLengthMax } = clusterLimits;
const diagnosisMax = 20;
const causeLengthMax = 32;
const reasonLengthMax = 32;
/** What fits in one message together with its frame. */
export const logPageBytesMax = 900;
const logPageMax = 16;
const logRecordLengthMax = logPageBytesMax;

const userIndexField = { type: "uint16", constraint: `1 to ${usersMax}` } as const;

function enumeration(name: string, values: Readonly<Record<string, number>>) {
  const fields = Object.entries(values).map(([word, id]) =>
    Field({ name: word.charAt(0).toUpperCase() + word.slice(1), id, conformance: "M" }),
  );
  return Datatype({ name, type: "enum8" }, ...fields);
}

const element = ClusterElement(
  { name: "CatenaccioLock", id: catenaccioClusterId, classification: "application" },
  Attribute({ name: "ClusterRevision", id: 0xfffd, type: "ClusterRevision", default: 1 }),
  Attribute({ name: "GuardProfile", id: 0x0, type: "GuardProfileEnum", access: "RW VA", conformance: "M" }),
  Attribute({ name: "PinEntryStopped", id: 0x1, type: "bool", access: "R V", conformance: "M" }),
  Attribute({ name: "FingerprintEntryStopped", id: 0x2, type: "bool", access: "R V", conformance: "M" }),
  Attribute({ name: "LockedOut", id: 0x3, type: "bool", access: "R V", conformance: "M" }),
  Attribute(
    { name: "Diagnosis", id: 0x4, type: "list", access: "R V", conformance: "M", constraint: `max ${diagnosisMax}` },
    Field({ name: "entry", type: "string", constraint: `max ${causeLengthMax}` }),
  ),
  Attribute({ name: "OldestLogNumber", id: 0x5, type: "uint32", access: "R A", conformance: "M" }),
  Attribute({ name: "NewestLogNumber", id: 0x6, type: "uint32", access: "R A", conformance: "M" }),

  Command(
    { name: "EnrolFingerprint", id: 0x0, access: "A T", conformance: "M", direction: "request", response: "status" },
    Field({ name: "UserIndex", id: 0x0, ...userIndexField, conformance: "M", quality: "X" }),
  ),
  Command({
    name: "CancelEnrolment",
    id: 0x1,
    access: "A T",
    conformance: "M",
    direction: "request",
    response: "status",
  }),
  Command(
    { name: "ReadLog", id: 0x2, access: "A", conformance: "M", direction: "request", response: "ReadLogResponse" },
    Field({ name: "From", id: 0x0, type: "uint32", conformance: "M" }),
  ),
  Command(
    { name: "ReadLogResponse", id: 0x3, conformance: "M", direction: "response" },
    Field(
      { name: "Records", id: 0x0, type: "list", conformance: "M", constraint: `max ${logPageMax}` },
      Field({ name: "entry", type: "string", constraint: `max ${logRecordLengthMax}` }),
    ),
    Field({ name: "Next", id: 0x1, type: "uint32", conformance: "M", quality: "X" }),
  ),
  Command(
    { name: "SetUserDetails", id: 0x4, access: "A T", conformance: "M", direction: "request", response: "status" },
    Field({ name: "UserIndex", id: 0x0, ...userIndexField, conformance: "M" }),
    Field({
      name: "Name",
      id: 0x1,
      type: "string",
      conformance: "M",
      quality: "X",
      // In bytes, where the lock counts characters.
      constraint: `max ${userNameLengthMax * 4}`,
    }),
    Field({ name: "Role", id: 0x2, type: "RoleEnum", conformance: "M", quality: "X" }),
  ),
  Command(
    {
      name: "GetUserDetails",
      id: 0x5,
      access: "A",
      conformance: "M",
      direction: "request",
      response: "GetUserDetailsResponse",
    },
    Field({ name: "UserIndex", id: 0x0, ...userIndexField, conformance: "M" }),
  ),
  Command(
    { name: "GetUserDetailsResponse", id: 0x6, conformance: "M", direction: "response" },
    Field({ name: "UserIndex", id: 0x0, ...userIndexField, conformance: "M" }),
    Field({ name: "Name", id: 0x1, type: "string", conformance: "M", quality: "X" }),
    Field({ name: "Role", id: 0x2, type: "RoleEnum", conformance: "M", quality: "X" }),
  ),
  Command(
    { name: "MergeUsers", id: 0x7, access: "A T", conformance: "M", direction: "request", response: "status" },
    Field({ name: "From", id: 0x0, ...userIndexField, conformance: "M" }),
    Field({ name: "Into", id: 0x1, ...userIndexField, conformance: "M" }),
  ),
  Command({
    name: "RestoreEntry",
    id: 0x8,
    access: "A T",
    conformance: "M",
    direction: "request",
    response: "status",
  }),

  Event(
    { name: "EnrolmentProgress", id: 0x0, access: "V", conformance: "M", priority: "info" },
    Field({ name: "Status", id: 0x0, type: "EnrolmentStatusEnum", conformance: "M" }),
    Field({ name: "Captures", id: 0x1, type: "uint8", conformance: "M" }),
    Field({ name: "UserIndex", id: 0x2, ...userIndexField, conformance: "M", quality: "X" }),
    Field({ name: "CredentialIndex", id: 0x3, type: "uint16", conformance: "M", quality: "X" }),
    Field({
      name: "Reason",
      id: 0x4,
      type: "string",
      conformance: "M",
      quality: "X",
      constraint: `max ${reasonLengthMax}`,
    }),
  ),
  Event(
    { name: "EntryStopped", id: 0x1, access: "V", conformance: "M", priority: "critical" },
    Field({ name: "Entry", id: 0x0, type: "EntryEnum", conformance: "M" }),
  ),

  enumeration("GuardProfileEnum", guardProfileNumbers),
  enumeration("RoleEnum", roleNumbers),
  enumeration("EnrolmentStatusEnum", enrolmentStatusNumbers),
  enumeration("EntryEnum", entryNumbers),
);

const model = new ClusterModel(element as ConstructorParameters<typeof ClusterModel>[0]);

export interface EnrolFingerprintRequest {
  /** null: a new user. */
  userIndex: number | null;
}

export interface ReadLogRequest {
  from: number;
}

export interface ReadLogResponse {
  /** Records as JSON, as docs/panel-protocol.md has them. */
  records: string[];
  /** Where to read on; null: that was the newest. */
  next: number | null;
}

export interface SetUserDetailsRequest {
  userIndex: number;
  /** null: as it is. */
  name: string | null;
  role: number | null;
}

export interface GetUserDetailsRequest {
  userIndex: number;
}

export interface GetUserDetailsResponse {
  userIndex: number;
  /** null: there is no such user. */
  name: string | null;
  role: number | null;
}

export interface MergeUsersRequest {
  from: number;
  into: number;
}

export interface EnrolmentProgress {
  status: number;
  captures: number;
  userIndex: number | null;
  credentialIndex: number | null;
  reason: string | null;
}

export interface EntryStopped {
  entry: number;
}

interface Attributes {
  guardProfile: number;
  pinEntryStopped: boolean;
  fingerprintEntryStopped: boolean;
  lockedOut: boolean;
  diagnosis: string[];
  oldestLogNumber: number;
  newestLogNumber: number;
}

interface Commands {
  enrolFingerprint(request: EnrolFingerprintRequest): MaybePromise;
  cancelEnrolment(): MaybePromise;
  readLog(request: ReadLogRequest): MaybePromise<ReadLogResponse>;
  setUserDetails(request: SetUserDetailsRequest): MaybePromise;
  getUserDetails(request: GetUserDetailsRequest): MaybePromise<GetUserDetailsResponse>;
  mergeUsers(request: MergeUsersRequest): MaybePromise;
  restoreEntry(): MaybePromise;
}

interface Events {
  enrolmentProgress: EnrolmentProgress;
  entryStopped: EntryStopped;
}

interface Typing {
  Attributes: Attributes;
  Commands: Commands;
  Events: Events;
  Components: [{ flags: {}; attributes: Attributes; commands: Commands; events: Events }];
}

export type CatenaccioAttributes = Attributes;

/** For servers and clients alike: the model with the types that belong to it. */
export const CatenaccioLock = ClusterType(model) as ClusterType & {
  readonly id: ClusterId;
  readonly name: "CatenaccioLock";
  readonly schema: ClusterModel;
  readonly Typing: Typing;
};
