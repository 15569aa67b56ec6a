/** Who came last, and how; live. */

import { useLive } from "../api/live.ts";
import { agoText, momentText } from "../text/moments.ts";
import { Icon } from "../ui/icon.tsx";
import { sentenceOf } from "./event-words.ts";
import { lastTelling } from "./last-telling.ts";
import { t } from "./texts.ts";

/** So far back somebody came, or nobody did: a lock notes much of itself. */
const entriesAsked = 20;

export function LastEvent({ lockId }: { readonly lockId: string }) {
  const page = useLive("GET /api/homes/{homeId}/history", {
    query: { lockId, limit: entriesAsked },
    on: ["record"],
    isKept: true,
  });
  if (page.value === null) return null;
  const entry = lastTelling(page.value.entries);
  return (
    <a class="last-event" href={`/history?lock=${lockId}`}>
      <Icon name={entry === null ? "history" : iconOf[entry.kind as keyof typeof iconOf]} />
      <span>
        <span class={entry === null ? "soft" : ""} aria-live="polite">
          {entry === null ? t("card.last.none") : sentenceOf(entry)}
        </span>
        {entry !== null && (
          <time class="soft" dateTime={entry.at} title={momentText(entry.at)}>
            {agoText(entry.at)}
          </time>
        )}
      </span>
    </a>
  );
}

const iconOf = { opened: "unlock", locked: "lock", refused: "refused", alarm: "alarm" } as const;
