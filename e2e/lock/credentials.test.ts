/** Credentials and users: room, lengths, duplicates, numbers, roles. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addCard,
  addFinger,
  addPin,
  adminCard,
  adminFinger,
  adminPin,
  aWhile,
  clearCredential,
  enter,
  flashes,
  guestCard,
  guestPin,
  guestUser,
  inviteGuest,
  moveIn,
  openMenu,
  openMenuAsAdmin,
  opensDoor,
  records,
  says,
  setCard,
  setPin,
  setUser,
  unlocks,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line } from "./panel-process.ts";

const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
/** Fifty PINs of which none is easy to guess, nor part of another. */
const pinOf = (number: number) => `${7_194_023 + number * 37_819}`;

test("L7, L10: there is room for 50 fingerprints, 50 PINs and 50 cards, each with a user; the 51st is refused", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu);
  for (const number of numbers) {
    assert.ok(flashes(await panel.send(...addPin(pinOf(number))), number), `PIN ${number}`);
    assert.ok(flashes(await panel.send(...addCard(`card-${number}`)), number), `card ${number}`);
    assert.ok(flashes(await panel.send(...addFinger(`finger-${number}`)), number), `finger ${number}`);
  }
  const full = await panel.state();
  assert.deepEqual(full.credentials, { fingerprint: numbers, pin: numbers, rfid: numbers });
  assert.equal(Object.keys(full.users).length, 150, "enrolling at the keypad makes a new user");

  for (const more of [addPin(pinOf(51)), addCard("card-51"), addFinger("finger-51")]) {
    const out = await panel.send(...more);
    assert.notDeepEqual(says(out), []);
    assert.deepEqual(records(out), [], "nothing was enrolled");
    const { menu, credentials, users } = await panel.state();
    assert.deepEqual([menu, credentials, users], ["menu", full.credentials, full.users]);
  }
  await panel.send({ press: "*" });
  assert.equal(await opensDoor(panel, ...enter(pinOf(50))), true);
  assert.equal(await opensDoor(panel, { card: "card-50" }), true);
  assert.equal(await opensDoor(panel, { finger: "finger-50" }), true);
  assert.equal(await opensDoor(panel, { finger: "finger-51" }), false);

  // From the other end: 7 and 23 become free, and the lowest free number goes first.
  await panel.send(...openMenu, { finger: "finger-1" }, { press: "22#23##22#7##" });
  assert.ok(flashes(await panel.send(...addPin(pinOf(60))), 7));
  assert.ok(flashes(await panel.send(...addPin(pinOf(61))), 23));
  assert.deepEqual((await panel.state()).credentials.pin, numbers);
});

test("L8: a PIN has 6 to 10 digits, at the keypad and from the app; any other length is refused", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu);
  for (const pin of ["73026", "73026491857", "7", "73026491857302649185"]) {
    const out = await panel.send({ press: "12#" }, { press: `${pin}#` });
    assert.notDeepEqual(says(out), [], `${pin.length} digits`);
    const { menu, credentials } = await panel.state();
    assert.deepEqual([menu, credentials.pin], ["menu", []], `${pin.length} digits`);
  }
  await panel.send(...addPin("730264"), ...addPin("9518427360"), { press: "*" });
  assert.deepEqual((await panel.state()).credentials.pin, [1, 2]);
  assert.equal(await opensDoor(panel, ...enter("730264")), true);
  assert.equal(await opensDoor(panel, ...enter("9518427360")), true);

  await panel.send(setUser(20), setPin(20, 3, "84013"), setPin(20, 3, "84013769251"), setPin(20, 3, ""));
  assert.deepEqual((await panel.state()).credentials.pin, [1, 2]);
  await panel.send(setPin(20, 3, "840137"), setPin(20, 4, "8401376925"));
  assert.deepEqual((await panel.state()).credentials.pin, [1, 2, 3, 4]);
});

test("L9: a fingerprint, PIN or card that is enrolled is refused a second time, at the keypad and from the app", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const before = await panel.state();
  for (const again of [addPin(adminPin), addFinger(adminFinger), addCard(adminCard)]) {
    await panel.send(...openMenuAsAdmin);
    const out = await panel.send(...again);
    assert.notDeepEqual(says(out), []);
    const { menu, credentials, users } = await panel.state();
    assert.deepEqual([menu, credentials, users], ["menu", before.credentials, before.users]);
    await panel.send({ press: "*" });
  }
  await panel.send(setUser(20), setPin(20, 9, adminPin), setCard(20, 9, adminCard));
  assert.deepEqual((await panel.state()).credentials, before.credentials);
});

test("L9: what was deleted can be enrolled again", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...openMenuAsAdmin, { press: "23#1##21#1##" });
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [], pin: [1], rfid: [] });
  await panel.send(...addCard(adminCard), ...addFinger(adminFinger));
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [1], pin: [1], rfid: [1] });
});

