/** A person's first day with the API, as its documentation page describes it: from the label to the history. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { unlocks } from "../lock/at-the-door.ts";
import { ApiClient } from "./api-client.ts";
import { openHome } from "./home-process.ts";
import { until } from "./until.ts";

const password = "a long enough password";
const adminPin = "74019385";

const pad = (text: string): string => `${text}#`;

test("A2, A3, A5, A6, A8: claim the gateway, add the lock, invite somebody, give a guest a PIN, open the door", async (t) => {
  const home = await openHome(t);
  const { manual } = home.label;
  const owner = new ApiClient(home.url);
  const claimed = await owner.expect("POST", "/api/claim", {
    code: home.claim,
    name: "Anna",
    email: "anna@example.org",
    password,
    homeName: "Via Roma 1",
  });
  const { homeId } = claimed.homes[0];
  const base = `/api/homes/${homeId}`;
  assert.equal(
    (await owner.ask("POST", "/api/claim", { code: home.claim, name: "B", email: "b@example.org", password })).status,
    409,
  );

  const { lockId } = await owner.expect("POST", `${base}/locks`, { name: "Front door", code: manual });
  assert.match(
    (
      await until(
        () => owner.expect("GET", `${base}/locks/${lockId}`),
        ({ state }) => state === "failed",
      )
    ).progress.error,
    /./,
    "whoever forgets to hold RESET is told so",
  );
  await owner.ask("DELETE", `${base}/locks/${lockId}`);
  await home.openWindow();
  const added = await owner.expect("POST", `${base}/locks`, { name: "Front door", code: manual });
  const lock = `${base}/locks/${added.lockId}`;
  const there = await until(
    () => owner.expect("GET", lock),
    ({ state, report }) => state === "added" && report?.link === "online",
  );
  assert.equal(there.report.situation.lockState, "locked");

  const { token } = await owner.expect("POST", `${base}/invitations`, { email: "bruno@example.org", role: "member" });
  const bruno = new ApiClient(home.url);
  await bruno.expect("POST", "/api/invitations/accept", { token, email: "bruno@example.org", name: "Bruno", password });
  assert.equal((await bruno.ask("GET", `${base}/people`)).status, 403);
  assert.equal((await bruno.ask("GET", `${base}/locks`)).status, 200);

  const person = await owner.expect("POST", `${base}/people`, { name: "Anna" });
  await owner.expect("PUT", `${base}/people/${person.personId}/access/${added.lockId}`, { role: "administrator" });
  await owner.expect("POST", `${base}/people/${person.personId}/credentials`, { kind: "pin", digits: adminPin });
  await until(
    () => owner.expect("GET", `${base}/people/${person.personId}`),
    ({ credentials }) => credentials[0]?.locks[0]?.status.status === "confirmed",
  );
  await home.send({ touch: true }, { press: pad(`99${adminPin}123`) });
  const { entries } = await until(
    () => owner.expect("GET", `${base}/history?kind=opened`),
    (page) => page.entries.length > 0,
  );
  assert.equal(entries[0].record.personId, person.personId);
  assert.equal(entries[0].personName, "Anna");

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const guest = await owner.expect("POST", `${base}/guests`, {
    name: "Carla",
    locks: [added.lockId],
    from: `${tomorrow}T09:00`,
    to: `${tomorrow}T12:00`,
  });
  assert.match(guest.pin, /^\d{6,10}$/);
  const page = await until(
    () => new ApiClient(home.url).expect("POST", "/api/guest", { token: guest.token }),
    ({ locks }) => locks.every(({ status }: { readonly status: string }) => status === "ready"),
  );
  assert.equal(page.pin, guest.pin);
  await until(
    () => home.state(),
    ({ lockState }) => lockState === "locked",
  );
  await home.send({ touch: true }, { press: pad(guest.pin) });
  const refused = await until(
    () => owner.expect("GET", `${base}/history?kind=refused`),
    (history) => history.entries.length > 0,
  );
  assert.equal(refused.entries[0].record.happening.reason, "out-of-schedule", "tomorrow is not today");

  const withoutProof = await owner.ask("POST", `${lock}/unlock`, { proof: "nothing" });
  assert.equal(withoutProof.status, 403);
  const { proof } = await owner.expect("POST", `${lock}/proofs`, { action: "unlock", password });
  const opened = await owner.expect("POST", `${lock}/unlock`, { proof });
  assert.deepEqual(opened, { ok: true });
  await until(
    () => home.log(),
    (log) => unlocks(log).length === 2,
  );
  assert.equal((await owner.ask("POST", `${lock}/unlock`, { proof })).status, 409, "a proof is for once");
  assert.ok(!home.stdout.includes(adminPin) && !home.stderr.includes(adminPin));
  assert.equal(home.stderr, "");
});
