/** The gateway's box as a person has it in hand: ring, button, cable, Wi-Fi, power, and whose it is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { enter } from "../lock/at-the-door.ts";
import type { Line } from "../lock/panel-process.ts";
import { ApiClient } from "./api-client.ts";
import { assertLikeLog, readBoth } from "./apart.ts";
import { openHome, type HomeProcess } from "./home-process.ts";
import { Owner } from "./owner.ts";
import { until } from "./until.ts";

const annasPin = "74019385";
const powerOff = { gateway: { power: false } };
const powerOn = { gateway: { power: true } };
const cableOut = { gateway: { cable: false } };
const cableIn = { gateway: { cable: true } };
const heldForSetUp = { gateway: { button: 4500 } };
const heldForReset = { gateway: { button: 10_000 } };

interface Seen {
  readonly ring: readonly string[];
  readonly said: readonly string[];
}

/** Does this to the box, and looks until its ring is so. */
async function look(home: HomeProcess, line: Line, last: string): Promise<Seen> {
  const first = await home.send(line);
  if (first.findLast(({ gateway }) => gateway?.led !== undefined)?.gateway?.led !== last)
    await home.untilOut(({ gateway }) => gateway?.led === last);
  const out = [...first, ...(await home.send({ ask: "state" }))];
  return {
    ring: out.flatMap(({ gateway }) => gateway?.led ?? []),
    said: out.flatMap(({ gateway }) => gateway?.say ?? []),
  };
}

/** What the box says at once; its ring stays as it is. */
async function listenTo(home: HomeProcess, line: Line): Promise<readonly string[]> {
  const out = await home.send(line);
  assert.deepEqual(
    out.flatMap(({ gateway }) => gateway?.led ?? []),
    [],
  );
  return out.flatMap(({ gateway }) => gateway?.say ?? []);
}

/** Whose ring is white. */
async function openOnline(...args: Parameters<typeof openHome>): Promise<HomeProcess> {
  const home = await openHome(...args);
  await home.untilOut(({ gateway }) => gateway?.led === "white");
  await home.send({ ask: "state" });
  return home;
}

async function addFrontDoor(home: HomeProcess, owner: Owner): Promise<string> {
  const { manual } = home.label;
  await home.openWindow();
  const lockId = await owner.addLock({ name: "Front door", code: manual });
  await owner.addPerson({ name: "Anna", lockId, pin: annasPin });
  await owner.untilConfirmed();
  return lockId;
}

test("G2: plugged in, the ring is amber and then white; without power it is dark", async (t) => {
  const home = await openHome(t);
  const { gateway } = await home.untilOut((out) => out.gateway?.led !== undefined);
  assert.equal(gateway?.led, "amber");
  await home.untilOut((out) => out.gateway?.led === "white");
  await home.send({ ask: "state" });
  assert.deepEqual(await look(home, powerOff, "off"), { ring: ["off"], said: [] });
  assert.deepEqual(await listenTo(home, heldForSetUp), [], "nobody is at home in it");
  assert.deepEqual((await look(home, powerOn, "white")).ring, ["amber", "white-slow", "white"]);
});

test("a gateway that starts takes orders at once, whatever its ring shows on the way to white", async (t) => {
  const home = await openHome(t);
  const owner = await Owner.claim(home);
  const lockId = await addFrontDoor(home, owner);
  await home.reopen();
  let isWhite = false;
  void home.untilOut(({ gateway }) => gateway?.led === "white").then(() => (isWhite = true));
  for (let orders = 0; !isWhite || orders === 0; orders++) {
    const { body } = await owner.api.ask("POST", `${owner.base}/locks/${lockId}/lock`, {});
    assert.ok(body.ok || !body.sentence.includes("no network"), body.sentence);
    await setTimeout(50);
  }
});

test("G3: without a network the button begins the set-up, and a Wi-Fi ends it; online it only says what to do", async (t) => {
  const home = await openOnline(t);
  assert.deepEqual(await listenTo(home, heldForSetUp), ["go-offline-first"]);
  assert.deepEqual(await listenTo(home, { gateway: { button: 3900 } }), []);
  assert.deepEqual(await look(home, cableOut, "red"), { ring: ["red"], said: [] });
  assert.deepEqual(await look(home, heldForSetUp, "white-fast"), { ring: ["white-fast"], said: ["set-up-mode"] });
  const wifi = { gateway: { wifi: { ssid: "Via Roma", ok: true } } };
  assert.deepEqual((await look(home, wifi, "white")).ring, ["white-slow", "white"]);
  const owner = await Owner.claim(home);
  const { box } = await owner.api.expect("GET", `${owner.base}/gateway`);
  assert.deepEqual(box, { led: "white", network: "wifi", ssid: "Via Roma" });
  assert.deepEqual((await look(home, { gateway: { wifi: { ssid: "Via Roma", ok: false } } }, "red")).ring, ["red"]);
});

test("a message that the box does not know is answered with one sentence, and changes nothing", async (t) => {
  const home = await openOnline(t);
  for (const input of [{ button: 0 }, { button: "long" }, { cable: 1 }, { wifi: { ssid: "", ok: true } }, {}, 7]) {
    const [first, ...rest] = await home.send({ gateway: input });
    assert.match(first?.error ?? "", /^[^\n]+\.$/, JSON.stringify(input));
    assert.equal(rest.length, 1);
  }
});

