/** Pages about people are for those who may change them; others, who come by an address, read whom to ask. */

import type { ComponentChildren } from "preact";
import { isAdministrator } from "../api/session.ts";
import { Notice } from "../ui/card.tsx";
import { Page } from "../ui/page.tsx";
import { t } from "./texts.ts";

interface ForAdministratorsProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

export function ForAdministrators({ title, children }: ForAdministratorsProps) {
  if (isAdministrator.value) return <>{children}</>;
  return (
    <Page title={title} isNarrow>
      <Notice>{t("people.forbidden")}</Notice>
    </Page>
  );
}
