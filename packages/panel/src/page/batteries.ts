/** The battery case and the RESET pinhole, which work together: RESET down while the batteries go in is a factory reset. */

import { find, make, setAttribute, setText } from "./dom.ts";
import { bindHold } from "./hold.ts";
import type { PageContext } from "./page-context.ts";
import type { PanelView } from "./panel-view.ts";

/** The manual's time until the voice prompt. */
const pairingHoldMs = 3000;
/** The shortcut holds a little longer, as a careful person would. */
const shortcutMs = 3200;

const presets = [
  { level: "new", volts: 6.2 },
  { level: "warning", volts: 4.6 },
  { level: "critical", volts: 4 },
  { level: "dead", volts: 3.4 },
] as const;

type Cells = "in" | "out" | "reversed";

/** Holds RESET for three seconds. @returns whether the lock took it, once it has. */
export type HoldReset = () => Promise<boolean>;

export function setUpBatteries(page: PageContext): HoldReset {
  const { clip, holdReset } = setUpReset(page);
  setUpCase(page, clip);
  return () => holdReset(shortcutMs);
}

/** A paper clip that stays in RESET until the batteries are in. */
interface Clip {
  readonly isIn: () => boolean;
  readonly put: (isIn: boolean) => void;
  /** Shows RESET held until the lock has answered. */
  readonly showHeld: (untilAnswered: Promise<unknown>) => Promise<void>;
}

interface Reset {
  readonly clip: Clip;
  readonly holdReset: (ms: number) => Promise<boolean>;
}

function setUpReset({ store, send, notify, translator }: PageContext): Reset {
  const drawing = find("svg.rear", SVGSVGElement);
  const button = find("#reset-hold", HTMLButtonElement);
  const buttonText = find("#reset-hold-text", HTMLElement);
  const ring = find(".reset-progress", SVGElement);
  const box = find("#reset-while-in", HTMLInputElement);
  const clip: Omit<Clip, "showHeld"> = {
    isIn: () => box.checked,
    put: (isIn) => {
      box.checked = isIn;
      setAttribute(drawing, "data-reset", String(isIn));
    },
  };
  box.addEventListener("change", () => clip.put(box.checked));

  const showProgress = (heldMs: number | null): void => {
    const share = Math.min(1, (heldMs ?? 0) / pairingHoldMs);
    ring.style.setProperty("--progress", String(share));
    button.style.setProperty("--progress", String(share));
    setAttribute(ring, "data-full", String(share === 1));
    button.classList.toggle("is-running", heldMs !== null);
    const { say } = translator;
    const seconds = ((heldMs ?? 0) / 1000).toFixed(1);
    setText(buttonText, heldMs === null ? say("reset.label") : say("reset.holding", { seconds }));
  };
  let frame = 0;
  const stopWatch = (): void => {
    cancelAnimationFrame(frame);
    showProgress(null);
  };
  const startWatch = (): void => {
    cancelAnimationFrame(frame);
    const startedAtMs = performance.now();
    const tick = (): void => {
      showProgress(performance.now() - startedAtMs);
      frame = requestAnimationFrame(tick);
    };
    tick();
  };
  /** A lock that lives in real time holds the hole for so long itself before it answers. */
  const showHeld: Clip["showHeld"] = async (untilAnswered) => {
    startWatch();
    await untilAnswered;
    stopWatch();
  };
  const holdReset = async (ms: number): Promise<boolean> => {
    const taken = send({ reset: Math.max(1, ms) });
    await showHeld(taken);
    return await taken;
  };

  for (const element of [button, find("#reset-hole", SVGElement)])
    bindHold(element, {
      onStart: () => {
        if (cellsOf(store.view) !== "out") startWatch();
      },
      onEnd: (heldMs) => {
        stopWatch();
        if (cellsOf(store.view) !== "out") {
          void holdReset(heldMs);
          return;
        }
        clip.put(!clip.isIn());
        if (clip.isIn()) notify(translator.say("reset.clip"));
      },
    });
  find("#reset-3s", HTMLButtonElement).addEventListener("click", () => void holdReset(shortcutMs));
  return { clip: { ...clip, showHeld }, holdReset };
}

