/** The entries, day by day. */

import type { HistoryEntry } from "@catenaccio/protocol/api";
import { now, timeText, dayText } from "../text/moments.ts";
import { Icon } from "../ui/icon.tsx";
import { entryLook, entrySentence } from "./entry-words.ts";
import { dayBefore, dayOf } from "./home-days.ts";
import { keyOfEntry } from "./history-pages.ts";
import { joinSame, type ToldEntry } from "./same-entries.ts";
import { t } from "./texts.ts";
import { Why } from "./why.tsx";

interface EntryListProps {
  readonly entries: readonly HistoryEntry[];
  readonly timeZone: string | undefined;
}

export function EntryList({ entries, timeZone }: EntryListProps) {
  return (
    <>
      {[...Map.groupBy(entries, ({ at }) => dayOf(at, timeZone))].map(([day, ofDay]) => (
        <section key={day} class="history-day" aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{dayName(day, ofDay[0]?.at ?? "", timeZone)}</h2>
          <ol class="card history-entries">
            {joinSame(ofDay).map(({ entry, count }) => (
              <Entry key={keyOfEntry(entry)} entry={entry} count={count} timeZone={timeZone} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

interface EntryProps extends ToldEntry {
  readonly timeZone: string | undefined;
}

function Entry({ entry, count, timeZone }: EntryProps) {
  const { record, at, lockName } = entry;
  const { icon, tone } = entryLook(entry);
  const sentence = entrySentence(entry);
  return (
    <li class={`history-entry ${tone}`}>
      <span class="history-icon">
        <Icon name={icon} />
      </span>
      <div class="history-words">
        <p>{sentence}</p>
        <p class="small">
          {lockName}
          {count > 1 && ` · ${t("history.steps", { count })}`}
        </p>
        {record.time === null && <p class="small">{t("history.noTime")}</p>}
        {record.happening.event === "lockOperationError" && (
          <Why entry={entry} sentence={`${sentence}, ${timeText(at, timeZone)}`} />
        )}
      </div>
      <time dateTime={at}>{timeText(at, timeZone)}</time>
    </li>
  );
}

function dayName(day: string, at: string, timeZone: string | undefined): string {
  const today = dayOf(now.value, timeZone);
  if (day === today) return t("history.day.today");
  // Not 24 hours ago: where the clocks change a day has 23 of them, or 25.
  if (day === dayBefore(today)) return t("history.day.yesterday");
  const text = dayText(at, timeZone);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
