/** Locking, and ending open mode: no proof is asked of whoever makes a door safer. */

import { useState } from "preact/hooks";
import type { LockView, OrderResult } from "@catenaccio/protocol/api";
import { call, type ApiAnswer } from "../api/call.ts";
import { announce } from "../ui/announce.tsx";
import { needsPin } from "./lock-condition.ts";
import { outcomeOf } from "./opening.ts";
import { t } from "./texts.ts";

export interface Locking {
  readonly isBusy: boolean;
  /** Why the last one was not carried out. */
  readonly problem: string | null;
  readonly lock: () => Promise<void>;
  readonly endPassage: () => Promise<void>;
}

/** @param askPin for a lock that takes no order without one. */
export function useLocking(lock: LockView, askPin: () => void): Locking {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { lockId } = lock;
  const params = { lockId };
  const run = async (ask: () => Promise<ApiAnswer<OrderResult>>, done: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const since = Date.now();
    const outcome = await outcomeOf(await ask(), lockId, since);
    setBusy(false);
    if (outcome.at === "failed") setProblem(outcome.text);
    else announce(done, "good");
  };
  return {
    isBusy,
    problem,
    lock: async () => {
      if (needsPin(lock)) askPin();
      else
        await run(
          async () => await call("POST /api/homes/{homeId}/locks/{lockId}/lock", { params, body: {} }),
          t("locking.done"),
        );
    },
    endPassage: async () =>
      await run(
        async () => await call("POST /api/homes/{homeId}/locks/{lockId}/passage", { params, body: { isOn: false } }),
        t("passage.ended"),
      ),
  };
}
