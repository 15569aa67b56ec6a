/** A lever handle: dragged, clicked, or worked with its two buttons. */

import type { Send } from "./connection.ts";
import { find, setAttribute } from "./dom.ts";
import { bindHold } from "./hold.ts";
import type { Move, Side } from "./messages-of-the-lock.ts";

export interface LeverParts {
  readonly side: Side;
  readonly drawing: SVGSVGElement;
  /** The lever in the drawing; for pointers only, the buttons are for everybody. */
  readonly lever: SVGElement;
  readonly liftButton: HTMLElement;
  readonly pressButton: HTMLElement;
  readonly send: Send;
  /** After the lock took a press; for a hint when nothing moved. */
  readonly onPressed: () => void;
}

/** Pixels of drag from which a pull is meant. */
const dragThreshold = 9;
/** Pixels for the whole way down. */
const dragFull = 60;
/** Degrees down; up is three quarters of it. */
const angleMax = 32;
const upShare = 0.75;
/** A click on the lever presses it for so long. */
const clickMs = 450;

/** @returns draws the handle where hands have put it. */
export function setUpLever(parts: LeverParts): (held: Move) => void {
  const { side, drawing, lever, send } = parts;
  let heldMove: Move = "release";
  /** The own hand's last move, drawn at once, until it is known to be held. */
  let ownMove: Move | null = null;

  const draw = (): void => setAttribute(drawing, "data-lever", ownMove ?? heldMove);
  const move = async (to: Move): Promise<void> => {
    ownMove = to;
    draw();
    const isTaken = await send({ handle: side, move: to });
    if (isTaken && to === "down") parts.onPressed();
    if (isTaken || ownMove !== to) return;
    ownMove = null;
    draw();
  };

  for (const [button, to] of [
    [parts.liftButton, "up"],
    [parts.pressButton, "down"],
  ] as const)
    bindHold(button, { onStart: () => void move(to), onEnd: () => void move("release") });
  bindDrag(lever, side === "outside" ? -1 : 1, {
    onPull: (to) => void move(to),
    onDrop: () => void move("release"),
    onClick: () => {
      if (heldMove === "stuck") void move("release");
      else void move("down").then(() => setTimeout(() => void move("release"), clickMs));
    },
  });

  return (held) => {
    heldMove = held;
    if (ownMove === held) ownMove = null;
    draw();
  };
}

interface DragHandlers {
  readonly onPull: (to: "down" | "up") => void;
  readonly onDrop: () => void;
  readonly onClick: () => void;
}

/** @param armDirection 1 when the arm points to the right of its hub, -1 to the left. */
function bindDrag(lever: SVGElement, armDirection: 1 | -1, { onPull, onDrop, onClick }: DragHandlers): void {
  const arm = find(".lever", SVGElement, lever);
  let fromY: number | null = null;
  let pulledTo: "down" | "up" | null = null;

  lever.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    lever.setPointerCapture(event.pointerId);
    fromY = event.clientY;
  });
  lever.addEventListener("pointermove", (event) => {
    if (fromY === null) return;
    const drag = event.clientY - fromY;
    if (pulledTo === null) {
      if (Math.abs(drag) < dragThreshold) return;
      pulledTo = drag > 0 ? "down" : "up";
      lever.classList.add("is-dragged");
      onPull(pulledTo);
    }
    const share = Math.max(-upShare, Math.min(1, drag / dragFull));
    arm.style.setProperty("--lever-angle", `${share * angleMax * armDirection}deg`);
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"])
    lever.addEventListener(type, () => {
      if (fromY === null) return;
      fromY = null;
      lever.classList.remove("is-dragged");
      arm.style.removeProperty("--lever-angle");
      if (pulledTo === null) onClick();
      else onDrop();
      pulledTo = null;
    });
}
