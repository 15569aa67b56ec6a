/** What the codes of the API mean, for its page and its document. The types see to it that none is missing. */

import type { HomeRole, OrderError, RefusalReason } from "@catenaccio/protocol";
import type { HouseholdEvent } from "../household/household.ts";
import type { Permission } from "../permissions.ts";
import type { ErrorWord } from "./route.ts";

export const errorMeanings: Readonly<Record<ErrorWord, string>> = {
  invalid: "Something in the request is not as it has to be; `field` names it.",
  unauthenticated: "Nobody is signed in, or the API key is not known.",
  wrongCredentials: "The e-mail address, password or code is wrong.",
  proofRefused: "The proof is wrong, too old, or for another lock or action.",
  forbidden: "The role in the home does not allow it, or an API key cannot do it.",
  paused: "One's own access to that lock is paused.",
  foreignOrigin: "The request comes from another page, or asks for the server by a name that is not its own.",
  notLocal: "It is possible from the gateway's own network only.",
  notFound: "It does not exist, or belongs to a home that one is no member of.",
  notAllowed: "The address does not take that method; `Allow` names those that it takes.",
  alreadyClaimed: "The gateway has an owner.",
  duplicate: "Somebody has that already.",
  easyPin: "The PIN is too easy to guess.",
  full: "There is no room for one more.",
  noCommonPinLength: "The locks take PINs of different lengths: none fits them all.",
  conflict: "It does not go together with how things are now.",
  proofUsed: "The proof has been used: make a new one.",
  tooLarge: "The body is too long.",
  mediaType: "Only `Content-Type: application/json` is taken.",
  blocked: "Too many wrong tries: wait as long as `Retry-After` says.",
  tooMany: "Too many requests at once: wait as long as `Retry-After` says, or ask for less.",
  failed: "The server failed; nothing is known to have changed.",
  orderFailed: "The gateway or the lock did not do it.",
  noGateway: "There is no gateway that could do it.",
};

export const roleMeanings: Readonly<Record<HomeRole, string>> = {
  owner: "Everything. There is at least one.",
  administrator:
    "Locks, people, guests, members, history; does not change the home's settings, and sees neither API keys nor audit.",
  member: "Sees the locks and opens them.",
  guest: "Sees the home and what is kept about oneself.",
};

export const permissionMeanings: Readonly<Record<Permission, string>> = {
  "home.read": "See the home's name and one's own role, and hear what is new",
  "home.change": "Rename the home",
  "lock.read": "See the locks and how they are",
  "lock.operate": "Lock; unlock and open mode with a fresh proof",
  "lock.change": "Add, rename, set, share and remove locks",
  "person.read": "See people, guests, and who has access",
  "person.change": "Change people, guests, PINs, cards, fingers and access",
  "history.read": "See what happened",
  "alarm.read": "See alarms",
  "alarm.change": "Acknowledge alarms, and see those of duress",
  "settings.read": "See the home's settings",
  "settings.change": "Change the home's settings",
  "member.read": "See members and invitations",
  "member.change": "Invite, change and remove members, up to one's own role",
  "gateway.change": "Set up the gateway",
  "webhook.change": "See and change webhooks",
  "apiKey.change": "Make and revoke API keys",
  "audit.read": "See who did what",
  "care.read": "See maintenance, diagnosis and installation",
  "care.change": "Tick off maintenance and installation",
  "self.read": "See what is kept about oneself",
  "self.change": "Change one's own notifications",
};

/** Of the stream of live events: what is new, and what comes with it. */
export const eventMeanings: Readonly<
  Record<HouseholdEvent["type"] | "home", readonly [carries: string, text: string]>
> = {
  home: ["", "The home's name, members, invitations or API keys"],
  people: ["", "People, guests, access, PINs, cards or fingers"],
  settings: ["", "The home's settings, or the broker"],
  lock: ["lockId", "How a lock is, or its name"],
  wanted: ["lockId", "Whether a lock has what the household wants"],
  addLock: ["lockId", "How the adding of a lock goes on"],
  enrolment: ["lockId", "How the enrolment of a finger goes on"],
  alarm: ["lockId", "An alarm, or its acknowledgement"],
  record: ["lockId, number", "Something happened at a lock: it stands in the history"],
};

/** Of `status: "refused"`. */
export const statusReasonMeanings: Readonly<Record<RefusalReason, string>> = {
  full: "The lock has no more room of that kind.",
  duplicate: "Somebody at this lock has the same one already.",
  pinLength: "This lock takes PINs of another length.",
  easyPin: "The lock finds this PIN too easy to guess.",
  longerPinNeeded: "With so many PINs this lock wants longer ones.",
  notSupported: "This lock cannot do that.",
  schedulesNotSupported: "This lock cannot keep these times, so the person is not let in always instead.",
  secretForgotten: "What was sealed is forgotten: give the PIN or card again.",
  enrolAtReader: "The finger has to be enrolled at that lock's reader.",
  lastAdministrator: "It would be the last administrator of the lock.",
  otherHome: "Another home system made it, and only that one may change it.",
  batteryCritical: "The batteries are too low for that.",
  refused: "The lock refused and gave no reason.",
};

/** Of an order that was not carried out. */
export const orderErrorMeanings: Readonly<Record<Exclude<OrderError, RefusalReason>, string>> = {
  unknownLock: "The gateway does not know this lock.",
  badCode: "That is no code of a lock.",
  alreadyAdded: "The lock has been added already.",
  notFound: "No lock answered: it is not in pairing mode, or not within reach.",
  wrongPasscode: "The code is not this lock's.",
  unreachable: "The lock does not answer.",
  expired: "It was not possible in time, and will not be done later.",
  busy: "The lock is doing something else.",
  invalid: "The lock does not take that.",
  brokerUnreachable: "The broker does not answer.",
};
