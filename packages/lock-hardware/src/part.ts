/**
 * What all parts that observe something have in common. Orders to a part return at once and say nothing; what came of
 * them, and whatever else the part observes, is reported as a fact. A simulated part may report within the order, a
 * real one reports later: no caller may rely on either.
 */

export type Report<Fact> = (fact: Fact) => void;

export interface Part<Fact> {
  /**
   * From now on the part reports what it observes, in the order in which it happened.
   * @throws UsageError when it was started already.
   */
  start(report: Report<Fact>): void;
  /** Afterwards the part reports nothing. It may be started again. */
  stop(): void;
}
