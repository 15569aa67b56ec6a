/**
 * The rows of the outbox: records that the server does not have for good yet, in the order in which they were heard, and
 * how far each lock was read. Both change in one transaction, so a record is neither lost nor taken twice.
 */

import type { LockRecord } from "@catenaccio/protocol";
import type Database from "better-sqlite3";

export interface WaitingRecord {
  readonly seq: number;
  readonly record: LockRecord;
}

interface Row {
  readonly seq: number;
  readonly content: string;
}

type Values = (string | number)[];

export class RecordRows {
  readonly #sql: ReturnType<typeof prepareStatements>;

  constructor(database: Database.Database) {
    this.#sql = prepareStatements(database);
  }

  cursorOf(lockId: string, numbering: LockRecord["numbering"]): number | null {
    return this.#sql.cursor.get(lockId, numbering) ?? null;
  }

  /** Never back. */
  moveCursor(lockId: string, numbering: LockRecord["numbering"], number: number): void {
    this.#sql.putCursor.run(lockId, numbering, number);
  }

  add(record: LockRecord): void {
    this.#sql.add.run(record.lockId, JSON.stringify(record));
  }

  /** The oldest of the lock with most of them give way to one that says how many are missing. */
  keepAtMost(count: number): void {
    for (let excess = this.count - count; excess > 0; excess--) this.#join();
  }

  get count(): number {
    return this.#sql.count.get() ?? 0;
  }

  lockIds(): readonly string[] {
    return this.#sql.lockIds.all();
  }

  /** null: none is waiting. */
  oldest(lockId: string): WaitingRecord | null {
    const [row] = this.#sql.oldest.all(lockId, 1);
    return row === undefined ? null : { seq: row.seq, record: JSON.parse(row.content) as LockRecord };
  }

  /** Only as it was sent: one that has become a gap meanwhile stays. */
  remove({ seq, record }: WaitingRecord): void {
    this.#sql.remove.run(seq, JSON.stringify(record));
  }

  forgetCursors(lockId: string): void {
    this.#sql.forgetCursors.run(lockId);
  }

  #join(): void {
    const lockId = this.#sql.fullest.get();
    if (lockId === undefined) return;
    const [first, second] = this.#sql.oldest.all(lockId, 2);
    if (first === undefined || second === undefined) return;
    const older = JSON.parse(first.content) as LockRecord;
    const newer = JSON.parse(second.content) as LockRecord;
    const from = older.happening.event === "gap" ? older.happening.from : older.number;
    const gap: LockRecord = { ...newer, personId: null, happening: { event: "gap", from, to: newer.number } };
    this.#sql.removeAny.run(first.seq);
    this.#sql.change.run(JSON.stringify(gap), second.seq);
  }
}

function prepareStatements(database: Database.Database) {
  const write = (sql: string) => database.prepare<Values>(sql);
  return {
    cursor: database.prepare<Values, number>("SELECT number FROM cursor WHERE lock_id = ? AND numbering = ?").pluck(),
    putCursor: write(
      "INSERT INTO cursor (lock_id, numbering, number) VALUES (?, ?, ?) " +
        "ON CONFLICT DO UPDATE SET number = max(number, excluded.number)",
    ),
    forgetCursors: write("DELETE FROM cursor WHERE lock_id = ?"),
    add: write("INSERT INTO record (lock_id, content) VALUES (?, ?)"),
    count: database.prepare<Values, number>("SELECT count(*) FROM record").pluck(),
    lockIds: database.prepare<Values, string>("SELECT DISTINCT lock_id FROM record").pluck(),
    fullest: database
      .prepare<Values, string>("SELECT lock_id FROM record GROUP BY lock_id ORDER BY count(*) DESC LIMIT 1")
      .pluck(),
    oldest: database.prepare<Values, Row>("SELECT seq, content FROM record WHERE lock_id = ? ORDER BY seq LIMIT ?"),
    change: write("UPDATE record SET content = ? WHERE seq = ?"),
    remove: write("DELETE FROM record WHERE seq = ? AND content = ?"),
    removeAny: write("DELETE FROM record WHERE seq = ?"),
  };
}
