/**
 * The time at a lock: UTC, the household's zone, and when its summer time begins and ends (core §11.17). Only what is
 * wrong is set, so that a lock's log does not fill with clocks that were right.
 */

import { isDeepStrictEqual } from "node:util";
import { TimeSynchronization } from "@matter/main/clusters/time-synchronization";
import type { LockChannel } from "./lock-channel.ts";
import { LockValues, type Values } from "./lock-values.ts";
import { beginningUs, zoneTimesAt } from "./summer-time.ts";

/** Where Time Synchronization is. */
const rootEndpoint = 0;
const usPerMs = 1000;
/** What a lock may be off by; its schedules are in minutes. */
const toleratedMs = 2000;
const limitMs = 10_000;

/**
 * @param timeZone IANA name; null: it is not told.
 * @throws LockUnreachableError
 */
export async function tellTime(channel: LockChannel, timeZone: string | null): Promise<void> {
  const known = await readClock(channel);
  if (known === undefined) return;
  const nowMs = Date.now();
  const utcUs = known["utcTime"];
  if (typeof utcUs !== "number" || Math.abs(utcUs / usPerMs - nowMs) > toleratedMs) await setUtc(channel);
  if (timeZone !== null && hasZone(known)) await setZone(channel, timeZone, known);
}

async function readClock(channel: LockChannel): Promise<Values | undefined> {
  const values = new LockValues();
  const path = { endpointId: rootEndpoint, clusterId: TimeSynchronization.id };
  for (const report of await channel.read({ attributes: [path] })) values.learn(report);
  return values.of("timeSynchronization", rootEndpoint);
}

function hasZone({ featureMap }: Values): boolean {
  return (featureMap as Readonly<Record<string, boolean>> | undefined)?.["timeZone"] === true;
}

async function setUtc(channel: LockChannel): Promise<void> {
  await order(channel, "setUtcTime", {
    utcTime: Date.now() * usPerMs,
    granularity: TimeSynchronization.Granularity.MillisecondsGranularity,
    timeSource: TimeSynchronization.TimeSource.Admin,
  });
}

async function setZone(channel: LockChannel, timeZone: string, known: Values): Promise<void> {
  const { name, offset, summers } = zoneTimesAt(timeZone, Date.now());
  const zones = [{ offset, validAt: beginningUs, name }];
  const listMax = typeof known["dstOffsetListMaxSize"] === "number" ? known["dstOffsetListMaxSize"] : 1;
  const dstOffset = summers.slice(0, listMax).map((summer) => ({
    offset: summer.offset,
    validStarting: summer.validStartingUs,
    validUntil: summer.validUntilUs,
  }));
  const isZoneRight = isDeepStrictEqual(plain(known["timeZone"]), plain(zones));
  if (!isZoneRight) await order(channel, "setTimeZone", { timeZone: zones });
  if (!isZoneRight || !isDeepStrictEqual(plain(known["dstOffset"]), plain(dstOffset)))
    await order(channel, "setDstOffset", { dstOffset });
}

/** Whatever the lock thinks of it: it is told again when it is there the next time. */
async function order(channel: LockChannel, command: string, fields: unknown): Promise<void> {
  const request = { endpoint: rootEndpoint, cluster: TimeSynchronization, command, fields };
  await channel.invoke({ ...request, isTimed: false, isRepeatable: true, limitMs });
}

/** Without what matter.js adds to its structs, and with numbers for its big ones. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value ?? null, (_, each: unknown) => (typeof each === "bigint" ? Number(each) : each));
  return JSON.parse(text);
}
