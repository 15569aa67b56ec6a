/** The guard profiles: the manual's rule alone, the default that tires a patient guesser out, and the strict one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addPin,
  adminCard,
  adminFinger,
  adminPin,
  alarms,
  aWhile,
  clutchMoves,
  day,
  enter,
  flashes,
  guestCard,
  guestPin,
  inviteGuest,
  lockOutMs,
  minute,
  moveIn,
  nobodysPin,
  openMenu,
  openMenuAsAdmin,
  opensDoor,
  records,
  repeat,
  says,
  second,
  setPin,
  setUser,
  tones,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, PanelProcess } from "./panel-process.ts";

/** One wrong PIN entry of one candidate window. */
const wrongPin: readonly Line[] = enter("1");
/** The success of a guest, which resets the count of wrong tries and nothing else. */
const guestComes: readonly Line[] = [{ card: guestCard }, aWhile];

/** So many wrong tries without a lock-out: a guest comes in after every four, and at the end. */
function wrongTries(count: number, act: readonly Line[]): readonly Line[] {
  return [
    ...repeat(Math.floor(count / 4), ...repeat(4, ...act), ...guestComes),
    ...repeat(count % 4, ...act),
    ...guestComes,
  ];
}

/** One lock-out, waited for to its end. */
async function sitOutMinutes(panel: PanelProcess): Promise<number> {
  const lockedOutMs = await lockOutMs(panel);
  await panel.send({ wait: lockedOutMs });
  return lockedOutMs / minute;
}

async function entries(panel: PanelProcess): Promise<string> {
  const { pinEntry, fingerprintEntry } = await panel.state();
  return `PIN ${pinEntry}, fingerprint ${fingerprintEntry}`;
}

test("L15a: in the profile manual each lock-out is three minutes, for ever, and entry is never stopped", async (t) => {
  const panel = await openPanel(t, "--profile", "manual");
  await panel.send(...moveIn);
  // 105 wrong entries with 1575 candidate windows, then 55 wrong fingers.
  for (let round = 0; round < 21; round += 1) {
    await panel.send(...repeat(5, ...enter(nobodysPin.padEnd(20, "7"))));
    assert.equal((await panel.state()).lockedOutMs, 3 * minute, `lock-out ${round + 1}`);
    await panel.send({ wait: 3 * minute });
  }
  for (let round = 0; round < 11; round += 1) {
    await panel.send(...repeat(5, { finger: "nobodys" }));
    assert.equal((await panel.state()).lockedOutMs, 3 * minute);
    await panel.send({ wait: 3 * minute });
  }
  assert.equal(await entries(panel), "PIN on, fingerprint on");
  assert.ok(!alarms(await panel.log()).includes("entryStopped"));
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
});

test("L15b: guarded is the default, and its lock-outs double from 3 minutes to an hour", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const minutes = [];
  for (let round = 0; round < 7; round += 1) minutes.push(await sitOutMinutes(panel));
  assert.deepEqual(minutes, [3, 6, 12, 24, 48, 60, 60]);
  assert.equal(alarms(await panel.log()).filter((code) => code === "wrongCodeEntryLimit").length, 7);
});

test("L15b, L33: an administrator's success ends the doubling; a guest's and a power cut do not", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  assert.equal(await sitOutMinutes(panel), 3);
  await panel.send(...guestComes, ...enter(guestPin), { remote: "unlock" }, aWhile);
  assert.equal(await sitOutMinutes(panel), 6);
  await panel.cutPower();
  assert.equal(await sitOutMinutes(panel), 12);
  await panel.send({ batteries: "out" }, { batteries: "in", volts: 6.2 });
  assert.equal(await sitOutMinutes(panel), 24);
  for (const success of [[{ card: adminCard }], [{ finger: adminFinger }], enter(adminPin)]) {
    await panel.send(...success, aWhile);
    assert.equal(await sitOutMinutes(panel), 3);
    assert.equal(await sitOutMinutes(panel), 6);
  }
});

test("L15b: a day without a wrong try takes one step back, a second less does not, and 3 minutes are the least", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const afterTheLastWrongTry = async (ms: number, lockedOutMinutes: number) => {
    await panel.send({ wait: ms - lockedOutMinutes * minute });
    return sitOutMinutes(panel);
  };
  for (const minutes of [3, 6, 12]) assert.equal(await sitOutMinutes(panel), minutes);
  assert.equal(await afterTheLastWrongTry(day - second, 12), 24);
  assert.equal(await afterTheLastWrongTry(day, 24), 24, "one step back from 48");
  assert.equal(await afterTheLastWrongTry(2 * day, 24), 12, "two steps back from 48");
  assert.equal(await afterTheLastWrongTry(30 * day, 12), 3);
  assert.equal(await sitOutMinutes(panel), 6);
});

