/** Our lock in a home, seen from both sides: what the home asks of it over Matter, and what a hand does at its door. */
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { cardIdentifierOf } from "@catenaccio/lock-hardware/simulated";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import { clutchMoves, doorMoves, enter, pushHandle } from "../../lock/at-the-door.ts";
import type { Label, Line, Out, State } from "../../lock/panel-process.ts";
import type { HomeLock } from "../home-lock.ts";
import { openLock } from "../lock-process.ts";
import type { LockProcess } from "../lock-process.ts";
import { MatterHome } from "../matter-home.ts";
import { octets } from "../wire-values.ts";
import type { Fields, WireValue } from "../wire-values.ts";

export interface HomeAndDoor {
  readonly home: MatterHome;
  /** As the home sees it. */
  readonly lock: HomeLock;
  /** As a hand at the door does. */
  readonly door: LockProcess;
  readonly label: Label;
}

export const timed = { timed: true } as const;
export const success: Fields = { status: Status.Success };
export const failure: Fields = { status: Status.Failure };
export const invalidCommand: Fields = { status: Status.InvalidCommand };
/** The number that stands for all users, or all credentials of a kind. */
export const all = 0xfffe;

/** A new lock in a home. @param settings attributes that the home writes before anything else. */
export async function moveIn(t: TestContext, settings: Readonly<Record<string, WireValue>> = {}): Promise<HomeAndDoor> {
  const { lock: door, label } = await openLock(t);
  await door.openWindow();
  const home = await MatterHome.open(t, { name: "Anna" });
  const lock = await home.add(label.qr, label.port);
  for (const [name, value] of Object.entries(settings)) assert.equal(await lock.write(name, value), Status.Success);
  return { home, lock, door, label };
}

/** Refusals that no test counts lock nobody out, and nothing relocks while a test looks. */
export const patient = { wrongCodeEntryLimit: 255, autoRelockTime: 0 } as const;

export function unlock(lock: HomeLock, pin?: string): Promise<Fields> {
  return lock.invoke("unlockDoor", pin === undefined ? {} : { pinCode: octets(pin) }, timed);
}

export function relock(lock: HomeLock, pin?: string): Promise<Fields> {
  return lock.invoke("lockDoor", pin === undefined ? {} : { pinCode: octets(pin) }, timed);
}

/** Whether this at the door engages the clutch, and the handle then opens; the door is shut again and locked. */
export async function opens({ lock, door }: Pick<HomeAndDoor, "lock" | "door">, ...lines: readonly Line[]) {
  const isEngaged = await engages(door, ...lines);
  if (isEngaged) assert.deepEqual(await relock(lock), success);
  return isEngaged;
}

/** The same, but the clutch stays as it is. */
export async function engages(door: LockProcess, ...lines: readonly Line[]): Promise<boolean> {
  const moves = clutchMoves(await answersTo(door, ...lines));
  const isOpened = doorMoves(await door.send(...pushHandle, { door: "close" })).includes("open");
  assert.equal(isOpened, moves.includes("engaged"), "the handle opens the door exactly when the clutch is engaged");
  return isOpened;
}

/** What the lock says to these lines alone: what it had to say before is dropped. */
export async function answersTo(door: LockProcess, ...lines: readonly Line[]): Promise<readonly Out[]> {
  await door.state();
  return door.send(...lines);
}

/** Whether this PIN opens at the keypad, and over the network. */
export async function opensBothWays(at: HomeAndDoor, pin: string): Promise<readonly [keypad: boolean, home: boolean]> {
  const isOpenedAtKeypad = await opens(at, ...enter(pin));
  const answer = await unlock(at.lock, pin);
  if (answer["status"] === Status.Success) assert.deepEqual(await relock(at.lock), success);
  else assert.deepEqual(answer, failure);
  return [isOpenedAtKeypad, answer["status"] === Status.Success];
}

/** Waits, in steps of the door's own clock, until the lock is so. */
export async function untilState(door: LockProcess, isSo: (state: State) => boolean): Promise<State> {
  for (let looks = 0; looks < looksMax; looks += 1) {
    const state = await door.state();
    if (isSo(state)) return state;
    await door.send({ wait: betweenLooksMs });
  }
  throw new Error("The lock did not come to be so.");
}

