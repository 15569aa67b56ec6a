/** What notifications need to know of the household. Read with the connection that is given: a transaction sees its own. */

import type { HomeRole, LockRecord } from "@catenaccio/protocol";
import type { ServerDatabase } from "../database/tables.ts";

export interface HomeMember {
  readonly accountId: string;
  readonly role: HomeRole;
}

export interface HouseholdReader {
  /** null: no such lock, or not any more. */
  lock(database: ServerDatabase, lockId: string): Promise<{ readonly homeId: string; readonly name: string } | null>;
  members(database: ServerDatabase, homeId: string): Promise<readonly HomeMember[]>;
  /** `accountId`: who the person is to the server, if anybody. */
  person(
    database: ServerDatabase,
    personId: string,
  ): Promise<{ readonly name: string; readonly accountId: string | null } | null>;
  timeZone(database: ServerDatabase, homeId: string): Promise<string>;
  /** Of the same lock and numbering, newest first. */
  recordsBefore(database: ServerDatabase, record: LockRecord, count: number): Promise<readonly LockRecord[]>;
}
