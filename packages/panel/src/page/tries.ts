/** Draws the list of things to try; it ticks itself off when something happens, and this browser remembers. */

import { find, make, makeIcon, setText } from "./dom.ts";
import type { TypeKeys } from "./keypad.ts";
import type { PageMessage } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";
import type { PanelView } from "./panel-view.ts";
import { readStored, writeStored } from "./stored.ts";
import { tryList, type Try } from "./try-list.ts";
import type { TypedDigits } from "./typed-digits.ts";

export interface TryParts {
  readonly typeKeys: TypeKeys;
  readonly typedDigits: TypedDigits;
}

const storedName = "tried";
/** Keys in square brackets within a sentence. */
const keysInText = /\[([0-9*#]+)\]/;

/** @returns hears each live message, with the view before it. */
export function setUpTries(
  { store, translator }: PageContext,
  { typeKeys, typedDigits }: TryParts,
): (message: PageMessage, before: PanelView) => void {
  const done = new Set(readDone());
  let lastPrompt = "";
  const items = tryList.map((one) => makeItem(one));
  find("#tries", HTMLElement).replaceChildren(...items.map(({ item }) => item));
  openFirst();
  find("#tries-again", HTMLButtonElement).addEventListener("click", () => {
    done.clear();
    writeStored(storedName, []);
    openFirst();
    store.renderSoon();
  });

  function openFirst(): void {
    const first = items.find(({ one }) => !done.has(one.name));
    for (const each of items) each.details.open = each === first;
  }

  let drawnIn = "";
  store.add((view) => {
    const { say, language } = translator;
    const possible = items.filter(({ one }) => one.isPossible?.(view) ?? true);
    for (const each of items) each.item.hidden = !possible.includes(each);
    for (const { one, item, title, steps, state } of items) {
      const isDone = done.has(one.name);
      item.classList.toggle("is-done", isDone);
      setText(state, isDone ? say("try.isDone") : "");
      const next = one.nextStep(view, { lastPrompt, lastEntryLength: typedDigits.lastEntryLength });
      for (const [index, step] of steps.entries()) step.classList.toggle("is-current", !isDone && index === next);
      if (drawnIn === language) continue;
      setText(title, say(one.title));
      for (const [index, step] of steps.entries()) {
        const key = one.steps[index];
        if (key !== undefined) step.replaceChildren(...withKeys(say(key), typeKeys));
      }
    }
    drawnIn = language;
    const counts = { done: possible.filter(({ one }) => done.has(one.name)).length, all: possible.length };
    setText(find("#tries-done", HTMLElement), say("try.done", counts));
  });

  return (message, before) => {
    if ("keypad" in message && !message.keypad.lit) typedDigits.forget();
    for (const { one, item, details } of items) {
      const heard = { lastPrompt, lastEntryLength: typedDigits.lastEntryLength };
      if (done.has(one.name) || !one.isDoneBy(message, before, heard)) continue;
      done.add(one.name);
      item.classList.add("is-just-done");
      writeStored(storedName, [...done]);
      // Whoever follows the list goes on with the next; whoever came here by chance keeps what is open.
      if (details.open) openFirst();
      store.renderSoon();
    }
    if ("say" in message) {
      lastPrompt = message.say;
      store.renderSoon();
    }
  };
}

interface Item {
  readonly one: Try;
  readonly item: HTMLElement;
  readonly details: HTMLDetailsElement;
  readonly title: HTMLElement;
  readonly state: HTMLElement;
  readonly steps: readonly HTMLElement[];
}

function makeItem(one: Try): Item {
  const title = make("span");
  const state = make("span", { class: "unseen" });
  const steps = one.steps.map(() => make("li"));
  const tick = make("span", { class: "tick" }, makeIcon("check"));
  const details = make(
    "details",
    {},
    make("summary", {}, tick, title, state),
    make("ol", { class: "steps" }, ...steps),
  );
  return { one, item: make("li", {}, details), details, title, state, steps };
}

/** Keys in a box can be clicked: they are typed on the keypad for the reader. */
function withKeys(sentence: string, typeKeys: TypeKeys): readonly (Node | string)[] {
  return sentence.split(keysInText).map((part, index) => {
    if (index % 2 === 0) return part;
    const button = make("button", { type: "button", class: "keys" }, part);
    button.addEventListener("click", () => void typeKeys(part));
    return button;
  });
}

function readDone(): readonly string[] {
  const stored = readStored(storedName);
  return Array.isArray(stored) ? stored.filter((name) => typeof name === "string") : [];
}
