/** What a lock tells a home by itself, collected as it arrives. */
import type { ElementName, EventRecord, Report } from "./cluster-access.ts";

/** A machine under load is slow; a report that takes longer than this does not come. */
const reportTimeoutMs = 20_000;

export class Subscription {
  readonly #reports: Report[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #end: () => Promise<void>;

  constructor(end: () => Promise<void>) {
    this.#end = end;
  }

  /** Everything so far; what the lock told at the beginning is in it. */
  get reports(): readonly Report[] {
    return this.#reports;
  }

  /** The events so far, oldest first. */
  events(name?: ElementName): readonly EventRecord[] {
    const events = this.#reports.filter((report) => report.kind === "event");
    return name === undefined ? events : events.filter((event) => event.name === name);
  }

  /** @returns the first report that is like this, be it one that came already. */
  waitFor(isWanted: (report: Report) => boolean, timeoutMs = reportTimeoutMs): Promise<Report> {
    return this.#waitUntil(() => this.#reports.find(isWanted), timeoutMs);
  }

  /** @returns the first event of this kind with fields like these. */
  async waitForEvent(name: ElementName, isWanted: (event: EventRecord) => boolean = () => true): Promise<EventRecord> {
    return this.#waitUntil(() => this.events(name).find(isWanted), reportTimeoutMs);
  }

  /** From now on only new reports count. */
  forget(): void {
    this.#reports.length = 0;
  }

  async close(): Promise<void> {
    await this.#end();
  }

  /** For the home that receives. */
  add(report: Report): void {
    this.#reports.push(report);
    for (const look of this.#waiting) look();
  }

  async #waitUntil<Found>(find: () => Found | undefined, timeoutMs: number): Promise<Found> {
    const { promise, resolve, reject } = Promise.withResolvers<Found>();
    const look = () => {
      const found = find();
      if (found !== undefined) resolve(found);
    };
    const timer = setTimeout(() => {
      reject(new Error(`The lock did not report it; it reported ${describe(this.#reports)}`));
    }, timeoutMs);
    this.#waiting.add(look);
    try {
      look();
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }
}

function describe(reports: readonly Report[]): string {
  return reports
    .slice(-20)
    .map((report) => JSON.stringify(report, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value)))
    .join("\n");
}
