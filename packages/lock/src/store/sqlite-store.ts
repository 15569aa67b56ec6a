/**
 * The store on SQLite. One commit is one transaction that writes only the rows whose object changed, with statements
 * that were prepared once: the price of a step is the disk's, not ours.
 *
 * WAL with `synchronous = FULL`: a commit is on the disk when it returns, and costs one flush of one file.
 * `locking_mode = EXCLUSIVE`: no shared-memory file, and nobody else gets between. `secure_delete`: what was erased is
 * overwritten, not only unlinked.
 */

import {
  credentialKinds,
  logRecordsKept,
  type Credential,
  type DurableState,
  type LogRecord,
} from "@catenaccio/lock-core";
import Database from "better-sqlite3";
import { closeSync, openSync } from "node:fs";
import { privateFileMode } from "../disk/durable-file.ts";
import type { LockStore, StoreCommit, UnfinishedReset } from "./lock-store.ts";
import { Operations } from "../disk/operations.ts";
import { applicationId, checksumOf, schemaVersion, tables } from "./schema.ts";
import { StoreError } from "./store-error.ts";
import type { DeviceSection } from "./stored-content.ts";
import { upgradeDatabase } from "./upgrade.ts";
import { placeOf, readDeviceSection, readDurable, readLogRecords, readSomeLogRecords } from "./stored-rows.ts";

/** The parts of the durable state that are one row each. */
const sections = [
  "clock",
  "settings",
  "holidays",
  "guard",
  "alarm",
  "drive",
  "log",
] as const satisfies readonly (keyof DurableState)[];

/** A checkpoint after so many pages keeps the log of changes small, and the next start quick. */
const walPagesMax = 256;

export class SqliteStore implements LockStore {
  readonly #database: Database.Database;
  readonly #operations: Operations;
  readonly #sql: Statements;
  #device: DeviceSection;
  #isUsable = true;

  /** Opens a database that `createDatabase` made and `openImage` found good. */
  constructor(path: string, operations: Operations = new Operations()) {
    this.#operations = operations;
    this.#database = new Database(path, { fileMustExist: true, timeout: 0 });
    try {
      this.#database.pragma("locking_mode = EXCLUSIVE");
      this.#database.pragma("journal_mode = WAL");
      this.#database.pragma("synchronous = FULL");
      this.#database.pragma("secure_delete = ON");
      this.#database.pragma(`wal_autocheckpoint = ${walPagesMax}`);
      operations.next();
      upgradeDatabase(this.#database);
      // A new log of changes for each opening: see `hasCommitBehind` in wal.ts.
      this.#emptyWal();
      this.#sql = prepareStatements(this.#database);
      this.#device = readDeviceSection(this.#database);
    } catch (cause) {
      this.#database.close();
      throw cause;
    }
  }

  load(): { readonly durable: DurableState } {
    return { durable: readDurable(this.#database) };
  }

  readLog(): readonly LogRecord[] {
    return readLogRecords(this.#database);
  }

  readRecords(fromSeq: number, count: number): readonly LogRecord[] {
    return readSomeLogRecords(this.#database, { fromSeq, count });
  }

  oldestSeq(): number {
    const seq = this.#sql.oldestSeq.get();
    return typeof seq === "number" ? seq : 0;
  }

  commit(change: StoreCommit): void {
    const { before, after, records, isLogErased } = change;
    const device = isLogErased ? { ...this.#device, isKeyOutdated: true, areHomesToLeave: true } : this.#device;
    this.#write(() => {
      for (const name of sections) if (after[name] !== before[name]) this.#putSection(name, after[name]);
      if (after.users !== before.users) this.#putUsers(before.users, after.users);
      if (after.credentials !== before.credentials)
        for (const kind of credentialKinds) this.#putCredentials(before.credentials[kind], after.credentials[kind]);
      if (device !== this.#device) this.#putSection("device", device);
      if (isLogErased) this.#run(this.#sql.eraseLog);
      for (const record of records) this.#addRecord(record);
      if (records.length > 0) this.#run(this.#sql.trimLog, after.log.nextSeq - 1 - logRecordsKept);
      this.#run(this.#sql.commit);
      this.#device = device;
      // What was erased is still in the log of changes until that is begun anew.
      if (isLogErased) this.#emptyWal();
    });
  }

  unfinishedReset(): UnfinishedReset {
    const { isKeyOutdated, areHomesToLeave } = this.#device;
    return { isKeyOutdated, areHomesToLeave };
  }

  recordHomesLeft(): void {
    this.#putDevice({ ...this.#device, areHomesToLeave: false });
  }

  /** From now on the rows belong to another key. */
  recordKey(keyCheck: string): void {
    this.#putDevice({ ...this.#device, keyCheck, isKeyOutdated: false });
  }

  close(): void {
    this.#isUsable = false;
    this.#database.close();
  }

  #putSection(name: string, content: unknown): void {
    const text = JSON.stringify(content);
    this.#run(this.#sql.putSection, text, checksumOf(placeOf.section(name), text), name);
  }

  #putUsers(before: DurableState["users"], after: DurableState["users"]): void {
    for (const user of Object.values(after)) {
      if (before[user.userIndex] === user) continue;
      const text = JSON.stringify(user);
      this.#run(this.#sql.putUser, user.userIndex, text, checksumOf(placeOf.user(user.userIndex), text));
    }
    for (const user of Object.values(before))
      if (after[user.userIndex] === undefined) this.#run(this.#sql.removeUser, user.userIndex);
  }

  #putCredentials(before: Readonly<Record<number, Credential>>, after: Readonly<Record<number, Credential>>): void {
    if (before === after) return;
    for (const credential of Object.values(after)) {
      const { kind, index } = credential;
      if (before[index] === credential) continue;
      const text = JSON.stringify(credential);
      this.#run(this.#sql.putCredential, kind, index, text, checksumOf(placeOf.credential(kind, index), text));
    }
    for (const { kind, index } of Object.values(before))
      if (after[index] === undefined) this.#run(this.#sql.removeCredential, kind, index);
  }

  #addRecord(record: LogRecord): void {
    const text = JSON.stringify(record);
    this.#run(this.#sql.addRecord, record.seq, text, checksumOf(placeOf.log(record.seq), text));
  }

  #putDevice(device: DeviceSection): void {
    this.#write(() => {
      this.#putSection("device", device);
      this.#run(this.#sql.commit);
      this.#device = device;
    });
  }

  #emptyWal(): void {
    this.#operations.next();
    this.#database.pragma("wal_checkpoint(TRUNCATE)");
  }

  /** A transaction that `change` fills and commits. */
  #write(change: () => void): void {
    if (!this.#isUsable) throw new StoreError("writeFailed", "The store is closed.");
    try {
      this.#sql.begin.run();
      change();
    } catch (cause) {
      // Whether a failed commit will be found on the disk is known only after the next opening.
      this.#isUsable = false;
      if (this.#database.inTransaction) this.#sql.rollback.run();
      const code = cause instanceof Database.SqliteError ? ` (${cause.code})` : "";
      throw new StoreError("writeFailed", `The store could not write to the disk${code}.`, { cause });
    }
  }

  #run(statement: Database.Statement<(string | number)[]>, ...values: (string | number)[]): void {
    this.#operations.next();
    statement.run(...values);
  }
}

