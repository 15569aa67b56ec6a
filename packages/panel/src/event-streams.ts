/**
 * The live side of the panel: each open page hears every out-message of the lock, in order, after a snapshot.
 * After each input and each message the streams ask the lock for its state once, however many pages are open, so that
 * the pages never have to conclude a state by themselves.
 */

import type { HeldInputs } from "./held-inputs.ts";
import type { Label } from "./label.ts";
import type { PanelLink } from "./link.ts";
import type { LabelReport, PageMessage } from "./page/messages-of-the-lock.ts";
import { PanelError } from "./page/panel-error.ts";

/** A household has a handful of screens; more streams than this are a fault or an attack. */
export const eventStreamsMax = 32;
/** Messages that a page may be behind, beyond its snapshot, before it is cut off; it comes back to a fresh snapshot. */
const backlogMax = 2000;
/** Messages of one step arrive together; one state after them is enough. */
const refreshDelayMs = 25;
/** A page that went away without a word is noticed by a write that fails. */
const heartbeatMs = 15_000;

const encoder = new TextEncoder();

export class EventStreams {
  readonly #link: PanelLink;
  readonly #held: HeldInputs;
  readonly #label: Label;
  #labelTold: LabelReport | null = null;
  #statesHeard = 0;
  readonly #pages = new Set<ReadableStreamDefaultController<Uint8Array>>();
  #unsubscribe: (() => void) | null = null;
  #refreshTimer: NodeJS.Timeout | null = null;
  #heartbeat: NodeJS.Timeout | null = null;

  constructor(parts: { readonly link: PanelLink; readonly held: HeldInputs; readonly label: Label }) {
    this.#link = parts.link;
    this.#held = parts.held;
    this.#label = parts.label;
  }

  /** @returns the stream of one page, or null when there are too many. */
  open(): ReadableStream<Uint8Array> | null {
    if (this.#pages.size >= eventStreamsMax) return null;
    let page: ReadableStreamDefaultController<Uint8Array>;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        page = controller;
        // No live message can come between: snapshot and subscription happen in this one turn.
        for (const message of snapshotInOrder(this.#link.snapshot())) write(page, message);
        this.#tellLabel();
        write(page, { label: this.#label.report() });
        write(page, { held: this.#held.all() });
        this.#pages.add(page);
        this.#listen();
      },
      cancel: () => this.#drop(page),
    });
  }

  /** Tells the pages how things stand now, soon. */
  refresh(): void {
    if (this.#pages.size === 0 || this.#refreshTimer !== null) return;
    this.#refreshTimer = setTimeout(() => {
      this.#refreshTimer = null;
      this.#broadcast({ held: this.#held.all() });
      void this.#broadcastState();
    }, refreshDelayMs);
  }

  #broadcast(message: PageMessage): void {
    for (const page of this.#pages) {
      if ((page.desiredSize ?? 0) < -backlogMax) {
        this.#drop(page);
        page.error(new PanelError("A page did not keep up with the lock's messages."));
      } else write(page, message);
    }
  }

  #tellLabel(): void {
    const label = this.#label.report();
    if (label === this.#labelTold) return;
    this.#labelTold = label;
    this.#broadcast({ label });
  }

  async #broadcastState(): Promise<void> {
    try {
      const heardBefore = this.#statesHeard;
      const answers = await this.#link.send({ ask: "state" });
      // A link that tells its subscribers has told the pages already, in the right order.
      if (this.#statesHeard !== heardBefore) return;
      for (const answer of answers) if ("state" in answer) this.#broadcast(answer);
    } catch (cause) {
      this.#broadcast({ error: `The lock does not answer: ${cause instanceof Error ? cause.message : String(cause)}` });
    }
  }

  #listen(): void {
    this.#unsubscribe ??= this.#link.subscribe((message) => {
      this.#broadcast(message);
      this.#tellLabel();
      if ("state" in message) this.#statesHeard += 1;
      else this.refresh();
    });
    this.#heartbeat ??= setInterval(() => {
      for (const page of this.#pages) page.enqueue(encoder.encode(": still here\n\n"));
    }, heartbeatMs).unref();
  }

  #drop(page: ReadableStreamDefaultController<Uint8Array>): void {
    this.#pages.delete(page);
    if (this.#pages.size > 0) return;
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    this.#heartbeat = null;
    if (this.#refreshTimer !== null) clearTimeout(this.#refreshTimer);
    this.#refreshTimer = null;
  }
}

function snapshotInOrder(messages: readonly PageMessage[]): readonly PageMessage[] {
  const rank = (message: PageMessage): number => ("state" in message ? 0 : "log" in message ? 1 : 2);
  return messages.toSorted((one, other) => rank(one) - rank(other));
}

function write(page: ReadableStreamDefaultController<Uint8Array>, message: PageMessage): void {
  page.enqueue(encoder.encode(`data: ${JSON.stringify(message)}\n\n`));
}
