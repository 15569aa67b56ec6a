/**
 * What every route refuses, made from the table of routes: a route that is added is in here by itself. The same for the
 * routes of better-auth that are open, made from its own list.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth";
import { homeRoles, type HomeRole } from "@catenaccio/protocol";
import { permissions, type Permission } from "../permissions.ts";
import { address, TestServer, type Browser } from "../../test/test-server.ts";
import { exampleOf } from "./example.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

const strangeId = "00000000-0000-4000-8000-000000000000";
const foreignHome = "11111111-1111-4111-8111-111111111111";

let server: TestServer;
let people: Readonly<Record<HomeRole, Browser>>;
let nobody: Browser;
/** API keys. */
let scripts: Readonly<Record<HomeRole, string>>;
let homeId: string;

before(async () => {
  server = await TestServer.open();
  const owner = await server.owner();
  ({ homeId } = owner);
  people = {
    owner,
    administrator: await server.member(owner, "administrator"),
    member: await server.member(owner, "member"),
    guest: await server.member(owner, "guest"),
  };
  nobody = server.browser();
  scripts = Object.fromEntries(
    await Promise.all(homeRoles.map(async (role) => [role, await keyOf(owner, role)] as const)),
  ) as typeof scripts;
  furnishForeignHome();
});

async function keyOf(owner: Browser, role: HomeRole): Promise<string> {
  const { key } = await owner.expect("POST", `/api/homes/${homeId}/api-keys`, { name: role, role });
  // When it was last used is kept, but not to the second.
  await nobody.ask("GET", `/api/homes/${homeId}`, undefined, { authorization: `Bearer ${key}` });
  return key;
}

/** What belongs to no home, or would be looked after meanwhile. */
const notFurnished = /^(sqlite_|kysely_|audit|account$|session$|verification$|passkey$|notifyQueue$)/;

/** A row in every table, so that whatever an id below our home is taken for is there, in the other home. */
function furnishForeignHome(): void {
  const database = server.database();
  database.pragma("foreign_keys = OFF");
  for (const table of tablesIn(database).filter((name) => !notFurnished.test(name))) {
    const columns = database.pragma(`table_info("${table}")`) as readonly Column[];
    const places = columns.map(() => "?").join(", ");
    database.prepare(`INSERT INTO "${table}" VALUES (${places})`).run(...columns.map(furnishing));
  }
  database.close();
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: 0 | 1;
}

function furnishing({ name, type, notnull }: Column): string | number | null {
  if (name === "homeId") return foreignHome;
  if (name === "id" || name.endsWith("Id")) return strangeId;
  if (notnull === 0) return null;
  if (type === "integer" || type === "bigint") return 1;
  if (name === "expiresAt") return "2036-01-01T00:00:00.000Z";
  if (name === "at" || name === "since" || name.endsWith("At")) return "2026-01-01T00:00:00.000Z";
  return { role: "member", state: "added" }[name] ?? "{}";
}

function tablesIn(database: ReturnType<TestServer["database"]>): string[] {
  return database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
}

after(async () => {
  const { faults } = server;
  await server[Symbol.asyncDispose]();
  assert.deepEqual(faults, [], "no handler failed");
});

/** A refusal may be counted, and may stand in the audit. */
const unwatched = /^(failedTry|remoteOperation|audit\w*)$/;

/** All that there is, but for that. */
function digest(isWatched = (_table: string): boolean => true): string {
  const database = server.database();
  try {
    const hash = createHash("sha256");
    for (const table of tablesIn(database).filter((name) => !unwatched.test(name) && isWatched(name)))
      hash.update(JSON.stringify([table, database.prepare(`SELECT * FROM "${table}"`).all()]));
    return hash.digest("hex");
  } finally {
    database.close();
  }
}

async function unchanged(act: () => Promise<void>): Promise<void> {
  const earlier = digest();
  await act();
  assert.equal(digest(), earlier, "nothing has changed");
}

/** A challenge for a passkey is handed to anybody. */
async function unchangedButChallenges(act: () => Promise<void>): Promise<void> {
  const isWatched = (table: string): boolean => table !== "verification";
  const earlier = digest(isWatched);
  await act();
  assert.equal(digest(isWatched), earlier, "nothing has changed");
}

type Values = Readonly<Record<string, unknown>>;

