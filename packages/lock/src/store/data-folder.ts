/**
 * The folder in which a lock keeps what survives a power cut: its database, the key of its secrets, and beside them
 * what other parts put there.
 *
 * A folder that is not ours, damaged, of a newer version, in use, or without its key is refused with one sentence, and
 * nothing in it has changed then. So everything is judged before anything is written, and a lock that lost its data
 * never takes itself for a new one, whose menu is open to everybody.
 *
 * New files come into being under names that end in `.new` and get their real names when they are whole. The database
 * says which key is its own, so after a power cut between two renamings the next opening knows what to finish.
 */

import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { factoryDurable, type DurableState } from "@catenaccio/lock-core";
import { FileSecrets, keyName, newKeyName, type KeyFile } from "../secrets/file-secrets.ts";
import { Claim, claimName } from "./claim.ts";
import { damagedError, openImage } from "./database-image.ts";
import { removeDurably, renameDurably } from "../disk/durable-file.ts";
import { Operations, type OperationListener } from "../disk/operations.ts";
import { databaseName } from "./schema.ts";
import { createDatabase, SqliteStore } from "./sqlite-store.ts";
import { StoreError } from "./store-error.ts";
import { readDeviceSection, readDurable, readLogRecords, RowError } from "./stored-rows.ts";

const newDatabaseName = `${databaseName}.new`;
const folderMode = 0o700;

export interface DataFolderOptions {
  /** Called before each change of the disk, so that a test can cut the power there. */
  readonly onOperation?: OperationListener;
  /** Judges what another part keeps in the folder of an existing lock; what it throws refuses the folder, unchanged. */
  readonly alsoInspect?: Inspect;
}

type Inspect = (path: string, durable: DurableState) => void;

export interface DataFolder {
  readonly path: string;
  readonly store: SqliteStore;
  readonly secrets: FileSecrets;
  /** Whether the lock came into being with this opening. */
  readonly isNew: boolean;
  close(): void;
}

/**
 * Opens the data folder of a lock; one that is missing or empty becomes that of a new lock.
 * @throws StoreError when it cannot be used; nothing in it has changed then.
 */
export function openDataFolder(path: string, options: DataFolderOptions = {}): DataFolder {
  const operations = new Operations(options.onOperation);
  try {
    return open(path, operations, options.alsoInspect ?? inspectNothing);
  } catch (cause) {
    throw refusalFor(path, cause);
  }
}

/** What went wrong as a sentence; what another part threw is its own matter. */
function refusalFor(path: string, cause: unknown): unknown {
  if (cause instanceof RowError)
    return damagedError(path, "something in its database is not what the lock wrote", cause);
  const code = codeOf(cause);
  if (cause instanceof StoreError || code === null) return cause;
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damagedError(path, "its database is broken", cause);
  return new StoreError("notAccessible", `The data folder ${path} cannot be used (${code}).`, { cause });
}

/** The code of an error of the system or of SQLite. */
function codeOf(cause: unknown): string | null {
  if (!(cause instanceof Error && "code" in cause && typeof cause.code === "string")) return null;
  return /^(E|SQLITE_)[A-Z0-9_]+$/.test(cause.code) ? cause.code : null;
}

function open(path: string, operations: Operations, alsoInspect: Inspect): DataFolder {
  const names = listFolder(path);
  if (names === null) mkdirSync(path, { recursive: true, mode: folderMode });
  else if (names.includes(databaseName)) {
    // The mark of a claim is itself a change, so without one the folder is judged first.
    if (!names.includes(claimName)) inspect(path, alsoInspect);
  } else requireUnused(path, names);

  const claim = new Claim(join(path, claimName), path);
  let store: SqliteStore | null = null;
  try {
    // Another process may have made the lock since.
    const isNew = !(listFolder(path) ?? []).includes(databaseName);
    if (isNew) create(path, operations);
    const key = inspect(path, isNew ? inspectNothing : alsoInspect);
    settleKeyFiles(path, key, operations);
    const opened = new SqliteStore(join(path, databaseName), operations);
    store = opened;
    const secrets = new FileSecrets({ folder: path, key, operations, recordKey: (check) => opened.recordKey(check) });
    return {
      path,
      store: opened,
      secrets,
      isNew,
      close: () => {
        opened.close();
        claim.release();
      },
    };
  } catch (cause) {
    store?.close();
    claim.release();
    throw cause;
  }
}

/** null: there is none. */
function listFolder(path: string): readonly string[] | null {
  try {
    return readdirSync(path);
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return null;
    if (codeOf(cause) === "ENOTDIR")
      throw new StoreError("notOurs", `${path} is not a Catenaccio lock's data folder: it is a file.`, { cause });
    throw cause;
  }
}

/** Without a database only what a power cut may have left of the making of one is taken for nothing. */
function requireUnused(path: string, names: readonly string[]): void {
  const others = names.filter((name) => name !== claimName && !isUnfinished(name));
  if (others.length === 0) return;
  if (others.includes(keyName)) throw damagedError(path, `its database ${databaseName} is missing`);
  throw new StoreError("notOurs", `${path} is not a Catenaccio lock's data folder: it holds something else.`);
}

function isUnfinished(name: string): boolean {
  return name === newKeyName || name.startsWith(newDatabaseName);
}

function create(path: string, operations: Operations): void {
  for (const name of (listFolder(path) ?? []).filter(isUnfinished)) removeDurably(join(path, name), operations);
  const key = FileSecrets.createKey(path, operations);
  const newDatabase = join(path, newDatabaseName);
  createDatabase(newDatabase, { durable: factoryDurable, keyCheck: key.check }, operations);
  renameDurably(newDatabase, join(path, databaseName), operations);
}

/**
 * Judges everything in the folder and changes nothing.
 * @returns the key that the database says is its own.
 * @throws StoreError, RowError, or what `alsoInspect` throws
 */
function inspect(path: string, alsoInspect: Inspect): KeyFile {
  const image = openImage(join(path, databaseName), path);
  try {
    const durable = readDurable(image);
    readLogRecords(image);
    const key = findKey(path, readDeviceSection(image).keyCheck);
    alsoInspect(path, durable);
    return key;
  } finally {
    image.close();
  }
}

function inspectNothing(): void {}

function findKey(path: string, check: string): KeyFile {
  const candidates = [keyName, newKeyName].map((name) => FileSecrets.readKey(path, name));
  const own = candidates.find((candidate) => candidate !== null && candidate.check === check);
  if (own) return own;
  const names = listFolder(path) ?? [];
  if (!names.includes(keyName))
    throw new StoreError("keyMissing", `The data folder ${path} cannot be used: its key file ${keyName} is missing.`);
  if (candidates[0] === null) throw damagedError(path, `its key file ${keyName} has the wrong size`);
  throw new StoreError("keyForeign", `The data folder ${path} cannot be used: ${keyName} is another lock's key.`);
}

/** Finishes what a power cut left between the database's word for a key and the key's name. */
function settleKeyFiles(path: string, key: KeyFile, operations: Operations): void {
  if (key.name === newKeyName) renameDurably(join(path, newKeyName), join(path, keyName), operations);
  else if ((listFolder(path) ?? []).includes(newKeyName)) removeDurably(join(path, newKeyName), operations);
}
