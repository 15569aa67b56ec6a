/** The label on the battery cover, and the same label large, with what one does with it. */

import type { HoldReset } from "./batteries.ts";
import { find, setAttribute, setText } from "./dom.ts";
import { bindActivation } from "./hold.ts";
import { homesWord } from "./home-words.ts";
import { groupManualCode } from "./manual-code.ts";
import type { LabelReport, QrDrawing } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";
import { hasPower, type PanelView } from "./panel-view.ts";
import type { Say } from "./words.ts";

type ReadyLabel = Extract<LabelReport, { readonly status: "ready" }>;

/** Modules of white on each side, without which a camera does not find the code (ISO/IEC 18004). */
const quietModules = 4;
const copiedMs = 4000;

export function setUpLabel(page: PageContext, holdReset: HoldReset): void {
  const sheet = find("#label-sheet", HTMLDialogElement);
  setUpSmallLabel(page, () => sheet.showModal());
  setUpSheet(page, sheet);
  setUpCopying(page, sheet);
  setUpResetButton(page, async () => {
    // What the lock did not take is told by a notice, which lies below the sheet.
    if (!(await holdReset())) sheet.close();
  });
}

function setUpSmallLabel({ store, translator }: PageContext, enlarge: () => void): void {
  const drawing = find("svg.rear", SVGSVGElement);
  const label = find("#matter-label", SVGGElement);
  const main = find("#matter-label-main", SVGTextElement);
  const others = ["first", "second", "last"].map((line) => find(`#matter-label-${line}`, SVGTextElement));
  const lines = [main, ...others];
  const isReady = (): boolean => store.view.label?.status === "ready";
  label.addEventListener("click", (event) => {
    // The cover below it opens the battery case.
    if (isReady()) event.stopPropagation();
  });
  bindActivation(label, () => {
    if (isReady()) enlarge();
  });
  store.add(({ label: report, state }) => {
    const { say } = translator;
    setAttribute(drawing, "data-pairing", String(state?.pairing === true));
    setAttribute(label, "data-status", report?.status ?? "unknown");
    const words = smallWords(report, say);
    for (const [index, line] of lines.entries()) setText(line, words[index] ?? "");
    // Whatever font this computer has, the number stays on the paper.
    if (isReady()) setAttribute(main, "textLength", "96");
    else main.removeAttribute("textLength");
    setAttribute(label, "role", isReady() ? "button" : "img");
    if (report?.status === "ready") {
      drawCode(find("#matter-label-code", SVGSVGElement), report.drawing, 0);
      setAttribute(label, "tabindex", "0");
      setAttribute(label, "aria-haspopup", "dialog");
      setAttribute(label, "aria-label", say("label.button", { code: groupManualCode(report.manual) }));
    } else {
      label.removeAttribute("tabindex");
      label.removeAttribute("aria-haspopup");
      setAttribute(label, "aria-label", words.slice(0, -1).join(" ").trim());
    }
  });
}

/** The four lines below the code. */
function smallWords(report: LabelReport | null, say: Say): readonly string[] {
  if (report === null) return [];
  if (report.status === "off")
    return [say("label.matter"), say("label.off.1"), say("label.off.2"), say("label.product")];
  if (report.status === "starting") return [say("label.matter"), say("label.starting"), "", say("label.product")];
  const last = report.serial === null ? say("label.product") : say("label.serial", { serial: report.serial });
  return [groupManualCode(report.manual), say("label.how.1"), say("label.how.2"), last];
}

function drawCode(place: SVGSVGElement, { modules, path }: QrDrawing, margin: number): void {
  const side = modules + 2 * margin;
  setAttribute(place, "viewBox", `${-margin} ${-margin} ${side} ${side}`);
  setAttribute(find("path", SVGPathElement, place), "d", path);
}

