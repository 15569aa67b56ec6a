/** The batteries and the emergency socket as Matter power sources (core §11.7), as they follow from the lock's state. */

import { batteryDeadMillivolts, batteryLevelOf, type BatteryLevel, type LockState } from "@catenaccio/lock-core";
import { EndpointNumber } from "@matter/main";
import { PowerSourceServer } from "@matter/main/behaviors/power-source";
import { PowerSource } from "@matter/main/clusters/power-source";

export const BatteryServer = PowerSourceServer.with("Battery", "Replaceable").enable({
  events: { batFaultChange: true },
});
export const EmergencySupplyServer = PowerSourceServer.with("Wired");

/** Four fresh cells (L31). */
const freshMillivolts = 6200;
/** BatPercentRemaining is in half percent. */
const halfPercents = 200;

const chargeLevels = {
  ok: PowerSource.BatChargeLevel.Ok,
  warning: PowerSource.BatChargeLevel.Warning,
  critical: PowerSource.BatChargeLevel.Critical,
  dead: PowerSource.BatChargeLevel.Critical,
} as const satisfies Record<BatteryLevel, PowerSource.BatChargeLevel>;

/** What never changes. */
export const fixedBatteryAttributes = {
  // The one with the lowest order feeds the lock.
  order: 1,
  description: "Batteries",
  batReplaceability: PowerSource.BatReplaceability.UserReplaceable,
  batReplacementDescription: "4 AA cells, all new, of one type",
  batCommonDesignation: PowerSource.BatCommonDesignation.Aa,
  batQuantity: 4,
  endpointList: [EndpointNumber(0), EndpointNumber(1)],
};

export interface BatteryAttributes {
  status: PowerSource.PowerSourceStatus;
  batPresent: boolean;
  /** Millivolts. */
  batVoltage: number;
  batPercentRemaining: number;
  batChargeLevel: PowerSource.BatChargeLevel;
  batReplacementNeeded: boolean;
  activeBatFaults: PowerSource.BatFault[];
}

export function batteryAttributes(state: LockState): BatteryAttributes {
  const { batteryMillivolts: batVoltage, hasUsb } = state.volatile.sensors;
  const level = batteryLevelOf(batVoltage);
  const batPresent = batVoltage > 0;
  const charge = (batVoltage - batteryDeadMillivolts) / (freshMillivolts - batteryDeadMillivolts);
  const { Active, Standby, Unavailable } = PowerSource.PowerSourceStatus;
  return {
    status: level === "dead" ? Unavailable : hasUsb ? Standby : Active,
    batPresent,
    batVoltage,
    batPercentRemaining: Math.round(Math.min(1, Math.max(0, charge)) * halfPercents),
    batChargeLevel: chargeLevels[level],
    batReplacementNeeded: level !== "ok",
    // The lock tells that they do not supply it, and not why: flat, out, or the wrong way round.
    activeBatFaults: level === "dead" ? [PowerSource.BatFault.Unspecified] : [],
  };
}

/** Of the power bank, while one is on. */
export const emergencySupplyAttributes = {
  status: PowerSource.PowerSourceStatus.Active,
  order: 0,
  description: "Emergency supply",
  wiredCurrentType: PowerSource.WiredCurrentType.Dc,
  wiredPresent: true,
  endpointList: [EndpointNumber(0), EndpointNumber(1), EndpointNumber(2)],
};
