/** The orders that an authorised app would send. */

import { find, make, setAttribute, setText } from "./dom.ts";
import type { RemoteMessage, StateReport, Volume } from "./messages-of-the-lock.ts";
import type { MessageKey } from "./messages-en.ts";
import type { PageContext } from "./page-context.ts";
import type { Values } from "./words.ts";

interface Order {
  readonly text: MessageKey;
  readonly values?: Values;
  readonly message: RemoteMessage;
  /** Whether the lock is so already; absent where its state does not tell. */
  readonly isSo?: (state: StateReport) => boolean;
}

interface OrderGroup {
  readonly title: MessageKey;
  readonly orders: readonly Order[];
}

const volumes: readonly Volume[] = ["high", "low", "silent"];
const voiceLanguages = ["en", "it"] as const;

const groups: readonly OrderGroup[] = [
  {
    title: "remote.passage",
    orders: [
      {
        text: "remote.passage-on",
        message: { remote: "passage-on" },
        isSo: (state) => state.operatingMode === "passage",
      },
      {
        text: "remote.passage-off",
        message: { remote: "passage-off" },
        isSo: (state) => state.operatingMode === "normal",
      },
    ],
  },
  {
    title: "remote.volume",
    orders: volumes.map((volume) => ({
      text: `volume.${volume}` as const,
      message: { remote: "volume", to: volume },
      isSo: (state) => state.volume === volume,
    })),
  },
  {
    title: "remote.language",
    orders: voiceLanguages.map((language) => ({
      text: `language.${language}` as const,
      message: { remote: "language", to: language },
      isSo: (state) => state.language === language,
    })),
  },
  {
    title: "remote.menu",
    orders: [
      { text: "remote.menu-on", message: { remote: "menu-on" } },
      { text: "remote.menu-off", message: { remote: "menu-off" } },
    ],
  },
  {
    title: "remote.relock",
    orders: [5, 15, 60].map((seconds) => ({
      text: "remote.seconds" as const,
      values: { seconds },
      message: { remote: "relock", seconds },
    })),
  },
  { title: "remote.entry", orders: [{ text: "remote.entry-on", message: { remote: "entry-on" } }] },
];

export function setUpRemote(page: PageContext): void {
  find("#remote", HTMLElement).replaceChildren(makeDoorGroup(page), ...groups.map((group) => makeGroup(group, page)));
}

function makeDoorGroup({ store, send, translator }: PageContext): HTMLElement {
  const legend = make("legend");
  const pinText = make("span");
  const pin = make("input", { inputmode: "numeric", maxlength: "20", size: "8", autocomplete: "off" });
  const unlock = make("button", { type: "button", class: "action primary" });
  const lock = make("button", { type: "button", class: "action" });
  unlock.addEventListener("click", () => {
    void send(pin.value === "" ? { remote: "unlock" } : { remote: "unlock", pin: pin.value });
    pin.value = "";
  });
  lock.addEventListener("click", () => void send({ remote: "lock" }));
  store.add(() => {
    setText(legend, translator.say("remote.door"));
    setText(pinText, translator.say("remote.pin"));
    setText(unlock, translator.say("remote.unlock"));
    setText(lock, translator.say("remote.lock"));
  });
  return make(
    "fieldset",
    { class: "group" },
    legend,
    make("div", { class: "row" }, unlock, lock),
    make("div", { class: "row" }, make("label", { class: "field" }, pinText, pin)),
  );
}

function makeGroup({ title, orders }: OrderGroup, { store, send, translator }: PageContext): HTMLElement {
  const legend = make("legend");
  const buttons = orders.map((order) => {
    const button = make("button", { type: "button", class: "action" });
    button.addEventListener("click", () => void send(order.message));
    return { order, button };
  });
  store.add(({ state }) => {
    setText(legend, translator.say(title));
    for (const { order, button } of buttons) {
      setText(button, translator.say(order.text, order.values));
      if (order.isSo !== undefined && state !== null) setAttribute(button, "aria-pressed", String(order.isSo(state)));
    }
  });
  return make(
    "fieldset",
    { class: "group" },
    legend,
    make("div", { class: "row" }, ...buttons.map(({ button }) => button)),
  );
}
