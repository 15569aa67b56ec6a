/** What the voice says, to read: the last prompt large, the one before small, all of them in a sheet. */

import { find, make, setText } from "./dom.ts";
import type { PageContext } from "./page-context.ts";
import type { Caption, PanelView } from "./panel-view.ts";

export function setUpCaptions({ store, translator }: PageContext): void {
  const now = find("#caption-now", HTMLElement);
  const before = find("#caption-before", HTMLElement);
  const language = find("#caption-language", HTMLElement);
  const spoken = find("#spoken", HTMLElement);
  const isNone = find("#captions-empty", HTMLElement);
  let drawn: PanelView["captions"] | null = null;
  let drawnIn = "";

  store.add(({ captions }) => {
    if (drawn === captions && drawnIn === translator.language) return;
    const isNew = drawn !== captions;
    drawn = captions;
    drawnIn = translator.language;
    const [latest, previous] = captions;
    now.classList.toggle("is-empty", latest === undefined);
    now.lang = latest?.lang ?? translator.language;
    // A prompt that is said twice is to be heard twice by a screen reader too.
    if (isNew && latest !== undefined) now.replaceChildren(latest.text);
    else setText(now, latest?.text ?? translator.say("captions.quiet"));
    setText(before, previous?.text ?? "");
    before.lang = previous?.lang ?? "";
    language.hidden = latest === undefined;
    setText(language, latest?.lang ?? "");
    isNone.hidden = captions.length > 0;
    spoken.replaceChildren(...captions.map(makeLine));
  });
}

function makeLine({ text, lang }: Caption): HTMLElement {
  return make("li", {}, make("span", {}, lang), make("span", { lang }, text));
}
