/**
 * The lock as a Matter node: the composition of its endpoints, and the one way between them and the device. Orders of
 * homes go to the device through the behaviors; what the device does comes back here, step by step, and becomes
 * attributes and events, in order and each once, over power cuts too.
 */

import type { EnrolmentReport, LockState } from "@catenaccio/lock-core";
import {
  DeviceTypeId,
  Endpoint,
  Logger,
  LogLevel,
  ServerNode,
  SynchronousTransactionConflictError,
  type Environment,
} from "@matter/main";
import { PowerSourceEndpoint } from "@matter/main/endpoints/power-source";
import { DoorLockDevice } from "@matter/main/devices/door-lock";
import { SubscriptionsServer } from "@matter/main/node";
import { FabricManager, OccurrenceManager, PeerAddress, PeerSet, type Peer } from "@matter/main/protocol";
import { FabricIndex, NodeId } from "@matter/main/types";
import type { DeviceStep, LockNetwork } from "../device.ts";
import { CatenaccioServer, catenaccioAttributes, progressOf, stoppedEntries } from "./catenaccio-server.ts";
import type { CatenaccioAttributes } from "@catenaccio/matter";
import { LockDoorServer } from "./door-lock-server.ts";
import { IdentifyingServer } from "./identifying-server.ts";
import { codesOf, openLabel, product, type Label, type LabelCodes } from "./label.ts";
import { fixedAttributes, movingAttributes, type MovingAttributes } from "./lock-attributes.ts";
import { eventsOf } from "./lock-events.ts";
import { LockPort } from "./lock-port.ts";
import { hasIpv6, makeEnvironment, type Discovery } from "@catenaccio/matter";
import { MatterStorage } from "./matter-storage.ts";
import { PairingServer } from "./pairing-server.ts";
import {
  BatteryServer,
  batteryAttributes,
  emergencySupplyAttributes,
  EmergencySupplyServer,
  fixedBatteryAttributes,
  type BatteryAttributes,
} from "./power-sources.ts";
import { TimeServer } from "./time-server.ts";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const matterFolder = "matter";
/** Events that a home which was away finds when it comes back; older ones are in the lock's log, by number. */
const eventsKept = {
  minEventAllowance: 500,
  maxEventAllowance: 1000,
  minPriorityEventAllowance: { critical: 300, info: 150, debug: 50 },
};

export interface MatterNodeOptions {
  /** The lock's data folder; the node has a folder of its own in it. */
  readonly folder: string;
  /** UDP; 0: any that is free. */
  readonly port: number;
  readonly discovery: Discovery;
  /** Only this machine reaches the lock. */
  readonly isLocalOnly: boolean;
  /** Called right before the port is taken. */
  readonly beforeBinding?: () => void;
  /** Something outside the lock's own doing failed; the lock itself goes on. */
  readonly onFault: (sentence: string) => void;
}

/** What the clock is off by beside the powered time is no setting of it. */
const clockJumpMs = 1000;

/** For the report that is on its way to a home with a slow receipt, and the one that waits for it. */
const reportMs = 3000;

const Root = ServerNode.RootEndpoint.with(PairingServer, TimeServer, BatteryServer);
const Door = DoorLockDevice.with(LockDoorServer, CatenaccioServer, IdentifyingServer);
const EmergencySupply = PowerSourceEndpoint.with(EmergencySupplyServer);

class LockNode extends ServerNode<typeof Root> {
  #network: { close(): Promise<void> } | null = null;

  protected override createRuntime() {
    const network = super.createRuntime();
    this.#network = network;
    return network;
  }

  protected override async startWithMutex(): Promise<void> {
    try {
      await super.startWithMutex();
    } catch (cause) {
      // matter.js goes on closing what did not start; the node must not be closed under it.
      await this.#network?.close();
      throw cause;
    }
  }

  override async resetStorage(): Promise<void> {
    await super.resetStorage();
    this.env.get(MatterStorage).forgetEvents();
  }
}

interface Changes {
  readonly door: Partial<MovingAttributes> | null;
  readonly own: Partial<CatenaccioAttributes> | null;
  readonly battery: Partial<BatteryAttributes> | null;
}

interface Shown {
  readonly door: MovingAttributes;
  readonly own: CatenaccioAttributes;
  readonly battery: BatteryAttributes;
}

