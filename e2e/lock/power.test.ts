/** Power: batteries and their levels, emergency power, and losing power at any moment. */
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
  inviteGuest,
  keypads,
  moveIn,
  openMenu,
  openMenuAsAdmin,
  opensDoor,
  press,
  records,
  repeat,
  says,
  setCard,
  setPin,
  setUser,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, LogRecord, PanelProcess, State } from "./panel-process.ts";

const level = async (panel: PanelProcess) => (await panel.state()).battery.level;

test("L31: the level is ok from 4.8 V, warning from 4.2, critical from 3.6, dead below", async (t) => {
  const panel = await openPanel(t);
  for (const [volts, expected] of [
    [6.2, "ok"],
    [4.8, "ok"],
    [4.79, "warning"],
    [4.2, "warning"],
    [4.19, "critical"],
    [3.6, "critical"],
    [3.59, "dead"],
    [0, "dead"],
    [6.2, "ok"],
  ] as const) {
    await panel.send({ volts });
    assert.equal(await level(panel), expected, `${volts} V`);
  }
});

test("L31, L35: a low charge is spoken at each use, reported, and stops when the batteries are new", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  const uses: readonly (readonly Line[])[] = [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)];
  const usual = new Set<string>();
  for (const use of uses) for (const prompt of says(await panel.send(...use, aWhile))) usual.add(prompt);
  assert.deepEqual(alarms(await panel.log()), []);

  for (const volts of [4.79, 4.2]) {
    await panel.send({ volts });
    for (const use of [...uses, ...uses]) {
      const out = await panel.send(...use);
      assert.deepEqual(clutchMoves(out), ["engaged"]);
      assert.ok(
        says(out).some((prompt) => !usual.has(prompt)),
        "asks for new batteries",
      );
      await panel.send(aWhile);
    }
  }
  assert.ok(alarms(await panel.log()).includes("lowBattery"));
  await panel.send({ volts: 6.2 }, aWhile);
  for (const use of uses)
    assert.deepEqual(
      says(await panel.send(...use, aWhile)).filter((prompt) => !usual.has(prompt)),
      [],
    );
});

test("L31: below 4.2 V nothing new is enrolled, and unlocking is still tried", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, setUser(20), { volts: 4.19 });
  const { credentials } = await panel.state();
  for (const more of [addPin("730264"), addFinger("anna-index"), addCard("second")]) {
    await panel.send(...openMenuAsAdmin);
    assert.notDeepEqual(says(await panel.send(...more)), []);
    await panel.send({ press: "*" }, { press: "*" }, aWhile);
    assert.deepEqual((await panel.state()).credentials, credentials);
  }
  await panel.send(setPin(20, 9, "730264"), setCard(20, 9, "second"));
  assert.deepEqual((await panel.state()).credentials, credentials);
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)])
    assert.equal(await opensDoor(panel, ...act), true);
  await panel.send({ volts: 4.2 }, ...openMenuAsAdmin, ...addPin("730264"), { press: "*" });
  assert.deepEqual((await panel.state()).credentials.pin, [1, 2], "at 4.2 it is enrolled again");
});

test("L31, L45: with dead batteries the keypad does not answer, nor anything else electric", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile, { volts: 3.59 }, aWhile);
  const out = await panel.send(...openMenu, ...enter(adminPin), { finger: adminFinger }, { card: adminCard });
  assert.deepEqual([keypads(out).filter(({ lit }) => lit), clutchMoves(out), says(out)], [[], [], []]);
  assert.equal(out.filter(({ tone }) => tone !== undefined).length, 0);
  assert.deepEqual(clutchMoves(await panel.send({ remote: "unlock" })), []);
  await panel.send({ volts: 6.2 }, aWhile);
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
});

test("L32: a power bank on the socket powers the lock, with flat batteries and with none", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  for (const flat of [{ volts: 2 }, { batteries: "out" }]) {
    await panel.send(flat);
    assert.equal(await opensDoor(panel, ...enter(adminPin)), false);
    await panel.send({ usb: true });
    assert.equal((await panel.state()).usb, true);
    for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)])
      assert.equal(await opensDoor(panel, ...act), true, JSON.stringify([flat, act]));
    await panel.send({ usb: false });
    assert.equal((await panel.state()).usb, false);
    assert.equal(await opensDoor(panel, ...enter(adminPin)), false);
  }
  await panel.send({ batteries: "in", volts: 6.2 });
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
});

test("L32, L13: a power bank that is pulled out is a power cut: the next power finds the clutch let go", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { volts: 2 }, { usb: true }, { finger: adminFinger });
  assert.equal((await panel.state()).clutch, "engaged");
  await panel.send({ usb: false }, { usb: true });
  const { clutch, lockState } = await panel.state();
  assert.deepEqual([clutch, lockState], ["free", "locked"]);
});

