/**
 * A node's radio: UDP on this machine alone or on the household's network, with mDNS or without. A device's is silent
 * while it has no power, and then hears nothing either.
 *
 * matter.js joins the IPv4 group of mDNS on the machine's default interface even when it is told to use another one, so
 * IPv4 goes unused for mDNS wherever one interface is named.
 */

import { networkInterfaces, type NetworkInterfaceInfo } from "node:os";
import {
  Crypto,
  Entropy,
  Environment,
  MdnsSocket,
  Network,
  type Bytes,
  type MaybePromise,
  type NetworkInterface,
  type NetworkInterfaceDetails,
  type UdpSocket,
  type UdpSocketOptions,
} from "@matter/main";

/** Who may find the node by mDNS: nobody, everybody on every network, or whoever is on one interface. */
export type Discovery = { readonly kind: "off" | "everywhere" } | { readonly kind: "interface"; readonly name: string };

export interface MatterNetworkOptions {
  readonly discovery: Discovery;
  /** Bound to loopback: no other machine reaches the node. */
  readonly isLocalOnly: boolean;
  readonly isPowered?: () => boolean;
  /** Called before each message that is heard. */
  readonly beforeHearing?: () => void;
  /** Called before the port of the node is taken. */
  readonly beforeBinding?: () => void;
}

/**
 * What the variable CATENACCIO_MDNS, or matter.js's own for the interface, asks for. A machine that has no other
 * interface than loopback (a network namespace of a test) is reached there.
 */
export function discoveryFrom(variables: Readonly<Record<string, string | undefined>>): Discovery {
  const wanted = variables["CATENACCIO_MDNS"] ?? variables["MATTER_MDNS_NETWORKINTERFACE"] ?? "on";
  if (wanted === "off") return { kind: "off" };
  if (wanted !== "on") return { kind: "interface", name: wanted };
  const hasOthers = addresses().some(({ internal }) => !internal);
  if (hasOthers) return { kind: "everywhere" };
  return { kind: "interface", name: "lo" };
}

/** Whether this machine speaks IPv6, on which Matter rests. Without it only a controller that takes IPv4 too gets here. */
export function hasIpv6(): boolean {
  return addresses().some(({ family }) => family === "IPv6");
}

function addresses(): readonly NetworkInterfaceInfo[] {
  return Object.values(networkInterfaces()).flatMap((found) => found ?? []);
}

/** An environment for one node: nothing in it is shared with another node of the process but the machine itself. */
export function makeEnvironment(name: string, options: MatterNetworkOptions): Environment {
  const machine = Environment.default;
  const environment = new Environment(name);
  environment.set(Entropy, machine.get(Entropy));
  environment.set(Crypto, machine.get(Crypto));
  environment.set(Network, new Radio(machine.get(Network), options));
  if (options.discovery.kind === "interface") {
    environment.vars.set("mdns.networkInterface", options.discovery.name);
    environment.vars.set("mdns.ipv4", false);
  }
  return environment;
}

class Radio extends Network {
  readonly #machine: Network;
  readonly #options: MatterNetworkOptions;

  constructor(machine: Network, options: MatterNetworkOptions) {
    super();
    this.#machine = machine;
    this.#options = options;
  }

  override getNetInterfaces(configuration?: NetworkInterface[]): MaybePromise<NetworkInterface[]> {
    const { discovery, isLocalOnly } = this.#options;
    if (discovery.kind === "interface") return [{ name: discovery.name }];
    return isLocalOnly || discovery.kind === "off" ? [] : this.#machine.getNetInterfaces(configuration);
  }

  override getIpMac(netInterface: string): MaybePromise<NetworkInterfaceDetails | undefined> {
    return this.#machine.getIpMac(netInterface);
  }

  override async createUdpSocket(options: UdpSocketOptions): Promise<UdpSocket> {
    const { discovery, isLocalOnly, beforeBinding = () => undefined } = this.#options;
    const isMdns = options.listeningPort === MdnsSocket.BROADCAST_PORT;
    const isWithoutNetwork = options.type === "udp6" && !hasIpv6();
    if (isWithoutNetwork || (isMdns && discovery.kind === "off")) return new DeafSocket(options.listeningPort ?? 0);
    if (!isMdns) beforeBinding();
    const bound = isLocalOnly && !isMdns ? { listeningAddress: options.type === "udp4" ? "127.0.0.1" : "::1" } : {};
    return new RadioSocket(await this.#machine.createUdpSocket({ ...options, ...bound }), this.#options);
  }
}

/** In place of a socket that is not to be, or cannot be: it says and hears nothing. */
class DeafSocket implements UdpSocket {
  readonly maxPayloadSize = 1232;
  readonly port: number;

  constructor(port: number) {
    this.port = port;
  }

  addMembership(): void {}

  dropMembership(): void {}

  onData() {
    return { close: () => Promise.resolve() };
  }

  send(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  supports(): boolean {
    return false;
  }
}

class RadioSocket implements UdpSocket {
  readonly #socket: UdpSocket;
  readonly #isPowered: () => boolean;
  readonly #beforeHearing: () => void;

  constructor(
    socket: UdpSocket,
    {
      isPowered = () => true,
      beforeHearing = () => undefined,
    }: Pick<MatterNetworkOptions, "isPowered" | "beforeHearing">,
  ) {
    this.#socket = socket;
    this.#isPowered = isPowered;
    this.#beforeHearing = beforeHearing;
  }

  get maxPayloadSize(): number {
    return this.#socket.maxPayloadSize;
  }

  get port(): number {
    return this.#socket.port;
  }

  addMembership(address: string): MaybePromise<void> {
    return this.#socket.addMembership(address);
  }

  dropMembership(address: string): MaybePromise<void> {
    return this.#socket.dropMembership(address);
  }

  onData(listener: (netInterface: string | undefined, address: string, port: number, data: Bytes) => void) {
    return this.#socket.onData((netInterface, address, port, data) => {
      if (!this.#isPowered()) return;
      this.#beforeHearing();
      listener(netInterface, address, port, data);
    });
  }

  async send(host: string, port: number, data: Bytes): Promise<void> {
    if (this.#isPowered()) await this.#socket.send(host, port, data);
  }

  close(): Promise<void> {
    return this.#socket.close();
  }

  supports(type: Parameters<UdpSocket["supports"]>[0], address?: string): boolean {
    return this.#socket.supports(type, address);
  }
}