export class MatterNode implements LockNetwork {
  readonly codes: LabelCodes;
  readonly #options: MatterNodeOptions;
  readonly #label: Label;
  readonly #homesListeners = new Set<(homes: number) => void>();
  /** What is done one after the other: windows, fabrics, the second power source. */
  #work: Promise<void> = Promise.resolve();
  #running: Running | null = null;
  /** Something may have happened that nobody has been told of, for want of power. */
  #isSilent = false;

  /**
   * Reads the label, or makes it. Nothing is on the network yet.
   * @throws StoreError when the label is not what the lock wrote.
   */
  constructor(options: MatterNodeOptions) {
    this.#options = options;
    this.#label = openLabel(options.folder, join(options.folder, matterFolder));
    this.codes = codesOf(this.#label);
  }

  /**
   * Puts the lock on the network; resolves when homes can reach it.
   * @param whenLeft a reset is unfinished: the homes are left before anything else, and then this is called.
   */
  async start(port: LockPort, whenLeft: (() => void) | null = null): Promise<void> {
    if (!hasIpv6())
      this.#options.onFault("This machine has no IPv6; without it most Matter homes do not reach the lock.");
    const storage = new MatterStorage(join(this.#options.folder, matterFolder));
    if (whenLeft !== null) {
      storage.forgetEverything();
      whenLeft();
    }
    const environment = this.#environmentFor(port, storage);
    const { state } = port;
    const node = await LockNode.create(Root, {
      id: "lock",
      environment,
      ...this.#nodeConfiguration(state),
    });
    const door = await node.add(
      new Endpoint(Door, {
        id: "door",
        number: 1,
        doorLock: { ...fixedAttributes, ...movingAttributes(state) },
        catenaccioLock: catenaccioAttributes(state, port.device.oldestSeq),
      }),
    );
    this.#running = { port, storage, node, door, supply: null, shown: null, pumping: null, untold: [], telling: null };
    await beginWithoutPast(node, storage);
    this.#watchHomes(node, port);
    port.device.onStep((step) => this.#publish(step));
    port.onWritten(() => this.#showAnew());
    watchClock(node, port);
    this.#tellWhatWasMissed();
    this.#rememberControllers(node, storage);
    await keepSubscriptions(node);
    await node.start();
    if (state.volatile.sensors.hasUsb) this.#moveSupply(true);
    this.#refresh();
    await this.#work;
  }

  async close(): Promise<void> {
    const running = this.#running;
    if (running !== null) this.#tellUntold(running);
    this.#running = null;
    await this.#work;
    await running?.node.close();
  }

  get serialNumber(): string {
    return this.#label.serialNumber;
  }

  /** UDP, once it runs. */
  get port(): number {
    return this.#running?.node.state.network.operationalPort ?? this.#options.port;
  }

  /** How many homes have the lock. */
  get homes(): number {
    return this.#running?.node.env.get(FabricManager).fabrics.length ?? 0;
  }

  onHomes(listener: (homes: number) => void): void {
    this.#homesListeners.add(listener);
  }

  movePairingWindow(isOpen: boolean): void {
    this.#do("The pairing window could not be moved", async ({ node }) => {
      await node.act((agent) => {
        const pairing = agent.get(PairingServer);
        return isOpen ? pairing.openWindow() : pairing.closeWindow();
      });
    });
  }

  leaveHomes(whenLeft: () => void): void {
    this.#running?.port.leaving(true);
    this.#do("The homes could not be left", async (running) => {
      const { node, port } = running;
      this.#tellUntold(running);
      await node.act((agent) => agent.get(PairingServer).closeWindow());
      // The homes are to hear of the reset: a report goes out after 50 ms, and after the receipt of the one before.
      if (node.env.get(FabricManager).fabrics.length > 0) await setTimeout(reportMs);
      for (const fabric of node.env.get(FabricManager).fabrics) await fabric.leave();
      port.leaving(false);
      whenLeft();
    });
  }

  reportEnrolment(report: EnrolmentReport): void {
    const running = this.#running;
    if (running === null) return;
    const { session } = running.port.state.volatile;
    const captures = session.kind === "addFingerprint" ? session.captures : 0;
    const progress = progressOf(report, captures);
    running.door.act((agent) => {
      agent.get(CatenaccioServer).events.enrolmentProgress.emit(progress, agent.context);
    });
  }

  #environmentFor(port: LockPort, storage: MatterStorage): Environment {
    Logger.level = LogLevel.ERROR;
    Logger.destinations["default"]!.write = (text) => process.stderr.write(`${text}\n`);
    const { discovery, isLocalOnly, beforeBinding = () => undefined } = this.#options;
    const environment = makeEnvironment("lock", {
      discovery,
      isLocalOnly,
      beforeBinding,
      // A lock without power has no radio.
      isPowered: () => port.state.volatile.session.kind !== "off",
      // A home that has its answer and asks on finds what its order has done.
      beforeHearing: () => {
        if (this.#running !== null) this.#tellUntold(this.#running);
      },
    });
    storage.serve(environment);
    environment.set(LockPort, port);
    environment.set(MatterStorage, storage);
    return environment;
  }

  #nodeConfiguration(state: LockState) {
    const { passcode, discriminator, serialNumber, uniqueId } = this.#label;
    const { vendorId, productId, vendorName, productName } = product;
    return {
      network: { port: this.#options.port },
      commissioning: { enabled: false, passcode, discriminator },
      productDescription: {
        name: productName,
        deviceType: DeviceTypeId(DoorLockDevice.deviceType),
        vendorId,
        productId,
      },
      basicInformation: {
        vendorId,
        productId,
        vendorName,
        productName,
        nodeLabel: "",
        serialNumber,
        uniqueId,
        hardwareVersion: 1,
        hardwareVersionString: "1",
        softwareVersion: 1,
        softwareVersionString: "0.1.0",
      },
      events: { nonvolatile: true, buffers: { ...eventsKept } },
      powerSource: { ...fixedBatteryAttributes, ...batteryAttributes(state) },
    };
  }

  #watchHomes(node: ServerNode<typeof Root>, port: LockPort): void {
    const fabrics = node.env.get(FabricManager);
    port.device.report({ type: "homesKnown", fabrics: fabrics.fabrics.map(({ fabricIndex }) => fabricIndex) });
    node.events.commissioning.fabricsChanged.on((fabric, action) => {
      if (action === "deleted") {
        port.device.report({ type: "homeLeft", fabric });
        this.#running?.storage.forgetControllersOf(fabric);
      }
      // A fabric whose commissioning was broken off is gone again by now.
      else if (action === "added" && fabrics.fabrics.some(({ fabricIndex }) => fabricIndex === fabric))
        port.device.report({ type: "homeJoined" });
      else return;
      for (const listener of this.#homesListeners) listener(this.homes);
    });
    // The last home has left: matter.js begins anew, and so do the attributes.
    node.lifecycle.online.on(() => {
      this.#showAnew();
      this.#do("Subscriptions could not be kept", async () => await keepSubscriptions(node));
    });
  }

  /**
   * After a power cut the lock itself goes to those who had subscribed, where it reached them last. By mDNS alone they
   * would be looked for for two seconds and then be told nothing until they ask again, which takes minutes.
   */
  #rememberControllers(node: ServerNode<typeof Root>, storage: MatterStorage): void {
    const peers = node.env.get(PeerSet);
    const remember = ({ address, descriptor: { operationalAddress } }: Peer): void => {
      if (operationalAddress?.type !== "udp") return;
      const { ip, port } = operationalAddress;
      storage.rememberController({ fabric: address.fabricIndex, node: address.nodeId, ip, port });
    };
    peers.added.on((peer) => {
      remember(peer);
      peer.updated.on(remember);
    });
    for (const { fabric, node: nodeId, ip, port } of storage.controllers)
      peers.addKnownPeer({
        address: PeerAddress({ fabricIndex: FabricIndex(fabric), nodeId: NodeId(nodeId) }),
        operationalAddress: { type: "udp", ip, port },
      });
  }

