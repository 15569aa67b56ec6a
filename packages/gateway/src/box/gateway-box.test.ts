import assert from "node:assert/strict";
import { test } from "node:test";
import {
  initialBoxState,
  ledOf,
  reportBox,
  resetHeldMs,
  setUpHeldMs,
  startMs,
  stepBox,
  type BoxEffect,
  type BoxEvent,
  type BoxState,
} from "./gateway-box.ts";

const now = 50_000;

const states = {
  off: initialBoxState,
  starting: { mode: "starting", startedAtMs: now - 500, isAddingLock: false },
  started: { mode: "starting", startedAtMs: now - startMs, isAddingLock: false },
  looking: { mode: "looking", isAddingLock: false },
  settingUp: { mode: "settingUp", isAddingLock: false },
  connecting: { mode: "connecting", ssid: null, isAddingLock: false },
  cableOnline: { mode: "online", over: "cable", ssid: null, isAddingLock: false },
  wifiOnline: { mode: "online", over: "wifi", ssid: "Casa", isAddingLock: false },
  addingLock: { mode: "online", over: "cable", ssid: null, isAddingLock: true },
  disconnected: { mode: "disconnected", isAddingLock: false },
} as const satisfies Record<string, BoxState>;
type StateName = keyof typeof states;

const events = {
  powerOn: { event: "power", isOn: true },
  powerOff: { event: "power", isOn: false },
  elapsed: { event: "elapsed" },
  nothing: { event: "network", status: { connection: "none", isWifiKnown: false } },
  wifiGone: { event: "network", status: { connection: "none", isWifiKnown: true } },
  cableTried: { event: "network", status: { connection: "connecting", over: "cable" } },
  cableUp: { event: "network", status: { connection: "online", over: "cable" } },
  wifiTried: { event: "network", status: { connection: "connecting", over: "wifi", ssid: "Casa" } },
  wifiUp: { event: "network", status: { connection: "online", over: "wifi", ssid: "Casa" } },
  joining: { event: "joiningWifi", ssid: "Casa" },
  shortPress: { event: "button", heldMs: setUpHeldMs },
  longPress: { event: "button", heldMs: setUpHeldMs + 1 },
  almostReset: { event: "button", heldMs: resetHeldMs - 1 },
  resetPress: { event: "button", heldMs: resetHeldMs },
  addLock: { event: "addingLock", isOn: true },
  lockAdded: { event: "addingLock", isOn: false },
} as const satisfies Record<string, BoxEvent>;
type EventName = keyof typeof events;

/** The LED afterwards, and everything else that a person or the machine notices. `same`: nothing at all happens. */
type Row = "same" | readonly [led: string, ...effects: string[]];

const off: Record<EventName, Row> = {
  powerOn: ["amber", `wake ${startMs}`],
  powerOff: "same",
  elapsed: "same",
  nothing: "same",
  wifiGone: "same",
  cableTried: "same",
  cableUp: "same",
  wifiTried: "same",
  wifiUp: "same",
  joining: "same",
  shortPress: "same",
  longPress: "same",
  almostReset: "same",
  resetPress: "same",
  addLock: "same",
  lockAdded: "same",
};

/** What a box with power does alike, wherever it stands. */
const powered = {
  powerOn: "same",
  powerOff: ["off", "stopNetwork"],
  elapsed: "same",
  shortPress: "same",
  lockAdded: "same",
} as const satisfies Partial<Record<EventName, Row>>;

const network = {
  cableTried: ["white-slow"],
  cableUp: ["white"],
  wifiTried: ["white-slow"],
  wifiUp: ["white"],
} as const satisfies Partial<Record<EventName, Row>>;

const starting: Record<EventName, Row> = {
  ...off,
  ...powered,
  elapsed: ["amber", `wake ${startMs - 500}`],
  resetPress: ["amber", "reset", "say box-reset"],
  addLock: ["amber"],
};

