import assert from "node:assert/strict";
import { test } from "node:test";
import { AuditBench } from "../../test/audit-bench.ts";
import { appendAudit, cutAudit, readAudit, verifyAudit } from "./audit.ts";

const home = "home-a";

test("what was done stands in the audit, numbered from 1 on, and the chain is whole", async () => {
  await using bench = await AuditBench.open();
  await bench.append(home, 3);
  await bench.append("home-b", 1);
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 3 });
  assert.deepEqual(await verifyAudit(bench.database, "home-b"), { isWhole: true, lines: 1 });
  assert.deepEqual(await verifyAudit(bench.database, "nobody's"), { isWhole: true, lines: 0 });
  const lines = await readAudit(bench.database, home, { before: null, limit: 2 });
  assert.deepEqual(
    lines.map(({ number, accountId, action, subject }) => ({ number, accountId, action, subject })),
    [3, 2].map((number) => ({
      number,
      accountId: "account-1",
      action: "lock.unlock",
      subject: `{"lockId":"lock-${number}"}`,
    })),
  );
  const older = await readAudit(bench.database, home, { before: 2, limit: 2 });
  assert.deepEqual(
    older.map(({ number }) => number),
    [1],
  );
});

test("a change that does not come about leaves no line", async () => {
  await using bench = await AuditBench.open();
  await bench.append(home, 1);
  const fallen = bench.database.transaction().execute(async (transaction) => {
    await appendAudit(transaction, bench.entry(home, 2), bench.now());
    throw new RangeError("the change failed");
  });
  await assert.rejects(fallen, /the change failed/);
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 1 });
  await bench.append(home, 1);
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 2 });
});

test("W-7: the database itself refuses to change a line, or to take one out", async () => {
  await using bench = await AuditBench.open();
  await bench.append(home, 4);
  await bench.cutBefore(home, 3);
  for (const statement of [
    "UPDATE auditLine SET action = 'lock.lock' WHERE number = 3",
    "UPDATE auditLine SET number = 9 WHERE number = 3",
    "DELETE FROM auditLine WHERE number = 4",
    "DELETE FROM auditLine",
    "REPLACE INTO auditLine SELECT homeId, number, at, accountId, 'x', subject, previous, hash FROM auditLine WHERE number = 4",
    "UPDATE auditAnchor SET hash = ''",
    "UPDATE auditAnchor SET number = 1",
    "UPDATE auditAnchor SET homeId = 'home-b', number = 9",
    "DELETE FROM auditAnchor",
    "REPLACE INTO auditAnchor VALUES ('home-a', 4, '')",
    "UPDATE auditAnchor SET number = 4, hash = ''",
    "INSERT INTO auditAnchor VALUES ('home-b', 1, '')",
    "UPDATE auditHead SET number = 3",
    "DELETE FROM auditHead",
    "REPLACE INTO auditHead VALUES ('home-a', 9, '')",
  ])
    assert.throws(() => bench.execute(statement), /append-only/, statement);
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 2 });
});

test("a line that was taken out or put in past the server is found, also the last one", async () => {
  const frauds: Readonly<Record<string, number>> = {
    "DELETE FROM auditLine WHERE number = 3": 3,
    "DELETE FROM auditLine WHERE number = 5": 5,
    "DELETE FROM auditLine": 3,
    "DELETE FROM auditHead": 6,
    "DELETE FROM auditAnchor": 1,
    "INSERT INTO auditLine SELECT homeId, 6, at, accountId, action, subject, hash, hash FROM auditLine WHERE number = 5": 6,
    "INSERT INTO auditLine SELECT homeId, 2, at, accountId, action, subject, hash, hash FROM auditLine WHERE number = 5": 3,
    "UPDATE auditLine SET homeId = 'home-b' WHERE number = 5": 5,
    "UPDATE auditLine SET number = 1 WHERE number = 5": 3,
    "UPDATE auditHead SET number = 6": 6,
  };
  await using bench = await AuditBench.open();
  await bench.append(home, 5);
  await bench.cutBefore(home, 3);
  for (const [fraud, number] of Object.entries(frauds))
    await bench.withFraud(fraud, async () => {
      assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: false, number }, fraud);
    });
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 3 });
});

test("A10: retention cuts off the oldest lines, and the chain goes on from their last hash", async () => {
  await using bench = await AuditBench.open();
  await bench.append(home, 5);
  await bench.append("home-b", 2);
  await bench.cutBefore(home, 4);
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 2 });
  assert.deepEqual(await verifyAudit(bench.database, "home-b"), { isWhole: true, lines: 2 }, "of another home");
  await bench.cutBefore(home, 4);
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 2 }, "nothing more is too old");
  await bench.cutBefore(home, 6);
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 0 }, "everything");
  await bench.append(home, 1);
  const [line] = await readAudit(bench.database, home, { before: null, limit: 10 });
  assert.equal(line?.number, 6);
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 1 });
});

test("a clock that was wrong once takes no newer line along", async () => {
  await using bench = await AuditBench.open();
  await bench.append(home, 2);
  await appendAudit(bench.database, bench.entry(home, 3), new Date(0));
  await cutAudit(bench.database, home, new Date("2026-01-01T00:00:00.000Z"));
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 3 });
});

test("W-7: of 5000 lines, the one that was altered is found", async () => {
  await using bench = await AuditBench.open();
  await bench.database.transaction().execute(async (transaction) => {
    for (let number = 1; number <= 5000; number++)
      await appendAudit(transaction, bench.entry(home, number), bench.now());
  });
  assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: true, lines: 5000 });
  await bench.withFraud("UPDATE auditLine SET accountId = 'account-2' WHERE number = 4321", async () => {
    assert.deepEqual(await verifyAudit(bench.database, home), { isWhole: false, number: 4321 });
  });
});
