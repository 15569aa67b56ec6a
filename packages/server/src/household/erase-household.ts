/** All that a home's household ever was: for a gateway that gets another owner. */

import type { ServerDatabase } from "../database/tables.ts";

/** @returns the locks that the home had. */
export async function eraseHousehold(transaction: ServerDatabase, homeId: string): Promise<readonly string[]> {
  const locks = await transaction
    .selectFrom("lock")
    .select(["lockId", "removedAt"])
    .where("homeId", "=", homeId)
    .execute();
  const lockIds = locks.map(({ lockId }) => lockId);
  if (lockIds.length > 0) {
    await transaction.deleteFrom("lockRecord").where("lockId", "in", lockIds).execute();
    await transaction.deleteFrom("lockAccess").where("lockId", "in", lockIds).execute();
    await transaction.deleteFrom("remoteOrder").where("lockId", "in", lockIds).execute();
  }
  await transaction.deleteFrom("lockAlarm").where("homeId", "=", homeId).execute();
  const people = transaction.selectFrom("person").select("personId").where("homeId", "=", homeId);
  await transaction.deleteFrom("personName").where("personId", "in", people).execute();
  await transaction.deleteFrom("person").where("homeId", "=", homeId).execute();
  await transaction.deleteFrom("lock").where("homeId", "=", homeId).execute();
  await transaction.deleteFrom("homeSetting").where("homeId", "=", homeId).execute();
  return locks.filter(({ removedAt }) => removedAt === null).map(({ lockId }) => lockId);
}
