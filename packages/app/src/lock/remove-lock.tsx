/** Takes a lock out of the home; also when it does not answer any more. */

import { useLocation } from "preact-iso/router";
import { useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { Button } from "../ui/button.tsx";
import { Card, Notice } from "../ui/card.tsx";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { CheckField } from "../ui/form.tsx";
import { t } from "./texts.ts";

export function RemoveLock({ lock: { lockId, name } }: { readonly lock: LockView }) {
  const { route } = useLocation();
  const [isAsking, setAsking] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const [isForced, setForced] = useState(false);
  const remove = async (): Promise<ApiError | null> => {
    const query = { isForced: isForced ? "true" : "false" } as const;
    const answer = await call("DELETE /api/homes/{homeId}/locks/{lockId}", { params: { lockId }, query });
    if (answer.ok) {
      route("/");
      return null;
    }
    setFailed(answer.error.code === "orderFailed");
    return answer.error;
  };
  const close = (): void => {
    setAsking(false);
    setFailed(false);
    setForced(false);
  };
  return (
    <Card title={t("remove.title")} icon="trash">
      <p class="small">{t("remove.text")}</p>
      <div class="row">
        <Button tone="danger" onClick={() => setAsking(true)}>
          {t("remove.button")}
        </Button>
      </div>
      <ConfirmDialog
        title={t("remove.confirm.title", { name })}
        action={t("remove.confirm")}
        isOpen={isAsking}
        onClose={close}
        onConfirm={remove}
      >
        <p>{t("remove.confirm.text")}</p>
        {hasFailed && (
          <Notice tone="warn">
            <CheckField
              name="isForced"
              label={t("remove.forced")}
              hint={t("remove.forced.text")}
              isChecked={isForced}
              onChange={setForced}
            />
          </Notice>
        )}
      </ConfirmDialog>
    </Card>
  );
}
