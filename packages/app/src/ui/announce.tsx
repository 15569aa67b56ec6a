/** Short news at the lower edge, which screen readers read too: `announce(t("saved"))`. */

import { signal } from "@preact/signals";
import { useLayoutEffect, useState } from "preact/hooks";
import type { Tone } from "./card.tsx";

const shownMs = 5_000;
const news = signal<{ readonly text: string; readonly tone: Tone } | null>(null);
let timer: number | undefined;

export function announce(text: string, tone: Tone = "plain"): void {
  news.value = { text, tone };
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    news.value = null;
  }, shownMs);
}

/** Who shows them, the newest last. */
const places = signal<readonly object[]>([]);

/**
 * Stands in the shell and in each dialog: the region is there before its text, or nothing is read. The news is in the
 * newest of them alone, because an open dialog hides and silences what is behind it.
 */
export function Announcements() {
  const [place] = useState(() => ({}));
  useLayoutEffect(() => {
    places.value = [...places.peek(), place];
    return () => {
      places.value = places.peek().filter((other) => other !== place);
    };
  }, []);
  const isNewest = places.value.at(-1) === place;
  return (
    <div class="announcements" role="status" aria-live="polite">
      {isNewest && news.value !== null && <p class={`announcement ${news.value.tone}`}>{news.value.text}</p>}
    </div>
  );
}
