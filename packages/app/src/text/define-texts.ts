/**
 * Texts: each area has its own table, in ICU MessageFormat, with both languages side by side. A key that one of them lacks
 * does not compile. A component that reads a text is drawn anew when the language changes.
 *
 *     const t = defineTexts({
 *       en: { "people.count": "{count, plural, =0 {Nobody} one {One person} other {# people}}" },
 *       it: { "people.count": "{count, plural, =0 {Nessuno} one {Una persona} other {# persone}}" },
 *     });
 *     t("people.count", { count: 3 })
 *     t.rich("guest.intro", { b: (parts) => <b>{parts}</b> })     // text: "Give <b>this PIN</b> to …"
 */

import type { Language } from "@catenaccio/protocol/api";
import { IntlMessageFormat } from "intl-messageformat";
import { Fragment, h, type ComponentChildren } from "preact";
import { language } from "./language.ts";

export type TextValues = Readonly<Record<string, string | number | boolean | Date>>;
type RichValues = Readonly<
  Record<string, string | number | Date | ComponentChildren | ((parts: ComponentChildren) => ComponentChildren)>
>;

export interface Texts<Key extends string> {
  (key: Key, values?: TextValues): string;
  /** With elements inside. */
  readonly rich: (key: Key, values: RichValues) => ComponentChildren;
}

type Table<Key extends string> = Readonly<Record<Key, string>>;

export function defineTexts<const Key extends string>(tables: {
  readonly en: Table<Key>;
  readonly it: Table<NoInfer<Key>>;
}): Texts<Key> {
  const made = new Map<string, IntlMessageFormat>();
  /** A key with a word of the server in it may be newer than this app: that word is better than no page. */
  const sourceOf = (key: Key, spoken: Language): string => {
    const table: Readonly<Record<string, string>> = tables[spoken];
    return table[key] ?? key.slice(key.lastIndexOf(".") + 1);
  };
  const formatOf = (key: Key, spoken: Language): IntlMessageFormat => {
    const name = `${spoken} ${key}`;
    const format = made.get(name) ?? new IntlMessageFormat(sourceOf(key, spoken), spoken);
    made.set(name, format);
    return format;
  };
  const text = (key: Key, values?: TextValues): string => {
    const spoken = language.value;
    const source = sourceOf(key, spoken);
    // Most texts are themselves; an apostrophe is ICU's quotation mark only beside a brace.
    if (values === undefined && !source.includes("{") && !source.includes("''")) return source;
    return String(formatOf(key, spoken).format(values));
  };
  const rich = (key: Key, values: RichValues): ComponentChildren => {
    const parts: unknown = formatOf(key, language.value).format(
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          typeof value === "function" ? (inner: ComponentChildren) => value(inner) : value,
        ]),
      ) as Parameters<IntlMessageFormat["format"]>[0],
    );
    return h(Fragment, null, parts as ComponentChildren);
  };
  return Object.assign(text, { rich });
}
