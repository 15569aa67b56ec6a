/**
 * Fresh proofs of a person, before a door is opened from afar: by the password again, or by a passkey that signs a
 * challenge. Both are for one account, lock and action, for one use, within a minute. The challenge itself is random: what
 * it stands for is kept here, where the browser cannot tell it otherwise.
 */

import { randomUUID } from "node:crypto";
import type { ProofAction } from "@catenaccio/protocol/api";
import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
} from "@simplewebauthn/server";
import type { ServerDatabase } from "../database/tables.ts";
import type { ProofTable } from "./account-tables.ts";
import { hashToken, makeToken } from "./secrets.ts";

const proofSeconds = 60;

export interface ProofSubject {
  readonly accountId: string;
  readonly lockId: string;
  readonly action: ProofAction;
}

interface Clocked {
  readonly database: ServerDatabase;
  readonly now: () => Date;
}

export interface PasskeyPlace {
  /** Host name of the server. */
  readonly rpId: string;
  readonly origins: readonly string[];
}

export async function issueProof(
  clocked: Clocked,
  subject: ProofSubject,
): Promise<{ readonly proof: string; readonly expiresAt: string }> {
  const proof = makeToken();
  const expiresAt = await insert(clocked, subject, "proof", proof);
  return { proof, expiresAt };
}

/** @returns for `navigator.credentials.get`; null: the account has no passkey. */
export async function issueChallenge(clocked: Clocked, subject: ProofSubject, { rpId }: PasskeyPlace) {
  const { database } = clocked;
  const passkeys = await database
    .selectFrom("passkey")
    .select("credentialID")
    .where("userId", "=", subject.accountId)
    .execute();
  if (passkeys.length === 0) return null;
  const challenge = makeToken();
  await insert(clocked, subject, "challenge", challenge);
  return await generateAuthenticationOptions({
    rpID: rpId,
    challenge: Buffer.from(challenge, "base64url"),
    userVerification: "required",
    timeout: proofSeconds * 1000,
    allowCredentials: passkeys.map(({ credentialID: id }) => ({ id })),
  });
}

/** @returns whether the passkey of this account signed an open challenge for this lock and action, with its person verified. */
export async function isPasskeyProof(
  clocked: Clocked,
  subject: ProofSubject,
  assertion: Readonly<Record<string, unknown>>,
  { rpId, origins }: PasskeyPlace,
): Promise<boolean> {
  const response = assertion as unknown as AuthenticationResponseJSON;
  const challenge = challengeOf(response);
  if (challenge === null || (await spend(clocked, subject, "challenge", challenge)) !== "good") return false;
  const passkey = await clocked.database
    .selectFrom("passkey")
    .selectAll()
    .where("userId", "=", subject.accountId)
    .where("credentialID", "=", String(response.id))
    .executeTakeFirst();
  if (passkey === undefined) return false;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: [...origins],
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialID,
        publicKey: Buffer.from(passkey.publicKey, "base64"),
        counter: passkey.counter,
      },
    });
    if (verified)
      await clocked.database
        .updateTable("passkey")
        .set({ counter: authenticationInfo.newCounter })
        .where("id", "=", passkey.id)
        .execute();
    return verified;
  } catch {
    // The library throws for whatever does not fit.
    return false;
  }
}

/** Atomic: of many at once one is good. */
export async function spendProof(
  clocked: Clocked,
  subject: ProofSubject,
  proof: string,
): Promise<"good" | "used" | "refused"> {
  return await spend(clocked, subject, "proof", proof);
}

export async function forgetProofs({ database, now }: Clocked): Promise<void> {
  await database.deleteFrom("proof").where("expiresAt", "<", now().toISOString()).execute();
}

async function insert(
  { database, now }: Clocked,
  subject: ProofSubject,
  kind: ProofTable["kind"],
  token: string,
): Promise<string> {
  const expiresAt = new Date(now().getTime() + proofSeconds * 1000).toISOString();
  await database
    .insertInto("proof")
    .values({ proofId: randomUUID(), tokenHash: hashToken(token), kind, ...subject, expiresAt, usedAt: null })
    .execute();
  return expiresAt;
}

async function spend(
  { database, now }: Clocked,
  { accountId, lockId, action }: ProofSubject,
  kind: ProofTable["kind"],
  token: string,
): Promise<"good" | "used" | "refused"> {
  const at = now().toISOString();
  const { numUpdatedRows } = await database
    .updateTable("proof")
    .set({ usedAt: at })
    .where("tokenHash", "=", hashToken(token))
    .where("kind", "=", kind)
    .where("accountId", "=", accountId)
    .where("lockId", "=", lockId)
    .where("action", "=", action)
    .where("expiresAt", ">", at)
    .where("usedAt", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return "good";
  const known = await database
    .selectFrom("proof")
    .select("usedAt")
    .where("tokenHash", "=", hashToken(token))
    .where("accountId", "=", accountId)
    .executeTakeFirst();
  return (known?.usedAt ?? null) === null ? "refused" : "used";
}

function challengeOf(response: AuthenticationResponseJSON): string | null {
  try {
    const data = JSON.parse(Buffer.from(response.response.clientDataJSON, "base64url").toString("utf8")) as {
      readonly challenge?: unknown;
    };
    return typeof data.challenge === "string" ? data.challenge : null;
  } catch {
    return null;
  }
}
