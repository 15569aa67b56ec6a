import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { promptIds, prompts, type PromptId } from "@catenaccio/lock-core";
import { makeFolder } from "../../test/temporary-folder.ts";
import { formsOf } from "./voice-file.ts";
import { loadVoice, readVoiceFiles } from "./voice.ts";

const promptsFolder = fileURLToPath(new URL("../../prompts", import.meta.url));

test("L39: every prompt exists in Italian and English, and the two differ", () => {
  const voice = loadVoice();
  assert.deepEqual(voice.languages, [
    { language: "en", name: "English" },
    { language: "it", name: "Italiano" },
  ]);
  for (const prompt of promptIds) {
    const values = Object.fromEntries(prompts[prompt].map((name) => [name, 3]));
    const [english, italian] = ["en", "it"].map((language) => voice.speech({ prompt, values, language }));
    assert.ok(english && italian);
    assert.deepEqual([english.language, italian.language], ["en", "it"]);
    assert.notEqual(english.text, italian.text);
    for (const { text } of [english, italian]) {
      assert.match(text, /^\p{Lu}.*[.?]$/u, prompt);
      assert.doesNotMatch(text, /[{}*#]|undefined/, prompt);
      assert.ok(text.length <= 130, `${prompt} is long to listen to: ${text}`);
    }
  }
});

test("L39: no two refusals sound alike", () => {
  const refusals = promptIds.filter((id) =>
    /duplicate|full|length|mismatch|easy|longer|not-in-use|own|last|fault/.test(id),
  );
  for (const file of readVoiceFiles()) {
    const texts = refusals.map((id) => formsOf(file.prompts[id])[0]);
    assert.equal(new Set(texts).size, texts.length, file.language);
  }
});

test("a value is heard, and the words around it follow it", () => {
  const voice = loadVoice();
  const say = (language: string, prompt: PromptId, values: Record<string, number>): string =>
    voice.speech({ prompt, values, language }).text;
  assert.equal(say("en", "locked-out", { minutes: 1 }), "Too many wrong tries. Try again in one minute.");
  assert.equal(say("en", "locked-out", { minutes: 3 }), "Too many wrong tries. Try again in 3 minutes.");
  assert.equal(say("it", "locked-out", { minutes: 1 }), "Troppi tentativi errati. Riprova tra un minuto.");
  assert.equal(say("it", "locked-out", { minutes: 48 }), "Troppi tentativi errati. Riprova tra 48 minuti.");
  assert.match(say("it", "fingerprint-again", { count: 4, remaining: 1 }), /ancora una volta\.$/);
  assert.match(say("en", "delete-confirm", { number: 17 }), /17/);
});

test("a language without a voice is spoken to in English", () => {
  assert.deepEqual(loadVoice().speech({ prompt: "menu-closed", values: {}, language: "fr" }), {
    text: "Menu closed.",
    language: "en",
  });
});

function makePrompts(t: TestContext): string {
  const folder = makeFolder(t);
  cpSync(promptsFolder, folder, { recursive: true });
  return folder;
}

/** A copy of the English file, changed. */
function writeVoice(folder: string, name: string, change: (file: Record<string, unknown>) => void): void {
  const file = JSON.parse(readFileSync(join(folder, "en.json"), "utf8")) as Record<string, unknown>;
  change(file);
  writeFileSync(join(folder, name), JSON.stringify(file));
}

test("L39: a language is added by adding one file", (t) => {
  const folder = makePrompts(t);
  writeVoice(folder, "pl.json", (file) => {
    file["language"] = "pl";
    file["name"] = "Polski";
    const texts = file["prompts"] as Record<string, unknown>;
    const other = "Spróbuj za {minutes} minuty.";
    texts["locked-out"] = {
      by: "minutes",
      one: "Za minutę.",
      few: "Za {minutes} minuty.",
      many: "Za {minutes} minut.",
      other,
    };
  });
  const voice = loadVoice(folder);
  assert.deepEqual(
    voice.languages.map(({ name }) => name),
    ["English", "Italiano", "Polski"],
  );
  const wait = (minutes: number): string =>
    voice.speech({ prompt: "locked-out", values: { minutes }, language: "pl" }).text;
  assert.deepEqual([wait(1), wait(3), wait(12)], ["Za minutę.", "Za 3 minuty.", "Za 12 minut."]);
});

test("a file that does not fit is refused, with its name and what is wrong", (t) => {
  const refuse = (name: string, change: (file: Record<string, unknown>) => void, sentence: RegExp): void => {
    const folder = makePrompts(t);
    writeVoice(folder, name, change);
    assert.throws(() => loadVoice(folder), { name: "VoiceError", message: sentence });
  };
  const texts = (file: Record<string, unknown>): Record<string, unknown> => file["prompts"] as Record<string, unknown>;
  refuse("en.json", (file) => delete texts(file)["menu-open"], /en\.json[^]*menu-open/);
  refuse("en.json", (file) => (texts(file)["menu-shut"] = "Shut."), /en\.json[^]*menu-shut/);
  refuse(
    "en.json",
    (file) => (texts(file)["deleted"] = "Number {nummer} deleted."),
    /deleted[^]*nummer|nummer[^]*deleted/,
  );
  refuse("en.json", (file) => (texts(file)["locked-out"] = { by: "hours", other: "Wait." }), /hours/);
  refuse("en.json", (file) => (texts(file)["locked-out"] = { by: "minutes", one: "Wait." }), /locked-out/);
  refuse("en.json", (file) => (texts(file)["menu-open"] = ""), /menu-open/);
  refuse("fr.json", () => undefined, /fr\.json says that its language is en/);
  const folder = makePrompts(t);
  writeFileSync(join(folder, "de.json"), "{");
  assert.throws(() => loadVoice(folder), { name: "VoiceError", message: /de\.json is not JSON/ });
  rmSync(join(folder, "de.json"));
  rmSync(join(folder, "en.json"));
  assert.throws(() => loadVoice(folder), { name: "VoiceError", message: /no voice file for en/ });
});

test("what is not a voice file is left alone", (t) => {
  const folder = makePrompts(t);
  writeFileSync(join(folder, "notes.txt"), "Ask a Pole.");
  assert.equal(loadVoice(folder).languages.length, readdirSync(promptsFolder).length);
});
