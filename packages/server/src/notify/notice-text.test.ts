import assert from "node:assert/strict";
import { test } from "node:test";
import { noticeKinds } from "@catenaccio/protocol/api";
import type { Notice } from "./notice.ts";
import { noticeTexts, wordNotice } from "./notice-text.ts";

const notice = (changes: Partial<Notice>): Notice => ({
  kind: "wrongCodes",
  homeId: "h",
  lockId: "l",
  personId: null,
  at: "2026-03-02T09:00:08.000Z",
  details: {},
  ...changes,
});
const names = { lock: "Front door", person: null, timeZone: "Europe/Rome" };

test("every notice has words in both languages, with the same gaps", () => {
  const gapsOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).toSorted();
  for (const key of [...noticeKinds, "wrongCodesCounted", "test"] as const) {
    const { en, it } = noticeTexts;
    for (const part of ["title", "body"] as const) {
      assert.notEqual(en[key][part], it[key][part]);
      assert.deepEqual(gapsOf(en[key][part]), gapsOf(it[key][part]), key);
    }
  }
});

test("no gap stays empty, whatever is known", () => {
  for (const kind of noticeKinds)
    for (const language of ["en", "it"] as const) {
      const { title, body } = wordNotice(notice({ kind }), { ...names, lock: null, language });
      assert.doesNotMatch(title + body, /[{}]|undefined/);
    }
});

test("a lock-out tells tries and time, on the clock of the home", () => {
  const details = { tries: 5, since: "2026-03-02T08:59:00.000Z", lockouts: 2 };
  assert.deepEqual(wordNotice(notice({ details }), { ...names, language: "en" }), {
    title: "Front door: locked out after 5 wrong tries",
    body: "From 09:59 to 10:00. Lock-outs within a day: 2. Nothing opens but the key for a while.",
  });
});

test("who it was is said to those alone who may know", () => {
  const duress = notice({ kind: "duress" });
  assert.match(wordNotice(duress, { ...names, person: "Anna", language: "it" }).body, /^Anna ha usato/);
  assert.match(wordNotice(duress, { ...names, language: "it" }).body, /^Qualcuno ha usato/);
});
