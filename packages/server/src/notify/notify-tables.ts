/**
 * The tables of notifications, in the way of the others: instants in ISO 8601 and UTC, documents as JSON, booleans 0 or
 * 1. Addresses and secrets of webhooks and subscriptions stand sealed (notify-keys.ts).
 */

import type { DeliveryError, Language, WebhookDelivery } from "@catenaccio/protocol/api";
import type { BatteryLevel } from "./alarm-rules.ts";

type Flag = 0 | 1;

export interface PushSubscriptionTable {
  readonly subscriptionId: string;
  readonly accountId: string;
  /** SHA-256: one device that subscribes again is the same one. */
  readonly endpointHash: string;
  /** Sealed JSON of endpoint and keys. */
  readonly sealed: string;
  readonly device: string;
  readonly language: Language;
  /** Host of the push service. */
  readonly service: string;
  readonly createdAt: string;
  deliveredAt: string | null;
}

export interface NoticePreferenceTable {
  readonly accountId: string;
  readonly homeId: string;
  /** JSON: the kinds that are not wanted, so that a new kind is told until somebody says no. */
  unwanted: string;
}

export interface WebhookTable {
  readonly webhookId: string;
  readonly homeId: string;
  name: string;
  /** Sealed JSON of address and secret. */
  sealed: string;
  /** JSON. */
  events: string;
  isHomeNetworkAllowed: Flag;
  isEnabled: Flag;
  readonly createdAt: string;
  failingSince: string | null;
}

/** Deliveries that are not done. */
export interface NotifyQueueTable {
  readonly deliveryId: string;
  readonly channel: "push" | "webhook";
  /** Of the subscription or the webhook. */
  readonly targetId: string;
  readonly homeId: string;
  /** JSON of `QueuedNotice` or `QueuedEvent`. */
  readonly content: string;
  readonly createdAt: string;
  /** After that nobody needs it. */
  readonly expiresAt: string;
  attempts: number;
  dueAt: string;
}

/** What became of the attempts at webhooks; the newest of each are kept. */
export interface WebhookAttemptTable {
  readonly attemptId: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly event: WebhookDelivery["event"];
  readonly attempt: number;
  readonly at: string;
  readonly outcome: WebhookDelivery["outcome"];
  readonly status: number | null;
  readonly error: DeliveryError | null;
  readonly durationMs: number;
  readonly nextAttemptAt: string | null;
}

export interface LockWatchTable {
  readonly lockId: string;
  readonly homeId: string;
  batteryLevel: BatteryLevel;
  silentSince: string | null;
  isSilenceTold: Flag;
}

export interface NotifyTables {
  pushSubscription: PushSubscriptionTable;
  noticePreference: NoticePreferenceTable;
  webhook: WebhookTable;
  notifyQueue: NotifyQueueTable;
  webhookAttempt: WebhookAttemptTable;
  lockWatch: LockWatchTable;
}
