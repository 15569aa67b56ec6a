/**
 * The virtual lock: the device on a simulated world, with the panel protocol around it. Whoever stands before it, a
 * script or a browser, sends what people do and hears what they would perceive.
 */

import type { CommandBody, DurableState, GuardProfile } from "@catenaccio/lock-core";
import { HardwareError } from "@catenaccio/lock-hardware";
import {
  openWorld,
  RealClock,
  VirtualClock,
  WorldFile,
  worldFileName,
  type SimulatedWorld,
} from "@catenaccio/lock-hardware/simulated";
import { LockDevice, type LockNetwork } from "../device.ts";
import type { DeviceSecrets } from "../secrets/device-secrets.ts";
import { openDataFolder, type DataFolder, type DataFolderOptions } from "../store/data-folder.ts";
import { loadVoice, type Voice } from "../voice/voice.ts";
import { reportRecord } from "../log-report.ts";
import type { InMessage, MessageOf, OutMessage, RemoteMessage, StateReport } from "./protocol.ts";
import { commandOf, refusalSentences } from "./remote-order.ts";
import { reportState } from "./state-report.ts";

/** Monday: where the virtual time of a new lock begins. */
const virtualStart = { elapsedMs: 0, utcMs: Date.UTC(2026, 0, 5, 8), utcOffsetMs: 0 };

export interface VirtualLockOptions extends Pick<DataFolderOptions, "onOperation"> {
  readonly folder: string;
  readonly clock: "real" | "virtual";
  readonly voice?: Voice;
  /** null: what is stored stays. */
  readonly profile?: GuardProfile | null;
  readonly language?: string | null;
  readonly network?: LockNetwork;
  /** With Matter on: how many homes have the lock. */
  readonly homes?: () => number;
}

type Listener = (message: OutMessage) => void;

export class VirtualLock {
  readonly device: LockDevice;
  readonly world: SimulatedWorld;
  readonly #folder: DataFolder;
  readonly #voice: Voice;
  readonly #isVirtualTime: boolean;
  readonly #listeners = new Set<Listener>();
  readonly #flags: readonly CommandBody[];
  readonly #homes: (() => number) | null;

