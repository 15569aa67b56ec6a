/**
 * A voice file: everything that the lock says in one language. A text names its values in braces. Where a value changes
 * the words around it, the text is given in the plural forms of its language (Unicode CLDR: one, two, few, many, other).
 */

import { promptIds, prompts, type PromptId, type PromptValues } from "@catenaccio/lock-core";
import { z } from "zod";

const text = z.string().min(1).max(300);

const pluralText = z.strictObject({
  /** The value that is counted. */
  by: z.string(),
  zero: text.optional(),
  one: text.optional(),
  two: text.optional(),
  few: text.optional(),
  many: text.optional(),
  other: text,
});

const promptText = z.union([text, pluralText]);
export type PromptText = z.infer<typeof promptText>;

export const voiceFile = z.strictObject({
  language: z.string().regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/),
  /** The language's own name for itself. */
  name: z.string().min(1),
  prompts: z.record(z.enum(promptIds), promptText).check(({ value, issues }) => {
    for (const id of promptIds)
      for (const message of faultsOf(id, value[id]))
        issues.push({ code: "custom", path: [id], input: value[id], message });
  }),
});
export type VoiceFile = z.infer<typeof voiceFile>;

/** The text with its values. */
export function fillText(prompt: PromptText, values: PromptValues, plural: Intl.PluralRules): string {
  const form = typeof prompt === "string" ? prompt : (prompt[plural.select(values[prompt.by] ?? 0)] ?? prompt.other);
  return form.replaceAll(placeholder, (_, name: string) => String(values[name] ?? ""));
}

/** All forms of a text. */
export function formsOf(prompt: PromptText): readonly string[] {
  if (typeof prompt === "string") return [prompt];
  const { zero, one, two, few, many, other } = prompt;
  return [zero, one, two, few, many, other].filter((form) => form !== undefined);
}

const placeholder = /\{([^{}]*)\}/g;

function faultsOf(id: PromptId, prompt: PromptText): readonly string[] {
  const values: readonly string[] = prompts[id];
  const names = formsOf(prompt).flatMap((form) => [...form.matchAll(placeholder)].map(([, name = ""]) => name));
  if (typeof prompt !== "string") names.push(prompt.by);
  return names.filter((name) => !values.includes(name)).map((name) => `knows no value {${name}}`);
}
