/** The door, cut open: latch, dead bolt, safety bolt and clutch as the lock's state tells them, in picture and words. */

import { find, make, setAttribute } from "./dom.ts";
import type { PageContext } from "./page-context.ts";
import type { PanelView } from "./panel-view.ts";
import { sayWord, type Say } from "./words.ts";

const shownParts = ["door", "latch", "deadBolt", "bolt", "clutch"] as const;
/** A bolt that has been moved is worth a colour. */
const strongWords: readonly string[] = ["thrown", "in"];
const goodWords: readonly string[] = ["engaged", "open"];

export function setUpDoor({ store, send, translator }: PageContext): void {
  const drawing = find("svg.door", SVGSVGElement);
  const words = find("#door-words", HTMLElement);
  const push = find("#door-push", HTMLButtonElement);
  push.addEventListener("click", () => void send({ door: "close" }));

  let drawn = "";
  store.add((view) => {
    const { state, hands } = view;
    for (const [name, value] of [
      ["data-door", state?.door],
      ["data-latch", state?.latch],
      ["data-dead-bolt", state?.deadBolt],
      ["data-bolt", state?.bolt],
      ["data-clutch", state?.clutch],
      ["data-lever", hands.handles.outside],
    ] as const)
      setAttribute(drawing, name, value ?? "");
    push.disabled = state?.door !== "open";
    push.classList.toggle("primary", state?.door === "open");
    const wanted = shownParts.map((part) => state?.[part]).join() + translator.language;
    if (wanted === drawn) return;
    drawn = wanted;
    words.replaceChildren(...shownParts.map((part) => makeWord(part, view, translator.say)));
  });
}

function makeWord(part: (typeof shownParts)[number], { state }: PanelView, say: Say): HTMLElement {
  const value = state?.[part] ?? null;
  const tone =
    value === null ? "plain" : goodWords.includes(value) ? "good" : strongWords.includes(value) ? "strong" : "plain";
  return make(
    "li",
    {},
    make("span", { class: "legend-name" }, say(`legend.${part}`)),
    make(
      "span",
      { class: "legend-value", "data-tone": tone },
      value === null ? say("legend.unknown") : sayWord(say, `legend.${part}`, value),
    ),
  );
}
