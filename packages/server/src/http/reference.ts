/** What somebody needs to know besides the routes: errors, roles, times, live events, reasons. As sections of HTML. */

import { homeRoles } from "@catenaccio/protocol";
import { permissions, type Permission } from "../permissions.ts";
import { refusalMessages, remedyOfError, remedyOfReason } from "../household/refusal.ts";
import { escape, inline, paragraphs, table } from "./html.ts";
import {
  errorMeanings,
  eventMeanings,
  orderErrorMeanings,
  permissionMeanings,
  roleMeanings,
  statusReasonMeanings,
} from "./reference-words.ts";
import { errorStatuses, type ErrorWord } from "./route.ts";

export interface ReferenceSection {
  readonly id: string;
  readonly title: string;
  readonly html: string;
}

export const reference: readonly ReferenceSection[] = [
  { id: "roles", title: "Roles", html: rolesTable() },
  { id: "errors", title: "Errors", html: errorsTable() },
  { id: "reasons", title: "Reasons", html: reasonTables() },
  { id: "live-events", title: "Live events", html: eventsTable() },
];

function rolesTable(): string {
  const rows = (Object.keys(permissions) as Permission[]).map((permission) => [
    code(permission),
    escape(permissionMeanings[permission]),
    ...homeRoles.map((role) => ((permissions[permission] as readonly string[]).includes(role) ? "yes" : "—")),
  ]);
  const roles = homeRoles.map((role) => `<li><b>${role}</b>: ${inline(roleMeanings[role])}</li>`).join("");
  return `<ul>${roles}</ul>${table(["permission", "lets you", ...homeRoles], rows)}${paragraphs(
    "Besides: `account` is whoever is signed in, `accountOrKey` an API key as well, `public` anybody. An API key has the role that it was made with, and never more than its maker has today.",
  )}`;
}

function errorsTable(): string {
  const words = (Object.keys(errorStatuses) as ErrorWord[]).map((word) => [
    code(word),
    String(errorStatuses[word]),
    inline(errorMeanings[word]),
  ]);
  return `${paragraphs(
    'A refusal is `{ "error": { "code", "sentence", "field"? } }`. Programs read `code`, people `sentence`; `field` is the part of the request that it is about.',
  )}${table(["code", "status", "meaning"], words)}`;
}

function reasonTables(): string {
  const attempts = Object.entries({ ...remedyOfReason, ...remedyOfError }).map(([reason, remedy]) => [
    code(reason),
    escape(refusalMessages.en[`reason.${reason}` as keyof typeof refusalMessages.en]),
    code(remedy),
  ]);
  const meanings = (words: Readonly<Record<string, string>>): string =>
    table(
      ["reason", "meaning"],
      Object.entries(words).map(([word, text]) => [code(word), escape(text)]),
    );
  return `<h3>Why an attempt at the door was refused</h3>${paragraphs(
    "`reason` of a `lockOperationError` in the history, or else its `error`; `…/why` puts it into words.",
  )}${table(["reason", "meaning", "remedy"], attempts)}
<h3>Why a lock does not have something</h3>${paragraphs(
    "`reason` of a `status` that is `refused`.",
  )}${meanings(statusReasonMeanings)}
<h3>Why an order was not carried out</h3>${paragraphs(
    "`error` of an OrderResult that is not `ok`; the reasons of the table above can stand there too.",
  )}${meanings(orderErrorMeanings)}`;
}

function eventsTable(): string {
  const rows = Object.entries(eventMeanings).map(([type, [carries, text]]) => [
    code(type),
    escape(carries),
    escape(text),
  ]);
  return `${paragraphs(
    '`GET /api/homes/{homeId}/events` stays open and tells what is new: `event: lock`, then `data: {"type":"lock","lockId":"…"}`. It tells no content: ask for that by its own route. Lines that begin with a colon say that the stream is alive.',
  )}${table(["event", "with", "what is new"], rows)}`;
}

function code(text: string): string {
  return `<code>${escape(text)}</code>`;
}
