/** L12: a PIN and a card that came over Matter are found nowhere: not in the data folder, not in what the lock writes. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { enter } from "../../lock/at-the-door.ts";
import type { LockProcess } from "../lock-process.ts";
import { octets } from "../wire-values.ts";
import { addCredential, addPin, credentialTypes, openLockAtHome, opensFor, success, timed } from "./at-the-lock.ts";

const canaryPin = "407913";
const canaryCard = Uint8Array.from([0xc4, 0x9a, 0x55, 0xe1, 0x7e, 0x1b, 0x80]);

test("L12: the search finds a secret in every form that it looks for, and in no other bytes", () => {
  for (const secret of [octets(canaryPin), canaryCard]) {
    const forms = formsOf(secret);
    assert.ok(forms.size > 8);
    for (const [form, bytes] of forms) {
      const haystack = Buffer.concat([Buffer.from("some bytes before "), bytes, Buffer.from(" and behind")]);
      assert.ok(formsIn(haystack, secret).includes(form), form);
    }
    for (const padding of ["", "1", "12"]) {
      const encoded = Buffer.concat([Buffer.from(padding), secret, Buffer.from("99")]).toString("base64");
      assert.notDeepEqual(formsIn(Buffer.from(encoded), secret), [], `base64 behind ${padding.length} bytes`);
    }
    assert.deepEqual(formsIn(Buffer.from("40791 3, 407 913, 4079.13, c49a55e17e1b"), secret), []);
  }
});

test("L12: a PIN and a card that homes set, send, change and clear leave no trace, whatever becomes of them", async (t) => {
  const { lock, home, seen } = await openLockAtHome(t);
  const { userIndex } = await addPin(seen, null, 5, canaryPin);
  await addCredential(seen, { userIndex: Number(userIndex), type: credentialTypes.rfid, index: 5, data: canaryCard });
  const unlock = (pinCode: Uint8Array) => seen.invoke("unlockDoor", { pinCode }, timed);
  assert.deepEqual(await unlock(octets(canaryPin)), success);
  assert.deepEqual(await seen.invoke("lockDoor", { pinCode: octets(canaryPin) }, timed), success);
  const timeout = { pinCode: octets(canaryPin), timeout: 2 };
  assert.deepEqual(await seen.invoke("unlockWithTimeout", timeout, timed), success);
  assert.equal(await opensFor(lock, ...enter(`11${canaryPin}22`)), true);

  // What is refused: taken, too long, of no kind that can be sent, by somebody who may not.
  for (const [type, data] of [
    [credentialTypes.pin, octets(canaryPin)],
    [credentialTypes.pin, octets(`${canaryPin}99999`)],
    [credentialTypes.rfid, canaryCard],
    [credentialTypes.fingerprint, octets(canaryPin)],
    [7, canaryCard],
  ] as const) {
    const credential = { credentialType: type, credentialIndex: 6 };
    const request = { operationType: 0, credential, credentialData: data, userIndex: null };
    const answer = await seen.invoke("setCredential", { ...request, userStatus: null, userType: null }, timed);
    assert.notEqual(answer["status"], 0, `type ${type}`);
  }
  const viewer = await home.joinAs(seen, "view");
  assert.deepEqual(await viewer.invoke("unlockDoor", { pinCode: octets(canaryPin) }, timed), { status: 0x7e });
  assert.notDeepEqual(await seen.invoke("unlockDoor", { pinCode: octets(canaryPin) }), success, "untimed");
  await seen.invokeRaw({ endpoint: 1, cluster: 0x101, command: 1 }, octets(canaryPin), timed);
  await seen.invokeRaw({ endpoint: 1, cluster: 0x101, command: 0x22 }, canaryCard, timed);

  // What was right once, and a wrong try of it.
  const pin = { credentialType: credentialTypes.pin, credentialIndex: 5 };
  const change = { operationType: 2, credential: pin, credentialData: octets("815937"), userIndex };
  assert.deepEqual(
    (await seen.invoke("setCredential", { ...change, userStatus: null, userType: null }, timed))["status"],
    0,
  );
  assert.deepEqual(await unlock(octets(canaryPin)), { status: 1 });
  const card = { credentialType: credentialTypes.rfid, credentialIndex: 5 };
  assert.deepEqual(await seen.invoke("clearCredential", { credential: card }, timed), success);
  await lock.send({ ask: "state" }, { ask: "log" });
  await assertNoTrace(lock);
});

/** Looks while the process runs, after it was killed, and after it closed in peace. */
async function assertNoTrace(lock: LockProcess): Promise<void> {
  const look = (when: string) => {
    const files = readdirSync(lock.data, { recursive: true, encoding: "utf8" });
    const places: readonly (readonly [place: string, bytes: Buffer])[] = [
      ["standard output", Buffer.from(lock.stdout)],
      ["standard error", Buffer.from(lock.stderr)],
      ["the names of the files", Buffer.from(files.join("\n"))],
      ...files
        .filter((file) => statSync(join(lock.data, file)).isFile())
        .map((file) => [file, readFileSync(join(lock.data, file))] as const),
    ];
    assert.ok(places.some(([place, bytes]) => place.endsWith("matter.sqlite") && bytes.length > 0));
    for (const [place, bytes] of places)
      for (const secret of [octets(canaryPin), canaryCard])
        assert.deepEqual(formsIn(bytes, secret), [], `in ${place}, ${when}`);
  };
  look("running");
  await lock.reopen();
  look("after a power cut");
  assert.deepEqual(await lock.close(), { code: 0, signal: null });
  look("closed");
}

function formsIn(bytes: Buffer, secret: Uint8Array): readonly string[] {
  // Letters of either case: hexadecimal digits are written in both.
  const lower = Buffer.from(bytes.toString("latin1").toLowerCase(), "latin1");
  return [...formsOf(secret)]
    .filter(([form, needle]) => bytes.includes(needle) || (form.startsWith("hex") && lower.includes(needle)))
    .map(([form]) => form);
}

/** Every form in which a careless program might leave a secret. */
function formsOf(secret: Uint8Array): ReadonlyMap<string, Buffer> {
  const plain = Buffer.from(secret);
  const reversed = Buffer.from(plain.toReversed());
  const codes = [...plain];
  const hex = codes.map((code) => code.toString(16).padStart(2, "0"));
  return new Map<string, Buffer>([
    ["as it is", plain],
    ["reversed", reversed],
    ["UTF-16", Buffer.from(plain.toString("latin1"), "utf16le")],
    ["UTF-8", Buffer.from(plain.toString("latin1"), "utf8")],
    ["hex", Buffer.from(hex.join(""))],
    ["hex, reversed", Buffer.from(hex.toReversed().join(""))],
    ["hex with spaces", Buffer.from(hex.join(" "))],
    ["hex with colons", Buffer.from(hex.join(":"))],
    ["list with commas", Buffer.from(codes.join(","))],
    ["list with commas and spaces", Buffer.from(codes.join(", "))],
    ["object of bytes", Buffer.from(codes.map((code, at) => `"${at}":${code}`).join(","))],
    ...[0, 1, 2].map((alignment) => [`base64, alignment ${alignment}`, base64Core(plain, alignment)] as const),
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
