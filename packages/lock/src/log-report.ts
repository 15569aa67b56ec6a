/** A record of the log as everybody reads it: on the panel, and over Matter by its number. */

import type { LogEntry, LogRecord } from "@catenaccio/lock-core";

export type ReportedRecord = LogEntry & {
  readonly seq: number;
  /** ISO 8601; null when the lock did not know the time. */
  readonly time: string | null;
};

export function isoTime(utcMs: number | null): string | null {
  return utcMs === null ? null : new Date(utcMs).toISOString();
}

/** What only the homes are told, over Matter, goes; of the schedules a holiday stays, which is nobody's. */
function withoutHomes(entry: LogEntry): LogEntry {
  switch (entry.event) {
    case "lockOperation": {
      const { origin: _origin, credentialsBefore: _before, ...told } = entry;
      return told;
    }
    case "lockOperationError":
    case "setting": {
      const { origin: _origin, ...told } = entry;
      return told;
    }
    case "userChange": {
      const { origin: _origin, within: _within, isUserToo: _isUserToo, schedule, ...told } = entry;
      if (schedule?.kind !== "holiday") return told;
      return { ...told, schedule: { kind: schedule.kind, index: schedule.index } };
    }
    case "alarm":
    case "power":
    case "pairing":
    case "fault":
      return entry;
    default:
      return entry satisfies never;
  }
}

export function reportRecord(record: LogRecord): ReportedRecord {
  const { seq, utcMs, ...entry } = record;
  return { seq, time: isoTime(utcMs), ...withoutHomes(entry) };
}
