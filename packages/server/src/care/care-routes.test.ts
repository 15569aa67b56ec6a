import assert from "node:assert/strict";
import { test } from "node:test";
import { Browser, TestServer } from "../../test/test-server.ts";

const lockId = "3f1c9b7e-0000-4000-8000-000000000002";

function addLock(server: TestServer, { homeId }: Browser): void {
  const database = server.database();
  database
    .prepare(`INSERT INTO lock ("lockId", "homeId", name, "addedAt", state) VALUES (?, ?, ?, ?, ?)`)
    .run(lockId, homeId, "Front door", "2025-03-02T08:00:00.000Z", "added");
  database.close();
}

test("what a lock needs is listed in the language that is asked for, done and put off", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  addLock(server, owner);
  const home = `/api/homes/${owner.homeId}`;
  const { items, advice } = await owner.expect("GET", `${home}/maintenance?lang=it`);
  assert.deepEqual([items[0].state, items.length, advice.length], ["overdue", 9, 6]);
  assert.equal(advice[0].text, "Non appendere nulla alla maniglia.");
  const tasks = `${home}/locks/${lockId}/maintenance`;
  assert.equal((await owner.ask("POST", `${tasks}/screws/done`)).status, 204);
  assert.equal((await owner.ask("POST", `${tasks}/door/snooze`, { days: 7 })).status, 204);
  const wrong = await owner.ask("POST", `${tasks}/door/snooze`, { days: 700 });
  assert.deepEqual([wrong.status, wrong.body.error.sentence], [400, "days: A reminder waits 60 days at most."]);
  const later = (await owner.expect("GET", `${home}/maintenance`)).items.filter(
    ({ state }: { readonly state: string }) => state === "later",
  );
  assert.deepEqual(later.map(({ task }: { readonly task: string }) => task).toSorted(), [
    "batteries",
    "door",
    "screws",
  ]);
});

test("the diagnosis of a lock that tells nothing goes from question to question to a remedy", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  addLock(server, owner);
  const path = `/api/homes/${owner.homeId}/locks/${lockId}/diagnosis`;
  const answers: { question: string; answer: string }[] = [];
  let step = await owner.expect("GET", path);
  for (const answer of ["keyNoOpen", "yes", "yes", "no"]) {
    assert.equal(
      step.answers.some(({ id }: { readonly id: string }) => id === answer),
      true,
    );
    answers.push({ question: step.question.id, answer });
    step = await owner.expect("POST", path, { answers });
  }
  assert.deepEqual([step.step, step.remedy.id, step.needsTechnician], ["remedy", "cylinder", true]);
  const wrong = await owner.ask("POST", path, { answers: [{ question: "colour", answer: "red" }] });
  assert.deepEqual([wrong.status, wrong.body.error.sentence], [400, 'There is no question "colour".']);
});

test("the installation is ticked off step by step, before and after the lock is added", async () => {
  await using server = await TestServer.open();
  const owner = await server.owner();
  addLock(server, owner);
  const path = `/api/homes/${owner.homeId}/installation`;
  assert.equal((await owner.ask("PUT", `${path}/template`, { lockId: null, isDone: true })).status, 204);
  const { items } = await owner.expect("GET", `${path}?lockId=${lockId}&lang=en`);
  assert.deepEqual(
    items
      .filter(({ isDone }: { readonly isDone: boolean }) => isDone)
      .map(({ step }: { readonly step: string }) => step),
    ["template"],
  );
  assert.equal((await owner.ask("PUT", `${path}/checkPin`, { lockId, isDone: true })).status, 400);
  assert.equal((await owner.ask("GET", `${path}?lockId=${owner.homeId}`)).status, 404);
  const { advice } = await owner.expect("GET", `/api/homes/${owner.homeId}/fingerprint-advice`);
  assert.equal(advice.length, 7);
});
