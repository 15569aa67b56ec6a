/** The log beside the lock: newest first, in words, the raw record one click away. */

import { find, make, makeIcon, setText } from "./dom.ts";
import type { ReportedRecord } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";
import type { PanelView } from "./panel-view.ts";
import { toneOfRecord, wordsOfRecord } from "./record-words.ts";

const pageLength = 80;

export function setUpLogView({ store, translator }: PageContext): void {
  const list = find("#records", HTMLElement);
  const count = find("#log-count", HTMLElement);
  const isEmpty = find("#log-empty", HTMLElement);
  let drawn: readonly ReportedRecord[] = [];
  let drawnAs = "";
  let shownMax = pageLength;

  const more = make("button", { type: "button", class: "link" });
  const moreItem = make("li", { class: "record-more" }, more);
  more.addEventListener("click", () => {
    shownMax += pageLength;
    drawnAs = "";
    store.renderSoon();
  });

  store.add((view) => {
    const { log, state, isLive } = view;
    // Names of users stand in the words, so a rename draws all of them anew.
    const as = `${translator.language} ${JSON.stringify(state?.users ?? {})}`;
    if (log === drawn && as === drawnAs) return;
    const added = as === drawnAs ? recordsAdded(drawn, log) : null;
    const isGrown = added !== null && isLive;
    if (added === null) list.replaceChildren(...log.slice(0, shownMax).map((record) => makeRecord(record, view)));
    else {
      list.prepend(...added.map((record) => makeRecord(record, view, isGrown)));
      moreItem.remove();
      while (list.childElementCount > shownMax) list.lastElementChild?.remove();
    }
    drawn = log;
    drawnAs = as;
    setText(more, translator.say("log.more"));
    if (log.length > shownMax) list.append(moreItem);
    setText(count, log.length === 0 ? "" : String(log.length));
    isEmpty.hidden = log.length > 0;
    list.hidden = log.length === 0;
  });

  const makeRecord = (record: ReportedRecord, view: PanelView, isNew = false): HTMLElement => {
    const { say } = translator;
    const words = wordsOfRecord(record, say, (user) => view.state?.users[String(user)]?.name ?? null);
    const raw = make("pre");
    const details = make(
      "details",
      {},
      make(
        "summary",
        { title: say("log.raw") },
        makeIcon(iconOf(record)),
        make("span", { class: "record-words" }, words),
        makeTime(record, translator.language, say("log.noTime")),
      ),
      raw,
    );
    details.addEventListener("toggle", () => setText(raw, JSON.stringify(record, null, 1)));
    const item = make("li", { class: "record", "data-tone": toneOfRecord(record) }, details);
    item.classList.toggle("is-new", isNew);
    return item;
  };
}

/** @returns the records on top that are new, or null when the log is not the old one with some on top. */
function recordsAdded(
  before: readonly ReportedRecord[],
  now: readonly ReportedRecord[],
): readonly ReportedRecord[] | null {
  const newest = before[0];
  if (newest === undefined) return null;
  const at = now.indexOf(newest);
  return at === -1 ? null : now.slice(0, at);
}

function makeTime({ time }: ReportedRecord, language: string, unknown: string): HTMLElement {
  const date = time === null ? null : new Date(time);
  if (time === null || date === null || Number.isNaN(date.getTime()))
    return make("span", { class: "record-time" }, unknown);
  const options: Intl.DateTimeFormatOptions = {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZone: "UTC",
  };
  const day = date.toLocaleDateString(language, { day: "numeric", month: "short", timeZone: "UTC" });
  const clock = date.toLocaleTimeString(language, { ...options, hourCycle: "h23" });
  const isToday = time.slice(0, 10) === new Date().toISOString().slice(0, 10);
  return make("time", { datetime: time, title: time }, isToday ? clock : `${day} ${clock.slice(0, 5)}`);
}

function iconOf(record: ReportedRecord): string {
  switch (record.event) {
    case "lockOperation":
      return record.operation === "unlock" ? "unlock" : "lock";
    case "lockOperationError":
      return "refused";
    case "alarm":
      return "alarm";
    case "userChange":
      return "person";
    case "setting":
      return "setting";
    case "power":
      return "battery";
    case "pairing":
      return "pairing";
    case "fault":
      return "fault";
    default:
      record satisfies never;
      return "history";
  }
}
