/** What the voice says, to read: the last prompt large while it is news, the one before small, all of them in a sheet. */

import { captionAge } from "./caption-age.ts";
import { find, make, setText } from "./dom.ts";
import type { PageContext } from "./page-context.ts";
import type { Caption, PanelView } from "./panel-view.ts";

export function setUpCaptions({ store, translator }: PageContext): void {
  const latestLine = find("#caption-latest", HTMLElement);
  const age = find("#caption-age", HTMLElement);
  const now = find("#caption-now", HTMLElement);
  const before = find("#caption-before", HTMLElement);
  const language = find("#caption-language", HTMLElement);
  const spoken = find("#spoken", HTMLElement);
  const isNone = find("#captions-empty", HTMLElement);
  let drawn: PanelView["captions"] | null = null;
  let drawnIn = "";
  let drawnAge: string | null = null;

  store.add((view) => {
    const { captions } = view;
    const ageNow = captionAge(view, performance.now(), translator.say);
    if (drawn === captions && drawnIn === translator.language && drawnAge === ageNow) return;
    const isNew = drawn !== captions;
    drawn = captions;
    drawnIn = translator.language;
    drawnAge = ageNow;
    const [latest, previous] = captions;
    latestLine.classList.toggle("is-empty", latest === undefined);
    latestLine.classList.toggle("is-old", ageNow !== null);
    // Outside what is read out: a prompt that grows old is not said again.
    setText(age, ageNow ?? "");
    now.lang = latest?.lang ?? translator.language;
    // A prompt that is said twice is to be heard twice by a screen reader too.
    if (isNew && latest !== undefined) now.replaceChildren(latest.text);
    else setText(now, latest?.text ?? translator.say("captions.quiet"));
    setText(before, ageNow === null ? (previous?.text ?? "") : "");
    before.lang = previous?.lang ?? "";
    language.hidden = latest === undefined || ageNow !== null;
    setText(language, latest?.lang ?? "");
    isNone.hidden = captions.length > 0;
    spoken.replaceChildren(...captions.map(makeLine));
  });
  // A prompt grows old without a message.
  setInterval(() => {
    if (captionAge(store.view, performance.now(), translator.say) !== drawnAge) store.renderSoon();
  }, 1000);
}

function makeLine({ text, lang }: Caption): HTMLElement {
  return make("li", {}, make("span", {}, lang), make("span", { lang }, text));
}
