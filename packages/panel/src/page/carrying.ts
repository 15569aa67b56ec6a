/** Dragging a finger or a card with the mouse. Touch screens scroll instead: there one taps it and then the reader. */

import type { BelongingKind } from "./belongings.ts";
import { find, make } from "./dom.ts";

export interface Carried {
  readonly kind: BelongingKind;
  readonly picture: () => SVGSVGElement;
  readonly onDrop: () => void;
}

const dragThreshold = 6;

export function bindCarrying(chip: HTMLElement, { kind, picture, onDrop }: Carried): void {
  const target = find(`[data-drop="${kind}"]`, SVGElement);
  const panel = find("#view-front .drawing", SVGSVGElement);
  let from: { readonly x: number; readonly y: number } | null = null;
  let carried: HTMLElement | null = null;

  const carryTo = ({ clientX, clientY }: PointerEvent): void => {
    if (carried === null) {
      carried = make("div", { class: `carried is-${kind}` }, picture());
      document.body.append(carried);
      target.classList.add("is-target");
    }
    carried.style.transform = `translate(${clientX - carried.offsetWidth / 2}px, ${clientY - carried.offsetHeight / 2}px)`;
  };
  const letGo = (event: PointerEvent, isDropped: boolean): void => {
    from = null;
    if (carried === null) return;
    carried.remove();
    carried = null;
    target.classList.remove("is-target");
    const below = document.elementFromPoint(event.clientX, event.clientY);
    if (isDropped && below !== null && panel.contains(below)) onDrop();
  };

  chip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    from = { x: event.clientX, y: event.clientY };
    chip.setPointerCapture(event.pointerId);
  });
  chip.addEventListener("pointermove", (event) => {
    if (from === null) return;
    if (carried !== null || Math.hypot(event.clientX - from.x, event.clientY - from.y) > dragThreshold) carryTo(event);
  });
  chip.addEventListener("pointerup", (event) => letGo(event, true));
  chip.addEventListener("pointercancel", (event) => letGo(event, false));
}
