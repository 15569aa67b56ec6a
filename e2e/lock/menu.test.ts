/** The keypad menu: getting in, its codes, enrolling, deleting, clearing, initialising, volume. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addCard,
  addFinger,
  addPin,
  adminCard,
  adminFinger,
  adminPin,
  alarms,
  aWhile,
  clutchMoves,
  enter,
  fiveWrongTries,
  flashes,
  guestCard,
  guestPin,
  inviteGuest,
  keypads,
  minute,
  moveIn,
  nobodysPin,
  openMenu,
  openMenuAsAdmin,
  opensDoor,
  press,
  records,
  repeat,
  says,
  setCard,
  setUser,
  tones,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, Out, PanelProcess } from "./panel-process.ts";

const menuOf = async (panel: PanelProcess) => (await panel.state()).menu;

test("L20: in the initial state 3571# opens the menu at once; later an administrator must verify first", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu);
  assert.equal(await menuOf(panel), "menu");
  await panel.send(...addPin(adminPin), { press: "*" });
  assert.equal(await menuOf(panel), null);
  const out = await panel.send(...openMenu);
  assert.equal(await menuOf(panel), "verify");
  assert.notDeepEqual(says(out), []);
});

test("L20: users without any credential leave the lock in its initial state", async (t) => {
  const panel = await openPanel(t);
  await panel.send(setUser(5, { role: "administrator" }), ...openMenu);
  const { initial, menu } = await panel.state();
  assert.deepEqual([initial, menu], [true, "menu"]);
  await panel.send({ press: "*" }, setCard(5, 5, "white"), ...openMenu);
  assert.deepEqual([(await panel.state()).initial, await menuOf(panel)], [false, "verify"]);
});

test("L20: an administrator's finger, card or PIN, padded or not, opens the menu and does not drive the clutch", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  for (const verification of [
    { finger: adminFinger },
    { card: adminCard },
    { press: `${adminPin}#` },
    { press: `12345${adminPin}987654321#` },
  ]) {
    const out = await panel.send(...openMenu, verification, aWhile);
    assert.deepEqual(clutchMoves(out), []);
    assert.equal(await menuOf(panel), "menu", JSON.stringify(verification));
    await panel.send({ press: "*" });
    assert.equal(await menuOf(panel), null);
  }
});

test("L20, L15: a wrong verification counts and leaves to idle; five of them lock the system", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const wrong = [{ finger: "nobodys" }, { card: "nobodys" }, { press: `${nobodysPin}#` }, { press: "1#" }];
  for (const [index, verification] of wrong.entries()) {
    await panel.send(...openMenu, verification);
    const { menu, wrongTries } = await panel.state();
    assert.deepEqual([menu, wrongTries], [null, index + 1]);
  }
  await panel.send(...openMenu, { card: "nobodys" });
  assert.equal((await panel.state()).lockedOutMs, 3 * minute);
});

test("L20: 3571# is the menu only when awake and alone; it is no wrong try", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...openMenu, { wait: minute });
  assert.equal((await panel.state()).wrongTries, 0);
  await panel.send(...press("03571#"));
  assert.equal(await menuOf(panel), null);
});

test("L21: each code opens its operation, and anything else is a spoken error that leaves the menu open", async (t) => {
  const panel = await openPanel(t);
  // The menu of a new lock: no credential opened it, so none is spared.
  await panel.send(...openMenu, ...addPin(adminPin), ...addFinger(adminFinger), ...addCard(adminCard));
  const operations = {
    "11": "addFingerprint",
    "12": "addPin",
    "13": "addCard",
    "21": "deleteFingerprint",
    "22": "deletePin",
    "23": "deleteCard",
    "31": "clearFingerprints",
    "32": "clearPins",
    "33": "clearCards",
    "3570": "initialise",
  };
  for (const [code, operation] of Object.entries(operations)) {
    await panel.send({ press: `${code}#` });
    assert.equal(await menuOf(panel), operation, code);
    await panel.send({ press: "*" });
    assert.equal(await menuOf(panel), "menu", `* cancels ${operation}`);
  }
  for (const [code, volume] of Object.entries({ "41": "high", "42": "low", "43": "silent" })) {
    await panel.send({ press: `${code}#` });
    const state = await panel.state();
    assert.deepEqual([state.volume, state.menu], [volume, "menu"]);
  }
  const before = await panel.state();
  for (const code of [
    "1",
    "10",
    "14",
    "20",
    "24",
    "30",
    "34",
    "40",
    "44",
    "99",
    "011",
    "111",
    "3571",
    "357",
    "12345678901234567890",
  ]) {
    assert.notDeepEqual(says(await panel.send({ press: `${code}#` })), [], code);
    assert.deepEqual(await panel.state(), before, code);
  }
});

test("L22: after each success the lock is back in the menu, * leaves it, and the codes work no longer", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu);
  const successes: readonly (readonly Line[])[] = [
    addPin(adminPin),
    addFinger(adminFinger),
    addCard(adminCard),
    addCard("second"),
    [{ press: "23#2##" }],
    [{ press: "43#" }],
    [{ press: "33##" }],
  ];
  for (const success of successes) {
    await panel.send(...success);
    assert.equal(await menuOf(panel), "menu", JSON.stringify(success));
  }
  await panel.send({ press: "*" });
  assert.equal(await menuOf(panel), null);
  await panel.send({ press: "41#" });
  assert.equal((await panel.state()).volume, "silent");
});

test("L22: * inside an operation cancels it with nothing changed, wherever it stands", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...openMenuAsAdmin);
  const { state, log } = { state: await panel.state(), log: await panel.log() };
  const halves: readonly (readonly Line[])[] = [
    [{ press: "11#" }],
    [{ press: "11#" }, ...repeat(4, { finger: "new" })],
    [{ press: "12#" }],
    [{ press: `12#${nobodysPin}` }],
    [{ press: `12#${nobodysPin}#` }],
    [{ press: `12#${nobodysPin}#${nobodysPin}` }],
    [{ press: "13#" }],
    [{ press: "21#1" }],
    [{ press: "21#1#" }],
    [{ press: "23#1#" }],
    [{ press: "31#" }],
    [{ press: "33#" }],
    [{ press: "3570#" }],
  ];
  for (const half of halves) {
    await panel.send(...half, { press: "*" });
    assert.deepEqual(await panel.state(), state, JSON.stringify(half));
  }
  assert.deepEqual(await panel.log(), log);
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)]) {
    await panel.send({ press: "*" });
    assert.equal(await opensDoor(panel, ...act), true);
  }
});

test("L22: a finger or card that no operation asked for is ignored, enrolled or not", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, ...addPin(adminPin), ...addFinger(adminFinger), ...addCard(adminCard), ...inviteGuest);
  for (const operation of ["", "12#", "22#", "32#", "3570#"]) {
    if (operation !== "") await panel.send({ press: operation });
    const before = await panel.state();
    for (const act of [{ finger: "nobodys" }, { finger: adminFinger }, { card: "nobodys" }, { card: guestCard }]) {
      const out = await panel.send(act);
      assert.deepEqual([clutchMoves(out), records(out)], [[], []], `${operation} ${JSON.stringify(act)}`);
      assert.deepEqual(await panel.state(), before);
    }
    if (operation !== "") await panel.send({ press: "*" });
  }
  for (const [operation, act] of [
    ["11#", { card: "new" }],
    ["13#", { finger: "new" }],
  ] as const) {
    await panel.send({ press: operation });
    const before = await panel.state();
    assert.deepEqual(records(await panel.send(act)), []);
    assert.deepEqual(await panel.state(), before, operation);
    await panel.send({ press: "*" });
  }
});

test("L23: a fingerprint takes five captures, each prompted and counted on the keypad; then its number flashes", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...openMenuAsAdmin);
  assert.notDeepEqual(says(await panel.send({ press: "11#" })), [], "asks for the first touch");
  for (let captures = 1; captures <= 4; captures += 1) {
    const out = await panel.send({ finger: "anna-index" });
    assert.notDeepEqual(says(out), [], `asks for touch ${captures + 1}`);
    assert.ok(
      keypads(out).some(({ shows }) => shows === String(captures)),
      `shows ${captures}`,
    );
    assert.deepEqual((await panel.state()).credentials.fingerprint, [1], "four are not enough");
  }
  const out = await panel.send({ finger: "anna-index" });
  assert.ok(flashes(out, 2));
  assert.deepEqual((await panel.state()).credentials.fingerprint, [1, 2]);
  const added = records(out).find(({ event }) => event === "userChange");
  assert.deepEqual(
    [added?.change, added?.credential, added?.source],
    ["add", { kind: "fingerprint", index: 2 }, "keypad"],
  );
  await panel.send({ press: "*" });
  assert.equal(await opensDoor(panel, { finger: "anna-index" }), true);
});

test("L23: a poor image, or another finger in between, asks again and does not count", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, { press: "11#" });
  for (const act of [
    { finger: "anna-index", as: "wet" },
    { finger: "anna-index" },
    { finger: "anna-index", as: "dry" },
    { finger: "anna-index" },
    { finger: "anna-thumb" },
    { finger: "anna-index" },
    { finger: "anna-index", as: "light" },
    { finger: "anna-thumb" },
    { finger: "anna-index" },
  ]) {
    assert.notDeepEqual(says(await panel.send(act)), [], JSON.stringify(act));
    const { menu, credentials } = await panel.state();
    assert.deepEqual([menu, credentials.fingerprint], ["addFingerprint", []], JSON.stringify(act));
  }
  assert.ok(flashes(await panel.send({ finger: "anna-index" }), 1), "the fifth good capture");
  await panel.send({ press: "*" });
  assert.equal(await opensDoor(panel, { finger: "anna-index" }), true);
  assert.equal(await opensDoor(panel, { finger: "anna-thumb" }), false);
});

test("L24: a PIN is typed twice; a mismatch is refused", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu);
  const mismatch = await panel.send({ press: `12#${adminPin}#${nobodysPin}#` });
  assert.notDeepEqual(says(mismatch), []);
  const { menu, credentials } = await panel.state();
  assert.deepEqual([menu, credentials.pin], ["menu", []]);
  await panel.send({ press: `12#${adminPin}#` });
  assert.deepEqual([await menuOf(panel), (await panel.state()).credentials.pin], ["addPin", []], "once is not enough");
  const out = await panel.send({ press: `${adminPin}#` });
  assert.ok(flashes(out, 1));
  const added = records(out).find(({ event }) => event === "userChange");
  assert.deepEqual([added?.change, added?.credential, added?.source], ["add", { kind: "pin", index: 1 }, "keypad"]);
  // Padding belongs to the door: while enrolling, what is typed is the PIN.
  await panel.send({ press: `12#0${nobodysPin}#${nobodysPin}#` });
  assert.deepEqual((await panel.state()).credentials.pin, [1]);
});

test("L25: a card is presented once; then its number flashes", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, { press: "13#" });
  const out = await panel.send({ card: adminCard });
  assert.ok(flashes(out, 1));
  const added = records(out).find(({ event }) => event === "userChange");
  assert.deepEqual([added?.change, added?.credential, added?.source], ["add", { kind: "rfid", index: 1 }, "keypad"]);
  assert.ok(flashes(await panel.send(...addCard("second")), 2));
  await panel.send({ press: "*" });
  assert.equal(await opensDoor(panel, { card: "second" }), true);
});

test("L26: a number flashes before # deletes it, and the deleted credential opens no longer", async (t) => {
  const panel = await openPanel(t);
  await panel.send(
    ...moveIn,
    ...openMenuAsAdmin,
    ...addPin(nobodysPin),
    ...addCard("second"),
    ...addFinger("anna-index"),
  );
  for (const [code, kind] of [
    ["21", "fingerprint"],
    ["22", "pin"],
    ["23", "rfid"],
  ] as const) {
    await panel.send({ press: `${code}#` });
    assert.ok(flashes(await panel.send({ press: "2#" }), 2), kind);
    assert.deepEqual((await panel.state()).credentials[kind], [1, 2], "not before it is confirmed");
    const out = await panel.send({ press: "#" });
    const { credentials, menu } = await panel.state();
    assert.deepEqual([credentials[kind], menu], [[1], "menu"]);
    const cleared = records(out).find(({ event }) => event === "userChange");
    assert.deepEqual([cleared?.change, cleared?.credential, cleared?.source], ["clear", { kind, index: 2 }, "keypad"]);
  }
  await panel.send({ press: "*" });
  for (const act of [[{ finger: "anna-index" }], [{ card: "second" }], enter(nobodysPin)])
    assert.equal(await opensDoor(panel, ...act), false);
  assert.equal((await panel.state()).wrongTries, 3);
});

test("L26: a number not in use is refused, and so is the credential that opened this menu", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const before = (await panel.state()).credentials;
  const openings: readonly (readonly [own: string, verification: Line])[] = [
    ["21", { finger: adminFinger }],
    ["22", { press: `${adminPin}#` }],
    ["23", { card: adminCard }],
  ];
  for (const [own, verification] of openings) {
    await panel.send(...openMenu, verification);
    for (const typed of [`${own}#1#`, `${own}#2#`, `${own}#0#`, `${own}#51#`, `${own}#50#`]) {
      const out = await panel.send({ press: typed });
      assert.notDeepEqual(says(out), [], typed);
      await panel.send({ press: "#" });
      const { credentials, menu } = await panel.state();
      assert.deepEqual([credentials, menu], [before, "menu"], typed);
    }
    await panel.send({ press: "*" });
  }
  // The same credential goes when another one opened the menu.
  await panel.send(...openMenu, { finger: adminFinger }, { press: "22#1##" });
  assert.deepEqual((await panel.state()).credentials.pin, []);
});

test("L27: # clears a kind, but not the kind with which this menu was opened", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...openMenuAsAdmin, ...addCard("second"), ...addFinger("anna-index"), { press: "*" });
  const before = (await panel.state()).credentials;
  for (const [code, verification] of [
    ["31", { finger: adminFinger }],
    ["32", { press: `${adminPin}#` }],
    ["33", { card: adminCard }],
  ] as const) {
    await panel.send(...openMenu, verification);
    const out = await panel.send({ press: `${code}#` }, { press: "#" });
    assert.notDeepEqual(says(out), []);
    const { credentials, menu } = await panel.state();
    assert.deepEqual([credentials, menu], [before, "menu"], code);
    await panel.send({ press: "*" });
  }
  await panel.send(...openMenuAsAdmin, { press: "31#" });
  assert.deepEqual((await panel.state()).credentials, before, "not before it is confirmed");
  await panel.send({ press: "#" });
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [], pin: [1], rfid: [1, 2] });
  await panel.send({ press: "33##" });
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [], pin: [1], rfid: [] });
  await panel.send({ press: "*" });
  assert.equal(await opensDoor(panel, { finger: adminFinger }), false);
  assert.equal(await opensDoor(panel, { card: "second" }), false);
});

test("L27: the administrator's card clears PINs and fingerprints", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...openMenu, { card: adminCard }, { press: "32##31##*" });
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [], pin: [], rfid: [1] });
  assert.equal(await opensDoor(panel, ...enter(adminPin)), false);
});

test("L28: initialising erases users, settings and log; record numbers go on with the reset", async (t) => {
  const panel = await openPanel(t);
  const first = await panel.state();
  await panel.send(...moveIn, ...inviteGuest, { remote: "volume", to: "silent" }, { remote: "language", to: "it" });
  await panel.send({ remote: "relock", seconds: 30 }, ...openMenuAsAdmin, { press: "3570#" });
  const before = await panel.log();
  assert.equal((await panel.state()).initial, false, "not before it is confirmed");
  await panel.send({ press: "#" });

  const after = await panel.state();
  assert.deepEqual([after.initial, after.users, after.credentials], [true, {}, { fingerprint: [], pin: [], rfid: [] }]);
  assert.deepEqual([after.volume, after.language, after.profile], [first.volume, first.language, first.profile]);
  const [reset, ...more] = await panel.log();
  assert.equal(reset?.seq, (before.at(-1)?.seq ?? 0) + 1, "numbers go on");
  assert.deepEqual([reset?.event, reset?.code], ["alarm", "lockFactoryReset"]);
  assert.ok(more.every(({ event }) => event !== "lockOperation" && event !== "lockOperationError"));

  await panel.send(aWhile);
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], [{ card: guestCard }], enter(guestPin)])
    assert.equal(await opensDoor(panel, ...act), false);
  await panel.send(...moveIn, aWhile, { card: adminCard }, { wait: 5_000 });
  assert.equal((await panel.state()).clutch, "free", "the relock is that of a new lock");
  await panel.cutPower();
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [1], pin: [1], rfid: [1] });
});

test("L28, L33: power that goes while the lock is initialised leaves all of it or nothing", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  const full = await panel.state();
  for (const moment of [
    ({ log }: Out) => log !== undefined,
    ({ say, tone }: Out) => say !== undefined || tone !== undefined,
    ({ done }: Out) => done !== undefined,
  ]) {
    await panel.send(...openMenuAsAdmin, { press: "3570#" });
    const before = await panel.log();
    await panel.killAt(moment, { press: "#" });
    panel.start();
    const [log, state] = [await panel.log(), await panel.state()];
    if (state.initial) {
      assert.deepEqual([state.users, state.credentials], [{}, { fingerprint: [], pin: [], rfid: [] }]);
      assert.deepEqual([log[0]?.seq, log[0]?.code], [(before.at(-1)?.seq ?? 0) + 1, "lockFactoryReset"]);
      await panel.send(...moveIn, ...inviteGuest);
    } else {
      assert.deepEqual([state.users, state.credentials], [full.users, full.credentials]);
      assert.deepEqual(log.slice(0, before.length), before);
    }
  }
});

test("L28, L22: without # nothing is initialised", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const { credentials, users } = await panel.state();
  await panel.send(...openMenuAsAdmin, { press: "3570#*" }, { press: "*" });
  await panel.send(...openMenuAsAdmin, { press: "3570#" }, { wait: 30_000 });
  await panel.send(...press("#"));
  const after = await panel.state();
  assert.deepEqual([after.credentials, after.users, after.menu], [credentials, users, null]);
  assert.deepEqual(alarms(await panel.log()), []);
});

test("L29: silent mutes the tones of keys and verification, never guidance and alarms", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  for (const [code, volume, heard] of [
    ["43", "silent", false],
    ["42", "low", true],
    ["41", "high", true],
  ] as const) {
    await panel.send(...openMenuAsAdmin, { press: `${code}#*` }, aWhile);
    assert.equal((await panel.state()).volume, volume);
    const keys = tones(await panel.send(...press(adminPin)));
    assert.equal(keys.includes("key"), heard, volume);
    const success = tones(await panel.send({ press: "#" }, aWhile));
    assert.equal(success.includes("success"), heard, volume);
    const failure = tones(await panel.send({ card: "nobodys" }, aWhile));
    assert.equal(failure.includes("failure"), heard, volume);
    if (!heard) assert.deepEqual([...keys, ...success, ...failure], []);
    const guidance = await panel.send(...openMenuAsAdmin, { press: "12#*99#*" });
    assert.ok(says(guidance).length >= 3, `${volume}: asks to verify, for a PIN, and names the wrong code`);
    await panel.send({ card: adminCard }, aWhile);
  }
  await panel.send(...openMenuAsAdmin, { press: "43#*" });
  assert.ok(tones(await panel.send(...fiveWrongTries)).includes("alarm"));
});

test("L30: the app can switch the menu off, and on again", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { remote: "menu-off" });
  await panel.send(...openMenu, { card: adminCard }, aWhile);
  assert.notEqual(await menuOf(panel), "menu");
  await panel.send({ wait: minute }, ...openMenuAsAdmin, { press: "43#" });
  const { menu, volume } = await panel.state();
  assert.notEqual(menu, "menu");
  assert.notEqual(volume, "silent");
  await panel.send({ wait: minute });
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true, "the door opens all the same");
  await panel.cutPower();
  await panel.send(...openMenuAsAdmin);
  assert.notEqual(await menuOf(panel), "menu", "a power cut does not switch it on");
  await panel.send({ wait: minute }, { remote: "menu-on" }, ...openMenuAsAdmin);
  assert.equal(await menuOf(panel), "menu");
});

test("L30a: flashing and prompts swallow no key: one breath enrols, deletes and leaves", async (t) => {
  const panel = await openPanel(t);
  const pins = ["482915", "730264", "951486"];
  await panel.send(
    { touch: true },
    { press: `3571#${pins.map((pin) => `12#${pin}#${pin}#`).join("")}22#2##43#99#41#*` },
  );
  const { credentials, menu, volume } = await panel.state();
  assert.deepEqual([credentials.pin, menu, volume], [[1, 3], null, "high"]);
  const out = await panel.send({ press: `${pins[0]}#` });
  assert.deepEqual(clutchMoves(out), ["engaged"]);
  await panel.send({ press: `3571#${pins[2]}#11#` }, ...repeat(5, { finger: "a" }), { press: "11#" });
  await panel.send(...repeat(5, { finger: "b" }), { press: "13#" }, { card: "c" }, { press: "*" });
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [1, 2], pin: [1, 3], rfid: [1] });
});
