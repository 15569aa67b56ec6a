/** The drawer: fingers and cards to choose from, how a finger lies, and new ones. */

import { BelongingsBox, type BelongingKind } from "./belongings.ts";
import { drawCard, drawFinger } from "./belonging-drawings.ts";
import { bindCarrying } from "./carrying.ts";
import { find, findAll, make } from "./dom.ts";
import { nonMatches, poorImages, type FingerCondition } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";
import { setUpPresenting, type Present } from "./presenting.ts";

export function setUpDrawer(page: PageContext): void {
  const box = new BelongingsBox(() => {
    drawChips();
    page.store.renderSoon();
  });
  const present = setUpPresenting(page, { box, condition: setUpConditions(page) });
  const drawChips = setUpChips(box, present);
  find("#present-finger", HTMLButtonElement).addEventListener("click", () => present("finger"));
  find("#present-card", HTMLButtonElement).addEventListener("click", () => present("card"));
  setUpMaking(page, box);
}

/** @returns how the finger lies now. */
function setUpConditions({ store, translator }: PageContext): () => FingerCondition | null {
  const select = find("#finger-condition", HTMLSelectElement);
  const conditions: readonly FingerCondition[] = [...poorImages, ...nonMatches];
  let drawnIn = "";
  store.add(() => {
    if (drawnIn === translator.language) return;
    drawnIn = translator.language;
    const { say } = translator;
    const chosen = select.value;
    const option = (value: FingerCondition): HTMLOptionElement => make("option", { value }, say(`finger.${value}`));
    select.replaceChildren(
      make("option", { value: "" }, say("finger.good")),
      make("optgroup", { label: say("finger.poor") }, ...poorImages.map(option)),
      make("optgroup", { label: say("finger.nonMatch") }, ...nonMatches.map(option)),
    );
    select.value = chosen;
  });
  return () => conditions.find((condition) => condition === select.value) ?? null;
}

/** @returns draws the chips anew. */
function setUpChips(box: BelongingsBox, present: Present): () => void {
  const places = { finger: find("#fingers", HTMLElement), card: find("#cards", HTMLElement) } as const;
  const draw = (kind: BelongingKind): void => {
    const place = places[kind];
    const hadFocus = place.contains(document.activeElement);
    place.replaceChildren(...box.names(kind).map((name) => makeChip(kind, name)));
    if (hadFocus) place.querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
  };
  const makeChip = (kind: BelongingKind, name: string): HTMLElement => {
    const isInHand = box.inHand(kind) === name;
    const picture = (): SVGSVGElement => (kind === "finger" ? drawFinger(name) : drawCard(name));
    const chip = make(
      "button",
      {
        type: "button",
        class: kind === "card" ? "chip is-card" : "chip",
        role: "radio",
        "aria-checked": String(isInHand),
        tabindex: isInHand ? "0" : "-1",
      },
      picture(),
      make("span", {}, name),
    );
    chip.addEventListener("click", () => {
      if (box.inHand(kind) !== name) box.take(kind, name);
    });
    chip.addEventListener("keydown", (event) => {
      const step = stepOfArrow(event.key);
      const names = box.names(kind);
      const next = names.at((names.indexOf(name) + step) % names.length);
      if (step === 0 || next === undefined) return;
      event.preventDefault();
      box.take(kind, next);
    });
    bindCarrying(chip, {
      kind,
      picture,
      onDrop: () => {
        box.take(kind, name);
        present(kind, name);
      },
    });
    return chip;
  };
  const drawAll = (): void => {
    draw("finger");
    draw("card");
  };
  drawAll();
  return drawAll;
}

function stepOfArrow(key: string): number {
  if (key === "ArrowRight" || key === "ArrowDown") return 1;
  return key === "ArrowLeft" || key === "ArrowUp" ? -1 : 0;
}

function setUpMaking({ notify, translator }: PageContext, box: BelongingsBox): void {
  const form = find("#belonging-form", HTMLFormElement);
  const sheet = find("#belonging", HTMLElement);
  const name = find("#belonging-name", HTMLInputElement);
  const kindChosen = (): BelongingKind => (new FormData(form).get("kind") === "card" ? "card" : "finger");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.add(kindChosen(), name.value.trim())) {
      name.value = "";
      sheet.hidePopover();
    } else notify(translator.say("new.refused"));
  });
  for (const button of findAll("[data-new]", HTMLButtonElement))
    button.addEventListener("click", () => {
      find(`#belonging-form [value="${button.getAttribute("data-new")}"]`, HTMLInputElement).checked = true;
      sheet.showPopover();
      name.focus();
    });
  find("#belonging-remove", HTMLButtonElement).addEventListener("click", () => box.throwAway(kindChosen()));
}
