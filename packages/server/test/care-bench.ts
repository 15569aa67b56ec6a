/** Care on a real database: one home with one lock that was added in January, and a clock that is moved by hand. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { LockHappening, LockReport } from "@catenaccio/protocol";
import type { Care } from "../src/care/care.ts";
import { openServerDatabase } from "../src/database/database.ts";
import type { ServerDatabase } from "../src/database/tables.ts";

export const homeId = "3f1c9b7e-0000-4000-8000-000000000001";
export const otherHomeId = "3f1c9b7e-0000-4000-8000-00000000000f";
export const lockId = "3f1c9b7e-0000-4000-8000-000000000002";
export const annaId = "anna";

export class CareBench {
  now = new Date("2026-02-01T00:00:00.000Z");
  readonly database: ServerDatabase;
  readonly care: Care;
  #number = 0;

  private constructor(database: ServerDatabase) {
    this.database = database;
    this.care = { database, now: () => this.now };
  }

  static async open(context: TestContext): Promise<CareBench> {
    const folder = mkdtempSync(join(tmpdir(), "catenaccio-care-"));
    const bench = new CareBench(await openServerDatabase(join(folder, "server.db")));
    context.after(async () => {
      await bench.database.destroy();
      rmSync(folder, { recursive: true });
    });
    const createdAt = "2026-01-05T08:00:00.000Z";
    for (const id of [homeId, otherHomeId])
      await bench.database.insertInto("home").values({ homeId: id, name: "Home", createdAt }).execute();
    await bench.database
      .insertInto("lock")
      .values({
        lockId,
        homeId,
        name: "Front door",
        addedAt: createdAt,
        state: "added",
        progress: null,
        report: null,
        wantedRevision: 1,
        wantedReport: null,
        enrolment: null,
        removedAt: null,
      })
      .execute();
    return bench;
  }

  /** What the lock says of itself from now on. */
  async report(changes: {
    readonly level?: "ok" | "warning" | "critical";
    readonly diagnosis?: string[];
  }): Promise<void> {
    const { level = "ok", diagnosis = [] } = changes;
    const report: LockReport = {
      lockId,
      link: "online",
      heardAt: this.now.toISOString(),
      answerMs: 20,
      abilities: {
        vendor: "Catenaccio",
        product: "Lock",
        serialNumber: null,
        softwareVersion: "1",
        isCatenaccio: true,
        users: 150,
        pins: 50,
        cards: 50,
        fingerprints: 50,
        credentialsPerUser: 10,
        pinLength: { min: 6, max: 10 },
        weekDaySchedulesPerUser: 10,
        dateSchedulesPerUser: 10,
        canCheckRemotePin: true,
        needsRemotePin: false,
        operatingModes: ["normal", "passage"],
        settings: [],
      },
      situation: {
        lockState: "locked",
        operatingMode: "normal",
        volume: "high",
        language: "en",
        isMenuEnabled: true,
        autoRelockSeconds: 5,
        guardProfile: "guarded",
        isPinEntryStopped: false,
        isFingerprintEntryStopped: false,
        isLockedOut: false,
        isJammed: false,
        diagnosis,
        battery: { level, percent: null, volts: null },
        hasEmergencyPower: false,
      },
    };
    await this.database
      .updateTable("lock")
      .set({ report: JSON.stringify(report) })
      .where("lockId", "=", lockId)
      .execute();
  }

  async record(happening: LockHappening): Promise<void> {
    const at = this.now.toISOString();
    this.#number += 1;
    await this.database
      .insertInto("lockRecord")
      .values({
        lockId,
        numbering: "log",
        number: this.#number,
        at,
        time: at,
        heardAt: at,
        personId: null,
        kind: happening.event === "lockOperation" ? "opened" : "refused",
        happening: JSON.stringify(happening),
      })
      .execute();
  }
}
