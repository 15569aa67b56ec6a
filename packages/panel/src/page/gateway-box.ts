/**
 * The gateway box beside the lock: its ring, what it says, its claim code, and the hands at it: function button, power,
 * cable, Wi-Fi. Hidden where the lock has no gateway.
 */

import { find, setAttribute, setText } from "./dom.ts";
import { bindHold } from "./hold.ts";
import type { BoxReport } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";
import { sayWord, type Say } from "./words.ts";

/** Longer than the 4 s that begin the set-up, and than the 10 s that reset. */
const setUpHoldMs = 4500;
const resetHoldMs = 10_500;

export function setUpGatewayBox(page: PageContext): void {
  drawBox(page);
  setUpButton(page);
  setUpPlugs(page);
  setUpWifi(page);
}

function drawBox({ store, translator }: PageContext): void {
  const card = find("#box", HTMLElement);
  const drawing = find("#box-drawing", SVGSVGElement);
  const led = find("#box-led", HTMLElement);
  const said = find("#box-said", HTMLElement);
  const network = find("#box-network", HTMLElement);
  const claim = find("#box-claim", HTMLElement);
  store.add(({ box, boxSaid }) => {
    card.hidden = box === null;
    if (box === null) return;
    const { say } = translator;
    setAttribute(drawing, "data-led", box.led);
    setAttribute(drawing, "aria-label", say("box.drawing", { led: sayWord(say, "box.led", box.led) }));
    setText(led, sayWord(say, "box.means", box.led));
    setText(said, boxSaid === null ? "" : sayWord(say, "box.say", boxSaid));
    said.hidden = boxSaid === null;
    setText(network, networkWords(box, say));
    setText(claim, claimWords(box, say));
  });
}

function claimWords({ isClaimed, claim }: BoxReport, say: Say): string {
  if (isClaimed) return say("box.claimed");
  return claim === null ? say("box.claimElsewhere") : say("box.claim", { code: claim });
}

function networkWords({ network, ssid }: BoxReport, say: Say): string {
  return network === "wifi" ? say("box.network.wifi", { ssid: ssid ?? "" }) : sayWord(say, "box.network", network);
}

function setUpButton({ store, send, translator }: PageContext): void {
  const button = find("#box-button", HTMLButtonElement);
  const text = find("#box-button-text", HTMLElement);
  let startedAtMs: number | null = null;
  let timer: ReturnType<typeof setInterval> | undefined;
  bindHold(button, {
    onStart: () => {
      startedAtMs = performance.now();
      timer = setInterval(() => store.renderSoon(), 100);
    },
    onEnd: (heldMs) => {
      clearInterval(timer);
      startedAtMs = null;
      store.renderSoon();
      void send({ gateway: { button: heldMs } });
    },
  });
  find("#box-set-up", HTMLButtonElement).addEventListener("click", () => {
    void send({ gateway: { button: setUpHoldMs } });
  });
  find("#box-reset", HTMLButtonElement).addEventListener("click", () => {
    void send({ gateway: { button: resetHoldMs } });
  });
  store.add(() => {
    const seconds = startedAtMs === null ? null : ((performance.now() - startedAtMs) / 1000).toFixed(1);
    setText(text, seconds === null ? translator.say("box.button") : translator.say("box.button.held", { seconds }));
  });
}

function setUpPlugs({ store, send }: PageContext): void {
  const power = find("#box-power", HTMLButtonElement);
  const cable = find("#box-cable", HTMLButtonElement);
  power.addEventListener("click", () => {
    void send({ gateway: { power: store.view.box?.isPowered !== true } });
  });
  cable.addEventListener("click", () => {
    void send({ gateway: { cable: store.view.box?.hasCable !== true } });
  });
  store.add(({ box }) => {
    setAttribute(power, "aria-pressed", String(box?.isPowered === true));
    setAttribute(cable, "aria-pressed", String(box?.hasCable === true));
  });
}

function setUpWifi({ send }: PageContext): void {
  const form = find("#box-wifi-form", HTMLFormElement);
  const ssid = find("#box-ssid", HTMLInputElement);
  const isRight = find("#box-wifi-right", HTMLInputElement);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send({ gateway: { wifi: { ssid: ssid.value, ok: isRight.checked } } });
    find("#box-wifi", HTMLElement).hidePopover();
  });
}
