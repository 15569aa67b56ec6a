/**
 * The device: one queue of events around the core. What a step changed is in the store before any of its effects is
 * carried out, so nobody hears, sees or learns over the network what a power cut could still undo.
 *
 * Nothing here waits: a step, its commit and its effects are done in one go, and whatever the parts report meanwhile
 * stands in line. Answers to the core's questions come first, and while a try waits to be judged the inputs of people
 * and homes wait too; power, time and sensors are never held back.
 */

import {
  isEasyPin,
  nextDeadlineMs,
  pinRunsOf,
  step,
  unpoweredLock,
  type Command,
  type CommandResult,
  type Effect,
  type EnrolmentReport,
  type LockEvent,
  type LockState,
  type LogRecord,
  type Moment,
} from "@catenaccio/lock-core";
import type { HardwareFact, LockHardware } from "@catenaccio/lock-hardware";
import type { DeviceSecrets } from "./secrets/device-secrets.ts";
import type { LockStore } from "./store/lock-store.ts";
import type { Voice } from "./voice/voice.ts";

/** The homes that have the lock. A lock without a network has none. */
export interface LockNetwork {
  movePairingWindow(isOpen: boolean): void;
  /** Tells every home of the reset, then leaves it. Told anew after each start, until `whenLeft` was called. */
  leaveHomes(whenLeft: () => void): void;
  /** How an enrolment that a home asked for goes on. */
  reportEnrolment(report: EnrolmentReport): void;
}

/** What one event has come to: stored, and carried out. */
export interface DeviceStep {
  readonly before: LockState;
  readonly after: LockState;
  readonly records: readonly LogRecord[];
}

export interface LockDeviceOptions {
  readonly hardware: LockHardware;
  readonly store: LockStore;
  readonly secrets: DeviceSecrets;
  readonly voice: Voice;
  readonly network?: LockNetwork;
}

/** The device cannot go on; it has stopped, and drives nothing any more. */
export class DeviceError extends Error {
  override readonly name = "DeviceError";
}

/** Inputs that may wait while a try is judged; of further ones the lock takes no notice, like of a key on a dark keypad. */
const waitingInputsMax = 256;

const answerTypes: ReadonlySet<LockEvent["type"]> = new Set([
  "pinHashed",
  "cardHashed",
  "newPinHashed",
  "fingerMatched",
  "enrolmentCaptured",
  "templateStored",
  "clutchReached",
  "clutchFailed",
]);

/** What a person or a home wants of the lock. */
const inputTypes: ReadonlySet<LockEvent["type"]> = new Set([
  "keypadTouched",
  "keyPressed",
  "fingerCaptured",
  "fingerUnreadable",
  "cardPresented",
  "commandReceived",
]);

export class LockDevice {
  readonly #options: LockDeviceOptions;
  readonly #answers: LockEvent[] = [];
  readonly #others: LockEvent[] = [];
  readonly #requests = new Map<number, (result: CommandResult) => void>();
  readonly #recordListeners = new Set<(record: LogRecord) => void>();
  readonly #stepListeners = new Set<(step: DeviceStep) => void>();
  readonly #failureListeners = new Set<(error: DeviceError) => void>();
  #state: LockState;
  /** Powered time at the last power-up, and what the elapsed clock said then. */
  #powerUp = { poweredMs: 0, elapsedMs: 0 };
  #lastRequest = 0;
  #isDraining = false;
  #hasStopped = false;

  constructor(options: LockDeviceOptions) {
    this.#options = options;
    this.#state = unpoweredLock(options.store.load().durable);
  }

  get state(): LockState {
    return this.#state;
  }

  /** Powered time stands still while there is no power. */
  now(): Moment {
    const { clock } = this.#options.hardware;
    const { poweredMs, elapsedMs } = this.#powerUp;
    const isOff = this.#state.volatile.session.kind === "off";
    return {
      poweredMs: isOff ? this.#state.durable.clock.poweredMs : poweredMs + clock.elapsedMs() - elapsedMs,
      ...clock.now(),
    };
  }

  /**
   * From now on the parts report. What a reset left undone is done first.
   * @throws StoreError when that cannot be stored.
   */
  start(): void {
    this.#finishReset();
    this.#options.hardware.start((fact) => this.report(this.#eventOf(fact)));
  }