const table: Record<StateName, Record<EventName, Row>> = {
  off,
  starting,
  started: { ...starting, elapsed: ["amber", "startNetwork"] },
  looking: {
    ...powered,
    ...network,
    nothing: ["white-fast"],
    wifiGone: ["red"],
    joining: "same",
    longPress: "same",
    almostReset: "same",
    resetPress: ["amber", "reset", "say box-reset"],
    addLock: ["amber"],
  },
  settingUp: {
    ...powered,
    ...network,
    nothing: "same",
    wifiGone: "same",
    wifiTried: "same",
    joining: ["white-slow"],
    longPress: ["white-fast", "say set-up-mode"],
    almostReset: ["white-fast", "say set-up-mode"],
    resetPress: ["white-fast", "reset", "say box-reset"],
    addLock: ["white-fast"],
  },
  connecting: {
    ...powered,
    ...network,
    nothing: ["red"],
    wifiGone: ["red"],
    cableTried: "same",
    joining: ["white-slow"],
    longPress: ["white-fast", "say set-up-mode"],
    almostReset: ["white-fast", "say set-up-mode"],
    resetPress: ["white-fast", "reset", "say box-reset"],
    addLock: ["white-slow"],
  },
  cableOnline: {
    ...powered,
    ...network,
    nothing: ["red"],
    wifiGone: ["red"],
    cableUp: "same",
    joining: "same",
    longPress: ["white", "say go-offline-first"],
    almostReset: ["white", "say go-offline-first"],
    resetPress: ["white", "reset", "say box-reset"],
    addLock: ["blue"],
  },
  wifiOnline: {
    ...powered,
    ...network,
    nothing: ["red"],
    wifiGone: ["red"],
    wifiUp: "same",
    joining: "same",
    longPress: ["white", "say go-offline-first"],
    almostReset: ["white", "say go-offline-first"],
    resetPress: ["white-fast", "reset", "say box-reset"],
    addLock: ["blue"],
  },
  addingLock: {
    ...powered,
    ...network,
    nothing: ["red"],
    wifiGone: ["red"],
    cableUp: "same",
    wifiUp: ["blue"],
    joining: "same",
    longPress: ["blue", "say go-offline-first"],
    almostReset: ["blue", "say go-offline-first"],
    resetPress: ["white", "reset", "say box-reset"],
    addLock: "same",
    lockAdded: ["white"],
  },
  disconnected: {
    ...powered,
    ...network,
    nothing: "same",
    wifiGone: "same",
    joining: ["white-slow"],
    longPress: ["white-fast", "say set-up-mode"],
    almostReset: ["white-fast", "say set-up-mode"],
    resetPress: ["white-fast", "reset", "say box-reset"],
    addLock: ["red"],
  },
};

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}

function inWords(effect: BoxEffect): string {
  if (effect.effect === "say") return `say ${effect.prompt}`;
  if (effect.effect === "wake") return `wake ${effect.afterMs}`;
  return effect.effect;
}

for (const stateName of keysOf(states)) {
  test(`the box is ${stateName}`, async (t) => {
    for (const eventName of keysOf(events)) {
      await t.test(eventName, () => {
        const before: BoxState = states[stateName];
        const { state, effects } = stepBox(before, events[eventName], now);
        const row = table[stateName][eventName];
        if (row === "same") {
          assert.deepEqual({ state, effects }, { state: before, effects: [] });
          return;
        }
        const [led, ...others] = row;
        const expectedLed = led === ledOf(before) ? [] : [{ effect: "led", color: led }];
        assert.deepEqual(
          [ledOf(state), ...effects.filter((one) => one.effect !== "led").map(inWords)],
          [led, ...others],
        );
        assert.deepEqual(
          effects.filter((one) => one.effect === "led"),
          expectedLed,
        );
      });
    }
  });
}

function live(...happenings: readonly (readonly [BoxEvent, atMs?: number])[]): readonly string[] {
  let state: BoxState = initialBoxState;
  return happenings.flatMap(([event, atMs = now]) => {
    const step = stepBox(state, event, atMs);
    state = step.state;
    return step.effects.flatMap((effect) => (effect.effect === "led" ? [effect.color] : []));
  });
}

test("first power-up without a cable: amber, then white flashing fast, and white once a Wi-Fi is named", () => {
  const { powerOn, elapsed, nothing, joining, wifiUp } = events;
  const seen = live([powerOn, 0], [elapsed, startMs], [nothing], [joining], [wifiUp]);
  assert.deepEqual(seen, ["amber", "white-fast", "white-slow", "white"]);
});

test("with a cable there is nothing to set: amber, white slow, white", () => {
  const { powerOn, elapsed, cableTried, cableUp } = events;
  assert.deepEqual(live([powerOn, 0], [elapsed, startMs], [cableTried], [cableUp]), ["amber", "white-slow", "white"]);
});

test("a Wi-Fi that refuses leaves the box red, and the button brings the set-up mode back", () => {
  const { powerOn, elapsed, nothing, joining, longPress } = events;
  const seen = live([powerOn, 0], [elapsed, startMs], [nothing], [joining], [nothing], [longPress]);
  assert.deepEqual(seen, ["amber", "white-fast", "white-slow", "red", "white-fast"]);
});

test("the report names the network, and the Wi-Fi while it is joined or tried", () => {
  const reports = keysOf(states).map((name) => {
    const report = reportBox(states[name]);
    return report.report === "box" ? [name, report.network, report.ssid] : [];
  });
  assert.deepEqual(reports, [
    ["off", "none", null],
    ["starting", "none", null],
    ["started", "none", null],
    ["looking", "none", null],
    ["settingUp", "settingUp", null],
    ["connecting", "connecting", null],
    ["cableOnline", "cable", null],
    ["wifiOnline", "wifi", "Casa"],
    ["addingLock", "cable", null],
    ["disconnected", "none", null],
  ]);
});
