import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import type { GatewayReport } from "@catenaccio/protocol";
import { startMs } from "./gateway-box.ts";
import { NetworkError, refuseJoin, type JoinOutcome } from "./network-configuration.ts";
import { RunningBox } from "./running-box.ts";
import { SimulatedNetwork } from "./simulated-network.ts";

/** It refuses, or fails, before it has tried anything, as NetworkManager does with a name that is not in reach. */
class SilentNetwork extends SimulatedNetwork {
  joinNow: () => JoinOutcome = () => refuseJoin("notFound");

  override async join(): Promise<JoinOutcome> {
    return this.joinNow();
  }
}

interface Bench {
  readonly box: RunningBox;
  readonly network: SilentNetwork;
  readonly messages: string[];
  readonly reports: GatewayReport[];
  readonly faults: string[];
}

async function startBox(t: TestContext): Promise<Bench> {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const [messages, reports, faults]: [string[], GatewayReport[], string[]] = [[], [], []];
  const network = new SilentNetwork({ connectMs: 5 });
  let elapsed = 0;
  const box = new RunningBox({
    network,
    elapsedMs: () => elapsed,
    onMessage: (message) => messages.push("led" in message ? message.led : message.say),
    onReport: (report) => reports.push(report),
    onReset: () => undefined,
    onFault: (sentence) => faults.push(sentence),
  });
  t.after(async () => await box.close());
  box.setPower(true);
  elapsed = startMs;
  t.mock.timers.tick(startMs);
  await new Promise(setImmediate);
  return { box, network, messages, reports, faults };
}

test("a Wi-Fi that is not in reach leaves the box red, not waiting for ever", async (t) => {
  const { box, messages } = await startBox(t);
  const outcome = await box.joinWifi("Casa", "canary-secret");
  assert.deepEqual(outcome, { ok: false, error: "notFound", sentence: "No Wi-Fi network of that name is in reach." });
  assert.deepEqual(messages, ["amber", "white-fast", "white-slow", "red"]);
});

test("a network service that fails while it joins is told, and is a refusal like any other", async (t) => {
  const { box, network, messages, faults } = await startBox(t);
  network.joinNow = () => {
    throw new NetworkError("AddConnection was refused.");
  };
  const outcome = await box.joinWifi("Casa", "canary-secret");
  assert.ok(!outcome.ok && outcome.error === "failed");
  assert.deepEqual(faults, ["The Wi-Fi could not be joined: AddConnection was refused."]);
  assert.equal(messages.at(-1), "red");
});

test("each change is reported once: the ring, the network, and the Wi-Fi while it is tried", async (t) => {
  const { box, reports } = await startBox(t);
  await box.joinWifi("Casa", null);
  assert.deepEqual(reports, [
    { report: "box", led: "amber", network: "none", ssid: null },
    { report: "box", led: "white-fast", network: "settingUp", ssid: null },
    { report: "box", led: "white-slow", network: "connecting", ssid: "Casa" },
    { report: "box", led: "red", network: "none", ssid: null },
  ]);
});
