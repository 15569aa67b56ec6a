/** The parts of the lock and what they do to each other: panels, latch and bolts, key, sensors. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  aWhile,
  doorMoves,
  errors,
  fiveWrongTries,
  flashes,
  inviteGuest,
  keypads,
  moveIn,
  openMenu,
  opensDoor,
  press,
  pushHandle,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, PanelProcess } from "./panel-process.ts";

const insideDown: readonly Line[] = [{ handle: "inside", move: "down" }];
const insideUp: readonly Line[] = [
  { handle: "inside", move: "up" },
  { handle: "inside", move: "release" },
];
const outsideUp: readonly Line[] = [
  { handle: "outside", move: "up" },
  { handle: "outside", move: "release" },
];

test("L1: the front panel has keys, reader, card reader, cylinder, handle, socket, speaker and tamper switch", async (t) => {
  const panel = await openPanel(t);
  const touches: readonly Line[] = [
    { touch: true },
    { press: "0123456789*#" },
    { finger: "anna-thumb" },
    { card: "blue" },
    { key: "right" },
    { key: "out" },
    ...pushHandle,
    { usb: true },
    { usb: false },
    { tamper: true },
    { tamper: false },
  ];
  const out = await panel.send(...touches);
  assert.deepEqual(errors(out), []);
  assert.ok(keypads(out).some(({ lit }) => lit));
  assert.ok(out.some(({ tone }) => tone !== undefined));
  assert.ok(out.some(({ siren }) => siren === true));
});

test("L1, L12: the keypad never shows a digit of a PIN, neither at the door nor while it is enrolled", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu);
  const enrolling = await panel.send({ press: "12#" }, { press: "907846#" }, { press: "907846#" });
  assert.ok(flashes(enrolling, 1));
  await panel.send({ press: "*" });
  const opening = await panel.send(...press("55907846"), { press: "#" }, aWhile);
  for (const { shows } of [...keypads(enrolling), ...keypads(opening)])
    assert.ok(shows === "" || shows === "1", `shows ${shows}`);
});

test("L2: the inner handle moves nothing unless the peephole button is held", async (t) => {
  const panel = await openPanel(t);
  assert.deepEqual(doorMoves(await panel.send(...insideDown)), []);
  assert.equal((await panel.state()).latch, "out");
  await panel.send({ handle: "inside", move: "release" }, ...insideUp);
  assert.equal((await panel.state()).deadBolt, "free");

  await panel.send({ remote: "unlock" });
  assert.equal((await panel.state()).clutch, "engaged");
  assert.deepEqual(doorMoves(await panel.send(...insideDown)), [], "the clutch is the outer handle's");
  await panel.send({ handle: "inside", move: "release" }, aWhile);

  await panel.send({ peephole: true }, ...insideUp);
  assert.equal((await panel.state()).deadBolt, "thrown");
  assert.deepEqual(doorMoves(await panel.send(...insideDown)), ["open"]);
  assert.equal((await panel.state()).deadBolt, "free");
  await panel.send({ handle: "inside", move: "release" }, { door: "close" }, { peephole: false });
  assert.deepEqual(doorMoves(await panel.send(...insideDown)), [], "let go, it is off again");
});

test("L2: the rear panel has the safety bolt, the battery case and the RESET pinhole", async (t) => {
  const panel = await openPanel(t);
  await panel.send({ bolt: "thrown" });
  assert.equal((await panel.state()).bolt, "thrown");
  await panel.send({ bolt: "free" });
  assert.equal((await panel.state()).bolt, "free");
  const out = await panel.send({ batteries: "out" }, { batteries: "in", volts: 6.1 }, { reset: 500 });
  assert.deepEqual(errors(out), []);
  assert.equal((await panel.state()).battery.volts, 6.1);
});

test("L3: handle up throws the dead bolt, handle down retracts latch and bolt only while the clutch is engaged", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...outsideUp);
  assert.equal((await panel.state()).deadBolt, "thrown", "lifting the outer handle always throws it");
  assert.deepEqual(doorMoves(await panel.send({ handle: "outside", move: "down" })), []);
  const held = await panel.state();
  assert.deepEqual([held.deadBolt, held.latch, held.door], ["thrown", "out", "closed"]);
  await panel.send({ handle: "outside", move: "release" });

  await panel.send({ remote: "unlock" });
  assert.deepEqual(doorMoves(await panel.send({ handle: "outside", move: "down" })), ["open"]);
  const open = await panel.state();
  assert.deepEqual([open.deadBolt, open.latch, open.door], ["free", "in", "open"]);
  await panel.send({ handle: "outside", move: "release" });
  assert.equal((await panel.state()).latch, "out", "the latch is sprung");
  assert.deepEqual(doorMoves(await panel.send({ door: "close" })), ["closed"]);
  const shut = await panel.state();
  assert.deepEqual([shut.latch, shut.door], ["out", "closed"]);

  await panel.send(aWhile);
  assert.deepEqual(doorMoves(await panel.send(...pushHandle)), [], "relocked, the handle is idle again");
});

test("L4: the key and the handle open, whatever the electronics do, safety bolt included", async (t) => {
  const panel = await openPanel(t);
  const circumstances: readonly (readonly [what: string, begin: readonly Line[], end: readonly Line[]])[] = [
    ["a new lock", [], []],
    ["enrolled and locked", moveIn, []],
    ["dead bolt thrown", outsideUp, []],
    ["safety bolt thrown", [{ bolt: "thrown" }], [{ bolt: "free" }]],
    ["safety bolt and dead bolt", [...outsideUp, { bolt: "thrown" }], [{ bolt: "free" }]],
    ["locked out", [...fiveWrongTries], []],
    ["motor broken", [{ fault: "motor-open", on: true }], [{ fault: "motor-open", on: false }]],
    ["batteries dead", [{ volts: 2 }], [{ volts: 6.2 }]],
    ["no batteries", [{ batteries: "out" }, { bolt: "thrown" }, ...outsideUp], [{ batteries: "in", volts: 6.2 }]],
  ];
  for (const [what, begin, end] of circumstances) {
    await panel.send(...begin);
    assert.ok(await keyOpens(panel), what);
    await panel.send({ bolt: "free" }, { door: "close" }, ...end);
    assert.equal((await panel.state()).door, "closed", what);
  }
});

test("L4, L42: a wrong key, a key half in, no key, or a key without the handle does not open", async (t) => {
  const panel = await openPanel(t);
  for (const key of ["wrong", "half", "out"]) {
    assert.deepEqual(doorMoves(await panel.send({ key }, ...pushHandle)), [], key);
    await panel.send({ key: "out" });
  }
  assert.deepEqual(doorMoves(await panel.send({ key: "right" })), []);
  assert.deepEqual(doorMoves(await panel.send({ key: "out" }, ...pushHandle)), [], "turned, and taken out again");
});

test("L4a: opening with the key and the door's position are not noticed and not logged", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  const log = await panel.log();
  assert.ok(await keyOpens(panel));
  const { lockState, clutch } = await panel.state();
  assert.deepEqual([lockState, clutch], ["locked", "free"]);
  await panel.send(aWhile, { door: "close" }, { key: "wrong" }, ...pushHandle, { key: "out" }, aWhile);
  assert.deepEqual(await panel.log(), log);
});

test("L4a: the lock knows outer handle, safety bolt, dead bolt, clutch, tamper, battery voltage and USB power", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  await panel.send({ bolt: "thrown" }, ...outsideUp, { volts: 4.5 });
  const state = await panel.state();
  assert.deepEqual([state.bolt, state.deadBolt, state.battery], ["thrown", "thrown", { volts: 4.5, level: "warning" }]);
  await panel.send({ usb: true });
  assert.equal((await panel.state()).usb, true);
  await panel.send({ usb: false }, { volts: 6.2 }, { bolt: "free" }, { handle: "outside", move: "stuck" });
  assert.notDeepEqual((await panel.state()).diagnosis, [], "a handle that is not at rest is told");
  await panel.send({ handle: "outside", move: "release" });
  assert.equal(await opensDoor(panel, { card: "blue" }), true);
});

async function keyOpens(panel: PanelProcess): Promise<boolean> {
  const out = await panel.send({ key: "right" }, { handle: "outside", move: "down" });
  await panel.send({ handle: "outside", move: "release" }, { key: "out" });
  return doorMoves(out).includes("open");
}
