/** What other parts of the server ask of the household, with the connection that is theirs. */

import { lockHappening, type LockRecord } from "@catenaccio/protocol";
import type { ServerDatabase } from "../database/tables.ts";
import { readSettings } from "./settings.ts";

export const householdReader = {
  /** null: no such lock, or not any more. */
  async lock(
    database: ServerDatabase,
    lockId: string,
  ): Promise<{ readonly homeId: string; readonly name: string } | null> {
    const lock = await database
      .selectFrom("lock")
      .select(["homeId", "name"])
      .where("lockId", "=", lockId)
      .where("removedAt", "is", null)
      .executeTakeFirst();
    return lock ?? null;
  },

  /** `accountId`: who the person is to the server, if anybody. */
  async person(
    database: ServerDatabase,
    personId: string,
  ): Promise<{ readonly name: string; readonly accountId: string | null } | null> {
    const person = await database
      .selectFrom("person")
      .innerJoin("personName", "personName.personId", "person.personId")
      .select(["personName.name", "person.accountId"])
      .where("person.personId", "=", personId)
      .executeTakeFirst();
    return person ?? null;
  },

  async timeZone(database: ServerDatabase, homeId: string): Promise<string> {
    return (await readSettings(database, homeId)).timeZone;
  },

  /** Of the same lock and numbering, newest first. */
  async recordsBefore(
    database: ServerDatabase,
    { lockId, numbering, number }: LockRecord,
    count: number,
  ): Promise<readonly LockRecord[]> {
    const rows = await database
      .selectFrom("lockRecord")
      .selectAll()
      .where("lockId", "=", lockId)
      .where("numbering", "=", numbering)
      .where("number", "<", number)
      .orderBy("number", "desc")
      .limit(count)
      .execute();
    return rows.map(({ at: _at, kind: _kind, accountId: _accountId, ...row }) => ({
      ...row,
      number: Number(row.number),
      happening: lockHappening.parse(JSON.parse(row.happening)),
    }));
  },
} as const;
