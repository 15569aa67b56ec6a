/** Who uses the app for this home, in which role; inviting and removing. */

import { useState } from "preact/hooks";
import type { memberView } from "@catenaccio/protocol/api";
import type { Output } from "../api/api-types.ts";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { account, checkSession, isOwner } from "../api/session.ts";
import { errorText } from "../text/error-text.ts";
import { dayText } from "../text/moments.ts";
import { announce } from "../ui/announce.tsx";
import { Button } from "../ui/button.tsx";
import { Badge, Card } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { Invitations } from "./invitations.tsx";
import { roleNamed, roleOptions } from "./roles.ts";
import { SelectToSave } from "./select-to-save.tsx";
import { SettingsPart } from "./settings-part.tsx";
import { t } from "./texts.ts";

type Member = Output<typeof memberView>;

export function MembersPage() {
  const members = useLive("GET /api/homes/{homeId}/members", { on: ["home"] });
  const refresh = (): void => void members.refresh();
  const owners = members.value?.members.filter(({ role }) => role === "owner").length ?? 0;
  return (
    <SettingsPart title={t("set.members")}>
      <Card>
        {members.value === null ? (
          <Waiting live={members} />
        ) : (
          <ul class="things">
            {members.value.members.map((member) => (
              <li key={member.accountId}>
                <MemberRow member={member} isLastOwner={member.role === "owner" && owners === 1} onChange={refresh} />
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Invitations />
    </SettingsPart>
  );
}

interface MemberRowProps {
  readonly member: Member;
  readonly onChange: () => void;
}

function MemberRow({ member, isLastOwner, onChange }: MemberRowProps & { readonly isLastOwner: boolean }) {
  const { accountId, name, email, role, since } = member;
  const isOwn = accountId === account.value?.accountId;
  const isAbove = role === "owner" && !isOwner.value;
  const [wanted, setWanted] = useState<string | null>(null);
  const change = async (chosen: string): Promise<void> => {
    const next = roleNamed(chosen);
    if (next === null) return;
    setWanted(chosen);
    const params = { accountId };
    const answer = await call("PATCH /api/homes/{homeId}/members/{accountId}", { params, body: { role: next } });
    setWanted(null);
    announce(
      answer.ok ? t("members.role.changed", { name, role: t(`role.${next}`) }) : errorText(answer.error),
      answer.ok ? "good" : "bad",
    );
    onChange();
  };
  return (
    <div class="member">
      <div>
        <strong>{name}</strong> {isOwn && <Badge>{t("members.you")}</Badge>}
        <span class="small block breakable">{email}</span>
        <span class="small block">{t("members.since", { date: dayText(since) })}</span>
      </div>
      {isOwn || isAbove ? (
        <Badge tone="good">{t(`role.${role}`)}</Badge>
      ) : (
        <SelectToSave
          name={`role-${accountId}`}
          label={t("members.role", { name })}
          value={wanted ?? role}
          options={roleOptions()}
          onSave={change}
        />
      )}
      {!isAbove && !isLastOwner && <RemoveMember member={member} isOwn={isOwn} onChange={onChange} />}
    </div>
  );
}

function RemoveMember({ member, isOwn, onChange }: MemberRowProps & { readonly isOwn: boolean }) {
  const { accountId, name } = member;
  const [isAsking, setAsking] = useState(false);
  const remove = async (): Promise<ApiError | null> => {
    const answer = await call("DELETE /api/homes/{homeId}/members/{accountId}", { params: { accountId } });
    if (!answer.ok) return answer.error;
    if (isOwn) await checkSession();
    else announce(t("members.removed", { name }), "good");
    onChange();
    return null;
  };
  return (
    <>
      <Button tone={isOwn ? "quiet" : "danger"} isSmall onClick={() => setAsking(true)}>
        {isOwn ? t("members.leave") : t("members.remove", { name })}
      </Button>
      <ConfirmDialog
        title={isOwn ? t("members.leave.title") : t("members.remove.title", { name })}
        action={isOwn ? t("members.leave.confirm") : t("members.remove.confirm")}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={remove}
      >
        <p>{isOwn ? t("members.leave.text") : t("members.remove.text")}</p>
      </ConfirmDialog>
    </>
  );
}
