/** L41–L47: what the lock itself can tell of the troubles that a person has at its door, as a home reads it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { adminCard, adminFinger, moveIn } from "../../lock/at-the-door.ts";
import type { Line } from "../../lock/panel-process.ts";
import { openLockAtHome, success, timed, until, untilState } from "./at-the-lock.ts";
import { ours } from "./our-cluster.ts";

interface Trouble {
  readonly row: string;
  readonly cause: string;
  readonly begin: readonly Line[];
  readonly end: readonly Line[];
}

const tryCard: readonly Line[] = [{ card: adminCard }];

const troubles: readonly Trouble[] = [
  {
    row: "L41",
    cause: "handle-not-at-rest",
    begin: [{ handle: "outside", move: "stuck" }, ...tryCard],
    end: [{ handle: "outside", move: "release" }],
  },
  { row: "L41", cause: "bolted-inside", begin: [{ bolt: "thrown" }], end: [{ bolt: "free" }] },
  {
    row: "L43",
    cause: "finger-images",
    begin: ["dry", "wet", "hard"].map((as) => ({ finger: adminFinger, as })),
    end: [{ finger: adminFinger }],
  },
  {
    row: "L44",
    cause: "motor-stall",
    begin: [{ fault: "motor-stall", on: true }, ...tryCard],
    end: [{ fault: "motor-stall", on: false }, ...tryCard],
  },
  {
    row: "L44",
    cause: "motor-open",
    begin: [{ fault: "motor-open", on: true }, ...tryCard],
    end: [{ fault: "motor-open", on: false }, ...tryCard],
  },
  {
    row: "L45",
    cause: "keypad",
    begin: [{ fault: "keypad", on: true }],
    end: [{ fault: "keypad", on: false }],
  },
  { row: "L45", cause: "cable", begin: [{ fault: "cable", on: true }], end: [{ fault: "cable", on: false }] },
  { row: "L46", cause: "reader", begin: [{ fault: "reader", on: true }], end: [{ fault: "reader", on: false }] },
  { row: "L31", cause: "battery-low", begin: [{ volts: 4.7 }], end: [{ volts: 6.2 }] },
  { row: "L31", cause: "battery-critical", begin: [{ volts: 4.1 }], end: [{ volts: 6.2 }] },
  { row: "L34", cause: "front-removed", begin: [{ tamper: true }], end: [{ tamper: false }] },
];

test("L31, L34, L41, L43, L44, L45, L46, L47: each trouble that its sensors tell is in the lock's diagnosis, while it lasts", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  const cluster = ours(seen);
  const diagnosis = async () => (await cluster.read("diagnosis")) as readonly string[];
  const untilDiagnosis = (...causes: readonly string[]) =>
    until(`the diagnosis is [${causes.join()}]`, diagnosis, (found) => found.join() === causes.join());
  await lock.send(...moveIn);
  // So that a try with the clutch still engaged from the last one is none of the motor.
  assert.equal(await seen.write("autoRelockTime", 1), 0);
  await untilDiagnosis();
  const subscription = await cluster.subscribe();
  for (const { cause, begin, end } of troubles) {
    await untilState(lock, "the door is locked", ({ clutch }) => clutch === "free");
    subscription.forget();
    await lock.send(...begin);
    await untilDiagnosis(cause);
    assert.deepEqual((await lock.state()).diagnosis, [cause]);
    await subscription.waitFor(
      (report) =>
        "value" in report && report.name === "diagnosis" && JSON.stringify(report.value) === JSON.stringify([cause]),
    );
    await lock.send(...end);
    await untilDiagnosis();
  }

  // L47: it stays open because somebody wants it to, or because the clutch does not let go.
  await untilState(lock, "the door is locked", ({ clutch }) => clutch === "free");
  const [passage, normal] = [4, 0];
  assert.equal(await seen.write("operatingMode", passage), 0);
  await untilDiagnosis("open-mode");
  assert.equal(await seen.write("operatingMode", normal), 0);
  await untilDiagnosis();
  await untilState(lock, "the door is locked", ({ clutch }) => clutch === "free");
  await lock.send({ fault: "clutch", on: true });
  assert.deepEqual(await seen.invoke("unlockDoor", {}, timed), success);
  await untilDiagnosis("clutch");
  assert.equal(await seen.read("lockState"), 2, "it is open, and says so");
  await lock.send({ fault: "clutch", on: false });
  assert.deepEqual(await seen.invoke("lockDoor", {}, timed), success);
  await untilDiagnosis();
  await subscription.close();
});

test("L42, L48: what no sensor tells is in no diagnosis", async (t) => {
  const { lock, seen } = await openLockAtHome(t);
  for (const fault of ["cylinder", "lock-body", "warped-door", "installation"]) await lock.send({ fault, on: true });
  await lock.send(
    { key: "wrong" },
    { key: "out" },
    { handle: "outside", move: "up" },
    { handle: "outside", move: "release" },
  );
  assert.deepEqual(await ours(seen).read("diagnosis"), []);
});