const betweenLooksMs = 50;
/** A minute: what does not come by then, on the slowest machine, does not come. */
const looksMax = 1_200;

interface UserFields {
  readonly userName?: string;
  readonly userUniqueId?: number;
  readonly userStatus?: number;
  readonly userType?: number;
  readonly credentialRule?: number;
}

/** @returns the status. */
export function addUser(lock: HomeLock, userIndex: number, fields: UserFields = {}): Promise<number> {
  return setUser(lock, DoorLock.DataOperationType.Add, userIndex, fields);
}

export function modifyUser(lock: HomeLock, userIndex: number, fields: UserFields): Promise<number> {
  return setUser(lock, DoorLock.DataOperationType.Modify, userIndex, fields);
}

async function setUser(
  lock: HomeLock,
  operationType: number,
  userIndex: number,
  { userName, userUniqueId, userStatus, userType, credentialRule }: UserFields,
): Promise<number> {
  const answer = await lock.invoke(
    "setUser",
    {
      operationType,
      userIndex,
      userName: userName ?? null,
      userUniqueId: userUniqueId ?? null,
      userStatus: userStatus ?? null,
      userType: userType ?? null,
      credentialRule: credentialRule ?? null,
    },
    timed,
  );
  return Number(answer["status"]);
}

export function clearUser(lock: HomeLock, userIndex: number): Promise<Fields> {
  return lock.invoke("clearUser", { userIndex }, timed);
}

export function getUser(lock: HomeLock, userIndex: number): Promise<Fields> {
  return lock.invoke("getUser", { userIndex });
}

export interface Credential {
  readonly [name: string]: number;
  readonly credentialType: number;
  readonly credentialIndex: number;
}

const { Pin, Rfid, Fingerprint } = DoorLock.CredentialType;
export const pin = (credentialIndex: number): Credential => ({ credentialType: Pin, credentialIndex });
export const card = (credentialIndex: number): Credential => ({ credentialType: Rfid, credentialIndex });
export const finger = (credentialIndex: number): Credential => ({ credentialType: Fingerprint, credentialIndex });

interface Owner {
  readonly userIndex?: number;
  readonly userStatus?: number;
  readonly userType?: number;
}

/** For a user of its own, unless one is given. @param data digits, or the bytes of a card. */
export function addCredential(
  lock: HomeLock,
  credential: Credential,
  data: string | Uint8Array,
  owner: Owner = {},
): Promise<Fields> {
  return setCredential(lock, DoorLock.DataOperationType.Add, { credential, data, owner });
}

export function modifyCredential(
  lock: HomeLock,
  credential: Credential,
  data: string | Uint8Array,
  owner: Owner = {},
): Promise<Fields> {
  return setCredential(lock, DoorLock.DataOperationType.Modify, { credential, data, owner });
}

function setCredential(
  lock: HomeLock,
  operationType: number,
  {
    credential,
    data,
    owner,
  }: { readonly credential: Credential; readonly data: string | Uint8Array; readonly owner: Owner },
): Promise<Fields> {
  return lock.invoke(
    "setCredential",
    {
      operationType,
      credential,
      credentialData: typeof data === "string" ? octets(data) : data,
      userIndex: owner.userIndex ?? null,
      userStatus: owner.userStatus ?? null,
      userType: owner.userType ?? null,
    },
    timed,
  );
}

/** A credential that must be taken. @returns its user, whom it brought or who was given. */
export async function give(
  lock: HomeLock,
  credential: Credential,
  data: string | Uint8Array,
  owner: Owner = {},
): Promise<number> {
  const answer = await addCredential(lock, credential, data, owner);
  assert.equal(answer["status"], Status.Success);
  return Number(answer["userIndex"] ?? owner.userIndex);
}

/** The bytes that the reader reads off the card with this name. */
export function bytesOf(cardName: string): Uint8Array {
  return cardIdentifierOf(cardName);
}

export function clearCredential(lock: HomeLock, credential: Credential | null): Promise<Fields> {
  return lock.invoke("clearCredential", { credential }, timed);
}
