/** Who unlocked from afar: what the history says when the record comes first, or late, or two are at it at once. */

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import type { GatewayOrder, LockHappening, OrderAnswer } from "@catenaccio/protocol";
import { must, TestHome } from "../../test/household/test-home.ts";
import { exportHistory, readHistory } from "./history.ts";
import { addPerson, deletePerson } from "./people.ts";
import { lockFromAfar, unlockFromAfar } from "./remote.ts";

type Operation = Extract<LockHappening, { readonly event: "lockOperation" }>;
const opened: Operation = {
  event: "lockOperation",
  operation: "unlock",
  source: "remote",
  user: null,
  credential: null,
};

/** Something happens while an order is on its way to the lock. */
function during(home: TestHome, act: () => Promise<unknown>): void {
  const order = home.gateway.order.bind(home.gateway);
  home.gateway.order = async (given: GatewayOrder): Promise<OrderAnswer> => {
    const answer = await order(given);
    if (given.order === "operate") await act();
    return answer;
  };
}

async function open(home: TestHome, lockId: string, accountId = home.actor.accountId): Promise<void> {
  const opening = { lockId, pin: null, proof: home.proof() };
  await unlockFromAfar(home.household, { ...home.actor, accountId }, opening);
}

async function names(home: TestHome): Promise<readonly (string | null)[]> {
  const request = { query: {}, cursor: null, limit: 20 };
  const { entries } = must(await readHistory(home.household.database, home.actor.homeId, request));
  return entries.map(({ personName }) => personName);
}

async function addAccount(home: TestHome, name: string): Promise<string> {
  const accountId = randomUUID();
  const at = home.household.now();
  const { database } = home.household;
  const user = { id: accountId, name, email: `${name}@example.org`, emailVerified: 1, image: null } as const;
  await database
    .insertInto("user")
    .values({ ...user, createdAt: at, updatedAt: at })
    .execute();
  const { homeId } = home.actor;
  await database.insertInto("membership").values({ homeId, accountId, role: "member", since: at }).execute();
  return accountId;
}

test("the account that unlocked is named, whether its record comes before the order's answer or after", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  await open(home, front);
  await home.gateway.happen(front, opened);
  assert.deepEqual(await names(home), ["Owner"]);
  home.advance(60_000);
  during(home, async () => await home.gateway.happen(front, opened));
  await open(home, front);
  assert.deepEqual(await names(home), ["Owner", "Owner"]);
  assert.match(must(await exportHistory(home.household.database, home.actor.homeId, {})), /,Front,Owner,opened,/);
  const query = { text: "owner" };
  const found = must(await readHistory(home.household.database, home.actor.homeId, { query, cursor: null, limit: 20 }));
  assert.equal(found.entries.length, 2);
});

test("an account that is tied to a person is told as that person, until the person is deleted", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const front = await home.addLock("Front");
  const personId = must(await addPerson(household, actor, { name: "Anna", accountId: actor.accountId }));
  await open(home, front);
  await home.gateway.happen(front, opened);
  assert.deepEqual(await names(home), ["Anna"]);
  const request = { query: { personId }, cursor: null, limit: 20 };
  assert.equal(must(await readHistory(household.database, actor.homeId, request)).entries.length, 1);
  must(await deletePerson(household, actor, personId));
  assert.deepEqual(await names(home), [null]);
});

test("nobody is named for what another did: at the keypad, before the order, long after, by another order, or when it failed", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const early = await home.gateway.happen(front, opened);
  home.advance(100);
  await open(home, front);
  await home.gateway.deliver({ ...early, number: 50, heardAt: home.household.now(), time: "2026-03-02T07:59:00.000Z" });
  await home.gateway.happen(front, { ...opened, source: "keypad" });
  await home.gateway.happen(front, { ...opened, operation: "lock" });
  home.advance(30_000);
  await home.gateway.happen(front, opened);
  home.gateway.setOnline(front, false);
  await open(home, front);
  await home.gateway.happen(front, opened);
  assert.deepEqual(
    (await names(home)).filter((name) => name !== null),
    [],
  );
});

test("an order that came over another fabric is nobody's of this home", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const { report } = await home.household.database.selectFrom("lock").select("report").executeTakeFirstOrThrow();
  const known = JSON.stringify({ ...(JSON.parse(report ?? "{}") as object), fabric: 2 });
  await home.household.database.updateTable("lock").set({ report: known }).execute();
  await open(home, front);
  await home.gateway.happen(front, { ...opened, origin: { fabric: 1, node: "7" } });
  assert.deepEqual(await names(home), [null]);
  await home.gateway.happen(front, { ...opened, origin: { fabric: 2, node: "1" } });
  assert.deepEqual(await names(home), ["Owner", null]);
});

test("two accounts within the same second are both left unnamed; the same account twice is not", async () => {
  await using home = await TestHome.open();
  const [front, cellar] = [await home.addLock("Front"), await home.addLock("Cellar")];
  const other = await addAccount(home, "Bruno");
  await Promise.all([open(home, front), open(home, front, other)]);
  await home.gateway.happen(front, opened);
  await home.gateway.happen(front, opened);
  assert.deepEqual(await names(home), [null, null]);
  home.advance(60_000);
  await Promise.all([open(home, cellar, other), open(home, cellar, other)]);
  await home.gateway.happen(cellar, opened);
  await home.gateway.happen(cellar, opened);
  assert.deepEqual(await names(home), ["Bruno", "Bruno", null, null]);
});

test("more records than orders name nobody, and a name goes with the membership", async () => {
  await using home = await TestHome.open();
  const { database } = home.household;
  const front = await home.addLock("Front");
  const other = await addAccount(home, "Bruno");
  must(await lockFromAfar(home.household, { ...home.actor, accountId: other }, { lockId: front, pin: null }));
  await home.gateway.happen(front, { ...opened, operation: "lock" });
  assert.deepEqual(await names(home), ["Bruno"]);
  await home.gateway.happen(front, { ...opened, operation: "lock" });
  assert.deepEqual(await names(home), [null, null]);
  home.advance(60_000);
  must(await lockFromAfar(home.household, { ...home.actor, accountId: other }, { lockId: front, pin: null }));
  await home.gateway.happen(front, { ...opened, operation: "lock" });
  assert.deepEqual(await names(home), ["Bruno", null, null]);
  await database.deleteFrom("membership").where("accountId", "=", other).execute();
  assert.deepEqual(await names(home), [null, null, null]);
});