test("L33: a power cut keeps every credential, user, setting and record that was confirmed", async (t) => {
  const panel = await openPanel(t, "--profile", "strict", "--lang", "it");
  await panel.send(...moveIn, ...inviteGuest, { remote: "volume", to: "silent" });
  await panel.send({ remote: "relock", seconds: 9 }, { remote: "menu-off" }, ...enter("1"), { wait: 60_000 });
  const kept = ({ credentials, users, volume, language, profile, wrongTries, initial }: State) => {
    return { credentials, users, volume, language, profile, wrongTries, initial };
  };
  const before = { state: kept(await panel.state()), log: await panel.log() };
  const cuts = [
    () => panel.cutPower(),
    () => panel.send({ batteries: "out" }, { wait: 60_000 }, { batteries: "in", volts: 6.2 }),
    () => panel.cutPower(),
  ];
  for (const cut of cuts) {
    await cut();
    assert.deepEqual(kept(await panel.state()), before.state);
    const log = await panel.log();
    assert.deepEqual(log.slice(0, before.log.length), before.log);
    assertGapless(log);
  }
  await panel.send({ card: adminCard }, { wait: 8_999 });
  assert.equal((await panel.state()).clutch, "engaged", "the relock time is kept");
});

test("L33: a power cut in the middle of an operation leaves no half-made credential, and no open menu", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const { credentials, users } = await panel.state();
  const halves: readonly (readonly Line[])[] = [
    [{ press: "11#" }, ...repeat(4, { finger: "new" })],
    [{ press: "12#730264#73026" }],
    [{ press: "13#" }],
    [{ press: "21#1#" }],
    [{ press: "3570#" }],
  ];
  for (const [index, half] of halves.entries()) {
    await panel.send(...openMenuAsAdmin, ...half);
    if (index % 2 === 0) await panel.cutPower();
    else await panel.send({ batteries: "out" }, { batteries: "in", volts: 6.2 });
    const state = await panel.state();
    assert.deepEqual([state.credentials, state.users, state.menu], [credentials, users, null], JSON.stringify(half));
    await panel.send(...press("4#"), { finger: "new" }, { card: adminCard }, aWhile);
    assert.deepEqual((await panel.state()).credentials, credentials, JSON.stringify(half));
  }
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)])
    assert.equal(await opensDoor(panel, ...act), true);
});

test("L33, L40: killed anywhere in a busy evening, the lock has every record that it showed, and what they tell", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const shown: LogRecord[] = [...(await panel.log())];
  for (let cut = 1; cut <= 6; cut += 1) {
    const evening: readonly Line[] = Array.from({ length: 6 }, (_, round): readonly Line[] => [
      ...openMenuAsAdmin,
      ...addCard(`card-${cut}-${round}`),
      ...addPin(`${73_026_400 + cut * 917 + round * 37}`),
      ...addFinger(`finger-${cut}-${round}`),
      { press: "22#2##23#2##42#*" },
      { card: "nobodys" },
      { card: adminCard },
      { remote: "volume", to: "high" },
      { wait: 5_000 },
    ]).flat();
    panel.write(...evening);
    // Another place each time, from the first lines to the last ones.
    await panel.untilDone(Math.round((evening.length * cut) / 7));
    shown.push(...records(await panel.kill()));
    panel.start();
    const log = await panel.log();
    assertGapless(log);
    assert.deepEqual(log.slice(0, shown.length), shown, "every record that was shown is kept, as it was shown");
    assert.deepEqual((await panel.state()).credentials, credentialsTold(log), "no credential without its record");
    shown.splice(0, shown.length, ...log);
  }
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)])
    assert.equal(await opensDoor(panel, ...act), true);
});

function assertGapless(log: readonly LogRecord[]): void {
  const [first] = log;
  assert.deepEqual(
    log.map(({ seq }) => seq),
    log.map((_, index) => (first?.seq ?? 0) + index),
  );
}

/** The numbers in use, as the additions and removals of the log leave them. */
function credentialsTold(log: readonly LogRecord[]): State["credentials"] {
  const told = { fingerprint: new Set<number>(), pin: new Set<number>(), rfid: new Set<number>() };
  for (const { event, change, credential } of log) {
    if (event !== "userChange" || credential === undefined || credential === null) continue;
    if (change === "clear") told[credential.kind].delete(credential.index);
    else told[credential.kind].add(credential.index);
  }
  const sorted = (numbers: ReadonlySet<number>) => [...numbers].sort((one, other) => one - other);
  return { fingerprint: sorted(told.fingerprint), pin: sorted(told.pin), rfid: sorted(told.rfid) };
}
