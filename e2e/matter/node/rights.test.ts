/** Who in a home may do what with our own cluster: it is for those who administer the lock, and never untimed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventRecord } from "../cluster-access.ts";
import type { HomeLock } from "../home-lock.ts";
import type { Fields, WireValue } from "../wire-values.ts";
import { addUser, attributes, openLockAtHome, success, timed, until } from "./at-the-lock.ts";
import { ours, profiles, progress, roles } from "./our-cluster.ts";

const unsupportedAccess = 0x7e;
const needsTimed = 0xc6;
const refused = { status: unsupportedAccess } as const;

const timedCommands: readonly (readonly [name: string, fields: Fields])[] = [
  ["enrolFingerprint", { userIndex: 7 }],
  ["cancelEnrolment", {}],
  ["setUserDetails", { userIndex: 7, name: "Eva", role: roles.administrator }],
  ["mergeUsers", { from: 7, into: 8 }],
  ["restoreEntry", {}],
];
const readingCommands: readonly (readonly [name: string, fields: Fields])[] = [
  ["readLog", { from: 0 }],
  ["getUserDetails", { userIndex: 7 }],
];
const open = ["guardProfile", "pinEntryStopped", "fingerprintEntryStopped", "lockedOut", "diagnosis"] as const;
const closed = ["oldestLogNumber", "newestLogNumber"] as const;

test("L11: who may only look, operate or manage neither changes people nor reads the log; who has no right sees nothing", async (t) => {
  const { lock, home, seen } = await openLockAtHome(t);
  await addUser(seen, 7, { userName: "Eva" });
  await addUser(seen, 8);
  const before = await lock.state();
  for (const privilege of ["view", "operate", "manage"] as const) {
    const member = ours(await home.joinAs(seen, privilege));
    for (const [name, fields] of timedCommands)
      assert.deepEqual(await member.invoke(name, fields, timed), refused, `${privilege}: ${name}`);
    for (const [name, fields] of readingCommands)
      assert.deepEqual(await member.invoke(name, fields), refused, `${privilege}: ${name}`);
    assert.equal(await member.write("guardProfile", profiles.manual), unsupportedAccess, privilege);
    assert.deepEqual(await attributes(member, ...open), {
      guardProfile: profiles.guarded,
      pinEntryStopped: false,
      fingerprintEntryStopped: false,
      lockedOut: false,
      diagnosis: [],
    });
    for (const name of closed) await assert.rejects(member.read(name), refused, `${privilege}: ${name}`);
  }
  const stranger = ours(await home.joinAs(seen, null));
  for (const name of [...open, ...closed]) await assert.rejects(stranger.read(name), refused, name);
  for (const [name, fields] of [...timedCommands, ...readingCommands])
    assert.deepEqual(await stranger.invoke(name, fields, timed), refused, name);
  const { users, profile, menu } = await lock.state();
  assert.deepEqual([users, profile, menu], [before.users, before.profile, null]);
});

test("L11: who administers the lock is refused what is not announced, too, but for reading", async (t) => {
  const { lock, home, seen } = await openLockAtHome(t);
  await addUser(seen, 7, { userName: "Eva" });
  const before = await lock.state();
  const administrator: HomeLock = await home.joinAs(seen, "administer");
  for (const member of [seen, administrator]) {
    const cluster = ours(member);
    for (const [name, fields] of timedCommands)
      assert.deepEqual(await cluster.invoke(name, fields), { status: needsTimed }, name);
    assert.equal((await cluster.invoke("getUserDetails", { userIndex: 7 }))["name"], "Eva");
    assert.equal((await cluster.invoke("readLog", { from: 1 }))["status"], undefined);
  }
  const { users, menu } = await lock.state();
  assert.deepEqual([users, menu], [before.users, null]);
  const details = { userIndex: 7, name: "Eva Maria", role: null };
  assert.deepEqual(await ours(administrator).invoke("setUserDetails", details, timed), success);
});

test("L23: who may look hears how an enrolment goes that somebody else has ordered", async (t) => {
  const { lock, home, seen } = await openLockAtHome(t);
  const viewer = ours(await home.joinAs(seen, "view"));
  const events = (): Promise<readonly EventRecord[]> => viewer.events("enrolmentProgress");
  assert.deepEqual(await ours(seen).invoke("enrolFingerprint", { userIndex: null }, timed), success);
  await lock.send({ press: "*" });
  const told = await until("two reports", events, ({ length }) => length === 2);
  const fields: readonly WireValue[] = told.map((event) => event.fields);
  assert.deepEqual(fields, [progress("started"), progress("failed", 0, { reason: "cancelled" })]);
});
