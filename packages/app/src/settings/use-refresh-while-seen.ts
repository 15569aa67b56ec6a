/** Asks again every few seconds while somebody looks: the gateway tells no event of its own state. */

import { useEffect } from "preact/hooks";

const everyMs = 3_000;

export function useRefreshWhileSeen(refresh: () => Promise<void>): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [refresh]);
}
