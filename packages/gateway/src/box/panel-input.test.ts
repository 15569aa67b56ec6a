import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { handlePanelInput } from "./panel-input.ts";
import { RunningBox, type BoxMessage } from "./running-box.ts";
import { SimulatedNetwork } from "./simulated-network.ts";

interface Bench {
  readonly heard: readonly string[];
  readonly resets: () => number;
  readonly known: () => string | null;
  readonly box: RunningBox;
  readonly network: SimulatedNetwork;
  readonly handle: (input: unknown) => string | null;
  /** Until that is seen or heard, and whatever was before. */
  readonly until: (word: string) => Promise<readonly string[]>;
}

function makeBench(t: TestContext, knownSsid: string | null = null): Bench {
  const heard: string[] = [];
  const waiting = new Map<string, () => void>();
  let resets = 0;
  let known = knownSsid;
  const network = new SimulatedNetwork({ connectMs: 5, knownSsid, onKnownSsid: (ssid) => (known = ssid) });
  const hear = (message: BoxMessage): void => {
    const word = "led" in message ? message.led : message.say;
    heard.push(word);
    waiting.get(word)?.();
  };
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let elapsed = 0;
  const box = new RunningBox({
    network,
    elapsedMs: () => elapsed,
    onMessage: hear,
    onReport: () => undefined,
    onReset: () => resets++,
    onFault: (sentence) => heard.push(sentence),
  });
  t.after(async () => await box.close());
  return {
    heard,
    resets: () => resets,
    known: () => known,
    box,
    network,
    handle: (input) => handlePanelInput({ box, network }, input),
    until: async (word) => {
      // Each turn the clock is moved, and what waits behind promises comes to its turn.
      for (let turn = 0; turn < 100 && !heard.includes(word); turn++) {
        elapsed += 100;
        t.mock.timers.tick(100);
        await new Promise(setImmediate);
      }
      assert.ok(heard.includes(word), `${word} was not seen: ${heard.join(", ")}`);
      return heard.splice(0);
    },
  };
}

test("power, then a cable: amber, set-up mode, connecting, online", async (t) => {
  const { handle, until } = makeBench(t);
  assert.equal(handle({ power: true }), null);
  assert.deepEqual(await until("white-fast"), ["amber", "white-fast"]);
  assert.equal(handle({ cable: true }), null);
  assert.deepEqual(await until("white"), ["white-slow", "white"]);
});

test("power with the cable in: nothing to set", async (t) => {
  const { handle, until } = makeBench(t);
  handle({ cable: true });
  handle({ power: true });
  assert.deepEqual(await until("white"), ["amber", "white-slow", "white"]);
});

test("a Wi-Fi that lets the box in is joined and remembered; one that does not leaves it red", async (t) => {
  const { handle, until, known } = makeBench(t);
  handle({ power: true });
  await until("white-fast");
  handle({ wifi: { ssid: "Vicini", ok: false } });
  assert.deepEqual(await until("red"), ["white-slow", "red"]);
  assert.equal(known(), null);
  handle({ wifi: { ssid: "Casa", ok: true } });
  assert.deepEqual(await until("white"), ["white-slow", "white"]);
  assert.equal(known(), "Casa");
});

test("a known Wi-Fi that goes away leaves the box red, and comes back by itself", async (t) => {
  const { handle, until } = makeBench(t, "Casa");
  handle({ power: true });
  await until("white");
  handle({ wifi: { ssid: "Casa", ok: false } });
  assert.deepEqual(await until("red"), ["red"]);
  handle({ wifi: { ssid: "Casa", ok: true } });
  assert.deepEqual(await until("white"), ["white-slow", "white"]);
});

test("a Wi-Fi that is named while the box is online changes nothing", async (t) => {
  const { handle, until, known, heard } = makeBench(t, "Casa");
  handle({ power: true });
  await until("white");
  handle({ wifi: { ssid: "Altra", ok: true } });
  assert.deepEqual([known(), heard], ["Casa", []]);
});

test("the button online: it must be offline first; without the cable: set-up mode", async (t) => {
  const { handle, until } = makeBench(t);
  handle({ cable: true });
  handle({ power: true });
  await until("white");
  handle({ button: 4500 });
  assert.deepEqual(await until("go-offline-first"), ["go-offline-first"]);
  handle({ cable: false });
  assert.deepEqual(await until("red"), ["red"]);
  handle({ button: 4500 });
  assert.deepEqual(await until("white-fast"), ["white-fast", "set-up-mode"]);
});

test("held for ten seconds: the claim ends, and the Wi-Fi is forgotten", async (t) => {
  const { handle, until, resets, known } = makeBench(t, "Casa");
  handle({ power: true });
  await until("white");
  handle({ button: 10_000 });
  assert.deepEqual(await until("box-reset"), ["white-fast", "box-reset"]);
  assert.equal(resets(), 1);
  assert.equal(known(), null);
});

test("adding a lock is blue, and without power all is dark", async (t) => {
  const { handle, until, box } = makeBench(t, "Casa");
  handle({ power: true });
  await until("white");
  box.setAddingLock(true);
  assert.deepEqual(await until("blue"), ["blue"]);
  box.setAddingLock(false);
  assert.deepEqual(await until("white"), ["white"]);
  handle({ power: false });
  assert.deepEqual(await until("off"), ["off"]);
});

test("what no box knows gets one sentence, and changes nothing", async (t) => {
  const { handle, until, heard } = makeBench(t, "Casa");
  handle({ power: true });
  await until("white");
  const odd: readonly unknown[] = [
    null,
    "power",
    {},
    { button: -1 },
    { button: 0 },
    { button: "4500" },
    { button: 4500.5 },
    { power: 1 },
    { power: true, cable: true },
    { cable: "in" },
    { wifi: { ssid: "", ok: true } },
    { wifi: { ssid: "x".repeat(33), ok: true } },
    { wifi: { ssid: "Casa" } },
    { wifi: { ssid: "Casa", ok: true, secret: "x" } },
  ];
  for (const input of odd) assert.match(handle(input) ?? "", /^A gateway has .*\.$/, JSON.stringify(input));
  assert.deepEqual(heard, []);
});

test("a network service that is not there shows red, and is told", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const told: string[] = [];
  const network = new SimulatedNetwork({ connectMs: 5 });
  network.start = async () => await Promise.reject(new TypeError("nobody there"));
  let elapsed = 0;
  const box = new RunningBox({
    network,
    elapsedMs: () => elapsed,
    onMessage: (message) => told.push(JSON.stringify(message)),
    onReport: () => undefined,
    onReset: () => undefined,
    onFault: (sentence) => told.push(sentence),
  });
  box.setPower(true);
  elapsed = 2000;
  t.mock.timers.tick(2000);
  await new Promise(setImmediate);
  assert.deepEqual(told, ['{"led":"amber"}', "The network could not be looked at: nobody there", '{"led":"red"}']);
  await box.close();
});