  /** The parts are left alone, nothing more is stored, and who still waits for an answer is told that there is none. */
  stop(): void {
    if (this.#hasStopped) return;
    this.#hasStopped = true;
    this.#options.hardware.clock.wakeAt(null, () => undefined);
    this.#options.hardware.stop();
    for (const request of this.#requests.keys()) this.#answerRequest(request, { ok: false, error: "noPower" });
  }

  /** Something happened: it is dealt with before this returns, unless the queue is already at work. */
  report(event: LockEvent): void {
    if (this.#hasStopped) return;
    if (answerTypes.has(event.type)) this.#answers.push(event);
    else if (this.#others.length < waitingInputsMax || !inputTypes.has(event.type)) this.#others.push(event);
    else if (event.type === "commandReceived") this.#answerRequest(event.request, { ok: false, error: "busy" });
    this.#drain();
  }

  /** Orders something of the lock; resolves when it is done, or refused with the reason. */
  command(command: Command): Promise<CommandResult> {
    return new Promise((resolve) => this.#send(command, resolve));
  }

  /** The same for who cannot wait; null: the answer is still to come, and nobody will hear it. */
  commandNow(command: Command): CommandResult | null {
    let answer: CommandResult | null = null;
    this.#send(command, (result) => {
      answer = result;
    });
    return answer;
  }

  #send(command: Command, answer: (result: CommandResult) => void): void {
    if (this.#hasStopped) return answer({ ok: false, error: "noPower" });
    const request = ++this.#lastRequest;
    this.#requests.set(request, answer);
    this.report({ type: "commandReceived", request, command });
  }

  /** Somebody says what time it is. What that makes due is done before this returns. */
  setClock({ utcMs, utcOffsetMs }: { readonly utcMs?: number | null; readonly utcOffsetMs?: number }): void {
    if (this.#hasStopped) return;
    const { clock } = this.#options.hardware;
    if (utcMs !== undefined) clock.setWallTime(utcMs);
    if (utcOffsetMs !== undefined) clock.setUtcOffset(utcOffsetMs);
    this.report({ type: "timePassed" });
  }

  /** The number of the oldest record kept; 0: there is none. */
  get oldestSeq(): number {
    return this.#options.store.oldestSeq();
  }

  /** The records kept whose number is at least `fromSeq`, oldest first, at most `count`. */
  readRecords(fromSeq: number, count: number): readonly LogRecord[] {
    return this.#options.store.readRecords(fromSeq, count);
  }

  /** Stores the powered clock as it is now. */
  checkpoint(): void {
    const { durable } = this.#state;
    const { poweredMs } = this.now();
    if (this.#hasStopped || poweredMs <= durable.clock.poweredMs) return;
    const after = { ...durable, clock: { poweredMs } };
    try {
      this.#options.store.commit({ before: durable, after, records: [], isLogErased: false });
      this.#state = { ...this.#state, durable: after };
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** Each log record, once it is stored. Returns what ends that. */
  onRecord(listener: (record: LogRecord) => void): () => void {
    return listen(this.#recordListeners, listener);
  }

  /** After each step and its effects. Returns what ends that. */
  onStep(listener: (step: DeviceStep) => void): () => void {
    return listen(this.#stepListeners, listener);
  }

  /** The device had to stop. Returns what ends that. */
  onFailure(listener: (error: DeviceError) => void): () => void {
    return listen(this.#failureListeners, listener);
  }

  /** A card's identifier goes no further than this. */
  #eventOf(fact: HardwareFact): LockEvent {
    if (fact.type !== "cardRead") return fact;
    return { type: "cardPresented", tag: this.#options.secrets.hashCard(fact.identifier) };
  }

  #drain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      for (let event = this.#next(); event !== undefined; event = this.#next()) this.#take(event);
      this.#setAlarm();
    } catch (cause) {
      this.#fail(cause);
    } finally {
      this.#isDraining = false;
    }
  }

  #next(): LockEvent | undefined {
    if (this.#hasStopped) return undefined;
    const answer = this.#answers.shift();
    if (answer !== undefined || this.#state.volatile.pendingTry === null) return answer ?? this.#others.shift();
    const at = this.#others.findIndex((event) => !inputTypes.has(event.type));
    return at === -1 ? undefined : this.#others.splice(at, 1)[0];
  }

  #take(event: LockEvent): void {
    if (event.type === "poweredUp")
      this.#powerUp = { poweredMs: this.now().poweredMs, elapsedMs: this.#options.hardware.clock.elapsedMs() };
    const before = this.#state;
    const { state, records, isLogErased, effects } = step(before, event, this.#momentOf(event));
    if (state.durable !== before.durable)
      this.#options.store.commit({ before: before.durable, after: state.durable, records, isLogErased });
    this.#state = state;
    for (const record of records) for (const listener of this.#recordListeners) listener(record);
    for (const effect of effects) if (!this.#hasStopped) this.#carryOut(effect);
    for (const listener of this.#stepListeners) listener({ before, after: state, records });
  }

  #momentOf(event: LockEvent): Moment {
    return event.type === "poweredUp" ? { ...this.now(), poweredMs: this.#powerUp.poweredMs } : this.now();
  }

  #carryOut(effect: Effect): void {
    const { hardware, secrets, voice, network } = this.#options;
    switch (effect.type) {
      case "say":
        return hardware.speaker.speak({ prompt: effect.prompt, ...voice.speech(effect) });
      case "soundTone":
        return hardware.speaker.sound(effect.tone);
      case "soundSiren":
        return hardware.speaker.siren(effect.isOn);
      case "setLoudness":
        return hardware.speaker.setLoudness(effect.volume);
      case "showKeypad":
        return hardware.keypad.show(effect.view);
      case "driveClutch":
        return hardware.clutch.driveTo(effect.to);
      case "verifyPin":
        return this.#hashRuns(effect.digits, effect.isPadded);
      case "verifyCard":
        return this.report({ type: "cardHashed", tag: effect.tag });
      case "matchFinger":
        return hardware.reader.matchFinger();
      case "hashNewPin": {
        const { digits } = effect;
        const pin = { tag: secrets.hashPinRun(digits), length: digits.length, isEasy: isEasyPin(digits) };
        return this.report({ type: "newPinHashed", pin });
      }
      case "captureEnrolment":
        return hardware.reader.captureEnrolment(effect.number);
      case "storeTemplate":
        return hardware.reader.storeTemplate(effect.slot);
      case "discardEnrolment":
        return hardware.reader.discardEnrolment();
      case "deleteTemplate":
        return hardware.reader.deleteTemplate(effect.slot);
      case "keepTemplates":
        return this.#keepTemplates(effect.slots);
      case "movePairingWindow":
        return network?.movePairingWindow(effect.isOpen);
      case "reportEnrolment":
        return network?.reportEnrolment(effect.report);
      case "leaveHomes":
        return this.#finishReset();
      case "reply":
        return this.#answerRequest(effect.request, effect.result);
      default:
        return effect satisfies never;
    }
  }

  /** All runs are hashed, whatever is known of them: the work tells nothing about the PINs. */
  #keepTemplates(slots: readonly number[]): void {
    const { reader } = this.#options.hardware;
    for (const slot of reader.templateSlots() ?? []) if (!slots.includes(slot)) reader.deleteTemplate(slot);
  }

  #hashRuns(digits: string, isPadded: boolean): void {
    const candidates = pinRunsOf(digits, isPadded).map((run) => ({
      tag: this.#options.secrets.hashPinRun(run.digits),
      length: run.digits.length,
      start: run.start,
    }));
    this.report({ type: "pinHashed", candidates });
  }

  /** What a factory reset has yet to do outside the store; a power cut may have come in between. */
  #finishReset(): void {
    const { store, secrets, network } = this.#options;
    const { areHomesToLeave, isKeyOutdated } = store.unfinishedReset();
    if (isKeyOutdated) secrets.renew();
    if (!areHomesToLeave) return;
    if (network === undefined) store.recordHomesLeft();
    else network.leaveHomes(() => this.#homesLeft());
  }

  #homesLeft(): void {
    if (this.#hasStopped) return;
    try {
      this.#options.store.recordHomesLeft();
    } catch (cause) {
      this.#fail(cause);
    }
  }

  #answerRequest(request: number, result: CommandResult): void {
    this.#requests.get(request)?.(result);
    this.#requests.delete(request);
  }

  #setAlarm(): void {
    if (this.#hasStopped) return;
    const deadlineMs = nextDeadlineMs(this.#state, this.now());
    const { poweredMs, elapsedMs } = this.#powerUp;
    const wakeAtMs = deadlineMs === null ? null : elapsedMs + deadlineMs - poweredMs;
    this.#options.hardware.clock.wakeAt(wakeAtMs, () => this.report({ type: "timePassed" }));
  }

  /** A step that could not be stored, or that broke a rule, must not be perceived: everything ends here. */
  #fail(cause: unknown): void {
    if (this.#hasStopped) return;
    const why = cause instanceof Error ? cause.message : "something threw what is no error.";
    const error = new DeviceError(`The lock had to stop: ${why}`, { cause });
    this.stop();
    for (const listener of this.#failureListeners) listener(error);
  }
}

function listen<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
