/** A door lock of another make in a home: people, PINs, schedules, opening and history, as far as it can. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { openFolder } from "../lock/panel-process.ts";
import { MatterHome } from "../matter/matter-home.ts";
import { openStockLock } from "../matter/stock-lock.ts";
import { octets } from "../matter/wire-values.ts";
import { HomeProcess } from "./home-process.ts";
import { Owner, statusesOf } from "./owner.ts";
import { until } from "./until.ts";

const annasPin = "74019385";
const mornings = { weekDays: [{ days: ["mon", "thu"], from: "09:00", to: "12:00" }], dates: [] };
const success = { status: 0 };
const timed = { timed: true } as const;

test("G7: a lock of another make is added by its code, has its people, opens with a proof, and tells what happened", async (t) => {
  const home = new HomeProcess(join(await openFolder(t), "home"), "gateway");
  const [{ label }] = await Promise.all([openStockLock(t), home.open()]);
  const owner = await Owner.claim(home);
  const lockId = await owner.addLock({ name: "Cellar", code: label.manual, port: label.port });
  const lock = `${owner.base}/locks/${lockId}`;
  const { report } = await owner.readLock(lockId);
  assert.deepEqual([report.abilities.isCatenaccio, report.abilities.fingerprints], [false, 0]);
  assert.equal(report.situation.lockState, "locked");

  const anna = await owner.addPerson({ name: "Anna", lockId, pin: annasPin });
  const carla = await owner.addPerson({ name: "Carla", lockId, pin: "58203917", access: { schedule: mornings } });
  await owner.untilConfirmed();
  // The lock's own view, as another Matter home has it that the lock is shared with.
  const { proof } = await owner.api.expect("POST", `${lock}/proofs`, { action: "share", password: Owner.password });
  const { manual } = await owner.api.expect("POST", `${lock}/share`, { proof });
  const shared = await (await MatterHome.open(t, { name: "Bruno" })).add(manual, label.port);
  const users = await Promise.all([1, 2].map(async (userIndex) => await shared.invoke("getUser", { userIndex })));
  assert.deepEqual(new Set(users.map(({ userName }) => userName)), new Set(["Anna", "Carla"]));
  const carlas = users.findIndex(({ userName }) => userName === "Carla") + 1;
  const schedule = await shared.invoke("getWeekDaySchedule", { weekDayIndex: 1, userIndex: carlas });
  const { status, startHour, endHour } = schedule;
  assert.deepEqual({ status, startHour, endHour }, { status: 0, startHour: 9, endHour: 12 });

  assert.deepEqual(await shared.invoke("unlockDoor", { pinCode: octets(annasPin) }, timed), success);
  const [byPin] = await owner.untilHistory("kind=opened", (entries) => entries.length === 1);
  assert.deepEqual([byPin?.personName, byPin?.record.personId], ["Anna", anna]);
  await shared.invoke("lockDoor", {}, timed);

  const withoutProof = await owner.api.ask("POST", `${lock}/unlock`, {});
  assert.equal(withoutProof.status, 401);
  assert.deepEqual(await owner.unlock(lockId), { ok: true });
  await until(
    async () => await owner.readLock(lockId),
    (view) => view.report.situation.lockState === "unlocked",
  );
  const history = await owner.untilHistory(
    "",
    (entries) => entries.filter(({ kind }) => kind === "opened").length === 2,
  );
  const numbers = history.map(({ record }) => record.number);
  assert.deepEqual(
    numbers,
    [...new Set(numbers)].toSorted((one, other) => one - other),
    "each once, in order",
  );
  assert.ok(history.every(({ record }) => record.numbering === "matter"));
  assert.deepEqual(await owner.api.expect("POST", `${lock}/lock`, {}), { ok: true });

  const finger = await owner.api.expect("POST", `${owner.base}/people/${carla}/credentials`, { kind: "fingerprint" });
  const settled = await owner.untilSettled();
  const refused = settled.find(({ personId }) => personId === carla);
  assert.deepEqual(
    refused.credentials.find(({ kind }: { readonly kind: string }) => kind === "fingerprint").locks[0].status,
    { status: "refused", reason: "notSupported" },
  );
  const enrolment = `${owner.base}/people/${carla}/credentials/${finger.credential.credentialId}/enrolment`;
  const begun = await owner.api.ask("POST", enrolment, { lockId });
  assert.ok(begun.status >= 400, "there is no reader");
  assert.match(begun.body.error.sentence, /\.$/);
  const card = { kind: "rfid", identifier: "04A2B3C4" };
  await owner.api.expect("POST", `${owner.base}/people/${carla}/credentials`, card);
  const again = await owner.untilSettled();
  const reasons = again.flatMap(statusesOf).map(({ reason }) => reason);
  const refusals = reasons.filter((reason) => reason !== undefined);
  assert.deepEqual(refusals, ["notSupported", "notSupported"]);
  const set = await owner.api.ask("PUT", `${lock}/settings`, { setting: { name: "volume", value: "low" } });
  assert.ok(set.status >= 400);
  await owner.api.expect("DELETE", `${owner.base}/people/${anna}`);
  await until(
    async () => await shared.invoke("getUser", { userIndex: 3 - carlas }),
    ({ userStatus }) => userStatus === null,
  );
  assert.equal(home.stderr, "");
});