function setUpSheet({ store, translator }: PageContext, sheet: HTMLDialogElement): void {
  const pairing = find("#label-pairing", HTMLElement);
  const homes = find("#label-homes", HTMLElement);
  find("#label-close", HTMLButtonElement).addEventListener("click", () => sheet.close());
  store.add((view) => {
    const { say } = translator;
    if (view.label?.status !== "ready") {
      // The label is gone with the lock that it belongs to.
      if (sheet.open && view.isLive) sheet.close();
      return;
    }
    printLarge(view.label, say);
    const { tone, words } = pairingWords(view, say);
    setAttribute(pairing, "data-tone", tone);
    setText(pairing, words);
    const word = homesWord(view, say);
    setText(homes, word === null ? "" : say("label.homes", { homes: word }));
    for (const [index, step] of [...find("#label-steps", HTMLElement).children].entries())
      step.classList.toggle("is-current", index === (tone === "good" ? 1 : 0));
  });
}

function printLarge({ qr, manual, serial, isLocalOnly, drawing }: ReadyLabel, say: Say): void {
  drawCode(find("#label-code", SVGSVGElement), drawing, quietModules);
  setText(find("#label-manual", HTMLElement), groupManualCode(manual));
  setText(find("#label-qr-text", HTMLElement), qr);
  const serialLine = find("#label-serial", HTMLElement);
  serialLine.hidden = serial === null;
  setText(serialLine, serial === null ? "" : say("label.serial.whole", { serial }));
  find("#label-local", HTMLElement).hidden = !isLocalOnly;
}

interface PairingWords {
  readonly tone: "good" | "bad" | "none";
  readonly words: string;
}

function pairingWords({ state, connection }: PanelView, say: Say): PairingWords {
  if (connection !== "open") return { tone: "bad", words: say(`connection.${connection}`) };
  if (state !== null && !hasPower(state)) return { tone: "bad", words: say("label.powerless") };
  if (state?.pairing === true) return { tone: "good", words: say("label.pairing.open") };
  return { tone: "none", words: say("label.pairing.closed") };
}

function setUpCopying({ translator, store }: PageContext, sheet: HTMLDialogElement): void {
  const manual = find("#label-manual", HTMLElement);
  const text = find("#label-copy-text", HTMLElement);
  let outcome: "label.copied" | "label.selected" | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (next: typeof outcome): void => {
    clearTimeout(timer);
    outcome = next;
    if (next !== null) timer = setTimeout(() => show(null), copiedMs);
    store.renderSoon();
  };
  find("#label-copy", HTMLButtonElement).addEventListener("click", () => {
    void copy(manual).then((isCopied) => show(isCopied ? "label.copied" : "label.selected"));
  });
  sheet.addEventListener("close", () => show(null));
  const told = find("#label-copied", HTMLElement);
  store.add(() => {
    setText(text, translator.say(outcome ?? "label.copy"));
    setText(told, outcome === null ? "" : translator.say(outcome));
  });
}

/** @returns false when the browser does not let this page: then it is selected. */
async function copy(place: HTMLElement): Promise<boolean> {
  try {
    // Missing where the page did not come over TLS or from this machine.
    await navigator.clipboard.writeText(place.textContent ?? "");
    return true;
  } catch (cause) {
    console.warn("This browser does not let the page copy.", cause);
    getSelection()?.selectAllChildren(place);
    return false;
  }
}

function setUpResetButton({ store, translator }: PageContext, holdReset: () => Promise<void>): void {
  const button = find("#label-reset", HTMLButtonElement);
  const text = find("#label-reset-text", HTMLElement);
  let isHolding = false;
  const hold = async (): Promise<void> => {
    if (isHolding) return;
    isHolding = true;
    store.renderSoon();
    await holdReset();
    isHolding = false;
    store.renderSoon();
  };
  button.addEventListener("click", () => void hold());
  store.add(({ state, connection }) => {
    // Not disabled while it is held: it would lose the focus.
    button.disabled = connection !== "open" || state === null || !hasPower(state);
    button.classList.toggle("is-running", isHolding);
    setText(text, translator.say(isHolding ? "label.reset.holding" : "label.reset"));
  });
}
