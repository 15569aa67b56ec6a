/** What the panel's page sees: each message of the lock and of the gateway's box, and the state after all that happened. */

import { isSirenOn, keypadViewOf } from "@catenaccio/lock-core";
import { heldMessages, parseMessage, type OutMessage, type VirtualLock } from "@catenaccio/lock/virtual";
import type { LabelCodes, PanelLink } from "@catenaccio/panel";
import type { HomeBox } from "./box.ts";

type LinkMessage = Parameters<Parameters<PanelLink["subscribe"]>[0]>[0];

export interface PanelLinkParts {
  readonly lock: VirtualLock;
  /** null: not there yet, or never. */
  readonly box: () => HomeBox | null;
  readonly label: () => LabelCodes | null;
  /** Whether the page may show the code that makes the gateway somebody's. */
  readonly showsClaim: boolean;
}

export function panelLink({ lock, box, label, showsClaim }: PanelLinkParts): PanelLink {
  const viewOf = ({ view }: HomeBox): HomeBox["view"] => (showsClaim ? view : { ...view, claim: null });
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
      const stopBox = subscribeToBox(box, viewOf, listener);
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
        ...(there === null ? [] : [{ box: viewOf(there) }]),
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
function subscribeToBox(
  box: () => HomeBox | null,
  viewOf: (box: HomeBox) => HomeBox["view"],
  listener: (message: LinkMessage) => void,
): () => void {
  let told = "";
  let unsubscribe: (() => void) | null = null;
  const look = (): void => {
    const there = box();
    if (there === null) return;
    unsubscribe ??= there.subscribe((message) => {
      listener(message);
      look();
    });
    const now = JSON.stringify(viewOf(there));
    if (now === told) return;
    told = now;
    listener({ box: viewOf(there) });
  };
  const timer = setInterval(look, lookMs).unref();
  look();
  return () => {
    clearInterval(timer);
    unsubscribe?.();
  };
}
