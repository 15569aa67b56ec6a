/** `lock` as it is started: what it says, what it refuses in one sentence, and that it leaves a folder to `panel`. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { adminFinger, adminPin, enter, moveIn } from "../../lock/at-the-door.ts";
import { openFolder, PanelProcess } from "../../lock/panel-process.ts";
import { findFreePort, LockProcess, openLock } from "../lock-process.ts";
import { MatterHome } from "../matter-home.ts";
import { addPin, addUser, holdReset, opensFor, success, timed, untilHomes } from "./at-the-lock.ts";

const program = fileURLToPath(new URL("../../../packages/catenaccio/src/main.ts", import.meta.url));
/** A start takes a second; what neither refuses nor ends by then hangs. */
const endTimeoutMs = 30_000;

test("the ready line has the codes of the label, the port, and whether the lock is in a home, and nothing else", async (t) => {
  const { lock, label } = await openLock(t);
  const [line = ""] = lock.stdout.split("\n");
  assert.deepEqual(JSON.parse(line), { matter: label }, "it is the first line");
  assert.deepEqual(Object.keys(label).toSorted(), ["commissioned", "manual", "port", "qr"]);
  assert.match(label.qr, /^MT:[0-9A-Z.-]{19}$/);
  assert.match(label.manual, /^\d{11}$/);
  assert.deepEqual([label.port, label.commissioned], [lock.port, false]);
  assert.equal(lock.stdout.includes("matter.js"), false, "nothing but lines of the protocol");
  assert.equal(lock.stderr, "");
});

test("a start that cannot be is refused in one sentence: without a folder, or on a port that is none or is in use", async (t) => {
  const folder = await openFolder(t);
  const port = await findFreePort();
  const data = join(folder, "lock");
  for (const flags of [
    [],
    ["--data", ""],
    ["--data"],
    ...["0", "65536", "-1", "5540.5", "matter", ""].map((wrong) => ["--data", data, "--port", wrong]),
    ["--data", data, "--port"],
    ["--data", data, "--clock", "virtual"],
    ["--data", data, "--profile", "lax"],
    ["--data", data, "--lang", "xx"],
    ["--data", data, "anything"],
  ])
    assertRefused(await start(flags), flags.join(" "), 1);
  assert.equal(existsSync(data), false, "nothing was made");

  // matter.js speaks on both versions of IP; either may be taken.
  const objections: string[] = [];
  for (const [type, address] of [
    ["udp6", "::"],
    ["udp4", "127.0.0.1"],
  ] as const) {
    const socket = createSocket(type);
    socket.bind(port, address);
    await once(socket, "listening");
    const refused = await start(["--data", data, "--port", String(port)]);
    socket.close();
    await once(socket, "close");
    const objection = objectionTo(refused);
    if (objection !== undefined) objections.push(`in use at ${address}: ${objection}`);
    assert.match(refused.stderr, new RegExp(`\\b${port}\\b`), "it names the port");
  }
  const lock = new LockProcess(data, port);
  assert.equal((await lock.open()).port, port, "free again, it is taken");
  assert.deepEqual(objections, []);
});

test("a folder that another lock process uses is refused, and that process goes on undisturbed", async (t) => {
  const { lock, label } = await openLock(t);
  const before = fingerprintOf(join(lock.data, "matter"));
  const other = ["--data", lock.data, "--port", String(await findFreePort())];
  assertRefused(await start(other), "in use", 1);
  assert.deepEqual(fingerprintOf(join(lock.data, "matter")), before);
  const home = await MatterHome.open(t, { name: "Anna" });
  await holdReset(lock);
  assert.deepEqual(await (await home.add(label.qr, label.port)).invoke("unlockDoor", {}, timed), success);
});

