/** After a power cut everything is found again, and what happened meanwhile arrives once, in order. */

import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { test, type TestContext } from "node:test";
import { adminPin, enter, moveIn, unlocks } from "../lock/at-the-door.ts";
import { assertLikeLog, openApart, readBoth } from "./apart.ts";
import { openHome } from "./home-process.ts";
import { Owner } from "./owner.ts";
import { until } from "./until.ts";

const annasPin = "74019385";
const visits = 5;

test("G9: a lock that had a power cut is heard again, and opens from afar", async (t) => {
  const { home, lock, addLock } = await openApart(t);
  const owner = await Owner.claim(home);
  const lockId = await addLock(owner, "Front door");
  await owner.addPerson({ name: "Anna", lockId, pin: annasPin });
  await owner.untilConfirmed();
  await lock.reopen();
  await lock.send(...enter(annasPin));
  const { log, history } = await readBoth(lock, owner);
  assertLikeLog(history, log);
  assert.deepEqual(
    history.filter(({ kind }) => kind === "opened").map(({ personName }) => personName),
    ["Anna"],
  );
  await owner.untilLink(lockId, "online");
  assert.deepEqual(await owner.unlock(lockId), { ok: true });
  await until(
    () => lock.log(),
    (entries) => unlocks(entries).length === 2,
  );
  assert.equal(home.stderr + lock.stderr, "");
});

test("G9: what happens at a lock while its gateway has no power arrives afterwards, once, in order", async (t) => {
  const { home, lock, addLock } = await openApart(t);
  await lock.send(...moveIn);
  const owner = await Owner.claim(home);
  const lockId = await addLock(owner, "Front door");
  const personId = await owner.addPerson({ name: "Anna", lockId, pin: annasPin });
  await owner.untilConfirmed();
  const before = await readBoth(lock, owner);
  await home.kill();
  for (let visit = 0; visit < visits; visit++) await lock.send(...enter(annasPin), ...enter(adminPin));
  await lock.send(...enter("000000"));
  await home.openAgain();
  assert.equal((await owner.api.ask("GET", "/api/session")).body.email, Owner.email, "the session goes on");
  const { log, history } = await readBoth(lock, owner);
  assertLikeLog(history, log);
  assert.deepEqual(history.slice(0, before.history.length), before.history, "the history of before is as it was");
  const people = await owner.people();
  assert.deepEqual(
    people.map((person) => [person.personId, person.name]),
    [[personId, "Anna"]],
  );
  const missed = history.slice(before.history.length).filter(({ kind }) => kind === "opened");
  assert.deepEqual(
    missed.map(({ record }) => record.personId),
    Array.from({ length: visits }, () => [personId, null]).flat(),
  );
  assert.equal((await owner.readLock(lockId)).name, "Front door");
  assert.equal(home.stderr + lock.stderr, "");
});

/** Another program has Matter's usual port: the virtual lock gets another one at each start. */
async function takeMatterPort(t: TestContext): Promise<void> {
  const socket = createSocket("udp4");
  t.after(() => socket.close());
  socket.bind(5540);
  // Whoever has it already does as well.
  await once(socket, "listening").catch(() => undefined);
}

test("a home that had a power cut has its lock, its people, its history and its sessions again", async (t) => {
  await takeMatterPort(t);
  const home = await openHome(t);
  const owner = await Owner.claim(home);
  const { manual } = home.label;
  await home.openWindow();
  const lockId = await owner.addLock({ name: "Front door", code: manual });
  await owner.addPerson({ name: "Anna", lockId, pin: annasPin });
  await owner.untilConfirmed();
  await home.send(...enter(annasPin));
  const before = await readBoth(home, owner);
  const { port } = home.label;
  await home.reopen();
  assert.notEqual(home.label.port, port);
  assert.equal((await owner.api.ask("GET", "/api/session")).status, 200);
  await owner.untilLink(lockId, "online");
  const after = await readBoth(home, owner);
  assertLikeLog(after.history, after.log);
  assert.deepEqual(after.history.slice(0, before.history.length), before.history);
  await owner.untilConfirmed();
  await home.send(...enter(annasPin));
  await owner.untilHistory("kind=opened", (entries) => entries.length === 2);
  assert.deepEqual(await owner.unlock(lockId), { ok: true });
  assert.equal(home.stderr, "");
});

test("an account signs in after a power cut with its password", async (t) => {
  const home = await openHome(t);
  const owner = await Owner.claim(home);
  await home.reopen();
  assert.equal(home.isClaimed, true);
  const { email, password } = Owner;
  await owner.api.expect("DELETE", "/api/session");
  const account = await owner.api.expect("POST", "/api/session", { email, password });
  assert.equal(account.homes[0].homeId, owner.homeId);
  await until(
    async () => await owner.api.ask("GET", owner.base),
    ({ status }) => status === 200,
  );
});
