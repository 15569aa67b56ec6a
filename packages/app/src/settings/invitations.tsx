/** Invites somebody by a link that is shown once, and takes invitations back. */

import { useState } from "preact/hooks";
import type { invitationMade } from "@catenaccio/protocol/api";
import type { Output } from "../api/api-types.ts";
import { call } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { errorText } from "../text/error-text.ts";
import { momentText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { ChoiceField, Form, TextField } from "../ui/form.tsx";
import { roleChoices, roleNamed } from "./roles.ts";
import { SecretOnce } from "./secret-once.tsx";
import { t } from "./texts.ts";

type Made = Output<typeof invitationMade>;

export function Invitations() {
  const invitations = useLive("GET /api/homes/{homeId}/invitations", { on: ["home"] });
  const [made, setMade] = useState<Made | null>(null);
  const open = invitations.value?.invitations ?? [];
  const takeBack = async (invitationId: string): Promise<void> => {
    const params = { invitationId };
    const answer = await call("DELETE /api/homes/{homeId}/invitations/{invitationId}", { params });
    announce(answer.ok ? t("invite.takenBack") : errorText(answer.error), answer.ok ? "good" : "bad");
    if (answer.ok && made?.invitation.invitationId === invitationId) setMade(null);
    await invitations.refresh();
  };
  return (
    <>
      <Card title={t("invite.title")} icon="plus">
        {made !== null && (
          <SecretOnce
            text={t("invite.link", { email: made.invitation.email })}
            secret={made.link}
            share={t("invite.title")}
          />
        )}
        <InviteForm
          key={made?.invitation.invitationId ?? "first"}
          onMade={(next) => {
            setMade(next);
            void invitations.refresh();
          }}
        />
      </Card>
      {open.length > 0 && (
        <Card title={t("invite.open")} icon="clock">
          <ul class="things">
            {open.map(({ invitationId, email, role, expiresAt }) => (
              <li key={invitationId} class="spread">
                <span>
                  <strong class="breakable">{email}</strong>
                  <span class="small block">
                    {t(`role.${role}`)}, {t("invite.until", { date: momentText(expiresAt) })}
                  </span>
                </span>
                <Button isSmall onClick={() => void takeBack(invitationId)}>
                  {t("invite.takeBack")}
                  <span class="unseen"> {email}</span>
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function InviteForm({ onMade }: { readonly onMade: (made: Made) => void }) {
  const [role, setRole] = useState("member");
  return (
    <Form
      submit={t("invite.make")}
      onSubmit={async (values) => {
        const body = { email: values.text("email"), role: roleNamed(role) ?? "member" };
        const answer = await call("POST /api/homes/{homeId}/invitations", { body });
        if (!answer.ok) return answer.error;
        onMade(answer.value);
        return null;
      }}
    >
      <TextField name="email" type="email" label={t("invite.email")} autoComplete="off" maxLength={254} required />
      <ChoiceField name="role" label={t("invite.role")} value={role} options={roleChoices()} onChange={setRole} />
    </Form>
  );
}
