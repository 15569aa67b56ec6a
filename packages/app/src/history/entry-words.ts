/** One entry of the history in plain words: who, what, how. Names that a lock has and this app does not know are shown as they are. */

import type { LockHappening } from "@catenaccio/protocol";
import type { HistoryEntry } from "@catenaccio/protocol/api";
import type { Tone } from "../ui/card.tsx";
import type { IconName } from "../ui/icon.tsx";
import { english } from "./messages-en.ts";
import { t } from "./texts.ts";

type Key = keyof typeof english;
type Happening<Event extends LockHappening["event"]> = Extract<LockHappening, { readonly event: Event }>;
type Source = Happening<"lockOperation">["source"];

interface EntryLook {
  readonly icon: IconName;
  readonly tone: Tone;
}

export function entrySentence({ record: { happening }, personName }: HistoryEntry): string {
  return tidy(sentenceOf(happening, personName));
}

export function isDuressAlarm({ record: { happening } }: HistoryEntry): boolean {
  return happening.event === "alarm" && happening.code === "forcedUser";
}

export function entryLook({ record: { happening } }: HistoryEntry): EntryLook {
  switch (happening.event) {
    case "lockOperation":
      return operationLook(happening);
    case "lockOperationError":
      return { icon: "refused", tone: "warn" };
    case "alarm":
      return { icon: "alarm", tone: "bad" };
    case "userChange":
      return { icon: "people", tone: "plain" };
    case "setting":
      return { icon: "settings", tone: "plain" };
    case "power":
      return { icon: "battery", tone: happening.what === "up" ? "plain" : "warn" };
    case "pairing":
      return { icon: "link", tone: "plain" };
    case "fault":
      return { icon: "care", tone: happening.on ? "warn" : "good" };
    case "gap":
      return { icon: "more", tone: "warn" };
    default:
      return happening satisfies never;
  }
}

function operationLook({ operation, credential }: Happening<"lockOperation">): EntryLook {
  if (operation === "lock") return { icon: "lock", tone: "plain" };
  if (operation === "nonAccessUserEvent") return { icon: "question", tone: "plain" };
  const icons = { pin: "pin", rfid: "card", fingerprint: "finger" } as const;
  return { icon: credential === null ? "unlock" : icons[credential.kind], tone: "good" };
}

function sentenceOf(happening: LockHappening, who: string | null): string {
  switch (happening.event) {
    case "lockOperation":
      return operationSentence(happening, who);
    case "lockOperationError":
      return refusalSentence(happening, who);
    case "alarm":
      return t(`history.alarm.${happening.code}`);
    case "userChange":
      return changeSentence(happening, who);
    case "setting":
      return t("history.setting", {
        name: known(`history.setting.${happening.name}`, happening.name),
        value: settingValue(happening),
        at: atOf(happening.source),
      });
    case "power":
      return t(`history.power.${happening.what}`);
    case "pairing":
      return t(`history.pairing.${happening.what}`);
    case "fault":
      return t(happening.on ? "history.fault.on" : "history.fault.off", {
        cause: known(`history.cause.${happening.cause}`, happening.cause),
      });
    case "gap":
      return t("history.gap", { count: happening.to - happening.from + 1 });
    default:
      return happening satisfies never;
  }
}

/** Nobody was refused there: the lock could not. */
const obstacles: ReadonlySet<string> = new Set([
  "handle-not-at-rest",
  "bolted-inside",
  "motor-stall",
  "motor-open",
  "clutch",
]);

function refusalSentence(happening: Happening<"lockOperationError">, who: string | null): string {
  const { operation, source, error, reason = "" } = happening;
  const key = obstacles.has(reason) || error === "insufficientBattery" ? "history.stuck" : "history.refused";
  const how = howOf(source);
  return operation === "lock" ? t(`${key}.lock`, { how }) : withWho(key, who, { how });
}

const operationKeys = {
  unlock: "history.opened",
  unlatch: "history.opened",
  lock: "history.locked",
  nonAccessUserEvent: "history.recognised",
  // It looks like any other opening; the alarm that comes with it says more.
  forcedUserEvent: "history.opened",
} as const;

function operationSentence({ operation, source }: Happening<"lockOperation">, who: string | null): string {
  if (source === "auto" && who === null && operation === "lock") return t("history.locked.auto");
  if (source === "auto" && who === null && operation === "unlock") return t("history.opened.auto");
  return withWho(operationKeys[operation], who, { how: howOf(source) });
}

function changeSentence(happening: Happening<"userChange">, who: string | null): string {
  const { change, credential, schedule, user, source } = happening;
  const at = atOf(source);
  if (schedule === "holiday") return t("history.holiday", { at });
  if (schedule !== undefined) return withWho("history.schedule", who, { at });
  if (credential !== null)
    return withWho(`history.credential.${change}`, who, { at, credential: t(`history.credential.${credential.kind}`) });
  if (user === null && change === "clear") return t("history.person.everybody", { at });
  return withWho(`history.person.${change}`, who, { at });
}

type WithWho = Extract<Key, `${string}.who`> extends `${infer Base}.who` ? Base : never;

function withWho(key: Extract<WithWho, Key>, who: string | null, values: Readonly<Record<string, string>>): string {
  return who === null ? t(key, values) : t(`${key}.who`, { ...values, who });
}

function howOf(source: Source): string {
  return t(`history.how.${source}`);
}

function atOf(source: Source): string {
  return t(source === "keypad" || source === "remote" ? `history.at.${source}` : "history.at.other");
}

function settingValue({ name, value }: Happening<"setting">): string {
  if (typeof value === "boolean") return t(value ? "history.value.on" : "history.value.off");
  // Matter's way to say never.
  if (name === "autoRelockSeconds" && value === 0) return t("history.value.onlyWhenTold");
  if (name.endsWith("Seconds")) return t("history.value.seconds", { count: value });
  if (name.endsWith("Minutes")) return t("history.value.minutes", { count: value });
  return typeof value === "string" ? known(`history.value.${value}`, value) : String(value);
}

/** @returns the text under that key, or the lock's own word. */
function known(key: string, word: string): string {
  return key in english ? t(key as Key) : word;
}

/** A way that has no words leaves a space behind. */
function tidy(sentence: string): string {
  return sentence
    .replaceAll(/\s+(?=[,:])/g, "")
    .replaceAll(/\s{2,}/g, " ")
    .trim();
}
