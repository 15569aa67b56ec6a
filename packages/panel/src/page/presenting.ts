/** Bringing the finger or the card in hand to its reader: by click, by button, or dragged there. */

import type { BelongingKind, BelongingsBox } from "./belongings.ts";
import { colourOfCard, skinOf } from "./belonging-drawings.ts";
import { find, setAttribute } from "./dom.ts";
import { bindActivation } from "./hold.ts";
import type { FingerCondition } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";

export type Present = (kind: BelongingKind, name?: string) => void;

const visitMs = 650;

export interface PresentingParts {
  readonly box: BelongingsBox;
  /** How the finger lies; null: well. */
  readonly condition: () => FingerCondition | null;
}

/** @returns presents the named one, or the one in hand. */
export function setUpPresenting(
  { store, send, translator }: PageContext,
  { box, condition }: PresentingParts,
): Present {
  const drawing = find("svg.front", SVGSVGElement);
  const reader = find("#reader", SVGElement);
  const cardZone = find("#card-zone", SVGElement);
  let timer: ReturnType<typeof setTimeout> | undefined;

  const present: Present = (kind, name = box.inHand(kind) ?? undefined) => {
    if (name === undefined) return;
    drawing.style.setProperty("--skin", skinOf(name));
    drawing.style.setProperty("--card-colour", colourOfCard(name));
    setAttribute(drawing, "data-visit", kind);
    clearTimeout(timer);
    timer = setTimeout(() => drawing.removeAttribute("data-visit"), visitMs);
    const as = condition();
    if (kind === "card") void send({ card: name });
    else void send(as === null ? { finger: name } : { finger: name, as });
  };

  bindActivation(reader, () => present("finger"));
  bindActivation(cardZone, () => present("card"));
  store.add(() => {
    const finger = box.inHand("finger");
    const card = box.inHand("card");
    const { say } = translator;
    setAttribute(reader, "aria-label", finger === null ? say("reader.none") : say("reader.label", { finger }));
    setAttribute(cardZone, "aria-label", card === null ? say("cardReader.none") : say("cardReader.label", { card }));
  });
  return present;
}
