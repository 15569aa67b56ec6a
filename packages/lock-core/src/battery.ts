/** What the battery voltage means. Thresholds are for the sum of four AA cells. */

export type BatteryLevel = "ok" | "warning" | "critical" | "dead";

export const batteryWarningMillivolts = 4800;
export const batteryCriticalMillivolts = 4200;
export const batteryDeadMillivolts = 3600;

export function batteryLevelOf(millivolts: number): BatteryLevel {
  if (millivolts < batteryDeadMillivolts) return "dead";
  if (millivolts < batteryCriticalMillivolts) return "critical";
  if (millivolts < batteryWarningMillivolts) return "warning";
  return "ok";
}

const rank: Readonly<Record<BatteryLevel, number>> = { ok: 0, warning: 1, critical: 2, dead: 3 };

export function isWorse(level: BatteryLevel, than: BatteryLevel): boolean {
  return rank[level] > rank[than];
}
