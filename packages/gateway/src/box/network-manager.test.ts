import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, test, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fetchDebianPackages } from "../../test/debian-package.ts";
import { makeFolder } from "../../test/temporary-folder.ts";
import type { NetworkStatus } from "./network-configuration.ts";
import { NetworkManager } from "./network-manager.ts";
import { SystemBus } from "./system-bus.ts";

/** Of Debian's dbus. */
const daemonProgram = "dbus-daemon";
const python = "/usr/bin/python3";
const name = "org.freedesktop.NetworkManager";
const managerPath = "/org/freedesktop/NetworkManager";
const password = "canarino-giallo-9";
/** NM80211ApSecurityFlags: PSK */
const psk = 0x100;

type Tools = { readonly ok: true; readonly pythonPath: string } | { readonly ok: false; readonly reason: string };

/** python-dbusmock plays NetworkManager; it needs D-Bus itself and Python's words for it. */
async function findTools(): Promise<Tools> {
  if (!existsSync(python)) return { ok: false, reason: "There is no Python 3 here." };
  const mock = await fetchDebianPackages(["python3-dbusmock"]);
  if (!mock.ok) return mock;
  const pythonPath = join(mock.folder, "usr/lib/python3/dist-packages");
  for (const [command, ...words] of [
    [daemonProgram, "--version"],
    [python, "-c", "import dbusmock, dbus, gi"],
  ] as const) {
    const exit = await exitOf(spawn(command, words, { env: { ...process.env, PYTHONPATH: pythonPath } }));
    if (exit !== 0) return { ok: false, reason: `There is no ${command} with what it needs here.` };
  }
  return { ok: true, pythonPath };
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  try {
    const [code] = (await once(child, "exit")) as readonly unknown[];
    return code;
  } catch {
    return null;
  }
}

const tools = await findTools();

class MockedMachine {
  readonly address: string;
  readonly #daemon: ChildProcess;
  readonly #pythonPath: string;
  readonly #bus: SystemBus;
  #mock: ChildProcess | null = null;
  #points = 0;

  private constructor(address: string, daemon: ChildProcess, pythonPath: string) {
    this.address = address;
    this.#daemon = daemon;
    this.#pythonPath = pythonPath;
    this.#bus = new SystemBus(address);
  }

  static async start(folder: string, pythonPath: string): Promise<MockedMachine> {
    const address = `unix:path=${join(folder, "bus")}`;
    const words = ["--session", "--nofork", "--print-address=1", `--address=${address}`];
    const daemon = spawn(daemonProgram, words, { stdio: ["ignore", "pipe", "ignore"] });
    await once(createInterface(daemon.stdout), "line");
    const machine = new MockedMachine(address, daemon, pythonPath);
    await machine.startNetworkManager();
    return machine;
  }

