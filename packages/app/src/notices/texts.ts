/** The texts of this area. */

import { defineTexts } from "../text/define-texts.ts";
import { english } from "./messages-en.ts";
import { italian } from "./messages-it.ts";

export const t = defineTexts({ en: english, it: italian });
