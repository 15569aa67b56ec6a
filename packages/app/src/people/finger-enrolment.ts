/** The enrolment of a finger, from the first request to the lock's last word: each step is a state that a page can show. */

import { signal, type ReadonlySignal } from "@preact/signals";
import type { EnrolmentProgress } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { onHomeEvent } from "../api/events.ts";
import { waitForPerson } from "./wait-for-locks.ts";

export const capturesNeeded = 5;

export type Enrolment =
  | { readonly step: "idle" | "preparing" | "starting" }
  | { readonly step: "running"; readonly captures: number; readonly again: string | null }
  | { readonly step: "done" }
  /** `reason`: the lock's word. */
  | { readonly step: "failed"; readonly reason: string | null; readonly error: ApiError | null };

export interface FingerPlace {
  readonly personId: string;
  readonly lockId: string;
}

/** The lock has to know the person before it can know a finger. */
const preparationMs = 20_000;
/** In case that the news of it is missed. */
const askAgainMs = 1_500;

export class FingerEnrolment {
  readonly #state = signal<Enrolment>({ step: "idle" });
  readonly #place: FingerPlace;
  #credentialId: string | null;
  /** Made here: of no use without a finger. */
  readonly #isNew: boolean;
  #hasFinger = false;
  #isOver = false;
  #stopWatching: (() => void) | null = null;

  constructor(place: FingerPlace, credentialId: string | null) {
    this.#place = place;
    this.#credentialId = credentialId;
    this.#isNew = credentialId === null;
  }

  get state(): ReadonlySignal<Enrolment> {
    return this.#state;
  }

  async begin(label: string): Promise<void> {
    const { personId, lockId } = this.#place;
    this.#state.value = { step: "preparing" };
    this.#credentialId ??= await this.#addCredential(label);
    const credentialId = this.#credentialId;
    if (credentialId === null) return;
    if (this.#isOver) {
      await this.#removeUnused();
      return;
    }
    await waitForPerson(
      personId,
      ({ access }) => access.find((granted) => granted.lockId === lockId)?.status.status === "confirmed",
      preparationMs,
    );
    if (this.#isOver) return;
    this.#state.value = { step: "starting" };
    const before = await this.#askLock();
    if (this.#isOver) return;
    this.#watch(credentialId, JSON.stringify(before));
    const answer = await call("POST /api/homes/{homeId}/people/{personId}/credentials/{credentialId}/enrolment", {
      params: { personId, credentialId },
      body: { lockId },
    });
    if (!answer.ok) this.#fail(null, answer.error);
  }

  /** The dialog closes: nothing half-made stays. */
  async end(): Promise<void> {
    const isRunning = ["starting", "running"].includes(this.#state.value.step);
    this.#isOver = true;
    this.#stopWatching?.();
    const { lockId } = this.#place;
    if (isRunning) await call("DELETE /api/homes/{homeId}/locks/{lockId}/enrolment", { params: { lockId } });
    await this.#removeUnused();
  }

  /** The lock is told; that it stopped comes as its own report. */
  async stop(): Promise<void> {
    await call("DELETE /api/homes/{homeId}/locks/{lockId}/enrolment", { params: { lockId: this.#place.lockId } });
  }

  async #addCredential(label: string): Promise<string | null> {
    const { personId } = this.#place;
    const added = await call("POST /api/homes/{homeId}/people/{personId}/credentials", {
      params: { personId },
      body: { kind: "fingerprint", label },
    });
    if (added.ok) return added.value.credential.credentialId;
    this.#fail(null, added.error);
    return null;
  }

  async #removeUnused(): Promise<void> {
    if (!this.#isNew || this.#hasFinger || this.#credentialId === null) return;
    await call("DELETE /api/homes/{homeId}/people/{personId}/credentials/{credentialId}", {
      params: { personId: this.#place.personId, credentialId: this.#credentialId },
    });
  }

  /** @param before what an earlier try left: it is not about this one. */
  #watch(credentialId: string, before: string): void {
    this.#stopWatching?.();
    let isNews = false;
    const look = async (): Promise<void> => {
      const progress = await this.#askLock();
      if (progress === null || progress.credentialId !== credentialId) return;
      isNews ||= JSON.stringify(progress) !== before;
      if (isNews && !this.#isOver) this.#show(progress);
    };
    const end = onHomeEvent(({ type, lockId }) => {
      if (type === "enrolment" && lockId === this.#place.lockId) void look();
    });
    const timer = window.setInterval(() => void look(), askAgainMs);
    this.#stopWatching = () => {
      end();
      window.clearInterval(timer);
      this.#stopWatching = null;
    };
  }

  #show({ status, captures, reason }: EnrolmentProgress): void {
    switch (status) {
      case "started":
      case "captured":
        this.#state.value = { step: "running", captures, again: null };
        return;
      case "again":
        this.#state.value = { step: "running", captures, again: reason ?? "unreadable" };
        return;
      case "enrolled":
        this.#hasFinger = true;
        this.#stopWatching?.();
        this.#state.value = { step: "done" };
        return;
      case "failed":
        this.#fail(reason, null);
        return;
      default:
        status satisfies never;
    }
  }

  #fail(reason: string | null, error: ApiError | null): void {
    this.#stopWatching?.();
    if (!this.#isOver) this.#state.value = { step: "failed", reason, error };
  }

  async #askLock(): Promise<EnrolmentProgress | null> {
    const { lockId } = this.#place;
    const answer = await call("GET /api/homes/{homeId}/locks/{lockId}", { params: { lockId } });
    return answer.ok ? answer.value.enrolment : null;
  }
}