  async startNetworkManager(): Promise<void> {
    const env = {
      ...process.env,
      PYTHONPATH: this.#pythonPath,
      DBUS_SYSTEM_BUS_ADDRESS: this.address,
      DBUS_SESSION_BUS_ADDRESS: this.address,
    };
    const words = ["-m", "dbusmock", "--system", "--template", "networkmanager"];
    this.#mock = spawn(python, words, { env, stdio: "ignore" });
    const ask = { destination: name, path: managerPath, interface: name, member: "GetDevices" };
    await until(async () => await this.#bus.call(ask));
  }

  async stopNetworkManager(): Promise<void> {
    const mock = this.#mock;
    this.#mock = null;
    if (mock === null || mock.exitCode !== null) return;
    mock.kill();
    await once(mock, "exit");
  }

  async stopBus(): Promise<void> {
    if (this.#daemon.exitCode !== null || this.#daemon.signalCode !== null) return;
    // Without a last word to anybody.
    this.#daemon.kill("SIGKILL");
    await once(this.#daemon, "exit");
  }

  async stop(): Promise<void> {
    await this.stopNetworkManager();
    this.#bus.close();
    await this.stopBus();
  }

  async mock(member: string, signature: string, ...body: readonly unknown[]): Promise<unknown> {
    const call = { destination: name, path: managerPath, interface: "org.freedesktop.DBus.Mock", member };
    return (await this.#bus.call({ ...call, signature, body }))[0];
  }

  async addEthernet(state: number): Promise<string> {
    return String(await this.mock("AddEthernetDevice", "ssi", "eth0", "eth0", state));
  }

  async addWifi(): Promise<string> {
    return String(await this.mock("AddWiFiDevice", "ssi", "wlan0", "wlan0", 30));
  }

  async addAccessPoint(wifi: string, ssid: string, strength: number, security: number): Promise<void> {
    this.#points += 1;
    const hardware = `00:23:F8:7E:12:0${this.#points}`;
    const point = [wifi, `ap${this.#points}`, ssid, hardware, 2, 2425, 5400, strength, security];
    await this.mock("AddAccessPoint", "ssssuuuyu", ...point);
  }

  async setDeviceState(device: string, state: number): Promise<void> {
    const value = ["u", state];
    await this.mock("SetProperty", "sssv", device, `${name}.Device`, "State", value);
  }

  /** The password that NetworkManager was given is not the network's: it tries, and then says so. */
  async refuseSecrets(device: string, reason: number): Promise<void> {
    const code = `for change in ((50, 30, 0), (60, 50, 0), (120, 60, ${reason})):
    objects['${device}'].EmitSignal('${name}.Device', 'StateChanged', 'uuu', change)
ret = '${managerPath}/ActiveConnection/0'`;
    await this.#replaceActivation(code);
  }

  /** It never says what became of it. */
  async ignoreActivation(): Promise<void> {
    await this.#replaceActivation(`ret = '${managerPath}/ActiveConnection/0'`);
  }

  async #replaceActivation(code: string): Promise<void> {
    await this.mock("AddMethod", "sssss", name, "ActivateConnection", "ooo", "o", code);
  }

  /** As NetworkManager keeps them: the name, and whether the password came along. */
  async connections(): Promise<readonly string[]> {
    const settings = { destination: name, path: `${managerPath}/Settings`, interface: `${name}.Settings` };
    const [paths] = await this.#bus.call({ ...settings, member: "ListConnections" });
    const found: string[] = [];
    for (const path of paths as readonly string[]) {
      const call = { destination: name, path, interface: `${name}.Settings.Connection`, member: "GetSettings" };
      const [content] = await this.#bus.call(call);
      const text = JSON.stringify(content);
      found.push(
        `${/"id",\[.*?\["([^"]*)"\]\]/.exec(text)?.[1]}${text.includes(password) ? " with its password" : ""}`,
      );
    }
    return found;
  }

  async addForeignConnection(ssid: string): Promise<void> {
    const settings = [
      [
        "connection",
        [
          ["id", ["s", ssid]],
          ["type", ["s", "802-11-wireless"]],
        ],
      ],
      ["802-11-wireless", [["ssid", ["ay", Buffer.from(ssid)]]]],
    ];
    const call = { destination: name, path: `${managerPath}/Settings`, interface: `${name}.Settings` };
    await this.#bus.call({ ...call, member: "AddConnection", signature: "a{sa{sv}}", body: [settings] });
  }
}

/** Until it succeeds: another process is on its way. */
async function until<Value>(look: () => Promise<Value> | Value): Promise<Value> {
  for (let turn = 0; ; turn++) {
    try {
      return await look();
    } catch (cause) {
      if (turn >= 200) throw cause;
      await setTimeout(50);
    }
  }
}

function inWords(status: NetworkStatus): string {
  if (status.connection === "none") return `none${status.isWifiKnown ? ", a Wi-Fi known" : ""}`;
  return `${status.connection} over ${status.over === "wifi" ? status.ssid : "cable"}`;
}

describe("a box with NetworkManager", { skip: tools.ok ? false : tools.reason }, () => {
  let machine: MockedMachine;

  beforeEach(async (t) => {
    machine = await MockedMachine.start(makeFolder(t as TestContext), tools.ok ? tools.pythonPath : "");
  });
  afterEach(async () => await machine.stop());

  interface Bench {
    readonly network: NetworkManager;
    readonly heard: string[];
    readonly faults: string[];
    readonly untilHeard: (words: string) => Promise<void>;
  }

  function makeBench(t: TestContext, joinMs = 10_000): Bench {
    const heard: string[] = [];
    const faults: string[] = [];
    const network = new NetworkManager({
      busAddress: machine.address,
      joinMs,
      onFault: (sentence) => faults.push(sentence),
    });
    t.after(async () => await network.stop());
    void network.start((status) => heard.push(inWords(status)));
    const untilHeard = async (words: string): Promise<void> =>
      await until(() => assert.equal(heard.at(-1), words, heard.join(" > ")));
    return { network, heard, faults, untilHeard };
  }

  test("a machine without cable and Wi-Fi has no network, and a cable that is plugged in brings it", async (t) => {
    const ethernet = await machine.addEthernet(20);
    const { untilHeard, heard } = makeBench(t);
    await untilHeard("none");
    await machine.setDeviceState(ethernet, 70);
    await untilHeard("connecting over cable");
    await machine.setDeviceState(ethernet, 100);
    await untilHeard("online over cable");
    await machine.setDeviceState(ethernet, 20);
    await untilHeard("none");
    assert.deepEqual(heard, ["none", "connecting over cable", "online over cable", "none"]);
  });

  test("a scan names each Wi-Fi once, the strongest first, and no hidden one", async (t) => {
    const wifi = await machine.addWifi();
    await machine.addAccessPoint(wifi, "Bar", 30, 0);
    await machine.addAccessPoint(wifi, "Casa", 40, psk);
    await machine.addAccessPoint(wifi, "Casa", 82, psk);
    await machine.addAccessPoint(wifi, "", 90, psk);
    const { network } = makeBench(t);
    assert.deepEqual(await network.scan(), [
      { ssid: "Casa", strengthPercent: 82, isSecured: true },
      { ssid: "Bar", strengthPercent: 30, isSecured: false },
    ]);
  });

  test("a Wi-Fi is joined with its password, and forgotten again", async (t) => {
    const wifi = await machine.addWifi();
    await machine.addAccessPoint(wifi, "Casa mia è bella", 82, psk);
    const { network, untilHeard } = makeBench(t);
    await untilHeard("none");
    assert.deepEqual(await network.join("Casa mia è bella", password), { ok: true });
    await untilHeard("online over Casa mia è bella");
    assert.deepEqual(await machine.connections(), ["catenaccio Casa mia è bella with its password"]);
    await network.forgetWifi();
    await untilHeard("none");
    assert.deepEqual(await machine.connections(), []);
  });

  test("an open Wi-Fi needs no password", async (t) => {
    const wifi = await machine.addWifi();
    await machine.addAccessPoint(wifi, "Bar", 30, 0);
    const { network, untilHeard } = makeBench(t);
    assert.deepEqual(await network.join("Bar", null), { ok: true });
    await untilHeard("online over Bar");
  });

  test("another Wi-Fi takes the place of the one before; one that the machine's owner made stays", async (t) => {
    const wifi = await machine.addWifi();
    await machine.addForeignConnection("Ufficio");
    await machine.addAccessPoint(wifi, "Casa", 82, psk);
    await machine.addAccessPoint(wifi, "Bar", 60, 0);
    const { network } = makeBench(t);
    assert.ok((await network.join("Casa", password)).ok);
    assert.ok((await network.join("Bar", null)).ok);
    assert.deepEqual(await machine.connections(), ["Ufficio", "catenaccio Bar"]);
    await network.forgetWifi();
    assert.deepEqual(await machine.connections(), ["Ufficio"]);
  });

  test("what cannot be joined is said in one sentence, and nothing is kept of it", async (t) => {
    const { network, faults } = makeBench(t, 300);
    const errorOf = async (ssid: string, secret: string | null): Promise<string> => {
      const outcome = await network.join(ssid, secret);
      assert.ok(outcome.ok || !outcome.sentence.includes(password));
      return outcome.ok ? "ok" : outcome.error;
    };
    assert.equal(await errorOf("Casa", password), "noWifi");
    const wifi = await machine.addWifi();
    assert.equal(await errorOf("Casa", password), "notFound");
    await machine.addAccessPoint(wifi, "Casa", 82, psk);
    for (const secret of [null, "", "short", "x".repeat(64)])
      assert.equal(await errorOf("Casa", secret), "wrongSecret", String(secret));
    await machine.refuseSecrets(wifi, 9);
    assert.equal(await errorOf("Casa", password), "wrongSecret");
    await machine.refuseSecrets(wifi, 53);
    assert.equal(await errorOf("Casa", password), "notFound");
    await machine.ignoreActivation();
    assert.equal(await errorOf("Casa", password), "timeout");
    assert.deepEqual(await machine.connections(), []);
    assert.deepEqual(faults, []);
  });

  test("a network in which nothing changes is left in peace", async (t) => {
    await machine.addEthernet(100);
    const { network, untilHeard } = makeBench(t);
    await untilHeard("online over cable");
    for (let turn = 0; turn < 5; turn++) await network.scan();
    const calls = (await machine.mock("GetMethodCalls", "s", "GetDevices")) as readonly unknown[];
    // One of the test's own, one for each scan, and one or two at the start.
    assert.ok(calls.length <= 8, `${calls.length} calls`);
  });

  test("a NetworkManager that goes away leaves no network, is told once, and is found again", async (t) => {
    await machine.addEthernet(100);
    const { untilHeard, faults } = makeBench(t);
    await untilHeard("online over cable");
    await machine.stopNetworkManager();
    await untilHeard("none, a Wi-Fi known");
    assert.deepEqual(faults.length, 1);
    await machine.startNetworkManager();
    await machine.addEthernet(100);
    await untilHeard("online over cable");
  });

  test("a bus that ends leaves no network, and does not end the program", async (t) => {
    await machine.addEthernet(100);
    const { network, untilHeard, faults } = makeBench(t);
    await untilHeard("online over cable");
    // On the same line: what is still being read has been answered by then, and it is silent.
    for (let turn = 0; turn < 5; turn++) await network.scan();
    await machine.stopBus();
    await untilHeard("none, a Wi-Fi known");
    assert.equal(faults.length, 1);
  });
});

test("without a bus there is no network, and it is told", async () => {
  const heard: string[] = [];
  const faults: string[] = [];
  const network = new NetworkManager({
    busAddress: "unix:path=/nowhere/bus",
    onFault: (sentence) => faults.push(sentence),
  });
  await network.start((status) => heard.push(inWords(status)));
  assert.deepEqual(heard, ["none, a Wi-Fi known"]);
  assert.deepEqual(faults, ["NetworkManager: NetworkManager cannot be reached."]);
  await network.stop();
});
