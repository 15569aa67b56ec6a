/** Power comes and goes, batteries age, the front panel is forced off, parts fall silent. */

import { batteryLevelOf, isWorse, type BatteryLevel } from "./battery.ts";
import { changeFault, settleClutch } from "./clutch.ts";
import type { PartEvent, PoweredUp, SupplyEvent } from "./event.ts";
import { keepHolidays } from "./holidays.ts";
import { sirenMs, unpoweredLock } from "./state.ts";
import type { Turn } from "./turn.ts";
import { settleInterruptedTry } from "./verification.ts";

export function handleSupplyEvent(turn: Turn, event: SupplyEvent): void {
  switch (event.type) {
    case "poweredUp":
      return poweredUp(turn, event);
    case "powerLost":
      return powerLost(turn, event.areBatteriesOut);
    case "supplyMeasured":
      return supplyMeasured(turn, event);
    default:
      return event satisfies never;
  }
}

function poweredUp(turn: Turn, found: PoweredUp): void {
  const { volatile } = unpoweredLock();
  turn.changeVolatile({
    ...volatile,
    session: found.isResetHeld ? { kind: "factoryReset" } : { kind: "asleep" },
    lastInputMs: turn.now.poweredMs,
    sensors: {
      clutch: found.clutch,
      isHandleAtRest: found.isHandleAtRest,
      isSafetyBoltThrown: found.isSafetyBoltThrown,
      isDeadBoltThrown: found.isDeadBoltThrown,
      batteryMillivolts: found.batteryMillivolts,
      hasUsb: found.hasUsb,
    },
  });
  turn.log({ event: "power", what: "up" });
  if (found.hasUsb) turn.log({ event: "power", what: "usb" });
  turn.order({ type: "setLoudness", volume: turn.durable.settings.volume });
  settleInterruptedTry(turn);
  settleClutch(turn);
  keepHolidays(turn);
  tamperMoved(turn, found.isFrontRemoved);
  reportBattery(turn, found.batteryMillivolts);
  for (const slot of found.templateSlots ?? [])
    if (turn.durable.credentials.fingerprint[slot] === undefined) turn.order({ type: "deleteTemplate", slot });
  if (found.isResetHeld) turn.say("factory-reset-confirm");
}

/** The capacitor's last act: the powered clock is stored with whatever runs on it. */
function powerLost(turn: Turn, areBatteriesOut: boolean): void {
  const { sensors, pendingTry, driveInFlight, pairingUntilMs } = turn.volatile;
  if (areBatteriesOut && sensors.batteryMillivolts > 0) turn.log({ event: "power", what: "batteriesOut" });
  if (pairingUntilMs !== null) turn.log({ event: "pairing", what: "closed" });
  if (turn.session.kind === "addFingerprint" && turn.session.order !== null)
    turn.order({ type: "reportEnrolment", report: { status: "failed", reason: "noPower" } });
  turn.refuse(pendingTry?.request ?? null, "noPower");
  turn.refuse(driveInFlight?.request ?? null, "noPower");
  turn.changeDurable({ clock: { poweredMs: turn.now.poweredMs } });
  turn.changeVolatile({ ...unpoweredLock().volatile, sensors: { ...sensors, hasUsb: false } });
}

function supplyMeasured(turn: Turn, event: SupplyEvent & { type: "supplyMeasured" }): void {
  const { batteryMillivolts: before, hasUsb: hadUsb } = turn.volatile.sensors;
  turn.changeSensors({ batteryMillivolts: event.batteryMillivolts, hasUsb: event.hasUsb });
  if (event.hasUsb && !hadUsb) turn.log({ event: "power", what: "usb" });
  if (event.batteryMillivolts === 0 && before > 0) turn.log({ event: "power", what: "batteriesOut" });
  else reportBattery(turn, event.batteryMillivolts);
}

/** Each worsening is reported once; new batteries start again. */
function reportBattery(turn: Turn, millivolts: number): void {
  const level: BatteryLevel = batteryLevelOf(millivolts);
  const { alarm } = turn.durable;
  if (level === alarm.reportedBattery || millivolts === 0) return;
  const worsened = isWorse(level, alarm.reportedBattery);
  if (!worsened && level !== "ok") return;
  turn.changeDurable({ alarm: { ...alarm, reportedBattery: level } });
  if (!worsened) return;
  turn.logAlarm("lowBattery");
  turn.say("battery-low");
}

export function tamperMoved(turn: Turn, isRemoved: boolean): void {
  const { alarm } = turn.durable;
  if (alarm.isFrontRemoved === isRemoved) return;
  const sirenUntilMs = isRemoved ? turn.now.poweredMs + sirenMs : alarm.sirenUntilMs;
  turn.changeDurable({ alarm: { ...alarm, isFrontRemoved: isRemoved, sirenUntilMs } });
  if (isRemoved) turn.logAlarm("frontEscutcheonRemoved");
}

export function partChanged(turn: Turn, event: PartEvent): void {
  changeFault(turn, event.part, !event.isWorking);
  // The reader may have been told to forget a finger while it did not listen.
  if (event.isWorking && event.part !== "keypad") {
    const slots = Object.keys(turn.durable.credentials.fingerprint).map(Number);
    turn.order({ type: "keepTemplates", slots });
  }
}
