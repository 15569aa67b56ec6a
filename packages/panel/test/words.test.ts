import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import type { LogEntry, ReportedRecord } from "../src/page/messages-of-the-lock.ts";
import { english, type MessageKey } from "../src/page/messages-en.ts";
import { homesWord } from "../src/page/home-words.ts";
import { groupManualCode } from "../src/page/manual-code.ts";
import { unconnectedView } from "../src/page/panel-view.ts";
import { wordsOfRecord } from "../src/page/record-words.ts";
import { tryList } from "../src/page/try-list.ts";
import { isMessageKey, messagesOf, pageLanguages, sayIn } from "../src/page/words.ts";

const pageFolder = new URL("../src/page/", import.meta.url);

type Reason = Extract<LogEntry, { readonly event: "lockOperationError" }>["reason"];

function record(entry: LogEntry): ReportedRecord {
  return { seq: 1, time: null, ...entry };
}

const sources = ["keypad", "biometric", "rfid", "remote", "auto", "unspecified"] as const;
const credentials = [
  null,
  { kind: "pin", index: 2 },
  { kind: "fingerprint", index: 1 },
  { kind: "rfid", index: 50 },
] as const;
const errors = ["invalidCredential", "disabledUserDenied", "restricted", "insufficientBattery", "unspecified"] as const;
/** What the page has words for, and none at all. */
const reasons = [
  "",
  ...Object.keys(english)
    .filter((key) => key.startsWith("reason."))
    .map((key) => key.slice("reason.".length)),
] as readonly Reason[];
const alarms = [
  "lockJammed",
  "wrongCodeEntryLimit",
  "entryStopped",
  "frontEscutcheonRemoved",
  "lockFactoryReset",
  "lowBattery",
  "forcedUser",
] as const;
const detectableFaults = ["motor-stall", "motor-open", "clutch", "cable", "keypad", "reader"] as const;

/** Each event of the protocol with each of its words. */
const entries: readonly LogEntry[] = [
  ...(["lock", "unlock", "nonAccessUserEvent"] as const).flatMap((operation) =>
    sources.flatMap((source) =>
      credentials.flatMap((credential) =>
        [null, 7].map((user) => ({ event: "lockOperation", operation, source, user, credential }) as const),
      ),
    ),
  ),
  ...(["lock", "unlock"] as const).flatMap((operation) =>
    errors.flatMap((error) =>
      reasons.map(
        (reason) =>
          ({
            event: "lockOperationError",
            operation,
            source: "keypad",
            error,
            user: null,
            credential: null,
            reason,
          }) as const,
      ),
    ),
  ),
  ...alarms.map((code) => ({ event: "alarm", code }) as const),
  ...(["add", "modify", "clear"] as const).flatMap((change) =>
    credentials.map((credential) => ({ event: "userChange", change, user: 3, credential, source: "keypad" }) as const),
  ),
  ...(["volume", "language", "autoRelockSeconds", "guardProfile", "isMenuEnabled", "operatingMode"] as const).flatMap(
    (name) =>
      ["silent", "it", 5, true, false, "strict"].map(
        (value) => ({ event: "setting", name, value, source: "remote" }) as const,
      ),
  ),
  ...(["up", "batteriesOut", "usb"] as const).map((what) => ({ event: "power", what }) as const),
  ...(["opened", "closed", "joined", "left"] as const).map((what) => ({ event: "pairing", what }) as const),
  ...detectableFaults.flatMap((cause) => [true, false].map((on) => ({ event: "fault", cause, on }) as const)),
];

