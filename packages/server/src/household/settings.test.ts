import assert from "node:assert/strict";
import { test } from "node:test";
import { always } from "@catenaccio/protocol";
import { homeSettings, newGuest } from "@catenaccio/protocol/api";
import { must, TestHome } from "../../test/household/test-home.ts";
import { addCredential } from "./credentials.ts";
import { addGuest, readGuestLinks } from "./guests.ts";
import { addPerson, putAccess } from "./people.ts";
import { changeSettings, readSettings } from "./settings.ts";

const keeping = { timeZone: "Europe/Rome", historyDays: 90, keepsSealedPins: true } as const;

test("with the setting a PIN stays sealed after every lock has it, and is forgotten when the setting goes", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  must(await changeSettings(household, actor, keeping));
  const [front, cellar] = [await home.addLock("Front"), await home.addLock("Cellar")];
  const personId = must(await addPerson(household, actor, { name: "Anna" }));
  const access = { role: "member", type: "ordinary", isPaused: false, schedule: always } as const;
  must(await putAccess(household, actor, { personId, lockId: front, access }));
  must(await addCredential(household, actor, { personId, credential: { kind: "pin", label: "", digits: "407913" } }));
  await home.settled();
  const sealed = async () =>
    (await household.database.selectFrom("credential").select("sealed").executeTakeFirstOrThrow()).sealed;
  assert.notEqual(await sealed(), null);
  must(await putAccess(household, actor, { personId, lockId: cellar, access }));
  await home.settled();
  assert.equal(home.gateway.opens(cellar, "407913"), true, "a new lock can still have it");
  must(await changeSettings(household, actor, { ...keeping, keepsSealedPins: false }));
  await home.settled();
  assert.equal(await sealed(), null);
});

test("the gateway is told the time zone when it changes, and after a restart", async () => {
  await using home = await TestHome.open();
  must(await changeSettings(home.household, home.actor, keeping));
  await home.restart();
  const zones = home.gateway.orders.filter(({ order }) => order === "setTimeZone");
  assert.deepEqual(zones, Array(2).fill({ order: "setTimeZone", timeZone: "Europe/Rome" }));
  assert.deepEqual(await readSettings(home.household.database, home.actor.homeId), keeping);
});

test("a time zone that there is not is refused in a sentence", () => {
  const { error } = homeSettings.safeParse({ ...keeping, timeZone: "Europe/Atlantis" });
  assert.equal(error?.issues[0]?.message, "A time zone is written Europe/Rome.");
});

test("when the home's time zone changes, a guest's link still ends with the stay", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const locks = [await home.addLock("Front"), await home.addLock("Cellar")];
  const stay = { from: "2026-03-03T09:00", to: "2026-03-05T12:00" };
  const guest = { name: "Dora", locks, ...stay, weekDays: [], oneTime: false };
  assert.equal(must(await addGuest(household, actor, guest)).expiresAt, "2026-03-05T12:00:00.000Z");
  const forever = { ...newGuest.parse({ name: "Eva", locks, oneTime: true }) };
  const { expiresAt } = must(await addGuest(household, actor, forever));
  must(await changeSettings(household, actor, keeping));
  const links = await readGuestLinks(household.database, actor.homeId);
  assert.equal(links.find(({ name }) => name === "Dora")?.expiresAt, "2026-03-05T11:00:00.000Z");
  assert.equal(links.find(({ name }) => name === "Eva")?.expiresAt, expiresAt);
});
