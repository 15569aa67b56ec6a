/** Awake and asleep: what wakes the keypad, and what falling asleep forgets. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adminCard,
  adminFinger,
  adminPin,
  aWhile,
  clutchMoves,
  flashes,
  keypads,
  minute,
  moveIn,
  nobodysPin,
  openMenu,
  openMenuAsAdmin,
  press,
  pushHandle,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line } from "./panel-process.ts";

test("L5: a touch wakes the keypad and lights it; finger and card work without waking", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { wait: minute });
  assert.equal((await panel.state()).awake, false);
  assert.ok(keypads(await panel.send({ touch: true })).some(({ lit }) => lit));
  assert.equal((await panel.state()).awake, true);
  for (const act of [{ finger: adminFinger }, { card: adminCard }]) {
    await panel.send({ wait: minute });
    assert.equal((await panel.state()).awake, false);
    assert.deepEqual(clutchMoves(await panel.send(act)), ["engaged"]);
  }
});

test("L5, L15x: on a dark keypad the first key only wakes, and is no digit", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { wait: minute });
  const out = await panel.send({ press: adminPin }, { press: "#" });
  assert.ok(keypads(out).some(({ lit }) => lit));
  assert.deepEqual(clutchMoves(out), []);
  assert.equal((await panel.state()).wrongTries, 1, "five digits arrived, and they are no PIN");
  await panel.send({ wait: minute });
  assert.deepEqual(clutchMoves(await panel.send({ press: `5${adminPin}#` })), ["engaged"]);
  await panel.send({ wait: minute }, { press: "3571#" });
  assert.equal((await panel.state()).menu, null, "571# is not the menu");
});

test("L6: ten seconds without input put the lock to sleep, not one less, and an input begins them anew", async (t) => {
  const panel = await openPanel(t);
  const awakeAfter = async (...lines: readonly Line[]) => {
    const out = await panel.send(...lines);
    return { awake: (await panel.state()).awake, dark: keypads(out).at(-1)?.lit === false };
  };
  await panel.send({ touch: true });
  assert.deepEqual(await awakeAfter({ wait: 9_999 }), { awake: true, dark: false });
  assert.deepEqual(await awakeAfter({ wait: 1 }), { awake: false, dark: true });
  await panel.send({ touch: true }, { wait: 9_999 }, { press: "1" });
  assert.equal((await awakeAfter({ wait: 9_999 })).awake, true);
  assert.equal((await awakeAfter({ wait: 1 })).awake, false);
});

test("L6: falling asleep forgets half-typed digits", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const [first, last] = [adminPin.slice(0, 4), adminPin.slice(4)];
  await panel.send(...press(first), { wait: 9_999 });
  assert.deepEqual(clutchMoves(await panel.send({ press: `${last}#` })), ["engaged"], "just in time");
  await panel.send(aWhile, ...press(first), { wait: 10_000 });
  assert.deepEqual(clutchMoves(await panel.send(...press(`${last}#`))), [], "too late");
});

test("L6: thirty seconds without input leave the menu and cancel the open operation", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, { wait: 29_999 });
  assert.deepEqual([(await panel.state()).menu, (await panel.state()).awake], ["menu", true]);
  await panel.send({ wait: 1 });
  assert.deepEqual([(await panel.state()).menu, (await panel.state()).awake], [null, false]);

  await panel.send(...openMenu, { press: `12#${nobodysPin}#` }, { wait: 29_999 });
  assert.equal((await panel.state()).menu, "addPin");
  await panel.send({ wait: 1 });
  assert.equal((await panel.state()).menu, null);
  await panel.send(...press(`${nobodysPin}#`), aWhile);
  assert.deepEqual((await panel.state()).credentials.pin, [], "the second half comes to nothing");

  await panel.send(
    ...moveIn,
    ...openMenuAsAdmin,
    { press: "11#" },
    { finger: "new" },
    { finger: "new" },
    { wait: 30_000 },
  );
  assert.equal((await panel.state()).menu, null);
  await panel.send(...openMenuAsAdmin, { press: "11#" }, { finger: "new" }, { finger: "new" }, { finger: "new" });
  assert.equal((await panel.state()).menu, "addFingerprint", "the two captures of before are forgotten");
});

test("L6, L38: while pairing is open the keypad stays awake", async (t) => {
  const panel = await openPanel(t);
  assert.ok(flashes(await panel.send({ reset: 3_200 }), 5));
  const out = await panel.send({ wait: 10 * minute });
  assert.deepEqual(
    keypads(out).filter(({ lit }) => !lit),
    [],
  );
  const { awake, pairing } = await panel.state();
  assert.deepEqual([awake, pairing], [true, true]);
});

test("L6, L37: while the reset prompt waits the keypad stays awake, and takes # without a touch", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { batteries: "out" }, { batteries: "in", volts: 6.2, reset: true }, { wait: 20_000 });
  const { awake, menu } = await panel.state();
  assert.deepEqual([awake, menu], [true, "factoryReset"]);
  await panel.send({ press: "#" });
  assert.equal((await panel.state()).initial, true);
});

test("L6: falling asleep takes nothing from an open door: the handle works until the relock", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { remote: "relock", seconds: 30 }, ...press(`${adminPin}#`), { wait: 15_000 });
  assert.equal((await panel.state()).awake, false);
  const out = await panel.send(...pushHandle);
  assert.ok(out.some(({ door }) => door === "open"));
});
