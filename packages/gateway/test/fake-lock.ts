/**
 * A lock behind `LockClient` that keeps to what Matter says of users and credentials, with a keypad that anybody can use,
 * and a radio that fails: before an order arrives, or before its answer does. It outlives the gateways that look after it.
 */

import {
  LockUnreachableError,
  type LockClient,
  type LockUser,
  type LockUserContent,
  type Outcome,
} from "../src/lock-client.ts";
import type { CredentialKind, CredentialReference, LockAbilities, LockSetting, Schedule } from "@catenaccio/protocol";
import { always } from "@catenaccio/protocol";

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

/** A lock of another make: names of ten bytes, no roles, no schedules, and the user stays when the last credential goes. */
export const plainLockAbilities: LockAbilities = {
  ...ourLockAbilities,
  vendor: "Another",
  isCatenaccio: false,
  fingerprints: 0,
  weekDaySchedulesPerUser: 0,
  dateSchedulesPerUser: 0,
};

interface FakeUser {
  name: string;
  role: LockUserContent["role"];
  isEnabled: boolean;
  type: LockUserContent["type"];
  schedule: Schedule;
  readonly madeBy: LockUser["madeBy"];
}

interface FakeCredential extends CredentialReference {
  userIndex: number;
  data: string;
}

export type RadioFault = "none" | "before" | "after";

const refused = (reason: Exclude<Outcome, { ok: true }>["reason"]): Outcome => ({ ok: false, reason });
const done: Outcome = { ok: true };

export class FakeLock {
  readonly abilities: LockAbilities;
  readonly users = new Map<number, FakeUser>();
  readonly credentials: FakeCredential[] = [];
  /** What was carried out, in words without secrets. */
  readonly orders: string[] = [];
  reads = 0;
  isOpen = false;
  isMenuInUse = false;
  /** Called after each order that was carried out. */
  onOrder: () => void = () => undefined;
  /** It says yes to a new name and keeps the old one. */
  isKeepingNames = false;
  /** What it makes of a schedule that it says yes to. */
  keepSchedule: (schedule: Schedule) => Schedule = (schedule) => schedule;
  /** It says yes to a pause, and lets in all the same. */
  isIgnoringPauses = false;
  /** Why it refuses a schedule although it should not. */
  scheduleRefusal: Exclude<Outcome, { ok: true }>["reason"] | null = null;

  constructor(abilities: LockAbilities = ourLockAbilities) {
    this.abilities = abilities;
  }

  /** Everything, with secrets: for comparing. */
  picture(): unknown {
    return {
      users: [...this.users].toSorted(([a], [b]) => a - b).map(([userIndex, user]) => ({ userIndex, ...user })),
      credentials: this.credentials
        .map((each) => `${each.kind} ${each.index} ${each.userIndex} ${each.data}`)
        .toSorted(),
    };
  }

  pinsOf(name: string): readonly string[] {
    return this.#dataOf(name, "pin");
  }

  cardsOf(name: string): readonly string[] {
    return this.#dataOf(name, "rfid");
  }

  userNamed(name: string): (FakeUser & { readonly userIndex: number }) | null {
    for (const [userIndex, user] of this.users) if (user.name === name) return { ...user, userIndex };
    return null;
  }

  /** Somebody at the menu makes a user of their own. @returns its number. */
  addAtKeypad(name: string, pin: string, madeBy: "keypad" | "home" = "keypad"): number {
    const userIndex = this.#free((index) => this.users.has(index));
    this.users.set(userIndex, {
      name,
      role: "member",
      isEnabled: true,
      type: "unrestricted",
      schedule: always,
      madeBy,
    });
    this.addCredentialAtKeypad(userIndex, "pin", pin);
    return userIndex;
  }

  addCredentialAtKeypad(userIndex: number, kind: CredentialKind, data: string): CredentialReference {
    const index = this.#free((each) => this.credentials.some((other) => other.kind === kind && other.index === each));
    this.credentials.push({ kind, index, userIndex, data });
    return { kind, index };
  }

  removeUserAtKeypad(userIndex: number): void {
    this.users.delete(userIndex);
    this.#drop((each) => each.userIndex === userIndex);
  }

  removeCredentialAtKeypad({ kind, index }: CredentialReference): void {
    this.#clear({ kind, index });
  }

