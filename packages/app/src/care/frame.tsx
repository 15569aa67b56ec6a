/** What the pages of care have in common: the way back, who may look, and for which lock it is. */

import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso/router";
import { useLive } from "../api/live.ts";
import { hasRole } from "../api/session.ts";
import { Notice } from "../ui/card.tsx";
import { Page } from "../ui/page.tsx";
import { SelectField } from "../ui/form.tsx";
import { t } from "./texts.ts";
import "./care.css";

interface CareFrameProps {
  readonly title: string;
  readonly intro?: string;
  /** The first page of care has nothing above it. */
  readonly isFirst?: boolean;
  readonly isNarrow?: boolean;
  /** Made only for those who may see it. */
  readonly children: () => ComponentChildren;
}

export function CareFrame({ title, intro, isFirst = false, isNarrow = false, children }: CareFrameProps) {
  const mayLook = hasRole("owner", "administrator", "member");
  return (
    <Page
      title={title}
      isNarrow={isNarrow}
      {...(intro !== undefined && { intro })}
      {...(!isFirst && { back: { href: "/care", text: t("care.back") } })}
    >
      {mayLook ? children() : <Notice>{t("care.notAllowed")}</Notice>}
    </Page>
  );
}

export interface LockChoice {
  readonly lockId: string;
  readonly name: string;
}

/** Those that are added. null: not known yet. */
export function useLocks(): readonly LockChoice[] | null {
  const { value } = useLive("GET /api/homes/{homeId}/locks", { on: ["lock", "addLock"], isKept: true });
  return value?.locks.filter(({ state }) => state === "added") ?? null;
}

/** Which lock the address of the page names; null: none, or one that there is not. */
export function useLockOfAddress(locks: readonly LockChoice[]): string | null {
  const { query } = useLocation();
  return locks.find(({ lockId }) => lockId === query["lock"])?.lockId ?? null;
}

interface LockSelectProps {
  readonly label: string;
  readonly locks: readonly LockChoice[];
  readonly value: string;
  /** For no lock at all. */
  readonly none?: string;
  readonly onChange: (lockId: string) => void;
}

export function LockSelect({ label, locks, value, none, onChange }: LockSelectProps) {
  const options = locks.map(({ lockId, name }) => ({ value: lockId, text: name }));
  return (
    <div class="care-lock">
      <SelectField
        name="lock"
        label={label}
        value={value}
        onChange={onChange}
        options={none === undefined ? options : [...options, { value: "", text: none }]}
      />
    </div>
  );
}
