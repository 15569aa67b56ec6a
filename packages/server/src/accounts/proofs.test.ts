/** W-1: fresh proofs of a person, by the password or a passkey, and what they open. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { ScriptedGateway } from "../../test/household/scripted-gateway.ts";
import { SoftPasskey, type Circumstances } from "../../test/soft-passkey.ts";
import { address, goodPassword, TestServer, type Browser, type TestAnswer } from "../../test/test-server.ts";

/** When a test server begins. */
const testStartMs = Date.parse("2026-03-02T08:00:00.000Z");
const turnsMax = 500;
const code = "MT:Y.K9042C00KA0648G00";

interface Bench {
  readonly server: TestServer;
  readonly gateway: ScriptedGateway;
  readonly owner: Browser;
  readonly lockId: string;
  readonly otherLockId: string;
  readonly advance: (milliseconds: number) => void;
}

async function withHome(look: (bench: Bench) => Promise<void>): Promise<void> {
  let nowMs = testStartMs;
  const gateway = new ScriptedGateway(() => new Date(nowMs));
  await using server = await TestServer.open(gateway);
  const advance = (milliseconds: number): void => {
    nowMs += milliseconds;
    server.advance(milliseconds);
  };
  const owner = await server.owner();
  const locks = `/api/homes/${owner.homeId}/locks`;
  const add = async (name: string): Promise<string> => {
    const { lockId } = await owner.expect("POST", locks, { name, code });
    // Each question takes its turn behind what the gateway says.
    for (let turns = 0; turns < turnsMax; turns++)
      if ((await owner.expect("GET", `${locks}/${lockId}`)).state === "added") return lockId;
    throw new RangeError(`${name} was not added.`);
  };
  const [lockId, otherLockId] = [await add("Front"), await add("Cellar")];
  await look({ server, gateway, owner, lockId, otherLockId, advance });
  assert.deepEqual(server.faults, []);
}

function pathOf({ owner }: Bench, lockId: string): string {
  return `/api/homes/${owner.homeId}/locks/${lockId}`;
}

async function prove(bench: Bench, who = bench.owner, lockId = bench.lockId, action = "unlock"): Promise<string> {
  return (await who.expect("POST", `${pathOf(bench, lockId)}/proofs`, { action, password: goodPassword })).proof;
}

async function unlock(bench: Bench, proof?: string, who = bench.owner, lockId = bench.lockId): Promise<TestAnswer> {
  return await who.ask("POST", `${pathOf(bench, lockId)}/unlock`, { proof });
}

function openings({ gateway }: Bench): number {
  return gateway.orders.filter(({ order }) => order === "operate").length;
}

test("with the password again a door opens from afar, once", async () => {
  await withHome(async (bench) => {
    const without = await unlock(bench);
    assert.deepEqual([without.status, without.body.error.code], [401, "unauthenticated"]);
    const proof = await prove(bench);
    assert.equal((await unlock(bench, proof)).status, 200);
    const again = await unlock(bench, proof);
    assert.deepEqual([again.status, again.body.error.code], [409, "proofUsed"]);
    assert.equal(openings(bench), 1);
    assert.ok(!bench.server.onDisk().includes(proof), "it is not kept");
  });
});

test("a hundred openings at once with one proof move the bolt once", async () => {
  await withHome(async (bench) => {
    const proof = await prove(bench);
    const answers = await Promise.all(Array.from({ length: 100 }, async () => await unlock(bench, proof)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status }) => [200, 409, 429].includes(status)));
    assert.equal(openings(bench), 1);
  });
});

test("a proof is for its lock, its action and its person", async () => {
  await withHome(async (bench) => {
    const resident = await bench.server.member(bench.owner, "member");
    const others = [
      unlock(bench, await prove(bench, bench.owner, bench.otherLockId)),
      unlock(bench, await prove(bench, bench.owner, bench.lockId, "passage")),
      unlock(bench, await prove(bench), resident),
      unlock(bench, "nonsense"),
    ];
    for (const { status, body } of await Promise.all(others))
      assert.deepEqual([status, body.error.code], [403, "proofRefused"]);
    assert.equal(openings(bench), 0);
    assert.equal((await unlock(bench, await prove(bench, resident), resident)).status, 200);
  });
});

