import assert from "node:assert/strict";
import { test } from "node:test";
import type { HistoryEntry } from "@catenaccio/protocol/api";
import { remoteReasonOf } from "./remote-reason.ts";

type Refused = Pick<HistoryEntry, "record">;

function refused(source: "remote" | "keypad", reason: string): Refused {
  const happening = { event: "lockOperationError", operation: "unlock", source, error: "restricted", reason };
  return { record: { happening } as unknown as HistoryEntry["record"] };
}

test("a wrong PIN at the door is not why the app's order failed", () => {
  const wrongPin = refused("keypad", "unknown-pin");
  assert.equal(remoteReasonOf([wrongPin]), null);
  assert.equal(remoteReasonOf([wrongPin, refused("remote", "motor-stall")]), "motor-stall");
});

test("the newest refusal of an order counts", () => {
  assert.equal(remoteReasonOf([refused("remote", "clutch"), refused("remote", "motor-stall")]), "clutch");
  assert.equal(remoteReasonOf([]), null);
});
