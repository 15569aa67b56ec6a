/** The settings that this lock has; each is set by itself, and the lock itself says what it is. */

import type { LockSetting } from "@catenaccio/protocol";
import type { LockView } from "@catenaccio/protocol/api";
import { isHeard } from "../home/lock-condition.ts";
import { SelectToSave } from "../settings/select-to-save.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { CheckField } from "../ui/form.tsx";
import { t } from "./texts.ts";
import { useSetting } from "./use-setting.ts";

type Report = NonNullable<LockView["report"]>;
type Situation = NonNullable<Report["situation"]>;
type Abilities = NonNullable<Report["abilities"]>;

interface Told {
  readonly lockId: string;
  readonly situation: Situation;
  readonly abilities: Abilities;
}

const own = ["volume", "language", "menu", "autoRelockSeconds"] as const;

export function LockSettings({ lock }: { readonly lock: LockView }) {
  const { abilities = null, situation = null } = lock.report ?? {};
  if (abilities === null || situation === null) return null;
  const told = { lockId: lock.lockId, situation, abilities };
  const has = (name: LockSetting["name"]): boolean => abilities.settings.includes(name);
  return (
    <Card title={t("settings.title")} icon="settings">
      {!isHeard(lock) && <Notice tone="warn">{t("settings.offline")}</Notice>}
      {!own.some(has) && <p>{t("settings.none")}</p>}
      <fieldset class="stack" disabled={!isHeard(lock)}>
        <legend class="unseen">{t("settings.title")}</legend>
        {has("volume") && <Volume {...told} />}
        {has("language") && <Language {...told} />}
        {has("menu") && <Menu {...told} />}
        {has("autoRelockSeconds") && <Relock {...told} />}
      </fieldset>
    </Card>
  );
}

function Volume({ lockId, situation, abilities }: Told) {
  const { value, set } = useSetting(lockId, situation.volume);
  const offered = (["high", "medium", "low", "silent"] as const).filter(
    (volume) => volume !== "medium" || !abilities.isCatenaccio || value === "medium",
  );
  return (
    <SelectToSave
      name="volume"
      label={t("settings.volume")}
      {...(abilities.isCatenaccio && { hint: t("settings.volume.help") })}
      value={value ?? ""}
      options={offered.map((volume) => ({ value: volume, text: t(`settings.volume.${volume}`) }))}
      onSave={async (chosen) => {
        const volume = offered.find((one) => one === chosen);
        if (volume !== undefined) await set({ name: "volume", value: volume });
      }}
    />
  );
}

/** In which our own voice speaks; a lock of another maker may have others, and takes them or says no. */
const voices = ["it", "en"] as const;

function Language({ lockId, situation }: Told) {
  const { value, set } = useSetting(lockId, situation.language);
  const others = value === null || voices.some((voice) => voice === value) ? [] : [{ value, text: value }];
  return (
    <SelectToSave
      name="language"
      label={t("settings.language")}
      value={value ?? ""}
      options={[...voices.map((voice) => ({ value: voice, text: t(`settings.language.${voice}`) })), ...others]}
      onSave={async (chosen) => await set({ name: "language", value: chosen })}
    />
  );
}

function Menu({ lockId, situation, abilities }: Told) {
  const { value, set } = useSetting(lockId, situation.isMenuEnabled);
  return (
    <CheckField
      name="menu"
      label={t("settings.menu")}
      {...(abilities.isCatenaccio && { hint: t("settings.menu.help") })}
      isChecked={value === true}
      onChange={(isOn) => void set({ name: "menu", value: isOn })}
    />
  );
}

const relockSeconds = [3, 5, 10, 20, 30, 60, 120];
const onlyWhenTold = 0;

function Relock({ lockId, situation }: Told) {
  const { value, set } = useSetting(lockId, situation.autoRelockSeconds);
  const offered = [...new Set([...relockSeconds, ...(value === null || value === onlyWhenTold ? [] : [value])])];
  const options = offered
    .toSorted((one, other) => one - other)
    .map((seconds) => ({ value: String(seconds), text: t("settings.relock.seconds", { seconds }) }));
  return (
    <SelectToSave
      name="relock"
      label={t("settings.relock")}
      hint={t("settings.relock.help")}
      value={value === null ? "" : String(value)}
      options={[...options, { value: String(onlyWhenTold), text: t("settings.relock.never") }]}
      note={(shown) => shown === String(onlyWhenTold) && <Notice tone="warn">{t("settings.relock.never.risk")}</Notice>}
      onSave={async (chosen) => await set({ name: "autoRelockSeconds", value: Number(chosen) })}
    />
  );
}
