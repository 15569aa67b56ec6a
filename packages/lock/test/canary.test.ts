/**
 * Two canaries in the mine: a PIN and a card that go into the lock again and again, in every way there is, and must be
 * found nowhere outside again, in whatever spelling: not in what it says, prints or answers, not in what it stores.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { cardIdentifierOf } from "@catenaccio/lock-hardware/simulated";
import { keyName } from "../src/secrets/file-secrets.ts";
import { openDataFolder } from "../src/store/data-folder.ts";
import { lineBytesMax } from "../src/virtual/json-lines.ts";
import { makeFastFolder } from "./power-cuts.ts";
import { spellingsOfBytes, spellingsOfText } from "./spellings.ts";

const program = fileURLToPath(new URL("../../catenaccio/src/main.ts", import.meta.url));

const pin = "407913";
const card = "canary-yellow-card";
const identifier = Buffer.from(cardIdentifierOf(card));
const canaries = [
  ...spellingsOfText(pin).map((spelling) => ({ ...spelling, of: "the PIN" })),
  ...spellingsOfText(card).map((spelling) => ({ ...spelling, of: "the card's name" })),
  ...spellingsOfBytes(identifier).map((spelling) => ({ ...spelling, of: "the card's identifier" })),
];

/** One line of a script: a message, or text that is none. */
type Line = Readonly<Record<string, unknown>> | string;

const repeat = (times: number, lines: (at: number) => readonly Line[]): readonly Line[] =>
  Array.from({ length: times }, (_, at) => lines(at)).flat();
const press = (keys: string): readonly Line[] => [{ touch: true }, { press: keys }];
const openMenu = press("3571#");
const otherPin = "825640";
const finger = "anna-thumb";
const aWhile = { wait: 20_000 };
const anHour = { wait: 3_600_000 };
const setPin = { remote: "setCredential", user: 7, kind: "pin", index: 30, pin };
const setCard = { remote: "setCredential", user: 7, kind: "rfid", index: 30, card };

/** Up to 20 digits with the PIN somewhere in it, never the same; no other digits of them are in the PIN. */
function padded(at: number): string {
  const noise = "2586".repeat(5);
  const before = at % 13;
  const after = (at * 5) % (15 - before);
  return `${noise.slice(0, before)}${pin}${noise.slice(0, after)}`;
}

const malformed: readonly Line[] = [
  pin,
  `"${pin}"`,
  `[${Array.from(pin).join()}]`,
  `{"press":"${pin}"`,
  `{"press":"${pin}#}`,
  `\u{feff}{"press":"${pin}#"}`,
  `${pin},`.repeat(Math.ceil(lineBytesMax / pin.length)),
  JSON.stringify({ press: `${pin}#`.repeat(lineBytesMax) }),
  { press: `${pin}x` },
  { press: Number(pin) },
  { press: Array.from(pin) },
  { press: `${pin}#`.repeat(100) },
  { press: `${pin}#`, touch: pin },
  { press: `${pin}#`, [pin]: pin },
  { [pin]: true },
  { touch: pin },
  { finger: "a", as: pin },
  { finger: { name: pin } },
  { card: [card] },
  { card, as: card },
  { card: card.repeat(10) },
  { card: { [card]: pin } },
  { [card]: true },
  { key: pin },
  { handle: pin, move: pin },
  { bolt: card },
  { door: pin },
  { reset: Number(`1${pin}9`) },
  { batteries: pin, volts: Number(pin) },
  { batteries: "in", volts: Number(pin) },
  { volts: Number(pin) },
  { usb: pin },
  { tamper: card },
  { fault: pin, on: true },
  { wait: -Number(pin) },
  { wait: pin },
  { clock: pin },
  { ask: pin },
  { ask: { state: pin } },
  { remote: pin },
  { remote: { [pin]: pin } },
  { remote: card, card },
  { remote: "unlock", pin: `${pin}x` },
  { remote: "unlock", pin: Number(pin) },
  { remote: "unlock", pin: Array.from(pin).map(Number) },
  { remote: "unlock", pin: pin.repeat(4) },
  { remote: "unlock", pin, [pin]: pin },
  { remote: "unlock", [card]: card },
  { remote: "volume", to: pin },
  { remote: "language", to: pin },
  { remote: "language", to: "xx", pin },
  { remote: "relock", seconds: Number(pin) },
  { remote: "relock", seconds: pin },
  { remote: "setUser", user: Number(pin), name: pin },
  { remote: "setUser", user: 7, role: pin },
  { remote: "setUser", user: 7, type: pin },
  { remote: "setUser", user: 7, enabled: pin },
  { remote: "setUser", user: 7, [pin]: pin },
  { remote: "clearUser", user: pin },
  { ...setPin, index: Number(pin) },
  { ...setPin, index: 99 },
  { ...setPin, user: pin },
  { ...setPin, kind: pin },
  { ...setPin, kind: "rfid" },
  { ...setPin, pin: Number(pin) },
  { ...setPin, pin: ` ${pin}` },
  { ...setPin, [pin]: pin },
  { ...setPin, card },
  { ...setCard, pin },
  { ...setCard, card: identifier.toString("hex").repeat(9) },
  { ...setCard, [card]: card },
  { remote: "clearCredential", kind: pin, index: pin },
  { remote: "setSchedule", user: 7, weekDay: { days: [pin], from: pin, to: pin } },
  { remote: "setSchedule", user: 7, weekDay: { [pin]: pin } },
  { remote: "setSchedule", user: 7, yearDay: { from: pin, to: pin } },
  { remote: "setSchedule", user: pin },
  { remote: "clearSchedules", user: pin },
];

