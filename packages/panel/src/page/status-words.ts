/** The state of the lock in two lines: what it is, and what holds besides. Pure. */

import { hasPower, type PanelView } from "./panel-view.ts";
import { sayWord, type Say } from "./words.ts";

type Told = Pick<PanelView, "state">;

/** @param leftMs of a lock-out; 0: there is none. */
export function headline({ state }: Told, leftMs: number, say: Say): string {
  if (state === null) return say("status.unknown");
  if (state.lockState === "unlocked") return say("status.unlocked");
  return leftMs > 0 ? blockedWord(leftMs, say) : say("status.locked");
}

export function subline({ state }: Told, leftMs: number, say: Say): string {
  if (state === null) return "";
  if (!hasPower(state)) return say("status.powerless");
  if (leftMs > 0) return state.lockState === "unlocked" ? blockedWord(leftMs, say) : say("status.blocked.more");
  if (state.menu !== null) return sayWord(say, "menu", state.menu);
  if (state.pairing) return say("status.pairing");
  // Once a home has the lock, whether the menu opens is the home's choice.
  if (state.initial && (state.homes ?? 0) > 0) return say("status.initial.atHome");
  if (state.initial && state.operatingMode !== "privacy") return say("status.initial");
  return say(state.awake ? "status.awake" : "status.asleep");
}

function blockedWord(leftMs: number, say: Say): string {
  return say("status.blocked", { time: minutesAndSeconds(leftMs) });
}

function minutesAndSeconds(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
