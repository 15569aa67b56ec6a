/** A log record in one plain sentence. Pure. Every event of the protocol has words; unknown names are shown as they are. */

import type { CredentialReference, LogEntry, ReportedRecord, OperationSource } from "./messages-of-the-lock.ts";
import { sayWord, type Say } from "./words.ts";

/** The name of a user that the lock knows; null: it knows only the number. */
export type NameOfUser = (user: number) => string | null;

export function wordsOfRecord(record: ReportedRecord, say: Say, nameOf: NameOfUser): string {
  switch (record.event) {
    case "lockOperation":
      return wordsOfOperation(record, say, nameOf);
    case "lockOperationError":
      return wordsOfRefusal(record, say, nameOf);
    case "alarm":
      return sayWord(say, "alarm", record.code);
    case "userChange":
      return wordsOfChange(record, say, nameOf);
    case "setting":
      return say("record.setting", {
        name: sayWord(say, "setting", record.name),
        value: wordsOfValue(record.name, record.value, say),
        by: wordsOfSource(record.source, say),
      });
    case "power":
      return sayWord(say, "power", record.what);
    case "pairing":
      return sayWord(say, "pairing", record.what);
    case "fault":
      return say(record.on ? "record.fault.on" : "record.fault.off", {
        cause: lowerFirst(sayWord(say, "fault", record.cause)),
      });
    default:
      record satisfies never;
      return JSON.stringify(record);
  }
}

export type RecordTone = "plain" | "good" | "warn" | "bad";

/** How grave a record is; the log view colours by it. */
export function toneOfRecord(record: ReportedRecord): RecordTone {
  switch (record.event) {
    case "lockOperation":
      return record.operation === "unlock" ? "good" : "plain";
    case "lockOperationError":
      return "warn";
    case "alarm":
      return "bad";
    case "fault":
      return record.on ? "warn" : "good";
    case "power":
      return record.what === "up" ? "plain" : "warn";
    case "userChange":
    case "setting":
    case "pairing":
      return "plain";
    default:
      record satisfies never;
      return "plain";
  }
}

type Entry<Event extends LogEntry["event"]> = Extract<LogEntry, { readonly event: Event }>;

function wordsOfOperation(record: Entry<"lockOperation">, say: Say, nameOf: NameOfUser): string {
  const by = wordsOfSource(record.source, say);
  const what =
    record.operation !== "nonAccessUserEvent" && record.source === "auto"
      ? say(`record.${record.operation}.auto`)
      : say(`record.${record.operation}`, { by });
  const who = wordsOfWho(record, say, nameOf);
  return who === null ? what : say("record.who", { what, who });
}

function wordsOfRefusal(record: Entry<"lockOperationError">, say: Say, nameOf: NameOfUser): string {
  const what = say(`record.refused.${record.operation}`, {
    by: wordsOfSource(record.source, say),
    reason: sayWord(say, "reason", record.reason),
  });
  const who = wordsOfWho(record, say, nameOf);
  return who === null ? what : say("record.refused.who", { what, who });
}

function wordsOfChange(record: Entry<"userChange">, say: Say, nameOf: NameOfUser): string {
  const by = wordsOfSource(record.source, say);
  if (record.schedule?.kind === "holiday") return say(`record.holiday.${record.change}`, { by });
  if (record.user === null) return say("record.everybody.clear", { by });
  const who = wordsOfUser(record.user, say, nameOf);
  return record.credential === null
    ? say(`record.userChange.${record.change}`, { who, by })
    : say(`record.credentialChange.${record.change}`, {
        who,
        by,
        credential: wordsOfCredential(record.credential, say),
      });
}

function wordsOfWho(
  { user, credential }: { readonly user: number | null; readonly credential: CredentialReference | null },
  say: Say,
  nameOf: NameOfUser,
): string | null {
  const parts = [
    ...(credential === null ? [] : [wordsOfCredential(credential, say)]),
    ...(user === null ? [] : [wordsOfUser(user, say, nameOf)]),
  ];
  return parts.length === 0 ? null : parts.join(", ");
}

function wordsOfUser(user: number, say: Say, nameOf: NameOfUser): string {
  const name = nameOf(user);
  return name === null || name === "" ? say("record.user", { user }) : say("record.user.named", { user, name });
}

function wordsOfCredential({ kind, index }: CredentialReference, say: Say): string {
  return say(`record.credential.${kind}`, { index });
}

function wordsOfSource(source: OperationSource, say: Say): string {
  return sayWord(say, "record.by", source);
}

const valueWords: Readonly<Record<string, string>> = {
  volume: "volume",
  language: "language",
  guardProfile: "profile",
  operatingMode: "mode",
};

function wordsOfValue(name: string, value: string | number | boolean, say: Say): string {
  if (typeof value === "boolean") return say(value ? "setting.value.yes" : "setting.value.no");
  if (name.endsWith("Seconds")) return say("setting.value.seconds", { count: value });
  if (name.endsWith("Minutes")) return say("setting.value.minutes", { count: value });
  const prefix = valueWords[name];
  return prefix === undefined ? String(value) : sayWord(say, prefix, String(value));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
