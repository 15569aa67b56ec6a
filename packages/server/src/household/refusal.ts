/** Why a lock refused, in words, and what helps: for each reason that our lock names, and each error that Matter knows. */

import type { LockHappening } from "@catenaccio/protocol";
import type { Language, WhyRefused } from "@catenaccio/protocol/api";
import { english } from "./refusal-messages-en.ts";
import { italian } from "./refusal-messages-it.ts";

type Refusal = Extract<LockHappening, { readonly event: "lockOperationError" }>;

type MessageId = keyof typeof english;
export type RefusalMessages = Readonly<Record<MessageId, string>>;
type Remedy = MessageId extends infer Id ? (Id extends `remedy.${infer Word}` ? Word : never) : never;

export const refusalMessages: Readonly<Record<Language, RefusalMessages>> = { en: english, it: italian };

/** What helps against each reason of our lock, in the order of docs/panel-protocol.md. */
export const remedyOfReason = {
  "unknown-finger": "enrolFinger",
  "unknown-card": "addCard",
  "unknown-pin": "checkPin",
  "pin-too-short": "checkPin",
  "entry-too-long": "typeFewerDigits",
  "padding-not-accepted": "typePinAlone",
  interrupted: "tryAgain",
  "user-disabled": "endPause",
  "user-expired": "extendAccess",
  "out-of-schedule": "changeSchedule",
  "clock-unknown": "bringGatewayNear",
  "remote-only": "changeAccess",
  "more-credentials-needed": "presentAnother",
  "not-administrator": "askAdministrator",
  "operating-mode": "changeMode",
  "locked-out": "waitForLockout",
  "entry-stopped": "restoreEntry",
  "pin-required": "givePin",
  "handle-not-at-rest": "releaseHandle",
  "bolted-inside": "openFromInside",
  "motor-stall": "diagnoseMotor",
  "motor-open": "diagnoseMotor",
  clutch: "diagnoseClutch",
} as const satisfies Readonly<Record<string, Remedy>>;
type Reason = keyof typeof remedyOfReason;

/** Where the lock gives no reason of its own: Matter's errors. */
export const remedyOfError = {
  invalidCredential: "checkCredential",
  disabledUserDenied: "endPause",
  restricted: "changeSchedule",
  insufficientBattery: "changeBatteries",
  unspecified: "tryAgain",
} as const satisfies Readonly<Record<Refusal["error"], Remedy>>;

export function explainRefusal({ reason, error }: Refusal, language: Language): WhyRefused {
  const messages = refusalMessages[language];
  const known = reason !== undefined && isReason(reason) ? reason : null;
  const remedy = known === null ? remedyOfError[error] : remedyOfReason[known];
  return {
    reason: reason ?? error,
    sentence: messages[`reason.${known ?? error}`],
    remedy,
    remedySentence: messages[`remedy.${remedy}`],
  };
}

function isReason(word: string): word is Reason {
  return Object.hasOwn(remedyOfReason, word);
}
