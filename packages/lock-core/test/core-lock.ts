/**
 * The core with the least that answers it: a clutch that obeys, a reader that knows which finger lies on it, and a
 * hash that is no hash. Pure like the core itself, so that the same session runs in Node and in QuickJS.
 */

import {
  assertInvariant,
  dayMs,
  isEasyPin,
  keys,
  nextDeadlineMs,
  pinRunsOf,
  step,
  unpoweredLock,
  type ClutchPosition,
  type CommandBody,
  type CommandResult,
  type DurableState,
  type Effect,
  type Key,
  type LockEvent,
  type LockState,
  type Moment,
  type Origin,
  type PoweredUp,
  type SettingChange,
  type Step,
  type Tone,
  type User,
} from "../src/index.ts";

/** 2026-01-05T08:00:00Z, a Monday; a figure, because the engine of a microcontroller may have no calendar. */
export const monday = 1_767_600_000_000;

export const foundAtPowerUp: PoweredUp = {
  type: "poweredUp",
  isResetHeld: false,
  clutch: "free",
  isHandleAtRest: true,
  isSafetyBoltThrown: false,
  isDeadBoltThrown: false,
  isFrontRemoved: false,
  batteryMillivolts: 6200,
  hasUsb: false,
  templateSlots: [],
};

export class CoreLock {
  state: LockState;
  poweredMs: number;
  utcMs: number | null = monday;
  utcOffsetMs = 0;
  /** Everything since the last call of `take`. */
  effects: Effect[] = [];
  records: Step["records"][number][] = [];
  /** Every event in order, with its moment: a replay must give the same state. */
  readonly inputs: { readonly event: LockEvent; readonly now: Moment }[] = [];
  clutch: ClutchPosition = "free";
  motor: "healthy" | "motor-stall" | "motor-open" | "clutch" = "healthy";
  /** The log as the store keeps it, a reset included. */
  log: Step["records"][number][] = [];
  /** Steps that would be stored, in order: what the store holds after each. */
  readonly commits: DurableState[] = [];
  readonly replies = new Map<number, CommandResult>();
  hashes = 0;
  /** Orders that their part never answers. */
  readonly unanswered = new Set<Effect["type"]>();
  /** The supply goes when so many more steps are stored: before their effects are carried out, or in the middle of them. */
  cutAfter: { readonly steps: number; readonly areEffectsDone: boolean } | null = null;
  #templates = new Map<number, string>();
  #captured: string[] = [];
  #finger = "";
  #requests = 0;

  constructor(durable?: DurableState, power: Partial<PoweredUp> = {}) {
    this.state = unpoweredLock(durable);
    this.poweredMs = this.state.durable.clock.poweredMs;
    this.powerUp(power);
  }

  /** Goes on from where another lock is, templates in the reader included. */
  adopt(other: CoreLock): void {
    this.state = other.state;
    this.poweredMs = other.poweredMs;
    this.utcMs = other.utcMs;
    this.clutch = other.clutch;
    this.#templates = new Map(other.#templates);
  }

  /** A power cut without warning, and power again on what the store holds. */
  cutPower(power: Partial<PoweredUp> = {}): void {
    this.cutAfter = null;
    this.state = unpoweredLock(this.state.durable);
    this.poweredMs = this.state.durable.clock.poweredMs;
    this.powerUp(power);
  }

  powerUp(power: Partial<PoweredUp> = {}): void {
    const templateSlots = [...this.#templates.keys()];
    this.dispatch({ ...foundAtPowerUp, clutch: this.clutch, templateSlots, ...power });
  }

  get now(): Moment {
    return { poweredMs: this.poweredMs, utcMs: this.utcMs, utcOffsetMs: this.utcOffsetMs };
  }

  dispatch(event: LockEvent): void {
    const queue: LockEvent[] = [event];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      this.inputs.push({ event: next, now: this.now });
      const before = this.state.durable;
      const { state, records, effects, isLogErased } = step(this.state, next, this.now);
      this.state = state;
      if (state.durable !== before) this.commits.push(state.durable);
      this.records.push(...records);
      this.log = [...(isLogErased ? [] : this.log), ...records];
      const isCut = this.#isCutNow();
      if (isCut && this.cutAfter?.areEffectsDone !== true) return this.cutPower();
      this.effects.push(...effects);
      const answers = effects.flatMap((effect) => this.#answer(effect));
      if (isCut) return this.cutPower();
      queue.unshift(...answers);
    }
  }

  #isCutNow(): boolean {
    if (this.cutAfter === null) return false;
    this.cutAfter = { ...this.cutAfter, steps: this.cutAfter.steps - 1 };
    return this.cutAfter.steps <= 0;
  }

