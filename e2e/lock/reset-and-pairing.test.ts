/** The RESET pinhole: factory reset with the batteries, pairing without. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adminCard,
  adminFinger,
  adminPin,
  alarms,
  aWhile,
  enter,
  flashes,
  inviteGuest,
  keypads,
  lockOutMs,
  minute,
  moveIn,
  openMenu,
  opensDoor,
  press,
  records,
  says,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line } from "./panel-process.ts";

const withReset: readonly Line[] = [{ batteries: "out" }, { batteries: "in", volts: 6.2, reset: true }];

test("L37: RESET held while the batteries go in, then # after the prompt, erases everything", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest, { remote: "volume", to: "silent" });
  assert.equal(await lockOutMs(panel), 3 * minute);
  await panel.send({ wait: 3 * minute });
  assert.equal(await lockOutMs(panel), 6 * minute);
  const lastSeq = (await panel.log()).at(-1)?.seq ?? 0;

  const out = await panel.send(...withReset);
  assert.notDeepEqual(says(out), []);
  const waiting = await panel.state();
  assert.deepEqual([waiting.menu, waiting.initial], ["factoryReset", false], "nothing is erased before #");
  await panel.send({ press: "#" });

  const after = await panel.state();
  assert.deepEqual(
    [after.initial, after.users, after.credentials, after.menu === "factoryReset"],
    [true, {}, { fingerprint: [], pin: [], rfid: [] }, false],
  );
  assert.notEqual(after.volume, "silent");
  assert.deepEqual([after.lockedOutMs, after.wrongTries], [0, 0], "the guard state is erased too");
  const log = await panel.log();
  assert.ok(alarms(log).includes("lockFactoryReset"));
  assert.ok((log[0]?.seq ?? 0) > lastSeq, "record numbers go on, and what was before is gone");
  assert.equal(await lockOutMs(panel), 3 * minute, "the doubling begins anew");
  await panel.send({ wait: 3 * minute });
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)])
    assert.equal(await opensDoor(panel, ...act), false);
  await panel.cutPower();
  await panel.send(...openMenu);
  assert.equal((await panel.state()).menu, "menu", "the initial state lasts");
});

test("L37: without # within 30 seconds nothing is erased", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const { credentials, users } = await panel.state();
  await panel.send(...withReset, { wait: 24_000 });
  assert.equal((await panel.state()).menu, "factoryReset");
  await panel.send({ wait: 7_000 });
  assert.equal((await panel.state()).menu, null);
  await panel.send(...press("#"));
  await panel.send(...withReset);
  await panel.cutPower();
  await panel.send(...press("#"));
  const after = await panel.state();
  assert.deepEqual([after.credentials, after.users, after.menu], [credentials, users, null]);
  assert.ok(!alarms(await panel.log()).includes("lockFactoryReset"));
});

test("L37: what counts is RESET down at power-up: neither before, nor later, nor without batteries", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const { credentials } = await panel.state();
  const attempts: readonly (readonly Line[])[] = [
    [{ batteries: "out" }, { batteries: "in", volts: 6.2 }],
    [{ batteries: "out" }, { reset: 6_000 }, { batteries: "in", volts: 6.2 }],
    [{ batteries: "out" }, { batteries: "in", volts: 6.2 }, { reset: 500 }],
    [{ batteries: "out" }, { reset: 6_000 }],
    [{ batteries: "in", volts: 6.2 }],
    [{ reset: 10_000 }],
    // A power bank keeps the lock powered: batteries that go in are no power-up.
    [{ usb: true }, ...withReset],
    [{ usb: false }],
  ];
  for (const attempt of attempts) {
    await panel.send(...attempt);
    assert.notEqual((await panel.state()).menu, "factoryReset", JSON.stringify(attempt));
    await panel.send(...press("#"), { press: "*" }, aWhile);
    assert.deepEqual((await panel.state()).credentials, credentials, JSON.stringify(attempt));
  }
});

test("L38: RESET held for 3 seconds opens pairing with a prompt and a flashing 5; a little less does not", async (t) => {
  const panel = await openPanel(t);
  await panel.send({ reset: 2_999 });
  assert.equal((await panel.state()).pairing, false);
  const out = await panel.send({ reset: 3_000 });
  assert.equal((await panel.state()).pairing, true);
  assert.notDeepEqual(says(out), []);
  assert.ok(flashes(out, 5));
  assert.ok(records(out).some(({ event, what }) => event === "pairing" && what === "opened"));
  const left = await panel.send({ press: "*" });
  assert.equal((await panel.state()).pairing, false);
  assert.ok(records(left).some(({ event, what }) => event === "pairing" && what === "closed"));
  assert.notEqual(keypads(left).at(-1)?.shows, "5");
});

test("L38: the pairing window closes by itself after 15 minutes, and not before", async (t) => {
  const panel = await openPanel(t);
  await panel.send({ reset: 3_000 }, { wait: 15 * minute - 1 });
  assert.equal((await panel.state()).pairing, true);
  const out = await panel.send({ wait: 1 });
  assert.equal((await panel.state()).pairing, false);
  assert.ok(records(out).some(({ event, what }) => event === "pairing" && what === "closed"));
  assert.notEqual(keypads(out).at(-1)?.shows, "5");
  await panel.send({ wait: 30_000 });
  assert.equal((await panel.state()).awake, false, "and the lock falls asleep");
});

test("L38: no window opens by itself: not on a new lock, after a reset, nor without batteries", async (t) => {
  const panel = await openPanel(t);
  assert.equal((await panel.state()).pairing, false);
  await panel.send({ batteries: "out" }, { reset: 3_200 });
  assert.equal((await panel.state()).pairing, false);
  await panel.send({ batteries: "in", volts: 6.2 });
  assert.equal((await panel.state()).pairing, false);
  await panel.send(...moveIn, ...withReset, { press: "#" }, { wait: minute });
  const { initial, pairing } = await panel.state();
  assert.deepEqual([initial, pairing], [true, false]);
});