/** Everything in the address is as the schema wants it, and names what there is not. */
function pathIn(route: Route, home: string): string {
  const params = (route.params === undefined ? {} : exampleOf(route.params)) as Values;
  const query = (route.query === undefined ? {} : exampleOf(route.query)) as Values;
  const path = route.path
    .replace("{homeId}", home)
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => (name.endsWith("Id") ? strangeId : String(params[name])));
  const asked = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return asked.length === 0 ? path : `${path}?${asked.join("&")}`;
}

/** Where a rule asks for more than the form. */
const bodies: Readonly<Record<string, unknown>> = {
  "PATCH /api/homes/{homeId}/webhooks/{webhookId}": { name: "Other" },
  "POST /api/homes/{homeId}/locks/{lockId}/found-users/{userIndex}/adopt": { personId: strangeId },
};

const bodyOf = (route: Route): unknown =>
  route.body === undefined ? undefined : (bodies[nameOf(route)] ?? exampleOf(route.body));
const methodOf = ({ method }: Route): string => method.toUpperCase();
const nameOf = (route: Route): string => `${methodOf(route)} ${route.path}`;
const ofHomes = routes.filter(({ path }) => path.includes("{homeId}"));
const changing = routes.filter(({ method }) => method !== "get");

test("no two routes are one, and each has its permission in the table", () => {
  assert.equal(new Set(routes.map(nameOf)).size, routes.length);
  for (const { permission, path } of routes) {
    const isOfHome = path.includes("{homeId}");
    assert.equal(permission in permissions, isOfHome, `${path} needs ${permission}`);
  }
});

describe("W-1: without a session there is no way in", () => {
  for (const route of routes.filter(({ permission }) => permission !== "public"))
    test(nameOf(route), async () => {
      await unchanged(async () => {
        const { status, body } = await nobody.ask(methodOf(route), pathIn(route, homeId), bodyOf(route));
        assert.equal(status, 401);
        assert.equal(body.error.code, "unauthenticated");
      });
    });
});

describe("the role in the home decides", () => {
  for (const route of ofHomes)
    test(nameOf(route), async () => {
      const permitted: readonly HomeRole[] = permissions[route.permission as Permission];
      await unchanged(async () => {
        for (const role of homeRoles.filter((each) => !permitted.includes(each))) {
          const { status, body } = await people[role].ask(methodOf(route), pathIn(route, homeId), bodyOf(route));
          assert.deepEqual([role, status, body.error?.code], [role, 403, "forbidden"]);
          const script = { authorization: `Bearer ${scripts[role]}` };
          const answer = await nobody.ask(methodOf(route), pathIn(route, homeId), bodyOf(route), script);
          assert.deepEqual([role, answer.status, answer.body.error?.code], [role, 403, "forbidden"], "an API key");
        }
      });
    });
});

describe("W-3: another home is none", () => {
  for (const route of ofHomes)
    test(nameOf(route), async () => {
      await unchanged(async () => {
        for (const home of [foreignHome, strangeId, "nonsense"]) {
          const { status, body } = await people.owner.ask(methodOf(route), pathIn(route, home), bodyOf(route));
          assert.deepEqual([home, status, body.error?.code], [home, 404, "notFound"]);
        }
      });
    });
});

describe("W-3: what is not of this home is not there", () => {
  const withIds = ofHomes.filter(({ path }) => /\{(?!homeId)\w+Id\}/.test(path));
  for (const route of withIds)
    test(nameOf(route), async () => {
      await unchanged(async () => {
        const { status } = await people.owner.ask(methodOf(route), pathIn(route, homeId), bodyOf(route));
        assert.ok([404, 503].includes(status), `status ${status}`);
      });
    });
});

