/** What is wrong with what was sent, in one sentence that names the place and repeats nothing of the content. */

import type * as z from "zod";
import type { RouteRefusal } from "./route.ts";

export const notJson: RouteRefusal = { ok: false, error: "invalid", sentence: "The body is not JSON." };

/** For `safeParse`: in place of the schema library's own words, which are a programmer's. */
export const inputWording = { error: wordsFor } as const;

/** @param place what it is that was not understood. */
export function refuseInput({ issues }: z.ZodError, place: "body" | "query"): RouteRefusal {
  // What is misspelt is missing as well: its wrong name is the better clue.
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  const field = issue?.path.join(".") ?? "";
  const told = `${field === "" ? `The ${place}` : field}: ${issue?.message ?? "it is not understood"}`;
  const sentence = /[.!?]$/.test(told) ? told : `${told}.`;
  return { ok: false, error: "invalid", sentence, ...(field !== "" && { field }) };
}

function wordsFor(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "it is missing"
        : `it has to be ${typeWords[issue.expected] ?? issue.expected}`;
    case "unrecognized_keys":
      return unknownPart(issue.keys);
    case "invalid_value":
      return issue.input === undefined ? "it is missing" : oneOf(issue.values);
    case "invalid_union":
      return unionWords(issue);
    case "too_small":
      return `it has to ${sizeWords(issue.origin, "at least", Number(issue.minimum))}`;
    case "too_big":
      return `it has to ${sizeWords(issue.origin, "at most", Number(issue.maximum))}`;
    case "invalid_format":
      return formatWords[issue.format] ?? "it is not written as it has to be";
    case "not_multiple_of":
      return `it has to be a multiple of ${issue.divisor}`;
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return "it is not understood";
    default:
      return issue satisfies never;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  record: "an object",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  null: "null",
};

const formatWords: Readonly<Record<string, string>> = {
  datetime: "a moment is written in UTC, as 2026-03-02T09:00:00.000Z",
  uuid: "an id is written as 3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10",
  email: "an e-mail address is written anna@example.org",
  url: "an address is written https://example.org/",
  ipv4: "an address of the network is written 192.168.1.20",
  ipv6: "an address of the network is written fe80::1",
};

/** A name that could be anything else, such as a PIN in the wrong place, is not repeated. */
function unknownPart(keys: readonly string[]): string {
  const name = keys.find((key) => /^[A-Za-z][A-Za-z_]{0,39}$/.test(key));
  return name === undefined ? "there is a part that is not known here" : `"${name}" is not known here`;
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? `it has to be ${String(values[0])}` : `it is one of ${values.map(String).join(", ")}`;
}

function unionWords(issue: z.core.$ZodRawIssue & { readonly code: "invalid_union" }): string {
  const { discriminator, options, input } = issue as Readonly<Record<string, unknown>>;
  if (typeof discriminator !== "string") return "it fits none of the forms that are taken here";
  if ((input as Readonly<Record<string, unknown>> | null)?.[discriminator] === undefined) return "it is missing";
  return Array.isArray(options) ? oneOf(options) : "it is none of the values that are taken here";
}

function sizeWords(origin: string, limit: "at least" | "at most", size: number): string {
  switch (origin) {
    case "string":
      return `have ${limit} ${counted(size, "character")}`;
    case "array":
    case "set":
    case "map":
    case "object":
      return `have ${limit} ${counted(size, "entry", "entries")}`;
    default:
      return `be ${limit} ${size}`;
  }
}

function counted(size: number, one: string, many = `${one}s`): string {
  return `${size} ${size === 1 ? one : many}`;
}
