/** From the remote messages of the panel protocol to the commands of the core, and from its refusals to sentences. */

import { isEasyPin, type CommandBody, type Refusal } from "@catenaccio/lock-core";
import { cardIdentifierOf } from "@catenaccio/lock-hardware/simulated";
import type { DeviceSecrets } from "../secrets/device-secrets.ts";
import type { RemoteMessage } from "./protocol.ts";

const minutesPerHour = 60;

export function commandOf(message: RemoteMessage, secrets: DeviceSecrets): CommandBody {
  switch (message.remote) {
    case "unlock":
      return { type: "unlockDoor", pin: message.pin ?? null, timeoutSeconds: null };
    case "lock":
      return { type: "lockDoor" };
    case "passage-on":
      return { type: "setOperatingMode", mode: "passage" };
    case "passage-off":
      return { type: "setOperatingMode", mode: "normal" };
    case "volume":
      return { type: "changeSetting", setting: { name: "volume", value: message.to } };
    case "language":
      return { type: "changeSetting", setting: { name: "language", value: message.to } };
    case "menu-on":
    case "menu-off":
      return { type: "changeSetting", setting: { name: "isMenuEnabled", value: message.remote === "menu-on" } };
    case "entry-on":
      return { type: "restoreEntry" };
    case "relock":
      return { type: "changeSetting", setting: { name: "autoRelockSeconds", value: message.seconds } };
    case "setUser":
      return {
        type: "setUser",
        userIndex: message.user,
        ...(message.name !== undefined && { name: message.name }),
        ...(message.role !== undefined && { role: message.role }),
        ...(message.type !== undefined && { userType: message.type }),
        ...(message.enabled !== undefined && {
          userStatus: message.enabled ? "occupiedEnabled" : "occupiedDisabled",
        }),
      };
    case "clearUser":
      return { type: "clearUser", userIndex: message.user };
    case "setCredential":
      return {
        type: "setCredential",
        userIndex: message.user,
        index: message.index ?? null,
        credential:
          message.kind === "rfid"
            ? { kind: "rfid", tag: secrets.hashCard(cardIdentifierOf(message.card)) }
            : {
                kind: "pin",
                pin: {
                  tag: secrets.hashPinRun(message.pin),
                  length: message.pin.length,
                  isEasy: isEasyPin(message.pin),
                },
              },
      };
    case "clearCredential":
      return {
        type: "clearCredential",
        kind: message.kind,
        index: message.index,
        ...(message.user !== undefined && { userIndex: message.user }),
      };
    case "setSchedule":
      return scheduleOf(message);
    case "clearSchedules":
      return { type: "clearSchedules", userIndex: message.user };
    default:
      return message satisfies never;
  }
}

function scheduleOf(message: RemoteMessage & { remote: "setSchedule" }): CommandBody {
  const base = { userIndex: message.user, index: null };
  if ("weekDay" in message) {
    const { days, from, to } = message.weekDay;
    return { type: "setWeekDaySchedule", ...base, days, fromMinute: minuteOf(from), toMinute: minuteOf(to) };
  }
  const { from, to } = message.yearDay;
  return { type: "setYearDaySchedule", ...base, fromLocalMs: Date.parse(from), toLocalMs: Date.parse(to) };
}

/** Minutes since midnight of `09:30`. */
function minuteOf(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(":").map(Number);
  return hours * minutesPerHour + minutes;
}

/** Why an order was not carried out, in one sentence. */
export const refusalSentences: Readonly<Record<Refusal, string>> = {
  noPower: "The lock has no power.",
  outOfRange: "A value of the order is out of range.",
  unknownUser: "There is no such user.",
  notInUse: "There is no such credential.",
  otherHome: "The user belongs to another home.",
  readerFault: "The fingerprint reader does not answer.",
  occupied: "That number belongs to another user's credential.",
  batteryCritical: "The batteries are too low to store anything new.",
  full: "There is no room left for that.",
  duplicate: "That credential is already enrolled.",
  pinLength: "A PIN has 6 to 10 digits.",
  easyPin: "That PIN is too easy to guess.",
  longerPinNeeded: "With so many PINs, a new one needs more than six digits.",
  lastAdministrator: "The last administrator's credential stays as long as there are others.",
  operatingMode: "The lock's operating mode does not allow that.",
  pinRequired: "A remote order needs a PIN.",
  lockedOut: "The lock is locked out after wrong tries.",
  entryStopped: "PIN entry is stopped.",
  invalidCredential: "The PIN is not valid.",
  disabledUser: "The user is disabled.",
  restricted: "The user may not open now.",
  boltedInside: "The door is bolted from inside.",
  handleNotAtRest: "The outer handle is not at rest.",
  motorFault: "The clutch did not move.",
  busy: "The lock is busy.",
};
