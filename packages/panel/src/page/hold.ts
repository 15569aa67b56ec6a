/** Pressing something for a time, with pointer or keyboard alike. */

export interface HoldHandlers {
  readonly onStart: () => void;
  /** @param heldMs how long it was held. */
  readonly onEnd: (heldMs: number) => void;
}

/** How long a click counts that has neither pointer nor key behind it, such as one by a screen reader. */
const bareClickMs = 400;

export function bindHold(element: HTMLElement | SVGElement, { onStart, onEnd }: HoldHandlers): void {
  let startedAtMs: number | null = null;
  let endedAtMs = Number.NEGATIVE_INFINITY;
  const start = (): void => {
    if (startedAtMs !== null) return;
    startedAtMs = performance.now();
    element.classList.add("is-held");
    onStart();
  };
  const end = (): void => {
    if (startedAtMs === null) return;
    endedAtMs = performance.now();
    const heldMs = Math.round(endedAtMs - startedAtMs);
    startedAtMs = null;
    element.classList.remove("is-held");
    onEnd(heldMs);
  };

  element.addEventListener("pointerdown", (event) => {
    if (!(event instanceof PointerEvent) || event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    start();
  });
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) element.addEventListener(type, end);
  // A part of a drawing that listens for blur would become a tab stop in some browsers.
  if (element instanceof HTMLElement) element.addEventListener("blur", end);
  element.addEventListener("contextmenu", (event) => event.preventDefault());
  element.addEventListener("keydown", (event) => {
    if (!(event instanceof KeyboardEvent) || !isActivation(event)) return;
    event.preventDefault();
    if (!event.repeat) start();
  });
  element.addEventListener("keyup", (event) => {
    if (event instanceof KeyboardEvent && isActivation(event)) end();
  });
  element.addEventListener("click", () => {
    if (startedAtMs !== null || performance.now() - endedAtMs < bareClickMs) return;
    start();
    setTimeout(end, bareClickMs);
  });
}

/** Makes a part of a drawing work like a button. */
export function bindActivation(element: SVGElement, activate: () => void): void {
  element.addEventListener("click", activate);
  element.addEventListener("keydown", (event) => {
    if (!isActivation(event)) return;
    event.preventDefault();
    if (!event.repeat) activate();
  });
}

function isActivation(event: KeyboardEvent): boolean {
  return event.key === "Enter" || event.key === " ";
}
