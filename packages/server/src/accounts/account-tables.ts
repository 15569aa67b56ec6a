/**
 * Accounts, homes and who belongs to which. `user`, `session`, `account`, `verification` and `passkey` are better-auth's,
 * under its own names; the rest is ours.
 */

import type { HomeRole } from "@catenaccio/protocol";

export interface UserTable {
  readonly id: string;
  name: string;
  email: string;
  emailVerified: 0 | 1;
  image: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface SessionTable {
  readonly id: string;
  expiresAt: string;
  token: string;
  readonly createdAt: string;
  updatedAt: string;
  ipAddress: string | null;
  userAgent: string | null;
  readonly userId: string;
}

/** A way to sign in: for a password `providerId` is `credential`. */
export interface SignInTable {
  readonly id: string;
  readonly accountId: string;
  readonly providerId: string;
  readonly userId: string;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: string | null;
  refreshTokenExpiresAt: string | null;
  scope: string | null;
  /** scrypt. */
  password: string | null;
  readonly createdAt: string;
  updatedAt: string;
}

export interface VerificationTable {
  readonly id: string;
  identifier: string;
  value: string;
  expiresAt: string;
  readonly createdAt: string;
  updatedAt: string;
}

export interface PasskeyTable {
  readonly id: string;
  name: string | null;
  readonly publicKey: string;
  readonly userId: string;
  readonly credentialID: string;
  counter: number;
  readonly deviceType: string;
  backedUp: 0 | 1;
  transports: string | null;
  readonly createdAt: string | null;
  readonly aaguid: string | null;
}

export interface HomeTable {
  readonly homeId: string;
  name: string;
  readonly createdAt: string;
  /** Of the claim that made the owner; null: it is older than that column. */
  claimId: string | null;
}

export interface MembershipTable {
  readonly homeId: string;
  readonly accountId: string;
  role: HomeRole;
  readonly since: string;
}

export interface InvitationTable {
  readonly invitationId: string;
  readonly homeId: string;
  readonly email: string;
  readonly role: HomeRole;
  /** SHA-256 of the token in the link. */
  readonly tokenHash: string;
  readonly invitedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  /** When it was accepted or taken back. */
  endedAt: string | null;
}

export interface ApiKeyTable {
  readonly apiKeyId: string;
  readonly homeId: string;
  name: string;
  readonly role: HomeRole;
  /** SHA-256: a key has 256 random bits. */
  readonly keyHash: string;
  readonly createdBy: string;
  readonly createdAt: string;
  lastUsedAt: string | null;
}

/** One failed try, for as long as it counts. */
export interface FailedTryTable {
  readonly tryId: string;
  /** A keyed hash of the account's e-mail, or of the address. */
  readonly subject: string;
  readonly at: string;
}

/** A fresh proof of a person, or a challenge for one. */
export interface ProofTable {
  readonly proofId: string;
  /** SHA-256. */
  readonly tokenHash: string;
  readonly kind: "challenge" | "proof";
  readonly accountId: string;
  readonly lockId: string;
  readonly action: string;
  readonly expiresAt: string;
  usedAt: string | null;
}

export interface AccountTables {
  user: UserTable;
  session: SessionTable;
  account: SignInTable;
  verification: VerificationTable;
  passkey: PasskeyTable;
  home: HomeTable;
  membership: MembershipTable;
  invitation: InvitationTable;
  apiKey: ApiKeyTable;
  failedTry: FailedTryTable;
  proof: ProofTable;
}
