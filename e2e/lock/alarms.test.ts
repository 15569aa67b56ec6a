/** Alarms: the tamper siren, what every volume lets through, and the duress that nobody at the door notices. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adminCard,
  adminFinger,
  adminPin,
  alarms,
  aWhile,
  enter,
  fiveWrongTries,
  guestCard,
  guestPin,
  inviteGuest,
  minute,
  moveIn,
  nobodysPin,
  perceived,
  perceivedOverTime,
  press,
  pushHandle,
  records,
  says,
  second,
  setCard,
  setPin,
  setUser,
  sirens,
  tones,
  unlocks,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";

test("L34: forced dismantling sounds the siren for about one minute, and is reported", async (t) => {
  const panel = await openPanel(t);
  const out = await panel.send(...moveIn, { tamper: true });
  assert.deepEqual(sirens(out), [true]);
  assert.deepEqual(alarms(records(out)), ["frontEscutcheonRemoved"]);
  assert.deepEqual(sirens(await panel.send({ wait: 50 * second })), []);
  assert.deepEqual(sirens(await panel.send({ wait: 20 * second })), [false]);
  assert.deepEqual(sirens(await panel.send({ wait: 10 * minute })), []);
});

test("L34: a success silences the siren; a wrong try, a poor image and the key do not", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest);
  for (const success of [[{ finger: adminFinger }], [{ card: adminCard }], [{ card: guestCard }], enter(adminPin)]) {
    const out = await panel.send(
      { tamper: true },
      { card: "nobodys" },
      ...enter(nobodysPin),
      { finger: "nobodys" },
      {
        finger: adminFinger,
        as: "wet",
      },
    );
    assert.deepEqual(sirens(out), [true]);
    assert.deepEqual(sirens(await panel.send({ key: "right" }, ...pushHandle, { key: "out" }, { door: "close" })), []);
    assert.deepEqual(sirens(await panel.send(...success)), [false], JSON.stringify(success));
    assert.deepEqual(sirens(await panel.send({ tamper: false }, { wait: 2 * minute })), []);
  }
});

test("L34: a power cut does not silence the siren", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, { tamper: true }, { wait: 10 * second }, { batteries: "out" });
  const back = await panel.send({ batteries: "in", volts: 6.2 });
  assert.equal(sirens(back).at(-1), true);
  await panel.kill();
  panel.start();
  assert.deepEqual(sirens(await panel.send({ ask: "state" })), [true]);
  assert.deepEqual(sirens(await panel.send({ wait: 2 * minute })), [false]);
  await panel.cutPower();
  assert.deepEqual(sirens(await panel.send({ ask: "state" })), [], "it has ended for good");
});

test("L36, L29: every alarm is heard in every volume, and logged", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, aWhile);
  const usual = new Set(says(await panel.send({ card: adminCard }, aWhile)));
  for (const volume of ["silent", "low", "high"]) {
    await panel.send({ remote: "volume", to: volume });
    const lockOut = await panel.send(...fiveWrongTries);
    assert.ok(tones(lockOut).includes("alarm"), volume);
    assert.ok(alarms(records(lockOut)).includes("wrongCodeEntryLimit"), volume);
    await panel.send({ wait: (await panel.state()).lockedOutMs });
    const tamper = await panel.send({ tamper: true });
    assert.deepEqual(sirens(tamper), [true], volume);
    assert.ok(alarms(records(tamper)).includes("frontEscutcheonRemoved"), volume);
    await panel.send({ tamper: false }, { volts: 4.5 });
    const low = await panel.send({ card: adminCard });
    assert.ok(
      says(low).some((prompt) => !usual.has(prompt)),
      `${volume}: the low charge is spoken`,
    );
    await panel.send({ volts: 6.2 }, aWhile, { fault: "motor-stall", on: true });
    const jammed = await panel.send({ card: adminCard }, aWhile);
    assert.ok(alarms(records(jammed)).includes("lockJammed"), volume);
    assert.ok(says(jammed).length > 0 || tones(jammed).includes("alarm"), `${volume}: the jam is heard`);
    await panel.send({ fault: "motor-stall", on: false }, { card: adminCard }, { wait: minute });
  }
});

test("L36: under duress the door is exactly as at a normal success; only the log tells", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...inviteGuest, setUser(21, { type: "forcedUser" }), setPin(21, 21, "840372"));
  await panel.send(setCard(21, 21, "duress-red"), aWhile);
  for (const volume of ["high", "silent"]) {
    await panel.send({ remote: "volume", to: volume });
    const byPin = async (pin: string) => {
      const seen = await perceivedOverTime(panel, press(pin), { press: "#" });
      const handled = perceived(await panel.send(...pushHandle, { door: "close" }, { wait: minute }));
      return { seen, handled };
    };
    assert.deepEqual(await byPin("840372"), await byPin(guestPin));
    const byCard = (card: string) => perceivedOverTime(panel, [{ wait: minute }, { touch: true }], { card });
    assert.deepEqual(await byCard("duress-red"), await byCard(guestCard));
    await panel.send({ wait: minute });
  }
  const log = await panel.log();
  assert.deepEqual(alarms(log), ["forcedUser", "forcedUser", "forcedUser", "forcedUser"]);
  assert.equal(unlocks(log).length, 8, "each of them unlocked");
  assert.equal((await panel.state()).wrongTries, 0);
});
