/** Of what one wants to hear: each tick counts at once, and goes back if the server does not take it. */

import type { NoticeKind } from "@catenaccio/protocol/api";
import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { errorText } from "../text/error-text.ts";
import { announce } from "../ui/announce.tsx";
import { Card } from "../ui/card.tsx";
import { CheckField } from "../ui/form.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { t } from "./texts.ts";

const groups = {
  urgent: ["duress", "wrongCodes", "entryStopped", "tamper", "forcedOpen", "jammed", "factoryReset", "doorAjar"],
  battery: ["batteryCritical", "batteryLow", "lockOffline", "lockBack"],
  household: ["maintenanceDue", "webhookStopped"],
} as const satisfies Readonly<Record<string, readonly NoticeKind[]>>;
const groupNames = ["urgent", "battery", "household"] as const;

export function WantedKinds() {
  const live = useLive("GET /api/homes/{homeId}/notices");
  return (
    <Card title={t("notices.wanted")} icon="check">
      {live.value === null ? (
        <Waiting live={live} />
      ) : (
        <Kinds offered={live.value.offered} saved={live.value.wanted} refresh={live.refresh} />
      )}
    </Card>
  );
}

interface KindsProps {
  readonly offered: readonly NoticeKind[];
  readonly saved: readonly NoticeKind[];
  readonly refresh: () => Promise<void>;
}

function Kinds({ offered, saved, refresh }: KindsProps) {
  const [wanted, setWanted] = useState(saved);
  const save = async (next: readonly NoticeKind[]): Promise<void> => {
    const before = wanted;
    setWanted(next);
    const answer = await call("PUT /api/homes/{homeId}/notices", { body: { wanted: [...next] } });
    announce(answer.ok ? t("notices.wanted.saved") : errorText(answer.error), answer.ok ? "good" : "bad");
    if (answer.ok) await refresh();
    else setWanted(before);
  };
  return groupNames.map((group) => {
    const kinds = groups[group].filter((kind) => offered.includes(kind));
    if (kinds.length === 0) return null;
    return (
      <fieldset key={group} class="notice-kinds">
        <legend>{t(`notices.wanted.${group}`)}</legend>
        {kinds.map((kind) => (
          <CheckField
            key={kind}
            name={kind}
            label={t(`notices.kind.${kind}`)}
            isChecked={wanted.includes(kind)}
            {...(kind === "duress" && { hint: t("notices.wanted.duress.note") })}
            onChange={(isChecked) =>
              void save(isChecked ? [...wanted, kind] : wanted.filter((other) => other !== kind))
            }
          />
        ))}
      </fieldset>
    );
  });
}
