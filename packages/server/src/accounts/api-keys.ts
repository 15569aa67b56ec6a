/** API keys: for scripts, bound to a home and a role. */

import { randomUUID } from "node:crypto";
import type { HomeRole } from "@catenaccio/protocol";
import type { ServerDatabase, ServerTransaction } from "../database/tables.ts";
import type { RouteAccount } from "../http/route.ts";
import type { ApiKeyTable } from "./account-tables.ts";
import { hashToken, makeToken } from "./secrets.ts";

const prefix = "ck_";
export const apiKeysPerHomeMax = 50;
/** Finer is of no use to anybody, and a write at every request. */
const lastUsedStepMs = 60_000;

export interface UsedApiKey {
  readonly apiKeyId: string;
  readonly homeId: string;
  readonly role: HomeRole;
  /** Who made it. */
  readonly account: RouteAccount;
}

/** @returns null: it is none. */
export async function apiKeyOf(
  { database, now }: { readonly database: ServerDatabase; readonly now: () => Date },
  key: string,
): Promise<UsedApiKey | null> {
  if (!key.startsWith(prefix)) return null;
  const row = await database
    .selectFrom("apiKey")
    .innerJoin("user", "user.id", "apiKey.createdBy")
    .select(["apiKeyId", "homeId", "role", "lastUsedAt", "user.id as accountId", "user.name", "user.email"])
    .where("keyHash", "=", hashToken(key))
    .executeTakeFirst();
  if (row === undefined) return null;
  const { apiKeyId, homeId, role, accountId, name, email } = row;
  const at = now();
  if (row.lastUsedAt === null || at.getTime() - Date.parse(row.lastUsedAt) > lastUsedStepMs)
    await database
      .updateTable("apiKey")
      .set({ lastUsedAt: at.toISOString() })
      .where("apiKeyId", "=", apiKeyId)
      .execute();
  return { apiKeyId, homeId, role, account: { accountId, name, email } };
}

export async function insertApiKey(
  transaction: ServerTransaction,
  apiKey: Pick<ApiKeyTable, "homeId" | "name" | "role" | "createdBy" | "createdAt">,
): Promise<{ readonly apiKeyId: string; readonly key: string }> {
  const apiKeyId = randomUUID();
  const key = prefix + makeToken();
  await transaction
    .insertInto("apiKey")
    .values({ ...apiKey, apiKeyId, keyHash: hashToken(key), lastUsedAt: null })
    .execute();
  return { apiKeyId, key };
}

export async function apiKeysOf(database: ServerDatabase, homeId: string): Promise<readonly ApiKeyTable[]> {
  return await database.selectFrom("apiKey").selectAll().where("homeId", "=", homeId).orderBy("createdAt").execute();
}
