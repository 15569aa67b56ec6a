/** The frame of a page below Settings. */

import "./settings.css";
import type { ComponentChildren } from "preact";
import { Page } from "../ui/page.tsx";
import { t } from "./texts.ts";

interface SettingsPartProps {
  readonly title: string;
  readonly intro?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function SettingsPart({ title, intro, children }: SettingsPartProps) {
  return (
    <Page title={title} intro={intro} back={{ href: "/settings", text: t("set.back") }} isNarrow>
      {children}
    </Page>
  );
}
