/** The attributes of the Door Lock cluster as they follow from the lock's state: made anew from it after each step. */

import {
  credentialsPerKindMax,
  credentialsPerUserMax,
  holidaySchedulesMax,
  lockStateOf,
  pinLengthMax,
  pinLengthMin,
  schedulesPerUserMax,
  usersMax,
  batteryLevelOf,
  type LockState,
} from "@catenaccio/lock-core";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { lockStates, operatingModes, soundVolumes } from "./matter-words.ts";

/** ISO/IEC 14443-3 §6.5.4: an identifier has 4 bytes at least; cards of other makes have longer ones. */
export const rfidLengthMin = 4;
export const rfidLengthMax = 20;

/** What never changes. */
export const fixedAttributes = {
  lockType: DoorLock.LockType.Mortise,
  numberOfTotalUsersSupported: usersMax,
  numberOfPinUsersSupported: credentialsPerKindMax,
  numberOfRfidUsersSupported: credentialsPerKindMax,
  numberOfWeekDaySchedulesSupportedPerUser: schedulesPerUserMax,
  numberOfYearDaySchedulesSupportedPerUser: schedulesPerUserMax,
  numberOfHolidaySchedulesSupported: holidaySchedulesMax,
  numberOfCredentialsSupportedPerUser: credentialsPerUserMax,
  minPinCodeLength: pinLengthMin,
  maxPinCodeLength: pinLengthMax,
  minRfidCodeLength: rfidLengthMin,
  maxRfidCodeLength: rfidLengthMax,
  credentialRulesSupport: { single: true, dual: true, tri: true },
  // Inverted: a bit that is set is a mode that the lock does not have (§5.2.6.6).
  supportedOperatingModes: {
    normal: false,
    vacation: false,
    privacy: false,
    noRemoteLockUnlock: false,
    passage: false,
    alwaysSet: 2047,
  },
} as const;

export interface MovingAttributes {
  lockState: DoorLock.LockState;
  actuatorEnabled: boolean;
  operatingMode: DoorLock.OperatingMode;
  soundVolume: DoorLock.SoundVolume;
  language: string;
  /** Seconds; 0: never by itself. */
  autoRelockTime: number;
  wrongCodeEntryLimit: number;
  /** Seconds. */
  userCodeTemporaryDisableTime: number;
  enableLocalProgramming: boolean;
  localProgrammingFeatures: DoorLock.LocalProgrammingFeatures;
  requirePinForRemoteOperation: boolean;
  /** Minutes. */
  expiringUserTimeout: number;
}

export function movingAttributes(state: LockState): MovingAttributes {
  const { settings } = state.durable;
  const { add, modify, clear, adjustSettings } = settings.localProgramming;
  return {
    lockState: lockStates[lockStateOf(state)],
    actuatorEnabled: isActuatorEnabled(state),
    operatingMode: operatingModes[settings.operatingMode],
    soundVolume: soundVolumes[settings.volume],
    language: settings.language.slice(0, languageLengthMax),
    autoRelockTime: settings.autoRelockSeconds,
    wrongCodeEntryLimit: settings.wrongCodeEntryLimit,
    userCodeTemporaryDisableTime: settings.temporaryDisableSeconds,
    enableLocalProgramming: settings.isMenuEnabled,
    localProgrammingFeatures: {
      addUsersCredentialsSchedules: add,
      modifyUsersCredentialsSchedules: modify,
      clearUsersCredentialsSchedules: clear,
      adjustSettings,
    },
    requirePinForRemoteOperation: settings.isPinRequiredForRemote,
    expiringUserTimeout: settings.expiringUserTimeoutMinutes,
  };
}

const languageLengthMax = 3;

/** Whether an order to the motor has a chance: a motor that failed last time, or batteries that are dead, have none. */
function isActuatorEnabled({ volatile }: LockState): boolean {
  const { sensors, faults } = volatile;
  const isMotorFaulty = faults.some((fault) => fault === "motor-stall" || fault === "motor-open" || fault === "clutch");
  return !isMotorFaulty && (sensors.hasUsb || batteryLevelOf(sensors.batteryMillivolts) !== "dead");
}
