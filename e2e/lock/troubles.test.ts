/** Troubles that a person has at the door: each can be produced, and is told apart as far as the sensors reach. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adminCard,
  adminFinger,
  adminPin,
  aWhile,
  clutchMoves,
  doorMoves,
  enter,
  hour,
  keypads,
  minute,
  moveIn,
  openMenuAsAdmin,
  opensDoor,
  press,
  pushHandle,
  records,
  refusals,
  says,
  tones,
  unlocks,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line } from "./panel-process.ts";

const liftHandle: readonly Line[] = [
  { handle: "outside", move: "up" },
  { handle: "outside", move: "release" },
];

test("L41: verified, but the door stays shut: an installation fault, which no sensor tells", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile, { fault: "installation", on: true });
  const out = await panel.send({ finger: adminFinger });
  assert.ok(tones(out).includes("success"));
  assert.deepEqual(clutchMoves(out), ["engaged"]);
  assert.deepEqual(doorMoves(await panel.send(...pushHandle)), []);
  assert.ok(!(await panel.state()).diagnosis.includes("installation"));
  await panel.send(aWhile, { fault: "installation", on: false });
  assert.equal(await opensDoor(panel, { finger: adminFinger }), true);
});

test("L41: handle not back and safety bolt are named by the lock itself, while they last", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  assert.deepEqual((await panel.state()).diagnosis, []);
  const named = async (begin: Line, end: Line) => {
    await panel.send(begin, { finger: adminFinger }, aWhile);
    const { diagnosis } = await panel.state();
    assert.notDeepEqual(diagnosis, []);
    await panel.send(end, aWhile);
    assert.deepEqual((await panel.state()).diagnosis, []);
    return diagnosis;
  };
  const handle = await named({ handle: "outside", move: "stuck" }, { handle: "outside", move: "release" });
  const bolt = await named({ bolt: "thrown" }, { bolt: "free" });
  assert.notDeepEqual(handle, bolt);
});

test("L42: the key does not open: wrong key, damaged cylinder or lock body, key half in; no sensor tells", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  const log = await panel.log();
  const turn = async (key: string) => {
    const out = await panel.send({ key }, ...pushHandle, { key: "out" }, { door: "close" });
    return doorMoves(out).includes("open");
  };
  assert.equal(await turn("right"), true);
  assert.equal(await turn("wrong"), false);
  assert.equal(await turn("half"), false);
  for (const fault of ["cylinder", "lock-body"]) {
    await panel.send({ fault, on: true });
    assert.equal(await turn("right"), false, fault);
    assert.deepEqual((await panel.state()).diagnosis, [], fault);
    await panel.send({ fault, on: false });
    assert.equal(await turn("right"), true, fault);
  }
  assert.deepEqual(await panel.log(), log);
});

test("L42: a damaged cylinder leaves the fingers working", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile, { fault: "cylinder", on: true });
  assert.equal(await opensDoor(panel, { finger: adminFinger }), true);
});

test("L43: the finger does not open: not enrolled, deleted, turned or hurt are wrong tries", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const notMatched: readonly Line[] = [
    { finger: "nobodys" },
    { finger: adminFinger, as: "turned" },
    { finger: adminFinger, as: "hurt" },
  ];
  for (const act of notMatched) {
    assert.equal(await opensDoor(panel, act), false);
    assert.equal((await panel.state()).wrongTries, 1, JSON.stringify(act));
    assert.equal(await opensDoor(panel, { finger: adminFinger }), true, "the same finger, well read");
  }
  await panel.send(...openMenuAsAdmin, { press: "21#1##*" });
  assert.equal(await opensDoor(panel, { finger: adminFinger }), false, "deleted");
  assert.equal((await panel.state()).wrongTries, 1);
});

test("L43: a poor image opens nothing, counts as nothing, and the lock asks for a better one", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  const refused = says(await panel.send({ finger: "nobodys" }, aWhile)).join(" ");
  await panel.send({ finger: adminFinger }, aWhile);
  for (const as of ["dry", "wet", "dirty", "hard", "light"]) {
    const out = await panel.send({ finger: adminFinger, as });
    assert.deepEqual([clutchMoves(out), refusals(records(out))], [[], []], as);
    assert.notDeepEqual(says(out), [], as);
    assert.notEqual(says(out).join(" "), refused, `${as}: not the words of a refusal`);
    assert.equal((await panel.state()).wrongTries, 0, as);
    assert.equal(await opensDoor(panel, { finger: adminFinger }), true, as);
  }
});

test("L44: verified, motor silent: a broken wire and a stalled motor are told apart", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  for (const [fault, other] of [
    ["motor-open", "motor-stall"],
    ["motor-stall", "motor-open"],
  ] as const) {
    await panel.send({ fault, on: true });
    const out = await panel.send({ card: adminCard }, aWhile);
    assert.deepEqual([clutchMoves(out), unlocks(records(out))], [[], []], fault);
    const { diagnosis } = await panel.state();
    assert.deepEqual([diagnosis.includes(fault), diagnosis.includes(other)], [true, false], fault);
    const causes = records(out).flatMap(({ event, cause }) => (event === "fault" ? (cause ?? []) : []));
    assert.deepEqual(causes, [fault]);
    await panel.send({ fault, on: false });
    assert.equal(await opensDoor(panel, { card: adminCard }), true, fault);
  }
});

test("L45: the keypad is dead: batteries flat or the wrong way round, cable broken, keypad damaged", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { wait: minute });
  const troubles: readonly (readonly [what: string, begin: readonly Line[], end: readonly Line[]])[] = [
    ["flat", [{ volts: 3 }], [{ volts: 6.2 }]],
    [
      "wrong way round",
      [{ batteries: "out" }, { batteries: "in", volts: 6.2, reversed: true }],
      [{ batteries: "out" }, { batteries: "in", volts: 6.2 }],
    ],
    ["cable", [{ fault: "cable", on: true }], [{ fault: "cable", on: false }]],
    ["keypad", [{ fault: "keypad", on: true }], [{ fault: "keypad", on: false }]],
  ];
  for (const [what, begin, end] of troubles) {
    await panel.send(...begin, { wait: minute });
    const out = await panel.send(...enter(adminPin));
    assert.deepEqual([keypads(out).filter(({ lit }) => lit), clutchMoves(out)], [[], []], what);
    await panel.send(...end, { wait: minute });
    const mended = await panel.send(...enter(adminPin));
    assert.ok(keypads(mended).some(({ lit }) => lit));
    assert.deepEqual(clutchMoves(mended), ["engaged"], `${what}, mended`);
  }
});

test("L45, L46: a damaged keypad leaves finger and card, a damaged reader leaves PIN and card", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile, { fault: "keypad", on: true });
  assert.equal(await opensDoor(panel, { finger: adminFinger }), true);
  assert.equal(await opensDoor(panel, { card: adminCard }), true);
  assert.equal(await opensDoor(panel, ...enter(adminPin)), false);
  await panel.send({ fault: "keypad", on: false }, { fault: "reader", on: true }, aWhile);
  assert.equal(await opensDoor(panel, { finger: adminFinger }), false);
  assert.equal(await opensDoor(panel, { finger: "nobodys" }), false);
  assert.equal((await panel.state()).wrongTries, 0, "a dead reader judges nobody");
  assert.equal(await opensDoor(panel, { card: adminCard }), true);
  assert.equal(await opensDoor(panel, ...enter(adminPin)), true);
  await panel.send({ fault: "reader", on: false });
  assert.equal(await opensDoor(panel, { finger: adminFinger }), true);
});

test("L47: the lock stays open: a clutch that does not let go is a fault, and the lock stays unlocked", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { card: adminCard }, { fault: "clutch", on: true });
  const log = records(await panel.send(aWhile));
  const { clutch, lockState, diagnosis } = await panel.state();
  assert.deepEqual([clutch, lockState], ["engaged", "unlocked"]);
  assert.notDeepEqual(diagnosis, []);
  assert.ok(log.some(({ event, on }) => event === "fault" && on === true));
  assert.ok(!log.some(({ event, operation }) => event === "lockOperation" && operation === "lock"), "nothing relocked");
  assert.deepEqual(doorMoves(await panel.send(...pushHandle, { door: "close" })), ["open", "closed"]);
  await panel.send({ fault: "clutch", on: false }, { remote: "lock" }, aWhile);
  assert.equal((await panel.state()).clutch, "free");
  assert.equal((await panel.state()).lockState, "locked");
  assert.deepEqual(doorMoves(await panel.send(...pushHandle)), []);
});

test("L47, L16: the lock stays open in open mode, which is no fault and told as what it is", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { remote: "passage-on" });
  const log = records(await panel.send({ wait: hour }));
  const { operatingMode, clutch } = await panel.state();
  assert.deepEqual([operatingMode, clutch], ["passage", "engaged"]);
  assert.ok(!log.some(({ event }) => event === "fault"));
});

test("L48: a warped door lets latch and bolt out only partly, or not at all, on lifting the handle", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...liftHandle);
  const sound = await panel.state();
  assert.deepEqual([sound.latch, sound.deadBolt], ["out", "thrown"]);
  await panel.send({ card: adminCard }, ...pushHandle, { fault: "warped-door", on: true }, { door: "close" });
  await panel.send(...liftHandle, aWhile);
  const warped = await panel.state();
  assert.ok(warped.latch === "in" || warped.deadBolt === "free", JSON.stringify([warped.latch, warped.deadBolt]));
  assert.deepEqual(warped.diagnosis, [], "no sensor tells");
  await panel.send({ card: adminCard }, ...pushHandle, { fault: "warped-door", on: false }, { door: "close" });
  await panel.send(...liftHandle, ...press("*"));
  const mended = await panel.state();
  assert.deepEqual([mended.latch, mended.deadBolt], ["out", "thrown"]);
});
