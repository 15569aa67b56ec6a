/**
 * Everything that the gateway keeps over a power cut, in a folder of its own: the locks, what is wanted of each and what
 * was confirmed, the records that wait for the server, the settings, and its key. What is written is on the disk when
 * the call returns. A secret is nowhere in it but sealed.
 */

import { mqttSettings, type LockHappening, type LockRecord, type MqttSettings } from "@catenaccio/protocol";
import type Database from "better-sqlite3";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { RecordDelivery, RecordSink } from "../lock-network.ts";
import { GatewayKey } from "./gateway-key.ts";
import { GatewayStoreError } from "./gateway-store-error.ts";
import { openDatabase } from "./open-database.ts";
import { PlaceRows } from "./place-rows.ts";
import { RecordRows } from "./record-rows.ts";
import { databaseName } from "./schema.ts";

const keyName = "gateway.key";
const folderMode = 0o700;
const recordsMax = 100_000;

export interface GatewayStoreOptions {
  /** The outbox holds so many; for tests. */
  readonly recordsMax?: number;
}

export class GatewayStore {
  readonly key: GatewayKey;
  readonly people: PlaceRows;
  readonly records: RecordRows;
  readonly #database: Database.Database;
  readonly #recordsMax: number;
  readonly #sql: ReturnType<typeof prepareStatements>;

  private constructor(database: Database.Database, key: GatewayKey, options: GatewayStoreOptions) {
    this.#database = database;
    this.#recordsMax = options.recordsMax ?? recordsMax;
    this.key = key;
    this.people = new PlaceRows(database);
    this.records = new RecordRows(database);
    this.#sql = prepareStatements(database);
  }

  /**
   * Opens the folder; one that is missing or empty becomes that of a new gateway.
   * @throws GatewayStoreError when it cannot be used.
   */
  static open(folder: string, options: GatewayStoreOptions = {}): GatewayStore {
    makeFolder(folder);
    const database = openDatabase(join(folder, databaseName));
    try {
      return new GatewayStore(database, openKey(database, join(folder, keyName)), options);
    } catch (cause) {
      database.close();
      throw cause;
    }
  }

  close(): void {
    this.#database.close();
  }

  /** All or nothing. @throws GatewayStoreError when the disk refuses; nothing has changed then. */
  transact<Result>(change: () => Result): Result {
    if (this.#database.inTransaction) return change();
    try {
      return this.#database.transaction(change)();
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
      if (!code.startsWith("SQLITE_")) throw cause;
      throw new GatewayStoreError("writeFailed", `The gateway could not write to its disk (${code}).`, { cause });
    }
  }

  /** Name by lock. */
  locks(): ReadonlyMap<string, string> {
    return new Map(this.#sql.locks.all().map(({ lock_id: lockId, name }) => [lockId, name]));
  }

  putLock(lockId: string, name: string): void {
    this.transact(() => this.#sql.putLock.run(lockId, name));
  }

  /** What has happened at it still goes to the server. */
  forgetLock(lockId: string): void {
    this.transact(() => {
      this.#sql.removeLock.run(lockId);
      this.people.forgetLock(lockId);
      this.records.forgetCursors(lockId);
    });
  }

  get timeZone(): string | null {
    return this.#setting("timeZone");
  }

  putTimeZone(timeZone: string): void {
    this.#putSetting("timeZone", timeZone);
  }

  get mqtt(): MqttSettings | null {
    const text = this.#setting("mqtt");
    return text === null ? null : mqttSettings.parse(JSON.parse(text));
  }

  putMqtt(settings: MqttSettings | null): void {
    this.#putSetting("mqtt", settings === null ? null : JSON.stringify(settings));
  }

  /** Where records come in. @param onStored told of each new one, in order. */
  recordSink(onStored: (records: readonly LockRecord[]) => void): RecordSink {
    return {
      cursorOf: (lockId, numbering) => this.records.cursorOf(lockId, numbering),
      deliver: (lockId, delivery) => {
        const records = this.transact(() => this.#storeRecords(lockId, delivery));
        if (records.length > 0) onStored(records);
      },
    };
  }

  #storeRecords(lockId: string, { numbering, cursor, records }: RecordDelivery): readonly LockRecord[] {
    const known = this.records.cursorOf(lockId, numbering) ?? -1;
    const heardAt = new Date().toISOString();
    const fresh = records
      .filter(({ number }) => number > known)
      .map(({ number, time, happening }): LockRecord => {
        const personId = this.#personOf(lockId, happening, time);
        return { lockId, numbering, number, time, heardAt, personId, happening };
      });
    for (const record of fresh) this.records.add(record);
    this.records.moveCursor(lockId, numbering, Math.max(cursor, ...fresh.map(({ number }) => number)));
    if (fresh.length > 0) this.records.keepAtMost(this.#recordsMax);
    return fresh;
  }

  #personOf(lockId: string, happening: LockHappening, time: string | null): string | null {
    const { user, credential } = { user: null, credential: null, ...happening };
    if (user !== null) return this.people.personOfUser(lockId, user, time);
    return credential === null ? null : this.people.personOfCredential(lockId, credential);
  }

  #setting(name: string): string | null {
    return this.#sql.setting.get(name) ?? null;
  }

  #putSetting(name: string, content: string | null): void {
    this.transact(() => {
      if (content === null) this.#sql.removeSetting.run(name);
      else this.#sql.putSetting.run(name, content);
    });
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: folderMode });
  } catch (cause) {
    throw new GatewayStoreError("notAccessible", `The gateway's data folder ${folder} cannot be made.`, { cause });
  }
}

/** The key is on the disk before a database says that it is its own, so what a power cut leaves is finished here. */
function openKey(database: Database.Database, path: string): GatewayKey {
  const check = database.prepare<[], string>("SELECT content FROM setting WHERE name = 'keyCheck'").pluck().get();
  const key = GatewayKey.read(path);
  if (check === undefined) {
    const own = key ?? GatewayKey.create(path);
    database.prepare("INSERT INTO setting (name, content) VALUES ('keyCheck', ?)").run(own.check);
    return own;
  }
  if (key === null)
    throw new GatewayStoreError(
      "keyMissing",
      `The gateway's key file ${path} is missing; what is sealed to it cannot be opened without it.`,
    );
  if (key.check !== check)
    throw new GatewayStoreError("keyForeign", `The key file ${path} is another gateway's; put back the right one.`);
  return key;
}

function prepareStatements(database: Database.Database) {
  return {
    locks: database.prepare<[], { readonly lock_id: string; readonly name: string }>("SELECT lock_id, name FROM lock"),
    putLock: database.prepare<[string, string]>("REPLACE INTO lock (lock_id, name) VALUES (?, ?)"),
    removeLock: database.prepare<[string]>("DELETE FROM lock WHERE lock_id = ?"),
    setting: database.prepare<[string], string>("SELECT content FROM setting WHERE name = ?").pluck(),
    putSetting: database.prepare<[string, string]>("REPLACE INTO setting (name, content) VALUES (?, ?)"),
    removeSetting: database.prepare<[string]>("DELETE FROM setting WHERE name = ?"),
  };
}
