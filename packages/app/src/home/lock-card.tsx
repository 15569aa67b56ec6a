/** One lock as a card of Home. */

import type { LockView } from "@catenaccio/protocol/api";
import { isAdministrator } from "../api/session.ts";
import { Icon } from "../ui/icon.tsx";
import { LastEvent } from "./last-event.tsx";
import { LockBeingAdded } from "./lock-being-added.tsx";
import { LockFacts } from "./lock-facts.tsx";
import { LockState } from "./lock-state.tsx";
import { t } from "./texts.ts";

export function LockCard({ lock }: { readonly lock: LockView }) {
  const headingId = `lock-${lock.lockId}`;
  return (
    <section class="card lock-card" aria-labelledby={headingId}>
      {lock.state === "added" ? (
        <AddedLock lock={lock} headingId={headingId} />
      ) : (
        <LockBeingAdded lock={lock} headingId={headingId} />
      )}
    </section>
  );
}

function AddedLock({ lock, headingId }: { readonly lock: LockView; readonly headingId: string }) {
  return (
    <>
      <LockState lock={lock} heading={<h2 id={headingId}>{lock.name}</h2>} beside={<Details lock={lock} />} />
      <LockFacts lock={lock} />
      {isAdministrator.value && <LastEvent lockId={lock.lockId} />}
    </>
  );
}

function Details({ lock: { lockId, name } }: { readonly lock: LockView }) {
  return (
    <a class="lock-details" href={`/locks/${lockId}`}>
      <span>
        {t("card.details.short")}
        <span class="unseen"> {t("card.details", { name })}</span>
      </span>
      <Icon name="next" />
    </a>
  );
}
