/**
 * What a lock has to be told of a time zone: its offset from UTC, and when summer time is, for this year and the next.
 * The lists of zones are those of the runtime; a lock has none.
 */

/** In the seconds and microseconds of Matter's Time Synchronization cluster, the latter since 1970 (core §11.17.6). */
interface ZoneTimes {
  readonly name: string;
  /** Of the zone without summer time, in seconds. */
  readonly offset: number;
  /** One after the other without a gap, times without summer time too: a moment in none of them is not known. */
  readonly summers: readonly SummerTime[];
}

interface SummerTime {
  readonly offset: number;
  readonly validStartingUs: number;
  /** null: for ever. */
  readonly validUntilUs: number | null;
}

/** 2000-01-01T00:00:00Z, Matter's 0. */
export const beginningUs = 946_684_800_000_000;
const usPerMs = 1000;
const secondMs = 1000;
const minuteMs = 60_000;
const dayMs = 86_400_000;

/** @throws RangeError when there is no such zone. */
export function zoneTimesAt(name: string, nowMs: number): ZoneTimes {
  const offsetAt = offsetsOf(name);
  const endMs = Date.UTC(new Date(nowMs).getUTCFullYear() + 2, 0, 1);
  const edges = edgesOf(offsetAt, nowMs, endMs);
  const starts = [null, ...edges];
  const offsets = starts.map((startMs) => offsetAt(startMs ?? nowMs));
  const offset = Math.min(...offsets);
  const summers = starts.map((startMs, at) => {
    const untilMs = edges[at];
    return {
      offset: (offsets[at] ?? offset) - offset,
      validStartingUs: startMs === null ? beginningUs : startMs * usPerMs,
      validUntilUs: untilMs === undefined ? null : untilMs * usPerMs,
    };
  });
  return { name, offset, summers: edges.length === 0 ? summers : summers.slice(0, -1) };
}

/** The moments at which the offset changes, by halving the days in which it does. */
function edgesOf(offsetAt: (ms: number) => number, fromMs: number, toMs: number): readonly number[] {
  const edges: number[] = [];
  for (let dayStartMs = fromMs; dayStartMs < toMs; dayStartMs += dayMs) {
    const before = offsetAt(dayStartMs);
    if (offsetAt(dayStartMs + dayMs) === before) continue;
    let lastBeforeMs = Math.floor(dayStartMs / minuteMs) * minuteMs;
    let firstAfterMs = lastBeforeMs + dayMs + minuteMs;
    while (firstAfterMs - lastBeforeMs > minuteMs) {
      const middleMs = Math.floor((lastBeforeMs + firstAfterMs) / 2 / minuteMs) * minuteMs;
      if (offsetAt(middleMs) === before) lastBeforeMs = middleMs;
      else firstAfterMs = middleMs;
    }
    edges.push(firstAfterMs);
  }
  return edges;
}

/** @returns seconds east of UTC at a moment. */
function offsetsOf(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const localMs = Date.UTC(year, month - 1, day, hour, minute, second);
    return Math.round((localMs - Math.floor(ms / secondMs) * secondMs) / secondMs);
  };
}
