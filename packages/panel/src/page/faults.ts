/** What can be broken on the simulated lock, and its clock. */

import { find, make, setText } from "./dom.ts";
import { faultNames } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";

export function setUpFaults(page: PageContext): void {
  setUpSwitches(page);
  setUpClock(page);
}

function setUpSwitches({ store, send, translator }: PageContext): void {
  const switches = faultNames.map((fault) => {
    const input = make("input", { type: "checkbox", role: "switch", "aria-describedby": `words-${fault}` });
    const name = make("span", { class: "switch-name" });
    const words = make("span", { class: "switch-words", id: `words-${fault}` });
    input.addEventListener("change", () => {
      const isOn = input.checked;
      // The switch follows what the lock took, not the hand.
      input.checked = !isOn;
      void send({ fault, on: isOn });
    });
    return { fault, input, name, words, item: make("li", {}, make("label", { class: "switch" }, input, name, words)) };
  });
  find("#faults", HTMLElement).replaceChildren(...switches.map(({ item }) => item));
  store.add(({ hands }) => {
    for (const { fault, input, name, words } of switches) {
      input.checked = hands.faults.includes(fault);
      setText(name, translator.say(`fault.${fault}`));
      setText(words, translator.say(`fault.${fault}.words`));
    }
  });
}

function setUpClock({ store, send, translator }: PageContext): void {
  const now = find("#clock-now", HTMLElement);
  const input = find("#clock-time", HTMLInputElement);
  find("#clock-set", HTMLButtonElement).addEventListener("click", () => {
    const time = input.valueAsNumber;
    if (!Number.isNaN(time)) void send({ clock: withoutFraction(new Date(time)) });
  });
  find("#clock-today", HTMLButtonElement).addEventListener("click", () => {
    void send({ clock: withoutFraction(new Date()) });
  });
  find("#clock-forget", HTMLButtonElement).addEventListener("click", () => void send({ clock: null }));
  store.add(({ state }) => {
    const { say } = translator;
    const time = state?.time ?? null;
    setText(
      now,
      time === null ? say("clock.unknown") : say("clock.shows", { time: time.slice(0, 19).replace("T", " ") }),
    );
    if (input.value === "" && time !== null) input.value = time.slice(0, 19);
  });
}

function withoutFraction(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
