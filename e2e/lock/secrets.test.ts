/** L12: a PIN and a card that were used in every way are found nowhere: not on the wire, not in the data folder. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  addCard,
  addPin,
  adminPin,
  aWhile,
  clearCredential,
  enter,
  moveIn,
  openMenu,
  openMenuAsAdmin,
  opensDoor,
  press,
  setCard,
  setPin,
  setUser,
} from "./at-the-door.ts";
import { openPanel } from "./panel-process.ts";
import type { Line, PanelProcess } from "./panel-process.ts";

const canaryPin = "407913";
const canaryCard = "canary-card-zq58vk";

test("L12: the search finds a secret in every form it looks for", () => {
  for (const secret of [canaryPin, canaryCard])
    for (const [form, bytes] of formsOf(secret)) {
      const haystack = Buffer.concat([Buffer.from("some bytes before "), bytes, Buffer.from(" and behind")]);
      assert.ok(findSecret(haystack, secret).includes(form), `${secret} as ${form}`);
    }
  for (const padding of ["", "1", "12"]) {
    const encoded = Buffer.from(Buffer.from(`${padding}${canaryPin}99`).toString("base64"));
    assert.notDeepEqual(findSecret(encoded, canaryPin), [], `base64 behind ${padding.length} bytes`);
  }
  assert.deepEqual(findSecret(Buffer.from("40791 3, 407 913, 4079.13"), canaryPin), []);
});

test("L12: an enrolled PIN and card, used at the door and in the menu, leave no trace", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...openMenu, ...addPin(canaryPin), ...addCard(canaryCard), ...addPin(canaryPin), { press: "*" });
  assert.deepEqual((await panel.state()).credentials, { fingerprint: [], pin: [1], rfid: [1] });
  assert.equal(await opensDoor(panel, ...enter(canaryPin)), true);
  assert.equal(await opensDoor(panel, ...enter(`1234567${canaryPin}8901234`)), true);
  assert.equal(await opensDoor(panel, { card: canaryCard }), true);
  await panel.send({ remote: "unlock", pin: canaryPin }, { remote: "lock" });
  await panel.send(...openMenu, { press: `${canaryPin}#` }, ...addCard(canaryCard), { press: `12#${canaryPin}#*` });
  await panel.send({ press: `${canaryPin}#*` }, { handle: "outside", move: "stuck" }, ...enter(canaryPin));
  await panel.send({ handle: "outside", move: "release" }, aWhile, { bolt: "thrown" }, { card: canaryCard });
  await panel.send({ remote: "unlock", pin: canaryPin }, { bolt: "free" });
  await panel.send({ ask: "state" }, { ask: "log" });
  await assertNoTrace(panel);
});

test("L12: a PIN and card that are refused, mistyped, half-typed or of nobody leave no trace", async (t) => {
  const panel = await openPanel(t, "--profile", "strict");
  await panel.send(...moveIn, ...enter(canaryPin), { card: canaryCard }, { remote: "unlock", pin: canaryPin });
  await panel.send({ card: "blue" }, aWhile, ...enter(canaryPin.padEnd(21, "5")), ...press(canaryPin));
  await panel.send({ batteries: "out" }, { batteries: "in", volts: 6.2 });
  await panel.send(...openMenuAsAdmin, { press: `12#${canaryPin}#9518426#` }, { press: `12#9518426#${canaryPin}#` });
  await panel.send({ press: `12#${canaryPin}#` }, { wait: 60_000 }, ...openMenuAsAdmin, { press: `${canaryPin}#*` });
  await panel.send(setUser(20, { enabled: false }), setPin(20, 9, canaryPin), setCard(20, 9, canaryCard));
  await panel.send(...enter(canaryPin), { card: canaryCard }, { card: "blue" }, aWhile);
  await panel.send(setPin(20, 10, canaryPin), setCard(20, 10, canaryCard));
  await panel.send(clearCredential("pin", 9), clearCredential("rfid", 9), ...enter(canaryPin), { card: canaryCard });
  await panel.send({ ask: "state" }, { ask: "log" }, ...press(canaryPin));
  await assertNoTrace(panel);
});

test("L12: lines that are no message are not echoed, with whatever secret they hold", async (t) => {
  const panel = await openPanel(t);
  const lines: readonly Line[] = [
    canaryPin,
    `{"press":"${canaryPin}#"`,
    { press: `${canaryPin}x` },
    { presss: `${canaryPin}#` },
    { [canaryPin]: true },
    { press: Number(canaryPin) },
    { remote: "unlock", pin: `${canaryPin}!` },
    { remote: "unlock", pin: [4, 0, 7, 9, 1, 3] },
    { remote: "setCredential", user: 1, kind: "pin", index: 99, pin: canaryPin },
    { remote: "setCredential", user: 1, kind: canaryPin, index: 1, pin: canaryPin },
    { remote: canaryPin },
    { card: { name: canaryCard } },
    { [canaryCard]: 1 },
    canaryCard,
    { remote: "setCredential", user: 1, kind: "rfid", index: 0, card: canaryCard },
    { ask: canaryPin },
    { key: canaryCard },
  ];
  for (const line of lines) {
    const out = await panel.send(line);
    assert.ok(out.some(({ error }) => error !== undefined));
  }
  await assertNoTrace(panel);
});

test("L12, L33: a PIN and card whose enrolment was cut short by the power leave no trace", async (t) => {
  const panel = await openPanel(t);
  await panel.send(...moveIn, ...openMenuAsAdmin, { press: `12#${canaryPin}#${canaryPin}` });
  await panel.cutPower();
  panel.write(
    ...openMenu,
    { press: `${adminPin}#` },
    ...addCard(canaryCard),
    ...addPin(canaryPin),
    ...enter(canaryPin),
  );
  await panel.untilDone(5);
  await panel.cutPower();
  await panel.state();
  await assertNoTrace(panel);
});

/** Looks while the process runs, after it was killed, and after it closed in peace. */
async function assertNoTrace(panel: PanelProcess): Promise<void> {
  const look = (when: string) => {
    const places: readonly (readonly [place: string, bytes: Buffer])[] = [
      ["standard output", Buffer.from(panel.stdout)],
      ["standard error", Buffer.from(panel.stderr)],
      ["the names of the files", Buffer.from(filesIn(panel.data).join("\n"))],
      ...filesIn(panel.data).map((file) => [file, readFileSync(join(panel.data, file))] as const),
    ];
    for (const [place, bytes] of places)
      for (const secret of [canaryPin, canaryCard])
        assert.deepEqual(findSecret(bytes, secret), [], `${secret} in ${place}, ${when}`);
  };
  look("running");
  await panel.kill();
  look("killed");
  panel.start();
  await panel.state();
  assert.deepEqual(await panel.close(), { code: 0, signal: null });
  look("closed");
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
}

