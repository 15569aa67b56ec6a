/** The panel protocol itself: numbered answers, lines that are no message, flags, time, the end of input. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  adminFinger,
  adminPin,
  enter,
  errors,
  keypads,
  moveIn,
  opensDoor,
  openMenu,
  press,
  setUser,
} from "./at-the-door.ts";
import { openFolder, openPanel, PanelProcess } from "./panel-process.ts";
import type { Line } from "./panel-process.ts";

test("a new lock starts on a Monday morning, shut, in its initial state, guarded, in English", async (t) => {
  const panel = await openPanel(t);
  const { battery, time, ...state } = await panel.state();
  assert.equal(Date.parse(time ?? ""), Date.parse("2026-01-05T08:00:00Z"));
  assert.equal(battery.level, "ok");
  for (const [name, value] of Object.entries({
    initial: true,
    menu: null,
    credentials: { fingerprint: [], pin: [], rfid: [] },
    users: {},
    language: "en",
    lockState: "locked",
    operatingMode: "normal",
    lockedOutMs: 0,
    wrongTries: 0,
    pinEntry: "on",
    fingerprintEntry: "on",
    usb: false,
    pairing: false,
    clutch: "free",
    bolt: "free",
    deadBolt: "free",
    latch: "out",
    door: "closed",
    profile: "guarded",
    diagnosis: [],
  }))
    assert.deepEqual(state[name as keyof typeof state], value, name);
});

test("every line is answered, last, with done and its number, blank and malformed lines too", async (t) => {
  const panel = await openPanel(t);
  const lines: readonly Line[] = [{ touch: true }, "", "not JSON", { ask: "state" }, "   ", { press: "1" }];
  const answers = [];
  for (const line of lines) answers.push(await panel.send(line));
  assert.deepEqual(
    answers.map((out) => out.at(-1)),
    [1, 2, 3, 4, 5, 6].map((done) => ({ done })),
  );
  assert.deepEqual(
    answers.map((out) => errors(out).length),
    [0, 1, 1, 0, 1, 0],
  );
});

/** Each is no known message, or has a wrong type, or an impossible value. */
const malformed: readonly Line[] = [
  "",
  "  ",
  "touch",
  "{",
  `{"touch":true`,
  "[]",
  `[{"touch":true}]`,
  "null",
  "42",
  `"touch"`,
  "{}",
  "x".repeat(300_000),
  { dance: true },
  { touch: "yes" },
  { press: 3571 },
  { press: "12A#" },
  { press: "１２" },
  { press: null },
  { finger: 7 },
  { finger: adminFinger, as: "painted" },
  { finger: adminFinger, as: 1 },
  { card: null },
  { card: ["blue"] },
  { key: "left" },
  { key: true },
  { handle: "outside" },
  { handle: "outside", move: "sideways" },
  { handle: "roof", move: "down" },
  { peephole: "yes" },
  { bolt: "open" },
  { bolt: true },
  { door: "ajar" },
  { reset: -1 },
  { reset: "3200" },
  { batteries: "half" },
  { batteries: "in", volts: "6.2" },
  { batteries: "in", volts: -6.2 },
  { batteries: "in", volts: 6.2, reset: "yes" },
  { batteries: "in", volts: 6.2, reversed: 1 },
  { volts: "4.5" },
  { volts: -1 },
  { volts: null },
  { usb: 1 },
  { tamper: "yes" },
  { fault: "gremlin", on: true },
  { fault: "cable", on: "yes" },
  { wait: -1 },
  { wait: "5000" },
  { wait: null },
  { wait: 1e300 },
  `{"wait":1e999}`,
  { clock: "yesterday" },
  { clock: "2026-02-30T25:61:00Z" },
  { clock: 5 },
  { remote: "dance" },
  { remote: 1 },
  { remote: "unlock", pin: 482915 },
  { remote: "volume", to: "loud" },
  { remote: "volume" },
  { remote: "language", to: 7 },
  { remote: "relock", seconds: -1 },
  { remote: "relock", seconds: "5" },
  { remote: "relock" },
  setUser(0),
  setUser(-1),
  setUser(1.5),
  setUser(7, { user: "7" }),
  setUser(7, { name: 7 }),
  setUser(7, { role: "king" }),
  setUser(7, { type: "wizard" }),
  setUser(7, { enabled: "yes" }),
  { remote: "setCredential", user: 1, kind: "pin", index: 0, pin: "730264" },
  { remote: "setCredential", user: 1, kind: "pin", index: 51, pin: "730264" },
  { remote: "setCredential", user: 1, kind: "pin", index: 7.5, pin: "730264" },
  { remote: "setCredential", user: 1, kind: "pin", index: "7", pin: "730264" },
  { remote: "setCredential", user: 1, kind: "pin", index: 7, pin: 730264 },
  { remote: "setCredential", user: 1, kind: "pin", index: 7, pin: "73O264" },
  { remote: "setCredential", user: 1, kind: "pin", index: 7 },
  { remote: "setCredential", user: 1, kind: "eye", index: 7, pin: "730264" },
  { remote: "setCredential", user: 1, kind: "rfid", index: 7 },
  { remote: "setCredential", user: 1, kind: "rfid", index: 7, card: 9 },
  { remote: "clearCredential", kind: "pin", index: 0 },
  { remote: "clearCredential", kind: "pin", index: 51 },
  { remote: "clearCredential", kind: "eye", index: 1 },
  { remote: "clearUser", user: 0 },
  { remote: "setSchedule", user: 1, weekDay: { days: ["someday"], from: "09:00", to: "12:00" } },
  { remote: "setSchedule", user: 1, weekDay: { days: "mon", from: "09:00", to: "12:00" } },
  { remote: "setSchedule", user: 1, weekDay: { days: ["mon"], from: "25:00", to: "26:00" } },
  { remote: "setSchedule", user: 1, weekDay: { days: ["mon"], from: "09:60", to: "12:00" } },
  { remote: "setSchedule", user: 1, yearDay: { from: "spring", to: "summer" } },
  { ask: "weather" },
  { ask: 1 },
];

