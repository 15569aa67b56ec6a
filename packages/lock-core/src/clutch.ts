/**
 * The clutch: ordered here, believed only when its sensor says so. An unlock is on record before the motor may move
 * (as a pending drive), and becomes a log record when the clutch has been seen to arrive.
 */

import type { ClutchEvent, LockBodyEvent } from "./event.ts";
import type { DetectableFault } from "./log-record.ts";
import type { OperatingMode } from "./model.ts";
import { secondMs } from "./moment.ts";
import type { Changer } from "./people.ts";
import {
  answerTimeoutMs,
  isPassage,
  relockFailuresMax,
  relockRetryMs,
  type Drive,
  type OperationCause,
} from "./state.ts";
import type { Turn } from "./turn.ts";

const clutchFaults: readonly DetectableFault[] = ["motor-stall", "motor-open", "clutch"];

export const autoCause: OperationCause = { source: "auto", user: null, credential: null };

export interface DriveOptions {
  /** Whom to answer when the clutch has arrived. */
  readonly request: number | null;
  /** How long the clutch stays engaged; null: as the setting says. */
  readonly relockSeconds: number | null;
  /** Another attempt of a relock that failed: it failed aloud the first time. */
  readonly isRetry?: boolean;
  /** The mode to go back to when open mode cannot be entered: a motor fault must not open what was closed. */
  readonly modeBefore?: OperatingMode;
}

const byItself: DriveOptions = { request: null, relockSeconds: null };

export function engageClutch(turn: Turn, cause: OperationCause, options: DriveOptions = byItself): void {
  if (turn.volatile.sensors.clutch === "engaged" && turn.volatile.driveInFlight === null) {
    turn.log({ event: "lockOperation", operation: "unlock", ...cause });
    armRelock(turn, options.relockSeconds);
    turn.reply(options.request, { ok: true, index: null });
    return;
  }
  drive(turn, { to: "engaged", cause }, options);
}

export function freeClutch(turn: Turn, cause: OperationCause, options: DriveOptions = byItself): void {
  turn.changeVolatile({ relockAtMs: null });
  if (turn.volatile.sensors.clutch === "free" && turn.volatile.driveInFlight === null) {
    turn.log({ event: "lockOperation", operation: "lock", ...cause });
    turn.reply(options.request, { ok: true, index: null });
    return;
  }
  drive(turn, { to: "free", cause }, options);
}

function drive(turn: Turn, order: Drive, options: DriveOptions): void {
  const overtaken = turn.volatile.driveInFlight;
  if (overtaken !== null) turn.refuse(overtaken.request, "busy");
  turn.changeDurable({ drive: { pending: order } });
  turn.changeVolatile({
    driveInFlight: {
      deadlineMs: turn.now.poweredMs + answerTimeoutMs,
      request: options.request,
      relockSeconds: options.relockSeconds,
      isRetry: options.isRetry ?? false,
      modeBefore: options.modeBefore ?? "normal",
    },
  });
  turn.order({ type: "driveClutch", to: order.to });
}

function armRelock(turn: Turn, relockSeconds: number | null): void {
  const seconds = relockSeconds ?? turn.durable.settings.autoRelockSeconds;
  const stays = seconds === 0 || isPassage(turn.state);
  turn.changeVolatile({ relockAtMs: stays ? null : turn.now.poweredMs + seconds * secondMs, relockFailures: 0 });
}

export function handleClutchEvent(turn: Turn, event: ClutchEvent): void {
  switch (event.type) {
    case "clutchReached":
      return clutchReached(turn, event.position);
    case "clutchFailed":
      return clutchFailed(turn, event.cause);
    default:
      return event satisfies never;
  }
}

function clutchReached(turn: Turn, position: "engaged" | "free"): void {
  turn.changeSensors({ clutch: position });
  const { pending } = turn.durable.drive;
  const inFlight = turn.volatile.driveInFlight;
  if (pending === null) {
    // Nobody ordered it: a door must not stay open for that.
    if (position === "engaged" && !isPassage(turn.state)) freeClutch(turn, autoCause);
    return;
  }
  if (pending.to !== position) return;
  for (const cause of turn.volatile.faults.filter((fault) => clutchFaults.includes(fault)))
    changeFault(turn, cause, false);
  turn.changeDurable({ drive: { pending: null } });
  turn.changeVolatile({ driveInFlight: null });
  turn.log({
    event: "lockOperation",
    operation: position === "engaged" ? "unlock" : "lock",
    ...pending.cause,
  });
  if (position === "engaged") armRelock(turn, inFlight?.relockSeconds ?? null);
  else turn.changeVolatile({ relockAtMs: null, relockFailures: 0 });
  turn.reply(inFlight?.request ?? null, { ok: true, index: null });
}

