/** The front panel but for keypad and readers: lever, cylinder, power bank, and the panel itself, which can be torn off. */

import { find, setAttribute, setText } from "./dom.ts";
import { setUpLever } from "./lever.ts";
import type { KeyPosition } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";

/** The simulated door answers a handle within this time, or not at all. */
const answerMs = 350;

export function setUpFrontPanel({ store, send, notify, translator }: PageContext): void {
  const drawing = find("svg.front", SVGSVGElement);
  const key = find("#key-position", HTMLSelectElement);
  const usb = find("#usb", HTMLButtonElement);
  const tamper = find("#tamper", HTMLButtonElement);
  const stuck = find("#front-stuck", HTMLButtonElement);

  const drawLever = setUpLever({
    side: "outside",
    drawing,
    lever: find("#front-lever", SVGElement),
    liftButton: find("#front-lift", HTMLButtonElement),
    pressButton: find("#front-press", HTMLButtonElement),
    send,
    onPressed: () =>
      setTimeout(() => {
        const { state, hands } = store.view;
        if (state === null || state.door === "open" || state.latch === "in" || hands.handles.outside !== "down") return;
        const isMeantToOpen = state.clutch === "engaged" || hands.key === "right";
        notify(translator.say(isMeantToOpen ? "handle.idle.jammed" : "handle.idle.outside"));
      }, answerMs),
  });
  stuck.addEventListener("click", () => {
    const isStuck = store.view.hands.handles.outside === "stuck";
    void send({ handle: "outside", move: isStuck ? "release" : "stuck" });
  });

  const turnKey = async (position: KeyPosition): Promise<void> => {
    const isTaken = await send({ key: position });
    if (isTaken && position === "right") notify(translator.say("key.hint"));
  };
  key.addEventListener("change", () => void turnKey(keyPositionOf(key.value)));
  find("#cylinder", SVGElement).addEventListener(
    "click",
    () => void turnKey(store.view.hands.key === "out" ? "right" : "out"),
  );

  const plug = (): void => void send({ usb: store.view.state?.usb !== true });
  usb.addEventListener("click", plug);
  find("#usb-socket", SVGElement).addEventListener("click", plug);
  tamper.addEventListener("click", () => void send({ tamper: !store.view.hands.isFrontOff }));

  store.add(({ state, hands, isSirenOn }) => {
    drawLever(hands.handles.outside);
    setAttribute(stuck, "aria-pressed", String(hands.handles.outside === "stuck"));
    setAttribute(drawing, "data-key", hands.key);
    key.value = hands.key;
    setText(find("#key-text", HTMLElement), translator.say(`key.short.${hands.key}`));
    find("#key-tile", HTMLElement).classList.toggle("is-chosen", hands.key !== "out");
    setAttribute(drawing, "data-usb", String(state?.usb === true));
    setAttribute(usb, "aria-pressed", String(state?.usb === true));
    setAttribute(drawing, "data-tamper", String(hands.isFrontOff));
    setAttribute(tamper, "aria-pressed", String(hands.isFrontOff));
    setAttribute(drawing, "data-siren", String(isSirenOn));
  });
}

function keyPositionOf(value: string): KeyPosition {
  return value === "right" || value === "half" || value === "wrong" ? value : "out";
}