test("a line that is no message, or has a wrong type or an impossible value, is an error and changes nothing", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...press("12"));
  const before = { state: await panel.state(), log: await panel.log() };
  for (const line of malformed) {
    const out = await panel.send(line);
    const shown = JSON.stringify(line).slice(0, 120);
    assert.equal(out.length, 2, `an error and done, nothing else: ${shown} got ${JSON.stringify(out)}`);
    assert.equal(errors(out).length, 1, shown);
    assert.deepEqual({ state: await panel.state(), log: await panel.log() }, before, shown);
  }
  // The two digits that were typed before are still there: nothing disturbed the entry.
  assert.equal(await opensDoor(panel, { press: `${adminPin}#` }), true);
  assert.deepEqual(await panel.close(), { code: 0, signal: null }, "malformed lines do not change the exit status");
});

test("the process ends at the end of input with exit status 0, after answering what was sent before", async (t) => {
  const panel = await openPanel(t);
  assert.deepEqual(await panel.close(), { code: 0, signal: null });
  panel.start();
  panel.write(...openMenu, { ask: "state" });
  assert.deepEqual(await panel.close(), { code: 0, signal: null });
  assert.match(panel.stdout, /\{"done":3\}\n$/);
});

test("a flag sets its setting, an absent one keeps what is stored, and of a flag given twice the last counts", async (t) => {
  const panel = await openPanel(t, "--profile", "manual", "--profile", "strict", "--lang", "en", "--lang", "it");
  const settings = async () => {
    const { profile, language } = await panel.state();
    return { profile, language };
  };
  assert.deepEqual(await settings(), { profile: "strict", language: "it" });
  await panel.close();
  panel.start();
  assert.deepEqual(await settings(), { profile: "strict", language: "it" });
  await panel.close();
  panel.start("--profile", "manual");
  assert.deepEqual(await settings(), { profile: "manual", language: "it" });
  await panel.close();
  panel.start("--lang", "en");
  assert.deepEqual(await settings(), { profile: "manual", language: "en" });
  await panel.close();
  const elsewhere = `${panel.data}-elsewhere`;
  panel.start("--data", elsewhere);
  assert.deepEqual(await settings(), { profile: "guarded", language: "en" }, "another folder is another lock");
  assert.equal(existsSync(elsewhere), true);
});

