/** DL_LockUnlock of the Matter SDK. */
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { octets } from "../wire-values.ts";
import { addCredential, all, clearUser, pin, set } from "./people.ts";
import { attribute, failure, openSuite, success, timedCommand, walk, writeAttribute } from "./suite.ts";
import type { Request } from "./suite.ts";

const { Locked, Unlocked } = DoorLock.LockState;
const { Normal, NoRemoteLockUnlock } = DoorLock.OperatingMode;

const rightPin = "123456";
const disabledPin = "654321";
const wrongPin = "000000";
const disableSeconds = 10;

const unlock = (code?: string): Request =>
  timedCommand("unlockDoor", code === undefined ? {} : { pinCode: octets(code) });
const lock = (code?: string): Request => timedCommand("lockDoor", code === undefined ? {} : { pinCode: octets(code) });
const lockState = attribute("lockState");

async function waitForLockOut(): Promise<null> {
  await sleep(disableSeconds * 1_000);
  return null;
}

test("a controller locks and unlocks, with a PIN or none, but not with a wrong one or that of a disabled user", async (t) => {
  await walk(await openSuite(t), [
    ["it unlocks without a PIN", unlock(), success],
    ["then it is unlocked", lockState, Unlocked],
    ["it locks without a PIN", lock(), success],
    ["then it is locked", lockState, Locked],
    ["a PIN is added, and a user for it", addCredential(pin(1), rightPin), set(1, 2)],
    ["so many wrong PINs are allowed now that none locks out", writeAttribute("wrongCodeEntryLimit", 20), success],
    ["a wrong PIN does not unlock", unlock(wrongPin), failure],
    ["it stays locked", lockState, Locked],
    ["the right PIN unlocks", unlock(rightPin), success],
    ["then it is unlocked", lockState, Unlocked],
    ["a wrong PIN does not lock", lock(wrongPin), failure],
    ["it stays unlocked", lockState, Unlocked],
    ["the right PIN locks", lock(rightPin), success],
    ["then it is locked", lockState, Locked],
    ["remote operation is switched off", writeAttribute("operatingMode", NoRemoteLockUnlock), success],
    ["then it does not unlock from afar", unlock(), failure],
    ["remote operation is switched on", writeAttribute("operatingMode", Normal), success],
    ["a lock-out is set to 10 s", writeAttribute("userCodeTemporaryDisableTime", disableSeconds), success],
    ["it lasts 10 s", attribute("userCodeTemporaryDisableTime"), disableSeconds],
    ["three wrong PINs lock out now", writeAttribute("wrongCodeEntryLimit", 3), success],
    ["the first wrong PIN is refused", unlock(wrongPin), failure],
    ["the second wrong PIN is refused", unlock(wrongPin), failure],
    ["the third wrong PIN is refused", unlock(wrongPin), failure],
    ["during the lock-out the right PIN is refused", unlock(rightPin), failure],
    ["the lock-out passes", waitForLockOut, null],
    ["after it the right PIN unlocks", unlock(rightPin), success],
    ["then it is unlocked", lockState, Unlocked],
    ["it is locked again", lock(rightPin), success],
    [
      "a PIN is added for a user who is disabled",
      addCredential(pin(2), disabledPin, { userStatus: DoorLock.UserStatus.OccupiedDisabled }),
      set(2, 3),
    ],
    ["the disabled user's PIN does not unlock", unlock(disabledPin), failure],
    ["it stays locked", lockState, Locked],
    ["the enabled user's PIN unlocks", unlock(rightPin), success],
    ["then it is unlocked", lockState, Unlocked],
    ["the disabled user's PIN does not lock", lock(disabledPin), failure],
    ["it stays unlocked", lockState, Unlocked],
    ["the enabled user's PIN locks", lock(rightPin), success],
    ["then it is locked", lockState, Locked],
    ["all users go, with their PINs", clearUser(all), success],
  ]);
});
