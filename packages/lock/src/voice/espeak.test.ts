import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync, watch, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { makeFolder } from "../../test/temporary-folder.ts";
import { EspeakVoice } from "./espeak.ts";
import { loadVoice } from "./voice.ts";

const hello = { text: "Hello.", language: "en" };

interface Program {
  readonly path: string;
  /** The calls so far, one line of arguments each. */
  calls(): readonly string[];
  /** Lets the call that waits go on. */
  readonly gate: string;
}

/** A program that notes its arguments, and ends once the gate is opened that often. */
function makeProgram(t: TestContext, status = 0): Program {
  const folder = makeFolder(t);
  const path = join(folder, "speak");
  const log = join(folder, "log");
  const gate = join(folder, "gate");
  writeFileSync(log, "");
  writeFileSync(
    path,
    `#!/bin/sh\necho "$*" >> '${log}'\nuntil [ -e '${gate}' ]; do sleep 0.01; done\nexit ${status}\n`,
  );
  chmodSync(path, 0o755);
  return {
    path,
    gate,
    calls: () =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line !== ""),
  };
}

/** Resolves as soon as something in the file's folder changed so that the condition holds. */
async function until(path: string, condition: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const watcher = watch(dirname(path), () => {
    if (condition()) resolve();
  });
  if (condition()) resolve();
  await promise;
  watcher.close();
}

interface Sample {
  readonly voice: EspeakVoice;
  readonly notices: string[];
}

function makeVoice(t: TestContext, program: string, programArguments: readonly string[] = []): Sample {
  const notices: string[] = [];
  const voice = new EspeakVoice({ program, programArguments, onNotice: (sentence) => notices.push(sentence) });
  t.after(() => voice.stop());
  return { voice, notices };
}

test("texts are said one after the other, each in its language and at the volume of its moment", async (t) => {
  const program = makeProgram(t);
  const { voice, notices } = makeVoice(t, program.path);
  voice.say(hello);
  voice.say({ text: "--not an option", language: "it" });
  await until(program.path, () => program.calls().length === 1);
  voice.setLoudness("low");
  writeFileSync(program.gate, "");
  await until(program.path, () => program.calls().length === 2);
  assert.deepEqual(program.calls(), ["-v en -a 200 -- Hello.", "-v it -a 60 -- --not an option"]);
  assert.deepEqual(notices, []);
});

test("while one text is said, three wait; a further one drops the oldest of them", async (t) => {
  const program = makeProgram(t);
  const { voice } = makeVoice(t, program.path);
  for (const text of ["one", "two", "three", "four", "five", "six"]) voice.say({ text, language: "en" });
  await until(program.path, () => program.calls().length === 1);
  writeFileSync(program.gate, "");
  await until(program.path, () => program.calls().length === 4);
  assert.deepEqual(
    program.calls().map((call) => call.split(" ").at(-1)),
    ["one", "four", "five", "six"],
  );
});

test("where the program is missing the lock is silent, and says so once", async (t) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const notices: string[] = [];
  const voice = new EspeakVoice({
    program: join(makeFolder(t), "missing"),
    onNotice: (sentence) => {
      notices.push(sentence);
      resolve(sentence);
    },
  });
  voice.say(hello);
  voice.say(hello);
  assert.match(await promise, /^The lock cannot be heard: .*missing cannot be started/);
  voice.say(hello);
  assert.equal(notices.length, 1);
});

test("a program that fails is a notice too", async (t) => {
  const program = makeProgram(t, 3);
  writeFileSync(program.gate, "");
  const { promise, resolve } = Promise.withResolvers<string>();
  new EspeakVoice({ program: program.path, onNotice: resolve }).say(hello);
  assert.match(await promise, /status 3/);
});

test("after stop nothing is said any more", async (t) => {
  const program = makeProgram(t);
  const { voice, notices } = makeVoice(t, program.path);
  voice.say(hello);
  voice.say(hello);
  await until(program.path, () => program.calls().length === 1);
  voice.stop();
  voice.say(hello);
  writeFileSync(program.gate, "");
  assert.equal(program.calls().length, 1);
  assert.deepEqual(notices, []);
});

const real = "espeak-ng";
const isInstalled = spawnSync(real, ["--version"]).status === 0;

// Without the program there is nothing to try; the tests above have said what happens then.
if (isInstalled)
  test("espeak-ng itself says an Italian prompt", async (t) => {
    const sound = join(makeFolder(t), "sound.wav");
    const { voice, notices } = makeVoice(t, real, ["-w", sound]);
    voice.say(loadVoice().speech({ prompt: "pin-repeat", values: {}, language: "it" }));
    // A second of speech is more than 20 kB; the header alone is 44 bytes.
    await until(sound, () => existsSync(sound) && statSync(sound).size > 20_000);
    assert.equal(readFileSync(sound).subarray(0, 4).toString(), "RIFF", basename(sound));
    assert.deepEqual(notices, []);
  });
