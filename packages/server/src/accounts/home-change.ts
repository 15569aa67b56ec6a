/** A change of a home with its line in the audit, in one transaction; then those who look on are told. */

import { appendAudit } from "../audit/audit.ts";
import type { ServerTransaction } from "../database/tables.ts";
import type { RouteRefusal } from "../http/route.ts";
import type { Services } from "../http/services.ts";
import { homesOf } from "./homes.ts";

export interface HomeAct {
  /** `member.remove`, … */
  readonly action: string;
  /** Ids and words only. */
  readonly subject: Readonly<Record<string, string | number | boolean | null>>;
}

export async function changeHome<Value>(
  { database, now, events }: Pick<Services, "database" | "now" | "events">,
  actor: { readonly homeId: string; readonly accountId: string | null },
  act: HomeAct,
  change: (transaction: ServerTransaction) => Promise<Value>,
): Promise<Value> {
  const { homeId, accountId } = actor;
  const value = await database.transaction().execute(async (transaction) => {
    const done = await change(transaction);
    await appendAudit(transaction, { homeId, accountId, ...act }, now());
    return done;
  });
  events.publish(homeId, { type: "home" });
  return value;
}

/** What concerns an account, and so each of its homes. */
export async function noteInHomes(
  { database, now }: Pick<Services, "database" | "now">,
  accountId: string,
  action: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    for (const { homeId } of await homesOf(transaction, accountId))
      await appendAudit(transaction, { homeId, accountId, action, subject: {} }, now());
  });
}

/** Undoes what the transaction did so far; `refusalOf` takes it out again. */
export class ChangeRefused extends Error {
  override readonly name = "ChangeRefused";
  readonly refusal: RouteRefusal;

  constructor(refusal: RouteRefusal) {
    super(refusal.sentence);
    this.refusal = refusal;
  }
}

export function refusalOf(cause: unknown): RouteRefusal {
  if (cause instanceof ChangeRefused) return cause.refusal;
  throw cause;
}
