/** What happened last at a lock, in one sentence: who, how. */

import type { HistoryEntry } from "@catenaccio/protocol/api";
import { t } from "./texts.ts";

type Source = "keypad" | "biometric" | "rfid" | "remote" | "auto" | "schedule" | "manual" | "button";

const byWords = {
  keypad: "event.by.keypad",
  biometric: "event.by.biometric",
  rfid: "event.by.rfid",
  remote: "event.by.app",
  auto: "event.by.auto",
  schedule: "event.by.schedule",
  manual: "event.by.manual",
  button: "event.by.button",
} as const satisfies Readonly<Record<Source, string>>;

const eventWords = {
  opened: ["event.opened", "event.opened.who"],
  locked: ["event.locked", "event.locked.who"],
  refused: ["event.refused", "event.refused.who"],
} as const;

export function sentenceOf({ kind, record: { happening }, personName }: HistoryEntry): string {
  if (happening.event === "alarm") return t(`alarm.${happening.code}`);
  if (kind !== "opened" && kind !== "locked" && kind !== "refused") return "";
  const source = "source" in happening ? happening.source : "unspecified";
  const by = source in byWords ? t(byWords[source as Source]) : "";
  const [plain, withWho] = eventWords[kind];
  return (personName === null ? t(plain, { by }) : t(withWho, { by, who: personName })).trim();
}
