/**
 * Four AA cells in a row: what they give, and how that falls with what is drawn from them. Figures are chosen so that
 * new cells last about a year at ten openings a day until the lock warns (6.2 to 4.8 V).
 */

export type BatteryPlace = "in" | "out" | "reversed";

export const newBatteryMillivolts = 6200;
/** Four fresh lithium cells; nothing that fits gives more. */
export const batteryMillivoltsMax = 7200;
/** Below this the lock's electronics do not run. */
export const powerMillivoltsMin = 3600;

export const energyFigures = {
  standbyMilliwatts: 0.7,
  keypadMilliwatts: 100,
  sirenMilliwatts: 1000,
  motorDriveJoules: 0.6,
  fingerImageJoules: 0.3,
  cardReadJoules: 0.1,
  speechJoules: 0.4,
  toneJoules: 0.05,
} as const;

/** What cells that give 6.2 V still hold. */
const newBatteryJoules = 43_000;

/** The share of that which is left, and the voltage then. Between two points it is a straight line. */
const curve: readonly (readonly [charge: number, millivolts: number])[] = [
  [0, 0],
  [0.01, 3000],
  [0.04, 3600],
  [0.12, 4200],
  [0.28, 4800],
  [1, newBatteryMillivolts],
  [1.15, batteryMillivoltsMax],
];

export function millivoltsAt(joules: number): number {
  return interpolate(curve, Math.max(0, joules) / newBatteryJoules);
}

export function joulesAt(millivolts: number): number {
  const inverse = curve.map(([charge, at]) => [at, charge] as const);
  return interpolate(inverse, millivolts) * newBatteryJoules;
}

/** A reading's steps are rounded to the nearest, so a battery gives "4.8 V" until it is nearer to 4.79. */
export function roundToStep(millivolts: number, stepMillivolts: number): number {
  return Math.round(millivolts / stepMillivolts) * stepMillivolts;
}

function interpolate(points: readonly (readonly [number, number])[], x: number): number {
  let [fromX, fromY] = points[0] ?? [0, 0];
  for (const [toX, toY] of points.slice(1)) {
    if (x <= toX) return fromY + ((x - fromX) / (toX - fromX)) * (toY - fromY);
    [fromX, fromY] = [toX, toY];
  }
  return fromY;
}
