/** What would give somebody away, let somebody stand outside, or undo another's wish. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { newGuest, type AccessChange } from "@catenaccio/protocol/api";
import type { LockRecord, LockSituation } from "@catenaccio/protocol";
import { changeCredential } from "../../src/household/credentials.ts";
import { addGuest, readGuestPage } from "../../src/household/guests.ts";
import { readPeople, putAccess } from "../../src/household/people.ts";
import { sweepHousehold } from "../../src/household/privacy.ts";
import { endPassage } from "../../src/household/remote.ts";
import { must, TestHome } from "./test-home.ts";

const stay = { from: "2026-03-03T09:00", to: "2026-03-03T12:00" };
const dayMs = 86_400_000;

const situation: LockSituation = {
  lockState: "locked",
  operatingMode: "normal",
  volume: "high",
  language: "it",
  isMenuEnabled: true,
  autoRelockSeconds: 5,
  guardProfile: "guarded",
  isPinEntryStopped: false,
  isFingerprintEntryStopped: false,
  isLockedOut: false,
  isJammed: false,
  diagnosis: [],
  battery: null,
  hasEmergencyPower: false,
};

function recordOf(lockId: string, number: number, happening: LockRecord["happening"]): LockRecord {
  const at = "2026-03-02T08:00:00.000Z";
  return { lockId, numbering: "log", number, time: at, heardAt: at, personId: null, happening };
}

test("duress shows on nobody's open page: whoever forces somebody may look at it", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  home.events.length = 0;
  await home.listener.record(recordOf(front, 1, { event: "alarm", code: "forcedUser" }));
  assert.deepEqual(home.events, []);
  assert.equal(home.arrived.length, 1, "those who may know are told all the same");
  await home.listener.record(recordOf(front, 2, { event: "alarm", code: "lockJammed" }));
  assert.deepEqual(
    home.events.map(({ type }) => type),
    ["record", "alarm"],
  );
});

test("the end of open mode leaves another mode as it is", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front");
  const setMode = async (operatingMode: LockSituation["operatingMode"]): Promise<void> => {
    const { report } = await household.database.selectFrom("lock").select("report").executeTakeFirstOrThrow();
    const changed = { ...(JSON.parse(report ?? "{}") as object), situation: { ...situation, operatingMode } };
    await household.database
      .updateTable("lock")
      .set({ report: JSON.stringify(changed) })
      .execute();
  };
  await setMode("noRemoteLockUnlock");
  assert.deepEqual(must(await endPassage(household, actor, front)), { ok: true });
  assert.deepEqual(gateway.executed, []);
  await setMode("passage");
  must(await endPassage(household, actor, front));
  assert.equal(gateway.executed.length, 1);
});

test("a guest whose stay was made longer stays until its new end", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const front = await home.addLock("Front");
  const { personId } = must(
    await addGuest(household, actor, newGuest.parse({ name: "Dora", locks: [front], ...stay })),
  );
  const longer = { weekDays: [], dates: [{ from: stay.from, to: "2026-03-10T12:00" }] };
  const access = { role: "guest", type: "ordinary", isPaused: false, schedule: longer } as const;
  must(await putAccess(household, actor, { personId, lockId: front, access }));
  home.advance(4 * dayMs);
  await sweepHousehold(household);
  assert.equal((await readPeople(household.database, actor.homeId)).length, 1);
  home.advance(7 * dayMs);
  await sweepHousehold(household);
  assert.equal((await readPeople(household.database, actor.homeId)).length, 0);
});

test("a guest's link never shows a PIN that opens no more", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const front = await home.addLock("Front");
  const { personId, token } = must(
    await addGuest(household, actor, newGuest.parse({ name: "Dora", locks: [front], ...stay })),
  );
  await home.settled();
  must(await readGuestPage(household, token));
  const [person] = await readPeople(household.database, actor.homeId, personId);
  const [credential] = person?.credentials ?? [];
  must(
    await changeCredential(household, actor, {
      personId,
      credentialId: credential?.credentialId ?? "",
      change: { digits: "4079138" },
    }),
  );
  assert.equal((await readGuestPage(household, token)).ok, false);
});

test("what was used once is used, however often it is given again, until there is another PIN", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front");
  const once = newGuest.parse({ name: "Dora", locks: [front], oneTime: true });
  const { personId } = must(await addGuest(household, actor, once));
  await home.settled();
  const opening = { event: "lockOperation", operation: "unlock", source: "keypad", user: 2, credential: null } as const;
  await home.listener.record({ ...recordOf(front, 1, opening), personId });
  const isKeptOut = (): boolean | undefined => gateway.locks.get(front)?.wanted?.users[0]?.isPaused;
  await home.settled();
  assert.equal(isKeptOut(), true);
  const schedule = { weekDays: [], dates: [] };
  const access: AccessChange = { role: "guest", type: "oneTime", isPaused: false, schedule };
  must(await putAccess(household, actor, { personId, lockId: front, access }));
  await home.settled();
  assert.equal(isKeptOut(), true, "given again, it is the same access");
  const [person] = await readPeople(household.database, actor.homeId, personId);
  const credentialId = person?.credentials[0]?.credentialId ?? "";
  home.advance(1000);
  must(await changeCredential(household, actor, { personId, credentialId, change: { digits: "4079138" } }));
  await home.settled();
  assert.equal(isKeptOut(), false);
});
