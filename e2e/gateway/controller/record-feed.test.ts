/** G9: what happens at a lock is told once, in order and without a gap, whoever was away meanwhile. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { lockRecord, type LockRecord } from "@catenaccio/protocol";
import { adminCard, adminFinger, adminPin, enter, openMenuAsAdmin } from "../../lock/at-the-door.ts";
import type { Line, LogRecord } from "../../lock/panel-process.ts";
import { openStockLock } from "../../matter/stock-lock.ts";
import { octets } from "../../matter/wire-values.ts";
import { openForeign, openOurs, untilHeard } from "./client-at-door.ts";

/** The lock's own record as the household is to read it: of a holiday's schedule, only that it is one. */
function asTold({ seq, time, ...entry }: LogRecord & { readonly schedule?: { readonly kind: string } }) {
  const { schedule, ...happening } = entry;
  return {
    number: seq,
    time,
    happening: schedule === undefined ? happening : { ...happening, schedule: schedule.kind },
  };
}

const told = (heard: readonly LockRecord[]) =>
  heard.map(({ number, time, happening }) => ({ number, time, happening }));

const volumes = (count: number): readonly Line[] =>
  Array.from({ length: count }, (_, at) => ({ remote: "volume", to: at % 2 === 0 ? "low" : "high" }));

test("G9: the log of our lock arrives whole: while listening, after the gateway was away, after both lost power", async (t) => {
  const { door, gateway, lockId, road, theirs } = await openOurs(t);
  const { records } = gateway;
  const [first] = await untilHeard(gateway, 1);
  assert.ok(first !== undefined);
  /** Everything since the lock was added, as the lock itself has it. */
  const log = async () => (await door.log()).filter(({ seq }) => seq >= first.number).map(asTold);
  const allArrives = async () => {
    const expected = await log();
    await untilHeard(gateway, expected.length);
    assert.deepEqual(told(records), expected);
  };

  await t.test("what was before it was added is not told", async () => {
    const before = (await door.log()).filter(({ seq }) => seq < first.number);
    assert.ok(before.some(({ event, what }) => event === "pairing" && what === "opened"));
    await allArrives();
  });

  await t.test("what happens is told as it happens", async () => {
    await door.send(...enter(adminPin), { finger: adminFinger }, { card: adminCard }, { card: "nobodys" });
    await door.send({ tamper: true }, { tamper: false }, { fault: "reader", on: true }, { fault: "reader", on: false });
    await door.send(...openMenuAsAdmin, { press: "*" }, { volts: 4.5 }, { volts: 6.2 });
    const dates = { localStartTime: 900_000_000, localEndTime: 900_086_400 };
    await theirs.invoke("setHolidaySchedule", { holidayIndex: 1, ...dates, operatingMode: 1 });
    await allArrives();
    for (const record of records) lockRecord.parse(record);
    assert.ok(records.some(({ happening }) => "schedule" in happening && happening.schedule === "holiday"));
  });

  await t.test("a hundred and more at once too", async () => {
    await door.send(...volumes(150));
    await allArrives();
  });

  await t.test("and what happened while nothing got through", async () => {
    road.close();
    await door.send(...enter(adminPin), ...volumes(40));
    road.open();
    await allArrives();
  });

  await t.test("and while the gateway was off", async () => {
    await gateway.close();
    await door.send({ finger: adminFinger }, ...volumes(5));
    await gateway.start();
    await allArrives();
  });

  await t.test("and over a power cut of the lock", async () => {
    await door.send({ card: adminCard });
    await door.reopen();
    await door.send(...enter(adminPin));
    await allArrives();
    assert.ok(records.some(({ happening }) => happening.event === "power"));
  });

  await t.test("what the lock has let go is told as a gap", async () => {
    await gateway.close();
    const newest = (await door.log()).at(-1)?.seq ?? 0;
    await door.send(...volumes(500));
    await door.send(...volumes(560));
    const heard = records.length;
    await gateway.start();
    const kept = (await log()).slice(-1000);
    await untilHeard(gateway, heard + kept.length + 1);
    const oldest = kept[0]?.number ?? 0;
    assert.ok(oldest > newest + 1);
    const gap = { event: "gap", from: newest + 1, to: oldest - 1 };
    const expected = [{ number: oldest - 1, time: null, happening: gap }, ...kept];
    assert.deepEqual(told(records.slice(heard)), expected);
  });
  assert.deepEqual(gateway.faults, []);
  assert.equal(gateway.network.locks.has(lockId), true);
});

