/** A household for the tests: who lives there, with which credentials, and what hands do at the door. */

import type { InMessage } from "../src/virtual/protocol.ts";

export const touch: InMessage = { touch: true };
export const openMenu: readonly InMessage[] = [touch, { press: "3571#" }];

/** Administrators, enrolled at the keypad: two of each kind, so that none is the last. */
export const adminPin = "482915";
export const secondPin = "730264";
export const adminFinger = "anna-thumb";
export const secondFinger = "bruno-index";
export const adminCard = "blue";
export const secondCard = "green";

/** Invited from the app. */
export const guest = { user: 100, pin: "951847", pinIndex: 10, card: "grey", cardIndex: 10 } as const;
/** Whose PIN opens once. */
export const courier = { user: 101, pin: "618203", pinIndex: 11 } as const;

/** Of nobody, and no part of anybody's. */
export const nobodysPin = "264081";
export const nobodysFinger = "stranger-thumb";
export const nobodysCard = "found-in-the-street";

export const addFinger = (finger: string): readonly InMessage[] => [
  { press: "11#" },
  ...Array.from({ length: 5 }, () => ({ finger })),
];
export const addPin = (pin: string): readonly InMessage[] => [{ press: `12#${pin}#${pin}#` }];
export const addCard = (card: string): readonly InMessage[] => [{ press: "13#" }, { card }];

/** A new lock's first day. */
export const moveIn: readonly InMessage[] = [
  ...openMenu,
  ...addPin(adminPin),
  ...addFinger(adminFinger),
  ...addCard(adminCard),
  ...addPin(secondPin),
  ...addFinger(secondFinger),
  ...addCard(secondCard),
  { press: "*" },
  { remote: "setUser", user: guest.user, name: "Eva", role: "guest" },
  { remote: "setCredential", user: guest.user, kind: "pin", index: guest.pinIndex, pin: guest.pin },
  { remote: "setCredential", user: guest.user, kind: "rfid", index: guest.cardIndex, card: guest.card },
  { remote: "setUser", user: courier.user, name: "Courier", role: "guest", type: "disposableUser" },
  { remote: "setCredential", user: courier.user, kind: "pin", index: courier.pinIndex, pin: courier.pin },
  { wait: 20_000 },
];
