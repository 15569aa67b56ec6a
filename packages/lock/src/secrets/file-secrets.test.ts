import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { pinRunsOf } from "@catenaccio/lock-core";
import { makeFolder } from "../../test/temporary-folder.ts";
import { Operations } from "../disk/operations.ts";
import { FileSecrets } from "./file-secrets.ts";

function makeSecrets(
  t: TestContext,
  recorded: string[] = [],
): { readonly folder: string; readonly secrets: FileSecrets } {
  const folder = makeFolder(t);
  const operations = new Operations();
  const key = FileSecrets.createKey(folder, operations);
  const secrets = new FileSecrets({ folder, key, operations, recordKey: (check) => recorded.push(check) });
  return { folder, secrets };
}

test("a PIN's hash is HMAC-SHA-256 under the device's key, over label, length and digits", (t) => {
  const { folder, secrets } = makeSecrets(t);
  const key = readFileSync(join(folder, "device.key.new"));
  const expected = createHmac("sha256", key)
    .update("pin-v1\0\x06" + "271828")
    .digest("hex");
  assert.equal(secrets.hashPinRun("271828"), expected);
});

test("a card's hash has a label of its own: no card is a PIN", (t) => {
  const { secrets } = makeSecrets(t);
  assert.notEqual(secrets.hashCard(Buffer.from("\x06271828", "latin1")), secrets.hashPinRun("271828"));
  assert.equal(secrets.hashCard(Buffer.of(4, 5, 6, 7)), secrets.hashCard(Buffer.of(4, 5, 6, 7)));
  assert.notEqual(secrets.hashCard(Buffer.of(4, 5, 6, 7)), secrets.hashCard(Buffer.of(4, 5, 6, 7, 0)));
});

test("P-12: two devices have different hashes for the same PIN", (t) => {
  assert.notEqual(makeSecrets(t).secrets.hashPinRun("271828"), makeSecrets(t).secrets.hashPinRun("271828"));
});

test("P-2: an entry costs as many hashes as it has runs, 65 for 20 digits", (t) => {
  const { secrets } = makeSecrets(t);
  const hashesFor = (entry: string): number => {
    const before = secrets.hashesComputed;
    for (const run of pinRunsOf(entry, true)) secrets.hashPinRun(run.digits);
    return secrets.hashesComputed - before;
  };
  for (let length = 0; length <= 20; length++) {
    const expected = [6, 7, 8, 9, 10].reduce((sum, runLength) => sum + Math.max(0, length - runLength + 1), 0);
    assert.equal(hashesFor("12345678901234567890".slice(0, length)), expected);
  }
  assert.equal(hashesFor("12345678901234567890"), 65);
});

test("the key is 32 bytes for its owner's eyes alone", (t) => {
  const { folder } = makeSecrets(t);
  const { mode, size } = statSync(join(folder, "device.key.new"));
  assert.deepEqual([mode & 0o777, size], [0o600, 32]);
});

test("a new key is recorded before it gets its name, and makes every old hash worthless", (t) => {
  const recorded: string[] = [];
  const { folder, secrets } = makeSecrets(t, recorded);
  const before = secrets.hashPinRun("271828");
  secrets.renew();
  assert.notEqual(secrets.hashPinRun("271828"), before);
  assert.deepEqual(readdirSync(folder), ["device.key"]);
  assert.deepEqual(recorded, [FileSecrets.readKey(folder, "device.key")?.check]);
  const reopened = FileSecrets.readKey(folder, "device.key");
  assert.ok(reopened);
  const again = new FileSecrets({ folder, key: reopened, operations: new Operations(), recordKey: () => undefined });
  assert.equal(again.hashPinRun("271828"), secrets.hashPinRun("271828"));
});

test("the mark of a key does not contain it", (t) => {
  const { folder } = makeSecrets(t);
  const key = FileSecrets.readKey(folder, "device.key.new");
  assert.match(key?.check ?? "", /^[0-9a-f]{64}$/);
  assert.notEqual(key?.check, readFileSync(join(folder, "device.key.new")).toString("hex"));
});
