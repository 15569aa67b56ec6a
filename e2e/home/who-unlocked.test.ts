/** The lock's own record of an unlocking from afar, and the account that gave the order. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openHome } from "./home-process.ts";
import { Owner } from "./owner.ts";

test("the history names the account that unlocked from afar", async (t) => {
  const home = await openHome(t);
  const owner = await Owner.claim(home);
  await home.openWindow();
  const lockId = await owner.addLock({ name: "Front door", code: home.label.manual });
  assert.deepEqual(await owner.unlock(lockId), { ok: true });
  const entries = await owner.untilHistory("kind=opened", (found) => found.length === 1);
  assert.equal(entries[0]?.record.happening.event, "lockOperation");
  const { name } = await owner.api.expect("GET", "/api/session");
  assert.equal(entries[0]?.personName, name, JSON.stringify(entries[0]));
  const { report } = await owner.api.expect("GET", `${owner.base}/locks/${lockId}`);
  assert.ok(report.fabric > 0);
});