test("with the virtual clock time stands still but for what is waited and held", async (t) => {
  const panel = await openPanel(t);
  const time = async () => Date.parse((await panel.state()).time ?? "");
  const start = await time();
  await panel.send(...moveIn, { finger: adminFinger }, { card: "nobodys" }, ...enter(adminPin));
  assert.equal(await time(), start);
  await panel.send({ wait: 1 }, { wait: 4_999 });
  assert.equal(await time(), start + 5_000);
  await panel.send({ reset: 3_200 });
  assert.equal(await time(), start + 8_200);
});

test("a second start is the same lock after a power cut, and its time goes on where the store ends", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { remote: "volume", to: "low" }, { wait: 3_600_000 }, { remote: "unlock" });
  const before = await panel.state();
  const lastRecord = (await panel.log()).at(-1);
  await panel.cutPower();
  const after = await panel.state();
  assert.ok(Date.parse(after.time ?? "") >= Date.parse(lastRecord?.time ?? ""), "time does not go back");
  assert.ok(Date.parse(after.time ?? "") <= Date.parse(before.time ?? ""), "nor does it run without power");
  assert.deepEqual(after.credentials, before.credentials);
  assert.deepEqual(after.users, before.users);
  assert.equal(after.volume, "low");
  assert.equal(after.initial, false);
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
  assert.equal(await opensDoor(panel, { finger: adminFinger }), true);
});

test("a power cut moves nothing: bolts, door, handle, batteries, power bank and faults are as they were", async (t) => {
  const panel = await openPanel(t);
  const mechanics = async () => {
    const { bolt, deadBolt, latch, door, battery, usb } = await panel.state();
    return { bolt, deadBolt, latch, door, battery, usb };
  };
  await panel.send(...moveIn, { handle: "outside", move: "up" }, { handle: "outside", move: "release" });
  await panel.send({ bolt: "thrown" }, { volts: 4.5 }, { usb: true }, { fault: "reader", on: true });
  const before = await mechanics();
  assert.deepEqual([before.bolt, before.deadBolt, before.battery.volts, before.usb], ["thrown", "thrown", 4.5, true]);
  await panel.cutPower();
  assert.deepEqual(await mechanics(), before);
  await panel.send({ bolt: "free" }, { usb: false });
  assert.equal(await opensDoor(panel, { finger: adminFinger }), false, "the reader is still broken");

  await panel.send({ remote: "unlock" }, { handle: "outside", move: "down" }, { handle: "outside", move: "stuck" });
  await panel.send({ batteries: "out" });
  assert.equal((await mechanics()).door, "open");
  await panel.cutPower();
  assert.equal((await mechanics()).door, "open");
  assert.deepEqual(keypads(await panel.send({ touch: true })), [], "the batteries are still out");
  await panel.send({ batteries: "in", volts: 6.2 }, { remote: "unlock" });
  assert.equal((await panel.state()).clutch, "free", "the handle is still not at rest");
});

test("the lock tells its state and its log without power too", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { batteries: "out" });
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [1], pin: [1], rfid: [1] });
  assert.ok((await panel.log()).length > 0);
});

test("the wall clock can be set, back as well, and unknown; what elapses goes on all the same", async (t) => {
  const panel = await openPanel(t);
  await panel.send({ clock: "2026-03-02T09:00:00Z" }, { wait: 1_000 });
  assert.equal(Date.parse((await panel.state()).time ?? ""), Date.parse("2026-03-02T09:00:01Z"));
  await panel.send({ touch: true }, { wait: 9_000 }, { clock: "2020-01-01T00:00:00Z" });
  assert.equal((await panel.state()).awake, true);
  await panel.send({ clock: null });
  assert.equal((await panel.state()).time, null);
  await panel.send({ wait: 1_000 });
  assert.equal((await panel.state()).awake, false, "asleep ten seconds after the touch");
});

test("without --clock the lock lives in real time", async (t) => {
  const panel = new PanelProcess(join(await openFolder(t), "lock"), "real");
  panel.start();
  const { time } = await panel.state();
  assert.ok(Math.abs(Date.parse(time ?? "") - Date.now()) < 60_000);
  assert.deepEqual(await panel.close(), { code: 0, signal: null });
});
