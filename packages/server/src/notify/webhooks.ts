/** The webhooks of a home: made, listed, changed, removed, tried, and what became of their deliveries. */

import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
import {
  webhooksPerHomeMax,
  type WebhookChange,
  type WebhookDelivery,
  type WebhookInput,
  type WebhookView,
} from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import { isAllowed, reachOf } from "./address-rule.ts";
import { readEvents } from "./notifications.ts";
import type { NotifyKeys } from "./notify-keys.ts";
import type { WebhookTable } from "./notify-tables.ts";
import { countQueued, emptyQueueOf, enqueue } from "./queue.ts";
import { refuse, type Outcome } from "./refusal.ts";
import { placeOfWebhook, sealedWebhook } from "./webhook-channel.ts";
import { makeSecret } from "./webhook-signature.ts";

const testTtlSeconds = 300;
const deliveriesShown = 100;

export interface WebhookPorts {
  readonly keys: NotifyKeys;
  readonly now: () => Date;
  /** The home's owner does it: nobody else lets the server call the machines beside it, or chooses which. */
  readonly isByOwner: boolean;
}

/** @returns its secret too, for this once. */
export async function addWebhook(
  transaction: ServerDatabase,
  homeId: string,
  input: WebhookInput,
  { keys, now, isByOwner }: WebhookPorts,
): Promise<Outcome<{ readonly webhook: WebhookView; readonly secret: string }>> {
  const objection = objectionTo(input);
  if (objection !== null) return refuse("invalid", objection);
  if (input.isHomeNetworkAllowed && !isByOwner) return ownersOnly;
  const others = await rowsOf(transaction, homeId);
  if (others.length >= webhooksPerHomeMax)
    return refuse("full", `A home has ${webhooksPerHomeMax} webhooks at most: remove one first.`);
  const secret = makeSecret();
  const webhookId = randomUUID();
  const row: WebhookTable = {
    webhookId,
    homeId,
    name: input.name,
    sealed: keys.seal(JSON.stringify({ url: input.url, secret }), placeOfWebhook(webhookId)),
    events: JSON.stringify(input.events),
    isHomeNetworkAllowed: input.isHomeNetworkAllowed ? 1 : 0,
    isEnabled: 1,
    createdAt: now().toISOString(),
    failingSince: null,
  };
  await transaction.insertInto("webhook").values(row).execute();
  return { ok: true, value: { webhook: await viewOf(transaction, row, keys), secret } };
}

export async function listWebhooks(
  database: ServerDatabase,
  homeId: string,
  keys: NotifyKeys,
): Promise<readonly WebhookView[]> {
  const views: WebhookView[] = [];
  for (const row of await rowsOf(database, homeId)) views.push(await viewOf(database, row, keys));
  return views;
}

/** Switched on again, it begins anew; switched off, what waits for it goes. */
export async function changeWebhook(
  transaction: ServerDatabase,
  which: { readonly homeId: string; readonly webhookId: string },
  change: WebhookChange,
  { keys, isByOwner }: WebhookPorts,
): Promise<Outcome<WebhookView>> {
  const row = await rowOf(transaction, which);
  if (row === null) return unknownWebhook;
  const { url, secret } = secretsOf(row, keys);
  const wanted = { ...(await viewOf(transaction, row, keys)), ...withoutGaps(change) };
  const objection = objectionTo(wanted);
  if (objection !== null) return refuse("invalid", objection);
  const opensHome = wanted.isHomeNetworkAllowed && (row.isHomeNetworkAllowed === 0 || wanted.url !== url);
  if (opensHome && !isByOwner) return ownersOnly;
  const isSwitchedOn = wanted.isEnabled && row.isEnabled === 0;
  const values = {
    name: wanted.name,
    sealed:
      wanted.url === url
        ? row.sealed
        : keys.seal(JSON.stringify({ url: wanted.url, secret }), placeOfWebhook(row.webhookId)),
    events: JSON.stringify(wanted.events),
    isHomeNetworkAllowed: wanted.isHomeNetworkAllowed ? 1 : 0,
    isEnabled: wanted.isEnabled ? 1 : 0,
    failingSince: isSwitchedOn ? null : row.failingSince,
  } as const;
  await transaction.updateTable("webhook").set(values).where("webhookId", "=", row.webhookId).execute();
  if (!wanted.isEnabled) await emptyQueueOf(transaction, row.webhookId);
  return { ok: true, value: await viewOf(transaction, { ...row, ...values }, keys) };
}

