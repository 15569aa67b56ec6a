/**
 * Limits on guessing passwords: failed tries are counted in the database, so they hold across restarts and across several
 * servers, and a try is counted before it is judged, so that many at once are no way around.
 */

import { createHmac, randomUUID } from "node:crypto";
import type { ServerDatabase } from "../database/tables.ts";
import type { RouteRefusal } from "../http/route.ts";

const windowMs = 10 * 60_000;
const perAccountMax = 5;
const perAddressMax = 20;

export interface TryLimitsOptions {
  readonly database: ServerDatabase;
  readonly now: () => Date;
  /** So that the table tells no e-mail and no address. */
  readonly key: Buffer;
}

export type CountedTry =
  | { readonly ok: true; readonly succeeded: () => Promise<void> }
  | { readonly ok: false; readonly retryAfterSeconds: number };

export function blocked(retryAfterSeconds: number): RouteRefusal {
  return {
    ok: false,
    error: "blocked",
    sentence: "Too many failed tries: wait a few minutes.",
    retryAfterSeconds,
  };
}

export class TryLimits {
  readonly #options: TryLimitsOptions;

  constructor(options: TryLimitsOptions) {
    this.#options = options;
  }

  /**
   * Whoever guesses at a password keeps nobody from using a passkey.
   * @param email of the account that is tried, whether there is one or not.
   */
  async count(email: string, address: string, means: "password" | "passkey" = "password"): Promise<CountedTry> {
    const { database, now } = this.#options;
    const at = now();
    const apart = means === "passkey" ? " passkey" : "";
    const subjects = [
      { subject: this.#subjectOf(`account${apart}`, email.trim().toLowerCase()), max: perAccountMax },
      { subject: this.#subjectOf(`address${apart}`, address), max: perAddressMax },
    ];
    return await database.transaction().execute(async (transaction): Promise<CountedTry> => {
      const since = new Date(at.getTime() - windowMs).toISOString();
      await transaction.deleteFrom("failedTry").where("at", "<=", since).execute();
      for (const { subject, max } of subjects) {
        const tries = await transaction
          .selectFrom("failedTry")
          .select("at")
          .where("subject", "=", subject)
          .orderBy("at")
          .execute();
        const oldest = tries.at(-max);
        if (oldest !== undefined) return { ok: false, retryAfterSeconds: secondsUntil(oldest.at, at) };
      }
      const rows = subjects.map(({ subject }) => ({ tryId: randomUUID(), subject, at: at.toISOString() }));
      await transaction.insertInto("failedTry").values(rows).execute();
      return { ok: true, succeeded: async () => await this.#forget(rows) };
    });
  }

  async #forget(rows: readonly { readonly tryId: string }[]): Promise<void> {
    const ids = rows.map(({ tryId }) => tryId);
    await this.#options.database.deleteFrom("failedTry").where("tryId", "in", ids).execute();
  }

  #subjectOf(kind: string, value: string): string {
    return createHmac("sha256", this.#options.key).update(`${kind} ${value}`).digest("base64url");
  }
}

function secondsUntil(oldest: string, at: Date): number {
  return Math.max(1, Math.ceil((Date.parse(oldest) + windowMs - at.getTime()) / 1000));
}
