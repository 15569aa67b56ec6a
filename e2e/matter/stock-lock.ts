/**
 * The door lock that comes with matter.js, as a process of its own: what ours is measured against. Its ready line has
 * the form of ours, `{"matter":{…}}`; it ends at the end of its input.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Endpoint, Logger, LogLevel, ServerNode, VendorId } from "@matter/main";
import { DoorLockServer } from "@matter/main/behaviors/door-lock";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { DoorLockDevice } from "@matter/main/devices/door-lock";
import type { Label } from "../lock/panel-process.ts";
import { confineProcess } from "./loopback.ts";

/** Those of our lock, but for the lengths of codes, which are those of the lock of the Matter SDK. */
const limits = {
  numberOfTotalUsersSupported: 150,
  numberOfPinUsersSupported: 50,
  numberOfRfidUsersSupported: 50,
  numberOfCredentialsSupportedPerUser: 10,
  numberOfWeekDaySchedulesSupportedPerUser: 10,
  numberOfYearDaySchedulesSupportedPerUser: 10,
  numberOfHolidaySchedulesSupported: 10,
  minPinCodeLength: 6,
  maxPinCodeLength: 8,
  minRfidCodeLength: 10,
  maxRfidCodeLength: 20,
} as const;

/** A data folder, and at most one running process on it. */
export class StockLock {
  readonly #data: string;
  readonly #flags: readonly string[];
  #child: ReturnType<typeof spawnStockLock> | undefined;

  /** @param flags `--errors`: it writes its errors to standard error, as ours does. */
  constructor(data: string, ...flags: readonly "--errors"[]) {
    this.#data = data;
    this.#flags = flags;
  }

  /** @param port 0 for any that is free. @returns what its label says. */
  async open(port = 0): Promise<Label> {
    const child = spawnStockLock(this.#data, ["--port", String(port), ...this.#flags]);
    this.#child = child;
    for await (const line of createInterface(child.stdout)) {
      const { matter } = JSON.parse(line) as { readonly matter: Label };
      return matter;
    }
    throw new Error("The stock lock ended before it was ready.");
  }

  /** A power cut without warning. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#exited();
  }

  /** The end of its input: it ends by itself. */
  async close(): Promise<void> {
    this.#child?.stdin.end();
    await this.#exited();
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  async #exited(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

/** One in a fresh folder that lives as long as the test. */
export async function openStockLock(t: TestContext): Promise<{ readonly lock: StockLock; readonly label: Label }> {
  const data = await mkdtempDisposable(join(tmpdir(), "catenaccio-stock-lock-"));
  const lock = new StockLock(data.path);
  t.after(async () => {
    await lock.close();
    await data.remove();
  });
  return { lock, label: await lock.open() };
}

function spawnStockLock(data: string, flags: readonly string[]) {
  const program = fileURLToPath(import.meta.url);
  return spawn(process.execPath, [program, "--data", data, ...flags], {
    stdio: ["pipe", "pipe", "inherit"],
  });
}

async function runStockLock(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: "string" }, port: { type: "string", default: "0" }, errors: { type: "boolean" } },
  });
  if (values.data === undefined) throw new Error("--data is missing.");
  confineProcess(values.data);
  if (values.errors === true) Logger.level = LogLevel.ERROR;
  const node = await ServerNode.create({
    id: "stock-lock",
    network: { port: Number(values.port) },
    basicInformation: { vendorId: VendorId(0xfff1), productId: 0x8000 },
  });
  const server = DoorLockServer.with(
    "PinCredential",
    "RfidCredential",
    "User",
    "WeekDayAccessSchedules",
    "YearDayAccessSchedules",
    "HolidaySchedules",
  );
  await node.add(
    new Endpoint(DoorLockDevice.with(server), {
      id: "door",
      doorLock: {
        ...limits,
        lockType: DoorLock.LockType.DeadBolt,
        lockState: DoorLock.LockState.Locked,
        actuatorEnabled: true,
        operatingMode: DoorLock.OperatingMode.Normal,
        wrongCodeEntryLimit: 5,
        userCodeTemporaryDisableTime: 10,
      },
    }),
  );
  await node.start();
  const { commissioned, pairingCodes } = node.state.commissioning;
  const { qrPairingCode: qr, manualPairingCode: manual } = pairingCodes;
  const label: Label = { qr, manual, port: node.state.network.operationalPort, commissioned };
  process.stdout.write(`${JSON.stringify({ matter: label })}\n`);
  await once(process.stdin.resume(), "end");
  await node.close();
}

if (import.meta.main) await runStockLock();
