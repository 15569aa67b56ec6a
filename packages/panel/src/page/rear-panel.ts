/** The rear panel but for batteries and RESET: lever, safety-bolt knob, and the button that frees the inner lever. */

import { find, setAttribute } from "./dom.ts";
import { bindHold } from "./hold.ts";
import { setUpLever } from "./lever.ts";
import type { PageContext } from "./page-context.ts";

const answerMs = 350;
/** A shorter press leaves the button held: a mouse cannot hold it and work the handle at the same time. */
const longPressMs = 400;

export function setUpRearPanel({ store, send, notify, translator }: PageContext): void {
  const drawing = find("svg.rear", SVGSVGElement);
  const peephole = find("#peephole", HTMLButtonElement);
  const bolt = find("#bolt", HTMLButtonElement);

  const drawLever = setUpLever({
    side: "inside",
    drawing,
    lever: find("#rear-lever", SVGElement),
    liftButton: find("#rear-lift", HTMLButtonElement),
    pressButton: find("#rear-press", HTMLButtonElement),
    send,
    onPressed: () =>
      setTimeout(() => {
        const { state, hands } = store.view;
        if (state === null || state.door === "open" || state.latch === "in" || hands.handles.inside !== "down") return;
        notify(translator.say(hands.isPeepholeHeld ? "handle.idle.jammed" : "handle.idle.inside"));
      }, answerMs),
  });

  const turnKnob = (): void => void send({ bolt: store.view.state?.bolt === "thrown" ? "free" : "thrown" });
  bolt.addEventListener("click", turnKnob);
  find("#bolt-knob", SVGElement).addEventListener("click", turnKnob);

  for (const button of [peephole, find("#peephole-button", SVGElement)]) {
    let wasHeld = false;
    bindHold(button, {
      onStart: () => {
        wasHeld = store.view.hands.isPeepholeHeld;
        if (!wasHeld) void send({ peephole: true });
      },
      onEnd: (heldMs) => {
        if (wasHeld || heldMs >= longPressMs) void send({ peephole: false });
      },
    });
  }

  store.add(({ state, hands }) => {
    drawLever(hands.handles.inside);
    setAttribute(drawing, "data-peephole", String(hands.isPeepholeHeld));
    setAttribute(peephole, "aria-pressed", String(hands.isPeepholeHeld));
    setAttribute(drawing, "data-bolt", state?.bolt ?? "free");
    setAttribute(bolt, "aria-pressed", String(state?.bolt === "thrown"));
  });
}
