/**
 * Keeps one lock as the household wants it. It reads the lock, makes a plan, does it step by step, and reads again, until
 * nothing is left to do; then it sleeps until the document, the lock, or its link changes. One thing at a time: whoever
 * else has something to do with the lock's people waits in the same queue.
 */

import type { WantedLock, WantedReport } from "@catenaccio/protocol";
import { sentenceOf } from "../fault.ts";
import { LockUnreachableError, type LockClient } from "../lock-client.ts";
import type { GatewayStore } from "../store/gateway-store.ts";
import { Backoff, type RetryTimes } from "./backoff.ts";
import { signatureOf, type ObservedLock } from "./observed-lock.ts";
import type { Places, Refusal } from "./places.ts";
import { makePlan, type Plan, type SecretOutline, type Step } from "./plan.ts";
import { readLock } from "./read-lock.ts";
import { recognise } from "./recognise.ts";
import { refusalOf, runStep } from "./run-step.ts";
import { outlineSecrets } from "./secrets-of.ts";
import { unreadReportOf, wantedReportOf } from "./wanted-report.ts";

export interface KeeperOptions {
  readonly lockId: string;
  readonly store: GatewayStore;
  /** null: it cannot be reached now. */
  readonly client: () => LockClient | null;
  /** Only when it is another one. */
  readonly onReport: (report: WantedReport) => void;
  /** Something that must not happen did; the keeper tries again later. */
  readonly onFault: (sentence: string) => void;
  readonly retry: RetryTimes;
  /** Changes at the lock come in bunches: so long it waits for more. */
  readonly gatheringMs: number;
}

/** More than any change needs; a lock that is never done is left alone for a while. */
const passesMax = 12;

/** How often a step is done at most that the lock says yes to and then shows otherwise. */
const triesMax = 2;

/** Of this run, by subject: a refusal after which nothing was done holds for the lock as it is then. */
type Refused = Map<string, "standing" | "new">;

