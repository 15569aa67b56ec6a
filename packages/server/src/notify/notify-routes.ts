/** The routes of notifications: one's own devices and wishes, and the webhooks of a home. */

import { id } from "@catenaccio/protocol";
import {
  noticeKinds,
  noticePreferences,
  noticePreferencesView,
  pushSubscriptionInput,
  pushSubscriptionList,
  pushSubscriptionView,
  webhookChange,
  webhookCreated,
  webhookDeliveries,
  webhookInput,
  webhookList,
  webhookTested,
  webhookView,
} from "@catenaccio/protocol/api";
import * as z from "zod";
import { appendAudit } from "../audit/audit.ts";
import type { ServerTransaction } from "../database/tables.ts";
import { defineRoute, type RouteActor } from "../http/route.ts";
import type { Services } from "../http/services.ts";
import { noticesFor } from "./notice.ts";
import { readUnwanted, writeUnwanted } from "./preferences.ts";
import { addSubscription, listSubscriptions, removeSubscription, testSubscription } from "./push-subscriptions.ts";
import { refuse, type Outcome } from "./refusal.ts";
import {
  addWebhook,
  changeWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  testWebhook,
  type WebhookPorts,
} from "./webhooks.ts";

const ofSubscription = z.object({ subscriptionId: id });
const ofWebhook = z.object({ webhookId: id });
const done = { ok: true, value: null } as const;
const unknownDevice = refuse("notFound", "There is no such device of yours.");
const unknownWebhook = refuse("notFound", "There is no such webhook.");

const listSubscriptionsRoute = defineRoute({
  method: "get",
  path: "/api/homes/{homeId}/push",
  permission: "self.read",
  summary: "One's own devices that get notifications, and the key with which a browser subscribes",
  response: pushSubscriptionList,
  handle: async ({ services: { database, notify }, actor }) => {
    const subscriptions = [...(await listSubscriptions(database, actor.accountId))];
    return { ok: true, value: { publicKey: notify.keys.vapid.publicKey, subscriptions } };
  },
});

const addSubscriptionRoute = defineRoute({
  method: "post",
  path: "/api/homes/{homeId}/push",
  permission: "self.change",
  summary: "Notify this device",
  body: pushSubscriptionInput,
  response: pushSubscriptionView,
  status: 201,
  handle: async ({ services: { database, notify }, actor, body }) =>
    await database
      .transaction()
      .execute(async (transaction) => await addSubscription(transaction, actor.accountId, body, notify)),
});

const removeSubscriptionRoute = defineRoute({
  method: "delete",
  path: "/api/homes/{homeId}/push/{subscriptionId}",
  permission: "self.change",
  summary: "Notify this device no more",
  params: ofSubscription,
  handle: async ({ services: { database }, actor, params }) => {
    const isRemoved = await database
      .transaction()
      .execute(async (transaction) => await removeSubscription(transaction, actor.accountId, params.subscriptionId));
    return isRemoved ? done : unknownDevice;
  },
});

const testSubscriptionRoute = defineRoute({
  method: "post",
  path: "/api/homes/{homeId}/push/{subscriptionId}/test",
  permission: "self.change",
  summary: "Show a notification on this device, to see that it works",
  params: ofSubscription,
  handle: async ({ services: { database, notify }, actor: { accountId, homeId }, params: { subscriptionId } }) => {
    const subject = { accountId, homeId, subscriptionId, now: notify.now().toISOString() };
    const isQueued = await database
      .transaction()
      .execute(async (transaction) => await testSubscription(transaction, subject));
    notify.deliveries.wake();
    return isQueued ? done : unknownDevice;
  },
});

const readPreferencesRoute = defineRoute({
  method: "get",
  path: "/api/homes/{homeId}/notices",
  permission: "self.read",
  summary: "Of which alarms of this home one wants to be notified",
  response: noticePreferencesView,
  handle: async ({ services: { database }, actor: { accountId, homeId, role } }) => {
    const offered = [...noticesFor(role)];
    const unwanted = await readUnwanted(database, accountId, homeId);
    return { ok: true, value: { offered, wanted: offered.filter((kind) => !unwanted.includes(kind)) } };
  },
});

const changePreferencesRoute = defineRoute({
  method: "put",
  path: "/api/homes/{homeId}/notices",
  permission: "self.change",
  summary: "Choose of which alarms of this home one is notified",
  body: noticePreferences,
  handle: async ({ services: { database }, actor: { accountId, homeId }, body: { wanted } }) => {
    const unwanted = noticeKinds.filter((kind) => !wanted.includes(kind));
    await writeUnwanted(database, { accountId, homeId }, unwanted);
    return done;
  },
});