interface Phase {
  readonly flags?: readonly string[];
  readonly lines: readonly Line[];
  /** What shows that the canaries got where they were to get. */
  readonly tells: readonly string[];
}

const phases: Readonly<Record<string, Phase>> = {
  "nobody has it yet": {
    tells: ["unknown-pin", "unknown-card", "locked-out", "wrongCodeEntryLimit"],
    lines: [
      ...openMenu,
      { press: `12#${otherPin}#${otherPin}#11#` },
      ...repeat(5, () => [{ finger }]),
      { press: "*" },
      ...repeat(40, (at) => [
        ...press(`${padded(at)}#`),
        ...press(`${pin}#`),
        { card },
        { remote: "unlock", pin },
        ...(at % 10 === 9 ? [{ finger }] : [anHour]),
        { remote: "entry-on" },
      ]),
      ...press(`${pin}#`),
      aWhile,
      { finger },
    ],
  },
  "it is enrolled at the keypad": {
    tells: ["pin-mismatch", "pin-length", "pin-added", "pin-duplicate", "card-added", "card-duplicate"],
    lines: [
      ...openMenu,
      { finger },
      { press: `12#${pin}#407914#` },
      { press: `12#${pin}*` },
      { press: `12#${pin}#*` },
      { press: `12#${pin}` },
      { wait: 31_000 },
      ...openMenu,
      { finger },
      { press: `12#${pin}${pin}#` },
      { press: `12#${pin}#${pin}#` },
      { press: `12#${pin}#` },
      { press: "13#" },
      { card },
      { press: "13#" },
      { card },
      { press: `22#${pin}#` },
      { press: `${pin}#` },
      { press: "*" },
    ],
  },
  "it opens the door": {
    tells: ["unlock", "entry-too-long", "bolted-inside", "motor-stall", "passage-ended"],
    lines: [
      ...repeat(250, (at) => [...press(`${padded(at)}#`), ...press(`${pin}#`), { card }]),
      { press: pin },
      aWhile,
      ...press(`${pin}*`),
      ...press(`${pin.repeat(4)}#`),
      { press: `${pin}#` },
      { handle: "outside", move: "stuck" },
      ...press(`${pin}#`),
      { card },
      { handle: "outside", move: "release" },
      { bolt: "thrown" },
      ...press(`${pin}#`),
      { card },
      { bolt: "free" },
      { fault: "motor-stall", on: true },
      aWhile,
      ...press(`${pin}#`),
      { card },
      { fault: "motor-stall", on: false },
      { remote: "passage-on" },
      ...press(`${pin}#`),
      { remote: "passage-on" },
      { card },
      aWhile,
    ],
  },
  "it opens the menu": {
    tells: ["menu-open", "deleted", "unknown-pin", "unknown-card"],
    lines: [
      ...repeat(40, (at) => [
        ...openMenu,
        { press: `${padded(at)}#` },
        { press: "*" },
        ...openMenu,
        { card },
        { press: "*" },
      ]),
      ...openMenu,
      { press: pin },
      { press: "*" },
      ...openMenu,
      { press: `${otherPin}#` },
      { press: "22#2##" },
      { press: "23#1##" },
      { press: "*" },
      ...press(`${pin}#`),
      { card },
    ],
  },
  "it comes from the app": {
    tells: ["That credential is already enrolled.", "user-disabled", "forcedUser"],
    lines: [
      setPin,
      setCard,
      { remote: "setUser", user: 7, name: "Eva", role: "member" },
      ...repeat(30, () => [
        setPin,
        setCard,
        { ...setPin, index: 31 },
        { ...setCard, index: 31 },
        { ...setPin, user: 1 },
        { ...setPin, pin: "40791" },
        { remote: "unlock", pin },
        { remote: "unlock", pin: `2${pin}` },
        ...press(`${pin}#`),
        { card },
        { remote: "clearCredential", kind: "pin", index: 30 },
        { remote: "setUser", user: 7, name: "Eva" },
      ]),
      setPin,
      setCard,
      { remote: "setUser", user: 7, enabled: false },
      ...repeat(3, () => [...press(`${pin}#`), { card }, { remote: "unlock", pin }, anHour]),
      { remote: "setUser", user: 7, enabled: true, type: "forcedUser" },
      ...press(`${pin}#`),
      { card },
    ],
  },
  "it comes in messages that are none": {
    tells: ["The line is not JSON.", "The remote order is not known."],
    lines: malformed,
  },
  "the guard is strict": {
    tells: ["padding-not-accepted", "pin-alone", "pin-duplicate"],
    flags: ["--profile", "strict", "--lang", "it"],
    lines: [
      { finger },
      ...repeat(4, (at) => press(`${padded(at)}#`)),
      ...repeat(2, () => press("25862586#")),
      ...repeat(2, (at) => press(`2${padded(at)}#`)),
      ...press(`${pin}#`),
      ...press(`2586${padded(20)}2586#`),
      { card },
      ...openMenu,
      { press: `${otherPin}#` },
      { press: `12#${pin}#` },
      { press: "*" },
    ],
  },
  "the power fails": {
    tells: ["The lock has no power.", "The batteries are too low to store anything new."],
    lines: [
      ...press(pin),
      { batteries: "out" },
      { press: `${pin}#` },
      { card },
      { remote: "unlock", pin },
      setPin,
      { batteries: "in" },
      ...press(`${pin}#`),
      { volts: 3.9 },
      setPin,
      setCard,
      ...press(`${pin}#`),
      { volts: 6.2 },
      { fault: "cable", on: true },
      ...press(`${pin}#`),
      { card },
      { fault: "cable", on: false },
      ...press(`${pin}#`),
    ],
  },
  "everything is erased": {
    tells: ["reset-done", "unknown-pin", "unknown-card"],
    lines: [...openMenu, { press: `${otherPin}#` }, { press: "3570##" }, ...press(`${pin}#`), { card }],
  },
};