export function clutchFailed(turn: Turn, cause: "motor-stall" | "motor-open" | "clutch"): void {
  const { pending } = turn.durable.drive;
  const inFlight = turn.volatile.driveInFlight;
  if (pending === null) return;
  turn.changeDurable({ drive: { pending: null } });
  turn.changeVolatile({ driveInFlight: null });
  const isRetry = inFlight?.isRetry ?? false;
  if (!isRetry) {
    changeFault(turn, cause, true);
    turn.log({
      event: "lockOperationError",
      operation: pending.to === "engaged" ? "unlock" : "lock",
      ...pending.cause,
      error: "unspecified",
      reason: cause,
    });
    turn.logAlarm("lockJammed");
    turn.sound("alarm");
    turn.say("motor-fault");
  }
  if (pending.to === "free") retryRelock(turn, isRetry ? turn.volatile.relockFailures + 1 : 1);
  else if (isPassage(turn.state)) changeMode(turn, inFlight?.modeBefore ?? "normal", { source: pending.cause.source });
  turn.refuse(inFlight?.request ?? null, "motorFault");
}

/** A door that stays open is worth a few more attempts; a blocked motor is not worth the batteries. */
function retryRelock(turn: Turn, failures: number): void {
  turn.changeVolatile({
    relockFailures: failures,
    relockAtMs: failures < relockFailuresMax ? turn.now.poweredMs + relockRetryMs : null,
  });
}

export function changeFault(turn: Turn, cause: DetectableFault, isOn: boolean): void {
  const { faults } = turn.volatile;
  if (faults.includes(cause) === isOn) return;
  turn.changeVolatile({ faults: isOn ? [...faults, cause] : faults.filter((fault) => fault !== cause) });
  turn.log({ event: "fault", cause, on: isOn });
}

/** The lock goes on as it was in another operating mode; what that asks of the clutch is the caller's. */
export function changeMode(turn: Turn, mode: OperatingMode, changer: Changer): void {
  turn.changeDurable({ settings: { ...turn.durable.settings, operatingMode: mode } });
  turn.log({ event: "setting", name: "operatingMode", value: mode, ...changer });
}

/** Matter's privacy mode ends when somebody unlocks by hand, at the inner side or with the key. */
export function boltMoved(
  turn: Turn,
  event: LockBodyEvent & { readonly type: "safetyBoltMoved" | "deadBoltMoved" },
): void {
  const { sensors } = turn.volatile;
  const isSafetyBolt = event.type === "safetyBoltMoved";
  const wasThrown = isSafetyBolt ? sensors.isSafetyBoltThrown : sensors.isDeadBoltThrown;
  turn.changeSensors(isSafetyBolt ? { isSafetyBoltThrown: event.isThrown } : { isDeadBoltThrown: event.isThrown });
  if (wasThrown && !event.isThrown && turn.durable.settings.operatingMode === "privacy")
    changeMode(turn, "normal", { source: "manual" });
}

/** At power-up: what a drive that the cut interrupted has come to, and the clutch back where it belongs. */
export function settleClutch(turn: Turn): void {
  const { pending } = turn.durable.drive;
  const { clutch } = turn.volatile.sensors;
  if (pending !== null) {
    turn.changeDurable({ drive: { pending: null } });
    const operation = pending.to === "engaged" ? "unlock" : "lock";
    if (pending.to === clutch) turn.log({ event: "lockOperation", operation, ...pending.cause });
    else
      turn.log({
        event: "lockOperationError",
        operation,
        ...pending.cause,
        error: "unspecified",
        reason: "interrupted",
      });
  }
  if (isPassage(turn.state)) {
    if (clutch === "free" && mayEngage(turn) === null) engageClutch(turn, autoCause);
  } else if (clutch === "engaged") freeClutch(turn, autoCause);
}

/** Why the clutch is not to be driven although somebody may open; null: it may. */
export function mayEngage(turn: Turn): "bolted-inside" | "handle-not-at-rest" | null {
  const { sensors } = turn.volatile;
  if (sensors.isSafetyBoltThrown) return "bolted-inside";
  if (sensors.clutch === "free" && !sensors.isHandleAtRest) return "handle-not-at-rest";
  return null;
}
