import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempDisposableSync, statSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { askHome, ControlSocket, type ControlRequest } from "./control.ts";

test("a home that runs in a folder answers who may use the folder, and a folder without one does not", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "control-"));
  assert.equal(await askHome(folder.path, { ask: "restart" }), null);
  const asked: ControlRequest[] = [];
  const socket = await ControlSocket.open(folder.path, async (request) => {
    asked.push(request);
    return request.ask === "copy" ? { ok: true } : { ok: false, sentence: "Not now." };
  });
  assert.equal(statSync(join(folder.path, "control.sock")).mode & 0o777, 0o600);
  assert.deepEqual(await askHome(folder.path, { ask: "copy", folder: "there" }), { ok: true });
  assert.deepEqual(await askHome(folder.path, { ask: "restart" }), { ok: false, sentence: "Not now." });
  assert.deepEqual(asked, [{ ask: "copy", folder: "there" }, { ask: "restart" }]);
  socket?.close();
  assert.equal(await askHome(folder.path, { ask: "restart" }), null);
});

test("a socket that a killed home left behind is no obstacle", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "control-"));
  const left = await ControlSocket.open(folder.path, async () => ({ ok: true }));
  const next = await ControlSocket.open(folder.path, async () => ({ ok: false, sentence: "The second." }));
  assert.deepEqual(await askHome(folder.path, { ask: "restart" }), { ok: false, sentence: "The second." });
  next?.close();
  left?.close();
});

test("nonsense is refused, and never reaches the home", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "control-"));
  const socket = await ControlSocket.open(folder.path, () => assert.fail("It was asked."));
  for (const line of ["", "{", '{"ask":"open"}', '{"ask":"copy"}', "x".repeat(5000)]) {
    const connection = createConnection(join(folder.path, "control.sock"));
    connection.write(`${line}\n`);
    const [answer] = (await once(connection, "data")) as [Buffer];
    assert.equal(answer.toString(), '{"ok":false,"sentence":"That is no request that a home knows."}\n');
    connection.destroy();
  }
  socket?.close();
});

test("a folder whose path is too long for a socket is told apart", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "c".repeat(110)));
  assert.equal(await ControlSocket.open(folder.path, async () => ({ ok: true })), null);
  assert.equal(await askHome(folder.path, { ask: "restart" }), null);
});