  /** Sets all attributes, whatever they are now. */
  #showAnew(): void {
    if (this.#running === null) return;
    this.#running.shown = null;
    this.#refresh();
  }

  /** Something for the node, in its turn. */
  #do(whatFails: string, job: (running: Running) => Promise<void>): void {
    const running = this.#running;
    if (running === null) return;
    this.#work = this.#work.then(async () => {
      try {
        if (this.#running !== null) await job(running);
      } catch (cause) {
        this.#options.onFault(`${whatFails}: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
    });
  }

  #moveSupply(isOn: boolean): void {
    this.#do("The emergency supply could not be shown", async (running) => {
      if (isOn === (running.supply !== null)) return;
      if (running.supply === null) {
        const supply = new Endpoint(EmergencySupply, {
          id: "usb",
          number: 2,
          powerSource: emergencySupplyAttributes,
        });
        running.supply = supply;
        await running.node.add(supply);
      } else {
        const { supply } = running;
        running.supply = null;
        await supply.delete();
      }
    });
  }

  /** Records that were stored when the power went, before anybody could be told. */
  #tellWhatWasMissed(): void {
    const running = this.#running;
    if (running === null) return;
    const { port, storage } = running;
    const newest = port.state.durable.log.nextSeq - 1;
    const told = storage.toldSeq;
    if (told === null) storage.toldSeq = newest;
    else if (told < newest)
      this.#emit(running, [
        { before: port.state, after: port.state, records: port.device.readRecords(told + 1, newest) },
      ]);
  }

  #refresh(): void {
    const running = this.#running;
    if (running !== null) this.#publish({ before: running.port.state, after: running.port.state, records: [] });
  }

  /**
   * Each step in its turn, and together what one message or one touch causes. Whoever ordered it has the answer first:
   * its record is on the disk, and what a power cut takes of the rest is told at the next start. It is out before the
   * next message is heard. While a home's write holds the attributes, its steps wait for its end.
   */
  #publish(step: DeviceStep): void {
    const running = this.#running;
    if (running === null) return;
    const { before, after } = step;
    if (before.volatile.sensors.hasUsb !== after.volatile.sensors.hasUsb)
      this.#moveSupply(after.volatile.sensors.hasUsb);
    if (after.volatile.session.kind === "off") {
      if (before.volatile.session.kind !== "off") this.movePairingWindow(false);
      // What were told into a silent radio would be sent again and again, until the subscription is given up.
      this.#isSilent = true;
      return;
    }
    const records = this.#isSilent ? [] : step.records;
    if (this.#isSilent) {
      this.#isSilent = false;
      this.#tellWhatWasMissed();
    }
    this.#inTurn(running, { ...step, records });
  }

  #inTurn(running: Running, step: DeviceStep): void {
    running.untold.push(step);
    running.telling ??= setImmediate(() => this.#tellUntold(running));
  }

  #tellUntold(running: Running): void {
    if (running.telling !== null) clearImmediate(running.telling);
    running.telling = null;
    const steps = running.untold.splice(0);
    const last = steps.at(-1);
    if (last === undefined) return;
    const tell = (): Promise<void> | null => this.#tell(running, steps, last.after);
    const done = running.pumping === null ? this.#trying(tell) : running.pumping.then(tell);
    if (done === null) return;
    const mine = done.catch((cause: unknown) => this.#couldNotTell(cause)).then(() => undefined);
    running.pumping = mine;
    void mine.then(() => {
      if (running.pumping === mine) running.pumping = null;
    });
  }

  #trying(tell: () => Promise<void> | null): Promise<void> | null {
    try {
      return tell();
    } catch (cause) {
      this.#couldNotTell(cause);
      return null;
    }
  }

  /** The lock goes on without its homes; what they were not told is told at the next start. */
  #couldNotTell(cause: unknown): void {
    this.#options.onFault(`The homes could not be told: ${cause instanceof Error ? cause.message : String(cause)}`);
  }

  /** @returns null when it is done already. */
  #tell(running: Running, steps: readonly DeviceStep[], after: LockState): Promise<void> | null {
    const shown = this.#shownOf(running, after);
    const { shown: last } = running;
    running.shown = shown;
    const door = changed(last?.door, shown.door);
    const own = changed(last?.own, shown.own);
    const battery = changed(last?.battery, shown.battery);
    const isSomething = door !== null || own !== null || battery !== null;
    this.#emit(running, steps);
    if (last !== null && hasNewFaults(last.battery, shown.battery)) this.#emitBatteryFaults(running, last, shown);
    if (!isSomething) return null;
    return this.#set(running, { door, own, battery });
  }

  #shownOf({ port, shown }: Running, state: LockState): Shown {
    const isLogSame = shown !== null && shown.own.newestLogNumber === state.durable.log.nextSeq - 1;
    const oldest = isLogSame ? shown.own.oldestLogNumber : port.device.oldestSeq;
    return {
      door: movingAttributes(state),
      own: catenaccioAttributes(state, oldest),
      battery: batteryAttributes(state),
    };
  }

  /** @returns null when it is done already, as always but for a home's write that holds the attributes. */
  #set(running: Running, changes: Changes): Promise<void> | null {
    const { node, door } = running;
    try {
      door.act((agent) => {
        if (changes.door !== null) Object.assign(agent.get(LockDoorServer).state, changes.door);
        if (changes.own !== null) Object.assign(agent.get(CatenaccioServer).state, changes.own);
      });
      if (changes.battery !== null)
        node.act((agent) => void Object.assign(agent.get(BatteryServer).state, changes.battery));
      return null;
    } catch (error) {
      if (error instanceof SynchronousTransactionConflictError) return this.#setLater(running, changes);
      throw error;
    }
  }

  async #setLater({ node, door }: Running, changes: Changes): Promise<void> {
    if (changes.door !== null || changes.own !== null)
      await door.set({
        ...(changes.door !== null && { doorLock: changes.door }),
        ...(changes.own !== null && { catenaccioLock: changes.own }),
      });
    if (changes.battery !== null) await node.set({ powerSource: changes.battery });
  }

  /** The events of steps, and that they have been told, in one transaction. */
  #emit({ door, storage }: Running, steps: readonly DeviceStep[]): void {
    const last = steps.flatMap(({ records }) => records).at(-1);
    if (last === undefined) return;
    const events = steps.flatMap(eventsOf);
    const stopped = steps.flatMap(stoppedEntries);
    storage.transact(() => {
      door.act((agent) => {
        const { context } = agent;
        const lock = agent.get(LockDoorServer).events;
        for (const event of events)
          switch (event.name) {
            case "lockOperation":
              lock.lockOperation.emit(event.payload, context);
              break;
            case "lockOperationError":
              lock.lockOperationError.emit(event.payload, context);
              break;
            case "lockUserChange":
              lock.lockUserChange.emit(event.payload, context);
              break;
            case "doorLockAlarm":
              lock.doorLockAlarm.emit(event.payload, context);
              break;
            default:
              event satisfies never;
          }
        for (const payload of stopped) agent.get(CatenaccioServer).events.entryStopped.emit(payload, context);
      });
      storage.toldSeq = last.seq;
    });
  }

  #emitBatteryFaults({ node }: Running, before: Shown, after: Shown): void {
    const previous = before.battery.activeBatFaults;
    const current = after.battery.activeBatFaults;
    node.act((agent) => {
      agent.get(BatteryServer).events.batFaultChange?.emit({ current, previous }, agent.context);
    });
  }
}

