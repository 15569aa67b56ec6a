/** The texts of this folder, in the person's language. */

import { defineTexts } from "../text/define-texts.ts";
import { english } from "./messages-en.ts";
import { italian } from "./messages-it.ts";

export const t = defineTexts({ en: english, it: italian });
