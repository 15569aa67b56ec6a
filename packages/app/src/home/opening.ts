/**
 * An opening from afar, from the proof to the engaged clutch, or to why not: what its dialog shows. The lock's answer says
 * only that it took the order; that the clutch has engaged, or the mode is another one, it reports by itself.
 */

import { useEffect, useRef, useState } from "preact/hooks";
import type { LockView, OrderResult, ProofAction } from "@catenaccio/protocol/api";
import { call, type ApiAnswer } from "../api/call.ts";
import { errorText } from "../text/error-text.ts";
import { conditionOf, isOpen, type LockCondition } from "./lock-condition.ts";
import { orderApiWords, orderErrorWords, reasonWordsOf, type KnownReason } from "./order-words.ts";
import type { Proven } from "./prove-form.tsx";
import { t } from "./texts.ts";
import { whyNot } from "./why-not.ts";

export type Opening =
  | { readonly at: "proving" }
  /** The order is on its way. */
  | { readonly at: "asking" }
  /** The lock took it, and the motor is at work. */
  | { readonly at: "moving"; readonly since: number }
  | { readonly at: "open" }
  /** It was, and has locked itself again. */
  | { readonly at: "over" }
  | {
      readonly at: "failed";
      readonly text: string;
      /** The lock has something wrong with it, for which there is help. */
      readonly isTrouble: boolean;
      /** The lock may have done it all the same. */
      readonly isUnsure: boolean;
    };

export type OrderOutcome = Extract<Opening, { readonly at: "failed" }> | { readonly at: "taken" };

/** A motor that stalls has said so by then. */
const stallMs = 1_500;
/** No motor takes so long, and no report either. */
const silenceMs = 9_000;

export interface UsedOpening {
  readonly opening: Opening;
  readonly begin: (proven: Proven) => void;
  readonly again: () => void;
}

/** Of what is proven: what moves the clutch. */
export type OpeningAct = Exclude<ProofAction, "share">;

export function useOpening(lock: LockView, act: OpeningAct): UsedOpening {
  const [opening, setOpening] = useState<Opening>({ at: "proving" });
  const wasReached = useRef(false);
  const isEnded = useRef(false);
  const { lockId } = lock;
  const isReached = hasReached(conditionOf(lock), act);
  const { at } = opening;
  useEffect(
    () => () => {
      isEnded.current = true;
    },
    [],
  );
  useEffect(() => {
    if (isReached && at !== "proving") wasReached.current = true;
    if ((at === "moving" || at === "failed") && wasReached.current) setOpening({ at: "open" });
    if (at === "open" && !isReached && act === "unlock") setOpening({ at: "over" });
  }, [isReached, at, act]);
  useStalling(lockId, opening.at === "moving" ? opening.since : null, (reason) =>
    setOpening(
      reason === null
        ? { at: "failed", text: t("order.silent"), isTrouble: true, isUnsure: true }
        : { at: "failed", text: reasonWordsOf(reason), isTrouble: true, isUnsure: false },
    ),
  );
  const begin = (proven: Proven): void => {
    // Whoever closes the dialog while the password is judged has thought better of it, and no door opens unseen.
    if (isEnded.current) return;
    const since = Date.now();
    wasReached.current = false;
    setOpening({ at: "asking" });
    void order(lockId, act, proven)
      .then(async (answer) => await outcomeOf(answer, lockId, since))
      .then((outcome) => setOpening(outcome.at === "taken" ? { at: "moving", since } : outcome));
  };
  return { opening, begin, again: () => setOpening({ at: "proving" }) };
}

/**
 * Watches a lock that took an order and has not yet reported that it is done.
 * @param since when it was asked, in milliseconds; null: nothing is waited for any more.
 * @param onStalled hears once why it stalled; null: the lock says nothing at all.
 */
export function useStalling(
  lockId: string,
  since: number | null,
  onStalled: (reason: KnownReason | null) => void,
): void {
  const tell = useRef(onStalled);
  tell.current = onStalled;
  useEffect(() => {
    if (since === null) return;
    let isWatching = true;
    const stop = (): void => {
      isWatching = false;
      clearTimeout(stall);
      clearTimeout(silence);
    };
    const end = (reason: KnownReason | null): void => {
      if (!isWatching) return;
      stop();
      tell.current(reason);
    };
    const stall = setTimeout(() => {
      void whyNot(lockId, since).then((reason) => reason !== null && end(reason));
    }, stallMs);
    const silence = setTimeout(() => end(null), silenceMs);
    return stop;
  }, [since, lockId]);
}

function hasReached(condition: LockCondition, act: OpeningAct): boolean {
  return act === "passage" ? condition === "passage" : isOpen(condition);
}

async function order(lockId: string, act: OpeningAct, { proof, pin }: Proven): Promise<ApiAnswer<OrderResult>> {
  const params = { lockId };
  if (act === "passage")
    return await call("POST /api/homes/{homeId}/locks/{lockId}/passage", { params, body: { isOn: true, proof } });
  const body = { proof, ...(pin !== null && { pin }) };
  return await call("POST /api/homes/{homeId}/locks/{lockId}/unlock", { params, body });
}

export async function outcomeOf(answer: ApiAnswer<OrderResult>, lockId: string, since: number): Promise<OrderOutcome> {
  if (!answer.ok) {
    const { error } = answer;
    // The order may have arrived, and only its answer is lost.
    const isUnsure = error.code === "offline" || error.code === "failed";
    const text = error.code === "offline" ? t("order.offline") : (orderApiWords(error) ?? errorText(error));
    return { at: "failed", text, isTrouble: false, isUnsure };
  }
  if (answer.value.ok) return { at: "taken" };
  const reason = answer.value.error === "refused" ? await whyNot(lockId, since) : null;
  if (reason !== null) return { at: "failed", text: reasonWordsOf(reason), isTrouble: true, isUnsure: false };
  const isUnsure = answer.value.error === "expired";
  return { at: "failed", text: orderErrorWords(answer.value), isTrouble: !isUnsure, isUnsure };
}
