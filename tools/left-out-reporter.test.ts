import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import type { TestEvent } from "node:test/reporters";
import leftOutReporter from "./left-out-reporter.ts";

test("a test that was skipped or is only planned is reported, one that ran is not", async () => {
  const events = [
    { type: "test:start", data: { name: "a", file: "/x.test.ts" } },
    { type: "test:pass", data: { name: "a", file: "/x.test.ts" } },
    { type: "test:pass", data: { name: "b", file: "/x.test.ts", skip: "no Chromium" } },
    { type: "test:pass", data: { name: "c", file: "/x.test.ts", skip: true } },
    { type: "test:fail", data: { name: "d", file: "/x.test.ts", todo: "" } },
    { type: "test:fail", data: { name: "e", file: "/x.test.ts" } },
  ] as readonly unknown[] as readonly TestEvent[];
  const leftOut: unknown[] = [];
  for await (const line of leftOutReporter(Readable.from(events))) leftOut.push(JSON.parse(line));
  assert.deepEqual(leftOut, [
    { name: "b", file: "/x.test.ts", why: "skipped: no Chromium" },
    { name: "c", file: "/x.test.ts", why: "skipped" },
    { name: "d", file: "/x.test.ts", why: "to do" },
  ]);
});
