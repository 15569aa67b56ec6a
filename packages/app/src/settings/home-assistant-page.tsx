/** The user's own MQTT broker, through which Home Assistant sees the locks. */

import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { errorText } from "../text/error-text.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { CheckField, Form, PasswordField, TextField } from "../ui/form.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";
import { useRefreshWhileSeen } from "./use-refresh-while-seen.ts";

/** What Home Assistant itself listens to, unless somebody changed it. */
const usualPrefix = "homeassistant";

export function HomeAssistantPage() {
  const gateway = useLive("GET /api/homes/{homeId}/gateway", { on: ["settings"] });
  useRefreshWhileSeen(gateway.refresh);
  const mqtt = gateway.value?.mqtt ?? null;
  return (
    <SettingsPart title={t("set.homeAssistant")} intro={t("mqtt.intro")}>
      {gateway.value !== null && <State mqtt={mqtt} onStopped={() => void gateway.refresh()} />}
      <Card>
        <Broker isSetUp={mqtt !== null} />
      </Card>
      <p class="small">{t("mqtt.matter")}</p>
    </SettingsPart>
  );
}

interface StateProps {
  readonly mqtt: { readonly isConnected: boolean; readonly error: string | null } | null;
  readonly onStopped: () => void;
}

function State({ mqtt, onStopped }: StateProps) {
  const [isBusy, setBusy] = useState(false);
  const stop = async (): Promise<void> => {
    setBusy(true);
    const answer = await call("PUT /api/homes/{homeId}/gateway/mqtt", { body: { mqtt: null } });
    setBusy(false);
    announce(answer.ok ? t("mqtt.stopped") : errorText(answer.error), answer.ok ? "good" : "bad");
    onStopped();
  };
  if (mqtt === null) return <Notice role="status">{t("mqtt.off")}</Notice>;
  return (
    <Notice tone={mqtt.isConnected ? "good" : "warn"} role="status">
      <p>{stateText(mqtt)}</p>
      <Button isSmall isBusy={isBusy} onClick={() => void stop()}>
        {t("mqtt.stop")}
      </Button>
    </Notice>
  );
}

function stateText({ isConnected, error }: NonNullable<StateProps["mqtt"]>): string {
  if (isConnected) return t("mqtt.connected");
  return error === null ? t("mqtt.notConnected.plain") : t("mqtt.notConnected", { error });
}

function Broker({ isSetUp }: { readonly isSetUp: boolean }) {
  const [isUnlockAllowed, setUnlockAllowed] = useState(false);
  return (
    <Form
      submit={t("mqtt.save")}
      fieldNames={{
        "mqtt.url": "url",
        "mqtt.username": "username",
        "mqtt.password": "password",
        "mqtt.discoveryPrefix": "discoveryPrefix",
      }}
      onSubmit={async (values) => {
        const username = values.text("username");
        const password = values.secret("password");
        const mqtt = {
          url: values.text("url"),
          username: username === "" ? null : username,
          password: password === "" ? null : password,
          discoveryPrefix: values.text("discoveryPrefix"),
          isUnlockAllowed,
        };
        const answer = await call("PUT /api/homes/{homeId}/gateway/mqtt", { body: { mqtt } });
        if (answer.ok) announce(t("mqtt.saved"), "good");
        return answer.ok ? null : answer.error;
      }}
    >
      {isSetUp && <p class="small">{t("mqtt.again")}</p>}
      <TextField
        name="url"
        label={t("mqtt.host")}
        hint={t("mqtt.host.hint")}
        pattern="mqtts?://[^\s\/]+"
        patternText={t("mqtt.host.wrong")}
        inputMode="url"
        autoComplete="off"
        spellcheck={false}
        required
      />
      <TextField name="username" label={t("mqtt.username")} hint={t("mqtt.username.hint")} autoComplete="off" />
      <PasswordField
        name="password"
        label={t("mqtt.password")}
        showText={t("set.show")}
        maxLength={256}
        autoComplete="off"
      />
      <TextField
        name="discoveryPrefix"
        label={t("mqtt.prefix")}
        hint={t("mqtt.prefix.hint")}
        defaultValue={usualPrefix}
        maxLength={64}
        spellcheck={false}
        required
      />
      <CheckField
        name="isUnlockAllowed"
        label={t("mqtt.unlock")}
        hint={t("mqtt.unlock.help")}
        isChecked={isUnlockAllowed}
        onChange={setUnlockAllowed}
      />
    </Form>
  );
}