test("L12, S-10: a PIN and a card that were used a thousand times are nowhere to be found", async (t) => {
  const folder = join(makeFastFolder(t), "lock");
  for (const [at, [name, { flags = [], lines, tells }]] of Object.entries(phases).entries()) {
    const lock = startLock(t, folder, flags);
    await lock.send([...lines, { ask: "state" }, { ask: "log" }]);
    searchFiles(`${name}, running`, folder);
    // Some end in order, some like a lock whose batteries are pulled.
    await (at % 2 === 0 ? lock.end() : lock.kill());
    searchFiles(`${name}, over`, folder);
    for (const word of tells) assert.ok(lock.output().includes(`"${word}"`), `${name}: ${word}`);
    assertNoCanary(`${name}, standard output`, lock.output());
    assertNoCanary(`${name}, standard error`, lock.errorOutput());
  }
  const entered = JSON.stringify(phases).split(pin).length - 1;
  assert.ok(entered >= 1000, `the PIN was entered ${entered} times only`);
});

test("L12, S-10: the search finds a canary in every spelling, wherever it lies", () => {
  const found = (hay: string | Buffer): boolean => findCanary(Buffer.from(hay)) !== null;
  for (const { needle } of canaries)
    for (const before of ["", "a", "ab"])
      assert.ok(found(Buffer.concat([Buffer.from(before), needle, Buffer.from("z")])));
  for (const secret of [Buffer.from(pin), Buffer.from(card), identifier])
    for (const before of ["", "a", "ab", "abc"]) {
      const bytes = Buffer.concat([Buffer.from(before), secret, Buffer.from("xyz")]);
      for (const encoding of ["base64", "base64url", "hex"] as const)
        assert.ok(found(bytes.toString(encoding)), encoding);
    }
  assert.ok(found(JSON.stringify({ digits: Array.from(pin).map(Number) })));
  assert.ok(found(JSON.stringify({ identifier: new Uint8Array(identifier) })));
  assert.ok(found(JSON.stringify({ identifier })));
  assert.ok(found(Buffer.from(JSON.stringify({ press: `12${pin}#` }), "utf16le")));
  assert.equal(found(JSON.stringify({ say: "refused", seq: 407_914, tag: pin.padStart(64, "0") })), false);
});