interface Running {
  readonly port: LockPort;
  readonly storage: MatterStorage;
  readonly node: ServerNode<typeof Root>;
  readonly door: Endpoint<typeof Door>;
  supply: Endpoint<typeof EmergencySupply> | null;
  /** What the attributes were last set to; null: not known. */
  shown: Shown | null;
  pumping: Promise<void> | null;
  /** What has happened and is not in the attributes and events yet. */
  readonly untold: DeviceStep[];
  telling: NodeJS.Immediate | null;
}

/**
 * Readers and subscribers find the events of now. matter.js remembers the first keeper of events for ever, and makes a
 * new one when the last home has left. A lock in no home has no events: a power cut may have come before they went.
 */
async function beginWithoutPast(node: ServerNode<typeof Root>, storage: MatterStorage): Promise<void> {
  Object.defineProperty(node.protocol, "eventHandler", { get: () => node.env.get(OccurrenceManager) });
  if (node.env.get(FabricManager).fabrics.length > 0) return;
  await node.env.get(OccurrenceManager).clear();
  storage.forgetEvents();
}

/** matter.js keeps what is subscribed only after it has loaded this, which it does itself not before the next start. */
async function keepSubscriptions(node: ServerNode<typeof Root>): Promise<void> {
  await node.act((agent) => agent.load(SubscriptionsServer));
}

