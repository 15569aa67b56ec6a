/** The first opening: the lock itself tells who it was. */

import type { HistoryEntry, LockView } from "@catenaccio/protocol/api";
import { useEffect, useState } from "preact/hooks";
import { useLive } from "../api/live.ts";
import { sentenceOf } from "../home/event-words.ts";
import { timeText } from "../text/moments.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { t } from "./texts.ts";

export function TryStep({ lock }: { readonly lock: LockView }) {
  const { lockId } = lock;
  const history = useLive("GET /api/homes/{homeId}/history", { query: { lockId, limit: 10 }, on: ["record"] });
  const entries = history.value?.entries ?? null;
  const newest = entries?.[0]?.record.number ?? -1;
  // What was there before the try is not about it.
  const [before, setBefore] = useState<number | null>(null);
  const isKnown = entries !== null;
  useEffect(() => {
    if (isKnown) setBefore((known) => known ?? newest);
  }, [isKnown]);
  const tries = before === null ? [] : (entries ?? []).filter(({ record }) => record.number > before);
  const opened = tries.find(({ kind }) => kind === "opened");
  const refused = tries.find(({ kind }) => kind === "refused");
  return (
    <Card title={t("add.try.title")} icon="door">
      <p>{t("add.try.text")}</p>
      <div role="status" class="stack">
        {opened !== undefined && <Worked entry={opened} />}
        {opened === undefined && refused !== undefined && (
          <Notice tone="warn">
            <p>{t(lock.report?.situation?.isLockedOut === true ? "add.try.lockedOut" : "add.try.refused")}</p>
            <p>{sentenceOf(refused)}</p>
          </Notice>
        )}
        {opened === undefined && (
          <p class="loading">
            <span class="spinner" aria-hidden="true" />
            {t("add.try.waiting")}
          </p>
        )}
      </div>
      <div class="form-foot">
        <ButtonLink href="/" tone={opened === undefined ? "plain" : "primary"}>
          {opened === undefined ? t("add.try.skip") : t("add.finish")}
        </ButtonLink>
      </div>
    </Card>
  );
}

function Worked({ entry }: { readonly entry: HistoryEntry }) {
  return (
    <Notice tone="good">
      <p>
        <strong>{t("add.try.worked")}</strong>
      </p>
      <p>
        {sentenceOf(entry)}, {timeText(entry.at)}
      </p>
    </Notice>
  );
}
