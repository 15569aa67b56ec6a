/** The log: what is recorded, with which number and time, and how much is kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adminCard,
  adminFinger,
  adminPin,
  aWhile,
  enter,
  fiveWrongTries,
  guestUser,
  inviteGuest,
  minute,
  moveIn,
  openMenuAsAdmin,
  records,
  repeat,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, LogRecord } from "./panel-process.ts";

/** The fields that tell what happened; numbers, times and the reason's wording aside. */
function told({ event, operation, source, code, change, credential, name, value, what, cause, on }: LogRecord) {
  const whose = credential === undefined || credential === null ? undefined : `${credential.kind} ${credential.index}`;
  return [event, operation, code, change, whose, name, value, what, cause, on, source]
    .filter((field) => field !== undefined)
    .map((field) => (typeof field === "string" ? field : JSON.stringify(field)))
    .join(" ");
}

test("L40: unlock and relock, refusal, alarm, enrolment, deletion, setting, pairing, power and fault are recorded", async (t) => {
  const panel = await openPanel(t);
  const toldBy = async (...lines: readonly Line[]) => records(await panel.send(...lines)).map(told);
  const enrolled = await toldBy(...moveIn);
  for (const credential of ["pin 1", "fingerprint 1", "rfid 1"])
    assert.ok(enrolled.includes(`userChange add ${credential} keypad`), `${credential}: ${enrolled.join(", ")}`);
  await panel.send(aWhile);

  assert.deepEqual(await toldBy({ finger: adminFinger }), ["lockOperation unlock fingerprint 1 biometric"]);
  assert.deepEqual(await toldBy({ wait: 5_000 }), ["lockOperation lock auto"]);
  assert.deepEqual(await toldBy({ card: adminCard }), ["lockOperation unlock rfid 1 rfid"]);
  await panel.send(aWhile);
  assert.deepEqual(await toldBy(...enter(adminPin)), ["lockOperation unlock pin 1 keypad"]);
  await panel.send(aWhile);
  assert.deepEqual(await toldBy({ remote: "unlock" }), ["lockOperation unlock remote"]);
  assert.deepEqual(await toldBy({ remote: "lock" }), ["lockOperation lock remote"]);

  assert.deepEqual(await toldBy({ card: "nobodys" }), ["lockOperationError unlock rfid"]);
  assert.deepEqual(await toldBy({ finger: "nobodys" }), ["lockOperationError unlock biometric"]);
  assert.deepEqual(await toldBy(...enter("951360")), ["lockOperationError unlock keypad"]);
  await panel.send({ card: adminCard }, aWhile);

  assert.deepEqual(await toldBy(...openMenuAsAdmin, { press: "43#" }), ["setting volume silent keypad"]);
  assert.deepEqual(await toldBy({ press: "23#1##" }), ["userChange clear rfid 1 keypad"]);
  assert.deepEqual(await toldBy({ remote: "volume", to: "high" }), ["setting volume high remote"]);
  assert.ok((await toldBy({ remote: "relock", seconds: 7 })).some((record) => /^setting .* 7 remote$/.test(record)));
  assert.ok((await toldBy({ remote: "menu-off" })).some((record) => /^setting .* remote$/.test(record)));
  assert.ok((await toldBy({ remote: "language", to: "it" })).includes("setting language it remote"));

  const invited = await toldBy(...inviteGuest);
  assert.ok(invited.includes("userChange add rfid 40 remote"), invited.join(", "));
  assert.ok(invited.includes("userChange add pin 40 remote"), invited.join(", "));
  assert.notDeepEqual(await toldBy({ remote: "clearUser", user: guestUser }), []);

  assert.ok((await toldBy({ wait: minute }, { reset: 3_200 })).includes("pairing opened"));
  assert.ok((await toldBy({ press: "*" })).includes("pairing closed"));
  await panel.send({ batteries: "out" }, { batteries: "in", volts: 6.2 }, { usb: true }, { usb: false });
  const power = (await panel.log()).map(told).filter((record) => record.startsWith("power"));
  for (const what of ["power up", "power batteriesOut", "power usb"]) assert.ok(power.includes(what), what);
  const jam = await toldBy({ fault: "motor-stall", on: true }, { finger: adminFinger }, aWhile);
  assert.ok(jam.includes("alarm lockJammed") && jam.includes("fault motor-stall true"), jam.join(", "));
  assert.ok((await toldBy(...fiveWrongTries)).includes("alarm wrongCodeEntryLimit"));
});

test("L40: numbers are gapless, each record has its time, and the kept ones are those that were shown", async (t) => {
  const panel = await openPanel(t);
  const [begin] = await panel.log();
  const shown = records(
    await panel.send(
      ...moveIn,
      { wait: 90_000 },
      { finger: adminFinger },
      { wait: 5_000 },
      { clock: null },
      { card: adminCard },
      { clock: "2026-07-01T12:00:00Z" },
      { wait: 5_000 },
    ),
  );
  const log = await panel.log();
  assert.deepEqual(log.slice(-shown.length), shown);
  assert.deepEqual(
    log.map(({ seq }) => seq),
    log.map((_, index) => (begin?.seq ?? 0) + index),
  );
  const unlocked = shown.filter(({ operation }) => operation !== undefined);
  assert.deepEqual(
    unlocked.map(({ operation, time }) => [operation, time === null ? null : Date.parse(time)]),
    [
      ["unlock", Date.parse("2026-01-05T08:01:30Z")],
      ["lock", Date.parse("2026-01-05T08:01:35Z")],
      ["unlock", null],
      ["lock", Date.parse("2026-07-01T12:00:05Z")],
    ],
  );
  for (const { time } of log) assert.ok(time === null || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(time));
});

test("L40, L33: at least 1000 records are kept, the oldest go first, and a power cut takes none", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...repeat(620, { remote: "unlock" }, { remote: "lock" }));
  const log = await panel.log();
  assert.ok(log.length >= 1_000, `${log.length} are kept`);
  const last = log.at(-1)?.seq ?? 0;
  assert.ok(last >= 1_240);
  assert.deepEqual(
    log.map(({ seq }) => seq),
    log.map((_, index) => last - log.length + 1 + index),
  );
  await panel.cutPower();
  const after = await panel.log();
  assert.ok(after.length >= 1_000);
  assert.deepEqual(
    after.filter(({ seq }) => seq <= last),
    log.slice(-after.filter(({ seq }) => seq <= last).length),
  );
});
