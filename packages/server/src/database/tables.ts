/** All tables of the server: each area describes its own. */

import type { Kysely, Transaction } from "kysely";
import type { AccountTables } from "../accounts/account-tables.ts";
import type { AuditTables } from "../audit/audit-tables.ts";
import type { CareTables } from "../care/care-tables.ts";
import type { HouseholdTables } from "../household/schema.ts";
import type { NotifyTables } from "../notify/notify-tables.ts";

export type ServerTables = AccountTables & AuditTables & CareTables & HouseholdTables & NotifyTables;
export type ServerDatabase = Kysely<ServerTables>;
export type ServerTransaction = Transaction<ServerTables>;