test("G9: without its network the gateway takes no orders, and what happens meanwhile arrives afterwards", async (t) => {
  const home = await openOnline(t);
  const owner = await Owner.claim(home);
  const lockId = await addFrontDoor(home, owner);
  const before = await readBoth(home, owner);
  await look(home, cableOut, "red");
  await home.send(...enter(annasPin), ...enter("000000"), ...enter(annasPin));
  const refused = await owner.unlock(lockId);
  assert.deepEqual(refused, {
    ok: false,
    error: "unreachable",
    sentence: "The gateway has no network: look at its ring.",
  });
  const { log } = { log: await home.log() };
  assert.ok(!log.some(({ event, source }) => event === "lockOperation" && source === "remote"), "nothing moved");
  assert.deepEqual(await owner.history(), before.history, "nothing gets through");
  const bruno = await owner.addPerson({ name: "Bruno", lockId, pin: "58203917" });
  await look(home, cableIn, "white");
  const after = await readBoth(home, owner);
  assertLikeLog(after.history, after.log);
  assert.equal(after.history.filter(({ kind }) => kind === "opened").length, 2);
  await owner.untilConfirmed();
  await home.send(...enter("58203917"));
  await owner.untilHistory(`kind=opened&personId=${bruno}`, (entries) => entries.length === 1);
  assert.deepEqual(await owner.unlock(lockId), { ok: true });
  assert.equal(home.stderr, "");
});

/** What a page shows of the box's label; null: the gateway is somebody's. */
async function readClaim(home: HomeProcess): Promise<string | null> {
  const response = await fetch(`${home.url}/panel/events`);
  let heard = "";
  for await (const chunk of response.body ?? []) {
    heard += Buffer.from(chunk).toString();
    const found = /"claim":(null|"[^"]+")[^\n]*\n/.exec(heard)?.[1];
    if (found !== undefined) return JSON.parse(found);
  }
  return assert.fail("The page was told nothing of the box.");
}

for (const keepsData of [true, false])
  test(`G3, G5: after a reset the next claim ${keepsData ? "keeps locks and history" : "erases locks and history"}`, async (t) => {
    const home = await openOnline(t);
    const former = home.claim;
    const owner = await Owner.claim(home);
    const lockId = await addFrontDoor(home, owner);
    await home.send(...enter(annasPin));
    const [opened] = await owner.untilHistory("kind=opened", (entries) => entries.length === 1);
    assert.equal(await readClaim(home), null);
    assert.deepEqual(await listenTo(home, heldForReset), ["box-reset"]);
    const code = await until(
      async () => await readClaim(home),
      (shown) => shown !== null,
    );
    assert.notEqual(code, former);
    const stranger = new ApiClient(home.url);
    const setUp = await stranger.expect("GET", "/api/set-up");
    assert.deepEqual(setUp, { hasGateway: true, isClaimed: false, isLocal: true, hasFormerHome: true });
    const claim = { name: "Bruno", email: "bruno@example.org", password: Owner.password, homeName: "New", keepsData };
    assert.equal((await stranger.ask("POST", "/api/claim", { ...claim, code: former })).status, 401, "the old label");
    const account = await stranger.expect("POST", "/api/claim", { ...claim, code });
    const { homeId, role } = account.homes[0];
    assert.equal(role, "owner");
    assert.equal(homeId === owner.homeId, keepsData);
    assert.notEqual((await owner.api.ask("GET", `${owner.base}/locks`)).status, 200, "who had it before is out");
    const { locks } = await stranger.expect("GET", `/api/homes/${homeId}/locks`);
    const { entries } = await stranger.expect("GET", `/api/homes/${homeId}/history?kind=opened`);
    if (keepsData) {
      assert.deepEqual(
        locks.map((lock: { readonly lockId: string }) => lock.lockId),
        [lockId],
      );
      assert.deepEqual(entries, [opened]);
      assert.equal((await home.state()).homes, 1);
    } else {
      assert.deepEqual([locks, entries], [[], []]);
      await until(
        async () => await home.state(),
        ({ homes }) => homes === 0,
      );
    }
    assert.equal(home.stderr, "");
  });

test("G5, B-9: after five wrong codes the right one is refused too, for a while, and after a power cut as well", async (t) => {
  const home = await openHome(t);
  const api = new ApiClient(home.url);
  const { claim } = home;
  const tryCode = async (code: string) =>
    await api.ask("POST", "/api/claim", { code, name: "A", email: "a@example.org", password: Owner.password });
  const mistyped = await tryCode(`${claim.slice(0, -1)}${claim.endsWith("0") ? "1" : "0"}`);
  const wrongCode = "0000-0000-0000";
  assert.equal(mistyped.status, 400, "a slip of the finger is no try");
  for (let tries = 1; tries <= 5; tries++) assert.equal((await tryCode(wrongCode)).status, 401, `try ${tries}`);
  const blocked = await tryCode(claim);
  assert.equal(blocked.status, 429);
  assert.match(blocked.body.error.sentence, /^Too many wrong codes; try again in 15 minutes\.$/);
  await home.reopen();
  assert.equal((await tryCode(claim)).status, 429);
  assert.equal((await api.expect("GET", "/api/set-up")).isClaimed, false);
});
