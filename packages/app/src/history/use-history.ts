/** The history as a page shows it: the newest entries live, older ones as the reader goes down. */

import type { HistoryQuery } from "@catenaccio/protocol/api";
import { useEffect, useState } from "preact/hooks";
import { call, type ApiError } from "../api/call.ts";
import { useLive } from "../api/live.ts";
import { joinNewest, joinOlder, type HistoryRead } from "./history-pages.ts";

const pageSize = 50;

export interface History {
  /** null: not heard yet. */
  readonly read: HistoryRead | null;
  readonly error: ApiError | null;
  readonly refresh: () => Promise<void>;
  readonly isReadingOlder: boolean;
  readonly olderError: ApiError | null;
  readonly readOlder: () => Promise<void>;
}

/** @param query the same for as long as the component lives. */
export function useHistory(query: HistoryQuery): History {
  const newest = useLive("GET /api/homes/{homeId}/history", {
    query: { ...query, limit: pageSize },
    on: ["record", "people"],
    isKept: Object.keys(query).length === 0,
  });
  const [read, setRead] = useState<HistoryRead | null>(newest.value);
  const [isReadingOlder, setReadingOlder] = useState(false);
  const [olderError, setOlderError] = useState<ApiError | null>(null);
  useEffect(() => {
    const page = newest.value;
    if (page !== null) setRead((before) => joinNewest(before, page));
  }, [newest.value]);

  const readOlder = async (): Promise<void> => {
    const cursor = read?.cursor ?? null;
    if (cursor === null || isReadingOlder) return;
    setReadingOlder(true);
    setOlderError(null);
    const answer = await call("GET /api/homes/{homeId}/history", { query: { ...query, cursor, limit: pageSize } });
    setReadingOlder(false);
    if (answer.ok) setRead((before) => (before === null ? before : joinOlder(before, answer.value)));
    else setOlderError(answer.error);
  };

  return { read, error: newest.error, refresh: newest.refresh, isReadingOlder, olderError, readOlder };
}