test("L12, P-12: without the key's file, no file holds a plain hash of the PIN, nor the key; another lock's tags differ", async (t) => {
  const root = makeFastFolder(t);
  const tags: string[] = [];
  for (const folder of [join(root, "one"), join(root, "two")]) {
    const lock = startLock(t, folder, []);
    await lock.send([...openMenu, { press: `12#${pin}#${pin}#13#` }, { card }, { press: "*" }, ...press(`${pin}#`)]);
    await lock.kill();
    const key = readFileSync(join(folder, keyName));
    const opened = openDataFolder(folder);
    const { credentials } = opened.store.load().durable;
    opened.close();
    tags.push(...[credentials.pin[1]?.tag, credentials.rfid[1]?.tag].map((tag) => tag ?? ""));

    rmSync(join(folder, keyName));
    const files = filesOf(folder);
    assert.ok(
      files.some(([, content]) => content.includes(tags.at(-1) ?? "")),
      "the tags are in there",
    );
    const forbidden = [key, ...digestsWithoutKey(files)].flatMap(spellingsOfBytes);
    for (const [name, content] of files)
      assert.deepEqual(
        forbidden.filter(({ needle }) => content.includes(needle)).map((spelling) => spelling.name),
        [],
        name,
      );
  }
  assert.equal(new Set(tags).size, 4, "each lock has a tag of its own for the PIN, and for the card");
});

/** What somebody without the key could work out: plain digests, and keyed ones with all that looks like a key there. */
function digestsWithoutKey(files: readonly (readonly [name: string, content: Buffer])[]): readonly Buffer[] {
  const length = String.fromCharCode(pin.length);
  const messages = [pin, `${length}${pin}`, `pin-v1${pin}`, `pin-v1\0${pin}`, `pin-v1\0${length}${pin}`];
  const inFiles = files.flatMap(([, content]) => content.toString("latin1").match(/[0-9a-f]{64}/g) ?? []);
  const keys = [
    ...["", "pin-v1", "check-v1", keyName, pin].map((text) => Buffer.from(text)),
    Buffer.alloc(32),
    ...[...new Set(inFiles)].flatMap((hex) => [Buffer.from(hex), Buffer.from(hex, "hex")]),
  ];
  return messages.flatMap((message) => [
    ...["md5", "sha1", "sha256", "sha512", "sha3-256"].map((name) => createHash(name).update(message).digest()),
    ...keys.map((key) => createHmac("sha256", key).update(message).digest()),
  ]);
}

function searchFiles(when: string, folder: string): void {
  const files = filesOf(folder);
  assert.ok(files.some(([, content]) => content.length > 0));
  for (const [name, content] of files) assertNoCanary(`${when}: ${name}`, content);
}

function assertNoCanary(where: string, hay: Buffer): void {
  assert.equal(findCanary(hay), null, where);
}

/** The tags are random: one of them may hold any six digits now and then, and that tells nobody anything. */
function findCanary(hay: Buffer): string | null {
  const withoutTags = Buffer.from(hay.toString("latin1").replace(/[0-9a-f]{64}/g, "tag"), "latin1");
  const found = canaries.find(({ needle }) => (needle.length === pin.length ? withoutTags : hay).includes(needle));
  return found === undefined ? null : `${found.of}: ${found.name}`;
}

function filesOf(folder: string): readonly (readonly [name: string, content: Buffer])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [name, readFileSync(join(folder, name))]);
}

/** The real program on a data folder. */
function startLock(t: TestContext, folder: string, flags: readonly string[]) {
  const child = spawn(process.execPath, [program, "panel", "--data", folder, "--clock", "virtual", ...flags]);
  const exited = once(child, "close");
  t.after(() => child.kill("SIGKILL"));
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const output = (): Buffer => Buffer.concat(out);
  const errorOutput = (): Buffer => Buffer.concat(errors);
  return {
    output,
    errorOutput,
    /** Resolves when every line has been answered. */
    async send(lines: readonly Line[]): Promise<void> {
      const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
      child.stdin.write(text.map((line) => `${line}\n`).join(""));
      const last = `{"done":${lines.length}}\n`;
      while (!String(Buffer.concat(out.slice(-last.length))).endsWith(last)) {
        assert.equal(child.exitCode, null, String(errorOutput()));
        await Promise.race([once(child.stdout, "data"), exited]);
      }
    },
    async end(): Promise<void> {
      child.stdin.end();
      assert.deepEqual(await exited, [0, null], String(errorOutput()));
    },
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await exited;
    },
  };
}
