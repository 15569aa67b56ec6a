/** What is asked of a lock about users and credentials, and the answers; a field that is not given is null. */
import { DoorLock } from "@matter/main/clusters/door-lock";
import { octets } from "../wire-values.ts";
import type { Fields } from "../wire-values.ts";
import { command, timedCommand } from "./suite.ts";
import type { Request } from "./suite.ts";

const { DataOperationType, CredentialType, UserStatus, UserType, CredentialRule } = DoorLock;

/** The number that stands for all. */
export const all = 0xfffe;

interface UserFields {
  readonly userName?: string;
  readonly userUniqueId?: number;
  readonly userStatus?: number;
  readonly userType?: number;
  readonly credentialRule?: number;
}

const nobody = { userName: null, userUniqueId: null, userStatus: null, userType: null, credentialRule: null } as const;

export const addUser = (userIndex: number, fields: UserFields = {}): Request =>
  timedCommand("setUser", { operationType: DataOperationType.Add, userIndex, ...nobody, ...fields });
export const modifyUser = (userIndex: number, fields: UserFields): Request =>
  timedCommand("setUser", { operationType: DataOperationType.Modify, userIndex, ...nobody, ...fields });
export const clearUser = (userIndex: number): Request => timedCommand("clearUser", { userIndex });
export const getUser = (userIndex: number): Request => command("getUser", { userIndex });

/** Nobody has this number; the next one who has one, if there is. */
export const freeUser = (userIndex: number, nextUserIndex: number | null = null): Fields => ({
  userIndex,
  ...nobody,
  credentials: null,
  creatorFabricIndex: null,
  lastModifiedFabricIndex: null,
  nextUserIndex,
});

/** Somebody whom the first home made, as they are if nobody says otherwise. */
export const user = (userIndex: number, fields: Fields = {}): Fields => ({
  userIndex,
  userName: "",
  userUniqueId: null,
  userStatus: UserStatus.OccupiedEnabled,
  userType: UserType.UnrestrictedUser,
  credentialRule: CredentialRule.Single,
  credentials: [],
  creatorFabricIndex: 1,
  lastModifiedFabricIndex: 1,
  nextUserIndex: null,
  ...fields,
});

export interface Credential {
  readonly [name: string]: number;
  readonly credentialType: number;
  readonly credentialIndex: number;
}

export const programmingPin = (credentialIndex: number): Credential => ({
  credentialType: CredentialType.ProgrammingPin,
  credentialIndex,
});
export const pin = (credentialIndex: number): Credential => ({ credentialType: CredentialType.Pin, credentialIndex });
export const card = (credentialIndex: number): Credential => ({ credentialType: CredentialType.Rfid, credentialIndex });

interface Owner {
  readonly userIndex?: number;
  readonly userStatus?: number;
  readonly userType?: number;
}

const aNewUser = { userIndex: null, userStatus: null, userType: null } as const;

/** For a user of its own, unless one is given. */
export const addCredential = (credential: Credential, data: string, owner: Owner = {}): Request =>
  timedCommand("setCredential", {
    operationType: DataOperationType.Add,
    credential,
    credentialData: octets(data),
    ...aNewUser,
    ...owner,
  });
export const modifyCredential = (credential: Credential, data: string, owner: Owner = {}): Request =>
  timedCommand("setCredential", {
    operationType: DataOperationType.Modify,
    credential,
    credentialData: octets(data),
    ...aNewUser,
    ...owner,
  });
export const clearCredential = (credential: Credential | null): Request =>
  timedCommand("clearCredential", { credential });
export const getCredential = (credential: Credential): Request => command("getCredentialStatus", { credential });

/** The answer to a credential that was set: the user who was made for it, and the next free number of its kind. */
export const set = (userIndex: number | null, nextCredentialIndex: number | null): Fields => ({
  status: 0x00,
  userIndex,
  nextCredentialIndex,
});
export const notSet = (status: number, nextCredentialIndex: number | null): Fields => ({
  status,
  userIndex: null,
  nextCredentialIndex,
});

/** No credential has this number; the next one of its kind that there is. */
export const freeCredential = (nextCredentialIndex: number | null = null): Fields => ({
  credentialExists: false,
  userIndex: null,
  creatorFabricIndex: null,
  lastModifiedFabricIndex: null,
  nextCredentialIndex,
});
/** The first home made it for this user; there is no other of its kind behind it. */
export const credentialOf = (userIndex: number): Fields => ({
  credentialExists: true,
  userIndex,
  creatorFabricIndex: 1,
  lastModifiedFabricIndex: 1,
  nextCredentialIndex: null,
});