test("a proof is too old after 60 seconds, also where the server was restarted meanwhile", async () => {
  await withHome(async (bench) => {
    const [first, second] = [await prove(bench), await prove(bench)];
    bench.advance(59_999);
    assert.equal((await unlock(bench, first)).status, 200);
    bench.advance(1);
    assert.equal((await unlock(bench, second)).status, 403);
    await bench.server.restart();
    assert.equal((await unlock(bench, second)).status, 403);
    assert.equal(openings(bench), 1);
  });
});

test("a wrong password proves nothing, and after five of them even the right one has to wait", async () => {
  await withHome(async (bench) => {
    const path = `${pathOf(bench, bench.lockId)}/proofs`;
    const ask = async (password?: string) =>
      (await bench.owner.ask("POST", path, { action: "unlock", password })).status;
    assert.equal(await ask(), 400, "neither password nor passkey");
    for (let tries = 1; tries <= 5; tries++) assert.equal(await ask("wrong"), 403);
    const blocked = await bench.owner.ask("POST", path, { action: "unlock", password: goodPassword });
    assert.equal(blocked.status, 429);
    assert.ok(Number(blocked.headers.get("retry-after")) > 0);
    bench.advance(11 * 60_000);
    assert.equal(await ask(goodPassword), 201);
    const { lines } = await bench.owner.expect("GET", `/api/homes/${bench.owner.homeId}/audit`);
    const refused = lines.filter(({ action }: { readonly action: string }) => action === "lock.proofRefused");
    assert.equal(refused.length, 5, "each stands in the audit");
    assert.deepEqual(refused[0].subject, { lockId: bench.lockId, action: "unlock" });
  });
});

test("neither an API key nor a guest can prove anything, and a lock that there is not has no proof", async () => {
  await withHome(async (bench) => {
    const { owner, server } = bench;
    const body = { action: "unlock", password: goodPassword };
    const guest = await server.member(owner, "guest");
    assert.equal((await guest.ask("POST", `${pathOf(bench, bench.lockId)}/proofs`, body)).status, 403);
    const { key } = await owner.expect("POST", `/api/homes/${owner.homeId}/api-keys`, {
      name: "Script",
      role: "owner",
    });
    const bearer = { authorization: `Bearer ${key}` };
    for (const what of ["proofs", "proof-challenges"]) {
      const path = `${pathOf(bench, bench.lockId)}/${what}`;
      const given = what === "proofs" ? body : { action: "unlock" };
      assert.equal((await server.browser().ask("POST", path, given, bearer)).status, 403);
      assert.equal((await owner.ask("POST", `${pathOf(bench, randomUUID())}/${what}`, given)).status, 404);
    }
  });
});

/** A passkey as better-auth keeps it after a registration. */
function give(passkey: SoftPasskey, { server }: Bench, accountId: string): void {
  const database = server.database();
  database
    .prepare(
      "INSERT INTO passkey (id, publicKey, userId, credentialID, counter, deviceType, backedUp) VALUES (?, ?, ?, ?, 0, 'singleDevice', 0)",
    )
    .run(randomUUID(), passkey.publicKey, accountId, passkey.credentialId);
  database.close();
}

async function challenge(bench: Bench, lockId = bench.lockId, action = "unlock", who = bench.owner): Promise<string> {
  const { options } = await who.expect("POST", `${pathOf(bench, lockId)}/proof-challenges`, { action });
  return options.challenge;
}

async function present(
  bench: Bench,
  passkey: SoftPasskey,
  { challenge: signed, ...differing }: Pick<Circumstances, "challenge"> & Partial<Circumstances>,
): Promise<TestAnswer> {
  const circumstances = { origin: address, rpId: "localhost", isPersonVerified: true, ...differing };
  return await bench.owner.ask("POST", `${pathOf(bench, bench.lockId)}/proofs`, {
    action: "unlock",
    passkey: passkey.sign({ challenge: signed, ...circumstances }),
  });
}

test("with a passkey a door opens from afar, and what was signed is signed for once", async () => {
  await withHome(async (bench) => {
    const none = await bench.owner.ask("POST", `${pathOf(bench, bench.lockId)}/proof-challenges`, { action: "unlock" });
    assert.deepEqual([none.status, none.body.error.code], [409, "conflict"], "no passkey yet");
    const passkey = new SoftPasskey();
    give(passkey, bench, bench.owner.accountId);
    const signed = await challenge(bench);
    const answer = await present(bench, passkey, { challenge: signed });
    assert.equal(answer.status, 201);
    assert.equal((await unlock(bench, answer.body.proof)).status, 200);
    assert.equal((await present(bench, passkey, { challenge: signed })).status, 403, "the challenge is spent");
    assert.equal(openings(bench), 1);
  });
});

