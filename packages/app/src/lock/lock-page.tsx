/** One lock: how it is, who is at it, its settings, and what else can be done with it. */

import "../home/home.css";
import "./lock.css";
import type { LockView } from "@catenaccio/protocol/api";
import { useLive } from "../api/live.ts";
import { isAdministrator } from "../api/session.ts";
import { LockBeingAdded } from "../home/lock-being-added.tsx";
import { Notice } from "../ui/card.tsx";
import { Page } from "../ui/page.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { FoundAtLock } from "./found-at-lock.tsx";
import { GuardProfile } from "./guard-profile.tsx";
import { LockAbilities } from "./lock-abilities.tsx";
import { LockNow } from "./lock-now.tsx";
import { LockPeople } from "./lock-people.tsx";
import { LockSettings } from "./lock-settings.tsx";
import { RemoveLock } from "./remove-lock.tsx";
import { RenameLock } from "./rename-lock.tsx";
import { ShareLock } from "./share-lock.tsx";
import { t } from "./texts.ts";

const backToHome = { href: "/" };

export function LockPage({ lockId }: { readonly lockId: string }) {
  const locks = useLive("GET /api/homes/{homeId}/locks", { on: ["lock", "addLock", "wanted"], isKept: true });
  const lock = locks.value?.locks.find((one) => one.lockId === lockId);
  const back = { ...backToHome, text: t("lock.back") };
  if (locks.value === null)
    return (
      <Page title={t("lock.page")} back={back}>
        <Waiting live={locks} />
      </Page>
    );
  if (lock === undefined)
    return (
      <Page title={t("lock.page")} back={back} isNarrow>
        <Notice tone="warn">{t("lock.gone")}</Notice>
      </Page>
    );
  return (
    <Page title={lock.name} back={back} actions={isAdministrator.value && <RenameLock lock={lock} />}>
      {lock.state === "added" ? <AddedLock lock={lock} /> : <BeingAdded lock={lock} />}
    </Page>
  );
}

function BeingAdded({ lock }: { readonly lock: LockView }) {
  return (
    <section class="card lock-card" aria-labelledby="being-added">
      <LockBeingAdded lock={lock} headingId="being-added" />
    </section>
  );
}

function AddedLock({ lock }: { readonly lock: LockView }) {
  return (
    <div class="lock-columns">
      <div class="stack">
        <LockNow lock={lock} />
        {isAdministrator.value && <FoundAtLock lock={lock} />}
        {isAdministrator.value && <LockPeople lock={lock} />}
      </div>
      <div class="stack">
        {isAdministrator.value && <LockSettings lock={lock} />}
        {isAdministrator.value && <GuardProfile lock={lock} />}
        <LockAbilities lock={lock} />
        {isAdministrator.value && <ShareLock lock={lock} />}
        {isAdministrator.value && <RemoveLock lock={lock} />}
      </div>
    </div>
  );
}
