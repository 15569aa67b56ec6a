/** The tables of accounts, as they come into being. What is here has been carried out somewhere and is never edited. */

import type { Kysely } from "kysely";

export const accountMigrations = {
  "000-accounts": { up: createAccounts },
  "401-claim-id": { up: addClaimId },
} as const;

async function addClaimId(database: Kysely<never>): Promise<void> {
  await (database as unknown as Kysely<unknown>).schema.alterTable("home").addColumn("claimId", "text").execute();
}

async function createAccounts(database: Kysely<never>): Promise<void> {
  await createSignIn(database as unknown as Kysely<unknown>);
  await createHomes(database as unknown as Kysely<unknown>);
}

/** As better-auth wants them (its schema for SQLite and Postgres, dates as text). */
async function createSignIn({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("user")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("email", "text", (column) => column.notNull().unique())
    .addColumn("emailVerified", "integer", (column) => column.notNull())
    .addColumn("image", "text")
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("updatedAt", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("session")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("expiresAt", "text", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull().unique())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("updatedAt", "text", (column) => column.notNull())
    .addColumn("ipAddress", "text")
    .addColumn("userAgent", "text")
    .addColumn("userId", "text", (column) => column.notNull().references("user.id").onDelete("cascade"))
    .execute();
  await schema.createIndex("sessionOfUser").on("session").column("userId").execute();
  await schema
    .createTable("account")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("accountId", "text", (column) => column.notNull())
    .addColumn("providerId", "text", (column) => column.notNull())
    .addColumn("userId", "text", (column) => column.notNull().references("user.id").onDelete("cascade"))
    .addColumn("accessToken", "text")
    .addColumn("refreshToken", "text")
    .addColumn("idToken", "text")
    .addColumn("accessTokenExpiresAt", "text")
    .addColumn("refreshTokenExpiresAt", "text")
    .addColumn("scope", "text")
    .addColumn("password", "text")
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("updatedAt", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("signInOfUser").on("account").column("userId").execute();
  await schema
    .createTable("verification")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("identifier", "text", (column) => column.notNull())
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("expiresAt", "text", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("updatedAt", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("verificationByIdentifier").on("verification").column("identifier").execute();
  await schema
    .createTable("passkey")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text")
    .addColumn("publicKey", "text", (column) => column.notNull())
    .addColumn("userId", "text", (column) => column.notNull().references("user.id").onDelete("cascade"))
    .addColumn("credentialID", "text", (column) => column.notNull().unique())
    .addColumn("counter", "integer", (column) => column.notNull())
    .addColumn("deviceType", "text", (column) => column.notNull())
    .addColumn("backedUp", "integer", (column) => column.notNull())
    .addColumn("transports", "text")
    .addColumn("createdAt", "text")
    .addColumn("aaguid", "text")
    .execute();
  await schema.createIndex("passkeyOfUser").on("passkey").column("userId").execute();
}

async function createHomes({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable("home")
    .addColumn("homeId", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("membership")
    .addColumn("homeId", "text", (column) => column.notNull().references("home.homeId").onDelete("cascade"))
    .addColumn("accountId", "text", (column) => column.notNull().references("user.id").onDelete("cascade"))
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("since", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("membershipKey", ["homeId", "accountId"])
    .execute();
  await schema
    .createTable("invitation")
    .addColumn("invitationId", "text", (column) => column.primaryKey())
    .addColumn("homeId", "text", (column) => column.notNull().references("home.homeId").onDelete("cascade"))
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("tokenHash", "text", (column) => column.notNull().unique())
    .addColumn("invitedBy", "text", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("expiresAt", "text", (column) => column.notNull())
    .addColumn("endedAt", "text")
    .execute();
  await schema
    .createTable("apiKey")
    .addColumn("apiKeyId", "text", (column) => column.primaryKey())
    .addColumn("homeId", "text", (column) => column.notNull().references("home.homeId").onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("keyHash", "text", (column) => column.notNull().unique())
    .addColumn("createdBy", "text", (column) => column.notNull())
    .addColumn("createdAt", "text", (column) => column.notNull())
    .addColumn("lastUsedAt", "text")
    .execute();
  await schema
    .createTable("failedTry")
    .addColumn("tryId", "text", (column) => column.primaryKey())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("failedTryOfSubject").on("failedTry").columns(["subject", "at"]).execute();
  await schema
    .createTable("proof")
    .addColumn("proofId", "text", (column) => column.primaryKey())
    .addColumn("tokenHash", "text", (column) => column.notNull().unique())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("accountId", "text", (column) => column.notNull())
    .addColumn("lockId", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("expiresAt", "text", (column) => column.notNull())
    .addColumn("usedAt", "text")
    .execute();
  // It is looked up at every request.
  await schema.createIndex("membershipOfAccount").on("membership").column("accountId").execute();
}
