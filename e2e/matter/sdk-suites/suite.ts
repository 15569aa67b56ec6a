/**
 * The door lock suites of the Matter SDK, told as steps: what is asked, in a sentence, and what must be answered. All
 * steps are walked whatever fails, because the first that fails rarely tells what is wrong.
 *
 *     CATENACCIO_TEST_LOCK=stock npm test -- e2e/matter/sdk-suites/    the same against the lock of matter.js
 */
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { inspect, isDeepStrictEqual } from "node:util";
import type { HomeLock } from "../home-lock.ts";
import type { Label } from "../../lock/panel-process.ts";
import { openLock } from "../lock-process.ts";
import { MatterHome } from "../matter-home.ts";
import { openStockLock } from "../stock-lock.ts";
import type { Fields, WireValue } from "../wire-values.ts";

/** One lock in two homes; the first is the one that acts unless a step says otherwise. */
export interface Suite {
  readonly lock: HomeLock;
  readonly second: HomeLock;
}

export type Request = (suite: Suite) => Promise<WireValue>;
export type Step = readonly [sentence: string, request: Request, answer: WireValue];

export const success: Fields = { status: 0x00 };
export const failure: Fields = { status: 0x01 };
export const duplicate = 0x02;
export const invalidCommand: Fields = { status: 0x85 };
export const resourceExhausted = 0x89;
export const notFound = 0x8b;

export async function openSuite(t: TestContext): Promise<Suite> {
  const label = process.env["CATENACCIO_TEST_LOCK"] === "stock" ? (await openStockLock(t)).label : await openOurs(t);
  const first = await MatterHome.open(t, { name: "first" });
  const second = await MatterHome.open(t, { name: "second" });
  const lock = await first.add(label.qr, label.port);
  return { lock, second: await second.add(await first.openWindow(lock), label.port) };
}

async function openOurs(t: TestContext): Promise<Label> {
  const { lock, label } = await openLock(t);
  await lock.openWindow();
  return label;
}

export async function walk(suite: Suite, steps: readonly Step[]): Promise<void> {
  const failed: string[] = [];
  for (const [index, [sentence, request, expected]] of steps.entries()) {
    const answer = withoutClusterStatus(await request(suite));
    if (!isDeepStrictEqual(answer, expected)) {
      failed.push(`Step ${index + 1}: ${sentence}\n  expected ${inLine(expected)}\n  answered ${inLine(answer)}`);
    }
  }
  assert.equal(failed.length, 0, `${failed.length} of ${steps.length} steps:\n${failed.join("\n")}`);
}

/** A request that is made from the second home. */
export function fromSecondHome(request: Request): Request {
  return ({ lock, second }) => request({ lock: second, second: lock });
}

export function command(name: string, fields: Fields = {}): Request {
  return ({ lock }) => lock.invoke(name, fields);
}

export function timedCommand(name: string, fields: Fields = {}): Request {
  return ({ lock }) => lock.invoke(name, fields, { timed: true });
}

export function attribute(name: string): Request {
  return ({ lock }) => lock.read(name);
}

export function writeAttribute(name: string, value: WireValue): Request {
  return async ({ lock }) => ({ status: await lock.write(name, value) });
}

/** The suites do not look at the status that a cluster may add to that of the protocol. */
function withoutClusterStatus(answer: WireValue): WireValue {
  if (answer === null || typeof answer !== "object" || !("clusterStatus" in answer)) return answer;
  const { clusterStatus: _, ...rest } = answer;
  return rest;
}

function inLine(value: WireValue): string {
  return inspect(value, { breakLength: Infinity, depth: null });
}
