/** Who is at the lock without being in the household's list: told plainly, taken into the list, or removed. */

import { useState } from "preact/hooks";
import type { CredentialReference, FoundCredential, FoundUser } from "@catenaccio/protocol";
import type { LockView } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { errorText } from "../text/error-text.ts";
import { localeOf } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { AdoptUser } from "./adopt-user.tsx";
import { t } from "./texts.ts";

export function FoundAtLock({ lock }: { readonly lock: LockView }) {
  if (lock.found.length === 0 && lock.foundCredentials.length === 0) return null;
  return (
    <Card title={t("found.title")} icon="question" class="found">
      <p class="small">{t("found.why")}</p>
      <ul class="stack">
        {lock.found.map((user) => (
          <li key={user.userIndex} class="found-user">
            <User user={user} lockId={lock.lockId} />
          </li>
        ))}
        {lock.foundCredentials.map((found) => (
          <li key={`${found.credential.kind}${found.credential.index}`} class="found-user">
            <Credential found={found} lockId={lock.lockId} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface UserProps {
  readonly user: FoundUser;
  readonly lockId: string;
}

function User({ user, lockId }: UserProps) {
  const [asking, setAsking] = useState<"adopt" | "remove" | null>(null);
  const close = (): void => setAsking(null);
  const who = nameOf(user);
  const remove = async (): Promise<ApiError | null> => {
    const params = { lockId, userIndex: user.userIndex };
    const answer = await call("DELETE /api/homes/{homeId}/locks/{lockId}/found-users/{userIndex}", { params });
    if (answer.ok) announce(t("found.removed"), "good");
    return answer.ok ? null : answer.error;
  };
  return (
    <>
      <h3>{who}</h3>
      <p class="small">{traitsOf(user)}</p>
      <div class="row">
        <Button tone="primary" isSmall onClick={() => setAsking("adopt")}>
          {t("found.adopt")}
          <span class="unseen"> {who}</span>
        </Button>
        <Button tone="danger" isSmall onClick={() => setAsking("remove")}>
          {t("found.remove")}
          <span class="unseen"> {who}</span>
        </Button>
      </div>
      {asking === "adopt" && <AdoptUser user={user} lockId={lockId} onClose={close} />}
      <ConfirmDialog
        title={t("found.remove.title", { who })}
        action={t("found.remove.confirm")}
        isOpen={asking === "remove"}
        onClose={close}
        onConfirm={remove}
      >
        <p>{t("found.remove.text")}</p>
      </ConfirmDialog>
    </>
  );
}

function nameOf({ name, userIndex: index }: FoundUser): string {
  return name === "" ? t("found.user", { index }) : t("found.named", { name, index });
}

function traitsOf({ madeBy, isEnabled, hasSchedules, credentials }: FoundUser): string {
  const what =
    credentials.length === 0
      ? t("found.nothing")
      : new Intl.ListFormat(localeOf()).format(credentials.map(credentialText));
  return [
    t(`found.madeBy.${madeBy}`),
    ...(isEnabled ? [] : [t("found.disabled")]),
    ...(hasSchedules ? [t("found.schedules")] : []),
    t("found.has", { what }),
  ].join(" · ");
}

function credentialText({ kind, index }: CredentialReference): string {
  return t(`found.credential.${kind}`, { index });
}

function Credential({ found, lockId }: { readonly found: FoundCredential; readonly lockId: string }) {
  const people = useLive("GET /api/homes/{homeId}/people", { on: ["people", "wanted"], isKept: true });
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const { personId, credential } = found;
  const name = people.value?.people.find((person) => person.personId === personId)?.name ?? "";
  const who = t("found.credential.of", { what: credentialText(credential), who: name });
  const keep = async (): Promise<void> => {
    setBusy(true);
    const body = { personId, ...credential };
    const answer = await call("POST /api/homes/{homeId}/locks/{lockId}/found-credentials/adopt", {
      params: { lockId },
      body,
    });
    setBusy(false);
    announce(answer.ok ? t("found.credential.kept") : errorText(answer.error), answer.ok ? "good" : "bad");
  };
  const remove = async (): Promise<ApiError | null> => {
    const params = { lockId, ...credential };
    const answer = await call("DELETE /api/homes/{homeId}/locks/{lockId}/found-credentials/{kind}/{index}", { params });
    if (answer.ok) announce(t("found.removed"), "good");
    return answer.ok ? null : answer.error;
  };
  return (
    <>
      <h3>{who}</h3>
      <p class="small">{t("found.credential.why")}</p>
      <div class="row">
        <Button tone="primary" isSmall isBusy={isBusy} onClick={() => void keep()}>
          {t("found.credential.keep")}
          <span class="unseen"> {who}</span>
        </Button>
        <Button tone="danger" isSmall onClick={() => setAsking(true)}>
          {t("found.remove")}
          <span class="unseen"> {who}</span>
        </Button>
      </div>
      <ConfirmDialog
        title={t("found.remove.title", { who })}
        action={t("found.remove.confirm")}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={remove}
      />
    </>
  );
}
