/** A new webhook: where it is, and what it wants to know. */

import { useState } from "preact/hooks";
import type { WebhookEvent } from "@catenaccio/protocol/api";
import { call } from "../api/call.ts";
import { isOwner } from "../api/session.ts";
import { CheckField, Form, TextField } from "../ui/form.tsx";
import { t } from "./texts.ts";

/** What a webhook can be told of, and whether most people want it; the schema that lists them is not loaded into the app. */
const offered = {
  lockOperation: true,
  lockOperationError: true,
  alarm: true,
  battery: true,
  lockOffline: true,
  lockBack: true,
  userChange: false,
  setting: false,
  power: false,
  pairing: false,
  fault: false,
  gap: false,
  duress: false,
} as const satisfies Readonly<Record<WebhookEvent, boolean>>;
const events = Object.keys(offered) as WebhookEvent[];

export function AddWebhook({ onMade }: { readonly onMade: (secret: string) => void }) {
  const [wanted, setWanted] = useState<ReadonlySet<WebhookEvent>>(new Set(events.filter((event) => offered[event])));
  const [isHomeNetworkAllowed, setHomeNetworkAllowed] = useState(false);
  const turn = (event: WebhookEvent, isOn: boolean): void =>
    setWanted(new Set(events.filter((one) => (one === event ? isOn : wanted.has(one)))));
  return (
    <Form
      submit={t("hooks.add")}
      onSubmit={async (values) => {
        if (wanted.size === 0) return { field: events[0] ?? null, text: t("hooks.events.none") };
        const body = { name: values.text("name"), url: values.text("url"), events: [...wanted], isHomeNetworkAllowed };
        const answer = await call("POST /api/homes/{homeId}/webhooks", { body });
        if (!answer.ok) return answer.error;
        onMade(answer.value.secret);
        return null;
      }}
    >
      <TextField name="name" label={t("hooks.name")} maxLength={64} autoComplete="off" required />
      <TextField
        name="url"
        label={t("hooks.url")}
        hint={t("hooks.url.hint")}
        pattern="https?://.+"
        patternText={t("hooks.url.wrong")}
        inputMode="url"
        autoComplete="off"
        maxLength={2048}
        required
      />
      {isOwner.value && (
        <CheckField
          name="isHomeNetworkAllowed"
          label={t("hooks.network")}
          hint={t("hooks.network.help")}
          isChecked={isHomeNetworkAllowed}
          onChange={setHomeNetworkAllowed}
        />
      )}
      <fieldset class="events">
        <legend>{t("hooks.events")}</legend>
        {events.map((event) => (
          <CheckField
            key={event}
            name={event}
            label={t(`hook.event.${event}`)}
            isChecked={wanted.has(event)}
            onChange={(isOn) => turn(event, isOn)}
          />
        ))}
      </fieldset>
    </Form>
  );
}
