import assert from "node:assert/strict";
import { test } from "node:test";
import { always } from "@catenaccio/protocol";
import { must, TestHome } from "../../test/household/test-home.ts";
import { addCredential } from "./credentials.ts";
import { addPerson, putAccess } from "./people.ts";
import { exportOwn, exportPerson } from "./privacy.ts";

test("a person gets all that is kept about her, and nothing of anybody else", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front");
  const anna = must(await addPerson(household, actor, { name: "Anna", accountId: actor.accountId }));
  const bruno = must(await addPerson(household, actor, { name: "Bruno" }));
  const access = { role: "member", type: "ordinary", isPaused: false, schedule: always } as const;
  must(await putAccess(household, actor, { personId: anna, lockId: front, access }));
  must(
    await addCredential(household, actor, {
      personId: anna,
      credential: { kind: "pin", label: "mine", digits: "407913" },
    }),
  );
  await home.settled();
  const opening = { event: "lockOperation", operation: "unlock", source: "keypad", user: 1, credential: null } as const;
  await gateway.happen(front, opening, anna);
  await gateway.happen(front, opening, bruno);
  const kept = must(await exportPerson(household, actor, anna));
  assert.equal(kept.person.name, "Anna");
  assert.equal(kept.person.credentials[0]?.label, "mine");
  assert.deepEqual(
    kept.history.map(({ personName }) => personName),
    ["Anna"],
  );
  assert.doesNotMatch(JSON.stringify(kept), /Bruno|407913/);
  assert.deepEqual(must(await exportOwn(household, actor)), [kept]);
  const nobody = await exportOwn(household, { ...actor, accountId: "somebody-else" });
  assert.deepEqual(nobody, {
    ok: false,
    error: "notFound",
    sentence: "No person of this home is tied to your account.",
  });
});
