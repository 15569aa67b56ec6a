/** The codes of the spoken menu, one table (manual, index of the menu). */

import type { CredentialKind, Volume } from "./model.ts";

/** Opens the menu; typed with the keypad awake, ended with `#`. */
export const menuEntryCode = "3571";

export type MenuOperation =
  | { readonly operation: "add"; readonly kind: CredentialKind }
  | { readonly operation: "delete"; readonly kind: CredentialKind }
  | { readonly operation: "clear"; readonly kind: CredentialKind }
  | { readonly operation: "setVolume"; readonly volume: Volume }
  | { readonly operation: "initialise" };

export const menuCodes: Readonly<Record<string, MenuOperation>> = {
  "11": { operation: "add", kind: "fingerprint" },
  "12": { operation: "add", kind: "pin" },
  "13": { operation: "add", kind: "rfid" },
  "21": { operation: "delete", kind: "fingerprint" },
  "22": { operation: "delete", kind: "pin" },
  "23": { operation: "delete", kind: "rfid" },
  "31": { operation: "clear", kind: "fingerprint" },
  "32": { operation: "clear", kind: "pin" },
  "33": { operation: "clear", kind: "rfid" },
  "41": { operation: "setVolume", volume: "high" },
  "42": { operation: "setVolume", volume: "low" },
  "43": { operation: "setVolume", volume: "silent" },
  "3570": { operation: "initialise" },
};
