/** Unlocking at the door and from the app: clutch and relock, padded PINs, open mode, and what keeps the clutch idle. */
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
  doorMoves,
  enter,
  guestCard,
  hour,
  inviteGuest,
  moveIn,
  nobodysPin,
  openMenu,
  opensDoor,
  press,
  pushHandle,
  records,
  refusals,
  repeat,
  says,
  tones,
  unlocks,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, PanelProcess } from "./panel-process.ts";

const ways: readonly (readonly [source: string, act: readonly Line[]])[] = [
  ["biometric", [{ finger: adminFinger }]],
  ["rfid", [{ card: adminCard }]],
  ["keypad", enter(adminPin)],
];

test("L13: finger, card or PIN engage the clutch with the success tone, and the handle opens the door", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  for (const [source, act] of ways) {
    const out = await panel.send(...act);
    assert.deepEqual(clutchMoves(out), ["engaged"], source);
    assert.ok(tones(out).includes("success"), source);
    assert.ok(!tones(out).includes("failure"), source);
    const [unlock, ...rest] = unlocks(records(out));
    assert.deepEqual([unlock?.source, rest], [source, []]);
    assert.equal(unlock?.credential?.index, 1);
    assert.deepEqual(doorMoves(out), [], "the clutch alone opens nothing");
    assert.deepEqual(doorMoves(await panel.send(...pushHandle)), ["open"], source);
    await panel.send({ door: "close" }, aWhile);
  }
});

test("L13: what is not enrolled engages nothing and sounds no success", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  for (const act of [enter(nobodysPin), [{ card: "nobodys" }], [{ finger: "nobodys" }], press("#"), press(adminPin)]) {
    const out = await panel.send(...act, aWhile);
    assert.deepEqual([clutchMoves(out), tones(out).filter((tone) => tone === "success")], [[], []]);
    assert.deepEqual(unlocks(records(out)), []);
    assert.deepEqual(doorMoves(await panel.send(...pushHandle)), []);
  }
});

test("L13: the clutch lets go after five seconds, and the lock is unlocked exactly while it is engaged", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const told = async () => {
    const { clutch, lockState } = await panel.state();
    return `${clutch}, ${lockState}`;
  };
  assert.equal(await told(), "free, locked");
  await panel.send({ finger: adminFinger });
  assert.equal(await told(), "engaged, unlocked");
  await panel.send({ wait: 4_999 });
  assert.equal(await told(), "engaged, unlocked");
  const out = await panel.send({ wait: 1 });
  assert.deepEqual(clutchMoves(out), ["free"]);
  assert.equal(await told(), "free, locked");
  const [relock] = records(out);
  assert.deepEqual([relock?.event, relock?.operation, relock?.source], ["lockOperation", "lock", "auto"]);
});

test("L13: the time to the relock can be set; 0 leaves the clutch engaged until it is told", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { remote: "relock", seconds: 12 }, { card: adminCard }, { wait: 11_999 });
  assert.equal((await panel.state()).clutch, "engaged");
  await panel.send({ wait: 1 });
  assert.equal((await panel.state()).clutch, "free");

  await panel.send({ remote: "relock", seconds: 0 }, { card: adminCard }, { wait: day });
  assert.equal((await panel.state()).lockState, "unlocked");
  const out = await panel.send({ remote: "lock" });
  assert.deepEqual(clutchMoves(out), ["free"]);
  assert.equal((await panel.state()).lockState, "locked");
});

test("L13: a remote order unlocks, with or without a PIN, and relocks like any other; a remote lock is at once", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  for (const order of [{ remote: "unlock" }, { remote: "unlock", pin: adminPin }]) {
    const out = await panel.send(order);
    assert.deepEqual(clutchMoves(out), ["engaged"]);
    assert.equal(unlocks(records(out))[0]?.source, "remote");
    assert.deepEqual(clutchMoves(await panel.send({ wait: 5_000 })), ["free"]);
  }
  assert.deepEqual(clutchMoves(await panel.send({ remote: "unlock", pin: nobodysPin })), []);
  const out = await panel.send({ remote: "unlock" }, { wait: 1_000 }, { remote: "lock" });
  assert.deepEqual(clutchMoves(out), ["engaged", "free"]);
  const lock = records(out).at(-1);
  assert.deepEqual([lock?.event, lock?.operation, lock?.source], ["lockOperation", "lock", "remote"]);
});

