/** The voice: every prompt in two languages, and refusals that tell their reason. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addCard,
  addFinger,
  addPin,
  adminCard,
  adminFinger,
  adminPin,
  aWhile,
  enter,
  errors,
  fiveWrongTries,
  minute,
  moveIn,
  nobodysPin,
  openMenu,
  openMenuAsAdmin,
  press,
  repeat,
  says,
  setCard,
  setUser,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, Out } from "./panel-process.ts";

/** A day on which much is said. */
const talkativeDay: readonly Line[] = [
  ...moveIn,
  ...openMenuAsAdmin,
  { press: "12#123#12#730264#951486#" },
  ...addPin(adminPin),
  ...addCard(adminCard),
  { press: "11#" },
  { finger: "b", as: "wet" },
  { finger: "b", as: "hard" },
  ...repeat(2, { finger: "b" }, { finger: "c" }),
  { press: "*21#9#21#1##22#1#33##41#42#43#99#3570#*13#*" },
  { press: "*" },
  { finger: adminFinger, as: "dry" },
  ...enter(nobodysPin),
  ...enter(adminPin),
  aWhile,
  { handle: "outside", move: "stuck" },
  ...enter(adminPin),
  { handle: "outside", move: "release" },
  aWhile,
  { bolt: "thrown" },
  ...enter(adminPin),
  { bolt: "free" },
  { fault: "motor-stall", on: true },
  ...enter(adminPin),
  aWhile,
  { fault: "motor-stall", on: false },
  { volts: 4.5 },
  ...enter(adminPin),
  { volts: 4 },
  ...openMenuAsAdmin,
  { press: "12#730264#730264#*" },
  { volts: 6.2 },
  { wait: minute },
  ...fiveWrongTries,
  ...enter(adminPin),
  { wait: 3 * minute },
  { reset: 3_200 },
  { press: "*" },
  { tamper: true },
  { wait: 2 * minute },
  { batteries: "out" },
  { batteries: "in", volts: 6.2, reset: true },
];

test("L39: what is said in Italian is said in English, prompt by prompt, with a text in its language", async (t) => {
  const spoken = async (language: string) => {
    const panel = await openPanel(t, "--lang", language);
    const out = await panel.send(...talkativeDay);
    assert.deepEqual(errors(out), []);
    await panel.close();
    return out.filter(({ say }) => say !== undefined);
  };
  const [english, italian] = await Promise.all([spoken("en"), spoken("it")]);
  assert.deepEqual(says(english), says(italian));
  assert.ok(new Set(says(english)).size > 20, "many prompts were heard");
  for (const [index, prompt] of english.entries()) {
    const translation = italian[index];
    assert.deepEqual([prompt.lang, translation?.lang], ["en", "it"], prompt.say);
    assert.notEqual((prompt.text ?? "").trim(), "", prompt.say);
    assert.notEqual((translation?.text ?? "").trim(), "", prompt.say);
  }
  // Some word may be the same in both languages; a whole voice is not.
  const different = english.filter(({ text }, index) => text !== italian[index]?.text);
  assert.ok(different.length > english.length * 0.9);
});

test("L39, L33: the language is a setting, which the app changes and a power cut keeps", async (t) => {
  const panel = await openPanel(t);
  const spoken = async () => {
    const out = await panel.send(...openMenu, { press: "99#*" });
    return new Set(out.flatMap(({ lang }) => lang ?? []));
  };
  assert.deepEqual(await spoken(), new Set(["en"]));
  await panel.send({ remote: "language", to: "it" });
  assert.equal((await panel.state()).language, "it");
  assert.deepEqual(await spoken(), new Set(["it"]));
  await panel.cutPower();
  assert.deepEqual(await spoken(), new Set(["it"]));
});

test("L39: a refusal tells its reason, each in words of its own", async (t) => {
  const panel = await openPanel(t, "--profile", "strict");
  await panel.send(...moveIn, ...openMenuAsAdmin);
  const reasons: Record<string, readonly Out[]> = {
    duplicate: await panel.send(...addCard(adminCard)),
    length: await panel.send({ press: "12#73026#" }),
    mismatch: await panel.send({ press: "12#730264#951486#" }),
    "not in use": await panel.send({ press: "23#9#" }),
    "own credential": await panel.send({ press: "22#1#" }),
    "easy PIN": await panel.send({ press: "12#111111#" }, { press: "111111#" }),
  };
  await panel.send({ press: "*" });
  for (let number = 2; number <= 50; number += 1)
    await panel.send(setUser(number + 50), setCard(number + 50, number, `card-${number}`));
  await panel.send(...openMenuAsAdmin);
  reasons["full"] = await panel.send(...addCard("card-51"));
  await panel.send({ press: "*" }, { volts: 4 }, ...openMenuAsAdmin);
  reasons["battery"] = await panel.send(...addFinger("b"));

  const prompts = Object.entries(reasons).map(([reason, out]) => [reason, new Set(says(out))] as const);
  for (const [reason, said] of prompts) {
    const others = new Set(prompts.filter(([other]) => other !== reason).flatMap(([, heard]) => [...heard]));
    assert.ok(
      [...said].some((prompt) => !others.has(prompt)),
      `${reason}: only ${[...said].join(", ")} was said`,
    );
  }
});

test("L39, L15x: at the door no refusal tells its reason", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, setUser(20, { enabled: false }), setCard(20, 20, "disabled"));
  const said = async (...lines: readonly Line[]) => {
    const out = await panel.send(...lines);
    await panel.send({ card: adminCard }, aWhile);
    return says(out);
  };
  const unknown = await said({ card: "nobodys" });
  assert.deepEqual(await said({ card: "disabled" }), unknown);
  assert.deepEqual(await said({ finger: "nobodys" }), unknown);
  assert.deepEqual(await said(...press("12#")), unknown);
  assert.deepEqual(await said(...enter(nobodysPin)), unknown);
  assert.deepEqual(await said(...enter(adminPin.padEnd(21, "3"))), unknown);
});
