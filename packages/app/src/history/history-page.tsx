/** Who came, when and how; what was refused and why. */

import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { HistoryEntry, HistoryQuery } from "@catenaccio/protocol/api";
import { addressOf } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { isAdministrator } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { EntryList } from "./entry-list.tsx";
import { entrySentence, isDuressAlarm } from "./entry-words.ts";
import { FilterForm } from "./filter-form.tsx";
import { addressOfFilter, filterOfAddress, isFiltering, queryOfFilter } from "./history-filter.ts";
import { keyOfEntry } from "./history-pages.ts";
import { t } from "./texts.ts";
import { useHistory, type History } from "./use-history.ts";
import "./history.css";

export function HistoryPage() {
  if (isAdministrator.value) return <ReadableHistory />;
  return (
    <Page title={t("history.title")} isNarrow>
      <Notice>{t("history.notAllowed")}</Notice>
    </Page>
  );
}

function ReadableHistory() {
  const { query: address, route } = useLocation();
  const settings = useLive("GET /api/homes/{homeId}/settings", { on: ["settings"], isKept: true });
  const timeZone = settings.value?.timeZone;
  const filter = filterOfAddress(address);
  const query = queryOfFilter(filter, timeZone);
  const table = addressOf("GET /api/homes/{homeId}/history", { query }).replace(/\/history(?=\?|$)/, "/history.csv");
  return (
    <Page
      title={t("history.title")}
      intro={t("history.intro")}
      actions={
        <ButtonLink href={table} icon="download" download>
          {t("history.csv")}
        </ButtonLink>
      }
    >
      <FilterForm filter={filter} onChange={(next) => route(addressOfFilter(next), true)} />
      <Entries key={JSON.stringify(query)} query={query} timeZone={timeZone} isFiltered={isFiltering(filter)} />
    </Page>
  );
}

interface EntriesProps {
  readonly query: HistoryQuery;
  readonly timeZone: string | undefined;
  readonly isFiltered: boolean;
}

function Entries({ query, timeZone, isFiltered }: EntriesProps) {
  const history = useHistory(query);
  const { read, error, refresh } = history;
  if (read === null) return <Waiting live={{ error, refresh }} />;
  // Whoever forces somebody to open may look over their shoulder: duress is shown to those who look for alarms.
  const entries = query.kind === "alarm" ? read.entries : read.entries.filter((entry) => !isDuressAlarm(entry));
  if (entries.length === 0) return <NothingHere isFiltered={isFiltered} />;
  return (
    <>
      <NewestAloud newest={entries[0]} />
      <EntryList entries={entries} timeZone={timeZone} />
      <Older history={history} />
    </>
  );
}

function NothingHere({ isFiltered }: { readonly isFiltered: boolean }) {
  const what = isFiltered ? "none" : "empty";
  return (
    <div class="card" role="status">
      <h2>{t(`history.${what}.title`)}</h2>
      <p class="soft">{t(`history.${what}.text`)}</p>
    </div>
  );
}

/** What came while the page was open is read aloud; it is seen anyway. */
function NewestAloud({ newest }: { readonly newest: HistoryEntry | undefined }) {
  const key = newest === undefined ? "" : keyOfEntry(newest);
  const first = useRef(key);
  return (
    <p class="unseen" role="status">
      {newest !== undefined && key !== first.current && t("history.new", { what: entrySentence(newest) })}
    </p>
  );
}

/** Read as soon as they come into sight, or by the button. */
function Older({ history }: { readonly history: History }) {
  const { read, isReadingOlder, olderError, readOlder } = history;
  const place = useRef<HTMLDivElement>(null);
  const cursor = read?.cursor ?? null;
  const isTaken = isReadingOlder || olderError !== null;
  useEffect(() => {
    const { current } = place;
    if (current === null || cursor === null || isTaken) return;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) void readOlder();
      },
      { rootMargin: "400px" },
    );
    observer.observe(current);
    return () => observer.disconnect();
  }, [cursor, isTaken]);
  if (cursor === null) return <p class="soft history-end">{t("history.end")}</p>;
  return (
    <div class="history-older" ref={place}>
      {olderError !== null && (
        <Notice tone="warn" role="status">
          {errorText(olderError)}
        </Notice>
      )}
      <Button icon="down" isBusy={isReadingOlder} onClick={() => void readOlder()}>
        {t(isReadingOlder ? "history.olderLoading" : "history.older")}
      </Button>
    </div>
  );
}
