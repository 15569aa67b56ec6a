/** The language of the page: chosen once, kept in this browser, put into every element that names a message. */

import { find, findAll, setAttribute, setText } from "./dom.ts";
import { readStored, writeStored } from "./stored.ts";
import { isMessageKey, pageLanguages, sayIn, type PageLanguage, type Say } from "./words.ts";

const storedName = "language";

export interface Translator {
  readonly language: PageLanguage;
  readonly say: Say;
}

/** @param onChange called after the page's own texts have changed, for the texts that parts make. */
export function setUpPageLanguage(onChange: () => void): Translator {
  let language = firstLanguage();
  const translator: Translator = {
    get language() {
      return language;
    },
    say: (key, values) => sayIn(language)(key, values),
  };
  for (const input of findAll("#page-language input", HTMLInputElement)) {
    input.checked = input.value === language;
    input.addEventListener("change", () => {
      language = pageLanguages.find((known) => known === input.value) ?? language;
      writeStored(storedName, language);
      translatePage(translator);
      onChange();
    });
  }
  translatePage(translator);
  return translator;
}

function firstLanguage(): PageLanguage {
  const stored = readStored(storedName);
  const wanted = typeof stored === "string" ? stored : navigator.language.slice(0, 2);
  return pageLanguages.find((language) => language === wanted) ?? "en";
}

const translatedAttributes = { "data-label": "aria-label", "data-title": "title" } as const;

function translatePage({ language, say }: Translator): void {
  find("html", HTMLHtmlElement).lang = language;
  document.title = say("page.title");
  for (const element of findAll("[data-text]", Element)) {
    const key = element.getAttribute("data-text") ?? "";
    if (isMessageKey(key)) setText(element, say(key));
  }
  for (const [source, target] of Object.entries(translatedAttributes)) {
    for (const element of findAll(`[${source}]`, Element)) {
      const key = element.getAttribute(source) ?? "";
      if (isMessageKey(key)) setAttribute(element, target, say(key));
    }
  }
}
