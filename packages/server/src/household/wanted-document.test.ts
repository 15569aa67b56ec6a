import assert from "node:assert/strict";
import { test } from "node:test";
import { always, wantedLock } from "@catenaccio/protocol";
import { composeWanted, type AccessWithName } from "./wanted-document.ts";

const lockId = "11111111-1111-4111-8111-111111111111";
const at = "2026-03-02T08:00:00.000Z";

function accessOf(digit: string, changes: Partial<AccessWithName> = {}): AccessWithName {
  return {
    personId: `2222222${digit}-2222-4222-8222-222222222222`,
    lockId,
    name: `Person ${digit}`,
    role: "member",
    type: "ordinary",
    isPaused: 0,
    schedule: JSON.stringify(always),
    changedAt: at,
    usedAt: null,
    ...changes,
  };
}

function pinOf(digit: string, personId: string) {
  const credentialId = `3333333${digit}-3333-4333-8333-333333333333`;
  return { credentialId, personId, kind: "pin", label: "mine", sealed: "s1.a.b", tag: "t", createdAt: at } as const;
}

test("the same rows in any order are the same document, and it keeps to the protocol", () => {
  const access = [accessOf("1"), accessOf("2", { type: "oneTime" }), accessOf("3")];
  const credentials = access.flatMap(({ personId }, index) => [
    pinOf(`${index}`, personId),
    pinOf(`${index + 5}`, personId),
  ]);
  const document = composeWanted({ lockId, revision: 4, access, credentials });
  const reversed = { access: access.toReversed(), credentials: credentials.toReversed() };
  assert.deepEqual(composeWanted({ lockId, revision: 4, ...reversed }), document);
  assert.deepEqual(wantedLock.parse(document), document);
  assert.deepEqual(
    document.users.map(({ credentials: own }) => own.length),
    [2, 2, 2],
  );
  assert.doesNotMatch(JSON.stringify(document), /mine|"t"/, "labels and tags are nobody's business at the lock");
});

test("who is paused, and whose one time was used, is wanted disabled", () => {
  const access = [accessOf("1"), accessOf("2", { isPaused: 1 }), accessOf("3", { type: "oneTime", usedAt: at })];
  const { users } = composeWanted({ lockId, revision: 1, access, credentials: [] });
  assert.deepEqual(
    users.map(({ isPaused }) => isPaused),
    [false, true, true],
  );
});
