/**
 * The virtual lock and the gateway's box: one click away where the server has them, and beside the app on a wide screen, so
 * that one sees the finger touch the reader and the app tell it.
 */

import { signal } from "@preact/signals";
import { defineTexts } from "../text/define-texts.ts";
import { language } from "../text/language.ts";
import { Button, ButtonLink } from "../ui/button.tsx";

const t = defineTexts({
  en: { show: "Virtual lock", fold: "Fold the virtual lock away", title: "Virtual lock and gateway box" },
  it: { show: "Serratura virtuale", fold: "Nascondi la serratura virtuale", title: "Serratura virtuale e gateway" },
});

const storageKey = "catenaccio.virtual-lock";
/** Where its page is; empty: this home has none. */
export const virtualLockPage = document.querySelector<HTMLMetaElement>('meta[name="virtual-lock"]')?.content ?? "";

const wide = globalThis.matchMedia("(min-width: 1200px)");
const isWide = signal(wide.matches);
wide.addEventListener("change", () => {
  isWide.value = wide.matches;
});

export const isPaneOpen = signal(virtualLockPage !== "" && readKept() !== "folded");

export function VirtualLockButton() {
  if (virtualLockPage === "") return null;
  if (!isWide.value)
    return (
      <ButtonLink tone="quiet" icon="panel" href={virtualLockPage} label={t("show")} target="catenaccio-virtual-lock" />
    );
  return (
    <Button
      tone="quiet"
      icon="panel"
      isExpanded={isPaneOpen.value}
      onClick={() => {
        isPaneOpen.value = !isPaneOpen.value;
        keep(isPaneOpen.value ? "open" : "folded");
      }}
    >
      {t("show")}
    </Button>
  );
}

export function VirtualLockPane() {
  if (virtualLockPage === "" || !isPaneOpen.value || !isWide.value) return null;
  return (
    <aside class="virtual-lock" aria-label={t("title")}>
      {/* The page inside has no language of its own there: it follows what its frame says. */}
      <iframe src={virtualLockPage} title={t("title")} lang={language.value} />
    </aside>
  );
}

function keep(state: "open" | "folded"): void {
  try {
    localStorage.setItem(storageKey, state);
  } catch {
    // It is open again the next time.
  }
}

function readKept(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