describe("W-3: nothing of another home is in a list", () => {
  const lists = ofHomes.filter(({ method, path, contentType }) => {
    const isStream = contentType === "text/event-stream";
    return method === "get" && !isStream && !/\{(?!homeId)/.test(path);
  });
  for (const route of lists)
    test(nameOf(route), async () => {
      await unchanged(async () => {
        const { status, body } = await people.owner.ask("GET", pathIn(route, homeId));
        assert.ok(status < 500 || status === 503, `status ${status}`);
        const text = JSON.stringify(body);
        assert.ok(!text.includes(strangeId) && !text.includes(foreignHome), text);
      });
    });
});

describe("what is open to everybody changes nothing by being looked at", () => {
  for (const route of routes.filter(({ permission, method }) => permission === "public" && method === "get"))
    test(nameOf(route), async () => {
      await unchanged(async () => {
        const { status } = await nobody.ask("GET", pathIn(route, homeId));
        assert.ok(status < 500, `status ${status}`);
      });
    });
});

describe("an API key is no person", () => {
  for (const route of routes.filter(({ permission }) => permission === "account"))
    test(nameOf(route), async () => {
      await unchanged(async () => {
        const script = { authorization: `Bearer ${scripts.owner}` };
        const { status, body } = await nobody.ask(methodOf(route), pathIn(route, homeId), bodyOf(route), script);
        assert.equal(status, 401);
        assert.match(body.error.sentence, /^This is for people/);
      });
    });
});

describe("W-2: a change that does not come from our own page is refused", () => {
  for (const route of changing)
    test(nameOf(route), async () => {
      await unchanged(async () => {
        const path = pathIn(route, homeId);
        const ask = async (headers: Readonly<Record<string, string | null>>, body = bodyOf(route)) =>
          (await people.owner.ask(methodOf(route), path, body, headers)).status;
        assert.equal(await ask({ origin: "https://evil.example" }), 403, "a foreign origin");
        assert.equal(await ask({ origin: "null" }), 403, "an origin that is hidden");
        assert.equal(await ask({ origin: null }), 403, "a cookie without an origin");
        assert.equal(await ask({ "sec-fetch-site": "cross-site" }), 403, "another site");
        assert.equal(await ask({ host: "evil.example:8080" }), 403, "another name");
        if (!routes.some(({ method, path: other }) => method === "get" && other === route.path))
          assert.equal((await people.owner.ask("GET", path)).status, 405, "a link");
        if (route.body === undefined) return;
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
          assert.equal(await ask({ "content-type": type }, "a=b"), 415, type);
      });
    });
});

describe("a body that is not understood gets one sentence and changes nothing", () => {
  for (const route of routes.filter(({ body }) => body !== undefined))
    test(nameOf(route), async () => {
      await unchanged(async () => {
        for (const body of ["", "{", "[]", '"text"', "null", '{"surprise":1}']) {
          const answer = await people.owner.ask(methodOf(route), pathIn(route, homeId), body);
          assert.equal(answer.status, 400, body);
          assert.equal(answer.body.error.code, "invalid");
          assert.match(answer.body.error.sentence, /[.!?]$/);
        }
        const long = JSON.stringify({ text: "x".repeat(70_000) });
        const { status } = await people.owner.ask(methodOf(route), pathIn(route, homeId), long, {
          "content-length": String(long.length),
        });
        assert.equal(status, 413);
      });
    });
});

/** What better-auth can do; which of it is open is the server's business. */
const endpoints = Object.values(
  betterAuth({ secret: "of no importance, but long enough", logger: { disabled: true }, plugins: [passkey()] }).api,
)
  .flatMap((endpoint) => {
    const { path, options } = endpoint as {
      readonly path?: string;
      readonly options: { readonly method: string | readonly string[] };
    };
    return [options.method].flat().map((method) => ({ method, path: `/api/auth${path ?? ""}` }));
  })
  .filter(({ path }) => path !== "/api/auth");

describe("W-2, W-3: the routes of better-auth", () => {
  /** Somebody with a passkey. */
  let holder: Browser;
  const passkeyId = "22222222-2222-4222-8222-222222222222";

  before(async () => {
    holder = await server.member(people.owner, "member", "holder@example.org");
    const database = server.database();
    const row = database.prepare(
      "INSERT INTO passkey (id, publicKey, userId, credentialID, counter, deviceType, backedUp) VALUES (?, ?, ?, ?, 0, 'singleDevice', 0)",
    );
    row.run(passkeyId, "pQECAyYgASFYIA==", holder.accountId, "credential");
    database.close();
  });

  const anyBody = { id: passkeyId, name: "Other", response: {} };
  /** Its refusals may have no body, not even an empty one of JSON. */
  async function ask(
    who: Browser,
    { method, path }: { readonly method: string; readonly path: string },
    { headers = {}, body }: { readonly headers?: Readonly<Record<string, string | null>>; readonly body?: string } = {},
  ): Promise<{ readonly status: number; readonly text: string }> {
    const all = {
      host: new URL(address).host,
      origin: address,
      cookie: who.cookie === "" ? null : who.cookie,
      "content-type": "application/json",
      ...headers,
    };
    const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null);
    const content = method === "GET" ? null : (body ?? JSON.stringify(anyBody));
    const response = await server.fetch(new Request(address + path, { method, headers: given, body: content }));
    return { status: response.status, text: await response.text() };
  }

  async function isOpen(route: { readonly method: string; readonly path: string }): Promise<boolean> {
    const { status, text } = await ask(nobody, route);
    return !(status === 404 && text.includes("There is nothing here."));
  }

  for (const route of endpoints) {
    const { method, path } = route;
    test(`${method} ${path}`, async () => {
      await unchangedButChallenges(async () => {
        if (!(await isOpen(route))) return;
        const { status } = await ask(nobody, route);
        if (/generate-authenticate|verify-authentication/.test(path)) assert.ok(status < 500, `status ${status}`);
        else assert.equal(status, 401, "without a session");
        await ask(people.guest, route);
        if (method === "GET") return;
        for (const headers of [
          { origin: "https://evil.example" },
          { origin: "null" },
          { origin: null },
          { "sec-fetch-site": "cross-site" },
          { host: "evil.example:8080" },
        ])
          assert.equal((await ask(holder, route, { headers })).status, 403, JSON.stringify(headers));
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
          assert.equal((await ask(holder, route, { headers: { "content-type": type } })).status, 415, type);
        for (const body of ["{", "[]", '"text"', "null"]) {
          const answer = await ask(holder, route, { body });
          assert.ok(answer.status >= 400 && answer.status < 500, `${body}: ${answer.status}`);
        }
      });
    });
  }

  test("what was refused above is done for whoever it belongs to, from our own page", async () => {
    for (const path of ["passkey/update-passkey", "passkey/delete-passkey"]) {
      const { status } = await ask(holder, { method: "POST", path: `/api/auth/${path}` });
      assert.equal(status, 200, path);
    }
    const database = server.database();
    assert.equal(database.prepare("SELECT count(*) FROM passkey WHERE id = ?").pluck().get(passkeyId), 0);
    database.close();
  });
});

