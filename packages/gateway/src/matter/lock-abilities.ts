/** What a lock can do, as its features and attributes say. */

import { operatingModes as everyMode, type LockAbilities, type LockSetting } from "@catenaccio/protocol";
import type { LockAccess, LockAttributes } from "./lock-access.ts";

type DoorLockValues = Readonly<Partial<LockAttributes<"doorLock">>>;

/** Matter has no attribute for it; of ours there is room for as many as of the other kinds (docs/matter.md). */
const ownFingerprints = 50;

export function abilitiesOf(access: LockAccess): LockAbilities {
  const door = access.current("doorLock");
  const node = access.current("basicInformation");
  const isCatenaccio = access.has("catenaccioLock");
  return {
    vendor: node.vendorName ?? "",
    product: node.productName ?? "",
    serialNumber: node.serialNumber ?? null,
    softwareVersion: node.softwareVersionString ?? "",
    isCatenaccio,
    ...peopleOf(door, isCatenaccio),
    ...remotePinOf(door),
    operatingModes: modesOf(door),
    settings: settingsOf(door, isCatenaccio),
  };
}

/** A lock without the User feature has PINs by commands of its own, which only other homes use. */
function peopleOf(door: DoorLockValues, isCatenaccio: boolean) {
  const { featureMap: features = {} } = door;
  const has = (feature: string): boolean => features["user"] === true && features[feature] === true;
  const { minPinCodeLength: min, maxPinCodeLength: max } = door;
  const users = features["user"] === true ? (door.numberOfTotalUsersSupported ?? 0) : 0;
  return {
    users,
    pins: has("pinCredential") ? (door.numberOfPinUsersSupported ?? 0) : 0,
    cards: has("rfidCredential") ? (door.numberOfRfidUsersSupported ?? 0) : 0,
    fingerprints: has("fingerCredentials") ? (isCatenaccio ? ownFingerprints : users) : 0,
    credentialsPerUser: features["user"] === true ? (door.numberOfCredentialsSupportedPerUser ?? 0) : 0,
    pinLength: has("pinCredential") && min !== undefined && max !== undefined ? { min, max } : null,
    weekDaySchedulesPerUser: has("weekDayAccessSchedules") ? (door.numberOfWeekDaySchedulesSupportedPerUser ?? 0) : 0,
    dateSchedulesPerUser: has("yearDayAccessSchedules") ? (door.numberOfYearDaySchedulesSupportedPerUser ?? 0) : 0,
  };
}

function remotePinOf({ featureMap: features = {}, requirePinForRemoteOperation }: DoorLockValues) {
  const canCheckRemotePin = features["credentialOverTheAirAccess"] === true && features["pinCredential"] === true;
  return { canCheckRemotePin, needsRemotePin: canCheckRemotePin && requirePinForRemoteOperation === true };
}

/** Inverted: a bit that is set is a mode that the lock does not have (§5.2.6.6). */
function modesOf({ supportedOperatingModes: absent }: DoorLockValues): LockAbilities["operatingModes"] {
  return absent === undefined ? ["normal"] : everyMode.filter((mode) => absent[mode] !== true);
}

function settingsOf(door: DoorLockValues, isCatenaccio: boolean): LockAbilities["settings"] {
  const has: Readonly<Record<LockSetting["name"], boolean>> = {
    operatingMode: modesOf(door).length > 1,
    volume: door.soundVolume !== undefined,
    language: door.language !== undefined,
    menu: door.enableLocalProgramming !== undefined,
    autoRelockSeconds: door.autoRelockTime !== undefined,
    guardProfile: isCatenaccio,
  };
  return (Object.keys(has) as LockSetting["name"][]).filter((name) => has[name]);
}
