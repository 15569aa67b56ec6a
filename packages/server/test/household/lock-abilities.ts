/** What our own lock says that it can. */

import type { LockAbilities } from "@catenaccio/protocol";

export const ourLockAbilities: LockAbilities = {
  vendor: "Catenaccio",
  product: "Lock",
  serialNumber: "1",
  softwareVersion: "1",
  isCatenaccio: true,
  users: 20,
  pins: 12,
  cards: 6,
  fingerprints: 6,
  credentialsPerUser: 5,
  pinLength: { min: 6, max: 10 },
  weekDaySchedulesPerUser: 10,
  dateSchedulesPerUser: 10,
  canCheckRemotePin: true,
  needsRemotePin: false,
  operatingModes: ["normal", "passage"],
  settings: ["operatingMode", "volume"],
};
