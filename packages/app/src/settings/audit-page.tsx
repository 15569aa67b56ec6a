/** Who changed what, the newest first, and whether anybody altered that list. */

import { useState } from "preact/hooks";
import type { auditLineView, auditVerdict } from "@catenaccio/protocol/api";
import type { Output } from "../api/api-types.ts";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { errorText } from "../text/error-text.ts";
import { momentText } from "../text/moments.ts";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { actText } from "./audit-words.ts";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";

type Line = Output<typeof auditLineView>;
const linesAsked = 50;

export function AuditPage() {
  const newest = useLive("GET /api/homes/{homeId}/audit", { query: { limit: linesAsked } });
  const [older, setOlder] = useState<{ readonly lines: readonly Line[]; readonly cursor: number | null } | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const cursor = older === null ? (newest.value?.cursor ?? null) : older.cursor;
  const more = async (): Promise<void> => {
    if (cursor === null) return;
    const answer = await call("GET /api/homes/{homeId}/audit", { query: { before: cursor, limit: linesAsked } });
    setError(answer.ok ? null : answer.error);
    if (answer.ok) setOlder({ lines: [...(older?.lines ?? []), ...answer.value.lines], cursor: answer.value.cursor });
  };
  const lines = [...(newest.value?.lines ?? []), ...(older?.lines ?? [])];
  return (
    <SettingsPart title={t("set.audit")} intro={t("audit.intro")}>
      <Check />
      <Card>
        {newest.value === null ? <Waiting live={newest} /> : <Lines lines={lines} />}
        {error !== null && <Notice tone="bad">{errorText(error)}</Notice>}
        {cursor !== null && (
          <div class="row">
            <Button onClick={() => void more()}>{t("audit.more")}</Button>
          </div>
        )}
      </Card>
    </SettingsPart>
  );
}

function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const members = useLive("GET /api/homes/{homeId}/members", { on: ["home"] });
  const locks = useLive("GET /api/homes/{homeId}/locks", { on: ["lock", "addLock"] });
  const nameOf = (accountId: string | null): string => {
    if (accountId === null) return t("audit.nobody");
    return members.value?.members.find((member) => member.accountId === accountId)?.name ?? t("audit.somebody");
  };
  const lockOf = ({ subject }: Line): string =>
    locks.value?.locks.find(({ lockId }) => lockId === subject["lockId"])?.name ?? "";
  if (lines.length === 0) return <p>{t("audit.none")}</p>;
  return (
    <ol class="things audit">
      {lines.map((line) => (
        <li key={line.number}>
          <span>
            <strong>{nameOf(line.accountId)}</strong> {actText(line.action)}
            {lockOf(line) !== "" && <span class="soft"> ({lockOf(line)})</span>}
          </span>
          <time class="small block" dateTime={line.at}>
            {line.number} · {momentText(line.at)}
          </time>
        </li>
      ))}
    </ol>
  );
}

function Check() {
  const [verdict, setVerdict] = useState<Output<typeof auditVerdict> | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("GET /api/homes/{homeId}/audit/verification");
    setBusy(false);
    setVerdict(answer.ok ? answer.value : null);
    setError(answer.ok ? null : answer.error);
  };
  return (
    <>
      <div class="row">
        <Button icon="check" isBusy={isBusy} onClick={() => void check()}>
          {t("audit.check")}
        </Button>
      </div>
      {verdict !== null && (
        <Notice tone={verdict.isWhole ? "good" : "bad"} role="status">
          {verdict.isWhole ? t("audit.whole") : t("audit.broken", { line: verdict.firstBrokenLine ?? 0 })}
        </Notice>
      )}
      {error !== null && <Notice tone="bad">{errorText(error)}</Notice>}
    </>
  );
}
