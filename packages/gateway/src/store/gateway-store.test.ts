/** The gateway's folder: what is in it, who may read it, and what is said when it cannot be used. */
import assert from "node:assert/strict";
import { closeSync, mkdtempDisposableSync, openSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import Database from "better-sqlite3";
import { openSealed, sealTo } from "@catenaccio/protocol/seal";
import { GatewayStoreError } from "./gateway-store-error.ts";
import { GatewayStore } from "./gateway-store.ts";

function folderFor(t: TestContext): string {
  const folder = mkdtempDisposableSync(join(tmpdir(), "catenaccio-gateway-"));
  t.after(() => folder.remove());
  return join(folder.path, "gateway");
}

function refusalOf(folder: string): GatewayStoreError {
  try {
    GatewayStore.open(folder).close();
  } catch (error) {
    if (error instanceof GatewayStoreError) return error;
    throw error;
  }
  assert.fail("it was opened");
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("only the gateway's own account reads its folder", (t) => {
  const folder = folderFor(t);
  const store = GatewayStore.open(folder);
  store.putLock("a", "Front door");
  assert.equal(modeOf(folder), "700");
  for (const name of ["gateway.sqlite", "gateway.sqlite-wal", "gateway.key"])
    assert.equal(modeOf(join(folder, name)), "600", name);
  store.close();
});

test("what was kept is there again, and the same key opens what was sealed to it", (t) => {
  const folder = folderFor(t);
  const before = GatewayStore.open(folder);
  const letter = sealTo(before.key.publicKey, "482916", "pin");
  before.putLock("a", "Front door");
  before.putTimeZone("Europe/Rome");
  before.putMqtt({
    url: "mqtt://127.0.0.1",
    username: null,
    sealedPassword: null,
    discoveryPrefix: "homeassistant",
    isUnlockAllowed: false,
  });
  before.close();
  const after = GatewayStore.open(folder);
  assert.equal(openSealed(after.key.privateKey, letter, "pin"), "482916");
  assert.deepEqual([...after.locks()], [["a", "Front door"]]);
  assert.equal(after.timeZone, "Europe/Rome");
  assert.equal(after.mqtt?.url, "mqtt://127.0.0.1");
  after.putMqtt(null);
  assert.equal(after.mqtt, null);
  after.close();
});

test("a folder that is in use is refused", (t) => {
  const folder = folderFor(t);
  const store = GatewayStore.open(folder);
  t.after(() => store.close());
  store.putLock("a", "");
  const { code, message } = refusalOf(folder);
  assert.equal(code, "inUse");
  assert.match(message, /in use by another process/);
});

test("a damaged database is refused with one sentence", (t) => {
  const folder = folderFor(t);
  const store = GatewayStore.open(folder);
  store.transact(() => {
    for (let index = 0; index < 500; index++) store.putLock(`lock ${index}`, "x".repeat(100));
  });
  store.close();
  const file = openSync(join(folder, "gateway.sqlite"), "r+");
  writeSync(file, Buffer.alloc(8192, 0x5a), 0, 8192, 8192);
  closeSync(file);
  const { code, message } = refusalOf(folder);
  assert.equal(code, "damaged");
  assert.equal(message.split(". ").length, 1);
});

test("something that is no database is refused, and stays as it is", (t) => {
  const folder = folderFor(t);
  GatewayStore.open(folder).close();
  writeFileSync(join(folder, "gateway.sqlite"), "a shopping list, and no database at all");
  assert.equal(refusalOf(folder).code, "damaged");
});

test("another program's database is refused", (t) => {
  const folder = folderFor(t);
  GatewayStore.open(folder).close();
  rmSync(join(folder, "gateway.sqlite"));
  const other = new Database(join(folder, "gateway.sqlite"));
  other.exec("CREATE TABLE recipe (name TEXT)");
  other.close();
  assert.equal(refusalOf(folder).code, "notOurs");
});

test("a database of a newer version is refused", (t) => {
  const folder = folderFor(t);
  GatewayStore.open(folder).close();
  const database = new Database(join(folder, "gateway.sqlite"));
  database.pragma("user_version = 99");
  database.close();
  assert.equal(refusalOf(folder).code, "newerVersion");
});

test("a missing key is not made anew, and another's is not taken", (t) => {
  const folder = folderFor(t);
  GatewayStore.open(folder).close();
  rmSync(join(folder, "gateway.key"));
  assert.equal(refusalOf(folder).code, "keyMissing");
  const other = folderFor(t);
  GatewayStore.open(other).close();
  rmSync(join(other, "gateway.sqlite"));
  const store = GatewayStore.open(other);
  const { publicKey } = store.key;
  store.close();
  rmSync(join(other, "gateway.key"));
  writeFileSync(join(other, "gateway.key"), "no key");
  const { code, message } = refusalOf(other);
  assert.equal(code, "damaged");
  assert.ok(!message.includes(publicKey));
});

test("a change that fails half way changes nothing", (t) => {
  const store = GatewayStore.open(folderFor(t));
  t.after(() => store.close());
  assert.throws(() =>
    store.transact(() => {
      store.putLock("a", "");
      throw new GatewayStoreError("writeFailed", "The disk is full.");
    }),
  );
  assert.equal(store.locks().size, 0);
});
