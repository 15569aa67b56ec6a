import assert from "node:assert/strict";
import { test } from "node:test";
import type { LockHappening } from "@catenaccio/protocol";
import type { HistoryPage, HistoryQuery } from "@catenaccio/protocol/api";
import { must, TestHome } from "../../test/household/test-home.ts";
import { acknowledgeAlarm, readAlarms } from "./alarms.ts";
import { exportHistory, readHistory, whyRefused } from "./history.ts";
import { changeSettings } from "./settings.ts";
import { addPerson } from "./people.ts";
import { sweepHousehold } from "./privacy.ts";

const opening: LockHappening = {
  event: "lockOperation",
  operation: "unlock",
  source: "keypad",
  user: 1,
  credential: null,
};
const refusal: LockHappening = {
  event: "lockOperationError",
  operation: "unlock",
  source: "biometric",
  error: "restricted",
  user: 1,
  credential: { kind: "fingerprint", index: 3 },
  reason: "out-of-schedule",
};

async function entries(home: TestHome, query: HistoryQuery = {}) {
  const request = { query, cursor: null, limit: 200 };
  return must(await readHistory(home.household.database, home.actor.homeId, request)).entries;
}

test("a record that comes twice is in the history once, makes one alarm, and is audited once", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const record = await home.gateway.happen(front, { event: "alarm", code: "wrongCodeEntryLimit" });
  await home.gateway.deliver(record);
  await home.restart();
  await home.gateway.deliver(record);
  assert.deepEqual(
    (await entries(home)).map((entry) => entry.record),
    [record],
  );
  assert.equal((await readAlarms(home.household, home.actor.homeId, null)).length, 1);
  assert.equal((await home.audit()).filter(({ action }) => action === "lock.record").length, 1);
  assert.deepEqual(home.arrived, [record]);
});

test("a record is on the disk when its promise resolves", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  await home.gateway.happen(front, opening);
  await home.restart();
  assert.equal((await entries(home)).length, 1);
});

test("what cannot be written is not confirmed to the gateway", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const { household } = home;
  await household.database.schema.alterTable("lockRecord").renameTo("gone").execute();
  await assert.rejects(home.gateway.happen(front, opening));
  await household.database.schema.alterTable("gone").renameTo("lockRecord").execute();
  assert.equal((await entries(home)).length, 0);
});

test("history in pages shows every record once, the newest first, also when many have the same time", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const [front, cellar] = [await home.addLock("Front"), await home.addLock("Cellar")];
  for (let at = 0; at < 25; at++) {
    await home.gateway.happen(at % 3 === 0 ? front : cellar, opening);
    if (at % 5 === 0) home.advance(1000);
  }
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: HistoryPage = must(
      await readHistory(household.database, actor.homeId, { query: {}, cursor, limit: 4 }),
    );
    seen.push(...page.entries.map(({ at, record }) => `${at} ${record.lockId} ${record.number}`));
    cursor = page.cursor;
  } while (cursor !== null);
  assert.equal(seen.length, 25);
  assert.equal(new Set(seen).size, 25);
  const times = seen.map((line) => line.slice(0, 24));
  assert.deepEqual(times, times.toSorted().toReversed());
});

test("a place that never was one is refused in a sentence", async () => {
  await using home = await TestHome.open();
  const request = { query: {}, cursor: "bm9uc2Vuc2U", limit: 4 };
  assert.deepEqual(await readHistory(home.household.database, home.actor.homeId, request), {
    ok: false,
    error: "invalid",
    sentence: "This is no place in the history.",
  });
});

test("history is found by person, lock, kind, dates and words", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  const [front, cellar] = [await home.addLock("Front"), await home.addLock("Cellar")];
  const anna = must(await addPerson(household, actor, { name: "Anna 100%" }));
  await gateway.happen(front, opening, anna);
  home.advance(3_600_000);
  await gateway.happen(cellar, refusal);
  const count = async (query: HistoryQuery): Promise<number> => (await entries(home, query)).length;
  assert.equal(await count({}), 2);
  assert.equal(await count({ personId: anna }), 1);
  assert.equal(await count({ lockId: cellar }), 1);
  assert.equal(await count({ kind: "refused" }), 1);
  assert.equal(await count({ kind: "opened" }), 1);
  assert.equal(await count({ from: "2026-03-02T08:30:00Z" }), 1);
  assert.equal(await count({ to: "2026-03-02T08:30:00Z" }), 1);
  assert.equal(await count({ text: "anna" }), 1);
  assert.equal(await count({ text: "100%" }), 1);
  assert.equal(await count({ text: "cell" }), 1);
  assert.equal(await count({ text: "out-of-schedule" }), 1);
  assert.equal(await count({ text: "%" }), 1, "a sign is not a wild card");
  assert.equal(await count({ text: "Bruno" }), 0);
});

