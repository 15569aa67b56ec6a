/** Where a simulated part puts its facts: to whoever started it, and nowhere before that. */

import { UsageError } from "../errors.ts";
import type { Report } from "../part.ts";

export class FactSink<Fact> {
  #report: Report<Fact> | null = null;

  start(report: Report<Fact>): void {
    if (this.#report !== null) throw new UsageError("The part was started already.");
    this.#report = report;
  }

  stop(): void {
    this.#report = null;
  }

  send(fact: Fact): void {
    this.#report?.(fact);
  }
}
