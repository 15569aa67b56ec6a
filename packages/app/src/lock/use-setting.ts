/** Sets one setting of a lock, and shows the wanted value until the lock has told its own. */

import { useEffect, useState } from "preact/hooks";
import type { LockSetting } from "@catenaccio/protocol";
import { call } from "../api/call.ts";
import { errorText } from "../text/error-text.ts";
import { announce } from "../ui/announce.tsx";
import { t } from "./texts.ts";

export interface Setting<Value> {
  readonly value: Value;
  readonly isBusy: boolean;
  /** @returns whether it was set. */
  readonly set: (setting: LockSetting) => Promise<boolean>;
}

export function useSetting<Value extends LockSetting["value"] | null>(lockId: string, told: Value): Setting<Value> {
  const [wanted, setWanted] = useState<Value | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setWanted(null), [told]);
  const set = async (setting: LockSetting): Promise<boolean> => {
    setWanted(setting.value as Value);
    setBusy(true);
    const answer = await call("PUT /api/homes/{homeId}/locks/{lockId}/settings", {
      params: { lockId },
      body: { setting },
    });
    setBusy(false);
    if (!answer.ok) setWanted(null);
    announce(answer.ok ? t("lock.saved") : errorText(answer.error), answer.ok ? "good" : "bad");
    return answer.ok;
  };
  return { value: wanted ?? told, isBusy, set };
}
