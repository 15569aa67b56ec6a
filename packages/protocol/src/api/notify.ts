/** Alarms on their way to people and to other programs: push subscriptions, what a person wants, webhooks. */

import * as z from "zod";
import { id, instant } from "../vocabulary.ts";

export const languages = ["en", "it"] as const;
export const language = z.enum(languages);
export type Language = z.infer<typeof language>;

/** What a person is told of by push. */
export const noticeKinds = [
  "duress",
  "wrongCodes",
  "entryStopped",
  "tamper",
  "forcedOpen",
  "jammed",
  "batteryLow",
  "batteryCritical",
  "factoryReset",
  "doorAjar",
  "lockOffline",
  "lockBack",
  "webhookStopped",
  "maintenanceDue",
] as const;
export const noticeKind = z.enum(noticeKinds).meta({ id: "NoticeKind" });
export type NoticeKind = z.infer<typeof noticeKind>;

const base64Url = z.string().regex(/^[A-Za-z0-9_-]+={0,2}$/, "A key of a subscription is written in base64url.");

/** What the browser's PushSubscription says of itself, and what this device is called. */
export const pushSubscriptionInput = z
  .strictObject({
    endpoint: z.url("A push endpoint is an address.").max(2048),
    expirationTime: z.number().nullable().optional(),
    keys: z.strictObject({ p256dh: base64Url.max(128), auth: base64Url.max(64) }),
    device: z.string().trim().min(1, "A device has a name.").max(64),
    language,
  })
  .meta({
    examples: [
      {
        endpoint: "https://example.org/push/abc",
        keys: { p256dh: "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQ", auth: "tBHItJI5svbpez7KI4CCXg" },
        device: "Anna's phone",
        language: "en",
      },
    ],
  });
export type PushSubscriptionInput = z.infer<typeof pushSubscriptionInput>;

/** The endpoint is not shown again: whoever has it and the keys can write to the device. */
export const pushSubscriptionView = z
  .strictObject({
    id,
    device: z.string(),
    language,
    service: z.string().describe("The push service, such as fcm.googleapis.com."),
    createdAt: instant,
    deliveredAt: instant.nullable(),
  })
  .meta({ id: "PushSubscription" });
export type PushSubscriptionView = z.infer<typeof pushSubscriptionView>;

export const pushSubscriptionList = z.strictObject({
  publicKey: z.string().describe("For `applicationServerKey`."),
  subscriptions: z.array(pushSubscriptionView),
});

/** What a service worker gets, decrypted by the browser. */
export const pushMessage = z.strictObject({
  homeId: id,
  kind: z.union([noticeKind, z.literal("test")]),
  title: z.string(),
  body: z.string(),
  language,
  lockId: id.nullable(),
  at: instant.describe("When it happened."),
  isSilent: z.boolean().describe("Without sound and vibration: nobody beside the phone is to notice."),
  tag: z.string().describe("Newer ones with the same tag take the place of older ones."),
});
export type PushMessage = z.infer<typeof pushMessage>;

export const noticePreferences = z
  .strictObject({ wanted: z.array(noticeKind).max(noticeKinds.length) })
  .meta({ examples: [{ wanted: ["duress", "tamper", "batteryLow"] }] });
export type NoticePreferences = z.infer<typeof noticePreferences>;

export const noticePreferencesView = noticePreferences.extend({
  offered: z.array(noticeKind).describe("Those that the account's role in the home may have."),
});

/** What a webhook can be told of: the kinds of lock records, and what the server itself finds. */
export const webhookEvents = [
  "lockOperation",
  "lockOperationError",
  "alarm",
  /** Kept apart, so that nobody's siren or lamp gives a duress away by mistake. */
  "duress",
  "userChange",
  "setting",
  "power",
  "pairing",
  "fault",
  "gap",
  "battery",
  "lockOffline",
  "lockBack",
] as const;
export const webhookEvent = z.enum(webhookEvents).meta({ id: "WebhookEvent" });
export type WebhookEvent = z.infer<typeof webhookEvent>;

export const webhooksPerHomeMax = 20;

const webhookFields = {
  name: z.string().trim().min(1, "A webhook has a name.").max(64),
  url: z.url({ protocol: /^https?$/, message: "The address of a webhook begins with https:// or http://." }).max(2048),
  events: z.array(webhookEvent).min(1, "A webhook waits for one event at least.").max(webhookEvents.length),
  isHomeNetworkAllowed: z
    .boolean()
    .describe("Addresses of the home network may be called; without it only public ones, over https."),
};

export const webhookInput = z.strictObject(webhookFields).meta({
  examples: [
    {
      name: "Lamp",
      url: "https://example.org/hook",
      events: ["lockOperation", "alarm"],
      isHomeNetworkAllowed: false,
    },
  ],
});
export type WebhookInput = z.infer<typeof webhookInput>;

export const webhookChange = z
  .strictObject({ ...webhookFields, isEnabled: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, "Nothing is to be changed.")
  .meta({ examples: [{ isEnabled: false }] });
export type WebhookChange = z.infer<typeof webhookChange>;

export const webhookView = z
  .strictObject({
    id,
    ...webhookFields,
    isEnabled: z.boolean(),
    createdAt: instant,
    failingSince: instant.nullable().describe("Since when nothing gets through; null: the last delivery did."),
    waiting: z.int().min(0).describe("Deliveries that wait for their turn."),
  })
  .meta({ id: "Webhook" });
export type WebhookView = z.infer<typeof webhookView>;

export const webhookList = z.strictObject({ webhooks: z.array(webhookView) });

/** The secret is shown this once. */
export const webhookCreated = z.strictObject({ webhook: webhookView, secret: z.string() });

export const deliveryOutcomes = ["delivered", "retrying", "failed", "dropped"] as const;
export const deliveryErrors = [
  "addressNotAllowed",
  "unknownHost",
  "timeout",
  "connection",
  "certificate",
  "redirect",
  "status",
  "queueFull",
] as const;
export type DeliveryError = (typeof deliveryErrors)[number];

export const webhookDelivery = z
  .strictObject({
    deliveryId: id,
    event: z.union([webhookEvent, z.literal("test")]),
    attempt: z.int().min(0),
    at: instant,
    outcome: z.enum(deliveryOutcomes),
    status: z.int().nullable(),
    error: z.enum(deliveryErrors).nullable(),
    durationMs: z.int().min(0),
    nextAttemptAt: instant.nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type WebhookDelivery = z.infer<typeof webhookDelivery>;

export const webhookDeliveries = z.strictObject({ deliveries: z.array(webhookDelivery) });

/** It is on its way. */
export const webhookTested = z.strictObject({ deliveryId: id });
