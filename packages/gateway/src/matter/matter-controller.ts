/**
 * The home's Matter controller: a fabric of its own, to which locks are added and from which they are removed. It keeps
 * which they are and where each was reached last, and stays on one port, where a lock that was without power finds it.
 *
 * Locks are no nodes of matter.js here: its client nodes read everything and subscribe by themselves, in a way that is
 * blind for minutes after a lock's restart. Each lock is a peer and a LockConnection.
 */

import { makeEnvironment, type Discovery } from "@catenaccio/matter";
import type { OrderAnswer, OrderError } from "@catenaccio/protocol";
import {
  ControllerBehavior,
  Crypto,
  Logger,
  LogLevel,
  Millis,
  ServerNode,
  UnexpectedDataError,
  type Environment,
  type ServerAddress,
} from "@matter/main";
import { AdministratorCommissioning } from "@matter/main/clusters/administrator-commissioning";
import { OperationalCredentials } from "@matter/main/clusters/operational-credentials";
import {
  ControllerCommissioner,
  DeviceAlreadyCommissionedToThisFabricError,
  FabricAuthority,
  PairRetransmissionLimitReachedError,
  PaseClient,
  PeerAddress,
  PeerCommunicationError,
  PeerSet,
  ScannerSet,
  type CommissionableDevice,
  type Fabric,
  type Peer,
} from "@matter/main/protocol";
import {
  CommissioningFlowType,
  DiscoveryCapabilitiesSchema,
  ManualPairingCodeCodec,
  NodeId,
  QrPairingCodeCodec,
  VendorId,
} from "@matter/main/types";
import { LockUnreachableError } from "../lock-client.ts";
import type { AddLockRequest, AddLockStep } from "../lock-network.ts";
import { ControllerStore, type LockAddress } from "./controller-store.ts";
import { findFreePort } from "./free-port.ts";
import type { CommandAnswer } from "./lock-access.ts";
import type { ChannelRequest } from "./lock-channel.ts";
import type { LockConnection } from "./lock-connection.ts";
import { readPairingCode, type PairingCode } from "./pairing-code.ts";

const fabricLabel = "Catenaccio";
const usualSearchMs = 20_000;
/** From the passcode to the lock's last word. */
const joiningMs = 90_000;
const commandMs = 10_000;
/** For a session with a lock that has just answered. */
const rejoiningMs = 5_000;
/** Of the window that another home is let in by: core §3.10 wants 1000 at least. */
const iterations = 1000;
const saltBytes = 32;
/** ClusterStatus of AdministratorCommissioning (§11.19.7.1). */
const windowBusy = 2;

export interface MatterControllerOptions {
  /** Made if it is missing. */
  readonly folder: string;
  readonly discovery: Discovery;
  /** Only this machine reaches the controller. */
  readonly isLocalOnly: boolean;
  /** How long a lock that is to be added is waited for. */
  readonly searchMs?: number;
}

export interface ControlledLock {
  readonly lockId: string;
  readonly peer: Peer;
}

type AddedLock = { readonly ok: true; readonly lock: ControlledLock } | Refusal;

type Refusal = Extract<OrderAnswer, { readonly ok: false }>;

const Root = ServerNode.RootEndpoint.with(ControllerBehavior);

export class MatterController {
  readonly #options: MatterControllerOptions;
  readonly #store: ControllerStore;
  readonly #node: ServerNode<typeof Root>;
  readonly #locks = new Map<string, ControlledLock>();

  /**
   * Puts it on the network; nothing is asked of a lock.
   * @throws GatewayStoreError when the folder is not what the gateway wrote.
   */
  static async open(options: MatterControllerOptions): Promise<MatterController> {
    const store = new ControllerStore(options.folder);
    try {
      const node = await makeNode(options, store);
      const controller = new MatterController(options, store, node);
      await controller.#start();
      return controller;
    } catch (cause) {
      store.close();
      throw cause;
    }
  }

  private constructor(options: MatterControllerOptions, store: ControllerStore, node: ServerNode<typeof Root>) {
    this.#options = options;
    this.#store = store;
    this.#node = node;
  }

