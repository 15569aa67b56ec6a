/** What people do at the virtual door and in its app, as messages; and what they perceive, read from the answers. */
import assert from "node:assert/strict";
import type { CredentialKind, KeypadView, Line, LogRecord, Out, PanelProcess } from "./panel-process.ts";

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Longer than any relock, sleep, or motor that does not answer; shorter than any lock-out. */
export const aWhile = { wait: 20 * second };

/** The administrator of `moveIn`: a PIN, a finger and a card, each with number 1 of its kind. */
export const adminPin = "482915";
export const adminFinger = "anna-thumb";
export const adminCard = "blue";

export const press = (keys: string): readonly Line[] => [{ touch: true }, { press: keys }];
export const enter = (digits: string): readonly Line[] => press(`${digits}#`);
export const openMenu: readonly Line[] = press("3571#");
export const pushHandle: readonly Line[] = [
  { handle: "outside", move: "down" },
  { handle: "outside", move: "release" },
];

export const addPin = (pin: string): readonly Line[] => [{ press: `12#${pin}#${pin}#` }];
export const addFinger = (finger: string): readonly Line[] => [
  { press: "11#" },
  ...Array.from({ length: 5 }, () => ({ finger })),
];
export const addCard = (card: string): readonly Line[] => [{ press: "13#" }, { card }];

/** A new lock's first evening. */
export const moveIn: readonly Line[] = [
  ...openMenu,
  ...addPin(adminPin),
  ...addFinger(adminFinger),
  ...addCard(adminCard),
  { press: "*" },
];

/** The menu, opened and verified with the administrator's PIN. */
export const openMenuAsAdmin: readonly Line[] = [...openMenu, { press: `${adminPin}#` }];

export function setUser(user: number, changes: Readonly<Record<string, unknown>> = {}): Line {
  return {
    remote: "setUser",
    user,
    name: `user-${user}`,
    role: "guest",
    type: "unrestrictedUser",
    enabled: true,
    ...changes,
  };
}

export function setPin(user: number, index: number, pin: string): Line {
  return { remote: "setCredential", user, kind: "pin", index, pin };
}

export function setCard(user: number, index: number, card: string): Line {
  return { remote: "setCredential", user, kind: "rfid", index, card };
}

export function clearCredential(kind: CredentialKind, index: number): Line {
  return { remote: "clearCredential", kind, index };
}

/** A guest with a card: whose success resets the count of wrong tries, and nothing that only administrators may. */
export const guestUser = 90;
export const guestCard = "guest-green";
export const guestPin = "730264";
export const inviteGuest: readonly Line[] = [
  setUser(guestUser),
  setCard(guestUser, 40, guestCard),
  setPin(guestUser, 40, guestPin),
];

/** A PIN of nobody in these tests, nor part of one. */
export const nobodysPin = "951360";

export const repeat = (times: number, ...lines: readonly Line[]): readonly Line[] =>
  Array.from({ length: times }, () => lines).flat();

/** Five wrong cards in a row. */
export const fiveWrongTries: readonly Line[] = repeat(5, { card: "nobodys" });

export const says = (out: readonly Out[]): readonly string[] => out.flatMap(({ say }) => say ?? []);
export const tones = (out: readonly Out[]): readonly string[] => out.flatMap(({ tone }) => tone ?? []);
export const keypads = (out: readonly Out[]): readonly KeypadView[] => out.flatMap(({ keypad }) => keypad ?? []);
export const clutchMoves = (out: readonly Out[]): readonly string[] => out.flatMap(({ clutch }) => clutch ?? []);
export const doorMoves = (out: readonly Out[]): readonly string[] => out.flatMap(({ door }) => door ?? []);
export const sirens = (out: readonly Out[]): readonly boolean[] => out.flatMap(({ siren }) => siren ?? []);
export const records = (out: readonly Out[]): readonly LogRecord[] => out.flatMap(({ log }) => log ?? []);
export const errors = (out: readonly Out[]): readonly string[] => out.flatMap(({ error }) => error ?? []);
export const alarms = (log: readonly LogRecord[]): readonly (string | undefined)[] =>
  log.filter(({ event }) => event === "alarm").map(({ code }) => code);
export const refusals = (log: readonly LogRecord[]): readonly LogRecord[] =>
  log.filter(({ event }) => event === "lockOperationError");
export const unlocks = (log: readonly LogRecord[]): readonly LogRecord[] =>
  log.filter(({ event, operation }) => event === "lockOperation" && operation === "unlock");

/** What somebody at the door perceives: no log, no bookkeeping of the protocol. */
export const perceived = (out: readonly Out[]): readonly Out[] =>
  out.filter(({ log, state, done }) => log === undefined && state === undefined && done === undefined);

/** Whether a number flashes on the keypad. */
export const flashes = (out: readonly Out[], number: number): boolean =>
  keypads(out).some(({ lit, shows, flashing }) => lit && flashing && shows === String(number));

/** What is perceived of the last of these lines, and for the four seconds that follow, tenth by tenth. */
export async function perceivedOverTime(panel: PanelProcess, before: readonly Line[], line: Line) {
  await panel.send(...before);
  const seen = [perceived(await panel.send(line))];
  for (let tenths = 0; tenths < 40; tenths += 1) seen.push(perceived(await panel.send({ wait: 100 })));
  return seen;
}

/** Whether this opens the door now: the clutch engages, and the handle moves it. Shuts the door again. */
export async function opensDoor(panel: PanelProcess, ...lines: readonly Line[]): Promise<boolean> {
  await panel.send(...lines);
  const engaged = (await panel.state()).clutch === "engaged";
  const opened = doorMoves(await panel.send(...pushHandle)).includes("open");
  await panel.send({ door: "close" }, aWhile);
  assert.equal(opened, engaged, "the handle opens the door exactly while the clutch is engaged");
  return opened;
}

/** Whether the lock lets somebody in who does this, as its log tells. */
export async function opensFor(lock: PanelProcess, ...lines: readonly Line[]): Promise<boolean> {
  const isAnswer = ({ log }: Out) =>
    (log?.event === "lockOperation" && log.operation === "unlock") || log?.event === "lockOperationError";
  await lock.state();
  const answer = (await lock.send(...lines)).find(isAnswer) ?? (await lock.untilOut(isAnswer));
  return answer.log?.event === "lockOperation";
}

/** Five wrong tries, and how long the lock-out is; leaves it waiting to elapse. */
export async function lockOutMs(panel: PanelProcess): Promise<number> {
  await panel.send(...fiveWrongTries);
  return (await panel.state()).lockedOutMs;
}
