import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { LockHappening } from "@catenaccio/protocol";
import type { HistoryEntry } from "@catenaccio/protocol/api";

let words: typeof import("./entry-words.ts");
let texts: typeof import("../text/language.ts");

before(async () => {
  // The app writes its language there.
  Object.defineProperty(globalThis, "document", { value: { documentElement: {} }, configurable: true });
  texts = await import("../text/language.ts");
  words = await import("./entry-words.ts");
});

function say(happening: LockHappening, who: string | null, language: "en" | "it" = "en"): string {
  texts.language.value = language;
  const at = "2026-03-02T09:00:00.000Z";
  const record = { lockId: "lock", numbering: "log", number: 1, time: at, heardAt: at, personId: null } as const;
  const entry: HistoryEntry = {
    record: { ...record, happening },
    kind: "other",
    at,
    lockName: "Front door",
    personName: who,
  };
  return words.entrySentence(entry);
}

const unlock = { event: "lockOperation", operation: "unlock", user: 1, credential: null } as const;
const refusal = { event: "lockOperationError", operation: "unlock", user: null, credential: null } as const;

test("who came, and how, is one sentence", () => {
  assert.equal(say({ ...unlock, source: "biometric" }, "Marta"), "Marta opened with a finger");
  assert.equal(say({ ...unlock, source: "rfid" }, "Marta", "it"), "Marta ha aperto con una scheda");
  assert.equal(say({ ...unlock, source: "remote" }, null), "Opened from the app");
  assert.equal(say({ ...unlock, operation: "lock", source: "auto" }, null), "Locked again by itself");
  assert.equal(say({ ...unlock, operation: "forcedUserEvent", source: "keypad" }, "Marta"), "Marta opened with a PIN");
});

test("a way that the lock does not name leaves no hole in the sentence", () => {
  assert.equal(say({ ...unlock, source: "unspecified" }, "Marta"), "Marta opened");
  assert.equal(say({ ...refusal, source: "unspecified", error: "invalidCredential" }, null), "Somebody tried: refused");
});

test("what the lock could not do is not told as if somebody had been refused", () => {
  const sentence = say({ ...refusal, source: "keypad", error: "unspecified", reason: "bolted-inside" }, "Marta");
  assert.equal(sentence, "Marta tried with a PIN: the lock could not open");
});

test("a setting is told with its value in words, and one that is not known as the lock calls it", () => {
  const setting = { event: "setting", source: "remote" } as const;
  assert.equal(say({ ...setting, name: "volume", value: "low" }, null), "Volume: soft, from the app");
  assert.equal(
    say({ ...setting, name: "autoRelockSeconds", value: 0 }, null, "it"),
    "Si richiude dopo: solo su comando, dall’app",
  );
  assert.equal(
    say({ ...setting, name: "autoRelockSeconds", value: 8 }, null, "it"),
    "Si richiude dopo: 8 secondi, dall’app",
  );
  assert.equal(say({ ...setting, name: "futureThing", value: "warp" }, null), "futureThing: warp, from the app");
});

test("lost entries are counted", () => {
  assert.match(say({ event: "gap", from: 4, to: 4 }, null), /^One entry was lost/);
  assert.match(say({ event: "gap", from: 4, to: 9 }, null, "it"), /^6 voci perse/);
});