function setUpCase({ store, send, translator }: PageContext, clip: Clip): void {
  const drawing = find("svg.rear", SVGSVGElement);
  const sheet = find("#batteries", HTMLElement);
  const volts = find("#volts", HTMLInputElement);
  const reversed = find("#reversed", HTMLInputElement);
  const putIn = find("#batteries-in", HTMLButtonElement);
  const takeOut = find("#batteries-out", HTMLButtonElement);

  find("#battery-cover", SVGElement).addEventListener("click", () => sheet.showPopover());
  find(".battery-case", SVGElement).addEventListener("click", () => sheet.showPopover());
  sheet.addEventListener("toggle", () => {
    placeBeside(sheet, drawing);
    store.renderSoon();
  });
  setUpPresets(volts);
  volts.addEventListener("input", () => store.renderSoon());
  volts.addEventListener("change", () => {
    if (cellsOf(store.view) === "in") void send({ volts: volts.valueAsNumber });
  });
  let isGoingIn = false;
  const putBatteriesIn = async (): Promise<void> => {
    const isResetHeld = clip.isIn();
    const taken = send({
      batteries: "in",
      volts: volts.valueAsNumber,
      ...(isResetHeld ? { reset: true } : {}),
      ...(reversed.checked ? { reversed: true } : {}),
    });
    if (!isResetHeld) return;
    isGoingIn = true;
    store.renderSoon();
    await clip.showHeld(taken);
    isGoingIn = false;
    clip.put(false);
    store.renderSoon();
  };
  putIn.addEventListener("click", () => void putBatteriesIn());
  takeOut.addEventListener("click", () => void send({ batteries: "out" }));

  store.add((view) => {
    const { say } = translator;
    const cells = cellsOf(view);
    const isOpen = sheet.matches(":popover-open") || cells !== "in";
    setAttribute(drawing, "data-cells", cells);
    setAttribute(drawing, "data-cover", isOpen ? "open" : "shut");
    putIn.disabled = cells !== "out" || isGoingIn;
    takeOut.disabled = cells === "out";
    const shown = (view.state?.battery.volts ?? 0).toFixed(1);
    setText(find("#batteries-now", HTMLElement), say(`batteries.${cells}.now`, { volts: shown }));
    const value = say("batteries.value", { volts: volts.valueAsNumber.toFixed(1) });
    setText(find("#volts-now", HTMLElement), value);
    setAttribute(volts, "aria-valuetext", value);
    for (const preset of presets)
      setText(find(`#preset-${preset.level}`, HTMLElement), say(`batteries.preset.${preset.level}`));
  });
}

function setUpPresets(volts: HTMLInputElement): void {
  const place = find("#volts-presets", HTMLElement);
  for (const preset of presets) {
    const button = make("button", { type: "button", class: "action", id: `preset-${preset.level}` });
    button.addEventListener("click", () => {
      volts.value = String(preset.volts);
      volts.dispatchEvent(new Event("input"));
      volts.dispatchEvent(new Event("change"));
    });
    place.append(button);
  }
}

/** Batteries that the lock feels are in, whoever put them there; what it cannot feel is what hands did. */
function cellsOf({ hands, state }: PanelView): Cells {
  if (state === null || state.battery.volts > 0) return "in";
  return hands.batteries === "reversed" ? "reversed" : "out";
}

/** The drawing stays in sight while its batteries are chosen. */
function placeBeside(sheet: HTMLElement, drawing: Element): void {
  const { left, top } = drawing.getBoundingClientRect();
  const isRoom = left - sheet.offsetWidth - 12 > 8;
  sheet.classList.toggle("is-placed", isRoom);
  sheet.style.left = isRoom ? `${left - sheet.offsetWidth - 12}px` : "";
  sheet.style.top = isRoom ? `${Math.max(12, top + 24)}px` : "";
}
