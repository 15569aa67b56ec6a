/**
 * Where each person and each credential stands at a lock, as the gateway remembers it. The lock cannot tell whose a user
 * is, nor what its PIN is, so this is what keeps our users apart from those of others.
 *
 * A place is written before the command that fills it. So after a crash, or an answer that was lost, what is found at an
 * intended place is recognised, and nothing is made twice.
 */

import type { CredentialKind, RefusalReason } from "@catenaccio/protocol";

/**
 * `intended`: ordered, the answer is not known. `confirmed`: the lock said so. `lost`: it was there and is not any more,
 * so that what stands there now is somebody else's.
 */
export type PlaceState = "intended" | "confirmed" | "lost";

export interface UserPlace {
  readonly personId: string;
  readonly userIndex: number;
  readonly state: PlaceState;
  /** Made by somebody else and given to this person. */
  readonly isAdopted: boolean;
  /** Adopted, and no document has named the person since: it is not ours to clear, and may be adopted again. */
  readonly isUnnamed?: boolean;
  /** Of the document when an order made the place; the place outlives documents up to that one that do not name it. */
  readonly revision: number;
  /** The content that the lock last confirmed; null: none. */
  readonly confirmed: string | null;
  /** How the lock showed that content; null: not looked yet. */
  readonly shown: string | null;
  /** The schedule that the lock last confirmed or showed, or `unsureSchedule`; null: none was ever ordered. */
  readonly schedule: string | null;
  /** The lock was told to let the user in, and has not been told otherwise. */
  readonly wasEnabled: boolean;
  /** A one-time user who has come: nothing enables it again. */
  readonly isUsed: boolean;
  /** How often somebody else took it away since the document was given. */
  readonly losses: number;
  readonly confirmedAt: string | null;
}

/** Ordered, and the answer is not known. */
export const unsureSchedule = "unsure";

export interface CredentialPlace {
  readonly credentialId: string;
  readonly personId: string;
  readonly kind: CredentialKind;
  readonly index: number;
  readonly state: PlaceState;
  readonly revision: number;
  /** Keyed digest of the secret that was ordered or confirmed; null: only the lock knows it. */
  readonly digest: string | null;
  /** As of a user. */
  readonly isUnnamed?: boolean;
  readonly losses: number;
  readonly confirmedAt: string | null;
}

export interface Places {
  readonly users: ReadonlyMap<string, UserPlace>;
  readonly credentials: ReadonlyMap<string, CredentialPlace>;
}

/** A refusal holds while the same is wanted and the lock is as it was. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** What was tried, in canonical form. */
  readonly attempt: string;
  readonly step: "clearUser" | "clearCredential" | "addUser" | "changeUser" | "putSchedule" | "credential";
  /** Where it was to come; null: no new place. */
  readonly index: number | null;
  /** Of the lock when it refused; null: not looked since. */
  readonly signature: string | null;
}
