/** The devices to which an account wants its notices: added, listed, removed, and asked to show one as a test. */

import { createHash, createPublicKey, randomUUID } from "node:crypto";
import { isIP } from "node:net";
import type { PushSubscriptionInput, PushSubscriptionView } from "@catenaccio/protocol/api";
import type { ServerDatabase } from "../database/tables.ts";
import { isAllowed, reachOf } from "./address-rule.ts";
import type { NotifyKeys } from "./notify-keys.ts";
import type { PushSubscriptionTable } from "./notify-tables.ts";
import { placeOfSubscription } from "./push-channel.ts";
import { emptyQueueOf, enqueue } from "./queue.ts";
import { refuse, type Outcome } from "./refusal.ts";

const devicesPerAccountMax = 20;
const authBytes = 16;
const testTtlSeconds = 300;

export interface SubscriptionPorts {
  readonly keys: NotifyKeys;
  readonly now: () => Date;
  /** A push service on this machine, over http: for tests. */
  readonly isLocalServiceAllowed?: boolean;
}

/** A device that subscribes again is the same one, even if somebody else has signed in on it. */
export async function addSubscription(
  transaction: ServerDatabase,
  accountId: string,
  input: PushSubscriptionInput,
  ports: SubscriptionPorts,
): Promise<Outcome<PushSubscriptionView>> {
  const { endpoint, keys, device, language } = input;
  const objection = objectionTo(input, ports.isLocalServiceAllowed ?? false);
  if (objection !== null) return refuse("invalid", objection);
  const endpointHash = createHash("sha256").update(endpoint).digest("hex");
  await forget(transaction, (query) => query.where("endpointHash", "=", endpointHash));
  const others = await listSubscriptions(transaction, accountId);
  if (others.length >= devicesPerAccountMax)
    return refuse("full", `An account has ${devicesPerAccountMax} devices at most: remove one first.`);
  const subscriptionId = randomUUID();
  const row: PushSubscriptionTable = {
    subscriptionId,
    accountId,
    endpointHash,
    sealed: ports.keys.seal(JSON.stringify({ endpoint, keys }), placeOfSubscription(subscriptionId)),
    device,
    language,
    service: new URL(endpoint).host,
    createdAt: ports.now().toISOString(),
    deliveredAt: null,
  };
  await transaction.insertInto("pushSubscription").values(row).execute();
  return { ok: true, value: viewOf(row) };
}

export async function listSubscriptions(
  database: ServerDatabase,
  accountId: string,
): Promise<readonly PushSubscriptionView[]> {
  const rows = await database
    .selectFrom("pushSubscription")
    .selectAll()
    .where("accountId", "=", accountId)
    .orderBy("createdAt")
    .execute();
  return rows.map(viewOf);
}

/** @returns whether it was the account's. */
export async function removeSubscription(
  transaction: ServerDatabase,
  accountId: string,
  subscriptionId: string,
): Promise<boolean> {
  const removed = await forget(transaction, (query) =>
    query.where("subscriptionId", "=", subscriptionId).where("accountId", "=", accountId),
  );
  return removed > 0;
}

/** All devices of an account that is deleted, or has left. */
export async function removeSubscriptionsOf(transaction: ServerDatabase, accountId: string): Promise<void> {
  await forget(transaction, (query) => query.where("accountId", "=", accountId));
}

/** @returns whether it was the account's. */
export async function testSubscription(
  transaction: ServerDatabase,
  subject: {
    readonly accountId: string;
    readonly homeId: string;
    readonly subscriptionId: string;
    readonly now: string;
  },
): Promise<boolean> {
  const { accountId, homeId, subscriptionId, now } = subject;
  const own = await listSubscriptions(transaction, accountId);
  if (!own.some(({ id }) => id === subscriptionId)) return false;
  await enqueue(transaction, {
    channel: "push",
    targetId: subscriptionId,
    homeId,
    content: { kind: "test" },
    now,
    ttlSeconds: testTtlSeconds,
  });
  return true;
}

function objectionTo({ endpoint, keys }: PushSubscriptionInput, isLocalServiceAllowed: boolean): string | null {
  const url = new URL(endpoint);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.protocol !== "https:" && !(isLocalServiceAllowed && url.protocol === "http:"))
    return "The endpoint of a subscription begins with https://.";
  if (url.username !== "" || url.password !== "")
    return "The endpoint of a subscription carries no name and no password.";
  if (isIP(host) !== 0 && !isAllowed(reachOf(host), isLocalServiceAllowed))
    return "The endpoint of a subscription is a push service, and no address of this network.";
  if (Buffer.from(keys.auth, "base64url").length !== authBytes) return "The key auth of a subscription has 16 bytes.";
  return isCurvePoint(keys.p256dh) ? null : "The key p256dh of a subscription is a point of the curve P-256.";
}

/** With anything else encryption fails each time; better once, here. */
function isCurvePoint(text: string): boolean {
  const point = Buffer.from(text, "base64url");
  if (point.length !== 65 || point[0] !== 4) return false;
  const x = point.subarray(1, 33).toString("base64url");
  const y = point.subarray(33).toString("base64url");
  try {
    createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
    return true;
  } catch {
    return false;
  }
}

function viewOf(row: PushSubscriptionTable): PushSubscriptionView {
  const { subscriptionId, device, language, service, createdAt, deliveredAt } = row;
  return { id: subscriptionId, device, language, service, createdAt, deliveredAt };
}

function selectIds(database: ServerDatabase) {
  return database.selectFrom("pushSubscription").select("subscriptionId");
}
type Selection = ReturnType<typeof selectIds>;

async function forget(database: ServerDatabase, narrow: (query: Selection) => Selection): Promise<number> {
  const rows = await narrow(selectIds(database)).execute();
  for (const { subscriptionId } of rows) {
    await database.deleteFrom("pushSubscription").where("subscriptionId", "=", subscriptionId).execute();
    await emptyQueueOf(database, subscriptionId);
  }
  return rows.length;
}
