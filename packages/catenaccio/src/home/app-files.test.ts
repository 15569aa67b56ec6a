/** The app's files over HTTP: what is kept for ever, what is asked for again, compressed, and under which policy. */

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { appRoutes } from "./app-files.ts";

const script = `console.log("a door");\n`.repeat(50);
const page = `<!doctype html><meta name="virtual-lock" content="" /><script src="/assets/app-1234.js"></script>`;

async function openApp(t: TestContext, virtualLockPath: string | null = null) {
  const folder = await mkdtempDisposable(join(tmpdir(), "catenaccio-app-"));
  t.after(async () => await folder.remove());
  mkdirSync(join(folder.path, "assets"));
  writeFileSync(join(folder.path, "index.html"), page);
  writeFileSync(join(folder.path, ".digest"), "a secret of the build");
  writeFileSync(join(folder.path, "assets", "app-1234.js"), script);
  const app = appRoutes({ folder: folder.path, virtualLockPath });
  assert.ok(app !== null);
  return async (path: string, headers: Readonly<Record<string, string>> = {}) => await app.request(path, { headers });
}

test("without a built app there is none to serve", () => {
  assert.equal(appRoutes({ folder: join(tmpdir(), "no-such-app"), virtualLockPath: null }), null);
});

test("every page of the app is the same document, which is asked for again each time", async (t) => {
  const ask = await openApp(t);
  for (const path of ["/", "/people", "/locks/3f1c2b9e-8a4d-4f7b-9c61-2d5e8f7a9b10"]) {
    const answer = await ask(path);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(answer.headers.get("cache-control"), "no-cache");
    assert.equal(await answer.text(), page);
    const etag = answer.headers.get("etag") ?? "";
    assert.equal((await ask(path, { "if-none-match": `"other", ${etag}` })).status, 304);
  }
});

test("a file with a hash in its name is kept for ever, and comes as compressed as the browser can read it", async (t) => {
  const ask = await openApp(t);
  const bodies = { br: brotliDecompressSync, gzip: gunzipSync } as const;
  for (const [encoding, unpack] of Object.entries(bodies)) {
    const answer = await ask("/assets/app-1234.js", { "accept-encoding": `${encoding}, deflate;q=0.5` });
    assert.equal(answer.headers.get("content-encoding"), encoding);
    assert.match(answer.headers.get("cache-control") ?? "", /immutable/);
    assert.equal(answer.headers.get("vary"), "Accept-Encoding");
    assert.equal(unpack(new Uint8Array(await answer.arrayBuffer())).toString(), script);
  }
  for (const refused of ["", "br;q=0, gzip;q=0.0"]) {
    const answer = await ask("/assets/app-1234.js", { "accept-encoding": refused });
    assert.equal(answer.headers.get("content-encoding"), null);
    assert.equal(await answer.text(), script);
  }
});

test("what is not there is no page when it looks like a file, and nothing outside the build is served", async (t) => {
  const ask = await openApp(t);
  for (const path of ["/assets/app-0000.js", "/favicon.ico", "/.digest", "/..%2f..%2fpackage.json", "/assets/"]) {
    const answer = await ask(path);
    assert.equal(answer.status, 404, path);
    assert.doesNotMatch(await answer.text(), /secret|workspaces/);
  }
});

test("the page learns where the virtual lock is, if there is one", async (t) => {
  assert.match(await (await (await openApp(t, "/panel/"))("/")).text(), /name="virtual-lock" content="\/panel\/"/);
  assert.match(await (await (await openApp(t, null))("/")).text(), /name="virtual-lock" content=""/);
});

test("no foreign script runs in the app, and no foreign page frames it", async (t) => {
  const ask = await openApp(t);
  const policy = (await ask("/people")).headers.get("content-security-policy") ?? "";
  for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"])
    assert.ok(policy.includes(part), part);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:/);
});
