/**
 * A world for matter.js nodes of tests that ends at this machine: sockets are bound to loopback whatever a node asks
 * for, and the port of mDNS is a socket that says and hears nothing. A setting would not be enough, because matter.js
 * joins the multicast group on the default interface even when it is told to use another one.
 */
import {
  Crypto,
  Entropy,
  Environment,
  Logger,
  LogLevel,
  MdnsSocket,
  MemoryStorageDriver,
  Network,
  StorageService,
} from "@matter/main";
import type { NetworkInterfaceDetails, UdpSocket, UdpSocketOptions } from "@matter/main";

Logger.level = LogLevel.FATAL;

/** The world of a process that is one node, which keeps its data in a folder. */
export function confineProcess(dataFolder: string): void {
  Environment.default.vars.set("storage.path", dataFolder);
  Environment.default.set(Network, new LoopbackNetwork());
}

/** A world of its own, that forgets everything: nothing is written to a disk. */
export function openLoopbackEnvironment(name: string): Environment {
  const environment = new Environment(name);
  environment.set(Entropy, Environment.default.get(Entropy));
  environment.set(Crypto, Environment.default.get(Crypto));
  environment.set(Network, new LoopbackNetwork());
  const storage = new StorageService(environment);
  storage.registerDriver(MemoryStorageDriver);
  storage.defaultDriver = MemoryStorageDriver.id;
  return environment;
}

class LoopbackNetwork extends Network {
  readonly #machine = Environment.default.get(Network);

  /** mDNS is sent on every interface there is. */
  override getNetInterfaces(): [] {
    return [];
  }

  override getIpMac(): NetworkInterfaceDetails | undefined {
    return undefined;
  }

  override async createUdpSocket(options: UdpSocketOptions): Promise<UdpSocket> {
    if (options.listeningPort === MdnsSocket.BROADCAST_PORT) return new SilentSocket();
    const { netInterface: _, ...rest } = options;
    return this.#machine.createUdpSocket({ ...rest, listeningAddress: options.type === "udp4" ? "127.0.0.1" : "::1" });
  }
}

class SilentSocket implements UdpSocket {
  readonly maxPayloadSize = 1_232;
  readonly port = MdnsSocket.BROADCAST_PORT;

  addMembership(): void {}

  dropMembership(): void {}

  onData() {
    return { close: async () => {} };
  }

  async send(): Promise<void> {}

  async close(): Promise<void> {}

  supports(): boolean {
    return false;
  }
}
