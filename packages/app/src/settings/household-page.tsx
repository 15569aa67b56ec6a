/** The home itself: its name, its time zone, how long history is kept, and whether sealed PINs are. */

import { useState } from "preact/hooks";
import type { HomeSettings } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { checkSession, home, isOwner } from "../api/session.ts";
import { announce } from "../ui/announce.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { CheckField, Form, SelectField, TextField } from "../ui/form.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { householdChangeOf, lossOf, type HouseholdTouched, type Loss } from "./household-change.ts";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";
import { TimeZoneField } from "./time-zone-field.tsx";

export function HouseholdPage() {
  const settings = useLive("GET /api/homes/{homeId}/settings", { on: ["settings"] });
  return (
    <SettingsPart title={t("set.household")}>
      {!isOwner.value && <Notice>{t("set.noRight", { who: t("set.noRight.owner") })}</Notice>}
      <fieldset class="stack" disabled={!isOwner.value}>
        <legend class="unseen">{t("set.household")}</legend>
        <HomeName />
        {settings.value === null ? (
          <Waiting live={settings} />
        ) : (
          <Settings settings={settings.value} refresh={settings.refresh} />
        )}
      </fieldset>
    </SettingsPart>
  );
}

function HomeName() {
  return (
    <Card>
      <Form
        submit={t("set.save")}
        onSubmit={async (values) => {
          const body = { name: values.text("name") };
          if (body.name === "") return { field: "name", text: t("house.name.empty") };
          const answer = await call("PATCH /api/homes/{homeId}", { body });
          if (!answer.ok) return answer.error;
          announce(t("set.saved"), "good");
          await checkSession();
          return null;
        }}
      >
        <TextField name="name" label={t("house.name")} defaultValue={home.value?.name ?? ""} maxLength={64} required />
      </Form>
    </Card>
  );
}

/** How long history is kept, in days; null: for ever. */
const spans = [7, 30, 90, 180, 365, 730, 1825, null] as const;
const yearDays = 365;
const forEver = "ever";

interface SettingsProps {
  readonly settings: HomeSettings;
  readonly refresh: () => Promise<void>;
}

function Settings({ settings, refresh }: SettingsProps) {
  const [touched, setTouched] = useState<HouseholdTouched>({});
  const [asking, setAsking] = useState<{ readonly next: HomeSettings; readonly loss: Loss } | null>(null);
  const shown = householdChangeOf(touched, settings);
  const save = async (body: HomeSettings): Promise<ApiError | null> => {
    const answer = await call("PUT /api/homes/{homeId}/settings", { body });
    if (!answer.ok) return answer.error;
    announce(t("set.saved"), "good");
    await Promise.all([refresh(), checkSession()]);
    setTouched({});
    return null;
  };
  const days = [...new Set<number | null>([...spans, settings.historyDays])].toSorted(byLength);
  return (
    <Card>
      <Form
        submit={t("set.save")}
        onSubmit={async () => {
          const now = await call("GET /api/homes/{homeId}/settings");
          if (!now.ok) return now.error;
          const next = householdChangeOf(touched, now.value);
          const loss = lossOf(next, now.value);
          if (loss === null) return await save(next);
          setAsking({ next, loss });
          return null;
        }}
      >
        <TimeZoneField value={shown.timeZone} onChange={(timeZone) => setTouched({ ...touched, timeZone })} />
        <SelectField
          name="historyDays"
          label={t("house.history")}
          hint={t("house.history.help")}
          value={valueOf(shown.historyDays)}
          options={days.map((span) => ({ value: valueOf(span), text: spanText(span) }))}
          onChange={(chosen) => setTouched({ ...touched, historyDays: chosen === forEver ? null : Number(chosen) })}
        />
        <CheckField
          name="keepsSealedPins"
          label={t("house.pins")}
          hint={t("house.pins.help")}
          isChecked={shown.keepsSealedPins}
          onChange={(keepsSealedPins) => setTouched({ ...touched, keepsSealedPins })}
        />
      </Form>
      {asking !== null && (
        <ConfirmDialog
          title={asking.loss.history ? t("house.history.shorter.title") : t("house.pins.off.title")}
          action={asking.loss.history ? t("house.history.shorter.confirm") : t("house.pins.off.confirm")}
          isOpen
          onClose={() => setAsking(null)}
          onConfirm={async () => await save(asking.next)}
        >
          {asking.loss.history && <p>{t("house.history.shorter.text")}</p>}
          {asking.loss.pins && <p>{t("house.pins.off.text")}</p>}
        </ConfirmDialog>
      )}
    </Card>
  );
}

function valueOf(span: number | null): string {
  return span === null ? forEver : String(span);
}

function spanText(span: number | null): string {
  if (span === null) return t("house.history.ever");
  return span % yearDays === 0
    ? t("house.history.years", { years: span / yearDays })
    : t("house.history.days", { days: span });
}

function byLength(one: number | null, other: number | null): number {
  return (one ?? Number.MAX_SAFE_INTEGER) - (other ?? Number.MAX_SAFE_INTEGER);
}
