/** Why something was refused, and what helps: asked for when somebody wants to know. */

import type { HistoryEntry, WhyRefused } from "@catenaccio/protocol/api";
import { useEffect, useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { language } from "../text/language.ts";
import { t } from "./texts.ts";

type Place = "person" | "lock" | "diagnose" | "fingers";

/** Where somebody can do what helps. */
const places: Readonly<Record<string, readonly Place[]>> = {
  enrolFinger: ["fingers", "person"],
  addCard: ["person"],
  checkPin: ["person"],
  endPause: ["person"],
  extendAccess: ["person"],
  changeSchedule: ["person"],
  changeAccess: ["person"],
  askAdministrator: ["person"],
  checkCredential: ["person"],
  changeMode: ["lock"],
  restoreEntry: ["lock"],
  releaseHandle: ["diagnose"],
  openFromInside: ["diagnose"],
  diagnoseMotor: ["diagnose"],
  diagnoseClutch: ["diagnose"],
  changeBatteries: ["diagnose"],
};

type Answer = WhyRefused | "asking" | "failed";

export function Why({ entry, sentence }: { readonly entry: HistoryEntry; readonly sentence: string }) {
  const [answer, setAnswer] = useState<Answer>("asking");
  const [isOpen, setOpen] = useState(false);
  const lang = language.value;
  const ask = async (): Promise<void> => {
    const { lockId, numbering, number } = entry.record;
    const route = "GET /api/homes/{homeId}/history/{lockId}/{numbering}/{number}/why";
    const told = await call(route, { params: { lockId, numbering, number }, query: { lang } });
    setAnswer(told.ok ? told.value : "failed");
  };
  useEffect(() => {
    if (isOpen) void ask();
  }, [isOpen, lang]);
  return (
    <details class="why" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t("history.why")}
        <span class="unseen"> {sentence}</span>
      </summary>
      <div class="why-answer" role="status">
        {typeof answer === "string" ? (
          <p>{t(answer === "failed" ? "history.why.failed" : "history.why.loading")}</p>
        ) : (
          <Explanation entry={entry} why={answer} />
        )}
      </div>
    </details>
  );
}

function Explanation({ entry, why }: { readonly entry: HistoryEntry; readonly why: WhyRefused }) {
  return (
    <>
      <p>{why.sentence}</p>
      <p>
        <strong>{t("history.why.helps")}: </strong>
        {why.remedySentence}
      </p>
      <p class="why-links">
        {(places[why.remedy] ?? []).map((place) => (
          <PlaceLink key={place} place={place} entry={entry} />
        ))}
      </p>
    </>
  );
}

function PlaceLink({ place, entry }: { readonly place: Place; readonly entry: HistoryEntry }) {
  const { lockId, personId } = entry.record;
  switch (place) {
    case "person":
      return personId === null ? (
        <a href="/people">{t("history.why.people")}</a>
      ) : (
        <a href={`/people/${personId}`}>
          {t("history.why.person", { who: entry.personName ?? t("history.somebody") })}
        </a>
      );
    case "lock":
      return <a href={`/locks/${lockId}`}>{t("history.why.lock")}</a>;
    case "diagnose":
      return <a href={`/care/trouble?lock=${lockId}`}>{t("history.why.diagnose")}</a>;
    case "fingers":
      return <a href="/care/fingers">{t("history.why.fingers")}</a>;
    default:
      return place satisfies never;
  }
}