const timed = { timed: true } as const;
const nobody = { userName: null, userUniqueId: null, userStatus: null, userType: null, credentialRule: null };
const byRemote = { source: "remote", user: null, credential: null } as const;

test("G9, G7: a lock without a log tells by its events, once each, also what it did while nobody listened", async (t) => {
  const { lock: door, label } = await openStockLock(t);
  const { gateway, bruno, theirs, client, lockId } = await openForeign(t, { ...label, code: label.manual });
  const { records } = gateway;
  const expected: unknown[] = [];
  const allArrives = async (...more: readonly unknown[]) => {
    expected.push(...more);
    await untilHeard(gateway, expected.length);
    assert.deepEqual(
      records.map(({ happening }) => ("origin" in happening ? { ...happening, origin: undefined } : happening)),
      expected.map((happening) => ({ ...(happening as object), origin: undefined })),
    );
  };
  const locked = { event: "lockOperation", operation: "lock", ...byRemote };
  const unlocked = { event: "lockOperation", operation: "unlock", ...byRemote };
  const pin = { kind: "pin", index: 4 } as const;

  await theirs.invoke("lockDoor", {}, timed);
  await untilHeard(gateway, 1);
  await allArrives(locked);
  await theirs.invoke("setUser", { operationType: 0, userIndex: 3, ...nobody }, timed);
  const credential = { credentialType: 1, credentialIndex: 4 };
  const fields = { operationType: 0, credential, credentialData: octets("730264"), userStatus: null, userType: null };
  await theirs.invoke("setCredential", { ...fields, userIndex: 3 }, timed);
  await theirs.invoke("unlockDoor", { pinCode: octets("730264") }, timed);
  await theirs.invoke("unlockDoor", { pinCode: octets("111111") }, timed);
  await allArrives(
    { event: "userChange", change: "add", ...byRemote, user: 3 },
    { event: "userChange", change: "add", ...byRemote, user: 3, credential: pin },
    { ...unlocked, user: 3, credential: pin },
    { event: "lockOperationError", operation: "unlock", error: "invalidCredential", ...byRemote },
  );
  await client.lock();
  await allArrives(locked);
  const fabrics = records.map(({ happening }) => ("origin" in happening ? happening.origin?.fabric : undefined));
  const theirFabric = await bruno.fabricIndex(theirs);
  assert.deepEqual(
    fabrics.slice(0, -1),
    Array.from({ length: 5 }, () => theirFabric),
  );
  assert.notEqual(fabrics.at(-1), theirFabric);

  await gateway.close();
  await theirs.invoke("unlockDoor", {}, timed);
  await theirs.invoke("clearUser", { userIndex: 0xfffe }, timed);
  await gateway.start();
  await allArrives(unlocked, { event: "userChange", change: "clear", ...byRemote });

  await door.kill();
  await door.open(label.port);
  await bruno.reconnect(theirs);
  await theirs.invoke("unlockDoor", {}, timed);
  // Such a lock does not come back by itself; it is noticed when something is asked of it.
  assert.deepEqual(await gateway.client(lockId).lock(), { ok: true });
  await allArrives(unlocked, locked);

  for (const record of records) {
    lockRecord.parse(record);
    assert.equal(record.numbering, "matter");
    assert.ok(Math.abs(Date.parse(record.time ?? "") - Date.now()) < 120_000);
  }
  const numbers = records.map(({ number }) => number);
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].toSorted((one, next) => one - next),
  );
  assert.equal(gateway.network.locks.has(lockId), true);
  assert.deepEqual(gateway.faults, []);
  // Or it would wait for the home's receipts at its end.
  await bruno.remove(theirs);
});
