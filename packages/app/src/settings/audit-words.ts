/** An act of the audit in words; one that is not known yet is named as it stands there. */

import { english } from "./messages-en.ts";
import { t } from "./texts.ts";

type ActKey = Extract<keyof typeof english, `audit.act.${string}`>;

export function actText(action: string): string {
  const key = `audit.act.${action}`;
  return Object.hasOwn(english, key) ? t(key as ActKey) : t("audit.act.other", { action });
}