test("L13, L33: after a power cut the lock disengages", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { remote: "relock", seconds: 0 }, { finger: adminFinger }, { batteries: "out" });
  await panel.send({ batteries: "in", volts: 6.2 });
  const { clutch, lockState } = await panel.state();
  assert.deepEqual([clutch, lockState], ["free", "locked"]);
  assert.deepEqual(doorMoves(await panel.send(...pushHandle)), []);

  await panel.send({ finger: adminFinger });
  assert.equal((await panel.state()).clutch, "engaged");
  await panel.cutPower();
  assert.equal((await panel.state()).clutch, "free");
  assert.equal((await panel.state()).lockState, "locked");
  assert.deepEqual(doorMoves(await panel.send(...pushHandle)), []);
});

test("L14: a PIN hidden among 20 digits opens the door, at the beginning, in the middle and at the end", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, ...addPin("482915"), ...addPin("7302649185"), { press: "*" });
  const entries = [
    "482915",
    "482915".padEnd(20, "0"),
    "482915".padStart(20, "0"),
    "00000004829150000000",
    "482948291515",
    "9482915",
    "7302649185",
    "11111730264918533333",
    "7302649185".padStart(20, "6"),
  ];
  for (const entry of entries) assert.equal(await opensDoor(panel, ...enter(entry)), true, entry);
  for (const entry of ["48291", "82915", "4802915", "519284", "730264918"])
    assert.equal(await opensDoor(panel, ...enter(entry)), false, `${entry} holds no PIN`);
});

test("L14, L15x: more than 20 digits are void, are a wrong try, and nothing is said before #", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  for (const entry of [adminPin.padEnd(21, "0"), adminPin.padStart(21, "0"), adminPin.padStart(60, "0")]) {
    await panel.send({ card: adminCard }, aWhile);
    const typing = await panel.send({ touch: true }, { press: entry });
    assert.deepEqual([says(typing), tones(typing).filter((tone) => tone !== "key")], [[], []]);
    assert.equal((await panel.state()).wrongTries, 0);
    assert.equal(await opensDoor(panel, { press: "#" }), false);
    assert.equal((await panel.state()).wrongTries, 1);
  }
  assert.equal(await opensDoor(panel, ...enter(adminPin.padEnd(20, "0"))), true, "the next entry is a new one");
});

test("L14: of several PINs in one entry the longest wins, then the earliest", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, ...["482915", "730264", "48291573", "951486"].flatMap(addPin), { press: "*" });
  const winner = async (entry: string) => {
    const [unlock] = unlocks(records(await panel.send(...enter(entry))));
    await panel.send(aWhile);
    return unlock?.credential;
  };
  assert.deepEqual(await winner("482915"), { kind: "pin", index: 1 });
  assert.deepEqual(await winner("0482915730"), { kind: "pin", index: 3 }, "it holds 48291573 as well");
  assert.deepEqual(await winner("73026448291573"), { kind: "pin", index: 3 }, "the longest, though it comes later");
  assert.deepEqual(await winner("951486482915"), { kind: "pin", index: 4 });
  assert.deepEqual(await winner("482915951486"), { kind: "pin", index: 1 });
  assert.deepEqual(await winner("0730264951486"), { kind: "pin", index: 2 });
});

test("L16: in open mode the door stays free, until a finger, PIN or card succeeds, or a remote order ends it", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  const endings: readonly (readonly Line[])[] = [
    ...ways.map(([, act]) => act),
    [{ card: guestCard }],
    [{ remote: "lock" }],
    [{ remote: "passage-off" }],
  ];
  for (const ending of endings) {
    await panel.send({ remote: "passage-on" }, { wait: day });
    const open = await panel.state();
    assert.deepEqual([open.operatingMode, open.clutch, open.lockState], ["passage", "engaged", "unlocked"]);
    assert.deepEqual(doorMoves(await panel.send(...pushHandle, { door: "close" }, ...pushHandle)), [
      "open",
      "closed",
      "open",
    ]);
    await panel.send({ door: "close" }, ...ending, aWhile);
    const shut = await panel.state();
    assert.deepEqual(
      [shut.operatingMode, shut.clutch, shut.lockState],
      ["normal", "free", "locked"],
      JSON.stringify(ending),
    );
    assert.deepEqual(doorMoves(await panel.send(...pushHandle)), []);
  }
});

