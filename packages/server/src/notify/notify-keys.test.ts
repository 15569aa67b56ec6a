import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openNotifyKeys } from "./notify-keys.ts";

const folder = mkdtempSync(join(tmpdir(), "catenaccio-keys-"));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, "data", "notify-keys.json");

test("the keys are made at the first start, for the owner of the files alone, and stay", () => {
  const keys = openNotifyKeys(join(folder, "data"));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const sealed = keys.seal("whsec_1", "webhook 1");
  const again = openNotifyKeys(join(folder, "data"));
  assert.deepEqual(again.vapid, keys.vapid);
  assert.equal(again.open(sealed, "webhook 1"), "whsec_1");
  assert.equal(Buffer.from(keys.vapid.publicKey, "base64url").length, 65);
});

test("what is sealed opens for its own row only, and with its own keys only", () => {
  const keys = openNotifyKeys(join(folder, "data"));
  const sealed = keys.seal("whsec_1", "webhook 1");
  assert.equal(keys.open(sealed, "webhook 2"), null);
  assert.equal(openNotifyKeys(join(folder, "other")).open(sealed, "webhook 1"), null);
  assert.equal(keys.open("", "webhook 1"), null);
  assert.notEqual(keys.seal("whsec_1", "webhook 1"), sealed);
});

test("a damaged file is told in one sentence, is left as it is, and quotes no key", () => {
  const whole = readFileSync(path, "utf8");
  const { privateKey } = (JSON.parse(whole) as { vapid: { privateKey: string } }).vapid;
  for (const damaged of ["", "{}", whole.slice(0, -20), whole.replace('"sealKey":"', '"sealKey":"AA')]) {
    writeFileSync(path, damaged);
    assert.throws(
      () => openNotifyKeys(join(folder, "data")),
      (error: Error & { code: string }) =>
        error.code === "keysUnreadable" && /is damaged/.test(error.message) && !error.message.includes(privateKey),
    );
    assert.equal(readFileSync(path, "utf8"), damaged);
  }
});
