import assert from "node:assert/strict";
import { createHmac, hash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import {
  InvariantError,
  type Command,
  type CommandBody,
  type DurableState,
  type LogRecord,
} from "@catenaccio/lock-core";
import { cardIdentifierOf } from "@catenaccio/lock-hardware/simulated";
import { addPin, delayMatches, enterPin, openBench, said, type Bench } from "../test/device-lock.ts";
import { copyFolder, makeFolder } from "../test/temporary-folder.ts";
import { openDataFolder } from "./store/data-folder.ts";

const pin = "271828";

function order(body: CommandBody): Command {
  return { ...body, source: "remote", fabric: null };
}

test("a new lock enrols a PIN, and opens to it", async (t) => {
  const bench = openBench(t);
  bench.device.start();
  addPin(bench.world, pin);
  bench.observed.length = 0;
  enterPin(bench.world, `99${pin}99`);
  assert.deepEqual(
    bench.observed.find((observation) => "clutch" in observation),
    { clutch: "engaged" },
  );
  await bench.world.wait(5000);
  assert.equal(bench.world.physical().clutch, "free");
  assert.deepEqual(bench.failures, []);
});

test("durable before perceivable: whatever is heard, seen or reported is on the disk already", (t) => {
  const root = makeFolder(t);
  const bench = openBench(t, { path: join(root, "lock") });
  let checked = 0;
  const check = (): void => {
    const copy = join(root, `copy-${checked++}`);
    copyFolder(bench.path, copy);
    const found = openDataFolder(copy);
    assert.deepEqual(found.store.load().durable, bench.device.state.durable);
    found.close();
  };
  const records: LogRecord[] = [];
  bench.world.onObservation(check);
  bench.device.onRecord((record) => {
    check();
    records.push(record);
  });
  bench.device.start();
  addPin(bench.world, pin);
  enterPin(bench.world, "000000");
  enterPin(bench.world, pin);
  bench.world.placeFinger("anna");
  assert.ok(checked > 30, `only ${checked} looks at the disk`);
  assert.deepEqual(records, bench.folder.store.readLog());
  assert.deepEqual(bench.failures, []);
});

test("D-2: a try is counted on the disk before it is judged", (t) => {
  const counted: number[] = [];
  const bench = openBench(t, {
    rewire: (hardware) =>
      delayMatches(hardware, (match) => {
        counted.push(bench.folder.store.load().durable.guard.wrongTries);
        match();
      }),
  });
  bench.device.start();
  addPin(bench.world, pin);
  for (let tries = 0; tries < 6; tries++) bench.world.placeFinger("nobody");
  assert.deepEqual(counted, [1, 2, 3, 4, 5]);
});

test("while a try waits to be judged, inputs wait in order; sensors, time and power do not", async (t) => {
  let match = (): void => undefined;
  const bench = openBench(t, {
    rewire: (hardware) =>
      delayMatches(hardware, (later) => {
        match = later;
      }),
  });
  bench.device.start();
  addPin(bench.world, pin);
  bench.world.placeFinger("nobody");
  enterPin(bench.world, pin);
  assert.equal(bench.device.state.volatile.pendingTry?.kind, "fingerprint");
  bench.world.moveSafetyBolt("thrown");
  assert.equal(bench.device.state.volatile.sensors.isSafetyBoltThrown, true);
  bench.world.moveSafetyBolt("free");
  assert.equal(bench.world.physical().clutch, "free");

  match();
  assert.equal(bench.world.physical().clutch, "engaged");
  const operations = bench.folder.store.readLog().filter((record) => record.event.startsWith("lockOperation"));
  assert.deepEqual(
    operations.map((record) => ("source" in record ? record.source : null)),
    ["biometric", "keypad"],
  );

  // A reader that never answers: the try is over after its time, and what waited is taken.
  await bench.world.wait(6000);
  bench.world.placeFinger("nobody");
  enterPin(bench.world, pin);
  await bench.world.wait(2999);
  assert.equal(bench.world.physical().clutch, "free");
  await bench.world.wait(1);
  assert.equal(bench.world.physical().clutch, "engaged");
});

test("inputs wait up to a bound, and orders beyond it are refused", async (t) => {
  const bench = openBench(t, {
    rewire: (hardware) => delayMatches(hardware, () => undefined),
  });
  bench.device.start();
  addPin(bench.world, pin);
  bench.world.placeFinger("nobody");
  for (let keys = 0; keys < 300; keys++) bench.world.pressKeys("1");
  assert.deepEqual(await bench.device.command(order({ type: "lockDoor" })), { ok: false, error: "busy" });
  await bench.world.wait(3000);
  assert.equal(bench.device.state.volatile.pendingTry, null);
  assert.deepEqual(bench.failures, []);
});

test("what waited when the power went is forgotten; who ordered is told", async (t) => {
  const bench = openBench(t, {
    rewire: (hardware) => delayMatches(hardware, () => undefined),
  });
  bench.device.start();
  addPin(bench.world, pin);
  bench.world.placeFinger("nobody");
  enterPin(bench.world, pin);
  const answer = bench.device.command(order({ type: "unlockDoor", pin: null, timeoutSeconds: null }));
  bench.world.takeOutBatteries();
  assert.deepEqual(await answer, { ok: false, error: "noPower" });
  await bench.world.putInBatteries({ volts: 6.2 });
  assert.equal(bench.world.physical().clutch, "free");
  assert.equal(bench.device.state.volatile.session.kind, "asleep");
});

test("orders are answered each with its own result", async (t) => {
  const bench = openBench(t);
  bench.device.start();
  const results = await Promise.all([
    bench.device.command(order({ type: "unlockDoor", pin: null, timeoutSeconds: null })),
    bench.device.command(order({ type: "clearUser", userIndex: 9 })),
    bench.device.command(order({ type: "setUser", userIndex: 9, name: "Eva" })),
    bench.device.command(order({ type: "lockDoor" })),
  ]);
  assert.deepEqual(
    results.map((result) => (result.ok ? "done" : result.error)),
    ["done", "unknownUser", "done", "done"],
  );
  bench.device.stop();
  assert.deepEqual(await bench.device.command(order({ type: "lockDoor" })), { ok: false, error: "noPower" });
});

test("powered time stops without power, goes on with it, and never goes back over a restart", async (t) => {
  const path = join(makeFolder(t), "lock");
  const first = openBench(t, { path });
  first.device.start();
  await first.world.wait(60_000);
  assert.equal(first.device.now().poweredMs, 60_000);
  first.world.takeOutBatteries();
  await first.world.wait(3_600_000);
  assert.equal(first.device.now().poweredMs, 60_000);
  await first.world.putInBatteries({ volts: 6.2 });
  await first.world.wait(1000);
  assert.equal(first.device.now().poweredMs, 61_000);
  first.device.checkpoint();
  first.close();

  const second = openBench(t, { path });
  assert.equal(second.device.now().poweredMs, 61_000);
  second.device.start();
  await second.world.wait(500);
  assert.equal(second.device.now().poweredMs, 61_500);
  // Killed without a word: what was not stored is lost, nothing is invented.
  second.close();
  const third = openBench(t, { path });
  third.device.start();
  assert.equal(third.device.now().poweredMs, 61_000);
});

test("a lock-out is neither shortened by power cuts nor by the time without power", async (t) => {
  const bench = openBench(t);
  bench.device.start();
  addPin(bench.world, pin);
  for (let tries = 0; tries < 5; tries++) enterPin(bench.world, "000000");
  for (let cuts = 0; cuts < 17; cuts++) {
    await bench.world.wait(10_000);
    bench.world.takeOutBatteries();
    await bench.world.wait(1_000_000);
    await bench.world.putInBatteries({ volts: 6.2 });
  }
  await bench.world.wait(9999);
  assert.notEqual(bench.device.state.durable.guard.lockoutUntilMs, null);
  await bench.world.wait(1);
  assert.equal(bench.device.state.durable.guard.lockoutUntilMs, null);
});

test("P-2: an entry of 20 digits costs 65 hashes, right or wrong", (t) => {
  const bench = openBench(t);
  bench.device.start();
  addPin(bench.world, pin);
  const { secrets } = bench.folder;
  for (const entry of ["01234567890123456789", `${pin}90123456789012`, `01234567890123${pin}`]) {
    const before = secrets.hashesComputed;
    enterPin(bench.world, entry);
    assert.equal(secrets.hashesComputed - before, 65, entry);
  }
});

test("a store that fails lets nothing out: the lock stops, undriven, with one sentence", async (t) => {
  class DiskFull extends Error {}
  let operations = 0;
  let failsAt = Number.POSITIVE_INFINITY;
  const countingTry = (bench: Bench): number => {
    const before = operations;
    enterPin(bench.world, pin);
    return operations - before;
  };
  const open = (): Bench => {
    operations = 0;
    failsAt = Number.POSITIVE_INFINITY;
    const bench = openBench(t, {
      onOperation: () => {
        operations++;
        if (operations === failsAt) throw new DiskFull("No space left.");
      },
    });
    bench.device.start();
    addPin(bench.world, pin);
    return bench;
  };
  const needed = countingTry(open());
  assert.ok(needed >= 6, `a try and its outcome are ${needed} operations`);

  for (let at = 1; at <= needed; at++) {
    const bench = open();
    bench.world.touchKeypad();
    bench.world.pressKeys(pin);
    bench.observed.length = 0;
    failsAt = operations + at;
    bench.world.pressKeys("#");
    const [failure] = bench.failures;
    assert.equal(bench.failures.length, 1);
    assert.match(failure?.message ?? "", /^The lock had to stop: The store could not write to the disk\.$/);
    // The key's own tone tells nothing of what was to be stored; the outcome is perceived only if it is on the disk.
    const isPerceived = bench.observed.some((seen) => !("tone" in seen) || seen.tone !== "key");
    assert.ok(!isPerceived || storedIn(t, bench.path).drive.pending !== null, `at ${at}`);
    assert.deepEqual(await bench.device.command(order({ type: "lockDoor" })), { ok: false, error: "noPower" });
    const { length } = bench.observed;
    bench.world.pressKeys(`${pin}#`);
    assert.equal(bench.observed.length, length, "a stopped lock does nothing more");
    bench.close();
  }
});

function storedIn(t: TestContext, path: string): DurableState {
  const copy = join(makeFolder(t), "copy");
  copyFolder(path, copy);
  const found = openDataFolder(copy);
  const { durable } = found.store.load();
  found.close();
  return durable;
}

test("a rule of the core that breaks stops the lock in the same way", (t) => {
  let isBroken = false;
  const bench = openBench(t, {
    rewire: (hardware) => ({
      ...delayMatches(hardware, (match) => match()),
      clock: {
        now: () => hardware.clock.now(),
        setWallTime: (utcMs) => hardware.clock.setWallTime(utcMs),
        setUtcOffset: (utcOffsetMs) => hardware.clock.setUtcOffset(utcOffsetMs),
        elapsedMs: () => hardware.clock.elapsedMs() - (isBroken ? 1 : 0),
        wakeAt: (elapsedMs, callback) => hardware.clock.wakeAt(elapsedMs, callback),
      },
    }),
  });
  bench.device.start();
  isBroken = true;
  bench.world.touchKeypad();
  assert.match(bench.failures[0]?.message ?? "", /^The lock had to stop: Powered time went back\.$/);
  assert.equal(bench.failures[0]?.cause instanceof InvariantError, true);
  assert.deepEqual(
    bench.observed.filter((seen) => "keypad" in seen),
    [],
  );
});

test("L37: a factory reset makes a new key and leaves the homes; a cut in between only puts it off", async (t) => {
  const root = makeFolder(t);
  const cuts: string[] = [];
  let isCutting = false;
  let whenLeft = (): void => undefined;
  const network = {
    movePairingWindow: () => undefined,
    reportEnrolment: () => undefined,
    leaveHomes: (left: () => void) => {
      whenLeft = left;
    },
  };
  const bench: Bench = openBench(t, {
    path: join(root, "lock"),
    network,
    onOperation: () => {
      if (!isCutting) return;
      const cut = join(root, `cut-${cuts.length}`);
      copyFolder(bench.path, cut);
      cuts.push(cut);
    },
  });
  bench.device.start();
  addPin(bench.world, pin);
  const card = Buffer.of(1, 2, 3, 4);
  const oldHash = bench.folder.secrets.hashCard(card);
  isCutting = true;
  bench.world.touchKeypad();
  bench.world.pressKeys(`3571#${pin}#3570##`);
  isCutting = false;
  assert.deepEqual(said(bench).at(-1), "reset-done");
  assert.notEqual(bench.folder.secrets.hashCard(card), oldHash);
  assert.deepEqual(bench.folder.store.unfinishedReset(), { isKeyOutdated: false, areHomesToLeave: true });
  whenLeft();
  assert.deepEqual(bench.folder.store.unfinishedReset(), { isKeyOutdated: false, areHomesToLeave: false });
  bench.close();

  assert.ok(cuts.length > 10, `only ${cuts.length} cuts`);
  let resets = 0;
  for (const cut of cuts) {
    let timesTold = 0;
    const next = openBench(t, {
      path: cut,
      network: {
        ...network,
        leaveHomes: (left) => {
          timesTold++;
          left();
        },
      },
    });
    const isReset = Object.keys(next.device.state.durable.users).length === 0;
    next.device.start();
    assert.equal(timesTold, isReset ? 1 : 0);
    assert.equal(next.folder.secrets.hashCard(card) === oldHash, !isReset);
    assert.deepEqual(next.folder.store.unfinishedReset(), { isKeyOutdated: false, areHomesToLeave: false });
    // Whatever came before, the lock works: a reset one as new, the other as it was.
    if (isReset) addPin(next.world, "314159");
    enterPin(next.world, isReset ? "314159" : pin);
    assert.equal(next.world.physical().clutch, "engaged");
    if (isReset) resets++;
    next.close();
  }
  assert.ok(resets > 3 && resets < cuts.length, `${resets} of ${cuts.length} were reset`);
});

test("P-12, L12: no PIN and no card's identifier is in any file, in any spelling", async (t) => {
  const canary = "8072615394";
  const bench = openBench(t);
  bench.device.start();
  addPin(bench.world, canary);
  bench.world.touchKeypad();
  bench.world.pressKeys(`3571#${canary}#13#`);
  bench.world.presentCard("blue");
  bench.world.pressKeys("*");
  enterPin(bench.world, `11${canary}22`);
  enterPin(bench.world, `${canary}3`.slice(1));
  bench.world.presentCard("blue");
  bench.world.presentCard("red");
  await bench.device.command(order({ type: "unlockDoor", pin: canary, timeoutSeconds: null }));
  await bench.world.wait(10_000);

  const secrets = [canary, canary.slice(1, -1)].map((digits) => Buffer.from(digits));
  secrets.push(Buffer.from(cardIdentifierOf("blue")), Buffer.from(cardIdentifierOf("red")));
  const spellings = secrets.flatMap(spellingsOf);
  const assertNowhere = (): void => {
    for (const name of readdirSync(bench.path).filter((file) => file !== "in-use")) {
      const content = readFileSync(join(bench.path, name));
      for (const spelling of spellings) assert.equal(content.includes(spelling), false, `${name}: ${String(spelling)}`);
    }
  };
  assertNowhere();
  bench.close();
  assertNowhere();
});

test("P-12: who has the database without the key cannot try PINs out, even knowing the format and the PIN", (t) => {
  const bench = openBench(t);
  bench.device.start();
  addPin(bench.world, pin);
  bench.close();
  const database = readFileSync(join(bench.path, "lock.sqlite")).toString("latin1");
  const check = /"keyCheck":"([0-9a-f]{64})"/.exec(database)?.[1] ?? assert.fail("no mark of the key");
  const message = `pin-v1\0\x06${pin}`;
  const tagUnder = (key: Buffer): string => createHmac("sha256", key).update(message).digest("hex");

  assert.ok(database.includes(tagUnder(readFileSync(join(bench.path, "device.key")))), "with the key it is found");
  const guesses = ["", check].map((text) => Buffer.from(text));
  for (const key of [...guesses, Buffer.from(check, "hex"), Buffer.alloc(32)])
    assert.equal(database.includes(tagUnder(key)), false);
  for (const text of [message, pin]) assert.equal(database.includes(hash("sha256", text)), false);
});

function spellingsOf(secret: Buffer): readonly Buffer[] {
  const base64 = [0, 1, 2].map((shift) =>
    // What every alignment has in common: the first and last characters depend on the neighbours.
    Buffer.concat([Buffer.alloc(shift), secret])
      .toString("base64")
      .replace(/=+$/, "")
      .slice(shift + 1, -2),
  );
  return [
    secret,
    Buffer.from(secret.toString("hex")),
    Buffer.from(secret.toString("hex").toUpperCase()),
    Buffer.from(secret.toString("latin1"), "utf16le"),
    Buffer.from([...secret].reverse()),
    ...base64.map((text) => Buffer.from(text)),
  ];
}

test("listeners hear until they are taken off", (t) => {
  const bench = openBench(t);
  let steps = 0;
  const end = bench.device.onStep(() => steps++);
  bench.device.start();
  const before = steps;
  assert.ok(before > 0);
  end();
  bench.world.touchKeypad();
  assert.equal(steps, before);
});
