/**
 * A Matter home: a fabric of its own with one controller, in the process of the test. It finds locks by address alone,
 * speaks on loopback, and keeps nothing; two of them are two homes.
 */
import { ControllerBehavior, Crypto, ServerNode } from "@matter/main";
import type { ClientNode } from "@matter/main";
import {
  CertificateAuthority,
  FabricAuthority,
  FabricBuilder,
  FabricManager,
  PaseClient,
  PeerAddress,
  PeerSet,
} from "@matter/main/protocol";
import type { Fabric, Peer } from "@matter/main/protocol";
import { ManualPairingCodeCodec, NodeId, QrPairingCodeCodec } from "@matter/main/types";
import { HomeLock } from "./home-lock.ts";
import { openLoopbackEnvironment } from "./loopback.ts";
import { octets } from "./wire-values.ts";
import type { Fields } from "./wire-values.ts";

/** Matter core specification, 9.10.5.2 (AccessControlEntryPrivilegeEnum). */
const privileges = { view: 1, operate: 3, manage: 4, administer: 5 } as const;
export type Privilege = keyof typeof privileges;

const caseAuthentication = 2;
const loopback = "127.0.0.1";

/** What a home lasts as long as: a test, or a benchmark. */
export interface Lifetime {
  after(end: () => Promise<void>): void;
}

export class MatterHome {
  readonly #controller: ServerNode;
  /** What matter.js itself knows of the locks that were added, each by its number. */
  readonly #nodes = new Map<bigint, ClientNode>();

  /** One that lives as long as the test. */
  static async open(t: Lifetime, { name }: { readonly name: string }): Promise<MatterHome> {
    const controller = await ServerNode.create(ServerNode.RootEndpoint.with(ControllerBehavior), {
      id: name,
      environment: openLoopbackEnvironment(name),
      network: { port: 0 },
      commissioning: { enabled: false },
      controller: { adminFabricLabel: name, ble: false },
    });
    t.after(() => controller.close());
    await controller.start();
    return new MatterHome(controller);
  }

  private constructor(controller: ServerNode) {
    this.#controller = controller;
  }

  /** @param code the text of a QR code, or the digits of a label. @param ip 127.0.0.1 or ::1. */
  async add(code: string, port: number, ip = loopback): Promise<HomeLock> {
    const address = { type: "udp", ip, port } as const;
    const meet = (peer: Peer) => void (peer.descriptor.operationalAddress ??= address);
    this.#peers.added.on(meet);
    try {
      const node = await this.#controller.peers.forDescriptor({ addresses: [address] });
      await node.commission({ passcode: passcodeOf(code), autoSubscribe: false, autoStateInitialize: false });
      if (node.peerAddress === undefined) throw new Error("The lock was not added.");
      this.#nodes.set(node.peerAddress.nodeId, node);
      return this.#lockOf(node.peerAddress);
    } finally {
      this.#peers.added.off(meet);
    }
  }

  /** Takes the lock out of this home, as an app does: the lock forgets the home. */
  async remove(lock: HomeLock): Promise<Fields> {
    const answer = await lock
      .other(0, "OperationalCredentials")
      .invoke("removeFabric", { fabricIndex: await this.fabricIndex(lock) });
    await this.forget(lock);
    return answer;
  }

  /** This home forgets the lock, which is not told. */
  async forget(lock: HomeLock): Promise<void> {
    await this.#nodes.get(lock.nodeId)?.delete();
    this.#nodes.delete(lock.nodeId);
  }

  /** The number by which the lock knows this home. */
  async fabricIndex(lock: HomeLock): Promise<number> {
    return Number(await lock.other(0, "OperationalCredentials").read("currentFabricIndex"));
  }

  /** Shares the lock. @returns the code for the next home. */
  async openWindow(lock: HomeLock, { seconds = 180 }: { readonly seconds?: number } = {}): Promise<string> {
    const crypto = this.#controller.env.get(Crypto);
    const passcode = PaseClient.generateRandomPasscode(crypto);
    const discriminator = PaseClient.generateRandomDiscriminator(crypto);
    const iterations = 1_000;
    const salt = octets("a salt of 16 to 32 bytes");
    const verifier = await PaseClient.generatePakePasscodeVerifier(crypto, passcode, { iterations, salt });
    const answer = await lock.other(0, "AdministratorCommissioning").invoke(
      "openCommissioningWindow",
      {
        commissioningTimeout: seconds,
        pakePasscodeVerifier: new Uint8Array(verifier),
        discriminator,
        iterations,
        salt,
      },
      { timed: true },
    );
    if (answer["status"] !== 0) throw new Error(`The lock opened no window: ${JSON.stringify(answer)}`);
    return ManualPairingCodeCodec.encode({ discriminator, passcode });
  }

  /** After a restart of the lock, whose sessions are gone: finds it again, on another port if one is given. */
  async reconnect(lock: HomeLock, port?: number): Promise<void> {
    const { peer } = lock.connection;
    await peer.disconnect(new Error("The lock was started again."));
    if (port !== undefined) peer.descriptor.operationalAddress = { type: "udp", ip: loopback, port };
    await peer.connect();
  }

  /**
   * The same lock as another member of this home sees it, with a right of its own in the lock's access control list;
   * with none if it is null.
   */
  async joinAs(lock: HomeLock, privilege: Privilege | null): Promise<HomeLock> {
    const { env } = this.#controller;
    const [own] = env.get(FabricAuthority).fabrics;
    if (own === undefined) throw new Error("This home has no lock yet.");
    const nodeId = NodeId.randomOperationalNodeId(env.get(Crypto));
    const member = await this.#addMember(own, nodeId);
    if (privilege !== null) {
      const accessControl = lock.other(0, "AccessControl");
      const entries = (await accessControl.read("acl")) as readonly Fields[];
      const entry = {
        privilege: privileges[privilege],
        authMode: caseAuthentication,
        subjects: [nodeId],
        targets: null,
      };
      const status = await accessControl.write("acl", [...entries, entry]);
      if (status !== 0) throw new Error(`The lock refused the entry with status ${status}.`);
    }
    const { operationalAddress } = lock.connection.peer.descriptor;
    const address = PeerAddress({ fabricIndex: member.fabricIndex, nodeId: NodeId(lock.nodeId) });
    this.#peers.addKnownPeer({ address, ...(operationalAddress === undefined ? {} : { operationalAddress }) });
    return this.#lockOf(address);
  }

  /** The member's certificates, kept as if they were those of a fabric of its own on this controller. */
  async #addMember(own: Fabric, nodeId: NodeId): Promise<Fabric> {
    const { env } = this.#controller;
    const authority = env.get(CertificateAuthority);
    const builder = await FabricBuilder.create(env.get(Crypto));
    builder.initializeFromFabricForUpdate(own);
    await builder.setOperationalCert(
      await authority.generateNoc(builder.publicKey, own.fabricId, nodeId),
      authority.icacCert,
    );
    const fabrics = env.get(FabricManager);
    const member = await builder.build(fabrics.allocateFabricIndex());
    fabrics.addFabric(member);
    return member;
  }

  #lockOf(address: PeerAddress): HomeLock {
    return new HomeLock({ peer: this.#peers.for(address), environment: this.#controller.env });
  }

  get #peers(): PeerSet {
    return this.#controller.env.get(PeerSet);
  }
}

function passcodeOf(code: string): number {
  if (!code.startsWith("MT:")) return ManualPairingCodeCodec.decode(code).passcode;
  const [payload] = QrPairingCodeCodec.decode(code);
  if (payload === undefined) throw new Error(`This is no pairing code: ${code}`);
  return payload.passcode;
}
