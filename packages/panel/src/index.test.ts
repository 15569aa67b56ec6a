import assert from "node:assert/strict";
import { once } from "node:events";
import { request, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { serve, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { eventStreamsMax } from "./event-streams.ts";
import { panelRoutes } from "./index.ts";
import type { LabelCodes, PanelLink } from "./link.ts";
import type { LinkMessage, PageMessage } from "./page/messages-of-the-lock.ts";
import { stillLock as state } from "../test/still-lock.ts";

/** A lock that lights its keypad when it is touched, and knows no other message. */
class ScriptedLink implements PanelLink {
  readonly taken: unknown[] = [];
  readonly #listeners = new Set<(message: LinkMessage) => void>();

  async send(message: unknown): Promise<readonly LinkMessage[]> {
    if (typeof message !== "object" || message === null) return [{ error: "Not a message." }];
    if ("ask" in message) return [{ state }];
    if (!("touch" in message || "key" in message)) return [{ error: "Not known." }];
    this.taken.push(message);
    const answers: readonly LinkMessage[] =
      "touch" in message ? [{ keypad: { lit: true, shows: "", flashing: false } }] : [];
    for (const answer of answers) for (const listener of this.#listeners) listener(answer);
    return answers;
  }

  subscribe(listener: (message: LinkMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  snapshot(): readonly LinkMessage[] {
    return [
      { log: { seq: 1, time: null, event: "power", what: "up" } },
      { log: { seq: 2, time: null, event: "pairing", what: "opened" } },
      { state },
    ];
  }

  /** Something happened at the lock that nobody asked for. */
  tell(message: LinkMessage): void {
    for (const listener of this.#listeners) listener(message);
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }
}

/** One with Matter on, whose network is not there at once. */
class LabelledLink extends ScriptedLink {
  codes: LabelCodes | null = null;

  label(): LabelCodes | null {
    return this.codes;
  }
}

interface Call {
  readonly path: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

const json = { "content-type": "application/json" };

describe("the routes of the panel", () => {
  const link = new ScriptedLink();
  const labelled = new LabelledLink();
  let server: ServerType;
  let port: number;

  before(async () => {
    const app = new Hono();
    app.route("/under/a/path/", panelRoutes({ link }));
    app.route("/labelled/", panelRoutes({ link: labelled }));
    app.route("/", panelRoutes({ link, hosts: ["panel.home"] }));
    server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    if (!server.listening) await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });

  after(() => {
    server.close();
  });

  /** Raw: the path is sent as it is, and any header can be set. */
  async function call({ path, method = "GET", headers = {}, body }: Call): Promise<IncomingMessage> {
    const asked = request({
      host: "127.0.0.1",
      port,
      path,
      method,
      headers: { host: `localhost:${port}`, ...headers },
    });
    asked.end(body);
    const [answer] = (await once(asked, "response")) as [IncomingMessage];
    return answer;
  }

  async function callForText(asked: Call): Promise<{ status: number | undefined; text: string }> {
    const answer = await call(asked);
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { status: answer.statusCode, text: Buffer.concat(chunks).toString("utf8") };
  }

  /** The first messages of an event stream. */
  async function hear(answer: IncomingMessage, count: number): Promise<readonly PageMessage[]> {
    let text = "";
    for await (const chunk of answer) {
      text += String(chunk);
      const events = text.split("\n\n").slice(0, -1);
      if (events.length >= count)
        return events.slice(0, count).map((event) => JSON.parse(event.replace(/^data: /, "")) as PageMessage);
    }
    return assert.fail("The stream ended early.");
  }

  test("the page comes whole, its drawings in place, and foreign pages may not frame it, nor run scripts in it", async () => {
    const answer = await call({ path: "/" });
    assert.equal(answer.statusCode, 200);
    assert.match(String(answer.headers["content-security-policy"]), /script-src 'self'.*frame-ancestors 'self'/);
    assert.doesNotMatch(String(answer.headers["content-security-policy"]), /unsafe/);
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
    const { text } = await callForText({ path: "/" });
    assert.match(text, /id="front-lever"/);
    assert.match(text, /id="matter-label"/);
    assert.doesNotMatch(text, /<!-- drawing|style="|<script>/);
  });

  test("each module is served without its types, tests and unknown names are not served at all", async () => {
    const modules = readdirSync(new URL("page/", import.meta.url)).filter((name) => name.endsWith(".ts"));
    assert.ok(modules.length > 20);
    for (const name of modules) {
      const answer = await call({ path: `/page/${name}` });
      answer.resume();
      assert.equal(answer.statusCode, 200, name);
      assert.match(String(answer.headers["content-type"]), /^text\/javascript/);
    }
    const { text } = await callForText({ path: "/page/store.ts" });
    assert.match(text, /class Store/);
    assert.doesNotMatch(text, /import type|: PanelView/);
    assert.equal((await callForText({ path: "/page/none.ts" })).status, 404);
    assert.equal((await callForText({ path: "/page/index.html" })).status, 404);
  });

  test("no path leads out of the page's folder", async () => {
    for (const path of [
      "/page/../index.ts",
      "/page/..%2findex.ts",
      "/page/%2e%2e/index.ts",
      "/page/..%5cindex.ts",
      "/page/.%00./index.ts",
      "/page//etc/passwd",
      "/page/%2fetc%2fpasswd",
      "/../package.json",
    ]) {
      const { status, text } = await callForText({ path });
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
      assert.doesNotMatch(text, /panelRoutes|@catenaccio|root:/);
    }
  });

  test("a file that the browser has already is not sent again", async () => {
    const first = await call({ path: "/page/main.ts" });
    first.resume();
    const etag = first.headers.etag;
    assert.ok(etag);
    const { status, text } = await callForText({ path: "/page/main.ts", headers: { "if-none-match": etag } });
    assert.deepEqual({ status, text }, { status: 304, text: "" });
  });

  test("under a longer path everything is found by relative addresses", async () => {
    for (const path of ["", "style.css", "icon.svg", "page/main.ts"]) {
      const answer = await call({ path: `/under/a/path/${path}` });
      answer.resume();
      assert.equal(answer.statusCode, 200, path);
    }
    const { text } = await callForText({ path: "/under/a/path/" });
    assert.doesNotMatch(text, /(?:src|href)="(?:\/|https?:)/);
  });

  test("another host name is refused; localhost, the configured one and addresses are not", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "panel.home.evil",
    ])
      assert.equal((await callForText({ path: "/", headers: { host } })).status, 403, host);
    for (const host of ["localhost", `127.0.0.1:${port}`, "[::1]:9", "192.168.1.9:8080", "panel.home", "LOCALHOST"])
      assert.equal((await callForText({ path: "/", headers: { host } })).status, 200, host);
  });

  test("a foreign page can neither send to the lock nor listen to it", async () => {
    const before = link.taken.length;
    for (const origin of ["https://evil.example", "null", `http://localhost:${port + 1}`, `http://127.0.0.1:${port}`]) {
      const sent = { path: "/messages", method: "POST", headers: { ...json, origin }, body: '{"touch":true}' };
      assert.equal((await callForText(sent)).status, 403, origin);
      assert.equal((await callForText({ path: "/events", headers: { origin } })).status, 403, origin);
    }
    const embedded = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" };
    assert.equal((await callForText({ path: "/events", headers: embedded })).status, 403);
    assert.equal(link.taken.length, before);
    const linked = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    assert.equal((await callForText({ path: "/", headers: linked })).status, 200);
  });

  test("the own page is heard, and is answered by what its message caused", async () => {
    const headers = { ...json, origin: `http://localhost:${port}` };
    const { status, text } = await callForText({ path: "/messages", method: "POST", headers, body: '{"touch":true}' });
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(text), [{ keypad: { lit: true, shows: "", flashing: false } }]);
  });

  test("what is JSON but no message is the lock's to refuse; what is no JSON is refused before it", async () => {
    const post = (body: string, headers: OutgoingHttpHeaders = json): ReturnType<typeof callForText> =>
      callForText({ path: "/messages", method: "POST", headers, body });
    assert.deepEqual(await post('{"open":"sesame"}'), { status: 200, text: '[{"error":"Not known."}]' });
    for (const body of ["", "{", "touch"]) {
      const { status, text } = await post(body);
      assert.equal(status, 400, body);
      assert.deepEqual(Object.keys(JSON.parse(text) as object), ["error"]);
    }
    const before = link.taken.length;
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"])
      assert.equal((await post('{"touch":true}', { "content-type": type })).status, 415, type);
    assert.equal((await post('{"touch":true}', {})).status, 415);
    const long = JSON.stringify({ touch: true, padding: "x".repeat(4096) });
    assert.equal((await post(long)).status, 413);
    assert.equal((await post(long, { ...json, "transfer-encoding": "chunked" })).status, 413);
    assert.equal(link.taken.length, before);
    assert.equal((await post('{"touch":true}', { "content-type": "Application/JSON; charset=utf-8" })).status, 200);
  });

  test("a page hears the state, the kept log, what hands hold, and then what happens, in this order", async () => {
    await callForText({ path: "/messages", method: "POST", headers: json, body: '{"key":"right"}' });
    const answer = await call({ path: "/events" });
    assert.equal(answer.headers["content-type"], "text/event-stream");
    const heard = hear(answer, 8);
    await callForText({ path: "/messages", method: "POST", headers: json, body: '{"touch":true}' });
    assert.deepEqual(
      (await heard).map((message) => Object.entries(message)[0]),
      [
        ["state", state],
        ["log", { seq: 1, time: null, event: "power", what: "up" }],
        ["log", { seq: 2, time: null, event: "pairing", what: "opened" }],
        ["label", { status: "off" }],
        ["held", [{ key: "right" }]],
        ["keypad", { lit: true, shows: "", flashing: false }],
        ["held", [{ key: "right" }]],
        ["state", state],
      ],
    );
    answer.destroy();
    await callForText({ path: "/messages", method: "POST", headers: json, body: '{"key":"out"}' });
    const later = await call({ path: "/events" });
    assert.deepEqual((await hear(later, 5))[4], { held: [] });
    later.destroy();
  });

  test("the label comes to a page that was open before its codes were known, once, and to later pages at once", async () => {
    const early = await call({ path: "/labelled/events" });
    // The snapshot of 5, what is told, and the state that follows it.
    const heard = hear(early, 11);
    labelled.tell({ tone: "key" });
    labelled.codes = { qr: "MT:Y.K9042C00KA0648G00", manual: "34970112332", serial: "0A1B2C3D4E5F" };
    labelled.tell({ state });
    labelled.tell({ state });
    const messages = await heard;
    assert.deepEqual(messages[3], { label: { status: "starting" } });
    const [label, ...others] = messages.flatMap((message) =>
      "label" in message && message.label.status === "ready" ? [message.label] : [],
    );
    assert.ok(label);
    assert.deepEqual(others, []);
    const { drawing, ...words } = label;
    assert.deepEqual(words, {
      status: "ready",
      qr: "MT:Y.K9042C00KA0648G00",
      manual: "34970112332",
      serial: "0A1B2C3D4E5F",
      isLocalOnly: false,
    });
    assert.equal(drawing.modules, 25);
    early.destroy();
    const later = await call({ path: "/labelled/events" });
    assert.deepEqual((await hear(later, 4))[3], { label });
    later.destroy();
  });

  test("there is room for so many pages, and again when one has gone", async () => {
    while (link.listenerCount > 0) await new Promise((resolve) => setImmediate(resolve));
    const streams: IncomingMessage[] = [];
    for (let count = 0; count < eventStreamsMax; count += 1) {
      const stream = await call({ path: "/events" });
      assert.equal(stream.statusCode, 200);
      streams.push(stream);
    }
    assert.equal(link.listenerCount, 1);
    assert.equal((await callForText({ path: "/events" })).status, 503);
    for (const stream of streams) stream.destroy();
    while (link.listenerCount > 0) await new Promise((resolve) => setImmediate(resolve));
    const again = await call({ path: "/events" });
    assert.equal(again.statusCode, 200);
    again.destroy();
  });
});