test("L10: every credential belongs to a user, whom the log names, and who can be renamed", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...openMenuAsAdmin, ...addFinger("anna-index"), { press: "*" });
  const userOf = async (act: readonly Line[]) => {
    const [unlock] = unlocks(records(await panel.send(...act)));
    await panel.send(aWhile);
    return unlock?.user ?? 0;
  };
  const users = [
    await userOf(enter(adminPin)),
    await userOf([{ card: adminCard }]),
    await userOf([{ finger: adminFinger }]),
    await userOf([{ finger: "anna-index" }]),
  ];
  assert.equal(new Set(users).size, 4, "enrolling at the keypad makes a new user each time");
  assert.deepEqual(
    Object.keys((await panel.state()).users)
      .map(Number)
      .sort((one, other) => one - other),
    users.toSorted((one, other) => one - other),
  );
  const [user = 0] = users;
  await panel.send(setUser(user, { name: "Eva", role: "administrator" }));
  assert.equal((await panel.state()).users[user]?.name, "Eva");
  assert.equal(await userOf(enter(adminPin)), user);

  await panel.send(setUser(90), setPin(90, 40, guestPin), setCard(90, 40, guestCard));
  assert.equal(await userOf(enter(guestPin)), 90);
  assert.equal(await userOf([{ card: guestCard }]), 90);
});

test("L11: who is enrolled at the keypad is an administrator, who is invited has the role that was chosen", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, setUser(20, { role: "member", name: "Eva" }), setUser(21, { role: "administrator" }));
  await panel.send(setUser(22, { type: "yearDayScheduleUser", enabled: false }));
  const { users } = await panel.state();
  const { 20: eva, 21: second, 22: disabled, ...atTheKeypad } = users;
  for (const { role, type, enabled } of Object.values(atTheKeypad))
    assert.deepEqual([role, type, enabled], ["administrator", "unrestrictedUser", true]);
  assert.equal(Object.keys(atTheKeypad).length, 3);
  assert.deepEqual([eva?.name, eva?.role, eva?.type, eva?.enabled], ["Eva", "member", "unrestrictedUser", true]);
  assert.equal(second?.role, "administrator");
  assert.deepEqual([disabled?.role, disabled?.type, disabled?.enabled], ["guest", "yearDayScheduleUser", false]);
});

test("L11, L20: members and guests open the door and not the menu; an invited administrator opens both", async (t) => {
  const panel = await openPanel(t);
  const invited = [
    { user: 20, role: "guest", pin: "730264", card: "green" },
    { user: 21, role: "member", pin: "840375", card: "red" },
    { user: 22, role: "administrator", pin: "951486", card: "white" },
  ];
  await panel.send(...moveIn);
  for (const { user, role, pin, card } of invited)
    await panel.send(setUser(user, { role }), setPin(user, user, pin), setCard(user, user, card));
  for (const { role, pin, card } of invited)
    for (const verification of [{ press: `${pin}#` }, { card }]) {
      await panel.send(...openMenu, verification);
      assert.equal((await panel.state()).menu === "menu", role === "administrator", role);
      await panel.send({ press: "*" }, { press: "*" }, aWhile);
      assert.equal(await opensDoor(panel, { card }), true, role);
      assert.equal(await opensDoor(panel, ...enter(pin)), true, role);
    }
});

test("L11: the last administrator's credential stays while others exist, and goes when it is the last of all", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, ...addPin(adminPin), { press: "*" }, ...inviteGuest);
  const [admin = ""] = Object.keys((await panel.state()).users).filter((user) => user !== String(guestUser));
  for (const removal of [clearCredential("pin", 1), { remote: "clearUser", user: Number(admin) }]) {
    await panel.send(removal);
    const { credentials, users, initial } = await panel.state();
    assert.deepEqual([credentials.pin, credentials.rfid, initial], [[1, 40], [40], false]);
    assert.equal(users[admin]?.role, "administrator");
  }
  await panel.send(...openMenuAsAdmin);
  assert.equal((await panel.state()).menu, "menu");
  await panel.send({ press: "*" });

  // With a second administrator the first may go.
  await panel.send(setUser(21, { role: "administrator" }), setCard(21, 41, "white"), clearCredential("pin", 1));
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [], pin: [40], rfid: [40, 41] });
  await panel.send(clearCredential("rfid", 41));
  assert.deepEqual((await panel.state()).credentials.rfid, [40, 41], "now the second is the last");
  await panel.send({ remote: "clearUser", user: guestUser });
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [], pin: [], rfid: [41] });
  await panel.send(clearCredential("rfid", 41));
  const { credentials, initial } = await panel.state();
  assert.deepEqual([credentials.rfid, initial], [[], true]);
});

test("L11: not even the menu of the first evening removes the last administrator's credential beside a guest's", async (t) => {
  const panel = await openPanel(t);
  // Nothing opened this menu, so no credential is spared for having opened it.
  await panel.send(...openMenu, ...addPin(adminPin), ...inviteGuest);
  for (const removal of ["22#1##", "32##"]) {
    await panel.send({ press: removal }, { press: "*" });
    await panel.send(...openMenuAsAdmin);
    assert.equal((await panel.state()).menu, "menu", `the administrator is still there after ${removal}`);
  }
});

test("L11: a credential in the place of the last administrator's is refused while others exist", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, ...addPin(adminPin), { press: "*" }, ...inviteGuest);
  await panel.send(setPin(guestUser, 1, "840372"), setPin(21, 1, "951486"));
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
  await panel.send(...openMenuAsAdmin);
  assert.equal((await panel.state()).menu, "menu");
});

test("L10: a user that is removed takes its credentials along", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  assert.equal(await opensDoor(panel, { card: guestCard }), true);
  await panel.send({ remote: "clearUser", user: guestUser });
  const { users, credentials } = await panel.state();
  assert.equal(users[guestUser], undefined);
  assert.deepEqual(credentials, { fingerprint: [1], pin: [1], rfid: [1] });
  assert.equal(await opensDoor(panel, { card: guestCard }), false);
  assert.equal(await opensDoor(panel, ...enter(guestPin)), false);
});
