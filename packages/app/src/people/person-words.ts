/** People in few words: what they hold, where they may come in, and whether the locks have it. */

import type { CredentialKind, RefusalReason, WantedStatus } from "@catenaccio/protocol";
import type { AccessView, CredentialView, PersonView } from "@catenaccio/protocol/api";
import type { Tone } from "../ui/card.tsx";
import { t } from "./texts.ts";

const kinds = [
  { kind: "fingerprint", one: "people.finger", many: "people.fingers" },
  { kind: "pin", one: "people.pin", many: "people.pins" },
  { kind: "rfid", one: "people.card", many: "people.cards" },
] as const satisfies readonly { readonly kind: CredentialKind; readonly one: string; readonly many: string }[];

/** "2 fingers · 1 PIN" */
export function holdingsOf({ credentials }: Pick<PersonView, "credentials">): string {
  const parts = kinds.flatMap(({ kind, one, many }) => {
    const count = credentials.filter((credential) => credential.kind === kind).length;
    if (count === 0) return [];
    return [count === 1 ? t(one) : t(many, { count })];
  });
  return parts.length === 0 ? t("people.nothing") : parts.join(" · ");
}

export function credentialName({ kind, label }: Pick<CredentialView, "kind" | "label">): string {
  if (label === "") return t(`credential.${kind}`);
  // "Right thumb" says by itself what it is.
  return kind === "fingerprint" ? label : t("credential.named", { kind: t(`credential.${kind}`), label });
}

export interface StatusWords {
  readonly tone: Tone;
  readonly text: string;
}

/** What a lock says to something, and what to do. */
export function statusWords(status: WantedStatus): StatusWords {
  switch (status.status) {
    case "confirmed":
      return { tone: "good", text: t("status.confirmed") };
    case "pending":
      return status.isWaitingForLock
        ? { tone: "warn", text: t("status.waiting") }
        : { tone: "plain", text: t("status.pending") };
    case "refused":
      return status.reason === "enrolAtReader"
        ? { tone: "plain", text: t("status.notYet") }
        : { tone: "bad", text: refusalText(status.reason) };
    default:
      return status satisfies never;
  }
}

export function refusalText(reason: RefusalReason): string {
  return t(reason === "refused" ? "status.refusedByLock" : `status.${reason}`);
}

/** The one that most needs somebody's eyes. */
export function attentionOf(person: PersonView): StatusWords | null {
  const all = [
    ...person.access.map(({ status }) => status),
    ...person.credentials.flatMap(({ locks }) => locks.map(({ status }) => status)),
  ].filter((status) => status.status !== "refused" || status.reason !== "enrolAtReader");
  if (all.some(({ status }) => status === "refused")) return { tone: "bad", text: t("people.refused") };
  const pending = all.filter((status) => status.status === "pending");
  if (pending.some(({ isWaitingForLock }) => isWaitingForLock))
    return { tone: "warn", text: t("people.pendingWaiting") };
  return pending.length > 0 ? { tone: "plain", text: t("people.pending") } : null;
}

export function pauseOf(access: readonly AccessView[]): "all" | "some" | "none" {
  const paused = access.filter(({ isPaused }) => isPaused).length;
  if (paused === 0) return "none";
  return paused === access.length ? "all" : "some";
}
