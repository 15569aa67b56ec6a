/** Where the account is signed in, and how to end that everywhere else. */

import { useEffect, useState } from "preact/hooks";
import type { SessionList } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { errorText } from "../text/error-text.ts";
import { momentText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Card, Notice } from "../ui/card.tsx";
import { Loading } from "../ui/waiting.tsx";
import { t } from "./texts.ts";

export function Sessions() {
  const [sessions, setSessions] = useState<SessionList["sessions"] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const refresh = async (): Promise<void> => {
    const answer = await call("GET /api/sessions");
    if (answer.ok) setSessions(answer.value.sessions);
    setError(answer.ok ? null : answer.error);
  };
  useEffect(() => void refresh(), []);
  const endOthers = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("DELETE /api/sessions");
    setBusy(false);
    announce(answer.ok ? t("sessions.ended") : errorText(answer.error), answer.ok ? "good" : "bad");
    await refresh();
  };
  return (
    <Card title={t("sessions.title")} icon="door">
      {sessions === null && error === null && <Loading />}
      {error !== null && <Notice tone="warn">{errorText(error)}</Notice>}
      <ul class="things">
        {sessions?.map(({ since, userAgent, isThis }) => (
          <li key={since} class="spread">
            <span>
              <strong>{deviceOf(userAgent ?? "")}</strong>
              <span class="small block">{t("sessions.since", { date: momentText(since) })}</span>
            </span>
            {isThis && <Badge tone="good">{t("sessions.this")}</Badge>}
          </li>
        ))}
      </ul>
      {sessions !== null && sessions.length > 1 && (
        <div class="row">
          <Button isBusy={isBusy} onClick={() => void endOthers()}>
            {t("sessions.endAll")}
          </Button>
        </div>
      )}
    </Card>
  );
}

/** The first that fits; browsers name the others too. */
const browsers = [
  [/Edg/, "Edge"],
  [/Firefox|FxiOS/, "Firefox"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
] as const;
const systems = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iPhone / iPad"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
] as const;

function deviceOf(userAgent: string): string {
  const browser = browsers.find(([pattern]) => pattern.test(userAgent))?.[1];
  const system = systems.find(([pattern]) => pattern.test(userAgent))?.[1];
  const known = [browser, system].filter((name) => name !== undefined);
  return known.length === 0 ? t("sessions.other") : known.join(", ");
}