  #answer(effect: Effect): readonly LockEvent[] {
    if (this.unanswered.has(effect.type)) return [];
    switch (effect.type) {
      case "driveClutch":
        if (this.motor !== "healthy" && !(this.motor === "clutch" && effect.to === "engaged"))
          return [{ type: "clutchFailed", cause: this.motor }];
        this.clutch = effect.to;
        return [{ type: "clutchReached", position: effect.to }];
      case "verifyPin": {
        const runs = pinRunsOf(effect.digits, effect.isPadded);
        this.hashes += runs.length;
        const candidates = runs.map(({ digits, start }) => ({ tag: tagOf(digits), length: digits.length, start }));
        return [{ type: "pinHashed", candidates }];
      }
      case "verifyCard":
        return [{ type: "cardHashed", tag: effect.tag }];
      case "hashNewPin": {
        return [{ type: "newPinHashed", pin: newPinOf(effect.digits) }];
      }
      case "matchFinger": {
        const found = [...this.#templates].find(([, finger]) => finger === this.#finger);
        return [{ type: "fingerMatched", slot: found?.[0] ?? null }];
      }
      case "captureEnrolment": {
        if (effect.number === 1) this.#captured = [];
        const isKnown = [...this.#templates.values()].includes(this.#finger);
        const isOther = this.#captured.some((finger) => finger !== this.#finger);
        if (!isKnown && !isOther) this.#captured.push(this.#finger);
        const outcome = isKnown ? "alreadyEnrolled" : isOther ? "otherFinger" : "kept";
        return [{ type: "enrolmentCaptured", outcome }];
      }
      case "storeTemplate":
        this.#templates.set(effect.slot, this.#finger);
        return [{ type: "templateStored", slot: effect.slot, isStored: true }];
      case "keepTemplates":
        for (const slot of this.#templates.keys()) if (!effect.slots.includes(slot)) this.#templates.delete(slot);
        return [];
      case "deleteTemplate":
        this.#templates.delete(effect.slot);
        return [];
      case "reply":
        this.replies.set(effect.request, effect.result);
        return [];
      case "say":
      case "soundTone":
      case "soundSiren":
      case "setLoudness":
      case "showKeypad":
      case "discardEnrolment":
      case "movePairingWindow":
      case "leaveHomes":
      case "reportEnrolment":
        return [];
      default:
        return effect satisfies never;
    }
  }

  touch(): void {
    this.dispatch({ type: "keypadTouched" });
  }

  press(typed: string): void {
    for (const key of typed) if (isKey(key)) this.dispatch({ type: "keyPressed", key });
  }

  /** Touch, then type: what a person does. */
  type(typed: string): void {
    this.touch();
    this.press(typed);
  }

  finger(name: string): void {
    this.#finger = name;
    this.dispatch({ type: "fingerCaptured" });
  }

  card(name: string): void {
    this.dispatch({ type: "cardPresented", tag: tagOf(name) });
  }

  /** An order over the network; null: the answer is still to come. */
  order(command: CommandBody, origin: Origin | null = null): CommandResult | null {
    const request = ++this.#requests;
    const from = origin === null ? { fabric: null } : origin;
    this.dispatch({ type: "commandReceived", request, command: { ...command, source: "remote", ...from } });
    return this.replies.get(request) ?? null;
  }

  /** A setting, as the app changes it. */
  set(setting: SettingChange): void {
    this.order({ type: "changeSetting", setting });
  }

  /** Time with power, stepping to each deadline on the way. */
  wait(ms: number): void {
    const endMs = this.poweredMs + ms;
    let idleRounds = 0;
    for (;;) {
      const deadlineMs = nextDeadlineMs(this.state, this.now);
      if (deadlineMs === null || deadlineMs > endMs) break;
      idleRounds = deadlineMs > this.poweredMs ? 0 : idleRounds + 1;
      assertInvariant(idleRounds < 20 && !Number.isNaN(deadlineMs), "A deadline is due for ever.");
      this.#passTo(Math.max(deadlineMs, this.poweredMs));
      this.dispatch({ type: "timePassed" });
    }
    this.#passTo(endMs);
  }

  /** Time with power in which nobody tells the core that it has passed: a busy device. */
  waitUnnoticed(ms: number): void {
    this.#passTo(this.poweredMs + ms);
  }

  waitDays(days: number): void {
    this.wait(days * dayMs);
  }

  #passTo(poweredMs: number): void {
    if (this.utcMs !== null) this.utcMs += poweredMs - this.poweredMs;
    this.poweredMs = poweredMs;
  }

  /** What came out since the last time, and a clean slate. */
  take(): Outcome {
    const { effects, records } = this;
    this.effects = [];
    this.records = [];
    return outcomeOf(effects, records);
  }

  /** In the initial state: one PIN, then out of the menu. It belongs to user 1, administrator. */
  enrolPin(pin: string, verify?: () => void): void {
    this.openMenu(verify);
    this.press(`12#${pin}#${pin}#*`);
  }

  enrolCard(name: string, verify?: () => void): void {
    this.openMenu(verify);
    this.press("13#");
    this.card(name);
    this.press("*");
  }

  enrolFinger(name: string, verify?: () => void): void {
    this.openMenu(verify);
    this.press("11#");
    for (let touch = 0; touch < 5; touch++) this.finger(name);
    this.press("*");
  }

  openMenu(verify?: () => void): void {
    this.touch();
    this.press("3571#");
    verify?.();
  }

  /** A new user as an issuer makes it over the network, with one PIN or card. @returns its number. */
  issue(user: Issued, secret: { readonly pin: string } | { readonly card: string }): number {
    const credential =
      "pin" in secret
        ? ({ kind: "pin", pin: newPinOf(secret.pin) } as const)
        : ({ kind: "rfid", tag: tagOf(secret.card) } as const);
    const result = this.order({ type: "setCredential", userIndex: null, index: null, credential });
    const index = result?.ok === true ? (result.index ?? 0) : 0;
    const userIndex = this.state.durable.credentials[credential.kind][index]?.userIndex ?? 0;
    this.order({ type: "setUser", userIndex, ...user });
    return userIndex;
  }
}

export type Issued = Partial<Pick<User, "name" | "role" | "userType" | "userStatus">>;

/** Effects and records, with what the tests ask most. */
export interface Outcome {
  readonly effects: readonly Effect[];
  readonly records: Step["records"];
  readonly said: readonly string[];
  readonly tones: readonly Tone[];
  readonly drives: readonly ClutchPosition[];
  /** Why operations did not happen. */
  readonly reasons: readonly string[];
  readonly alarms: readonly string[];
  /** How many tries were judged. */
  readonly judged: number;
}

const judging: readonly Effect["type"][] = ["verifyPin", "verifyCard", "matchFinger"];

export function outcomeOf(effects: readonly Effect[], records: Step["records"]): Outcome {
  return {
    effects,
    records,
    said: effects.flatMap((effect) => (effect.type === "say" ? [effect.prompt] : [])),
    tones: effects.flatMap((effect) => (effect.type === "soundTone" ? [effect.tone] : [])),
    drives: effects.flatMap((effect) => (effect.type === "driveClutch" ? [effect.to] : [])),
    reasons: records.flatMap((record) => (record.event === "lockOperationError" ? [record.reason] : [])),
    alarms: records.flatMap((record) => (record.event === "alarm" ? [record.code] : [])),
    judged: effects.filter((effect) => judging.includes(effect.type)).length,
  };
}

/** Stands for the keyed hash. The secret does not appear in it, so that a test can look for it everywhere. */
export function tagOf(secret: string): string {
  return [...secret].map((character) => character.codePointAt(0)?.toString(36) ?? "").join("-");
}

export function newPinOf(digits: string): { readonly tag: string; readonly length: number; readonly isEasy: boolean } {
  return { tag: tagOf(digits), length: digits.length, isEasy: isEasyPin(digits) };
}

function isKey(key: string): key is Key {
  return keys.some((known) => known === key);
}
