/**
 * What the app showed last, for a start without the server: in the browser's own database, read whole at the start, so that
 * pages can be drawn from it at once. Nothing secret is put here: no PIN, no token; it goes with the sign-out.
 */

export interface Kept {
  readonly value: unknown;
  /** When the server told it, in milliseconds of the wall clock. */
  readonly at: number;
}

const databaseName = "catenaccio";
const storeName = "kept";
const memory = new Map<string, Kept>();
let database: IDBDatabase | null = null;

/** A browser that keeps nothing (a private window) works all the same. */
export async function openKept(): Promise<void> {
  try {
    const opening = indexedDB.open(databaseName, 1);
    opening.addEventListener("upgradeneeded", () => opening.result.createObjectStore(storeName));
    database = await resultOf(opening);
    const store = database.transaction(storeName).objectStore(storeName);
    const [keys, values] = await Promise.all([resultOf(store.getAllKeys()), resultOf(store.getAll())]);
    for (const [index, key] of keys.entries()) if (typeof key === "string") memory.set(key, values[index] as Kept);
  } catch {
    database = null;
  }
}

export function readKept(key: string): Kept | null {
  return memory.get(key) ?? null;
}

export function keep(key: string, kept: Kept): void {
  memory.set(key, kept);
  change((store) => store.put(kept, key));
}

/** When the server last told any of it, in milliseconds; null: nothing is kept. */
export function newestKeptAt(): number | null {
  return memory.size === 0 ? null : Math.max(...[...memory.values()].map(({ at }) => at));
}

export function forget(key: string): void {
  memory.delete(key);
  change((store) => store.delete(key));
}

export function forgetKept(): void {
  memory.clear();
  change((store) => store.clear());
}

function change(work: (store: IDBObjectStore) => void): void {
  try {
    if (database !== null) work(database.transaction(storeName, "readwrite").objectStore(storeName));
  } catch {
    // A full disk: the next start without the server shows less.
  }
}

async function resultOf<Value>(request: IDBRequest<Value>): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>();
  request.addEventListener("success", () => resolve(request.result));
  request.addEventListener("error", () => reject(request.error ?? new DOMException("No database.")));
  return await promise;
}
