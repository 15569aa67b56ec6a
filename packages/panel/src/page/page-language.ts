/**
 * The language of the page, put into every element that names a message. In a frame of the app it is what the frame's
 * `lang` says, and there is nothing to choose; on its own it is what was chosen last, here or in the app.
 */

import { find, findAll, setAttribute, setText } from "./dom.ts";
import { onLanguageStored, readLanguage, writeLanguage } from "./stored.ts";
import { isMessageKey, pageLanguages, sayIn, type PageLanguage, type Say } from "./words.ts";

export interface Translator {
  readonly language: PageLanguage;
  readonly say: Say;
}

/** @param onChange called after the page's own texts have changed, for the texts that parts make. */
export function setUpPageLanguage(onChange: () => void): Translator {
  const frame = frameWithLanguage();
  const wanted = (): PageLanguage => known(frame === null ? readLanguage() : frame.lang) ?? browserLanguage();
  let language = wanted();
  const translator: Translator = {
    get language() {
      return language;
    },
    say: (key, values) => sayIn(language)(key, values),
  };
  const inputs = findAll("#page-language input", HTMLInputElement);
  const show = (): void => {
    for (const input of inputs) input.checked = input.value === language;
    translatePage(translator);
  };
  const change = (chosen: PageLanguage): void => {
    if (chosen === language) return;
    language = chosen;
    show();
    onChange();
  };
  show();
  if (frame === null) {
    onLanguageStored(() => change(wanted()));
    for (const input of inputs)
      input.addEventListener("change", () => {
        writeLanguage(input.value);
        change(known(input.value) ?? language);
      });
  } else {
    find("#page-language", HTMLElement).hidden = true;
    new MutationObserver(() => change(wanted())).observe(frame, { attributeFilter: ["lang"] });
  }
  return translator;
}

/** @returns null when the page stands alone, or in a frame that does not say its language. */
function frameWithLanguage(): HTMLElement | null {
  // It belongs to another window, whose HTMLElement is not this one's.
  const frame = window.frameElement as HTMLElement | null;
  return known(frame?.lang) === null ? null : frame;
}

function known(wanted: string | null | undefined): PageLanguage | null {
  return pageLanguages.find((language) => language === wanted) ?? null;
}

/** As the app chooses it, or the two would differ before anything was chosen. */
function browserLanguage(): PageLanguage {
  for (const name of navigator.languages) {
    const language = known(name.slice(0, 2).toLowerCase());
    if (language !== null) return language;
  }
  return "en";
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
