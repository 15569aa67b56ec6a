/** The language, from the first screen on. */

import { defineTexts } from "../text/define-texts.ts";
import { chooseLanguage, language, languageNames } from "../text/language.ts";

const t = defineTexts({ en: { language: "Language" }, it: { language: "Lingua" } });

export function LanguageSwitch() {
  return (
    <div class="language" role="group" aria-label={t("language")}>
      {(["it", "en"] as const).map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-label={`${one.toUpperCase()}: ${languageNames[one]}`}
          aria-pressed={language.value === one}
          onClick={() => chooseLanguage(one)}
        >
          {one.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