  execute(order: string, act: () => Outcome): Outcome {
    if (this.isMenuInUse) return refused("busy");
    const outcome = act();
    this.orders.push(`${order}${outcome.ok ? "" : ` (${outcome.reason})`}`);
    this.onOrder();
    return outcome;
  }

  readUsers(): readonly LockUser[] {
    this.reads++;
    return [...this.users]
      .toSorted(([a], [b]) => a - b)
      .map(([userIndex, { name, role, isEnabled, type, madeBy }]) => ({
        userIndex,
        name,
        role: this.abilities.isCatenaccio ? role : null,
        isEnabled,
        type,
        madeBy,
        credentials: this.credentials
          .filter((each) => each.userIndex === userIndex)
          .map(({ kind, index }) => ({ kind, index })),
      }));
  }

  addUser(userIndex: number, content: LockUserContent): Outcome {
    if (userIndex < 1 || userIndex > this.abilities.users) return refused("full");
    if (this.users.has(userIndex)) return refused("busy");
    this.users.set(userIndex, { ...this.#kept(content), schedule: always, madeBy: "us" });
    return done;
  }

  changeUser(userIndex: number, content: LockUserContent): Outcome {
    const user = this.users.get(userIndex);
    if (user === undefined) return refused("refused");
    Object.assign(
      user,
      this.#kept(content),
      this.isKeepingNames && { name: user.name },
      this.isIgnoringPauses && { isEnabled: true },
    );
    return done;
  }

  clearUser(userIndex: number): Outcome {
    this.removeUserAtKeypad(userIndex);
    return done;
  }

  addCredential({ kind, index }: CredentialReference, data: string, userIndex: number): Outcome {
    const room = { pin: this.abilities.pins, rfid: this.abilities.cards, fingerprint: 0 }[kind];
    if (!this.users.has(userIndex)) return refused("refused");
    if (index < 1 || index > room) return refused("full");
    if (this.#at({ kind, index }) !== null) return refused("busy");
    if (this.#isDouble(kind, data, index)) return refused("duplicate");
    if (this.credentials.filter((each) => each.userIndex === userIndex).length >= this.abilities.credentialsPerUser)
      return refused("full");
    this.credentials.push({ kind, index, userIndex, data });
    return done;
  }

  changeCredential({ kind, index }: CredentialReference, data: string, userIndex: number): Outcome {
    const credential = this.#at({ kind, index });
    if (credential === null || credential.userIndex !== userIndex) return refused("refused");
    if (this.#isDouble(kind, data, index)) return refused("duplicate");
    credential.data = data;
    return done;
  }

  clearCredential(credential: CredentialReference): Outcome {
    this.#clear(credential);
    return done;
  }

  readCredential(credential: CredentialReference): { readonly userIndex: number } | null {
    const found = this.#at(credential);
    return found === null ? null : { userIndex: found.userIndex };
  }

  putSchedule(userIndex: number, schedule: Schedule): Outcome {
    const user = this.users.get(userIndex);
    if (user === undefined) return refused("refused");
    if (this.scheduleRefusal !== null) return refused(this.scheduleRefusal);
    if (schedule.weekDays.length > this.abilities.weekDaySchedulesPerUser) return refused("schedulesNotSupported");
    user.schedule = this.keepSchedule(schedule);
    return done;
  }

  mergeUsers(from: number, into: number): Outcome {
    if (!this.abilities.isCatenaccio) return refused("notSupported");
    if (!this.users.has(from) || !this.users.has(into)) return refused("refused");
    for (const credential of this.credentials) if (credential.userIndex === from) credential.userIndex = into;
    this.users.delete(from);
    return done;
  }

  #kept(content: LockUserContent): LockUserContent {
    return this.abilities.isCatenaccio ? content : { ...content, name: content.name.slice(0, 10) };
  }

  #at({ kind, index }: CredentialReference): FakeCredential | null {
    return this.credentials.find((each) => each.kind === kind && each.index === index) ?? null;
  }

  #isDouble(kind: CredentialKind, data: string, index: number): boolean {
    return this.credentials.some((each) => each.kind === kind && each.data === data && each.index !== index);
  }

  /** Matter §5.2.10.26: a user without credentials goes with the last one. */
  #clear(credential: CredentialReference): void {
    const found = this.#at(credential);
    if (found === null) return;
    this.#drop((each) => each === found);
    const isLeft = this.credentials.some(({ userIndex }) => userIndex === found.userIndex);
    if (!isLeft && this.abilities.isCatenaccio) this.users.delete(found.userIndex);
  }

  #drop(isGone: (credential: FakeCredential) => boolean): void {
    const kept = this.credentials.filter((each) => !isGone(each));
    this.credentials.splice(0, this.credentials.length, ...kept);
  }

