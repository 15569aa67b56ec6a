/**
 * One lock as the gateway drives it, whoever made it: what Matter's Door Lock cluster (and ours, where there is one) can
 * do, in the words of the protocol. It speaks to the lock each time and keeps nothing.
 */

import type {
  CredentialReference,
  LockAbilities,
  LockRole,
  LockSetting,
  RefusalReason,
  Schedule,
} from "@catenaccio/protocol";

/** The lock does not answer: nothing is known of what was asked of it. */
export class LockUnreachableError extends Error {
  override readonly name = "LockUnreachableError";
}

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: RefusalReason | "busy" };

/** Matter UserTypeEnum. `scheduled`: scheduleRestrictedUser, or what the lock has in its place. */
export type LockUserType = "unrestricted" | "scheduled" | "disposable" | "forced" | "programming" | "other";

export interface LockUser {
  /** 1 to `abilities.users`. */
  readonly userIndex: number;
  readonly name: string;
  /** null: the lock knows no roles. */
  readonly role: LockRole | null;
  readonly isEnabled: boolean;
  readonly type: LockUserType;
  readonly credentials: readonly CredentialReference[];
  readonly madeBy: "us" | "keypad" | "home";
}

export interface LockUserContent {
  readonly name: string;
  readonly role: LockRole;
  readonly isEnabled: boolean;
  readonly type: LockUserType;
}

export interface LockClient {
  readonly abilities: LockAbilities;

  /**
   * Every user that there is, in order.
   * @throws LockUnreachableError, like each of these.
   */
  readUsers(): Promise<readonly LockUser[]>;
  readSchedule(userIndex: number): Promise<Schedule>;

  /** Makes the user, who must not be there yet. It is made disabled where `isEnabled` is false. */
  addUser(userIndex: number, content: LockUserContent): Promise<Outcome>;
  changeUser(userIndex: number, content: LockUserContent): Promise<Outcome>;
  /** With its credentials and schedules. */
  clearUser(userIndex: number): Promise<Outcome>;

  /** @param data a PIN's digits, or a card's identifier in hexadecimal. */
  addCredential(credential: CredentialReference, data: string, userIndex: number): Promise<Outcome>;
  changeCredential(credential: CredentialReference, data: string, userIndex: number): Promise<Outcome>;
  clearCredential(credential: CredentialReference): Promise<Outcome>;
  /** Whose it is; null: there is none. */
  readCredential(credential: CredentialReference): Promise<{ readonly userIndex: number | null } | null>;

  /** Takes the place of all that the user has. Until it is whole the user is let in at no time that is in neither. */
  putSchedule(userIndex: number, schedule: Schedule): Promise<Outcome>;

  /** Our cluster: credentials and schedules go over, the first user goes. */
  mergeUsers(from: number, into: number): Promise<Outcome>;

  /** @param sendBy by `performance.now()`: nothing is sent after that, not even again. */
  lock(sendBy?: number): Promise<Outcome>;
  unlock(pin: string | null, sendBy?: number): Promise<Outcome>;
  set(setting: LockSetting, sendBy?: number): Promise<Outcome>;
  identify(): Promise<Outcome>;

  beginEnrolment(userIndex: number | null): Promise<Outcome>;
  cancelEnrolment(): Promise<Outcome>;
  restoreEntry(): Promise<Outcome>;
}

/** What the lock says by itself. */
export interface LockClientEvents {
  /** Users, credentials or schedules were changed, and not by us. */
  readonly peopleChanged: () => void;
  readonly enrolment: (progress: {
    readonly status: "started" | "captured" | "again" | "enrolled" | "failed";
    readonly captures: number;
    readonly userIndex: number | null;
    readonly credential: CredentialReference | null;
    readonly reason: string | null;
  }) => void;
}