const listWebhooksRoute = defineRoute({
  method: "get",
  path: "/api/homes/{homeId}/webhooks",
  permission: "webhook.change",
  summary: "The webhooks of the home",
  response: webhookList,
  handle: async ({ services: { database, notify }, actor }) => ({
    ok: true,
    value: { webhooks: [...(await listWebhooks(database, actor.homeId, notify.keys))] },
  }),
});

const addWebhookRoute = defineRoute({
  method: "post",
  path: "/api/homes/{homeId}/webhooks",
  permission: "webhook.change",
  summary: "Tell a program of events; its secret is shown this once",
  description:
    "Each delivery is a POST of JSON with the headers `catenaccio-event`, `catenaccio-delivery` (the same for each " +
    "attempt) and `catenaccio-signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA-256 over " +
    "`SECONDS.BODY`, keyed with the secret as it was shown, `whsec_` included. An answer 2xx ends it; 408, 425, 429, 5xx and silence are tried again for a day; redirects are " +
    "not followed.",
  body: webhookInput,
  response: webhookCreated,
  status: 201,
  handle: async ({ services, actor, body }) => {
    const { homeId } = actor;
    return await changeHome(services, actor, async (transaction) => {
      const added = await addWebhook(transaction, homeId, body, portsOf(services, actor));
      return added.ok ? { outcome: added, webhookId: added.value.webhook.id } : { outcome: added, webhookId: "" };
    });
  },
});

const changeWebhookRoute = defineRoute({
  method: "patch",
  path: "/api/homes/{homeId}/webhooks/{webhookId}",
  permission: "webhook.change",
  summary: "Change a webhook, or switch it off or on",
  params: ofWebhook,
  body: webhookChange,
  response: webhookView,
  handle: async ({ services, actor, params: { webhookId }, body }) => {
    const which = { homeId: actor.homeId, webhookId };
    return await changeHome(services, actor, async (transaction) => ({
      outcome: await changeWebhook(transaction, which, body, portsOf(services, actor)),
      webhookId,
    }));
  },
});

const removeWebhookRoute = defineRoute({
  method: "delete",
  path: "/api/homes/{homeId}/webhooks/{webhookId}",
  permission: "webhook.change",
  summary: "Remove a webhook, and what waits for it",
  params: ofWebhook,
  handle: async ({ services, actor, params: { webhookId } }) =>
    await changeHome(services, actor, async (transaction) => {
      const isRemoved = await removeWebhook(transaction, { homeId: actor.homeId, webhookId });
      return { outcome: isRemoved ? done : unknownWebhook, webhookId };
    }),
});

const testWebhookRoute = defineRoute({
  method: "post",
  path: "/api/homes/{homeId}/webhooks/{webhookId}/test",
  permission: "webhook.change",
  summary: "Send a test to a webhook; what came of it stands among its deliveries",
  params: ofWebhook,
  response: webhookTested,
  status: 202,
  handle: async ({ services: { database, notify }, actor: { homeId }, params: { webhookId } }) => {
    const now = notify.now().toISOString();
    const queued = await database
      .transaction()
      .execute(async (transaction) => await testWebhook(transaction, { homeId, webhookId }, now));
    notify.deliveries.wake();
    return queued.ok ? { ok: true, value: { deliveryId: queued.value } } : queued;
  },
});

const listDeliveriesRoute = defineRoute({
  method: "get",
  path: "/api/homes/{homeId}/webhooks/{webhookId}/deliveries",
  permission: "webhook.change",
  summary: "What became of the last deliveries to a webhook",
  params: ofWebhook,
  response: webhookDeliveries,
  handle: async ({ services: { database }, actor: { homeId }, params: { webhookId } }) => {
    const listed = await listDeliveries(database, { homeId, webhookId });
    return listed.ok ? { ok: true, value: { deliveries: [...listed.value] } } : listed;
  },
});

export const notifyRoutes = [
  listSubscriptionsRoute,
  addSubscriptionRoute,
  removeSubscriptionRoute,
  testSubscriptionRoute,
  readPreferencesRoute,
  changePreferencesRoute,
  listWebhooksRoute,
  addWebhookRoute,
  changeWebhookRoute,
  removeWebhookRoute,
  testWebhookRoute,
  listDeliveriesRoute,
] as const;

function portsOf({ notify }: Services, { role }: RouteActor): WebhookPorts {
  return { ...notify, isByOwner: role === "owner" };
}

/** The change and its line in the audit, or neither. */
async function changeHome<Value>(
  { database, now }: Services,
  { homeId, accountId }: RouteActor,
  act: (transaction: ServerTransaction) => Promise<{ readonly outcome: Outcome<Value>; readonly webhookId: string }>,
): Promise<Outcome<Value>> {
  return await database.transaction().execute(async (transaction) => {
    const { outcome, webhookId } = await act(transaction);
    if (outcome.ok)
      await appendAudit(transaction, { homeId, accountId, action: "webhook.change", subject: { webhookId } }, now());
    return outcome;
  });
}
