import assert from "node:assert/strict";
import { test } from "node:test";
import { always, type Schedule } from "@catenaccio/protocol";
import { must, TestHome } from "../../test/household/test-home.ts";
import { addCredential } from "./credentials.ts";
import { addPerson, pausePerson, putAccess } from "./people.ts";
import { whoCouldCome } from "./who-could-come.ts";

/** 2026-03-07 is a Saturday. */
const saturdayNight = "2026-03-07T22:00";

test("who could come in on Saturday at 22:00, each with the reason", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const lockId = await home.addLock("Front");
  const tuesdays: Schedule = { weekDays: [{ days: ["tue"], from: "08:00", to: "12:00" }], dates: [] };
  const weekend: Schedule = { weekDays: [], dates: [{ from: "2026-03-06T18:00", to: "2026-03-08T10:00" }] };
  const people: readonly { readonly name: string; readonly schedule: Schedule; readonly digits?: string }[] = [
    { name: "Anna", schedule: always, digits: "407913" },
    { name: "Cleaner", schedule: tuesdays, digits: "518024" },
    { name: "Dora", schedule: weekend, digits: "629135" },
    { name: "Without PIN", schedule: always },
    { name: "Paused", schedule: always, digits: "730246" },
  ];
  for (const { name, schedule, digits } of people) {
    const personId = must(await addPerson(household, actor, { name }));
    must(
      await putAccess(household, actor, {
        personId,
        lockId,
        access: { role: "member", type: "ordinary", isPaused: false, schedule },
      }),
    );
    if (digits !== undefined)
      must(await addCredential(household, actor, { personId, credential: { kind: "pin", label: "", digits } }));
    if (name === "Paused") must(await pausePerson(household, actor, { personId, isPaused: true }));
  }
  must(await addPerson(household, actor, { name: "Without access" }));
  await home.settled();
  const at = async (time: string) =>
    Object.fromEntries(
      must(await whoCouldCome(household, actor, { lockId, time })).people.map(({ name, canComeIn, reason }) => [
        name,
        canComeIn ? "yes" : reason,
      ]),
    );
  assert.deepEqual(await at(saturdayNight), {
    Anna: "yes",
    Cleaner: "out-of-schedule",
    Dora: "yes",
    "Without PIN": "no-credential",
    Paused: "user-disabled",
  });
  assert.equal((await at("2026-03-10T08:00"))["Cleaner"], "yes");
  assert.equal((await at("2026-03-10T11:59"))["Cleaner"], "yes");
  assert.equal((await at("2026-03-10T12:00"))["Cleaner"], "out-of-schedule");
  assert.equal((await at("2026-03-10T08:00"))["Dora"], "out-of-schedule");
});

test("a whole day lasts until midnight, its last minute too", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const lockId = await home.addLock("Front");
  const personId = must(await addPerson(household, actor, { name: "Anna" }));
  const schedule: Schedule = { weekDays: [{ days: ["sat", "sun"], from: "00:00", to: "23:59" }], dates: [] };
  const access = { role: "member", type: "ordinary", isPaused: false, schedule } as const;
  must(await putAccess(household, actor, { personId, lockId, access }));
  must(await addCredential(household, actor, { personId, credential: { kind: "pin", label: "", digits: "407913" } }));
  await home.settled();
  const at = async (time: string) =>
    must(await whoCouldCome(household, actor, { lockId, time })).people.map(({ canComeIn }) => canComeIn);
  assert.deepEqual(await at("2026-03-07T23:59"), [true]);
  assert.deepEqual(await at("2026-03-08T23:59"), [true]);
  assert.deepEqual(await at("2026-03-09T00:00"), [false]);
});

test("what the lock does not have yet lets nobody in", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const lockId = await home.addLock("Front");
  home.gateway.setOnline(lockId, false);
  const personId = must(await addPerson(household, actor, { name: "Anna" }));
  const access = { role: "member", type: "ordinary", isPaused: false, schedule: always } as const;
  must(await putAccess(household, actor, { personId, lockId, access }));
  must(await addCredential(household, actor, { personId, credential: { kind: "pin", label: "", digits: "407913" } }));
  await home.settled();
  assert.deepEqual(must(await whoCouldCome(household, actor, { lockId, time: saturdayNight })).people, [
    {
      personId,
      name: "Anna",
      canComeIn: false,
      reason: "not-at-lock-yet",
      sentence: "The lock does not have the PIN, card or finger yet.",
    },
  ]);
});