  async #start(): Promise<void> {
    const peers = this.#node.env.get(PeerSet);
    await this.#node.start();
    // It searches by mDNS, and is loaded by its first use only.
    await this.#node.act(async (agent) => await agent.load(ControllerBehavior));
    const { locks } = this.#store;
    if (locks.length === 0) return;
    const { fabricIndex } = await this.#fabric();
    for (const { lockId, nodeId, address } of locks) {
      const peer = peers.addKnownPeer({
        address: PeerAddress({ fabricIndex, nodeId: NodeId(nodeId) }),
        ...(address !== null && { operationalAddress: { type: "udp", ...address } }),
      });
      this.#keep({ lockId, peer });
    }
  }

  async close(): Promise<void> {
    await this.#node.close();
    this.#store.close();
  }

  get locks(): ReadonlyMap<string, ControlledLock> {
    return this.#locks;
  }

  /** Of the node that the locks are peers of. */
  get environment(): Environment {
    return this.#node.env;
  }

  /** UDP, the same for good. */
  get port(): number {
    return this.#node.state.network.operationalPort;
  }

  /** The steps to `joining`; what comes after is the connection's. Broken off, it leaves nothing behind on our side. */
  async addLock({ lockId, code, address }: AddLockRequest, onStep: (step: AddLockStep) => void): Promise<AddedLock> {
    onStep("reading");
    const read = readPairingCode(code);
    if (read === null) return badCode;
    if (this.#locks.has(lockId)) return alreadyAdded;
    onStep("searching");
    const joining: Joining = { lockId, passcode: read.passcode, onStep };
    if (address !== null) return await this.#join(joining, { addresses: [{ type: "udp", ...address }] });
    return await this.#searchAndJoin(joining, read);
  }

  /** Tells the lock to leave the home. It is still kept here, until it is forgotten. */
  async leaveLock(lock: LockConnection): Promise<OrderAnswer> {
    const left = await leaveHome(lock);
    if (left === "left") return { ok: true };
    return left === "refused" ? refusedToLeave : unreachable;
  }

  /** After its connection has ended. @param isLeft the lock itself has left the home. */
  async forgetLock(lockId: string, { isLeft }: { readonly isLeft: boolean }): Promise<void> {
    const peer = this.#locks.get(lockId)?.peer;
    this.#store.forgetLock(lockId, { isLeft });
    this.#locks.delete(lockId);
    await peer?.disconnect(new PeerCommunicationError("The lock has been removed."));
    await peer?.delete();
  }

  /** @returns with the codes for the other home as its value. */
  async shareLock(lock: LockConnection, seconds: number): Promise<OrderAnswer> {
    const crypto = this.#node.env.get(Crypto);
    const passcode = PaseClient.generateRandomPasscode(crypto);
    const discriminator = PaseClient.generateRandomDiscriminator(crypto);
    const salt = crypto.randomBytes(saltBytes);
    const pakePasscodeVerifier = await PaseClient.generatePakePasscodeVerifier(crypto, passcode, { iterations, salt });
    const answer = await invokeOrNull(lock, {
      cluster: AdministratorCommissioning,
      command: "openCommissioningWindow",
      fields: { commissioningTimeout: seconds, pakePasscodeVerifier, discriminator, iterations, salt },
      isTimed: true,
    });
    if (answer === null) return unreachable;
    if (!answer.ok) return answer.clusterStatus === windowBusy ? windowIsOpen : windowRefused;
    const { vendorId, productId } = lock.current("basicInformation");
    const qr = QrPairingCodeCodec.encode([
      {
        version: 0,
        vendorId: VendorId(vendorId ?? 0),
        productId: productId ?? 0,
        flowType: CommissioningFlowType.Standard,
        discriminator,
        passcode,
        discoveryCapabilities: DiscoveryCapabilitiesSchema.encode({ onIpNetwork: true }),
      },
    ]);
    return { ok: true, value: { manual: ManualPairingCodeCodec.encode({ discriminator, passcode }), qr } };
  }

  async #fabric(): Promise<Fabric> {
    const config = await this.#node.act(async (agent) => (await agent.load(ControllerBehavior)).fabricAuthorityConfig);
    return await this.#node.env.get(FabricAuthority).defaultFabric(config, false);
  }

  /** One after the other as they answer: a short discriminator may be another lock's too. */
  async #searchAndJoin(joining: Joining, { discriminator }: PairingCode): Promise<AddedLock> {
    const found: CommissionableDevice[] = [];
    const tried = new Set<string>();
    let wake: () => void = () => undefined;
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
    const endMs = Date.now() + (this.#options.searchMs ?? usualSearchMs);
    const listener = (device: CommissionableDevice): void => {
      if (tried.has(device.deviceIdentifier)) return;
      tried.add(device.deviceIdentifier);
      found.push(device);
      wake();
    };
    const searches = [...this.#node.env.get(ScannerSet)].map(
      async (scanner) =>
        await scanner.findCommissionableDevicesContinuously(discriminator, listener, undefined, isOver),
    );
    let last: AddedLock = notFound;
    try {
      while (true) {
        const device = found.shift();
        if (device !== undefined) {
          last = await this.#join(joining, device);
          if (last.ok || last.error !== "wrongPasscode") return last;
          continue;
        }
        const leftMs = endMs - Date.now();
        if (leftMs <= 0) return last;
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = setTimeout(resolve, leftMs);
        await promise;
        clearTimeout(timer);
      }
    } finally {
      end();
      await Promise.allSettled(searches);
    }
  }

  async #join({ lockId, passcode, onStep }: Joining, device: Candidate): Promise<AddedLock> {
    const fabric = await this.#fabric();
    const peers = this.#node.env.get(PeerSet);
    const nodeId = this.#freeNodeId(fabric, peers);
    const address = fabric.addressOf(nodeId);
    const [first] = device.addresses;
    const meet = (peer: Peer): void => {
      if (PeerAddress.is(peer.address, address) && first !== undefined && "ip" in first)
        peer.descriptor.operationalAddress ??= { type: "udp", ip: first.ip, port: first.port };
    };
    peers.added.on(meet);
    const limit = setTimeout(() => void peers.get(address)?.delete(), joiningMs);
    onStep("securing");
    try {
      await this.#node.env.get(ControllerCommissioner).commission({
        fabric,
        passcode,
        addresses: [...device.addresses],
        timeout: Millis(this.#options.searchMs ?? usualSearchMs),
        claimNodeIdAfterPase: () => {
          onStep("joining");
          return nodeId;
        },
      });
    } catch (cause) {
      await peers.get(address)?.delete();
      if (!(cause instanceof DeviceAlreadyCommissionedToThisFabricError)) return refusalFor(cause);
      return (await this.#rejoin(lockId, device, fabric)) ?? alreadyAdded;
    } finally {
      clearTimeout(limit);
      peers.added.off(meet);
    }
    const lock = { lockId, peer: peers.for(address) };
    this.#store.putLock({ lockId, nodeId, address: addressOf(lock.peer) });
    this.#keep(lock);
    return { ok: true, lock };
  }

  /**
   * The lock takes the code and has this home: one that was forgotten while it did not answer. It is the node that it was.
   * @returns null: it is none of those.
   */
  async #rejoin(lockId: string, { addresses }: Candidate, fabric: Fabric): Promise<AddedLock | null> {
    const places = addresses.flatMap((place) => ("ip" in place ? [{ ip: place.ip, port: place.port }] : []));
    const isThere = (peer: Peer): boolean => {
      const at = addressOf(peer);
      return places.some(({ ip, port }) => ip === at?.ip && port === at.port);
    };
    const [place] = places;
    if (place === undefined || [...this.#locks.values()].some(({ peer }) => isThere(peer))) return null;
    const peers = this.#node.env.get(PeerSet);
    for (const nodeId of this.#store.leftBehind) {
      const address = fabric.addressOf(NodeId(nodeId));
      const peer = peers.addKnownPeer({ address, operationalAddress: { type: "udp", ...place } });
      // Another of them may be found elsewhere under its own number.
      if ((await isAnswering(peer)) && isThere(peer)) {
        const lock = { lockId, peer };
        this.#store.putLock({ lockId, nodeId, address: addressOf(peer) });
        this.#keep(lock);
        return { ok: true, lock };
      }
      await peer.delete();
    }
    return null;
  }

  #freeNodeId(fabric: Fabric, peers: PeerSet): NodeId {
    while (true) {
      const nodeId = NodeId.randomOperationalNodeId(this.#node.env.get(Crypto));
      if (this.#store.leftBehind.includes(nodeId)) continue;
      if (nodeId !== fabric.nodeId && !peers.has(fabric.addressOf(nodeId))) return nodeId;
    }
  }

  /** Where it is reached from now on is kept whenever it changes. */
  #keep(lock: ControlledLock): void {
    let kept = addressOf(lock.peer);
    lock.peer.updated.on((peer) => {
      const address = addressOf(peer);
      if (address === null || (address.ip === kept?.ip && address.port === kept.port)) return;
      kept = address;
      if (this.#locks.has(lock.lockId)) this.#store.putAddress(lock.lockId, address);
    });
    this.#locks.set(lock.lockId, lock);
  }
}

async function makeNode(
  { discovery, isLocalOnly }: MatterControllerOptions,
  store: ControllerStore,
): Promise<ServerNode<typeof Root>> {
  Logger.level = LogLevel.ERROR;
  Logger.destinations["default"]!.write = (text) => process.stderr.write(`${text}\n`);
  const environment = makeEnvironment("controller", { discovery, isLocalOnly });
  store.serve(environment);
  const port = (store.port ??= (await findFreePort()) ?? 0);
  const node = await ServerNode.create(Root, {
    id: "controller",
    environment,
    network: { port },
    commissioning: { enabled: false },
    controller: { adminFabricLabel: fabricLabel, ble: false },
  });
  // What hears the reports of locks comes with it.
  void node.peers;
  return node;
}

interface Joining {
  readonly lockId: string;
  readonly passcode: number;
  readonly onStep: (step: AddLockStep) => void;
}

interface Candidate {
  readonly addresses: readonly ServerAddress[];
}

function addressOf({ descriptor: { operationalAddress } }: Peer): LockAddress | null {
  if (operationalAddress?.type !== "udp") return null;
  const { ip, port } = operationalAddress;
  return { ip, port };
}

async function isAnswering(peer: Peer): Promise<boolean> {
  const abort = AbortSignal.timeout(rejoiningMs);
  try {
    await peer.connect({ abort, connectionTimeout: Millis(rejoiningMs) });
    return true;
  } catch {
    return false;
  }
}

async function leaveHome(lock: LockConnection): Promise<"left" | "refused" | "unreachable"> {
  const fields = { fabricIndex: lock.fabricIndex };
  const request = { cluster: OperationalCredentials, command: "removeFabric", fields, isTimed: false };
  const answer = await invokeOrNull(lock, request);
  if (answer === null) return "unreachable";
  if (!answer.ok) return "refused";
  const { statusCode } = answer.response as OperationalCredentials.NocResponse;
  return statusCode === OperationalCredentials.NodeOperationalCertStatus.Ok ? "left" : "refused";
}

/** Of the node, not of its door lock. @returns null: the lock does not answer. */
async function invokeOrNull(
  lock: LockConnection,
  request: Pick<ChannelRequest, "cluster" | "command" | "fields" | "isTimed">,
): Promise<CommandAnswer<unknown> | null> {
  try {
    return await lock.invokeNode({ ...request, endpoint: 0, isRepeatable: false, limitMs: commandMs });
  } catch (error) {
    if (error instanceof LockUnreachableError) return null;
    throw error;
  }
}

function refuse(error: OrderError, sentence: string): Refusal {
  return { ok: false, error, sentence };
}

const badCode = refuse("badCode", "This is no pairing code; it is the QR code on the lock's label, or its 11 digits.");
const alreadyAdded = refuse(
  "alreadyAdded",
  "This home has that lock already. If it is not among your locks, initialise it at its menu (3570#) or reset it to factory settings, and add it again.",
);
const notFound = refuse(
  "notFound",
  "No lock answered: hold its RESET button until it speaks, and stay within reach of the gateway.",
);
const wrongPasscode = refuse(
  "wrongPasscode",
  "The lock does not take this code; it is another lock's. Check the label.",
);
const unreachable = refuse("unreachable", "The lock does not answer.");
const refusedToLeave = refuse("refused", "The lock does not let itself be removed; it can be reset at the lock.");
const windowIsOpen = refuse("busy", "The lock is waiting for another home already; try again when that is over.");
const windowRefused = refuse("refused", "The lock does not let itself be shared now.");

function refusalFor(error: unknown): Refusal {
  if (error instanceof UnexpectedDataError) return wrongPasscode;
  if (error instanceof PairRetransmissionLimitReachedError || error instanceof PeerCommunicationError) return notFound;
  return refuse("refused", "The lock broke off; hold its RESET button until it speaks, and try again.");
}
