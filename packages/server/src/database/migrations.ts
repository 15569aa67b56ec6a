/** What makes the database what it is, in order. What stands here has been carried out somewhere and is never edited. */

import type { Migration, MigrationProvider } from "kysely/migration";
import { accountMigrations } from "../accounts/account-migration.ts";
import { auditMigrations } from "../audit/audit-migration.ts";
import { careMigrations } from "../care/care-migration.ts";
import { householdMigrations } from "../household/migration.ts";
import { notifyMigrations } from "../notify/migration.ts";

const migrations = {
  ...accountMigrations,
  ...auditMigrations,
  ...householdMigrations,
  ...notifyMigrations,
  ...careMigrations,
} as unknown as Readonly<Record<string, Migration>>;

export const migrationProvider: MigrationProvider = {
  getMigrations: async () => migrations,
};
