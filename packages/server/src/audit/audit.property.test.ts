import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AuditBench } from "../../test/audit-bench.ts";
import { appendAudit, verifyAudit } from "./audit.ts";

const homes = ["home-a", "home-b"] as const;

test("lines that many append at once stay one chain for each home", async () => {
  const append = fc.record({ homeId: fc.constantFrom(...homes), fails: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(append, { maxLength: 60 }), async (appends) => {
      await using bench = await AuditBench.open();
      const outcomes = await Promise.allSettled(
        appends.map(async ({ homeId, fails }, index) => {
          await bench.database.transaction().execute(async (transaction) => {
            await appendAudit(transaction, bench.entry(homeId, index), bench.now());
            if (fails) throw new RangeError("the change failed");
          });
        }),
      );
      assert.deepEqual(
        outcomes.map(({ status }) => status === "rejected"),
        appends.map(({ fails }) => fails),
      );
      for (const homeId of homes) {
        const lines = appends.filter((each) => each.homeId === homeId && !each.fails).length;
        assert.deepEqual(await verifyAudit(bench.database, homeId), { isWhole: true, lines });
      }
    }),
    { numRuns: 8 },
  );
});

test("every single byte of the audit counts: whichever is changed, it is found", async () => {
  await using bench = await AuditBench.open();
  await bench.append("home-a", 4);
  await bench.cutBefore("home-a", 2);
  const cells = bench.cells();
  assert.equal(cells.length, 3 * 8 + 3 + 3);
  for (const cell of cells)
    for (let index = 0; index < cell.bytes.length; index++)
      for (const flip of [0x40, 0x80]) {
        const bytes = Buffer.from(cell.bytes);
        bytes[index] = (bytes[index] ?? 0) ^ flip;
        await bench.withFraud(cell.overwrite(bytes), async () => {
          const { isWhole } = await verifyAudit(bench.database, "home-a");
          assert.equal(isWhole, false, `${cell.name}, byte ${index}`);
        });
      }
  assert.deepEqual(await verifyAudit(bench.database, "home-a"), { isWhole: true, lines: 3 });
});
