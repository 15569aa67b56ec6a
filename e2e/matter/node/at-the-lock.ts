/** What the tests of the node do again and again at both sides of the door: RESET and its signs, homes that try. */
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { MatterError } from "@matter/main";
import { ManualPairingCodeCodec, QrPairingCodeCodec } from "@matter/main/types";
import { flashes, keypads, says } from "../../lock/at-the-door.ts";
import type { Label, LogRecord, Out, State } from "../../lock/panel-process.ts";
import type { HomeLock } from "../home-lock.ts";
import { openLock } from "../lock-process.ts";
import type { LockProcess, OpenLock } from "../lock-process.ts";
import { MatterHome } from "../matter-home.ts";
import { octets } from "../wire-values.ts";
import type { Fields, WireValue } from "../wire-values.ts";

export { opensFor } from "../../lock/at-the-door.ts";

export const timed = { timed: true } as const;
export const success = { status: 0 } as const;

/** One lock in one home. */
export interface LockAtHome extends OpenLock {
  readonly home: MatterHome;
  /** The lock as the home sees it. */
  readonly seen: HomeLock;
}

export async function openLockAtHome(t: TestContext, ...flags: readonly string[]): Promise<LockAtHome> {
  const { lock, label } = await openLock(t, ...flags);
  const home = await MatterHome.open(t, { name: "Anna" });
  await holdReset(lock);
  return { lock, label, home, seen: await home.add(label.qr, label.port) };
}

/** RESET for three seconds. @returns what somebody at the door perceives, once the window is open. */
export async function holdReset(lock: LockProcess): Promise<readonly Out[]> {
  await lock.state();
  const out = await lock.send({ reset: 3_000 });
  if (out.some(({ pairing }) => pairing === true)) return out;
  await lock.untilOut(({ pairing }) => pairing === true);
  return [...out, ...(await lock.send({ ask: "state" }))];
}

/** The signs of an open window: the voice, and the flashing 5. */
export function assertWindowShown(out: readonly Out[]): void {
  assert.ok(
    out.some(({ pairing }) => pairing === true),
    "it says that a window is open",
  );
  assert.ok(says(out).includes("pairing-open"), "the voice tells it");
  assert.ok(flashes(out, 5), "the 5 flashes");
  assert.deepEqual(windows(out), ["opened"], "the log tells it, once");
}

/** Waits until the window is closed, and for its signs. @param before what came out since it was open. */
export async function untilWindowClosed(lock: LockProcess, before: readonly Out[] = []): Promise<readonly Out[]> {
  if (!before.some(({ pairing }) => pairing === false)) await lock.untilOut(({ pairing }) => pairing === false);
  const out = [...before, ...(await lock.send({ ask: "state" }))];
  const state = out.findLast((line) => line.state !== undefined)?.state;
  assert.equal(state?.pairing, false);
  assert.notEqual(keypads(out).at(-1)?.shows, "5", "the 5 is gone");
  assert.deepEqual(windows(out), ["closed"], "the log tells it, once");
  return out;
}

/** What the records say of windows. */
function windows(out: readonly Out[]): readonly (string | undefined)[] {
  const told = pairings(out.flatMap(({ log }) => log ?? []));
  return told.filter((what) => what === "opened" || what === "closed");
}

export function pairings(log: readonly LogRecord[]): readonly (string | undefined)[] {
  return log.filter(({ event }) => event === "pairing").map(({ what }) => what);
}

/** A home that has nothing to do with the lock tries to add it, in vain. */
export async function assertNotAddable(home: MatterHome, code: string, port: number): Promise<void> {
  await assert.rejects(home.add(code, port), (error) => error instanceof MatterError);
}

/** The digits behind a code, and who may look for it by them. */
export function secretsOf(code: string): { readonly passcode: number; readonly shortDiscriminator: number } {
  const { passcode, shortDiscriminator } = decode(code);
  return { passcode, shortDiscriminator };
}

function decode(code: string): { readonly passcode: number; readonly shortDiscriminator: number } {
  if (!code.startsWith("MT:")) {
    const { passcode, shortDiscriminator } = ManualPairingCodeCodec.decode(code);
    assert.ok(shortDiscriminator !== undefined);
    return { passcode, shortDiscriminator };
  }
  const [payload] = QrPairingCodeCodec.decode(code);
  assert.ok(payload !== undefined);
  return { passcode: payload.passcode, shortDiscriminator: payload.discriminator >> 8 };
}

/** A code like this lock's, with another passcode. */
export function codeWith(passcode: number, label: Label): string {
  const [payload] = QrPairingCodeCodec.decode(label.qr);
  assert.ok(payload !== undefined);
  return ManualPairingCodeCodec.encode({ discriminator: payload.discriminator, passcode });
}

/** Asks again until the answer is like this: what a home does reaches the door a moment later, and the other way. */
export async function until<Found>(
  what: string,
  ask: () => Promise<Found>,
  isWanted: (found: Found) => boolean,
  timeoutMs = 60_000,
): Promise<Found> {
  const deadline = performance.now() + timeoutMs;
  while (true) {
    const found = await ask();
    if (isWanted(found)) return found;
    if (performance.now() > deadline) assert.fail(`${what}: last it was ${JSON.stringify(found)}`);
    await sleep(50);
  }
}

export function untilState(lock: LockProcess, what: string, isWanted: (state: State) => boolean): Promise<State> {
  return until(what, () => lock.state(), isWanted);
}

export function untilHomes(lock: LockProcess, homes: number): Promise<State> {
  return untilState(lock, `the lock is in ${homes} homes`, (state) => state.homes === homes);
}

const nobody = { userName: null, userUniqueId: null, userStatus: null, userType: null, credentialRule: null } as const;

/** A home makes a user. */
export async function addUser(seen: HomeLock, userIndex: number, fields: Fields = {}): Promise<void> {
  const request = { operationType: 0, userIndex, ...nobody, ...fields };
  assert.deepEqual(await seen.invoke("setUser", request, timed), success);
}

export function renameUser(seen: HomeLock, userIndex: number, userName: string): Promise<Fields> {
  return seen.invoke("setUser", { operationType: 2, userIndex, ...nobody, userName }, timed);
}

export const credentialTypes = { pin: 1, rfid: 2, fingerprint: 3 } as const;

/** A home gives a user a PIN. */
export async function addPin(seen: HomeLock, userIndex: number | null, index: number, pin: string): Promise<Fields> {
  return await addCredential(seen, { userIndex, type: credentialTypes.pin, index, data: octets(pin) });
}

export async function addCredential(
  seen: HomeLock,
  asked: {
    readonly userIndex: number | null;
    readonly type: number;
    readonly index: number;
    readonly data: Uint8Array;
  },
): Promise<Fields> {
  const answer = await seen.invoke(
    "setCredential",
    {
      operationType: 0,
      credential: { credentialType: asked.type, credentialIndex: asked.index },
      credentialData: asked.data,
      userIndex: asked.userIndex,
      userStatus: null,
      userType: null,
    },
    timed,
  );
  assert.equal(answer["status"], 0, `the credential is set: ${JSON.stringify(answer)}`);
  return answer;
}

export async function attributes(
  cluster: { read(name: string): Promise<WireValue> },
  ...names: readonly string[]
): Promise<Record<string, WireValue>> {
  const entries: [string, WireValue][] = [];
  for (const name of names) entries.push([name, await cluster.read(name)]);
  return Object.fromEntries(entries);
}

export function textOf(value: WireValue | undefined): string {
  assert.ok(typeof value === "string");
  return value;
}
