/** What a lock's state is, and the one big button for what a person wants of it now. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { LockView } from "@catenaccio/protocol/api";
import { connection, heardAt } from "../api/events.ts";
import { agoText, momentText } from "../text/moments.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/card.tsx";
import { BoltPicture } from "./bolt-picture.tsx";
import { canStayOpen, conditionOf, isHeard, mainActOf, type LockCondition } from "./lock-condition.ts";
import { LockDialog } from "./lock-dialog.tsx";
import { LockTroubles } from "./lock-troubles.tsx";
import { OpenDialog } from "./open-dialog.tsx";
import type { OpeningAct } from "./opening.ts";
import { t } from "./texts.ts";
import { useLocking } from "./use-locking.ts";

interface LockStateProps {
  readonly lock: LockView;
  readonly heading: ComponentChildren;
  /** Beside the heading. */
  readonly beside?: ComponentChildren;
}

export function LockState({ lock, heading, beside }: LockStateProps) {
  const condition = conditionOf(lock);
  const isLost = connection.value === "lost";
  const isOld = !isHeard(lock) || isLost;
  const state = t(`card.state.${condition}`);
  // A lock that is in reach is as old as what the app heard of its gateway.
  const at = isHeard(lock) ? heardAt.value : (lock.report?.heardAt ?? null);
  const age = isOld && condition !== "unknown" ? at : null;
  return (
    <>
      <header class="lock-head">
        <BoltPicture condition={condition} isOld={isOld} />
        {heading}
        {beside}
        <p class={`lock-state ${isOld ? "old" : condition}`} role="status">
          {age === null ? state : t("card.state.before", { state })}
        </p>
        {age !== null && (
          <time class="lock-age" dateTime={new Date(age).toISOString()} title={momentText(age)}>
            {agoText(age)}
          </time>
        )}
      </header>
      {condition === "passage" && <Notice tone="warn">{t("passage.on")}</Notice>}
      <LockTroubles lock={lock} />
      <LockActs lock={lock} condition={condition} />
    </>
  );
}

interface ActsProps {
  readonly lock: LockView;
  readonly condition: LockCondition;
}

function LockActs({ lock, condition }: ActsProps) {
  const [dialog, setDialog] = useState<OpeningAct | "lock" | null>(null);
  const locking = useLocking(lock, () => setDialog("lock"));
  const close = (): void => setDialog(null);
  const act = mainActOf(condition);
  return (
    <div class="lock-acts">
      {act === "unlock" && (
        <Button tone="primary" icon="unlock" isWide onClick={() => setDialog("unlock")}>
          {t("card.open")}
          <span class="unseen"> {lock.name}</span>
        </Button>
      )}
      {act === "lock" && (
        <Button tone="primary" icon="lock" isWide isBusy={locking.isBusy} onClick={() => void locking.lock()}>
          {t("card.lock")}
          <span class="unseen"> {lock.name}</span>
        </Button>
      )}
      {act === "endPassage" && (
        <Button tone="primary" icon="lock" isWide isBusy={locking.isBusy} onClick={() => void locking.endPassage()}>
          {t("passage.off.button")}
          <span class="unseen"> {lock.name}</span>
        </Button>
      )}
      {condition !== "passage" && canStayOpen(lock) && (
        <Button tone="quiet" icon="door" isSmall onClick={() => setDialog("passage")}>
          {t("passage.on.button")}
          <span class="unseen"> {lock.name}</span>
        </Button>
      )}
      {locking.problem !== null && (
        <Notice tone="bad" role="alert">
          {locking.problem}
        </Notice>
      )}
      {(dialog === "unlock" || dialog === "passage") && <OpenDialog lock={lock} act={dialog} onClose={close} />}
      {dialog === "lock" && <LockDialog lock={lock} onLock={locking.lockByPin} onClose={close} />}
    </div>
  );
}
