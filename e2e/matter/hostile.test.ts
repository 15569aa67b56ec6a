/**
 * Ten thousand messages that nobody should send: spoiled commands and messages of an administrator, and the datagrams of
 * somebody who only knows the port. They leave the lock as it is, shut, at work, and as big as it was.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { LogRecord } from "../lock/panel-process.ts";
import { Chance } from "../power-cuts/chance.ts";
import type { HomeLock } from "./home-lock.ts";
import { bytesOf, people } from "./hostile/lock-commands.ts";
import { exchangeRaw } from "./hostile/raw-exchange.ts";
import { RecordingProxy } from "./hostile/recording-proxy.ts";
import { spoiledCommand } from "./hostile/spoiled-command.ts";
import { spoiledDatagram, sweepLength, sweptDatagram } from "./hostile/spoiled-datagram.ts";
import { spoiledMessage } from "./hostile/spoiled-message.ts";
import { readWholeState } from "./hostile/whole-state.ts";
import { openLock } from "./lock-process.ts";
import type { LockProcess } from "./lock-process.ts";
import { MatterHome } from "./matter-home.ts";
import type { Fields } from "./wire-values.ts";

/** Another seed spoils other things: CATENACCIO_SEED=1234 npm test -- e2e/matter/hostile.test.ts. */
const seed = Number(process.env["CATENACCIO_SEED"] ?? 1);
const blocks = 10;
const each = { commands: 500, messages: 250, datagrams: 250 } as const;
/** A client has no more than sixteen exchanges with one lock. */
const atOnce = 12;
const datagramsAtOnce = 25;
const timed = { timed: true } as const;
const wrongTriesMax = 5;
const lockoutMs = 180_000;

test("V-4, V-5, S-10: 10 000 hostile invocations change nothing, open nothing, and leave the lock at work", async (t) => {
  const { lock, door, proxy } = await openHome(t);
  await moveIn(door);
  const before = await readWholeState(lock, door);
  const settledSeq = (await lock.log()).at(-1)?.seq ?? 0;
  const startMs = performance.now();
  const sizes: number[] = [];
  for (let block = 0; block < blocks; block++) {
    await sendBlock(door, proxy, block);
    const where = `after ${(block + 1) * 1_000}: CATENACCIO_SEED=${seed} npm test -- e2e/matter/hostile.test.ts`;
    assert.equal(await readWholeState(lock, door), before, where);
    assert.equal(await door.read("lockState"), 1, where);
    assertNothingHappened(
      (await lock.log()).filter(({ seq }) => seq > settledSeq),
      performance.now() - startMs,
      where,
    );
    sizes.push(residentKilobytes(lock));
    t.diagnostic(`${(block + 1) * 1_000}: ${((performance.now() - startMs) / 1_000).toFixed(1)} s, ${sizes.at(-1)} kB`);
  }
  console.log(lock.stderr);
  assertNoPin(lock);
  assert.deepEqual(await door.invoke("unlockDoor", {}, timed), { status: 0 });
});

async function openHome(t: TestContext) {
  const { lock, label } = await openLock(t);
  await lock.openWindow();
  const proxy = await RecordingProxy.open(t, lock.port);
  const home = await MatterHome.open(t, { name: "Anna" });
  return { lock, proxy, door: await home.add(label.qr, proxy.port) };
}

