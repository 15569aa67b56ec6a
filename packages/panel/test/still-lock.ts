/** A lock as it comes out of its box: nobody is enrolled, and nothing happens. */

import type { StateReport } from "../src/page/messages-of-the-lock.ts";

export const stillLock: StateReport = {
  awake: false,
  initial: true,
  menu: null,
  credentials: { fingerprint: [], pin: [], rfid: [] },
  users: {},
  volume: "high",
  language: "en",
  lockState: "locked",
  operatingMode: "normal",
  lockedOutMs: 0,
  wrongTries: 0,
  pinEntry: "on",
  fingerprintEntry: "on",
  battery: { volts: 6.2, level: "ok" },
  usb: false,
  pairing: false,
  clutch: "free",
  bolt: "free",
  deadBolt: "free",
  latch: "out",
  door: "closed",
  profile: "guarded",
  time: null,
  diagnosis: [],
};
