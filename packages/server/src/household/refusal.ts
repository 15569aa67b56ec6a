/** Why a lock refused, in words, and what helps: for each reason that our lock names, and each error that Matter knows. */

import type { LockHappening } from "@catenaccio/protocol";
import type { WhyRefused } from "@catenaccio/protocol/api";

type Refusal = Extract<LockHappening, { readonly event: "lockOperationError" }>;

const byReason: Readonly<Record<string, readonly [sentence: string, remedy: string]>> = {
  "unknown-finger": ["The lock does not know this finger.", "enrolFinger"],
  "unknown-card": ["The lock does not know this card.", "addCard"],
  "unknown-pin": ["There was no valid PIN in what was typed.", "checkPin"],
  "pin-too-short": ["What was typed is shorter than any PIN.", "checkPin"],
  "entry-too-long": ["More than 20 digits were typed.", "typeFewerDigits"],
  "padding-not-accepted": [
    "After two wrong entries the lock takes the PIN alone, without other digits.",
    "typePinAlone",
  ],
  interrupted: ["The try was cut off before it was judged.", "tryAgain"],
  "user-disabled": ["This person's access is paused.", "endPause"],
  "user-expired": ["The time of this person's access is over.", "extendAccess"],
  "out-of-schedule": ["This person may not come at that time.", "changeSchedule"],
  "clock-unknown": ["The lock did not know the time, so nobody with set times could come in.", "bringGatewayNear"],
  "remote-only": ["This person's access works from afar only.", "changeAccess"],
  "more-credentials-needed": ["This person needs more than one PIN, card or finger.", "presentAnother"],
  "not-administrator": ["Only an administrator may open the lock's menu.", "askAdministrator"],
  "operating-mode": ["The lock is in a mode that does not allow it.", "changeMode"],
  "locked-out": ["After too many wrong tries the lock judges nothing for a while.", "waitForLockout"],
  "entry-stopped": ["After very many wrong tries this kind of entry is switched off.", "restoreEntry"],
  "pin-required": ["The lock asks for a PIN when it is opened from afar.", "givePin"],
  "handle-not-at-rest": ["The outer handle was not at rest.", "releaseHandle"],
  "bolted-inside": ["The door is bolted from inside.", "openFromInside"],
  "motor-stall": ["The motor of the lock did not get through.", "diagnoseMotor"],
  "motor-open": ["The motor of the lock did not answer.", "diagnoseMotor"],
  clutch: ["The clutch of the lock is faulty.", "diagnoseClutch"],
};

const byError: Readonly<Record<Refusal["error"], readonly [sentence: string, remedy: string]>> = {
  invalidCredential: ["The lock does not know this PIN, card or finger.", "checkCredential"],
  disabledUserDenied: ["This person's access is paused.", "endPause"],
  restricted: ["The lock does not let this person in at that time, or in its present mode.", "changeSchedule"],
  insufficientBattery: ["The batteries are too weak to move the lock.", "changeBatteries"],
  unspecified: ["The lock gave no reason.", "tryAgain"],
};

export function explainRefusal({ reason, error }: Refusal): WhyRefused {
  const known = reason === undefined ? undefined : byReason[reason];
  const [sentence, remedy] = known ?? byError[error];
  return { reason: reason ?? error, sentence, remedy };
}
