/** Short news at the lower edge, which screen readers read too: `announce(t("saved"))`. */

import { signal } from "@preact/signals";
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

/** Stands once, in the shell: the region is there before its text, or nothing is read. */
export function Announcements() {
  return (
    <div class="announcements" role="status" aria-live="polite">
      {news.value !== null && <p class={`announcement ${news.value.tone}`}>{news.value.text}</p>}
    </div>
  );
}
