/** A notice in words, for the notification that a device shows: no more names than its owner may see. */

import type { Language, NoticeKind } from "@catenaccio/protocol/api";
import type { Notice } from "./notice.ts";
import { english } from "./notice-text-en.ts";
import { italian } from "./notice-text-it.ts";

export interface NoticeText {
  readonly title: string;
  readonly body: string;
}

/** Names in braces are filled in. */
export type NoticeTexts = Readonly<Record<NoticeKind | "wrongCodesCounted" | "test", NoticeText>> & {
  readonly somebody: string;
  readonly aLock: string;
};

export const noticeTexts: Readonly<Record<Language, NoticeTexts>> = { en: english, it: italian };

export interface NoticeNames {
  readonly lock: string | null;
  /** null: nobody known, or not for this receiver. */
  readonly person: string | null;
  readonly language: Language;
  /** IANA name: of the home, so that a time is the one on the clock beside the door. */
  readonly timeZone: string;
}

export function wordNotice({ kind, at, details }: Notice, names: NoticeNames): NoticeText {
  const { language, timeZone } = names;
  const texts = noticeTexts[language];
  const clock = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
  const timeOf = (instant: string) => clock.format(new Date(instant));
  const isCounted = kind === "wrongCodes" && details.tries !== undefined && details.since !== undefined;
  const { title, body } = texts[isCounted ? "wrongCodesCounted" : kind];
  const values: Readonly<Record<string, string>> = {
    lock: names.lock ?? texts.aLock,
    person: names.person ?? texts.somebody,
    time: timeOf(at),
    since: timeOf(details.since ?? at),
    tries: String(details.tries ?? ""),
    lockouts: String(details.lockouts ?? ""),
    tasks: String(details.tasks ?? ""),
    name: details.name ?? "",
  };
  return { title: begin(fill(title, values)), body: begin(fill(body, values)) };
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function begin(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
