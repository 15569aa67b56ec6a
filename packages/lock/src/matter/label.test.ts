import assert from "node:assert/strict";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { ManualPairingCodeCodec, QrPairingCodeCodec } from "@matter/main/types";
import { makeFolder } from "../../test/temporary-folder.ts";
import { StoreError } from "../store/store-error.ts";
import { codesOf, openLabel } from "./label.ts";

function newLock(context: TestContext) {
  const folder = makeFolder(context);
  const matterFolder = join(folder, "matter");
  return { open: () => openLabel(folder, matterFolder), path: join(matterFolder, "label.json"), matterFolder };
}

test("L38: a lock makes its label once, of its own, and for its owner's eyes", (context) => {
  const lock = newLock(context);
  const label = lock.open();
  assert.deepEqual(lock.open(), label);
  assert.notDeepEqual(newLock(context).open(), label);
  assert.equal(statSync(lock.path).mode & 0o777, 0o600);
  assert.equal(statSync(lock.matterFolder).mode & 0o777, 0o700);
});

test("L38: both codes of the label hold its passcode and discriminator", (context) => {
  const label = newLock(context).open();
  const { qr, manual } = codesOf(label);
  assert.match(manual, /^\d{11}$/);
  assert.equal(ManualPairingCodeCodec.decode(manual).passcode, label.passcode);
  const [scanned] = QrPairingCodeCodec.decode(qr);
  assert.equal(scanned?.passcode, label.passcode);
  assert.equal(scanned.discriminator, label.discriminator);
});

test("L38: what a power cut left of a first start is no label", (context) => {
  const lock = newLock(context);
  mkdirSync(lock.matterFolder);
  writeFileSync(`${lock.path}.new`, '{"passc');
  const label = lock.open();
  assert.deepEqual(lock.open(), label);
});

for (const [what, content] of [
  ["half of one", '{"passcode":2020'],
  [
    "a passcode that Matter forbids",
    '{"passcode":11111111,"discriminator":1,"serialNumber":"0123456789AB","uniqueId":""}',
  ],
] as const)
  test(`a lock whose label is ${what} refuses to start, and changes nothing`, (context) => {
    const lock = newLock(context);
    mkdirSync(lock.matterFolder);
    writeFileSync(lock.path, content);
    assert.throws(lock.open, (error) => error instanceof StoreError && error.code === "damaged");
    assert.equal(readFileSync(lock.path, "utf8"), content);
  });
