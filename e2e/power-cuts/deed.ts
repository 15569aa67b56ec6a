/**
 * One line of a script with all that it may do: what the lock holds when the line has been answered, and what it may
 * hold when it was cut off in the middle.
 */

import type { Line, LogRecord, Out } from "../lock/panel-process.ts";
import {
  afterPartOf,
  afterSuccess,
  afterTime,
  afterWrongTry,
  judge,
  newWorld,
  type Key,
  type Presented,
  type World,
} from "./world.ts";

/** A world that there may be after a cut, if the log bears it out. */
export interface Possible {
  readonly world: World;
  /** What must be in the log for it, or must not. */
  readonly evidence: readonly { readonly isThere: boolean; readonly matches: (record: LogRecord) => boolean }[];
}

export interface Deed {
  readonly line: Line;
  /** What has to do with it, and shows by being presented whether it was done. */
  readonly keys: readonly Key[];
  /** What the lock holds afterwards. */
  after(world: World): World;
  /** Whether this is how the lock would answer in this world. */
  isAnswer(world: World, out: readonly Out[]): boolean;
  /** After a cut before the answer, with what had come out until then. */
  cut(world: World, out: readonly Out[]): readonly Possible[];
}

const records = (out: readonly Out[]): readonly LogRecord[] => out.flatMap(({ log }) => log ?? []);
const certain = (world: World): Possible => ({ world, evidence: [] });

/** A line that changes nothing that lasts. */
export function plain(line: Line, isAsExpected: (out: readonly Out[]) => boolean = () => true): Deed {
  return {
    line,
    keys: [],
    after: (world) => world,
    isAnswer: (_world, out) => isAsExpected(out),
    cut: (world) => [certain(world)],
  };
}

export const hasError = (out: readonly Out[]): boolean => out.some(({ error }) => error !== undefined);
export const says =
  (prompt: string) =>
  (out: readonly Out[]): boolean =>
    out.some(({ say }) => say === prompt);

/** A line that changes something, and logs it in the same breath. */
export function change(
  line: Line,
  {
    matches,
    effect,
    keys = [],
  }: {
    readonly matches: (record: LogRecord) => boolean;
    readonly effect: (world: World) => World;
    readonly keys?: readonly Key[];
  },
): Deed {
  return {
    line,
    keys,
    after: effect,
    isAnswer: (_world, out) => records(out).some(matches) && !hasError(out),
    cut: (world, out) => {
      const after = { world: effect(world), evidence: [{ isThere: true, matches }] };
      // Whoever heard of it may rely on it; that includes the tone and the prompt that follow the record.
      const isConfirmed = records(out).some(matches) || out.some(({ tone }) => tone === "success");
      return isConfirmed ? [after] : [{ world, evidence: [{ isThere: false, matches }] }, after];
    },
  };
}

export function erase(line: Line): Deed {
  return change(line, {
    matches: ({ event, code }) => event === "alarm" && code === "lockFactoryReset",
    effect: () => newWorld,
  });
}

export function wait(ms: number, isAsExpected: (out: readonly Out[]) => boolean = () => true): Deed {
  return {
    line: { wait: ms },
    keys: [],
    after: (world) => afterTime(world, ms),
    isAnswer: (_world, out) => isAsExpected(out),
    cut: (world) => afterPartOf(world, ms).map(certain),
  };
}

/** Something is presented, to be judged; of a padded PIN, `key` is the PIN itself. */
export function attempt(line: Line, presented: Presented, key: Key = presented): Deed {
  const { place } = presented;
  const source = place === "remote" ? "remote" : sources[presented.kind];
  const isTry = (record: LogRecord): boolean =>
    record.source === source && (record.event === "lockOperation" || record.event === "lockOperationError");
  const isBy =
    (user: number) =>
    (record: LogRecord): boolean =>
      isTry(record) && record.user === user && record.reason !== "not-administrator";
  const isRefused =
    (reason: string) =>
    (record: LogRecord): boolean =>
      isTry(record) && record.event === "lockOperationError" && record.reason === reason;
  const isMovement = (record: LogRecord): boolean => record.event === "lockOperation";

  const after = (world: World): World => {
    const verdict = judge(world, presented);
    if (verdict.is === "wrong") return afterWrongTry(world);
    return verdict.is === "right" ? afterSuccess(world, verdict.entry, place) : world;
  };

  const isAnswer = (world: World, out: readonly Out[]): boolean => {
    const verdict = judge(world, presented);
    const told = records(out).filter(isTry);
    switch (verdict.is) {
      case "unjudged":
        return told.every(isRefused("locked-out")) && !says("menu-open")(out);
      case "wrong":
        return told.length === 1 && told.every(isRefused(verdict.reason));
      case "notForTheMenu":
        return told.length === 1 && told.every(isRefused("not-administrator"));
      case "right":
        if (place === "menu") return told.length === 0 && says("menu-open")(out);
        return told.length === 1 && told.every(isBy(verdict.entry.user)) && told.every(isMovement);
      default:
        return verdict satisfies never;
    }
  };

  const judged = (world: World): Possible => {
    const verdict = judge(world, presented);
    const evidence =
      verdict.is === "wrong"
        ? isRefused(verdict.reason)
        : verdict.is === "notForTheMenu"
          ? isRefused("not-administrator")
          : verdict.is === "right" && place !== "menu"
            ? isBy(verdict.entry.user)
            : null;
    return {
      world: after(world),
      evidence: evidence === null ? [] : [{ isThere: true, matches: evidence }],
    };
  };

  return {
    line,
    keys: [key],
    after,
    isAnswer,
    cut: (world, out) => {
      if (judge(world, presented).is === "unjudged") return [certain(world)];
      const isPerceived = out.some(
        ({ tone, say, clutch, log }) =>
          tone === "success" || tone === "failure" || [say, clutch, log].some((told) => told !== undefined),
      );
      if (isPerceived) return [judged(world)];
      const notBegun = { world, evidence: [{ isThere: false, matches: isTry }] };
      const leftOpen = { world: afterWrongTry(world), evidence: [{ isThere: true, matches: isLeftOpen }] };
      return [notBegun, leftOpen, judged(world)];
    },
  };
}

function isLeftOpen({ event, reason, user }: LogRecord): boolean {
  return event === "lockOperationError" && reason === "interrupted" && user === null;
}

const sources = { fingerprint: "biometric", pin: "keypad", rfid: "rfid" } as const;
