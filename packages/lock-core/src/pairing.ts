/** The window in which a home may add the lock: opened by RESET or by a home, shown by the flashing 5. */

import { discardCaptures } from "./menu-session.ts";
import { forgetHomes } from "./people.ts";
import { noEntry, pairingWindowMs } from "./state.ts";
import type { Turn } from "./turn.ts";

/** RESET held for three seconds. */
export function resetHeld(turn: Turn): void {
  if (turn.session.kind === "factoryReset") return;
  discardCaptures(turn);
  turn.enter({ kind: "idle", entry: noEntry });
  showWindow(turn);
  turn.order({ type: "movePairingWindow", isOpen: true });
}

/** A home opened a window ("share"), or one closed over Matter. */
export function windowMoved(turn: Turn, isOpen: boolean): void {
  const wasOpen = turn.volatile.pairingUntilMs !== null;
  if (isOpen === wasOpen) return;
  if (isOpen) showWindow(turn);
  else hideWindow(turn);
}

function showWindow(turn: Turn): void {
  const wasOpen = turn.volatile.pairingUntilMs !== null;
  // A window that a home opens takes nobody out of the menu or the reset prompt.
  if (turn.session.kind === "asleep") turn.enter({ kind: "idle", entry: noEntry });
  const { poweredMs } = turn.now;
  turn.changeVolatile({ lastInputMs: poweredMs, pairingUntilMs: poweredMs + pairingWindowMs });
  if (!wasOpen) turn.log({ event: "pairing", what: "opened" });
  turn.say("pairing-open");
}

/** `*`, or the time is over. */
export function closeWindow(turn: Turn): void {
  if (turn.volatile.pairingUntilMs === null) return;
  hideWindow(turn);
  turn.say("pairing-closed");
  turn.order({ type: "movePairingWindow", isOpen: false });
}

function hideWindow(turn: Turn): void {
  turn.changeVolatile({ pairingUntilMs: null, lastInputMs: turn.now.poweredMs });
  turn.log({ event: "pairing", what: "closed" });
}

export function homeJoined(turn: Turn): void {
  turn.log({ event: "pairing", what: "joined" });
  turn.say("home-joined");
}

/** What Matter says goes with a fabric, and nothing else: its users and credentials stay, and are nobody's. */
export function homeLeft(turn: Turn, fabric: number): void {
  forgetHomes(turn, (known) => known === fabric);
  turn.log({ event: "pairing", what: "left" });
}

/** A home may have left while the lock could not be told: a power cut came in between. */
export function homesKnown(turn: Turn, fabrics: readonly number[]): void {
  forgetHomes(turn, (known) => !fabrics.includes(known));
}