const csvHeader = "time (UTC),local time (Europe/Rome),lock,person,kind,event,how,details";

test("the history of another home is never shown", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  await home.gateway.happen(front, refusal);
  const stranger = { ...home.actor, homeId: "5b0a6a58-3c7e-4f0b-8a0e-0d9f3a1b2c3d" };
  const { database } = home.household;
  const request = { query: { lockId: front }, cursor: null, limit: 10 };
  assert.deepEqual(must(await readHistory(database, stranger.homeId, request)).entries, []);
  assert.equal(
    must(await exportHistory(database, stranger.homeId, {})),
    `${csvHeader.replace("Europe/Rome", "UTC")}\r\n`,
  );
  const why = await whyRefused(home.household, stranger, {
    lockId: front,
    numbering: "log",
    number: 1,
    language: "en",
  });
  assert.deepEqual(why, { ok: false, error: "notFound", sentence: "There is no such record." });
});

test("a name that a spreadsheet would compute is text in the exported table", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const front = await home.addLock('The "front", below');
  must(await changeSettings(household, actor, { timeZone: "Europe/Rome", historyDays: 365, keepsSealedPins: false }));
  const evil = must(await addPerson(household, actor, { name: '=HYPERLINK("http://evil","x")' }));
  await home.gateway.happen(front, opening, evil);
  assert.equal(
    must(await exportHistory(household.database, actor.homeId, {})),
    `${csvHeader}\r\n` +
      '2026-03-02T08:00:00.000Z,2026-03-02 09:00:00,"The ""front"", below","\'=HYPERLINK(""http://evil"",""x"")",opened,lockOperation,keypad,operation: unlock; user: 1\r\n',
  );
});

test("why an attempt was refused is told in words, with what helps", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const { number, numbering } = await home.gateway.happen(front, refusal);
  const place = { lockId: front, numbering, number } as const;
  assert.deepEqual(must(await whyRefused(home.household, home.actor, { ...place, language: "en" })), {
    reason: "out-of-schedule",
    sentence: "This person may not come at that time.",
    remedy: "changeSchedule",
    remedySentence: "Change the person's times, if they may come then.",
  });
  const italian = must(await whyRefused(home.household, home.actor, { ...place, language: "it" }));
  assert.equal(italian.sentence, "Questa persona non può entrare a quell’ora.");
  const other = await home.gateway.happen(front, opening);
  const none = await whyRefused(home.household, home.actor, { ...place, number: other.number, language: "en" });
  assert.deepEqual(none, { ok: false, error: "invalid", sentence: "Nothing was refused there." });
});

test("an alarm is open until somebody has seen to it, and the first who did stands there", async () => {
  await using home = await TestHome.open();
  const { household, actor } = home;
  const front = await home.addLock("Front");
  await home.gateway.happen(front, { event: "alarm", code: "lockJammed" });
  const [alarm] = await readAlarms(household, actor.homeId, true);
  assert.equal(alarm?.code, "lockJammed");
  assert.equal(alarm?.lockName, "Front");
  const alarmId = alarm?.alarmId ?? "";
  must(await acknowledgeAlarm(household, actor, alarmId));
  must(await acknowledgeAlarm(household, { ...actor, accountId: "somebody-else" }, alarmId));
  assert.deepEqual(await readAlarms(household, actor.homeId, true), []);
  assert.equal((await readAlarms(household, actor.homeId, false))[0]?.acknowledgedBy, actor.accountId);
});

test("history older than the home keeps it goes with the sweep, and younger stays", async () => {
  await using home = await TestHome.open();
  const { household, actor, gateway } = home;
  must(await changeSettings(household, actor, { timeZone: "Europe/Rome", historyDays: 30, keepsSealedPins: false }));
  const front = await home.addLock("Front");
  await gateway.happen(front, opening);
  home.advance(29 * 86_400_000);
  await gateway.happen(front, refusal);
  await sweepHousehold(household);
  assert.equal((await entries(home)).length, 2);
  home.advance(2 * 86_400_000);
  await sweepHousehold(household);
  assert.deepEqual(
    (await entries(home)).map(({ kind }) => kind),
    ["refused"],
  );
  const actions = (await home.audit()).map(({ action }) => action);
  assert.deepEqual(actions, ["lock.record"], "the audit is cut too, and is still a whole chain");
});

test("what a lock that nobody knows yet has told is kept", async () => {
  await using home = await TestHome.open();
  const front = await home.addLock("Front");
  const record = await home.gateway.happen(front, opening);
  await home.gateway.deliver({ ...record, lockId: "0e0f2c3d-3c7e-4f0b-8a0e-0d9f3a1b2c3d" });
  const { rows } = await home.household.database
    .selectFrom("lockRecord")
    .select((eb) => eb.fn.countAll().as("rows"))
    .executeTakeFirstOrThrow();
  assert.equal(Number(rows), 2);
});