test("a passkey proves nothing without its person, for another door, page, action or account, or too late", async () => {
  await withHome(async (bench) => {
    const passkey = new SoftPasskey();
    give(passkey, bench, bench.owner.accountId);
    const resident = await bench.server.member(bench.owner, "member");
    const ofResident = new SoftPasskey();
    give(ofResident, bench, resident.accountId);
    const refused = async (why: string, by: SoftPasskey, circumstances: Parameters<typeof present>[2]) => {
      const { status, body } = await present(bench, by, circumstances);
      assert.deepEqual([why, status, body.error?.code], [why, 403, "proofRefused"]);
      // The tries count; these are not about the limit.
      bench.advance(11 * 60_000);
    };
    await refused("no verified person", passkey, { challenge: await challenge(bench), isPersonVerified: false });
    await refused("another page", passkey, { challenge: await challenge(bench), origin: "https://evil.example" });
    await refused("another name", passkey, { challenge: await challenge(bench), rpId: "evil.example" });
    await refused("another lock", passkey, { challenge: await challenge(bench, bench.otherLockId) });
    await refused("another action", passkey, { challenge: await challenge(bench, bench.lockId, "passage") });
    await refused("another's challenge", passkey, {
      challenge: await challenge(bench, bench.lockId, "unlock", resident),
    });
    await refused("another's passkey", ofResident, { challenge: await challenge(bench) });
    await refused("a challenge of its own", passkey, { challenge: "bm9uc2Vuc2U" });
    await refused("a proof as challenge", passkey, { challenge: await prove(bench) });
    const late = await challenge(bench);
    bench.advance(60_000);
    await refused("too late", passkey, { challenge: late });
    assert.equal((await present(bench, passkey, { challenge: await challenge(bench) })).status, 201);
  });
});

test("what is no assertion at all is refused in one sentence", async () => {
  await withHome(async (bench) => {
    for (const passkey of [{}, { response: {} }, { response: { clientDataJSON: "e30" } }, { id: 1, response: null }]) {
      const path = `${pathOf(bench, bench.lockId)}/proofs`;
      const { status, body } = await bench.owner.ask("POST", path, { action: "unlock", passkey });
      assert.deepEqual([status, body.error.code], [403, "proofRefused"]);
      assert.match(body.error.sentence, /[.!?]$/);
    }
  });
});

test("failed passwords block no passkey, and a proof of nothing is told so and counts nothing", async () =>
  await withHome(async (bench) => {
    const { owner, lockId } = bench;
    const proofs = `${pathOf(bench, lockId)}/proofs`;
    for (let times = 0; times < 8; times++) {
      const { status, body } = await owner.ask("POST", proofs, { action: "unlock" });
      assert.deepEqual([status, body.error.code], [400, "invalid"]);
      assert.match(body.error.sentence, /password or by a passkey/);
    }
    const wrong = { action: "unlock", password: "not the password" };
    for (let times = 0; times < 5; times++) assert.equal((await owner.ask("POST", proofs, wrong)).status, 403);
    assert.equal((await owner.ask("POST", proofs, wrong)).status, 429);
    const made = await owner.ask("POST", proofs, { action: "unlock", passkey: { id: "x" } });
    assert.deepEqual([made.status, made.body.error.code], [403, "proofRefused"], "it is judged");
  }));

test("whoever is paused at a lock gets no proof for it", async () =>
  await withHome(async (bench) => {
    const { owner, lockId } = bench;
    const people = `/api/homes/${owner.homeId}/people`;
    const { personId } = await owner.expect("POST", people, { name: "Anna", accountId: owner.accountId });
    const proof = await prove(bench);
    await owner.expect("PUT", `${people}/${personId}/access/${lockId}`, { isPaused: true });
    const asked = { action: "unlock", password: goodPassword };
    for (const { status, body } of [
      await owner.ask("POST", `${pathOf(bench, lockId)}/proofs`, asked),
      await owner.ask("POST", `${pathOf(bench, lockId)}/proof-challenges`, { action: "unlock" }),
      await unlock(bench, proof),
    ]) {
      assert.equal(status, 403);
      assert.equal(body.error.code, "paused");
      assert.equal(body.error.sentence, "Your access to this lock is paused, so you cannot open it from afar.");
    }
    assert.equal(openings(bench), 0);
  }));
