/** What Matter has no words for: whole names, roles, and two users who are one person. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adminFinger, adminPin, enter, moveIn, openMenu } from "../../lock/at-the-door.ts";
import type { HomeLock } from "../home-lock.ts";
import { MatterHome } from "../matter-home.ts";
import type { Fields } from "../wire-values.ts";
import {
  addPin,
  addUser,
  credentialTypes,
  openLockAtHome,
  opensFor,
  success,
  timed,
  untilHomes,
} from "./at-the-lock.ts";
import { ours, roles } from "./our-cluster.ts";

const invalidInState = { status: 0xcb } as const;
const notFound = { status: 0x8b } as const;
const constraintError = { status: 0x87 } as const;
const resourceExhausted = { status: 0x89 } as const;

const setDetails = (seen: HomeLock, userIndex: number, details: Fields): Promise<Fields> =>
  ours(seen).invoke("setUserDetails", { userIndex, name: null, role: null, ...details }, timed);
const getDetails = (seen: HomeLock, userIndex: number): Promise<Fields> =>
  ours(seen).invoke("getUserDetails", { userIndex });
const merge = (seen: HomeLock, from: number, into: number): Promise<Fields> =>
  ours(seen).invoke("mergeUsers", { from, into }, timed);

const longName = "Maria Giovanna Antonietta von Hohenstein-Überlingen 👩‍🚒";

test("L10: a user has a whole name, of which Matter shows what fits, and which its own home gives", async (t) => {
  const { lock, home, seen } = await openLockAtHome(t);
  await addUser(seen, 7, { userName: "Maria" });
  assert.deepEqual(await getDetails(seen, 7), { userIndex: 7, name: "Maria", role: roles.member });
  assert.deepEqual(await setDetails(seen, 7, { name: longName }), success);
  assert.deepEqual(await getDetails(seen, 7), { userIndex: 7, name: longName, role: roles.member });
  assert.equal((await lock.state()).users["7"]?.name, longName);
  assert.equal((await seen.invoke("getUser", { userIndex: 7 }))["userName"], "Maria Giov");
  assert.deepEqual(await setDetails(seen, 7, { name: "ÄÖÜÄÖÜ" }), success);
  assert.equal((await seen.invoke("getUser", { userIndex: 7 }))["userName"], "ÄÖÜÄÖ", "cut between letters");

  const fits = "x".repeat(64);
  assert.deepEqual(await setDetails(seen, 7, { name: fits }), success);
  assert.deepEqual(await setDetails(seen, 7, { name: `${fits}x` }), constraintError);
  assert.deepEqual(await setDetails(seen, 7, { role: 3 }), constraintError);
  assert.deepEqual(await setDetails(seen, 8, { name: "nobody" }), notFound);
  assert.deepEqual(await getDetails(seen, 8), { userIndex: 8, name: null, role: null });
  assert.deepEqual(await setDetails(seen, 151, { name: "x" }), constraintError);
  assert.equal((await getDetails(seen, 7))["name"], fits);

  const bert = await MatterHome.open(t, { name: "Bert" });
  const berts = await bert.add(await home.openWindow(seen), lock.port);
  await untilHomes(lock, 2);
  assert.deepEqual(await setDetails(berts, 7, { name: "mine" }), invalidInState, "another home's to name");
  assert.equal((await getDetails(berts, 7))["name"], fits);

  await lock.reopen();
  await home.reconnect(seen);
  assert.equal((await getDetails(seen, 7))["name"], fits);
});

test("L11, L20: a role that a home gives decides who opens the menu", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const pin = "730264";
  await lock.send(...moveIn);
  await addUser(seen, 7, { userName: "Eva" });
  await addPin(seen, 7, 7, pin);
  const opensMenu = async () => {
    await lock.send(...openMenu, { press: `${pin}#` });
    const { menu } = await lock.state();
    await lock.send({ press: "*" });
    return menu === "menu";
  };
  assert.equal((await getDetails(seen, 1))["role"], roles.administrator, "enrolled at the keypad");
  assert.equal(await opensMenu(), false, "a member's is not enough");
  assert.deepEqual(await setDetails(seen, 7, { role: roles.administrator }), success);
  assert.deepEqual(await getDetails(seen, 7), { userIndex: 7, name: "Eva", role: roles.administrator });
  assert.equal(await opensMenu(), true);

  // Who loses the right while the menu is open is out of it.
  await lock.send(...openMenu, { press: `${pin}#` });
  assert.equal((await lock.state()).menu, "menu");
  assert.deepEqual(await setDetails(seen, 7, { role: roles.guest }), success);
  const { menu, users } = await lock.state();
  assert.deepEqual([menu, users["7"]?.role], [null, "guest"]);
  assert.equal(await opensMenu(), false);
  assert.equal(await opensFor(lock, ...enter(pin)), true, "a guest gets in");

  // What Matter has a word for is the same thing.
  const programmingUser = 3;
  const modify = { operationType: 2, userIndex: 7, userName: null, userUniqueId: null, userStatus: null };
  const change = { ...modify, userType: programmingUser, credentialRule: null };
  assert.deepEqual(await seen.invoke("setUser", change, timed), success);
  assert.equal((await getDetails(seen, 7))["role"], roles.administrator);
  assert.equal(await opensMenu(), true);
});

test("L10, L11: two users become one, with all credentials of both, and a home hears what has changed", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  // The finger is user 2's and the PIN user 1's, because each enrolment at the keypad makes a user.
  await lock.send(...moveIn);
  await addUser(seen, 7, { userName: "Eva" });
  await addPin(seen, 7, 7, "730264");
  const subscription = await seen.subscribe();
  subscription.forget();
  assert.deepEqual(await merge(seen, 2, 1), success);
  const { users, credentials } = await lock.state();
  assert.deepEqual(Object.keys(users), ["1", "3", "7"]);
  assert.deepEqual(credentials, { fingerprint: [1], pin: [1, 7], rfid: [1] });
  const { credentials: ofBoth } = await seen.invoke("getUser", { userIndex: 1 });
  assert.deepEqual(ofBoth, [
    { credentialType: credentialTypes.pin, credentialIndex: 1 },
    { credentialType: credentialTypes.fingerprint, credentialIndex: 1 },
  ]);
  assert.equal(await opensFor(lock, { finger: adminFinger }), true);
  assert.equal((await lock.log()).findLast(({ operation }) => operation === "unlock")?.user, 1);
  assert.equal(await opensFor(lock, ...enter(adminPin)), true);
  const modified = 2;
  const cleared = 1;
  const user = 2;
  const finger = 8;
  const moved = await subscription.waitForEvent("lockUserChange", ({ fields }) => fields["lockDataType"] === finger);
  assert.deepEqual([moved.fields["dataOperationType"], moved.fields["userIndex"]], [modified, 1]);
  const gone = await subscription.waitForEvent("lockUserChange", ({ fields }) => fields["lockDataType"] === user);
  assert.deepEqual([gone.fields["dataOperationType"], gone.fields["userIndex"]], [cleared, 2]);
  assert.equal(subscription.events("lockUserChange").length, 2);
  await subscription.close();

  assert.deepEqual(await merge(seen, 1, 1), constraintError, "with itself");
  assert.deepEqual(await merge(seen, 2, 1), notFound);
  assert.deepEqual(await merge(seen, 1, 9), notFound);
  assert.deepEqual(await merge(seen, 1, 151), constraintError);
  for (let index = 10; index < 19; index += 1) await addPin(seen, 7, index, `73026${index}`);
  assert.deepEqual(await merge(seen, 1, 7), resourceExhausted, "ten credentials each are the most");
  assert.deepEqual(Object.keys((await lock.state()).users), ["1", "3", "7"]);

  // An administrator stays among those who have credentials.
  assert.deepEqual(await merge(seen, 3, 1), success);
  await addUser(seen, 8);
  assert.deepEqual(await merge(seen, 1, 8), { status: 0xcb }, "the last administrator would be gone");
});