/** The lock's clock may be set at the lock: then another hour may be summer time. */
function watchClock(node: ServerNode<typeof Root>, port: LockPort): void {
  const setAtMs = (): number | null => {
    const { utcMs, poweredMs } = port.now();
    return utcMs === null ? null : utcMs - poweredMs;
  };
  let before = setAtMs();
  port.device.onStep(() => {
    const now = setAtMs();
    const isMoved = now === null || before === null ? now !== before : Math.abs(now - before) > clockJumpMs;
    before = now;
    // Not within the order by which a home sets it.
    if (isMoved) setImmediate(() => void node.act((agent) => agent.get(TimeServer).clockMoved()));
  });
}

/** What differs; null: nothing. */
function changed<Attributes extends object>(
  before: Attributes | undefined,
  after: Attributes,
): Partial<Attributes> | null {
  if (before === undefined) return after;
  const names = (Object.keys(after) as (keyof Attributes)[]).filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  if (names.length === 0) return null;
  return Object.fromEntries(names.map((name) => [name, after[name]])) as unknown as Partial<Attributes>;
}

function hasNewFaults(before: BatteryAttributes, after: BatteryAttributes): boolean {
  return JSON.stringify(before.activeBatFaults) !== JSON.stringify(after.activeBatFaults);
}
