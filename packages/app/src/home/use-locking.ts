/**
 * Locking, and ending open mode: no proof is asked of whoever makes a door safer. The lock's answer says only that it took
 * the order; that it is done is told when the lock reports it.
 */

import { useEffect, useState } from "preact/hooks";
import type { LockView, OrderResult } from "@catenaccio/protocol/api";
import { call, type ApiAnswer } from "../api/call.ts";
import { announce } from "../ui/announce.tsx";
import { conditionOf, needsPin } from "./lock-condition.ts";
import { outcomeOf, useStalling } from "./opening.ts";
import { reasonWordsOf } from "./order-words.ts";
import { t } from "./texts.ts";

export interface Locking {
  readonly isBusy: boolean;
  /** Why the last one was not carried out. */
  readonly problem: string | null;
  readonly lock: () => Promise<void>;
  /** @returns why the lock did not take it, or null. */
  readonly lockByPin: (pin: string) => Promise<string | null>;
  readonly endPassage: () => Promise<void>;
}

interface Order {
  readonly since: number;
  /** What is told when the lock reports it. */
  readonly done: string;
  /** The lock took it. */
  readonly isTaken: boolean;
}

/** @param askPin for a lock that takes no order without one. */
export function useLocking(lock: LockView, askPin: () => void): Locking {
  const [order, setOrder] = useState<Order | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { lockId } = lock;
  const params = { lockId };
  const isLocked = conditionOf(lock) === "locked";
  useEffect(() => {
    if (!isLocked) return;
    setProblem(null);
    if (order?.isTaken !== true) return;
    announce(order.done, "good");
    setOrder(null);
  }, [isLocked, order, problem]);
  useStalling(lockId, order?.isTaken === true ? order.since : null, (reason) => {
    setOrder(null);
    setProblem(reason === null ? t("locking.silent") : reasonWordsOf(reason));
  });
  const run = async (ask: () => Promise<ApiAnswer<OrderResult>>, done: string): Promise<string | null> => {
    const since = Date.now();
    setProblem(null);
    setOrder({ since, done, isTaken: false });
    const outcome = await outcomeOf(await ask(), lockId, since);
    setOrder(outcome.at === "taken" ? { since, done, isTaken: true } : null);
    return outcome.at === "taken" ? null : outcome.text;
  };
  const lockWith = async (body: { readonly pin?: string }): Promise<string | null> =>
    await run(
      async () => await call("POST /api/homes/{homeId}/locks/{lockId}/lock", { params, body }),
      t("locking.done"),
    );
  return {
    isBusy: order !== null,
    problem,
    lock: async () => {
      if (needsPin(lock)) askPin();
      else setProblem(await lockWith({}));
    },
    lockByPin: async (pin) => await lockWith({ pin }),
    endPassage: async () =>
      setProblem(
        await run(
          async () => await call("POST /api/homes/{homeId}/locks/{lockId}/passage", { params, body: { isOn: false } }),
          t("passage.ended"),
        ),
      ),
  };
}