function findSecret(bytes: Buffer, secret: string): readonly string[] {
  // Letters of either case: hexadecimal digits are written in both.
  const lower = Buffer.from(bytes.toString("latin1").toLowerCase(), "latin1");
  return [...formsOf(secret)]
    .filter(([form, needle]) => bytes.includes(needle) || (form.startsWith("hex") && lower.includes(needle)))
    .map(([form]) => form);
}

/** Every form in which a careless program might leave a secret. */
function formsOf(secret: string): ReadonlyMap<string, Buffer> {
  const plain = Buffer.from(secret, "latin1");
  const reversed = Buffer.from([...secret].toReversed().join(""), "latin1");
  const wide = Buffer.from(secret, "utf16le");
  const codes = [...plain];
  const digits = /^\d+$/.test(secret) ? codes.map((code) => code - 0x30) : [];
  const lists = [codes, codes.toReversed(), digits, digits.toReversed()].filter((list) => list.length > 0);
  return new Map<string, Buffer>([
    ["ASCII", plain],
    ["reversed", reversed],
    ["UTF-16, low byte first", wide],
    ["UTF-16, high byte first", Buffer.from(wide).swap16()],
    ["hex", Buffer.from(plain.toString("hex"))],
    ["hex, reversed", Buffer.from(reversed.toString("hex"))],
    ["hex of UTF-16", Buffer.from(wide.toString("hex"))],
    ...[0, 1, 2].flatMap((alignment): (readonly [string, Buffer])[] => [
      [`base64, alignment ${alignment}`, base64Core(plain, alignment)],
      [`base64 reversed, alignment ${alignment}`, base64Core(reversed, alignment)],
    ]),
    ...lists.flatMap((list, index): (readonly [string, Buffer])[] => [
      [`list ${index} with commas`, Buffer.from(list.join(","))],
      [`list ${index} with commas and spaces`, Buffer.from(list.join(", "))],
      [`list ${index} over lines`, Buffer.from(list.join(",\n"))],
      [`list ${index} of quoted`, Buffer.from(list.map((item) => `"${item}"`).join(","))],
    ]),
    ...(digits.length === 0 ? [] : [["bytes of digits", Buffer.from(digits)] as const]),
    ["quoted characters", Buffer.from([...secret].map((character) => `"${character}"`).join(","))],
  ]);
}

/** What base64 makes of these bytes behind so many others, without the characters that the neighbours change. */
function base64Core(bytes: Buffer, alignment: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(alignment), bytes])
    .toString("base64")
    .replaceAll("=", "");
  const first = alignment === 0 ? 0 : alignment + 1;
  const last = (alignment + bytes.length) % 3 === 0 ? encoded.length : encoded.length - 1;
  return Buffer.from(encoded.slice(first, last));
}
