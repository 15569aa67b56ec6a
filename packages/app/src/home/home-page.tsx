/** Home: each lock as a card, live. */

import "./home.css";
import { useLive } from "../api/live.ts";
import { hasRole, isAdministrator } from "../api/session.ts";
import { ButtonLink } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { LockCard } from "./lock-card.tsx";
import { addLockPath } from "./paths.ts";
import { BoltPicture } from "./bolt-picture.tsx";
import { t } from "./texts.ts";

export function HomePage() {
  return hasRole("guest") ? (
    <Page title={t("home.title")} isNarrow>
      <Notice>{t("home.guest")}</Notice>
    </Page>
  ) : (
    <Locks />
  );
}

function Locks() {
  const locks = useLive("GET /api/homes/{homeId}/locks", { on: ["lock", "addLock"], isKept: true });
  const list = locks.value?.locks ?? [];
  const actions = isAdministrator.value && list.length > 0 && (
    <ButtonLink href={addLockPath} icon="plus" isSmall>
      {t("home.addLock")}
    </ButtonLink>
  );
  return (
    <Page title={t("home.title")} actions={actions}>
      {locks.value === null ? (
        <Waiting live={locks} />
      ) : list.length === 0 ? (
        <NoLock />
      ) : (
        <div class="lock-cards">
          {list.map((lock) => (
            <LockCard key={lock.lockId} lock={lock} />
          ))}
        </div>
      )}
    </Page>
  );
}

function NoLock() {
  return (
    <Card class="no-lock">
      <BoltPicture condition="unlocked" />
      <h2>{t("home.empty.title")}</h2>
      <p>{isAdministrator.value ? t("home.empty.text") : t("home.empty.member")}</p>
      {isAdministrator.value && (
        <ButtonLink href={addLockPath} tone="primary" icon="plus" isWide>
          {t("home.addLock")}
        </ButtonLink>
      )}
    </Card>
  );
}
