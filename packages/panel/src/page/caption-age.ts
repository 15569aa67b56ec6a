/**
 * Whether the last prompt is news, and how old it is in words. A sentence such as "Try again in 3 minutes" is true when
 * it is said; left to stand, it would be read as what holds now. By elapsed time, so that no two clocks are compared. Pure.
 */

import type { PanelView } from "./panel-view.ts";
import type { Say } from "./words.ts";

/** The longest prompt is spoken in less. */
const newsMs = 10_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;

/** @returns null while the prompt is news, and in the menu, where it asks for what comes next. */
export function captionAge({ captions, state, connection }: PanelView, nowMs: number, say: Say): string | null {
  const latest = captions[0];
  if (latest === undefined) return null;
  const elapsedMs = nowMs - latest.atMs;
  const isAsking = connection === "open" && state !== null && state.menu !== null;
  if (elapsedMs < newsMs || isAsking) return null;
  if (elapsedMs < minuteMs) return say("captions.said.now");
  if (elapsedMs < hourMs) return say("captions.said.minutes", { count: Math.floor(elapsedMs / minuteMs) });
  return say("captions.said.hours", { count: Math.floor(elapsedMs / hourMs) });
}
