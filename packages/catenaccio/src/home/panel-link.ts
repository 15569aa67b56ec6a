/** What the panel's page sees: each message of the lock and of the gateway's box, and the state after all that happened. */

import { isSirenOn, keypadViewOf } from "@catenaccio/lock-core";
import { heldMessages, parseMessage, type OutMessage, type VirtualLock } from "@catenaccio/lock/virtual";
import type { LabelCodes, PanelLink } from "@catenaccio/panel";
import type { HomeBox } from "./box.ts";

type LinkMessage = Parameters<Parameters<PanelLink["subscribe"]>[0]>[0];

/** @param box null: not there yet, or never. */
export function panelLink(lock: VirtualLock, box: () => HomeBox | null, label: () => LabelCodes | null): PanelLink {
  return {
    async send(value) {
      const other = inputOfBox(value);
      if (other !== undefined) return sendToBox(box(), other);
      const caused: OutMessage[] = [];
      const unsubscribe = lock.subscribe((message) => caused.push(message));
      try {
        const parsed = parseMessage(value);
        if ("error" in parsed) return [{ error: parsed.error }];
        await lock.send(parsed.message);
        return caused;
      } finally {
        unsubscribe();
      }
    },
    subscribe(listener) {
      const unsubscribe = lock.subscribe(listener);
      const stopSteps = lock.device.onStep(() => listener({ state: lock.reportState() }));
      const stopBox = subscribeToBox(box, listener);
      return () => {
        unsubscribe();
        stopSteps();
        stopBox();
      };
    },
    snapshot: () => {
      const { isLit, shows, isFlashing } = keypadViewOf(lock.device.state);
      const there = box();
      return [
        { state: lock.reportState() },
        ...lock.readLog(),
        { keypad: { lit: isLit, shows, flashing: isFlashing } },
        { siren: isSirenOn(lock.device.state) },
        ...(there === null ? [] : [{ box: there.view }]),
      ];
    },
    held: () => heldMessages(lock.world.physical()),
    label,
  };
}

function inputOfBox(value: unknown): unknown {
  return typeof value === "object" && value !== null && "gateway" in value ? value.gateway : undefined;
}

function sendToBox(box: HomeBox | null, input: unknown): readonly LinkMessage[] {
  const refusal = box === null ? "The gateway is not there yet." : box.input(input);
  return refusal === null ? [] : [{ error: refusal }];
}

const lookMs = 250;

/** The box comes a moment after the lock, and its claim changes without a message. */
function subscribeToBox(box: () => HomeBox | null, listener: (message: LinkMessage) => void): () => void {
  let told = "";
  let unsubscribe: (() => void) | null = null;
  const look = (): void => {
    const there = box();
    if (there === null) return;
    unsubscribe ??= there.subscribe((message) => {
      listener(message);
      look();
    });
    const now = JSON.stringify(there.view);
    if (now === told) return;
    told = now;
    listener({ box: there.view });
  };
  const timer = setInterval(look, lookMs).unref();
  look();
  return () => {
    clearInterval(timer);
    unsubscribe?.();
  };
}