export class LockKeeper {
  readonly #options: KeeperOptions;
  readonly #backoff: Backoff;
  #report: WantedReport | null = null;
  #queue: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #dueAt = Number.POSITIVE_INFINITY;
  #isClosed = false;
  #isUnanswered = false;
  /** How often each step has been done since the document or the lock was changed by somebody else. */
  readonly #tries = new Map<string, number>();
  /** The signature of the lock when nothing was left to do; null: something was ordered since. */
  #restedAt: string | null = null;
  #secrets: { readonly wanted: WantedLock; readonly outlines: ReadonlyMap<string, SecretOutline> } | null = null;

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.retry);
  }

  get report(): WantedReport {
    return this.#report ?? this.#fromMemory();
  }

  documentChanged(): void {
    this.#secrets = null;
    this.#tries.clear();
    this.#publish(this.#fromMemory());
    this.#wake(0);
  }

  /** Somebody else changed users, credentials or schedules there. */
  peopleChanged(): void {
    this.#wake(this.#options.gatheringMs);
  }

  /** It can be reached again: what it was too weak for may be tried again. */
  reconnected(): void {
    const { store, lockId } = this.#options;
    this.#backoff.reset();
    this.#isUnanswered = false;
    store.transact(() => {
      for (const [subject, { reason }] of store.people.refusals(lockId))
        if (reason === "batteryCritical") store.people.removeRefusal(lockId, subject);
    });
    this.#wake(0);
  }

  disconnected(): void {
    this.#publish(this.#fromMemory());
  }

  /** In its turn, after what is due for the lock; then the lock is looked at anew. */
  async exclusively<Result>(job: () => Promise<Result>): Promise<Result> {
    if (this.#timer !== null) this.#runNext();
    const result = this.#queue.then(job);
    this.#queue = result.then(
      () => this.#wake(0),
      () => this.#wake(0),
    );
    return await result;
  }

  /** Nothing is begun any more; resolves when what was begun has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#sleep();
    await this.#queue;
  }

  #wake(delayMs: number): void {
    if (this.#isClosed) return;
    const dueAt = performance.now() + delayMs;
    if (dueAt >= this.#dueAt) return;
    this.#sleep();
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => this.#runNext(), delayMs);
  }

  #runNext(): void {
    this.#sleep();
    this.#queue = this.#queue.then(async () => await this.#run());
  }

  #sleep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  async #run(): Promise<void> {
    if (this.#isClosed) return;
    try {
      const client = this.#options.client();
      if (client === null) return this.#publish(this.#fromMemory());
      const isAtRest = await this.#bringThere(client);
      if (isAtRest) this.#backoff.reset();
      else this.#wake(this.#backoff.next());
    } catch (cause) {
      if (this.#isClosed) return;
      this.#isUnanswered = cause instanceof LockUnreachableError;
      if (!this.#isUnanswered)
        this.#options.onFault(`The people of a lock could not be brought there: ${sentenceOf(cause)}`);
      this.#wake(this.#backoff.next());
      this.#publish(this.#fromMemory());
    }
  }

  /** @returns whether nothing is left to do. */
  async #bringThere(client: LockClient): Promise<boolean> {
    const refused: Refused = new Map();
    for (let pass = 0; pass < passesMax; pass++) {
      // Whatever was heard of until now, this reading sees.
      this.#sleep();
      const wanted = this.#wanted();
      const seen = await readLock(client, wanted, this.#places());
      if (this.#isClosed) return true;
      this.#isUnanswered = false;
      const signature = this.#store(seen, wanted, refused);
      if (this.#restedAt !== null && signature !== this.#restedAt) this.#tries.clear();
      this.#restedAt = null;
      const plan = this.#planAnew(seen, wanted, signature);
      this.#publish(wantedReportOf(wanted, plan, false));
      if (plan.steps.length === 0) {
        this.#restedAt = signature;
        return true;
      }
      const isBusy = await this.#runSteps(plan.steps, client, wanted, refused);
      if (this.#isClosed || isBusy) return this.#isClosed;
    }
    return false;
  }

  /**
   * A lock may say yes and keep something else: what was done as often as it may be counts as refused, or the two would
   * go on for ever. A plan without it may want something in its place, such as that a person is kept out.
   */
  #planAnew(seen: ObservedLock, wanted: WantedLock, signature: string): Plan {
    const { store, lockId } = this.#options;
    const isVain = (step: Step): boolean => (this.#tries.get(JSON.stringify(step)) ?? 0) >= triesMax;
    for (let plans = 0; plans < triesMax; plans++) {
      const vain = this.#plan(seen, wanted).steps.filter(isVain);
      if (vain.length === 0) break;
      store.transact(() => {
        for (const step of vain)
          store.people.putRefusal(lockId, step.subject, { ...refusalOf(step, "refused"), index: null, signature });
      });
    }
    const plan = this.#plan(seen, wanted);
    return { ...plan, steps: plan.steps.filter((step) => !isVain(step)) };
  }

  /** @returns whether the lock was busy. */
  async #runSteps(steps: readonly Step[], client: LockClient, wanted: WantedLock, refused: Refused): Promise<boolean> {
    const { store, lockId } = this.#options;
    for (const subject of store.people.refusals(lockId).keys()) refused.set(subject, "standing");
    const stopped = new Set<string>();
    for (const step of steps) {
      if (this.#isClosed || this.#wanted().revision !== wanted.revision) return false;
      if (stopped.has(step.personId)) continue;
      const result = await runStep(step, { wanted, store, client });
      if (result === "busy") return true;
      const key = JSON.stringify(step);
      if (result === "done") this.#tries.set(key, (this.#tries.get(key) ?? 0) + 1);
      if (result === "refused") {
        refused.set(step.subject, "new");
        // Nobody gets a key to a door before it is known when they may come.
        if (step.subject === step.personId) stopped.add(step.personId);
      } else for (const [subject, since] of refused) if (since === "new") refused.delete(subject);
    }
    return false;
  }

  /**
   * What was read, what has become of the places by that, and which refusals hold for a lock that is so.
   * @returns its signature.
   */
  #store(seen: ObservedLock, wanted: WantedLock, refused: Refused): string {
    const { store, lockId } = this.#options;
    const signature = store.key.digestOf(signatureOf(seen));
    store.transact(() => {
      store.people.putObserved(lockId, seen);
      const before = this.#places();
      this.#storePlaces(before, recognise(before, seen, wanted, new Date().toISOString()));
      for (const [subject, refusal] of store.people.refusals(lockId)) {
        if (refusal.signature === signature) continue;
        if (refused.has(subject)) store.people.putRefusal(lockId, subject, { ...refusal, signature });
        else store.people.removeRefusal(lockId, subject);
      }
    });
    refused.clear();
    return signature;
  }

  #storePlaces(before: Places, after: Places): void {
    const { store, lockId } = this.#options;
    for (const [personId, place] of after.users)
      if (!isEqual(place, before.users.get(personId))) store.people.putUserPlace(lockId, place);
    for (const credentialId of before.credentials.keys()) {
      const place = after.credentials.get(credentialId);
      if (place === undefined) store.people.removeCredentialPlace(lockId, credentialId);
      else if (!isEqual(place, before.credentials.get(credentialId))) store.people.putCredentialPlace(lockId, place);
    }
  }

  /** By what was read last: what would have to be done is what waits for the lock. */
  #fromMemory(): WantedReport {
    const { store, lockId, client } = this.#options;
    const wanted = this.#wanted();
    const seen = store.people.observed(lockId);
    if (seen === null) return unreadReportOf(wanted);
    const isWaiting = this.#isUnanswered || client() === null;
    return wantedReportOf(wanted, this.#plan(seen, wanted), isWaiting);
  }

  #plan(lock: ObservedLock, wanted: WantedLock): Plan {
    const { store, lockId } = this.#options;
    const signature = store.key.digestOf(signatureOf(lock));
    const isHolding = ([, refusal]: readonly [string, Refusal]) =>
      refusal.signature === null || refusal.signature === signature;
    return makePlan({
      wanted,
      lock,
      places: this.#places(),
      secrets: this.#outlines(wanted),
      refusals: new Map([...store.people.refusals(lockId)].filter(isHolding)),
    });
  }

  #wanted(): WantedLock {
    const { store, lockId } = this.#options;
    return store.people.wanted(lockId) ?? { lockId, revision: 0, users: [] };
  }

  #places(): Places {
    return this.#options.store.people.places(this.#options.lockId);
  }

  #outlines(wanted: WantedLock): ReadonlyMap<string, SecretOutline> {
    if (this.#secrets?.wanted.revision !== wanted.revision)
      this.#secrets = { wanted, outlines: outlineSecrets(wanted, this.#options.store.key) };
    return this.#secrets.outlines;
  }

  #publish(report: WantedReport): void {
    if (isEqual(report, this.#report)) return;
    this.#report = report;
    this.#options.onReport(report);
  }
}

function isEqual(a: object, b: object | null | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
