/** Into the menu's operations and out of them, whoever asked: the menu itself, or a home that has a finger enrolled. */

import { batteryLevelOf } from "./battery.ts";
import type { EnrolmentReport } from "./effect.ts";
import type { CredentialKind } from "./model.ts";
import type { PromptId } from "./prompt.ts";
import { noEntry, type Opener } from "./state.ts";
import type { Turn } from "./turn.ts";

export function leaveMenu(turn: Turn): void {
  discardCaptures(turn);
  turn.enter({ kind: "idle", entry: noEntry });
  turn.say("menu-closed");
}

type EnrolmentFailure = (EnrolmentReport & { readonly status: "failed" })["reason"];

/** Forgets what the reader holds of an enrolment that comes to nothing, and tells the home that asked for it. */
export function discardCaptures(turn: Turn, reason: EnrolmentFailure = "cancelled"): void {
  const { session } = turn;
  if (session.kind !== "addFingerprint") return;
  turn.order({ type: "discardEnrolment" });
  if (session.order !== null) turn.order({ type: "reportEnrolment", report: { status: "failed", reason } });
}

/** `*` inside an operation: nothing changes. */
export function cancelOperation(turn: Turn, opener: Opener): void {
  const isOrdered = turn.session.kind === "addFingerprint" && turn.session.order !== null;
  discardCaptures(turn);
  if (isOrdered) turn.enter({ kind: "idle", entry: noEntry });
  else backToMenu(turn, opener);
  turn.say("cancelled");
}

export function backToMenu(turn: Turn, opener: Opener, flash: number | null = null): void {
  turn.enter({ kind: "menu", opener, entry: noEntry, flash });
}

export function succeed(turn: Turn, opener: Opener, prompt: PromptId, number?: number): void {
  backToMenu(turn, opener, number ?? null);
  turn.sound("success");
  turn.say(prompt, number === undefined ? {} : { number });
}

const failureOf: Partial<Record<PromptId, EnrolmentFailure>> = {
  "fingerprint-duplicate": "duplicate",
  "fingerprint-full": "full",
  "fingerprint-reader-fault": "readerFault",
  "battery-too-low-to-enrol": "batteryCritical",
};

/** The operation comes to nothing: back to the menu, or to where a home's order found the lock. */
export function refuse(turn: Turn, opener: Opener, prompt: PromptId): void {
  const isOrdered = turn.session.kind === "addFingerprint" && turn.session.order !== null;
  discardCaptures(turn, failureOf[prompt] ?? "cancelled");
  if (isOrdered) turn.enter({ kind: "idle", entry: noEntry });
  else backToMenu(turn, opener);
  turn.sound("failure");
  turn.say(prompt);
}

export const fullPrompt = {
  fingerprint: "fingerprint-full",
  pin: "pin-full",
  rfid: "card-full",
} as const satisfies Record<CredentialKind, PromptId>;

export const duplicatePrompt = {
  fingerprint: "fingerprint-duplicate",
  pin: "pin-duplicate",
  rfid: "card-duplicate",
} as const satisfies Record<CredentialKind, PromptId>;

export const addedPrompt = {
  fingerprint: "fingerprint-added",
  pin: "pin-added",
  rfid: "card-added",
} as const satisfies Record<CredentialKind, PromptId>;

/** Critical batteries might not last to the end of an enrolment; a power bank does. */
export function isEnrolmentForbidden(turn: Turn): boolean {
  const { batteryMillivolts, hasUsb } = turn.volatile.sensors;
  const level = batteryLevelOf(batteryMillivolts);
  return !hasUsb && (level === "critical" || level === "dead");
}