/** Two people with PINs and a card, one with neither, schedules; and somebody was let in, so that it is on the record. */
async function moveIn(door: HomeLock): Promise<void> {
  const asItIs = { userName: null, userUniqueId: null, userStatus: null, userType: null, credentialRule: null };
  const noUser = { userStatus: null, userType: null };
  const change = async (command: string, fields: Fields): Promise<void> => {
    const { status } = await door.invoke(command, fields, timed);
    assert.equal(status, 0, command);
  };
  for (let userIndex = 1; userIndex <= people.users; userIndex++)
    await change("setUser", { operationType: 0, userIndex, ...asItIs, userName: `user ${userIndex}` });
  const add = async (credentialType: number, index: number, data: string, userIndex: number): Promise<void> => {
    const credential = { credentialType, credentialIndex: index };
    await change("setCredential", {
      operationType: 0,
      credential,
      credentialData: bytesOf(data),
      userIndex,
      ...noUser,
    });
  };
  await add(1, 1, people.pins[0], 1);
  await add(1, 2, people.pins[1], 2);
  await add(2, 1, people.card, 2);
  const days = { daysMask: 0x7f, startHour: 8, startMinute: 0, endHour: 17, endMinute: 0 };
  await change("setWeekDaySchedule", { weekDayIndex: 1, userIndex: 2, ...days });
  await change("setYearDaySchedule", { yearDayIndex: 1, userIndex: 2, localStartTime: 1, localEndTime: 4_000_000_000 });
  const holiday = { localStartTime: 3_000_000_000, localEndTime: 3_000_086_400, operatingMode: 1 };
  await change("setHolidaySchedule", { holidayIndex: 1, ...holiday });
  await change("unlockDoor", { pinCode: bytesOf(people.pins[0]) });
  await change("lockDoor", {});
}

async function sendBlock(door: HomeLock, proxy: RecordingProxy, block: number): Promise<void> {
  const chance = new Chance(seed * 1_000 + block);
  const commands = Array.from({ length: each.commands }, () => spoiledCommand(chance));
  const messages = Array.from({ length: each.messages }, () => spoiledMessage(chance));
  const sendings = [
    ...commands.map((command) => async () => {
      const answer = await door.invokeRaw(command.path, command.fields, { timed: command.isTimed });
      const isDone = answer["status"] === undefined || answer["status"] === 0;
      if (command.isRefused && isDone)
        assert.fail(`${command.what}: ${Buffer.from(command.fields).toString("hex")} got ${JSON.stringify(answer)}`);
    }),
    ...messages.map(({ messages: some, what }) => async () => {
      const answer = await exchangeRaw(door, some);
      assert.notEqual(answer, null, what);
    }),
  ];
  const shuffled = sendings.toSorted(() => chance.share() - 0.5);
  const sendSome = async (): Promise<void> => {
    for (let send = shuffled.shift(); send !== undefined; send = shuffled.shift()) await send();
  };
  await Promise.all([...Array.from({ length: atOnce }, sendSome), sendDatagrams(door, proxy, block)]);
}

async function sendDatagrams(door: HomeLock, proxy: RecordingProxy, block: number): Promise<void> {
  const chance = new Chance(seed * 1_000 + block + 500);
  const ofSweep = Math.ceil(sweepLength / blocks);
  for (let sent = 0; sent < each.datagrams; sent++) {
    const at = block * ofSweep + sent;
    const isSwept = sent < ofSweep && at < sweepLength;
    const { packet, isAsHome } = isSwept ? sweptDatagram(chance, at, proxy) : spoiledDatagram(chance, proxy);
    await proxy.inject(packet, isAsHome);
    if (sent % datagramsAtOnce === 0) assert.equal(await door.read("lockState"), 1);
  }
}

function assertNothingHappened(records: readonly LogRecord[], elapsedMs: number, where: string): void {
  const refusals = records.filter(({ event }) => event === "lockOperationError");
  const others = records.filter(({ event, code }) => event !== "lockOperationError" && code !== "wrongCodeEntryLimit");
  assert.deepEqual(others, [], where);
  const judged = refusals.filter(({ reason }) => reason !== "locked-out");
  assert.ok(
    judged.length <= wrongTriesMax * (1 + Math.floor(elapsedMs / lockoutMs)),
    `${judged.length} tries ${where}`,
  );
}

function residentKilobytes({ processId }: LockProcess): number {
  const status = readFileSync(`/proc/${processId}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]);
}

function assertNoPin({ stderr }: LockProcess): void {
  for (const pin of people.pins) assert.ok(!stderr.includes(pin), stderr);
}
