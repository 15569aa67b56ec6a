/**
 * A database of an earlier version becomes one of this version, in one transaction: the one on the disk when it is
 * opened, and before that its image in memory, so that a folder is judged as what it will be.
 */

import { factoryDurable, factorySettings } from "@catenaccio/lock-core";
import type Database from "better-sqlite3";
import { checksumOf, schemaVersion } from "./schema.ts";
import { placeOf } from "./stored-rows.ts";

/** Of each version, what makes the next one of it. */
const steps: Readonly<Record<number, (database: Database.Database) => void>> = {
  1: (database) => {
    const text = JSON.stringify(factoryDurable.holidays);
    database
      .prepare("INSERT INTO section (name, content, checksum) VALUES ('holidays', ?, ?)")
      .run(text, checksumOf(placeOf.section("holidays"), text));
    giveCredentialsTheirOrder(database);
    changeSection(database, "settings", (settings) => ({
      ...settings,
      localProgramming: factorySettings.localProgramming,
    }));
  },
};

export function upgradeDatabase(database: Database.Database): void {
  for (let version = versionOf(database); version < schemaVersion; version++) {
    const step = steps[version];
    if (step === undefined) return;
    database.transaction(() => {
      step(database);
      database.pragma(`user_version = ${version + 1}`);
    })();
  }
}

function versionOf(database: Database.Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}

/** Which came first was not kept: they stay in the order of their numbers. */
function giveCredentialsTheirOrder(database: Database.Database): void {
  const rows = database
    .prepare<[], { kind: string; credential_index: number; content: string; checksum: number }>(
      "SELECT kind, credential_index, content, checksum FROM credential",
    )
    .all();
  const update = database.prepare(
    "UPDATE credential SET content = ?, checksum = ? WHERE kind = ? AND credential_index = ?",
  );
  for (const { kind, credential_index: index, content, checksum } of rows) {
    const place = placeOf.credential(kind, index);
    if (checksumOf(place, content) !== checksum) continue;
    const text = JSON.stringify({ ...(JSON.parse(content) as object), enrolledSeq: 0 });
    update.run(text, checksumOf(place, text), kind, index);
  }
}

/** A row that has changed by itself stays as it is: whoever reads it refuses it. */
function changeSection(database: Database.Database, name: string, change: (content: object) => object): void {
  const row = database
    .prepare<[string], { content: string; checksum: number }>("SELECT content, checksum FROM section WHERE name = ?")
    .get(name);
  const place = placeOf.section(name);
  if (row === undefined || checksumOf(place, row.content) !== row.checksum) return;
  const text = JSON.stringify(change(JSON.parse(row.content) as object));
  database
    .prepare("UPDATE section SET content = ?, checksum = ? WHERE name = ?")
    .run(text, checksumOf(place, text), name);
}
