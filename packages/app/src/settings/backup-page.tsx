/** How a backup is made and brought back: by a command on the computer where the home runs. */

import { Card, Notice } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";

const makeCommand = "npm run catenaccio -- backup --data data --to backup.tgz";
const restoreCommand = "npm run catenaccio -- restore --data data --from backup.tgz";

export function BackupPage() {
  return (
    <SettingsPart title={t("set.backup")} intro={t("backup.intro")}>
      <Card title={t("backup.make")} icon="download">
        <Command text={makeCommand} />
        <p class="small">{t("backup.virtual")}</p>
      </Card>
      <Card title={t("backup.restore")} icon="history">
        <Command text={restoreCommand} />
        <p class="small">{t("backup.restore.text")}</p>
      </Card>
      <Notice tone="warn">{t("backup.care")}</Notice>
    </SettingsPart>
  );
}

function Command({ text }: { readonly text: string }) {
  return (
    <div class="stack">
      <code class="secret">{text}</code>
      <div class="row">
        <CopyButton text={text} isSmall />
      </div>
    </div>
  );
}