test("L16, L13: a wrong try does not end open mode, and neither does a power cut", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { remote: "passage-on" }, ...enter(nobodysPin), { finger: "nobodys" });
  await panel.send({ card: "nobodys" }, { wait: hour });
  const passage = async () => {
    const { operatingMode, clutch, lockState } = await panel.state();
    return [operatingMode, clutch, lockState];
  };
  assert.deepEqual(await passage(), ["passage", "engaged", "unlocked"]);
  await panel.send({ batteries: "out" }, { batteries: "in", volts: 6.2 });
  assert.deepEqual(await passage(), ["passage", "engaged", "unlocked"]);
  await panel.cutPower();
  assert.deepEqual(await passage(), ["passage", "engaged", "unlocked"]);
  assert.deepEqual(doorMoves(await panel.send(...pushHandle)), ["open"]);
});

test("L16: a remote unlock does not end open mode, nor begin a relock", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { remote: "passage-on" }, { remote: "unlock" }, { wait: hour });
  const { operatingMode, clutch, lockState } = await panel.state();
  assert.deepEqual([operatingMode, clutch, lockState], ["passage", "engaged", "unlocked"]);
});

test("L17, L41: with the outer handle not at rest the clutch is not driven, and the lock says so", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  for (const [source, act] of ways) {
    await panel.send(...repeat(2, { card: "nobodys" }), { handle: "outside", move: "stuck" });
    const out = await panel.send(...act, aWhile);
    assert.deepEqual(clutchMoves(out), [], source);
    assert.notDeepEqual(says(out), [], source);
    assert.deepEqual(unlocks(records(out)), [], source);
    const { wrongTries, lockState } = await panel.state();
    assert.deepEqual([wrongTries, lockState], [0, "locked"], "the verification itself succeeded");
    assert.deepEqual(clutchMoves(await panel.send({ handle: "outside", move: "release" }, aWhile)), []);
    assert.equal(await opensDoor(panel, ...act), true, "a new verification works");
  }
  await panel.send({ handle: "outside", move: "stuck" });
  assert.deepEqual(clutchMoves(await panel.send({ remote: "unlock" }, aWhile)), [], "nor by a remote order");
});

test("L18, L44: a motor that does not answer, or stalls, is a fault of its own, and the verification a success", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  for (const fault of ["motor-stall", "motor-open"]) {
    await panel.send(...repeat(3, { card: "nobodys" }), { fault, on: true });
    assert.equal((await panel.state()).wrongTries, 3);
    const out = await panel.send({ finger: adminFinger }, aWhile);
    assert.ok(!clutchMoves(out).includes("engaged"), fault);
    const log = records(out);
    assert.deepEqual(unlocks(log), [], "nothing was unlocked");
    assert.ok(alarms(log).includes("lockJammed"), fault);
    assert.ok(
      log.some(({ event, cause, on }) => event === "fault" && cause === fault && on === true),
      fault,
    );
    assert.notDeepEqual(says(out), [], fault);
    const state = await panel.state();
    assert.deepEqual([state.wrongTries, state.lockState, state.clutch], [0, "locked", "free"], fault);
    assert.ok(state.diagnosis.includes(fault), fault);
    assert.deepEqual(doorMoves(await panel.send(...pushHandle)), []);
    await panel.send({ fault, on: false });
    assert.equal(await opensDoor(panel, { finger: adminFinger }), true, "mended, it works");
    assert.ok(!(await panel.state()).diagnosis.includes(fault), fault);
  }
});

test("L18, L13: a motor that fails at the relock leaves the lock unlocked, and says so in the log", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  for (const fault of ["motor-open", "motor-stall"]) {
    await panel.send({ card: adminCard }, { fault, on: true });
    const log = records(await panel.send(aWhile));
    assert.ok(alarms(log).includes("lockJammed"), fault);
    assert.ok(
      !log.some(({ event, operation }) => event === "lockOperation" && operation === "lock"),
      `${fault}: nothing relocked`,
    );
    const { clutch, lockState } = await panel.state();
    assert.deepEqual([clutch, lockState], ["engaged", "unlocked"], fault);
    assert.deepEqual(doorMoves(await panel.send(...pushHandle, { door: "close" })), ["open", "closed"]);
    await panel.send({ fault, on: false }, { remote: "lock" }, aWhile);
    assert.equal((await panel.state()).lockState, "locked", fault);
  }
});

