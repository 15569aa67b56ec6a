/** The way to the lock and back: events come over one stream, messages go one after the other, so keys keep their order. */

import type { InMessage, LinkMessage, PageMessage } from "./messages-of-the-lock.ts";
import { PanelError } from "./panel-error.ts";

export interface ConnectionEvents {
  readonly onOpen: () => void;
  readonly onLost: () => void;
  readonly onMessage: (message: PageMessage) => void;
  readonly onRefused: (reason: string) => void;
  readonly onUnreachable: () => void;
}

/** @returns whether the lock took the message. */
export type Send = (message: InMessage) => Promise<boolean>;

const reconnectAfterMs = 2000;

export function connect(events: ConnectionEvents): Send {
  listen(events);
  let lastSent: Promise<unknown> = Promise.resolve();
  return (message) => {
    const sent = lastSent.then(() => post(message, events));
    // While a hand holds RESET, others can do something else.
    if (!("reset" in message)) lastSent = sent;
    return sent;
  };
}

function listen(events: ConnectionEvents): void {
  const source = new EventSource("events");
  source.addEventListener("open", () => events.onOpen());
  source.addEventListener("message", (event: MessageEvent<string>) =>
    events.onMessage(JSON.parse(event.data) as PageMessage),
  );
  source.addEventListener("error", () => {
    events.onLost();
    // The browser tries again by itself, but not when the server answered with a refusal.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(events), reconnectAfterMs);
  });
}

async function post(message: InMessage, events: ConnectionEvents): Promise<boolean> {
  try {
    const response = await fetch("messages", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(message),
    });
    if (!response.ok) throw new PanelError(`The panel server answered with status ${response.status}.`);
    const answers = (await response.json()) as readonly LinkMessage[];
    const refusal = answers.find((answer) => "error" in answer);
    if (refusal !== undefined) events.onRefused(refusal.error);
    return refusal === undefined;
  } catch (cause) {
    console.warn(cause);
    events.onUnreachable();
    return false;
  }
}
