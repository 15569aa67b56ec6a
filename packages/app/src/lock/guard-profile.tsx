/** How the lock answers to guessing, each choice with its risk in plain words and figures. */

import { useState } from "preact/hooks";
import { isHeard } from "../home/lock-condition.ts";
import type { LockView } from "@catenaccio/protocol/api";
import { Button } from "../ui/button.tsx";
import { Badge, Card } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { ChoiceField } from "../ui/form.tsx";
import { t } from "./texts.ts";
import { useSetting } from "./use-setting.ts";

const profiles = ["guarded", "strict", "manual"] as const;
type Profile = (typeof profiles)[number];

export function GuardProfile({ lock }: { readonly lock: LockView }) {
  const { abilities = null, situation = null } = lock.report ?? {};
  if (abilities?.settings.includes("guardProfile") !== true || situation === null) return null;
  return <Guard lock={lock} told={situation.guardProfile} />;
}

function Guard({ lock, told }: { readonly lock: LockView; readonly told: Profile | null }) {
  const { value, isBusy, set } = useSetting(lock.lockId, told);
  const [chosen, setChosen] = useState<Profile | null>(null);
  const [isAsking, setAsking] = useState(false);
  const choose = async (profile: Profile): Promise<null> => {
    if (await set({ name: "guardProfile", value: profile })) setChosen(null);
    return null;
  };
  const isOther = chosen !== null && chosen !== value;
  return (
    <Card title={t("guard.title")} icon="key">
      <p class="small">{t("guard.why")}</p>
      <fieldset disabled={!isHeard(lock)}>
        <legend class="unseen">{t("guard.title")}</legend>
        <ChoiceField
          name="guardProfile"
          label={t("guard.choose")}
          value={chosen ?? value ?? ""}
          options={profiles.map((profile) => ({
            value: profile,
            text: t(`guard.${profile}`),
            hint: <Risk profile={profile} />,
          }))}
          onChange={(name) => setChosen(profiles.find((profile) => profile === name) ?? null)}
        />
      </fieldset>
      {isOther && (
        <Button
          tone="primary"
          isWide
          isBusy={isBusy}
          onClick={() => (chosen === "manual" ? setAsking(true) : void choose(chosen))}
        >
          {t("guard.save")}
        </Button>
      )}
      <ConfirmDialog
        title={t("guard.confirm.title")}
        action={t("guard.confirm.button")}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={async () => await choose("manual")}
      >
        <p>{t("guard.confirm.text")}</p>
      </ConfirmDialog>
    </Card>
  );
}

function Risk({ profile }: { readonly profile: Profile }) {
  return (
    <>
      {profile === "guarded" && <Badge tone="good">{t("guard.recommended")}</Badge>}
      {profile === "manual" && <Badge tone="bad">{t("guard.risk")}</Badge>}
      <span class="guard-text">{t(`guard.${profile}.text`)}</span>
      <strong class="guard-text">{t(`guard.${profile}.risk`)}</strong>
    </>
  );
}
