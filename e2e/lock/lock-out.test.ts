/** Five wrong tries: what counts as a try, what a lock-out stops and what it does not, and what power cuts change. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adminCard,
  adminFinger,
  adminPin,
  alarms,
  aWhile,
  clutchMoves,
  doorMoves,
  enter,
  fiveWrongTries,
  guestCard,
  guestPin,
  guestUser,
  hour,
  inviteGuest,
  minute,
  moveIn,
  nobodysPin,
  openMenu,
  opensDoor,
  perceivedOverTime,
  press,
  pushHandle,
  records,
  refusals,
  repeat,
  setUser,
  tones,
  unlocks,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, Out } from "./panel-process.ts";

const oneOfEach: readonly Line[] = [
  { finger: "nobodys" },
  ...enter(nobodysPin),
  { card: "nobodys" },
  ...openMenu,
  { press: `${nobodysPin}#` },
];

test("L15, L35: five wrong tries of whatever kind, menu and app included, lock the system with an alarm", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const four = await panel.send(...oneOfEach);
  const before = await panel.state();
  assert.deepEqual([before.wrongTries, before.lockedOutMs], [4, 0]);
  assert.deepEqual([alarms(records(four)), tones(four).includes("alarm")], [[], false]);
  const fifth = await panel.send({ remote: "unlock", pin: nobodysPin });
  assert.equal((await panel.state()).lockedOutMs, 3 * minute);
  assert.deepEqual(alarms(records(fifth)), ["wrongCodeEntryLimit"]);
  assert.ok(tones(fifth).includes("alarm"));
});

test("L15: the lock-out ends after three minutes, not a millisecond before, and the count begins at 0", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...fiveWrongTries, { wait: 3 * minute - 1 });
  assert.equal((await panel.state()).lockedOutMs, 1);
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)])
    assert.deepEqual(clutchMoves(await panel.send(...act)), []);
  await panel.send({ wait: 1 });
  const { lockedOutMs, wrongTries } = await panel.state();
  assert.deepEqual([lockedOutMs, wrongTries], [0, 0]);
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)])
    assert.equal(await opensDoor(panel, ...act), true);
});

test("L15: a success of any kind resets the count; four wrong tries and a success never lock", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  const successes: readonly (readonly Line[])[] = [
    [{ finger: adminFinger }],
    [{ card: adminCard }],
    enter(adminPin),
    [{ card: guestCard }],
    [{ remote: "unlock", pin: guestPin }],
    [...openMenu, { finger: adminFinger }, { press: "*" }],
  ];
  for (const success of successes) {
    await panel.send(...oneOfEach);
    assert.equal((await panel.state()).wrongTries, 4);
    await panel.send(...success, aWhile);
    const { wrongTries, lockedOutMs } = await panel.state();
    assert.deepEqual([wrongTries, lockedOutMs], [0, 0], JSON.stringify(success));
  }
});

test("L15x: unknown finger, unknown card, and # after 1, 5, 6, 20 or 21 digits without a PIN are wrong tries", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  const wrong: readonly (readonly Line[])[] = [
    [{ finger: "nobodys" }],
    [{ finger: adminFinger, as: "turned" }],
    [{ finger: adminFinger, as: "hurt" }],
    [{ card: "nobodys" }],
    enter("1"),
    enter(adminPin.slice(0, 5)),
    enter(nobodysPin),
    enter(nobodysPin.padEnd(20, "7")),
    enter(adminPin.padEnd(21, "7")),
    [{ remote: "unlock", pin: nobodysPin }],
  ];
  for (const act of wrong) {
    const out = await panel.send(...act);
    assert.deepEqual(clutchMoves(out), []);
    assert.equal((await panel.state()).wrongTries, 1, JSON.stringify(act));
    assert.equal(refusals(records(out)).length, 1, "and each is logged");
    await panel.send({ card: guestCard }, aWhile);
  }
});

test("L15x, L43: a bare # and a poor image are no try, however often", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { card: "nobodys" });
  await panel.send(...repeat(6, ...press("#")));
  assert.equal((await panel.state()).wrongTries, 1);
  for (const as of ["dry", "wet", "dirty", "partial", "hard", "light"]) {
    const out = await panel.send(...repeat(6, { finger: adminFinger, as }), ...repeat(6, { finger: "nobodys", as }));
    assert.deepEqual(clutchMoves(out), [], as);
    const { wrongTries, lockedOutMs } = await panel.state();
    assert.deepEqual([wrongTries, lockedOutMs], [1, 0], as);
  }
  await panel.send(...openMenu, ...repeat(6, { finger: adminFinger, as: "wet" }), ...repeat(6, { press: "#" }));
  const { wrongTries, menu } = await panel.state();
  assert.deepEqual([wrongTries, menu], [1, "verify"], "nor at the menu, which goes on waiting");
});

test("L15x: the right credential of a disabled or out-of-schedule user is a wrong try, and the log tells why", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  const weekDay = { days: ["tue"], from: "09:00", to: "12:00" };
  const yearDay = { from: "2025-12-01T00:00:00Z", to: "2025-12-31T00:00:00Z" };
  const circumstances: readonly (readonly [error: string | undefined, edits: readonly Line[]])[] = [
    ["disabledUserDenied", [setUser(guestUser, { enabled: false })]],
    [
      "restricted",
      [setUser(guestUser, { type: "weekDayScheduleUser" }), { remote: "setSchedule", user: guestUser, weekDay }],
    ],
    [
      undefined,
      [
        { remote: "clearSchedules", user: guestUser },
        setUser(guestUser, { type: "yearDayScheduleUser" }),
        { remote: "setSchedule", user: guestUser, yearDay },
      ],
    ],
  ];
  for (const [error, edits] of circumstances) {
    await panel.send(...edits);
    for (const act of [[{ card: guestCard }], enter(guestPin), [{ remote: "unlock", pin: guestPin }]]) {
      await panel.send({ card: adminCard }, aWhile);
      const out = await panel.send(...act);
      assert.deepEqual(clutchMoves(out), [], JSON.stringify(act));
      assert.equal((await panel.state()).wrongTries, 1, JSON.stringify(act));
      const [refusal] = refusals(records(out));
      if (error !== undefined) assert.equal(refusal?.error, error);
      assert.notEqual(refusal, undefined);
    }
  }
  await panel.send({ remote: "clearSchedules", user: guestUser }, setUser(guestUser), { card: adminCard }, aWhile);
  assert.equal(await opensDoor(panel, { card: guestCard }), true, "put back, the guest comes in");
});

test("L15x: a week-day schedule lets in on its days, in its hours; a year-day schedule in its span", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest, setUser(guestUser, { type: "weekDayScheduleUser" }));
  const comesIn = async (clock: string) => {
    await panel.send({ card: adminCard }, aWhile, { clock });
    const out = await panel.send({ card: guestCard });
    await panel.send(aWhile);
    return clutchMoves(out).includes("engaged");
  };
  const weekDay = { days: ["mon", "thu"], from: "09:00", to: "12:00" };
  await panel.send({ remote: "setSchedule", user: guestUser, weekDay });
  assert.equal(await comesIn("2026-01-05T08:59:59Z"), false, "Monday, a second too early");
  assert.equal(await comesIn("2026-01-05T09:00:00Z"), true);
  assert.equal(await comesIn("2026-01-05T11:59:59Z"), true);
  assert.equal(await comesIn("2026-01-05T12:01:00Z"), false, "Monday, too late");
  assert.equal(await comesIn("2026-01-06T10:00:00Z"), false, "Tuesday");
  assert.equal(await comesIn("2026-01-08T10:00:00Z"), true, "Thursday");
  assert.equal(await comesIn("2026-07-30T10:00:00Z"), true, "a Thursday in summer: the local time is UTC");

  const yearDay = { from: "2026-03-01T10:00:00Z", to: "2026-03-03T18:00:00Z" };
  await panel.send({ remote: "clearSchedules", user: guestUser }, setUser(guestUser, { type: "yearDayScheduleUser" }));
  await panel.send({ remote: "setSchedule", user: guestUser, yearDay });
  assert.equal(await comesIn("2026-03-01T09:59:59Z"), false);
  assert.equal(await comesIn("2026-03-01T10:00:00Z"), true);
  assert.equal(await comesIn("2026-03-03T17:59:59Z"), true);
  assert.equal(await comesIn("2026-03-03T18:00:01Z"), false);
  assert.equal(await comesIn("2027-03-02T12:00:00Z"), false, "a year later");
});

test("L15x, L20: a guest's valid credential at menu verification is refused, and neither counts nor resets", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest, ...repeat(2, { card: "nobodys" }));
  for (const verification of [{ card: guestCard }, { press: `${guestPin}#` }]) {
    const out = await panel.send(...openMenu, verification, aWhile);
    assert.deepEqual(clutchMoves(out), []);
    const { wrongTries, menu } = await panel.state();
    assert.equal(wrongTries, 2);
    assert.notEqual(menu, "menu");
    await panel.send({ wait: minute });
  }
});

test("L15x: a verified finger, card or PIN is a success even if the motor then fails", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  for (const act of [[{ finger: adminFinger }], [{ card: adminCard }], enter(adminPin)]) {
    await panel.send({ fault: "motor-open", on: true }, ...repeat(4, { card: "nobodys" }));
    assert.equal((await panel.state()).wrongTries, 4);
    await panel.send(...act, aWhile);
    const { wrongTries, lockState } = await panel.state();
    assert.deepEqual([wrongTries, lockState], [0, "locked"]);
  }
});

test("L15x: the key and a remote order without PIN neither count nor reset, and work throughout a lock-out", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...repeat(4, { card: "nobodys" }), { remote: "unlock" }, { remote: "lock" });
  await panel.send({ key: "wrong" }, ...pushHandle, { key: "right" }, ...pushHandle, { key: "out" }, { door: "close" });
  assert.equal((await panel.state()).wrongTries, 4);
  await panel.send({ card: "nobodys" });
  assert.equal((await panel.state()).lockedOutMs, 3 * minute);
  assert.deepEqual(clutchMoves(await panel.send({ remote: "unlock" })), ["engaged"]);
  assert.deepEqual(clutchMoves(await panel.send({ remote: "lock" })), ["free"]);
  assert.ok(doorMoves(await panel.send({ key: "right" }, ...pushHandle)).includes("open"));
  assert.equal((await panel.state()).lockedOutMs, 3 * minute);
});

test("L15x: during a lock-out nothing is judged: nothing opens, nothing counts, the menu stays shut", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...fiveWrongTries);
  const right: readonly (readonly Line[])[] = [
    [{ finger: adminFinger }],
    [{ card: adminCard }],
    enter(adminPin),
    [{ remote: "unlock", pin: adminPin }],
    [...openMenu, { finger: adminFinger }],
    [...openMenu, { press: `${adminPin}#` }],
  ];
  for (const act of [...right, ...right.map(() => fiveWrongTries), oneOfEach]) {
    const out = await panel.send(...act);
    assert.deepEqual(clutchMoves(out), []);
    assert.deepEqual(unlocks(records(out)), []);
    assert.deepEqual(alarms(records(out)), []);
    const { menu, lockedOutMs } = await panel.state();
    assert.notEqual(menu, "menu");
    assert.equal(lockedOutMs, 3 * minute, "a try does not prolong it");
  }
  await panel.send({ wait: 3 * minute });
  const { wrongTries, pinEntry } = await panel.state();
  assert.deepEqual([wrongTries, pinEntry], [0, "on"]);
});

test("L15x, L33: a power cut forgets no wrong try and shortens no lock-out; time without power does not run", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...oneOfEach);
  await panel.cutPower();
  assert.equal((await panel.state()).wrongTries, 4);
  await panel.send({ batteries: "out" }, { wait: hour }, { batteries: "in", volts: 6.2 });
  assert.equal((await panel.state()).wrongTries, 4);
  await panel.send({ finger: "nobodys" }, { wait: minute });
  assert.equal((await panel.state()).lockedOutMs, 2 * minute);

  await panel.send({ batteries: "out" }, { wait: hour }, { batteries: "in", volts: 6.2 });
  assert.equal((await panel.state()).lockedOutMs, 2 * minute);
  await panel.cutPower();
  const { lockedOutMs } = await panel.state();
  assert.ok(lockedOutMs >= 2 * minute, "not shortened");
  await panel.send({ clock: "2026-06-01T12:00:00Z" });
  assert.equal((await panel.state()).lockedOutMs, lockedOutMs, "nor by setting the clock");
  await panel.send({ wait: lockedOutMs - 1 });
  assert.deepEqual(clutchMoves(await panel.send({ card: adminCard })), []);
  await panel.send({ wait: 1 });
  assert.deepEqual(clutchMoves(await panel.send({ card: adminCard })), ["engaged"]);
});

test("L15x, L33: power that goes right after a wrong try was answered takes no wrong try along", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const wrong: readonly (readonly Line[])[] = [[{ card: "nobodys" }], [{ finger: "nobodys" }], enter(nobodysPin)];
  for (const [index, act] of wrong.entries()) {
    await panel.send(...act);
    await panel.cutPower();
    assert.equal((await panel.state()).wrongTries, index + 1);
  }
});

test("L15x, L33: power that goes with the first sign of a refusal takes no wrong try along", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn);
  const signs: readonly ((out: Out) => boolean)[] = [
    ({ tone }) => tone === "failure",
    ({ log }) => log?.event === "lockOperationError",
  ];
  const acts: readonly Line[] = [{ card: "nobodys" }, { press: `${nobodysPin}#` }];
  let count = 0;
  for (const sign of signs)
    for (const act of acts) {
      await panel.send({ touch: true });
      await panel.killAt(sign, act);
      panel.start();
      count += 1;
      assert.equal((await panel.state()).wrongTries, count, JSON.stringify(act));
    }
  await panel.send({ touch: true });
  await panel.killAt(({ tone }) => tone === "failure" || tone === "alarm", { finger: "nobodys" });
  panel.start();
  assert.equal((await panel.state()).lockedOutMs, 3 * minute, "the fifth locks, power or not");
});

test("L15x: at the door all refusals look, sound and last the same", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  const perceive = async (prepare: readonly Line[], digits: string) =>
    perceivedOverTime(panel, [{ card: adminCard }, aWhile, ...prepare, ...press(digits)], { press: "#" });
  const enabled = setUser(guestUser);
  const disabled = setUser(guestUser, { enabled: false });
  const scheduled: readonly Line[] = [
    setUser(guestUser, { type: "weekDayScheduleUser" }),
    { remote: "setSchedule", user: guestUser, weekDay: { days: ["sun"], from: "03:00", to: "04:00" } },
  ];
  const unknown = await perceive([enabled], nobodysPin);
  assert.ok(unknown.flat().length > 0, "a refusal is perceived");
  for (const [why, prepare, digits] of [
    ["too short", [], "1"],
    ["too long", [], adminPin.padEnd(21, "0")],
    ["padded, and not a PIN", [], nobodysPin.padEnd(20, "0")],
    ["disabled", [disabled], guestPin],
    ["out of schedule", scheduled, guestPin],
  ] as const)
    assert.deepEqual(await perceive(prepare, digits), unknown, why);

  const perceiveCard = async (prepare: readonly Line[], card: string) =>
    perceivedOverTime(panel, [{ card: adminCard }, aWhile, ...prepare, { touch: true }], { card });
  const unknownCard = await perceiveCard([enabled], "nobodys");
  assert.deepEqual(await perceiveCard(scheduled, guestCard), unknownCard, "out of schedule");
  assert.deepEqual(await perceiveCard([disabled], guestCard), unknownCard, "disabled");
  const unknownFinger = await perceivedOverTime(panel, [{ card: adminCard }, aWhile, { touch: true }], {
    finger: "nobodys",
  });
  assert.deepEqual(unknownFinger, unknownCard, "a finger is refused like a card");
});
