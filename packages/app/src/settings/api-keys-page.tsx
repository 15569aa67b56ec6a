/** Keys with which scripts use the API. */

import { useState } from "preact/hooks";
import type { apiKeyView } from "@catenaccio/protocol/api";
import type { Output } from "../api/api-types.ts";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { momentText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { ChoiceField, Form, TextField } from "../ui/form.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { roleChoices, roleNamed } from "./roles.ts";
import { SecretOnce } from "./secret-once.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";

type ApiKey = Output<typeof apiKeyView>;

export function ApiKeysPage() {
  const keys = useLive("GET /api/homes/{homeId}/api-keys", { on: ["home"] });
  const [made, setMade] = useState<string | null>(null);
  const refresh = (): void => void keys.refresh();
  return (
    <SettingsPart title={t("set.apiKeys")} intro={t("keys.intro")}>
      <Card title={t("set.apiKeys")} icon="key">
        {made !== null && <SecretOnce text={t("keys.made")} secret={made} />}
        {keys.value === null ? (
          <Waiting live={keys} />
        ) : keys.value.apiKeys.length === 0 ? (
          <p>{t("keys.none")}</p>
        ) : (
          <ul class="things">
            {keys.value.apiKeys.map((key) => (
              <li key={key.apiKeyId}>
                <Key apiKey={key} onChange={refresh} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t("keys.make")} icon="plus">
        <MakeKey
          key={made ?? "first"}
          onMade={(key) => {
            setMade(key);
            refresh();
          }}
        />
      </Card>
      <div class="row">
        <ButtonLink href="/api/docs" target="_blank" icon="info" tone="quiet">
          {t("keys.docs")}
        </ButtonLink>
      </div>
    </SettingsPart>
  );
}

function MakeKey({ onMade }: { readonly onMade: (key: string) => void }) {
  const [role, setRole] = useState("member");
  return (
    <Form
      submit={t("keys.make")}
      onSubmit={async (values) => {
        const body = { name: values.text("name"), role: roleNamed(role) ?? "member" };
        const answer = await call("POST /api/homes/{homeId}/api-keys", { body });
        if (!answer.ok) return answer.error;
        onMade(answer.value.key);
        return null;
      }}
    >
      <TextField name="name" label={t("keys.name")} maxLength={64} autoComplete="off" required />
      <ChoiceField name="role" label={t("keys.role")} value={role} options={roleChoices()} onChange={setRole} />
    </Form>
  );
}

function Key({ apiKey, onChange }: { readonly apiKey: ApiKey; readonly onChange: () => void }) {
  const { apiKeyId, name, role, lastUsedAt } = apiKey;
  const [isAsking, setAsking] = useState(false);
  const remove = async (): Promise<ApiError | null> => {
    const answer = await call("DELETE /api/homes/{homeId}/api-keys/{apiKeyId}", { params: { apiKeyId } });
    if (answer.ok) announce(t("keys.removed"), "good");
    onChange();
    return answer.ok ? null : answer.error;
  };
  return (
    <div class="spread">
      <span>
        <strong>{name}</strong>
        <span class="small block">
          {t(`role.${role}`)},{" "}
          {lastUsedAt === null ? t("keys.unused") : t("keys.used", { date: momentText(lastUsedAt) })}
        </span>
      </span>
      <Button tone="danger" isSmall onClick={() => setAsking(true)}>
        {t("keys.remove.short")}
        <span class="unseen"> {name}</span>
      </Button>
      <ConfirmDialog
        title={t("keys.remove.title", { name })}
        action={t("keys.remove.short")}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={remove}
      >
        <p>{t("keys.remove.text")}</p>
      </ConfirmDialog>
    </div>
  );
}