  #dataOf(name: string, kind: CredentialKind): readonly string[] {
    const user = this.userNamed(name);
    return this.credentials
      .filter((each) => each.kind === kind && each.userIndex === user?.userIndex)
      .map(({ data }) => data);
  }

  #free(isTaken: (index: number) => boolean): number {
    let index = 1;
    while (isTaken(index)) index++;
    return index;
  }
}

/** The radio between one gateway and the lock. */
export interface Radio {
  /** What happens to the next order. */
  next(): RadioFault;
  /** The gateway is gone: nothing that it waits for comes. */
  isDead(): boolean;
}

export class FakeClient implements LockClient {
  readonly #lock: FakeLock;
  readonly #radio: Radio;

  constructor(lock: FakeLock, radio: Radio) {
    this.#lock = lock;
    this.#radio = radio;
  }

  get abilities(): LockAbilities {
    return this.#lock.abilities;
  }

  readUsers = async () => await this.#ask(() => this.#lock.readUsers());
  readSchedule = async (userIndex: number) =>
    await this.#ask(() => this.#lock.users.get(userIndex)?.schedule ?? always);
  readCredential = async (credential: CredentialReference) =>
    await this.#ask(() => this.#lock.readCredential(credential));

  addUser = async (userIndex: number, content: LockUserContent) =>
    await this.#order(`add user ${userIndex}`, () => this.#lock.addUser(userIndex, content));
  changeUser = async (userIndex: number, content: LockUserContent) =>
    await this.#order(`change user ${userIndex}`, () => this.#lock.changeUser(userIndex, content));
  clearUser = async (userIndex: number) =>
    await this.#order(`clear user ${userIndex}`, () => this.#lock.clearUser(userIndex));
  addCredential = async (credential: CredentialReference, data: string, userIndex: number) =>
    await this.#order(`add ${nameOf(credential)}`, () => this.#lock.addCredential(credential, data, userIndex));
  changeCredential = async (credential: CredentialReference, data: string, userIndex: number) =>
    await this.#order(`change ${nameOf(credential)}`, () => this.#lock.changeCredential(credential, data, userIndex));
  clearCredential = async (credential: CredentialReference) =>
    await this.#order(`clear ${nameOf(credential)}`, () => this.#lock.clearCredential(credential));
  putSchedule = async (userIndex: number, schedule: Schedule) =>
    await this.#order(`put schedule ${userIndex}`, () => this.#lock.putSchedule(userIndex, schedule));
  mergeUsers = async (from: number, into: number) =>
    await this.#order(`merge ${from} into ${into}`, () => this.#lock.mergeUsers(from, into));
  lock = async () => await this.#operate("lock", false);
  unlock = async (pin: string | null) => await this.#operate(pin === null ? "unlock" : "unlock with PIN", true);
  set = async (setting: LockSetting) => await this.#order(`set ${setting.name}`, () => done);
  identify = async () => await this.#order("identify", () => done);
  beginEnrolment = async (userIndex: number | null) => await this.#order(`enrol ${userIndex}`, () => done);
  cancelEnrolment = async () => await this.#order("cancel enrolment", () => done);
  restoreEntry = async () => await this.#order("restore entry", () => done);

  async #operate(name: string, isOpen: boolean): Promise<Outcome> {
    return await this.#order(name, () => {
      this.#lock.isOpen = isOpen;
      return done;
    });
  }

  async #order(name: string, act: () => Outcome): Promise<Outcome> {
    return await this.#ask(() => this.#lock.execute(name, act));
  }

  async #ask<Answer>(act: () => Answer): Promise<Answer> {
    await this.#living();
    const fault = this.#radio.next();
    if (fault === "before") throw new LockUnreachableError("The lock does not answer.");
    const answer = act();
    await this.#living();
    if (fault === "after") throw new LockUnreachableError("The lock does not answer.");
    return answer;
  }

  async #living(): Promise<void> {
    await Promise.resolve();
    if (this.#radio.isDead()) await new Promise(() => undefined);
  }
}

function nameOf({ kind, index }: CredentialReference): string {
  return `${kind} ${index}`;
}
