/** Says how many files knip looked at, beside its own report: a run over nothing has no faults either. */
import type { ReporterOptions } from "knip";

/** Knip finds a reporter by its default export. */
export default function reportCount({ counters }: ReporterOptions): void {
  console.log(`${counters.processed} files looked at`);
}