/** Makes the database of a new lock, whole and closed, under a name that nobody relies on yet. */
export function createDatabase(
  path: string,
  initial: { readonly durable: DurableState; readonly keyCheck: string },
  operations: Operations = new Operations(),
): void {
  operations.next();
  // SQLite would make the file readable for everybody.
  closeSync(openSync(path, "w", privateFileMode));
  const database = new Database(path);
  try {
    database.pragma("locking_mode = EXCLUSIVE");
    // In the file itself and not in a log beside it: who opens it looks there first.
    database.pragma("journal_mode = DELETE");
    database.pragma("synchronous = FULL");
    database.exec("BEGIN");
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${schemaVersion}`);
    for (const table of Object.values(tables)) database.exec(table);
    const insert = database.prepare("INSERT INTO section (name, content, checksum) VALUES (?, ?, ?)");
    const device: DeviceSection = { keyCheck: initial.keyCheck, isKeyOutdated: false, areHomesToLeave: false };
    const contents = [...sections.map((name) => [name, initial.durable[name]] as const), ["device", device] as const];
    for (const [name, content] of contents) {
      const text = JSON.stringify(content);
      insert.run(name, text, checksumOf(placeOf.section(name), text));
    }
    operations.next();
    database.exec("COMMIT");
    operations.next();
    database.pragma("journal_mode = WAL");
  } finally {
    database.close();
  }
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: Database.Database) {
  const prepare = (sql: string): Database.Statement<(string | number)[]> => database.prepare(sql);
  return {
    begin: prepare("BEGIN IMMEDIATE"),
    commit: prepare("COMMIT"),
    rollback: prepare("ROLLBACK"),
    putSection: prepare("UPDATE section SET content = ?, checksum = ? WHERE name = ?"),
    putUser: prepare("REPLACE INTO user (user_index, content, checksum) VALUES (?, ?, ?)"),
    removeUser: prepare("DELETE FROM user WHERE user_index = ?"),
    putCredential: prepare("REPLACE INTO credential (kind, credential_index, content, checksum) VALUES (?, ?, ?, ?)"),
    removeCredential: prepare("DELETE FROM credential WHERE kind = ? AND credential_index = ?"),
    addRecord: prepare("INSERT INTO log (seq, content, checksum) VALUES (?, ?, ?)"),
    trimLog: prepare("DELETE FROM log WHERE seq <= ?"),
    eraseLog: prepare("DELETE FROM log"),
    oldestSeq: prepare("SELECT min(seq) FROM log").pluck(),
  };
}
