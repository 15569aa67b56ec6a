/** How a lock is, in the one word that its card shows and the one act that its big button does. Pure. */

import type { LockView } from "@catenaccio/protocol/api";

export type LockCondition =
  /** Nothing is known, or it was never heard. */
  | "unknown"
  | "locked"
  /** The clutch is engaged: the handle opens. */
  | "unlocked"
  /** Of another maker: unlocked until somebody locks it. */
  | "unlockedForeign"
  | "notFullyLocked"
  | "unlatched"
  /** Open mode: anybody can come in. */
  | "passage";

export function conditionOf({ report }: Pick<LockView, "report">): LockCondition {
  const situation = report?.situation ?? null;
  if (situation === null) return "unknown";
  if (situation.operatingMode === "passage") return "passage";
  switch (situation.lockState) {
    case null:
      return "unknown";
    case "unlocked":
      return report?.abilities?.isCatenaccio === true ? "unlocked" : "unlockedForeign";
    case "locked":
    case "notFullyLocked":
    case "unlatched":
      return situation.lockState;
    default:
      return situation.lockState satisfies never;
  }
}

/** Whether somebody at the door can simply come in. */
export function isOpen(condition: LockCondition): boolean {
  return (
    condition === "unlocked" || condition === "unlockedForeign" || condition === "unlatched" || condition === "passage"
  );
}

/** What the big button does. */
export function mainActOf(condition: LockCondition): "unlock" | "lock" | "endPassage" {
  if (condition === "passage") return "endPassage";
  return isOpen(condition) ? "lock" : "unlock";
}

export function isHeard({ report }: Pick<LockView, "report">): boolean {
  return report !== null && report.link === "online";
}

export function canStayOpen({ report }: Pick<LockView, "report">): boolean {
  const abilities = report?.abilities;
  return abilities?.operatingModes.includes("passage") === true && abilities.settings.includes("operatingMode");
}

export function needsPin({ report }: Pick<LockView, "report">): boolean {
  return report?.abilities?.needsRemotePin === true;
}

/** How fast it answers; null: not measured. */
export function linkQuality(answerMs: number | null): "fast" | "fair" | "slow" | null {
  if (answerMs === null) return null;
  if (answerMs <= 250) return "fast";
  return answerMs <= 1_000 ? "fair" : "slow";
}