/** @returns whether there was one. */
export async function removeWebhook(
  transaction: ServerDatabase,
  which: { readonly homeId: string; readonly webhookId: string },
): Promise<boolean> {
  const row = await rowOf(transaction, which);
  if (row === null) return false;
  await emptyQueueOf(transaction, row.webhookId);
  await transaction.deleteFrom("webhookAttempt").where("webhookId", "=", row.webhookId).execute();
  await transaction.deleteFrom("webhook").where("webhookId", "=", row.webhookId).execute();
  return true;
}

/** @returns the id of the delivery that was queued. */
export async function testWebhook(
  transaction: ServerDatabase,
  which: { readonly homeId: string; readonly webhookId: string },
  now: string,
): Promise<Outcome<string>> {
  const row = await rowOf(transaction, which);
  if (row === null) return unknownWebhook;
  if (row.isEnabled === 0) return refuse("invalid", "The webhook is switched off: switch it on first.");
  const { deliveryId } = await enqueue(transaction, {
    channel: "webhook",
    targetId: row.webhookId,
    homeId: row.homeId,
    content: { event: "test", at: now, lockId: null, record: null },
    now,
    ttlSeconds: testTtlSeconds,
  });
  return { ok: true, value: deliveryId };
}

/** The newest first. */
export async function listDeliveries(
  database: ServerDatabase,
  which: { readonly homeId: string; readonly webhookId: string },
): Promise<Outcome<readonly WebhookDelivery[]>> {
  const row = await rowOf(database, which);
  if (row === null) return unknownWebhook;
  const attempts = await database
    .selectFrom("webhookAttempt")
    .select(["deliveryId", "event", "attempt", "at", "outcome", "status", "error", "durationMs", "nextAttemptAt"])
    .where("webhookId", "=", row.webhookId)
    .orderBy("at", "desc")
    .orderBy("attempt", "desc")
    .limit(deliveriesShown)
    .execute();
  return { ok: true, value: attempts };
}

const ownersOnly = refuse("forbidden", "Only the owner of the home opens its network to a webhook.");
const unknownWebhook = refuse("notFound", "There is no such webhook.");

function objectionTo({ url, isHomeNetworkAllowed }: Pick<WebhookInput, "url" | "isHomeNetworkAllowed">): string | null {
  const { protocol, hostname, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (username !== "" || password !== "")
    return "The address of a webhook carries no name and no password; its signature proves where it comes from.";
  if (!isHomeNetworkAllowed && protocol !== "https:") return "Outside the home network a webhook begins with https://.";
  const reach = isIP(host) === 0 ? "public" : reachOf(host);
  if (reach === "never") return "This address cannot be called.";
  return isAllowed(reach, isHomeNetworkAllowed)
    ? null
    : "This address is one of the home network: allow that for the webhook, if it is meant.";
}

async function rowsOf(database: ServerDatabase, homeId: string): Promise<readonly WebhookTable[]> {
  return await database.selectFrom("webhook").selectAll().where("homeId", "=", homeId).orderBy("createdAt").execute();
}

/** Of that home only: another home's id is as good as none. */
async function rowOf(
  database: ServerDatabase,
  { homeId, webhookId }: { readonly homeId: string; readonly webhookId: string },
): Promise<WebhookTable | null> {
  const row = await database
    .selectFrom("webhook")
    .selectAll()
    .where("webhookId", "=", webhookId)
    .where("homeId", "=", homeId)
    .executeTakeFirst();
  return row ?? null;
}

function secretsOf(row: WebhookTable, keys: NotifyKeys): { readonly url: string; readonly secret: string } {
  const opened = keys.open(row.sealed, placeOfWebhook(row.webhookId));
  // The keys are other ones than those with which it was made: it has to be made anew.
  return opened === null ? { url: "https://unreadable.invalid/", secret: "" } : sealedWebhook.parse(JSON.parse(opened));
}

async function viewOf(database: ServerDatabase, row: WebhookTable, keys: NotifyKeys): Promise<WebhookView> {
  return {
    id: row.webhookId,
    name: row.name,
    url: secretsOf(row, keys).url,
    events: [...readEvents(row.events)],
    isHomeNetworkAllowed: row.isHomeNetworkAllowed === 1,
    isEnabled: row.isEnabled === 1,
    createdAt: row.createdAt,
    failingSince: row.failingSince,
    waiting: await countQueued(database, row.webhookId),
  };
}

function withoutGaps<Value extends object>(value: Value): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as never;
}
