/** Why the lock refused an order from afar, in its own word. Pure. A wrong PIN at the door is not why the app's order failed. */

import type { HistoryEntry } from "@catenaccio/protocol/api";

/** @param entries refusals, the newest first. */
export function remoteReasonOf(entries: readonly Pick<HistoryEntry, "record">[]): string | null {
  for (const { record } of entries) {
    const { happening } = record;
    if (happening.event === "lockOperationError" && happening.source === "remote")
      return happening.reason ?? happening.error;
  }
  return null;
}
