/** What people are told of an alarm, who of them, and how urgently. Ids only: names are looked up when it is sent. */

import type { HomeRole } from "@catenaccio/protocol";
import { noticeKinds, type NoticeKind } from "@catenaccio/protocol/api";

export interface Notice {
  readonly kind: NoticeKind;
  readonly homeId: string;
  readonly lockId: string | null;
  /** Whose credential it was. */
  readonly personId: string | null;
  /** When it happened, or was heard of. */
  readonly at: string;
  readonly details: NoticeDetails;
}

export interface NoticeDetails {
  /** Wrong tries that led to it, as far as they are known. */
  readonly tries?: number;
  /** Of the first of them. */
  readonly since?: string;
  /** The how manieth lock-out within a day. */
  readonly lockouts?: number;
  /** How many tasks of maintenance are due. */
  readonly tasks?: number;
  /** Of the webhook that was stopped. */
  readonly name?: string;
}

/** RFC 8030 §5.3: `high` wakes a sleeping phone. */
export type Urgency = "high" | "normal" | "low";

export interface NoticeRule {
  readonly urgency: Urgency;
  /** For how long it is worth telling (RFC 8030 §5.2). */
  readonly ttlSeconds: number;
  readonly roles: ReadonlySet<HomeRole>;
  /** Whoever stands beside the phone is not to notice. */
  readonly isSilent: boolean;
}

const hour = 3600;
const day = 24 * hour;
const responsible: ReadonlySet<HomeRole> = new Set(["owner", "administrator"]);
const household: ReadonlySet<HomeRole> = new Set(["owner", "administrator", "member"]);

export const noticeRules: Readonly<Record<NoticeKind, NoticeRule>> = {
  duress: { urgency: "high", ttlSeconds: day, roles: responsible, isSilent: true },
  wrongCodes: { urgency: "high", ttlSeconds: 12 * hour, roles: household, isSilent: false },
  entryStopped: { urgency: "high", ttlSeconds: day, roles: household, isSilent: false },
  tamper: { urgency: "high", ttlSeconds: day, roles: household, isSilent: false },
  forcedOpen: { urgency: "high", ttlSeconds: day, roles: household, isSilent: false },
  jammed: { urgency: "high", ttlSeconds: 12 * hour, roles: household, isSilent: false },
  batteryLow: { urgency: "normal", ttlSeconds: 7 * day, roles: household, isSilent: false },
  batteryCritical: { urgency: "high", ttlSeconds: 7 * day, roles: household, isSilent: false },
  factoryReset: { urgency: "high", ttlSeconds: 7 * day, roles: household, isSilent: false },
  doorAjar: { urgency: "normal", ttlSeconds: hour, roles: household, isSilent: false },
  lockOffline: { urgency: "normal", ttlSeconds: day, roles: household, isSilent: false },
  lockBack: { urgency: "low", ttlSeconds: day, roles: household, isSilent: false },
  maintenanceDue: { urgency: "low", ttlSeconds: 7 * day, roles: household, isSilent: false },
  webhookStopped: { urgency: "normal", ttlSeconds: 7 * day, roles: responsible, isSilent: false },
};

export function noticesFor(role: HomeRole): readonly NoticeKind[] {
  return noticeKinds.filter((kind) => noticeRules[kind].roles.has(role));
}

/** Who did it is told to those who may read the history of everybody. */
export function mayKnowNames(role: HomeRole): boolean {
  return responsible.has(role);
}