test("L15b: 100 wrong PIN entries without an administrator's success stop PIN entry, 99 do not", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest, ...wrongTries(99, wrongPin));
  assert.equal(await entries(panel), "PIN on, fingerprint on");
  assert.deepEqual(alarms(await panel.log()), []);
  const out = await panel.send(...wrongPin);
  assert.equal(await entries(panel), "PIN stopped, fingerprint on");
  assert.deepEqual(alarms(records(out)), ["entryStopped"]);

  // Neither a right PIN nor a guest nor a power cut puts it back.
  await panel.send(...guestComes);
  assert.equal(await opensDoor(panel, ...enter(adminPin)), false);
  assert.deepEqual(clutchMoves(await panel.send({ remote: "unlock", pin: adminPin })), []);
  await panel.send(...openMenuAsAdmin);
  assert.notEqual((await panel.state()).menu, "menu");
  await panel.send({ wait: minute });
  await panel.cutPower();
  assert.equal(await entries(panel), "PIN stopped, fingerprint on");

  assert.equal(await opensDoor(panel, { finger: adminFinger }), true);
  assert.equal(await entries(panel), "PIN on, fingerprint on");
  await panel.send(...wrongTries(99, wrongPin));
  assert.equal(await entries(panel), "PIN on, fingerprint on", "the count began anew");
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
  await panel.send(...wrongTries(99, wrongPin));
  assert.equal(await entries(panel), "PIN on, fingerprint on", "the administrator's PIN cleared the count");
});

test("L15b, L15x: wrong PINs at the menu and from the app count towards the stop like those at the door", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  await panel.send(...wrongTries(33, [{ remote: "unlock", pin: nobodysPin }]));
  await panel.send(...wrongTries(33, [...openMenu, { press: `${nobodysPin}#` }]), ...wrongTries(33, enter(nobodysPin)));
  assert.equal(await entries(panel), "PIN on, fingerprint on", "99");
  await panel.send({ remote: "unlock", pin: nobodysPin });
  assert.equal(await entries(panel), "PIN stopped, fingerprint on", "100");
});

test("L15b: an order from the app puts stopped entry back, and so does an administrator's card", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  for (const remedy of [{ remote: "entry-on" }, { card: adminCard }]) {
    await panel.send(...wrongTries(100, wrongPin), ...wrongTries(50, [{ finger: "nobodys" }]));
    assert.equal(await entries(panel), "PIN stopped, fingerprint stopped");
    await panel.send(remedy, aWhile);
    assert.equal(await entries(panel), "PIN on, fingerprint on");
    assert.equal(await opensDoor(panel, ...enter(guestPin)), true);
  }
});

test("L15b, L36: the stop of an entry is heard in every volume", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest, { remote: "volume", to: "silent" }, ...wrongTries(99, wrongPin));
  assert.ok(tones(await panel.send(...wrongPin)).includes("alarm"));
  await panel.send(...guestComes, ...wrongTries(49, [{ finger: "nobodys" }]));
  assert.ok(tones(await panel.send({ finger: "nobodys" })).includes("alarm"));
});

test("L15b: 50 wrong fingers stop the fingerprint reader, 49 do not, and an administrator's PIN puts it back", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest, ...wrongTries(49, [{ finger: "nobodys" }]));
  assert.equal(await entries(panel), "PIN on, fingerprint on");
  const out = await panel.send({ finger: "nobodys" });
  assert.equal(await entries(panel), "PIN on, fingerprint stopped");
  assert.deepEqual(alarms(records(out)), ["entryStopped"]);
  await panel.send(...guestComes);
  assert.equal(await opensDoor(panel, { finger: adminFinger }), false);
  assert.equal(await opensDoor(panel, ...enter(guestPin)), true, "PINs are not stopped");
  assert.equal(await entries(panel), "PIN on, fingerprint stopped");
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
  assert.equal(await entries(panel), "PIN on, fingerprint on");
  assert.equal(await opensDoor(panel, { finger: adminFinger }), true);
});

test("L15b: wrong entries that held 1000 candidate windows within a day stop PIN entry, 999 do not", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  // 20 digits hold 15 windows: 66 entries are 990. 14 digits hold 9.
  await panel.send(...wrongTries(66, enter("99999999999999999999")), ...enter("99999999999999"));
  assert.equal(await entries(panel), "PIN on, fingerprint on", "999");
  await panel.send(...enter("999999999999999999999"), ...guestComes);
  assert.equal(await entries(panel), "PIN on, fingerprint on", "21 digits hold none");
  const out = await panel.send(...enter("999"));
  assert.equal(await entries(panel), "PIN stopped, fingerprint on", "3 digits hold one");
  assert.deepEqual(alarms(records(out)), ["entryStopped"]);
});

