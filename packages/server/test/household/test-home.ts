/** A home for tests: a database file of its own, a scripted gateway, a clock that the test moves. */

import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LockRecord } from "@catenaccio/protocol";
import type { ProofAction } from "@catenaccio/protocol/api";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { accountMigrations } from "../../src/accounts/account-migration.ts";
import { auditMigrations } from "../../src/audit/audit-migration.ts";
import { verifyAudit } from "../../src/audit/audit.ts";
import type { ServerDatabase, ServerTables } from "../../src/database/tables.ts";
import { attachHousehold, HouseholdListener } from "../../src/household/gateway-listener.ts";
import { Household, refuse, type AuditLine, type HouseholdEvent, type Result } from "../../src/household/household.ts";
import { addLock } from "../../src/household/locks.ts";
import { householdMigrations } from "../../src/household/migration.ts";
import type { SignedInActor } from "../../src/household/remote.ts";
import type { HouseholdTables } from "../../src/household/schema.ts";
import { ScriptedGateway } from "./scripted-gateway.ts";

/** Far more than any of it takes. */
const turnsMax = 2000;

const householdTables = {
  homeSetting: true,
  person: true,
  personName: true,
  lock: true,
  lockAccess: true,
  credential: true,
  lockRecord: true,
  lockAlarm: true,
  guestLink: true,
  remoteOperation: true,
  remoteOrder: true,
  cleanUp: true,
} as const satisfies Readonly<Record<keyof HouseholdTables, true>>;

export class TestHome implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "catenaccio-household-"));
  readonly actor: SignedInActor = { homeId: randomUUID(), accountId: randomUUID() };
  readonly events: HouseholdEvent[] = [];
  readonly arrived: LockRecord[] = [];
  readonly faults: string[] = [];
  readonly gateway: ScriptedGateway;
  readonly #proofs = new Map<string, boolean>();
  #nowMs = Date.parse("2026-03-02T08:00:00.000Z");
  readonly #tagKey = Buffer.alloc(32, 7);
  #database!: ServerDatabase;
  household!: Household;
  listener!: HouseholdListener;
  #detach = (): void => undefined;

  private constructor() {
    const now = (): Date => new Date(this.#nowMs);
    this.gateway = new ScriptedGateway(now);
    this.gateway.advance = (milliseconds) => this.advance(milliseconds);
  }

  static async open(): Promise<TestHome> {
    const home = new TestHome();
    home.#openDatabase();
    const migrations = { ...accountMigrations, ...auditMigrations, ...householdMigrations };
    for (const { up } of Object.values(migrations)) await up(home.#database as unknown as Kysely<never>);
    await home.#moveIn();
    await home.start();
    return home;
  }

  async #moveIn(): Promise<void> {
    const { homeId, accountId } = this.actor;
    const at = new Date(this.#nowMs).toISOString();
    const user = { id: accountId, name: "Owner", email: "owner@example.org", emailVerified: 1, image: null } as const;
    await this.#database
      .insertInto("user")
      .values({ ...user, createdAt: at, updatedAt: at })
      .execute();
    await this.#database.insertInto("home").values({ homeId, name: "Casa Rossi", createdAt: at }).execute();
    await this.#database.insertInto("membership").values({ homeId, accountId, role: "owner", since: at }).execute();
  }

  /** As after a restart of the server; the gateway stays. */
  async restart(): Promise<void> {
    this.#detach();
    await this.listener.settled();
    await this.#database.destroy();
    this.#openDatabase();
    await this.start();
  }

  async start(): Promise<void> {
    this.household = new Household({
      database: this.#database,
      now: () => new Date(this.#nowMs),
      gateway: this.gateway,
      tagKey: this.#tagKey,
      recordArrived: async (_transaction, record) => void this.arrived.push(record),
      reportArrived: async () => undefined,
      consumeProof: async ({ token, action }) => {
        if (!token.startsWith(`${action} `) || !this.#proofs.has(token))
          return refuse("proofRefused", "This proof is for something else.");
        if (this.#proofs.get(token) === true) return refuse("proofUsed", "This proof has been used.");
        this.#proofs.set(token, true);
        return { ok: true, value: null };
      },
      publish: (_homeId, event) => void this.events.push(event),
      onFault: (sentence) => void this.faults.push(sentence),
    });
    this.listener = new HouseholdListener(this.household);
    this.#detach = await attachHousehold(this.household, this.listener);
    await this.settled();
  }

  /** Good once, as the server's own. */
  proof(action: ProofAction = "unlock"): string {
    const token = `${action} ${randomUUID()}`;
    this.#proofs.set(token, false);
    return token;
  }

  /** The audit, oldest first; it is whole. */
  async audit(): Promise<readonly AuditLine[]> {
    const lines = await this.#database.selectFrom("auditLine").selectAll().orderBy("number").execute();
    if (!(await verifyAudit(this.#database, this.actor.homeId)).isWhole)
      throw new RangeError("The audit is not whole.");
    return lines.map(({ action, subject }) => ({ action, subject: JSON.parse(subject) as AuditLine["subject"] }));
  }

  advance(milliseconds: number): void {
    this.#nowMs += milliseconds;
  }

  setClock(instant: string): void {
    this.#nowMs = Date.parse(instant);
  }

  async settled(): Promise<void> {
    await this.listener.settled();
  }

  async addLock(name: string): Promise<string> {
    const lockId = must(await addLock(this.household, this.actor, { name, code: "MT:Y.K9042C00KA0648G00" }));
    await this.until("lock.added", lockId);
    await this.settled();
    return lockId;
  }

  /** All rows of the household, as they are. */
  async rows(): Promise<unknown> {
    const tables = Object.keys(householdTables) as (keyof typeof householdTables)[];
    return await Promise.all(tables.map(async (table) => await this.#database.selectFrom(table).selectAll().execute()));
  }

  /** Until it stands in the audit: adding goes on behind its answer. */
  async until(action: string, lockId: string): Promise<void> {
    const isThere = (line: AuditLine): boolean => line.action === action && line.subject["lockId"] === lockId;
    for (let turns = 0; turns < turnsMax; turns++) {
      if ((await this.audit()).some(isThere)) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new RangeError(`${action} did not come into the audit.`);
  }

  /** Everything that lies on the disk, as text. */
  onDisk(): string {
    return readdirSync(this.folder)
      .map((file) => readFileSync(join(this.folder, file), "latin1"))
      .join("\n");
  }

  /** Everything that was told to anybody but the gateway. */
  told(): string {
    return JSON.stringify([this.events, this.faults]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#detach();
    await this.listener.settled();
    await this.#database.destroy();
    rmSync(this.folder, { recursive: true });
  }

  #openDatabase(): void {
    const database = new Database(join(this.folder, "server.sqlite"));
    database.pragma("journal_mode = WAL");
    database.pragma("foreign_keys = ON");
    this.#database = new Kysely<ServerTables>({ dialect: new SqliteDialect({ database }) });
  }
}

export function must<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new RangeError(result.sentence);
  return result.value;
}
