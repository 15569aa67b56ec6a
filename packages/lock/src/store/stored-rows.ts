/** Reads the rows of the database and judges every one: what comes out of here, the core may build on. */

import {
  credentialKinds,
  logRecordsKept,
  type Credential,
  type Credentials,
  type DurableState,
  type LogRecord,
  type User,
} from "@catenaccio/lock-core";
import type Database from "better-sqlite3";
import type { z } from "zod";
import { checksumOf } from "./schema.ts";
import { credentialContent, logContent, sectionContents, userContent, type DeviceSection } from "./stored-content.ts";

/** A row does not hold what the lock wrote, or does not go with the others. */
export class RowError extends Error {
  override readonly name = "RowError";
}

export const placeOf = {
  section: (name: string): string => `section ${name}`,
  user: (index: number): string => `user ${index}`,
  credential: (kind: string, index: number): string => `credential ${kind} ${index}`,
  log: (seq: number): string => `log ${seq}`,
} as const;

interface Row {
  readonly content: string;
  readonly checksum: number;
}

/** @throws RowError */
export function readDurable(database: Database.Database): DurableState {
  const sections = readSections(database);
  const users = readUsers(database);
  const credentials = readCredentials(database);
  requireOwnersAndUniqueTags(users, credentials);
  const { clock, settings, holidays, guard, alarm, drive, log } = sections;
  return { clock, users, credentials, settings, holidays, guard, alarm, drive, log };
}

/** @throws RowError */
export function readDeviceSection(database: Database.Database): DeviceSection {
  return readSections(database).device;
}

/**
 * The records kept, oldest first, without a gap up to the number that comes next.
 * @throws RowError
 */
export function readLogRecords(database: Database.Database): readonly LogRecord[] {
  const rows = database.prepare<[], Row & { seq: number }>("SELECT seq, content, checksum FROM log ORDER BY seq").all();
  const records = rows.map((row) => {
    const record = readContent(logContent, placeOf.log(row.seq), row);
    requireThat(record.seq === row.seq, "A log record has another's number.");
    return record;
  });
  const { nextSeq } = readSections(database).log;
  const first = nextSeq - records.length;
  requireThat(
    records.every((record, at) => record.seq === first + at),
    "Log records are missing.",
  );
  requireThat(records.length > 0 || nextSeq === 1, "The log is missing.");
  requireThat(records.length <= logRecordsKept, "The log is longer than it can be.");
  return records;
}

/**
 * Some of the records, oldest first.
 * @throws RowError
 */
export function readSomeLogRecords(
  database: Database.Database,
  { fromSeq, count }: { readonly fromSeq: number; readonly count: number },
): readonly LogRecord[] {
  return database
    .prepare<[number, number], Row & { seq: number }>(
      "SELECT seq, content, checksum FROM log WHERE seq >= ? ORDER BY seq LIMIT ?",
    )
    .all(fromSeq, count)
    .map((row) => readContent(logContent, placeOf.log(row.seq), row));
}

function readSections(database: Database.Database): z.infer<typeof sectionContents> {
  const rows = database.prepare<[], Row & { name: string }>("SELECT name, content, checksum FROM section").all();
  const contents = Object.fromEntries(rows.map((row) => [row.name, readJson(placeOf.section(row.name), row)]));
  return requireFit(sectionContents, contents, "the sections");
}

function readUsers(database: Database.Database): Readonly<Record<number, User>> {
  const rows = database
    .prepare<[], Row & { user_index: number }>("SELECT user_index, content, checksum FROM user ORDER BY user_index")
    .all();
  const users: Record<number, User> = {};
  for (const row of rows) {
    const user = readContent(userContent, placeOf.user(row.user_index), row);
    requireThat(user.userIndex === row.user_index, "A user has another's number.");
    users[user.userIndex] = user;
  }
  return users;
}

function readCredentials(database: Database.Database): Credentials {
  const rows = database
    .prepare<[], Row & { kind: string; credential_index: number }>(
      "SELECT kind, credential_index, content, checksum FROM credential ORDER BY kind, credential_index",
    )
    .all();
  const credentials = rows.map((row): Credential => {
    const credential = readContent(credentialContent, placeOf.credential(row.kind, row.credential_index), row);
    requireThat(
      credential.kind === row.kind && credential.index === row.credential_index,
      "A credential has another's number.",
    );
    return credential;
  });
  const ofKind = <Kind extends Credential["kind"]>(kind: Kind): Record<number, Extract<Credential, { kind: Kind }>> =>
    Object.fromEntries(
      credentials
        .filter((credential): credential is Extract<Credential, { kind: Kind }> => credential.kind === kind)
        .map((credential) => [credential.index, credential]),
    );
  return { fingerprint: ofKind("fingerprint"), pin: ofKind("pin"), rfid: ofKind("rfid") };
}

function requireOwnersAndUniqueTags(users: Readonly<Record<number, User>>, credentials: Credentials): void {
  for (const kind of credentialKinds) {
    const ofKind: readonly Credential[] = Object.values(credentials[kind]);
    requireThat(
      ofKind.every((credential) => users[credential.userIndex] !== undefined),
      `A ${kind} credential belongs to nobody.`,
    );
    const tags = ofKind.flatMap((credential) => ("tag" in credential ? [credential.tag] : []));
    requireThat(new Set(tags).size === tags.length, `Two ${kind} credentials are the same.`);
  }
}

function readContent<Content>(schema: z.ZodType<Content>, place: string, row: Row): Content {
  return requireFit(schema, readJson(place, row), place);
}

function readJson(place: string, row: Row): unknown {
  requireThat(checksumOf(place, row.content) === row.checksum, `The row of ${place} has changed by itself.`);
  try {
    return JSON.parse(row.content);
  } catch (cause) {
    throw new RowError(`The row of ${place} is not JSON.`, { cause });
  }
}

function requireFit<Content>(schema: z.ZodType<Content>, content: unknown, place: string): Content {
  const result = schema.safeParse(content);
  if (!result.success) throw new RowError(`What is stored of ${place} does not fit.`, { cause: result.error });
  return result.data;
}

function requireThat(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new RowError(sentence);
}