test("L15b: candidate windows older than a day do not count", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  await panel.send(...wrongTries(60, enter("99999999999999999999")), { wait: day });
  await panel.send(...wrongTries(39, enter("99999999999999999999")));
  assert.equal(await entries(panel), "PIN on, fingerprint on", "99 entries, 585 windows within the day");
});

test("L15c: strict accepts no padding after two wrong PIN entries in a row, says so, and does again after a success", async (t) => {
  const panel = await openPanel(t, "--profile", "strict");
  await panel.send(...moveIn);
  const padded = enter(`55${adminPin}55`);
  assert.equal(await opensDoor(panel, ...padded), true);
  await panel.send(...enter(nobodysPin));
  assert.equal(await opensDoor(panel, ...padded), true, "after one wrong entry");

  const first = await panel.send(...enter(nobodysPin));
  const then = await panel.send(...enter(nobodysPin), ...padded);
  assert.deepEqual(clutchMoves(then), []);
  const usual = new Set(says(first));
  assert.ok(
    says(then).some((prompt) => !usual.has(prompt)),
    "the voice says: the PIN alone",
  );
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true, "the PIN alone");
  assert.equal(await opensDoor(panel, ...padded), true, "a success brings padding back");

  await panel.send(...enter(nobodysPin));
  await panel.send({ card: adminCard }, aWhile, ...enter(nobodysPin));
  assert.equal(await opensDoor(panel, ...padded), true, "not two in a row");
  await panel.send(...repeat(2, ...enter(nobodysPin)), { card: adminCard }, aWhile);
  assert.equal(await opensDoor(panel, ...padded), true, "any success brings padding back");
});

test("L15a, L15b: in the other profiles padding is accepted after any number of wrong entries", async (t) => {
  const panel = await openPanel(t, "--profile", "manual");
  await panel.send(...moveIn);
  for (const profile of ["manual", "guarded"]) {
    await panel.close();
    panel.start("--profile", profile);
    await panel.send(...repeat(4, ...enter(nobodysPin)));
    assert.equal(await opensDoor(panel, ...enter(`55${adminPin}55`)), true, profile);
  }
});

test("L15c: strict refuses a six-digit PIN from the fifth PIN on, at the keypad and from the app", async (t) => {
  const panel = await openPanel(t, "--profile", "strict");
  const pins = ["482915", "730264", "951486", "840372"];
  await panel.send(...openMenu, ...pins.flatMap(addPin));
  assert.deepEqual((await panel.state()).credentials.pin, [1, 2, 3, 4]);
  const out = await panel.send(...addPin("628407"));
  assert.notDeepEqual(says(out), []);
  await panel.send(setUser(20), setPin(20, 5, "628407"));
  assert.deepEqual((await panel.state()).credentials.pin, [1, 2, 3, 4]);
  await panel.send(...addPin("6284075"), setPin(20, 6, "7719304"));
  assert.deepEqual((await panel.state()).credentials.pin, [1, 2, 3, 4, 5, 6]);
});

const easyPins = [
  "111111",
  "7777777777",
  "123456",
  "987654",
  "0123456789",
  "311299",
  "19850412",
  "147258",
  "147258369",
];

test("L15c: strict refuses PINs that are easy to guess: repeats, runs, dates, keypad lines", async (t) => {
  const panel = await openPanel(t, "--profile", "strict");
  await panel.send(...openMenu, setUser(20));
  for (const pin of easyPins) {
    const out = await panel.send(...addPin(pin));
    assert.notDeepEqual(says(out), [], pin);
    await panel.send(setPin(20, 9, pin));
    const { credentials, menu } = await panel.state();
    assert.deepEqual([credentials.pin, menu], [[], "menu"], pin);
  }
  assert.ok(flashes(await panel.send(...addPin("482915")), 1), "a PIN that is not easy");
});

test("L15b, L15c: in the other profiles an easy PIN is accepted with a spoken warning", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu);
  const usual = new Set(says(await panel.send(...addPin(adminPin))));
  for (const [index, pin] of easyPins.entries()) {
    const out = await panel.send(...addPin(pin));
    assert.ok(flashes(out, index + 2), pin);
    assert.ok(
      says(out).some((prompt) => !usual.has(prompt)),
      `${pin} is warned of`,
    );
  }
  const again = says(await panel.send(...addPin("730264")));
  assert.deepEqual(
    again.filter((prompt) => !usual.has(prompt)),
    [],
    "and only an easy one",
  );
});
