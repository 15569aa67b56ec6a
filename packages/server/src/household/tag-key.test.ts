import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openTagKey, TagKeyError } from "./tag-key.ts";

test("the key is made once, for the owner's eyes only, and is the same ever after", () => {
  const folder = mkdtempSync(join(tmpdir(), "catenaccio-tag-key-"));
  try {
    const path = join(folder, "tag.key");
    const key = openTagKey(path);
    assert.equal(key.length, 32);
    assert.equal(statSync(path).mode & 0o777, 0o600);
    assert.deepEqual(openTagKey(path), key);
    writeFileSync(path, "nonsense");
    assert.throws(
      () => openTagKey(path),
      new TagKeyError(`${path} is damaged: put it back from a copy, or remove it.`),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
