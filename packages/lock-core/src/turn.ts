/**
 * One step in the making: the state as changed so far, the records and the effects. It lives for a single call of
 * `step`, so the mutation in here is nobody else's.
 */

import { assertInvariant } from "./errors.ts";
import type { CommandResult, Refusal } from "./command.ts";
import type { Effect, Tone } from "./effect.ts";
import { assertInvariants } from "./invariants.ts";
import type { AlarmCode, LogEntry, LogRecord, OperationSource } from "./log-record.ts";
import type { CredentialKind } from "./model.ts";
import type { Moment } from "./moment.ts";
import { prompts, type PromptId, type PromptValues } from "./prompt.ts";
import {
  isSirenOn,
  keypadViewOf,
  type DurableState,
  type LockState,
  type Sensors,
  type Session,
  type VolatileState,
} from "./state.ts";

/** What one event comes to. */
export interface Step {
  readonly state: LockState;
  /** To be stored together with `state.durable`, in one transaction, before anybody learns of them. */
  readonly records: readonly LogRecord[];
  /** The log kept so far is to be erased in the same transaction; `records` come after it. */
  readonly isLogErased: boolean;
  /** To be carried out in this order once the transaction is done. */
  readonly effects: readonly Effect[];
}

export class Turn {
  readonly now: Moment;
  readonly #before: LockState;
  readonly #records: LogRecord[] = [];
  readonly #effects: Effect[] = [];
  #durable: DurableState;
  #volatile: VolatileState;
  #isLogErased = false;

  constructor(state: LockState, now: Moment) {
    this.#before = state;
    this.#durable = state.durable;
    this.#volatile = state.volatile;
    this.now = now;
  }

  get durable(): DurableState {
    return this.#durable;
  }

  get volatile(): VolatileState {
    return this.#volatile;
  }

  get state(): LockState {
    return { durable: this.#durable, volatile: this.#volatile };
  }

  get session(): Session {
    return this.#volatile.session;
  }

  changeDurable(change: Partial<DurableState>): void {
    this.#durable = { ...this.#durable, ...change };
  }

  changeVolatile(change: Partial<VolatileState>): void {
    this.#volatile = { ...this.#volatile, ...change };
  }

  changeSensors(change: Partial<Sensors>): void {
    this.changeVolatile({ sensors: { ...this.#volatile.sensors, ...change } });
  }

  enter(session: Session): void {
    this.changeVolatile({ session });
  }

  order(effect: Effect): void {
    this.#effects.push(effect);
  }

  say(prompt: PromptId, values: PromptValues = {}): void {
    assertInvariant(
      prompts[prompt].every((name) => name in values),
      `The prompt ${prompt} lacks a value.`,
    );
    this.order({ type: "say", prompt, values, language: this.#durable.settings.language });
  }

  /** `silent` mutes the tones of keys and of verification, never an alarm. */
  sound(tone: Tone): void {
    if (tone === "alarm" || this.#durable.settings.volume !== "silent") this.order({ type: "soundTone", tone });
  }

  reply(request: number | null, result: CommandResult): void {
    if (request !== null) this.order({ type: "reply", request, result });
  }

  refuse(request: number | null, error: Refusal): void {
    this.reply(request, { ok: false, error });
  }

  log(entry: LogEntry): void {
    const { nextSeq } = this.#durable.log;
    this.#records.push({ ...entry, seq: nextSeq, utcMs: this.now.utcMs });
    this.changeDurable({ log: { nextSeq: nextSeq + 1 } });
  }

  logAlarm(code: AlarmCode): void {
    this.log({ event: "alarm", code });
  }

  /** The log kept in the store goes; the numbers go on. */
  eraseLog(): void {
    assertInvariant(this.#records.length === 0, "A record would be lost with the log that is erased.");
    this.#isLogErased = true;
  }

  finish(): Step {
    const before = this.#before;
    if (this.#durable !== before.durable) this.changeDurable({ clock: { poweredMs: this.now.poweredMs } });
    const state = this.state;
    assertInvariants(before, state, this.now);

    const view = keypadViewOf(state);
    const shown = keypadViewOf(before);
    if (view.isLit !== shown.isLit || view.shows !== shown.shows || view.isFlashing !== shown.isFlashing)
      this.order({ type: "showKeypad", view });
    if (isSirenOn(state) !== isSirenOn(before)) this.order({ type: "soundSiren", isOn: isSirenOn(state) });
    return { state, records: this.#records, isLogErased: this.#isLogErased, effects: this.#effects };
  }
}

export function sourceOf(kind: CredentialKind): OperationSource {
  switch (kind) {
    case "fingerprint":
      return "biometric";
    case "pin":
      return "keypad";
    case "rfid":
      return "rfid";
    default:
      return kind satisfies never;
  }
}