test("L33: a label or a Matter folder that is damaged is refused in one sentence, and nothing of it changes", async (t) => {
  const { lock, label } = await openLock(t);
  const home = await MatterHome.open(t, { name: "Anna" });
  await holdReset(lock);
  await home.add(label.qr, label.port);
  await untilHomes(lock, 1);
  await lock.send(...moveIn);
  assert.deepEqual(await lock.close(), { code: 0, signal: null });

  const writtenLabel = (change: Record<string, unknown>) => (folder: string) => {
    const path = join(folder, "label.json");
    const content = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
    writeFileSync(path, `${JSON.stringify({ ...content, ...change })}\n`);
  };
  const file = (name: string, damage: (path: string) => void) => (folder: string) => damage(join(folder, name));
  const damages: readonly (readonly [what: string, damage: (folder: string) => void])[] = [
    ["the label cut in half", file("label.json", (path) => truncateSync(path, 40))],
    ["the label empty", file("label.json", (path) => truncateSync(path, 0))],
    ["a label with a fixed passcode", writtenLabel({ passcode: 12_345_678 })],
    ["a label without a discriminator", writtenLabel({ discriminator: undefined })],
    ["the label gone", file("label.json", (path) => rmSync(path))],
    ["the label a folder", file("label.json", replaceByFolder)],
    ["the database cut in half", file("matter.sqlite", (path) => truncateSync(path, statSync(path).size / 2))],
    ["the database zeros", file("matter.sqlite", (path) => writeFileSync(path, Buffer.alloc(statSync(path).size)))],
    ["the database a letter", file("matter.sqlite", replaceByLetter)],
    ["a file in place of the folder", replaceByLetter],
  ];
  const objections: string[] = [];
  for (const [at, [what, damage]] of damages.entries()) {
    const data = join(lock.data, "..", `damaged-${at}`);
    cpSync(lock.data, data, { recursive: true });
    damage(join(data, "matter"));
    const before = fingerprintOf(data).filter(isOfMatter);
    const started = await start(["--data", data, "--port", String(lock.port)]);
    const after = fingerprintOf(data).filter(isOfMatter);
    const objection = objectionTo(started) ?? (same(before, after) ? undefined : `changed ${changed(before, after)}`);
    if (objection !== undefined) objections.push(`${what}: ${objection}`);
  }
  // A lock may have lost its power between the making of its label and that of its database.
  const data = join(lock.data, "..", "no-database");
  cpSync(lock.data, data, { recursive: true });
  rmSync(join(data, "matter/matter.sqlite"));
  const unmade = new LockProcess(data, lock.port);
  assert.deepEqual(await unmade.open(), label);
  assert.deepEqual(await unmade.close(), { code: 0, signal: null });
  assert.deepEqual(await lock.open(), { ...label, commissioned: true }, "undamaged, it is the same lock");
  assert.deepEqual(objections, []);
});

test("the panel plays on a folder that a lock with Matter has left, and the other way round, and its homes stay", async (t) => {
  const { lock, label } = await openLock(t);
  const home = await MatterHome.open(t, { name: "Anna" });
  await holdReset(lock);
  const seen = await home.add(label.qr, label.port);
  await lock.send(...moveIn);
  await addUser(seen, 7, { userName: "Eva" });
  await addPin(seen, 7, 7, "730264");
  const lastSeq = (await lock.log()).at(-1)?.seq ?? 0;
  assert.deepEqual(await lock.close(), { code: 0, signal: null });
  const matterFolder = fingerprintOf(join(lock.data, "matter"));

  const panel = new PanelProcess(lock.data, "real");
  panel.start();
  const state = await panel.state();
  assert.deepEqual([state.homes, state.credentials], [undefined, { fingerprint: [1], pin: [1, 7], rfid: [1] }]);
  assert.equal(state.users["7"]?.name, "Eva");
  assert.equal(await opensFor(panel, ...enter("730264")), true);
  await panel.send({ remote: "setUser", user: 7, name: "Eva Maria", role: "guest" });
  assert.ok(((await panel.log()).at(-1)?.seq ?? 0) > lastSeq);
  assert.deepEqual(await panel.close(), { code: 0, signal: null });
  assert.ok(panel.stdout.split("\n").every((line) => !line.startsWith('{"matter"') && !line.startsWith('{"pairing"')));
  assert.deepEqual(fingerprintOf(join(lock.data, "matter")), matterFolder);

  assert.deepEqual(await lock.open(), { ...label, commissioned: true });
  await home.reconnect(seen);
  assert.equal((await seen.invoke("getUser", { userIndex: 7 }))["userName"], "Eva Maria");
  assert.equal(await opensFor(lock, ...enter(adminPin)), true);
  assert.equal(await opensFor(lock, { finger: adminFinger }), true);
});

/** The lock has power before its network: that is in its own store by then. */
function isOfMatter(name: string): boolean {
  return name.startsWith("matter");
}

function replaceByFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

function replaceByLetter(path: string): void {
  rmSync(path, { recursive: true });
  writeFileSync(path, "Dear Eva,\n");
}

interface Started {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `lock` with an input that has ended: whether it refuses or starts, it ends. */
async function start(flags: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [program, "lock", "--stdio", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, CATENACCIO_MDNS: "off" },
    timeout: endTimeoutMs,
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

function assertRefused(started: Started, what: string, code: number): void {
  assert.equal(objectionTo(started), undefined, what);
  assert.equal(started.code, code, what);
}

/** What is wrong with a refusal; undefined if it is as it should be. */
function objectionTo({ code, signal, stdout, stderr }: Started): string | undefined {
  if (code === 0 || code === null) return `not refused: it ended with ${code ?? signal}`;
  if (stdout !== "") return `it wrote ${stdout}`;
  if (!/^[^\n]+\.\n$/.test(stderr) || /^\s+at |Error:/m.test(stderr)) return `no sentence: ${stderr.slice(0, 300)}`;
  return undefined;
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.join("\n") === other.join("\n");
}

function changed(before: readonly string[], after: readonly string[]): string {
  const names = [...before, ...after].filter((line) => !(before.includes(line) && after.includes(line)));
  return [...new Set(names.map((line) => line.split(" ")[0]))].join();
}

function fingerprintOf(path: string): readonly string[] {
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  return names.map((name) => {
    const file = join(path, name);
    if (!statSync(file).isFile()) return name;
    return `${name} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`;
  });
}
