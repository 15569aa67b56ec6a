/** The world survives the program, whenever that ends; and a damaged file is said to be one. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { HardwareError } from "../errors.ts";
import { openWorld } from "./open-world.ts";
import type { SimulatedWorld } from "./simulated-world.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { WorldFile, worldFileName } from "./world-file.ts";

const folders: string[] = [];

after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "simulated-hardware-"));
  folders.push(folder);
  return folder;
}

function open(folder: string): SimulatedWorld {
  return openWorld({ folder, makeClock: (start) => new VirtualClock(start) });
}

function enrol(world: SimulatedWorld, finger: string, slot: number): void {
  for (let number = 1; number <= 5; number++) {
    world.placeFinger(finger);
    world.hardware.reader.captureEnrolment(number);
  }
  world.hardware.reader.storeTemplate(slot);
}

describe("the file of the simulated hardware", () => {
  test("a second start on the same folder is the same world, at the same time", async () => {
    const folder = newFolder();
    const world = open(folder);
    enrol(world, "anna-thumb", 3);
    world.moveSafetyBolt("thrown");
    world.moveHandle("outside", "up");
    world.moveHandle("outside", "release");
    world.setFault("keypad", true);
    world.setVolts(5);
    world.hardware.clutch.driveTo("engaged");
    await world.wait(90_000);
    world.setClock(null);
    const again = open(folder);
    assert.deepEqual(again.physical(), world.physical());
    assert.deepEqual(again.save(), world.save());
    assert.equal(again.clock.elapsedMs(), 90_000);
    assert.equal(again.clock.now().utcMs, null);
    assert.deepEqual(again.hardware.reader.templateSlots(), [3]);
  });

  test("the folder is made, with one file that only its owner may read", () => {
    const folder = join(newFolder(), "new", "data");
    open(folder);
    assert.deepEqual(readdirSync(folder), [worldFileName]);
  });

  test("L12: no finger, no card and no PIN is in it", () => {
    const folder = newFolder();
    const world = open(folder);
    enrol(world, "anna-thumb", 1);
    world.presentCard("blue-card");
    world.pressKeys("271828#");
    const text = readFileSync(join(folder, worldFileName), "utf8");
    for (const secret of ["anna-thumb", "blue-card", "271828"]) assert.ok(!text.includes(secret), secret);
  });

  test("L33: what was reported is in the file already", () => {
    const folder = newFolder();
    const world = open(folder);
    const file = new WorldFile(folder);
    const seen: string[] = [];
    world.hardware.start((fact) => {
      const saved = file.read();
      if (fact.type === "templateStored") seen.push(`slots ${Object.keys(saved?.reader.templates ?? {}).join()}`);
      if (fact.type === "clutchReached") seen.push(`clutch ${saved?.clutch}`);
    });
    world.onObservation((observation) => {
      if ("clutch" in observation) seen.push(`seen ${file.read()?.clutch}`);
    });
    enrol(world, "anna", 7);
    world.hardware.clutch.driveTo("engaged");
    assert.deepEqual(seen, ["slots 7", "seen engaged", "clutch engaged"]);
    world.hardware.reader.deleteTemplate(7);
    assert.deepEqual(file.read()?.reader.templates, {});
  });

  test("L33: a template that was reported as stored survives the killing of the program", async () => {
    const folder = newFolder();
    const program = `
      import { openWorld, VirtualClock } from ${JSON.stringify(import.meta.resolve("./index.ts"))};
      const world = openWorld({ folder: ${JSON.stringify(folder)}, makeClock: (start) => new VirtualClock(start) });
      const { reader } = world.hardware;
      world.hardware.start((fact) => {
        if (fact.type === "templateStored") process.kill(process.pid, "SIGKILL");
      });
      for (let number = 1; number <= 5; number++) {
        world.placeFinger("anna");
        reader.captureEnrolment(number);
      }
      reader.storeTemplate(9);
      throw new TypeError("It should be dead.");
    `;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "inherit" });
    const [, signal]: unknown[] = await once(child, "exit");
    assert.equal(signal, "SIGKILL");
    assert.deepEqual(open(folder).hardware.reader.templateSlots(), [9]);
  });

  test("a half-written new file beside it does no harm", () => {
    const folder = newFolder();
    open(folder).moveSafetyBolt("thrown");
    writeFileSync(join(folder, `${worldFileName}.new`), '{ "form');
    assert.equal(open(folder).physical().bolt, "thrown");
  });

  test("a damaged file is refused in one sentence and left as it is", () => {
    const damages: readonly (readonly [RegExp, (text: string) => string])[] = [
      [/not JSON/, (text) => text.slice(0, -10)],
      [/it is not an object/, () => "[]"],
      [/format is none of 1/, (text) => text.replace('"format": 1', '"format": 2')],
      [/clutch is none of engaged, free/, (text) => text.replace('"clutch": "free"', '"clutch": "half"')],
      [/supply\.joules is no amount/, (text) => text.replace(/"joules": [\d.]+/, '"joules": -1')],
      [/supply\.place is none of/, (text) => text.replace('"place": "in"', '"place": 5')],
      [/door is not an object/, (text) => text.replace('"door": {', '"door": 1, "portal": {')],
      [/door\.isOpen is neither true nor false/, (text) => text.replace('"isOpen": false', '"isOpen": 0')],
      [/clock\.elapsedMs is negative/, (text) => text.replace('"elapsedMs": 0', '"elapsedMs": -5')],
      [/clock\.utcMs is no whole number/, (text) => text.replace(/"utcMs": \d+/, '"utcMs": "noon"')],
      [/reader\.templates\.1 is not 256 bytes/, (text) => text.replace(/"1": "..../, '"1": "')],
      [/reader\.templates\.x is no slot/, (text) => text.replace('"1": ', '"x": ')],
      [/faults is not a list/, (text) => text.replace('"faults": []', '"faults": "none"')],
      [/faults holds what is none of/, (text) => text.replace('"faults": []', '"faults": ["gremlins"]')],
    ];
    const folder = newFolder();
    enrol(open(folder), "anna", 1);
    const path = join(folder, worldFileName);
    const sound = readFileSync(path, "utf8");
    for (const [complaint, damage] of damages) {
      const damaged = damage(sound);
      assert.notEqual(damaged, sound, `${complaint} was not tried.`);
      writeFileSync(path, damaged);
      assert.throws(
        () => open(folder),
        (error) => {
          assert.ok(error instanceof HardwareError);
          assert.match(error.message, complaint);
          assert.match(error.message, /^The simulated hardware's file is damaged: [^\n]+\.$/);
          return true;
        },
      );
      assert.equal(readFileSync(path, "utf8"), damaged);
      assert.deepEqual(readdirSync(folder), [worldFileName]);
    }
  });

  test("a disk that takes nothing is an error of the hardware, with its cause", () => {
    const folder = newFolder();
    const inTheWay = join(folder, "file");
    writeFileSync(inTheWay, "");
    assert.throws(
      () => open(inTheWay),
      (error) => error instanceof HardwareError && error.cause instanceof Error,
    );
  });
});
