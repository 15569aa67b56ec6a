/** Why an order was not carried out, in the person's words. */

import type { OrderResult } from "@catenaccio/protocol/api";
import type { ApiError } from "../api/call.ts";
import { t } from "./texts.ts";

type FailedOrder = Extract<OrderResult, { readonly ok: false }>;

const orderWords = {
  unknownLock: "order.unknownLock",
  unreachable: "order.unreachable",
  notFound: "order.unreachable",
  expired: "order.expired",
  busy: "order.busy",
  notSupported: "order.notSupported",
  batteryCritical: "order.batteryCritical",
  refused: "order.refused",
} as const;

const apiWords = {
  noGateway: "order.noGateway",
  tooMany: "order.tooMany",
  proofUsed: "order.proofUsed",
  proofRefused: "order.proofUsed",
} as const;

const reasonWords = {
  "bolted-inside": "why.bolted-inside",
  "handle-not-at-rest": "why.handle-not-at-rest",
  "motor-stall": "why.motor-stall",
  "motor-open": "why.motor-open",
  clutch: "why.clutch",
  "operating-mode": "why.operating-mode",
  "pin-required": "why.pin-required",
  "locked-out": "why.locked-out",
  "entry-stopped": "why.entry-stopped",
  "unknown-pin": "why.unknown-pin",
  "user-disabled": "why.user-disabled",
  "user-expired": "why.user-expired",
  "out-of-schedule": "why.out-of-schedule",
  insufficientBattery: "why.insufficientBattery",
} as const;

export type KnownReason = keyof typeof reasonWords;

export function isKnownReason(reason: string): reason is KnownReason {
  return Object.hasOwn(reasonWords, reason);
}

export function reasonWordsOf(reason: KnownReason): string {
  return t(reasonWords[reason]);
}

export function orderErrorWords({ error, sentence }: FailedOrder): string {
  const known = orderWords[error as keyof typeof orderWords];
  return known === undefined ? t("order.other", { sentence }) : t(known);
}

/** null: not of those that concern an order; `errorText` has the general ones. */
export function orderApiWords({ code }: ApiError): string | null {
  const known = apiWords[code as keyof typeof apiWords];
  return known === undefined ? null : t(known);
}