describe("a script with an API key", () => {
  test("needs no origin, is bound to its home, and never gets beyond its role", async () => {
    const { key } = await people.owner.expect("POST", `/api/homes/${homeId}/api-keys`, {
      name: "Script",
      role: "member",
    });
    const headers = { authorization: `Bearer ${key}`, origin: null };
    const ask = async (method: string, path: string, body?: unknown) =>
      (await server.browser().ask(method, path, body, headers)).status;
    assert.equal(await ask("GET", `/api/homes/${homeId}/locks`), 200);
    assert.equal(await ask("GET", `/api/homes/${homeId}/people`), 403);
    assert.equal(await ask("GET", `/api/homes/${foreignHome}/locks`), 404);
    assert.equal(await ask("GET", "/api/session"), 401, "it is no person");
    const wrong = { authorization: "Bearer ck_wrong" };
    const unknown = await server.browser().ask("GET", `/api/homes/${homeId}/locks`, undefined, wrong);
    assert.equal(unknown.status, 401);
    assert.match(unknown.body.error.sentence, /^This API key is not known/);
    const { body: own } = await server.browser().ask("GET", "/api/homes", undefined, headers);
    const { timeZone } = await people.owner.expect("GET", `/api/homes/${homeId}/settings`);
    assert.deepEqual(own.homes, [{ homeId, name: "Home", role: "member", timeZone }], "it finds its home");
    assert.ok(!server.onDisk().includes(key), "it is not kept");
  });
});

test("what is not in the table is not there, and another method is told so", async () => {
  assert.equal((await people.owner.ask("GET", "/api/nothing")).status, 404);
  assert.equal((await people.owner.ask("GET", "/api/auth/sign-up/email")).status, 404);
  assert.equal((await people.owner.ask("POST", "/api/auth/sign-up/email", {})).status, 404);
  assert.equal((await people.owner.ask("PUT", "/api/homes", {})).status, 405);
});

test("the document names every route, with what it takes", async () => {
  const { body } = await nobody.ask("GET", "/api/openapi.json");
  for (const route of routes) {
    const described = body.paths[route.path]?.[route.method];
    assert.ok(described, `${nameOf(route)} is described`);
    assert.equal(described.requestBody !== undefined, route.body !== undefined, nameOf(route));
  }
  const page = await nobody.ask("GET", "/api/docs");
  assert.equal(page.status, 200);
  for (const { path } of routes) assert.ok(page.body.includes(path), `the page shows ${path}`);
  assert.ok(
    !/https?:\/\/(?!localhost|example\.org)[a-z.]+/.test(page.body.replaceAll("json-schema.org", "")),
    "it loads nothing from elsewhere",
  );
});
