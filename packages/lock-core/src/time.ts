/** Time has passed: whatever was due is done, each as if it had been done at its moment. */

import { autoCause, clutchFailed, freeClutch } from "./clutch.ts";
import { endLockout } from "./guard.ts";
import { keepHolidays } from "./holidays.ts";
import { inputTimedOut } from "./keypad.ts";
import { closeWindow } from "./pairing.ts";
import { checkpointDeadlineMs, sessionDeadlineMs } from "./state.ts";
import type { Turn } from "./turn.ts";
import { expireUsers, tryTimedOut } from "./verification.ts";

export function timePassed(turn: Turn): void {
  const isDue = (deadlineMs: number | null | undefined): boolean =>
    deadlineMs !== null && deadlineMs !== undefined && turn.now.poweredMs >= deadlineMs;

  if (isDue(turn.volatile.pendingTry?.deadlineMs)) tryTimedOut(turn);
  if (isDue(turn.volatile.driveInFlight?.deadlineMs)) clutchFailed(turn, "motor-open");
  if (isDue(turn.durable.guard.lockoutUntilMs)) lockoutOver(turn);
  if (isDue(turn.durable.alarm.sirenUntilMs))
    turn.changeDurable({ alarm: { ...turn.durable.alarm, sirenUntilMs: null } });
  if (isDue(turn.volatile.relockAtMs))
    freeClutch(turn, autoCause, { request: null, relockSeconds: null, isRetry: turn.volatile.relockFailures > 0 });
  expireUsers(turn);
  keepHolidays(turn);
  if (isDue(turn.volatile.pairingUntilMs)) closeWindow(turn);
  if (isDue(sessionDeadlineMs(turn.volatile))) inputTimedOut(turn);
  if (isDue(checkpointDeadlineMs(turn.durable))) turn.changeDurable({ clock: { poweredMs: turn.now.poweredMs } });
}

function lockoutOver(turn: Turn): void {
  turn.changeDurable({ guard: endLockout(turn.durable.guard) });
  turn.changeVolatile({ blocksLogged: 0 });
}