describe("the words of the page", () => {
  for (const language of pageLanguages)
    test(`every log record is a sentence in ${language}, with every value in its place`, () => {
      const say = sayIn(language);
      for (const entry of entries) {
        const words = wordsOfRecord(record(entry), say, () => null);
        assert.ok(words.length > 3, JSON.stringify(entry));
        assert.doesNotMatch(words, /[{}]|undefined|null|\[object/, JSON.stringify(entry));
        // A name of the protocol in a sentence means that its word is missing.
        assert.doesNotMatch(words, /[a-z][A-Z]/, JSON.stringify(entry));
        if (entry.event === "fault") assert.doesNotMatch(words, /motor-|-door|-body/);
        if (entry.event !== "lockOperationError") continue;
        const reason: string = entry.reason;
        if (!["", "interrupted", "clutch"].includes(reason)) assert.ok(!words.includes(reason), words);
      }
    });

  test("records that differ are told differently", () => {
    const say = sayIn("en");
    const alarmsTold = new Set(alarms.map((code) => wordsOfRecord(record({ event: "alarm", code }), say, () => null)));
    assert.equal(alarmsTold.size, alarms.length);
    const unlocked = {
      event: "lockOperation",
      operation: "unlock",
      user: 1,
      credential: { kind: "pin", index: 2 },
    } as const;
    assert.equal(
      wordsOfRecord(record({ ...unlocked, source: "keypad" }), say, () => null),
      "Unlocked at the keypad: PIN 2, user 1",
    );
    assert.equal(
      wordsOfRecord(record({ ...unlocked, source: "keypad" }), sayIn("it"), () => "Eva"),
      "Sbloccata dal tastierino: PIN 2, Eva (utente 1)",
    );
  });

  test("a word that the page does not know is shown as it is", () => {
    const unknown = {
      event: "lockOperationError",
      operation: "unlock",
      source: "keypad",
      error: "restricted",
      user: null,
      credential: null,
      reason: "moon-phase" as Reason,
    } as const;
    assert.match(
      wordsOfRecord(record(unknown), sayIn("en"), () => null),
      /moon-phase/,
    );
  });

  test("both languages have every message, and the same values in each", () => {
    const valuesIn = (text: string): readonly string[] =>
      [...text.matchAll(/\{[a-z]+\}|\[[0-9*#]+\]/gi)].map(String).toSorted();
    for (const language of pageLanguages) {
      assert.deepEqual(Object.keys(messagesOf[language]).toSorted(), Object.keys(english).toSorted());
      for (const [key, text] of Object.entries(messagesOf[language])) {
        assert.notEqual(text, "", key);
        assert.deepEqual(valuesIn(text), valuesIn(english[key as MessageKey]), `${language} ${key}`);
      }
    }
  });

  test("every message that page, drawings and modules name exists, and every message is named somewhere", () => {
    const files = readdirSync(pageFolder).map((name) => ({
      name,
      text: readFileSync(new URL(name, pageFolder), "utf8"),
    }));
    const named = new Set<string>();
    for (const { name, text } of files) {
      if (!/\.(?:html|svg)$/.test(name)) continue;
      for (const [, key = ""] of text.matchAll(/data-(?:text|label|title)="([^"]*)"/g)) {
        assert.ok(isMessageKey(key), `${name}: ${key}`);
        named.add(key);
      }
    }
    const modules = files
      .filter(({ name }) => name.endsWith(".ts") && !name.startsWith("messages-"))
      .map(({ text }) => text)
      .join("\n");
    const prefixes = [...modules.matchAll(/`([a-z][\w.]*)\.\$\{|sayWord\(say, "([\w.]+)"/gi)].map(
      ([, own, word]) => `${own ?? word}.`,
    );
    for (const key of Object.keys(english)) {
      const isNamed =
        named.has(key) || modules.includes(`"${key}"`) || prefixes.some((prefix) => key.startsWith(prefix));
      assert.ok(isNamed, `${key} is not used`);
    }
  });

  test("the things to try have different names", () => {
    assert.equal(new Set(tryList.map(({ name }) => name)).size, tryList.length);
  });

  test("what needs Matter is not among the things to try while Matter is off", () => {
    const possible = (status: "off" | "starting"): readonly string[] =>
      tryList
        .filter(({ isPossible }) => isPossible?.({ ...unconnectedView, label: { status } }) ?? true)
        .map(({ name }) => name);
    assert.deepEqual(
      tryList.map(({ name }) => name).filter((name) => !possible("off").includes(name)),
      ["home"],
    );
    assert.equal(possible("starting").length, tryList.length);
  });
});

test("a code to type is grouped as on labels; one of another length stays whole", () => {
  assert.equal(groupManualCode("34970112332"), "3497-011-2332");
  assert.equal(groupManualCode("749701123365521327694"), "749701123365521327694");
});

describe("in how many homes the lock is", () => {
  const ready = {
    status: "ready",
    qr: "",
    manual: "",
    serial: null,
    isLocalOnly: true,
    drawing: { modules: 0, path: "" },
  } as const;
  const say = sayIn("en");

  test("is told in words", () => {
    const words = [0, 1, 2].map((homes) => homesWord({ state: { homes }, label: ready }, say));
    assert.deepEqual(words, ["in no home", "in 1 home", "in 2 homes"]);
  });

  test("is not told before it is known, nor of a lock without Matter", () => {
    assert.equal(homesWord({ state: { homes: 0 }, label: { status: "starting" } }, say), "Matter is starting");
    for (const view of [
      { state: null, label: ready },
      { state: {}, label: ready },
      { state: { homes: 0 }, label: null },
      { state: { homes: 0 }, label: { status: "off" } },
    ] as const)
      assert.equal(homesWord(view, say), null);
  });
});