  /**
   * Opens the lock of a folder; `start` gives it its power.
   * @throws StoreError or HardwareError when the folder cannot be used; nothing in it has changed then.
   */
  constructor(options: VirtualLockOptions) {
    this.#isVirtualTime = options.clock === "virtual";
    this.#voice = options.voice ?? loadVoice();
    this.#folder = openDataFolder(options.folder, { ...options, alsoInspect: requireWorld });
    try {
      this.world = openWorld({
        folder: options.folder,
        makeClock: (start) => (this.#isVirtualTime ? new VirtualClock(start ?? virtualStart) : new RealClock(start)),
      });
      this.device = new LockDevice({
        hardware: this.world.hardware,
        store: this.#folder.store,
        secrets: this.#folder.secrets,
        voice: this.#voice,
        ...(options.network !== undefined && { network: options.network }),
      });
    } catch (error) {
      this.#folder.close();
      throw error;
    }
    this.#flags = flagsOf(options);
    this.#homes = options.homes ?? null;
    this.world.onObservation((observation) => this.#publish(observation));
    this.device.onRecord((record) => this.#publish({ log: reportRecord(record) }));
  }

  /** Power: what the lock does first goes to the listeners. */
  start(): void {
    this.device.start();
    for (const flag of this.#flags) void this.device.command({ ...flag, source: "unspecified", fabric: null });
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Carries one message out. In virtual time everything that it causes has happened when this returns. */
  async send(message: InMessage): Promise<void> {
    const { world } = this;
    if ("remote" in message) return await this.#order(message);
    if ("touch" in message) return world.touchKeypad();
    if ("press" in message) return world.pressKeys(message.press);
    if ("finger" in message) return world.placeFinger(message.finger, message.as ?? null);
    if ("card" in message) return world.presentCard(message.card);
    if ("key" in message) return world.turnKey(message.key);
    if ("handle" in message) return world.moveHandle(message.handle, message.move);
    if ("peephole" in message) return world.holdPeephole(message.peephole);
    if ("bolt" in message) return world.moveSafetyBolt(message.bolt);
    if ("door" in message) return world.pushDoor();
    if ("batteries" in message) return await this.#moveBatteries(message);
    if ("reset" in message) return await this.#pass(world.holdReset(message.reset));
    if ("volts" in message) return world.setVolts(message.volts);
    if ("usb" in message) return world.plugUsb(message.usb);
    if ("tamper" in message) return world.forceFront(message.tamper);
    if ("fault" in message) return world.setFault(message.fault, message.on);
    if ("wait" in message) return await this.#pass(world.wait(message.wait));
    if ("clock" in message) return this.#setClock(message.clock);
    if ("ask" in message) return this.#answer(message.ask);
    return message satisfies never;
  }

  error(sentence: string): void {
    this.#publish({ error: sentence });
  }

  /** Something that the lock's network has to say goes to the listeners. */
  announce(message: OutMessage): void {
    this.#publish(message);
  }

  /** Codes of the languages that the voice speaks. */
  get languages(): readonly string[] {
    return this.#voice.languages.map(({ language }) => language);
  }

  get secrets(): DeviceSecrets {
    return this.#folder.secrets;
  }

  reportState(): StateReport {
    const { supply } = this.world.hardware;
    const { usb, clutch, bolt, deadBolt, latch, door } = this.world.physical();
    const { batteryMillivolts } = supply.reading();
    const physical = { batteryMillivolts, usb, clutch, bolt, deadBolt, latch, door };
    const state = reportState(this.device.state, physical, this.device.now());
    return this.#homes === null ? state : { ...state, homes: this.#homes() };
  }

  /** The records kept, oldest first. */
  readLog(): readonly OutMessage[] {
    return this.#folder.store.readLog().map((record) => ({ log: reportRecord(record) }));
  }

  /** The end of the program: for the lock, a power cut that came at a quiet moment. */
  close(): void {
    this.device.checkpoint();
    this.device.stop();
    this.world.stop();
    this.#folder.close();
  }

  async #moveBatteries(message: MessageOf<"batteries">): Promise<void> {
    if (message.batteries === "out") return this.world.takeOutBatteries();
    const { volts, reset = false, reversed = false } = message;
    await this.#pass(
      this.world.putInBatteries({
        ...(volts !== undefined && { volts }),
        isResetHeld: reset,
        isReversed: reversed,
      }),
    );
  }

  /** Virtual time that has passed is in the store at once, so that a killed script finds it where it was. */
  async #pass(passing: Promise<void>): Promise<void> {
    await passing;
    if (this.#isVirtualTime) this.device.checkpoint();
  }

  async #order(message: RemoteMessage): Promise<void> {
    if ("weekDay" in message && message.weekDay.to <= message.weekDay.from)
      return this.error("A weekly schedule stays within one day: a night is two schedules.");
    if (message.remote === "language" && !this.languages.includes(message.to))
      return this.error(`The voice speaks ${this.languages.join(" and ")}.`);
    const body = commandOf(message, this.#folder.secrets);
    const result = await this.device.command({ ...body, source: "remote", fabric: null });
    // An order to the door that was refused is in the log, like every other attempt to open it.
    const isLogged = message.remote === "unlock" || message.remote === "lock" || message.remote.startsWith("passage");
    if (!result.ok && (!isLogged || result.error === "noPower")) this.error(refusalSentences[result.error]);
  }

  /** What the new time makes due is done at once. */
  #setClock(clock: string | null): void {
    this.world.setClock(clock);
    this.device.report({ type: "timePassed" });
  }

  #answer(asked: "state" | "log"): void {
    if (asked === "state") this.#publish({ state: this.reportState() });
    else for (const record of this.readLog()) this.#publish(record);
  }

  #publish(message: OutMessage): void {
    for (const listener of this.#listeners) listener(message);
  }
}

/**
 * Without its hardware a lock that has lived is another lock: fingers gone, the door in another place.
 * @throws HardwareError when the file of the simulated hardware is damaged or missing.
 */
function requireWorld(folder: string, durable: DurableState): void {
  const hasLived = durable.log.nextSeq > 1;
  if (new WorldFile(folder).read() === null && hasLived)
    throw new HardwareError(`The data folder ${folder} is damaged: ${worldFileName} is missing.`);
}

function flagsOf({ profile, language }: VirtualLockOptions): readonly CommandBody[] {
  return [
    ...(profile ? [{ type: "changeSetting", setting: { name: "guardProfile", value: profile } } as const] : []),
    ...(language ? [{ type: "changeSetting", setting: { name: "language", value: language } } as const] : []),
  ];
}
