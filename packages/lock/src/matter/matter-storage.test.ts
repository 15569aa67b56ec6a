import assert from "node:assert/strict";
import { test } from "node:test";
import { makeFolder } from "../../test/temporary-folder.ts";
import { MatterStorage } from "./matter-storage.ts";

test("what the homes have been told survives, and what was broken off was never told", (context) => {
  const storage = new MatterStorage(makeFolder(context));
  assert.equal(storage.toldSeq, null);
  storage.transact(() => {
    storage.toldSeq = 7;
  });
  assert.throws(() => {
    storage.transact(() => {
      storage.toldSeq = 8;
      throw new Error("The power went.");
    });
  }, /The power went/);
  assert.equal(storage.toldSeq, 7);
});