test("L13, L15x: whatever somebody without a credential does outside, with any faults and power, the door stays shut", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const { credentials, users } = await panel.state();
  const random = randomNumbers(20_260_105);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const keys = () => Array.from({ length: pick([1, 3, 6, 12, 20]) }, () => pick("0123456789*#".split(""))).join("");
  const acts: readonly (() => Line)[] = [
    () => ({ touch: true }),
    () => ({ press: keys() }),
    () => ({ press: pick(["3571#", "12#", "3570#", "31#", "#", "*", "1#"]) }),
    () => ({ finger: "nobodys" }),
    () => ({ finger: adminFinger, as: pick(["dry", "wet", "dirty", "partial", "hard", "light", "turned", "hurt"]) }),
    () => ({ card: pick(["nobodys", "blue ", "Blue"]) }),
    () => ({ key: pick(["wrong", "half", "out"]) }),
    () => ({ handle: "outside", move: pick(["down", "up", "release", "stuck"]) }),
    () => ({ handle: "inside", move: pick(["down", "up", "release"]) }),
    () => ({ remote: "unlock", pin: pick(["48291", "0", nobodysPin]) }),
    () => ({ remote: pick(["lock", "passage-off"]) }),
    () => ({ tamper: pick([true, false]) }),
    () => ({ usb: pick([true, false]) }),
    () => ({ volts: pick([6.2, 4.5, 4, 2]) }),
    () => pick([{ batteries: "out" }, { batteries: "in", volts: 6.2 }]),
    () => ({
      fault: pick(["motor-stall", "motor-open", "cable", "reader", "keypad", "clutch", "warped-door", "lock-body"]),
      on: pick([true, false]),
    }),
    () => ({ wait: pick([1, 1_000, 10_000, 180_000, 3_600_000]) }),
    () => ({ clock: pick(["2026-01-05T08:00:00Z", "2030-01-01T00:00:00Z", null]) }),
  ];
  const evening = Array.from({ length: 1_500 }, () => pick(acts)());
  for (let begin = 0; begin < evening.length; begin += 100) {
    const hundred = evening.slice(begin, begin + 100);
    const out = await panel.send(...hundred);
    const moves = [clutchMoves(out).includes("engaged"), doorMoves(out).includes("open")];
    assert.deepEqual(moves, [false, false], JSON.stringify(hundred));
    if (begin % 500 === 0) await panel.cutPower();
  }
  const after = await panel.state();
  assert.deepEqual([after.credentials, after.users, after.lockState], [credentials, users, "locked"]);
});

/** Numbers from 0 to 1 that look random and are the same each time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("L19, L41: with the safety bolt thrown the clutch is not driven; the lock says and logs why", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  for (const [source, act] of [...ways, ["remote", [{ remote: "unlock" }]] as const]) {
    await panel.send({ bolt: "thrown" });
    const out = await panel.send(...act, aWhile);
    assert.deepEqual(clutchMoves(out), [], source);
    assert.deepEqual(unlocks(records(out)), [], source);
    const [refusal, ...more] = refusals(records(out));
    assert.deepEqual([refusal?.operation, refusal?.source, more], ["unlock", source, []]);
    if (source !== "remote") assert.notDeepEqual(says(out), [], source);
    const { wrongTries, lockState } = await panel.state();
    assert.deepEqual([wrongTries, lockState], [0, "locked"]);
    await panel.send({ bolt: "free" });
    assert.equal(await opensDoor(panel, ...act), true, source);
  }
});

test("L17, L18, L19: handle, motor and safety bolt are told apart by what is said", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  const said = async (begin: Line, end: Line) => {
    const out = await panel.send(begin, { card: adminCard }, aWhile);
    await panel.send(end, aWhile);
    return says(out).join(" ");
  };
  const sentences = [
    await said({ handle: "outside", move: "stuck" }, { handle: "outside", move: "release" }),
    await said({ fault: "motor-stall", on: true }, { fault: "motor-stall", on: false }),
    await said({ bolt: "thrown" }, { bolt: "free" }),
    await said({ bolt: "free" }, { wait: 1 }),
    says(await panel.send({ card: "nobodys" }, aWhile)).join(" "),
  ];
  assert.equal(new Set(sentences).size, 5 - sameByDesign(sentences), sentences.join(" | "));
});

/** A success and a refusal may both be without words; the tones tell them apart. */
function sameByDesign(sentences: readonly string[]): number {
  return sentences[3] === "" && sentences[4] === "" ? 1 : 0;
}

test("L19: the safety bolt keeps open mode out too, and the key opens all the same", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { bolt: "thrown" });
  assert.deepEqual(clutchMoves(await panel.send({ remote: "passage-on" }, aWhile)), []);
  assert.deepEqual(doorMoves(await panel.send(...pushHandle)), []);
  await panel.send({ remote: "passage-off" }, aWhile);
  assert.ok(doorMoves(await turnKey(panel)).includes("open"));
});

function turnKey(panel: PanelProcess) {
  return panel.send({ key: "right" }, ...pushHandle, { key: "out" });
}
