/** What the home keeps about whoever asks: to look at, and to take along. */

import { useState } from "preact/hooks";
import type { PersonExport } from "@catenaccio/protocol/api";
import { addressOf, call, type ApiError } from "../api/call.ts";
import { sentenceOf } from "../home/event-words.ts";
import { errorText } from "../text/error-text.ts";
import { momentText } from "../text/moments.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";

export function PrivacyPage() {
  const [people, setPeople] = useState<readonly PersonExport[] | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const look = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("GET /api/homes/{homeId}/own-data");
    setBusy(false);
    if (answer.ok) setPeople(answer.value.people);
    setError(answer.ok ? null : answer.error);
  };
  return (
    <SettingsPart title={t("set.privacy")} intro={t("privacy.intro")}>
      {error?.code === "notFound" && <Notice role="status">{t("privacy.none")}</Notice>}
      {error !== null && error.code !== "notFound" && (
        <Notice tone="bad" role="alert">
          {errorText(error)}
        </Notice>
      )}
      {people === null && (
        <div class="row">
          <Button tone="primary" icon="search" isBusy={isBusy} onClick={() => void look()}>
            {t("privacy.see")}
          </Button>
        </div>
      )}
      {people?.map((one) => (
        <Kept key={one.person.personId} kept={one} />
      ))}
      {people !== null && (
        <div class="row">
          <ButtonLink href={addressOf("GET /api/homes/{homeId}/own-data")} download="my-data.json" icon="download">
            {t("privacy.download")}
          </ButtonLink>
        </div>
      )}
      <p class="small">{t("privacy.erase")}</p>
    </SettingsPart>
  );
}

function Kept({ kept: { person, history } }: { readonly kept: PersonExport }) {
  return (
    <Card title={person.name} icon="person">
      <p>{t("privacy.access", { count: person.access.length })}</p>
      <p>{t("privacy.credentials", { count: person.credentials.length })}</p>
      {person.credentials.length > 0 && (
        <ul class="text">
          {person.credentials.map(({ credentialId, kind, label, createdAt }) => (
            <li key={credentialId}>
              {t(`privacy.kind.${kind}`)}
              {label !== "" && `, ${label}`} <span class="small">{momentText(createdAt)}</span>
            </li>
          ))}
        </ul>
      )}
      <p>{t("privacy.events", { count: history.length })}</p>
      {history.length > 0 && <Events history={history} />}
    </Card>
  );
}

/** The file has all of them. */
const eventsShown = 100;

function Events({ history }: Pick<PersonExport, "history">) {
  return (
    <details class="deliveries">
      <summary>{t("privacy.events.show")}</summary>
      <ul class="things">
        {history.slice(0, eventsShown).map((entry) => (
          <li key={`${entry.record.lockId} ${entry.record.number}`}>
            {sentenceOf(entry) || t("privacy.other")}
            <span class="small block">
              {entry.lockName}, {momentText(entry.at)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
