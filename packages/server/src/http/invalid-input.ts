/** What is wrong with what was sent, in one sentence that names the place and repeats nothing of the content. */

import type * as z from "zod";
import type { RouteRefusal } from "./route.ts";

/** For `safeParse`: in place of the schema library's own words, which are a programmer's. */
export const inputWording = {
  error: (issue: z.core.$ZodRawIssue): string | undefined => {
    if (issue.code === "invalid_type")
      return issue.input === undefined ? "it is missing" : `it has to be of the type ${issue.expected}`;
    if (issue.code === "unrecognized_keys") return "there is a part that is not known here";
    if (issue.code === "invalid_value") return `it is one of ${issue.values.map(String).join(", ")}`;
    return undefined;
  },
} as const;

export function refuseInput({ issues }: z.ZodError): RouteRefusal {
  const [issue] = issues;
  const field = issue?.path.join(".") ?? "";
  const told = `${field === "" ? "The body" : field}: ${issue?.message ?? "it is not understood"}`;
  const sentence = /[.!?]$/.test(told) ? told : `${told}.`;
  return { ok: false, error: "invalid", sentence, ...(field !== "" && { field }) };
}
