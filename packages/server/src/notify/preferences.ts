/** Which kinds of notices an account does not want from a home. A kind that is new is told until somebody says no. */

import { noticeKinds, type NoticeKind } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";

export async function readUnwanted(
  database: ServerDatabase,
  accountId: string,
  homeId: string,
): Promise<readonly NoticeKind[]> {
  const row = await database
    .selectFrom("noticePreference")
    .select("unwanted")
    .where("accountId", "=", accountId)
    .where("homeId", "=", homeId)
    .executeTakeFirst();
  const names = JSON.parse(row?.unwanted ?? "[]") as readonly string[];
  return noticeKinds.filter((kind) => names.includes(kind));
}

export async function writeUnwanted(
  database: ServerDatabase,
  whose: { readonly accountId: string; readonly homeId: string },
  kinds: readonly NoticeKind[],
): Promise<void> {
  const unwanted = JSON.stringify(kinds);
  await database
    .insertInto("noticePreference")
    .values({ ...whose, unwanted })
    .onConflict((conflict) => conflict.columns(["accountId", "homeId"]).doUpdateSet({ unwanted }))
    .execute();
}
