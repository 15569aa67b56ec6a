/**
 * The keypad of the front panel. A press is felt at once, by the look of the key alone; what is lit and which digits
 * glow is only what the lock says.
 */

import { find, findAll, isMotionReduced, setAttribute, setText } from "./dom.ts";
import { bindActivation } from "./hold.ts";
import type { KeypadReport } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";

/** Types keys as fast as a finger would, waking the keypad first. */
export type TypeKeys = (keys: string) => Promise<void>;

const pressedMs = 160;
const typingMs = 170;
const wakingMs = 500;
/** Of a number with several digits each glows so long, in its order. */
const digitMs = 550;

export function setUpKeypad({ store, send, translator }: PageContext): TypeKeys {
  const drawing = find("svg.front", SVGSVGElement);
  const words = find("#keypad-words", HTMLElement);
  const keys = new Map(findAll(".key", SVGElement).map((key) => [key.getAttribute("data-key") ?? "", key]));

  const press = (name: string): Promise<boolean> => {
    showPressed(keys.get(name));
    return send({ press: name });
  };
  const wake = async (): Promise<void> => {
    await send({ touch: true });
    for (let waitedMs = 0; !store.view.keypad.lit && waitedMs < wakingMs; waitedMs += 50) await pause(50);
  };

  for (const [name, key] of keys) {
    key.addEventListener("pointerdown", () => showPressed(key));
    // On a dark keypad a hand sees no digit: it touches, and the keypad lights up.
    bindActivation(key, () => void (store.view.keypad.lit ? press(name) : send({ touch: true })));
  }
  bindPhysicalKeys(keys, (name) => {
    if (!store.view.keypad.lit) void send({ touch: true });
    void press(name);
  });

  const glow = makeGlow(keys);
  store.add(({ keypad }) => {
    setAttribute(drawing, "data-lit", String(keypad.lit));
    setAttribute(drawing, "data-shows", String(keypad.shows !== ""));
    setAttribute(drawing, "data-flashing", String(keypad.flashing));
    for (const [name, key] of keys) setAttribute(key, "aria-label", nameOfKey(name, keypad.lit));
    const digits = keypad.shows;
    const message = keypad.flashing ? "keypad.flashes" : "keypad.shows";
    setText(words, keypad.lit && digits !== "" ? translator.say(message, { digits }) : "");
    glow(keypad);
  });

  const nameOfKey = (name: string, isLit: boolean): string => {
    const { say } = translator;
    const own =
      name === "*" ? say("keypad.star") : name === "#" ? say("keypad.hash") : say("keypad.key", { key: name });
    return isLit ? own : `${own}. ${say("keypad.dark")}`;
  };

  return async (typed) => {
    if (!store.view.keypad.lit) await wake();
    for (const name of typed) {
      await press(name);
      await pause(typingMs);
    }
  };
}

function showPressed(key: SVGElement | undefined): void {
  if (key === undefined) return;
  key.classList.add("is-pressed");
  setTimeout(() => key.classList.remove("is-pressed"), pressedMs);
}

/** Digits, `*` and `#` of a real keyboard, unless they are being typed into a field. */
function bindPhysicalKeys(keys: ReadonlyMap<string, SVGElement>, press: (name: string) => void): void {
  document.addEventListener("keydown", (event) => {
    if (event.repeat || !keys.has(event.key)) return;
    if (event.target instanceof Element && event.target.closest("input, select, textarea") !== null) return;
    // Some keyboards make # with AltGr, which some systems report as Ctrl and Alt.
    if ((event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph")) return;
    event.preventDefault();
    press(event.key);
  });
}

/** A flashing number of several digits is told in its order, or 12 and 21 would look the same. */
function makeGlow(keys: ReadonlyMap<string, SVGElement>): (keypad: KeypadReport) => void {
  let shown = "";
  let timer: ReturnType<typeof setInterval> | undefined;
  return ({ lit, shows, flashing }) => {
    const digits = lit ? shows : "";
    const isTold = flashing && digits.length > 1 && !isMotionReduced();
    const wanted = `${digits}${isTold}`;
    if (wanted === shown) return;
    shown = wanted;
    clearInterval(timer);
    const light = (isOn: (name: string) => boolean): void => {
      for (const [name, key] of keys) {
        key.classList.toggle("is-shown", isOn(name));
        key.classList.toggle("is-blinking", !isTold);
      }
    };
    if (!isTold) {
      light((name) => digits.includes(name));
      return;
    }
    // Two beats a digit, the second dark, and two dark ones after the last.
    let beat = 0;
    const tick = (): void => {
      const digit = beat % 2 === 0 ? digits[beat / 2] : undefined;
      light((name) => name === digit);
      beat = (beat + 1) % (digits.length * 2 + 2);
    };
    tick();
    timer = setInterval(tick, digitMs);
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
