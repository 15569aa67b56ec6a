/**
 * The network of a box that runs NetworkManager, over D-Bus. Only connections that were made here are ever changed or
 * deleted: what the owner of the machine has set up otherwise is used, and left as it is.
 */

import * as z from "zod";
import {
  NetworkError,
  refuseJoin,
  type JoinError,
  type JoinOutcome,
  type NetworkConfiguration,
  type NetworkStatus,
  type WifiNetwork,
} from "./network-configuration.ts";
import { readPropertyList, SystemBus, type BusCall, type BusSignal, type Properties } from "./system-bus.ts";

export interface NetworkManagerOptions {
  /** "unix:path=…"; the machine's own by default. */
  readonly busAddress?: string;
  /** Until a join that is not decided counts as failed. */
  readonly joinMs?: number;
  readonly onFault: (sentence: string) => void;
}

const systemBusAddress = "unix:path=/run/dbus/system_bus_socket";
const joinMsMax = 60_000;
const reconnectMs = 5000;

const name = "org.freedesktop.NetworkManager";
const managerPath = "/org/freedesktop/NetworkManager";
const settingsPath = `${managerPath}/Settings`;
const interfaces = {
  manager: name,
  device: `${name}.Device`,
  wireless: `${name}.Device.Wireless`,
  accessPoint: `${name}.AccessPoint`,
  settings: `${name}.Settings`,
  connection: `${name}.Settings.Connection`,
  active: `${name}.Connection.Active`,
} as const;
const wirelessType = "802-11-wireless";
const ownIdPrefix = "catenaccio ";
const noObject = "/";

/** NMDeviceType */
const ethernet = 1;
const wifi = 2;
/** NMDeviceState */
const stateConnecting = { first: 40, last: 90 } as const;
const stateActivated = 100;
const stateFailed = 120;
/** NMDeviceStateReason: no secrets, and the four of the supplicant. */
const reasonsOfSecret: readonly number[] = [7, 8, 9, 10, 11];
const reasonSsidNotFound = 53;
/** NM80211ApSecurityFlags */
const securityPsk = 0x100;
const securitySae = 0x400;

const paths = z.array(z.string());
const connectionSettings = z.array(z.tuple([z.string(), z.unknown()]));

interface Device {
  readonly path: string;
  readonly type: number;
  readonly state: number;
  readonly activePath: string;
}

interface AccessPoint extends WifiNetwork {
  readonly path: string;
  readonly security: number;
}

interface Connection {
  readonly path: string;
  readonly isOwn: boolean;
  /** null: no Wi-Fi. */
  readonly ssid: string | null;
}

interface Session {
  readonly bus: SystemBus;
  readonly listeners: Set<(signal: BusSignal) => void>;
}

export class NetworkManager implements NetworkConfiguration {
  readonly #options: NetworkManagerOptions;
  #session: Promise<Session> | null = null;
  /** The session's, as soon as it is begun. */
  #bus: SystemBus | null = null;
  #listener: ((status: NetworkStatus) => void) | null = null;
  #told = "";
  #reading: Promise<void> | null = null;
  #isStale = false;
  #retry: NodeJS.Timeout | null = null;

  constructor(options: NetworkManagerOptions) {
    this.#options = options;
  }

  async start(listener: (status: NetworkStatus) => void): Promise<void> {
    this.#listener = listener;
    this.#told = "";
    await this.#refresh();
  }

  async stop(): Promise<void> {
    this.#listener = null;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    const session = this.#session;
    this.#session = null;
    try {
      (await session)?.bus.close();
    } catch {
      // There was no bus to leave.
    }
    await this.#reading;
  }

  async scan(): Promise<readonly WifiNetwork[]> {
    const device = await this.#findWifi();
    if (device === null) return [];
    try {
      const scan = { path: device.path, interface: interfaces.wireless, member: "RequestScan" };
      await this.#call({ ...scan, signature: "a{sv}", body: [[]] });
    } catch {
      // Refused while a scan is under way: what it has found so far will do.
    }
    const strongest = new Map<string, AccessPoint>();
    for (const point of await this.#readAccessPoints(device)) {
      const known = strongest.get(point.ssid);
      if (known === undefined || known.strengthPercent < point.strengthPercent) strongest.set(point.ssid, point);
    }
    return [...strongest.values()]
      .toSorted((one, other) => other.strengthPercent - one.strengthPercent)
      .map(({ ssid, strengthPercent, isSecured }) => ({ ssid, strengthPercent, isSecured }));
  }

  async join(ssid: string, secret: string | null): Promise<JoinOutcome> {
    const device = await this.#findWifi();
    if (device === null) return refuseJoin("noWifi");
    const points = (await this.#readAccessPoints(device)).filter((point) => point.ssid === ssid);
    const point = points.toSorted((one, other) => other.strengthPercent - one.strengthPercent)[0];
    if (point === undefined) return refuseJoin("notFound");
    const settings = settingsFor(point, secret);
    if (settings === null) return refuseJoin("wrongSecret");
    const before = (await this.#readConnections()).filter(({ isOwn }) => isOwn);
    const [added] = await this.#call({
      path: settingsPath,
      interface: interfaces.settings,
      member: "AddConnection",
      signature: "a{sa{sv}}",
      body: [settings],
    });
    const path = z.string().parse(added);
    const error = await this.#activate(path, device, point);
    // All that was made here and does not work goes, and so does what it takes the place of.
    await this.#deleteConnections(error === null ? before.map((connection) => connection.path) : [path]);
    return error === null ? { ok: true } : refuseJoin(error);
  }

  async forgetWifi(): Promise<void> {
    const own = (await this.#readConnections()).filter(({ isOwn }) => isOwn);
    await this.#deleteConnections(own.map(({ path }) => path));
  }

  /** @returns null: the device is in that network. */
  async #activate(connection: string, device: Device, point: AccessPoint): Promise<JoinError | null> {
    const { listeners } = await this.#connect();
    const { promise, resolve } = Promise.withResolvers<JoinError | null>();
    const hear = (signal: BusSignal): void => {
      if (signal.path !== device.path || signal.interface !== interfaces.device) return;
      if (signal.member !== "StateChanged") return;
      const [state, , reason] = z.array(z.number()).parse(signal.body);
      if (state === stateActivated) resolve(null);
      else if (state === stateFailed) resolve(errorOf(reason ?? 0));
    };
    const timer = setTimeout(() => resolve("timeout"), this.#options.joinMs ?? joinMsMax);
    listeners.add(hear);
    try {
      await this.#call({
        path: managerPath,
        interface: interfaces.manager,
        member: "ActivateConnection",
        signature: "ooo",
        body: [connection, device.path, point.path],
      });
      return await promise;
    } catch {
      return "failed";
    } finally {
      clearTimeout(timer);
      listeners.delete(hear);
    }
  }

  async #deleteConnections(connections: readonly string[]): Promise<void> {
    for (const path of connections) await this.#call({ path, interface: interfaces.connection, member: "Delete" });
  }

  /** One reading at a time; what changes meanwhile makes one more. */
  async #refresh(): Promise<void> {
    this.#isStale = true;
    if (this.#reading !== null) return;
    this.#reading = this.#readWhileStale();
    try {
      await this.#reading;
    } finally {
      this.#reading = null;
    }
  }

  async #readWhileStale(): Promise<void> {
    let isSecondTry = false;
    while (this.#isStale && this.#listener !== null) {
      this.#isStale = false;
      try {
        this.#tell(await this.#readStatus());
        isSecondTry = false;
      } catch (cause) {
        if (isSecondTry) this.#tellFault(cause);
        // What was listed may be gone when it is looked at, and only that: the second look shows it.
        else this.#isStale = true;
        isSecondTry = !isSecondTry;
      }
    }
  }

  #tellFault(cause: unknown): void {
    if (this.#listener === null) return;
    const isNews = this.#tell({ connection: "none", isWifiKnown: true });
    if (isNews) this.#options.onFault(`NetworkManager: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.#tryLater();
  }

  #tryLater(): void {
    if (this.#retry !== null || this.#listener === null) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      void this.#refresh();
    }, reconnectMs);
  }

  /** @returns whether it was news. */
  #tell(status: NetworkStatus): boolean {
    const text = JSON.stringify(status);
    if (text === this.#told) return false;
    this.#told = text;
    this.#listener?.(status);
    return true;
  }

  /** The cable is preferred, and what is online to what is only tried. */
  async #readStatus(): Promise<NetworkStatus> {
    const devices = await this.#readDevices();
    for (const connection of ["online", "connecting"] as const) {
      const ready = devices.filter(({ state }) => connectionOf(state) === connection);
      if (ready.some(({ type }) => type === ethernet)) return { connection, over: "cable" };
      const radio = ready.find(({ type }) => type === wifi);
      if (radio !== undefined) return { connection, over: "wifi", ssid: await this.#readSsid(radio) };
    }
    const known = await this.#readConnections();
    return { connection: "none", isWifiKnown: known.some(({ ssid }) => ssid !== null) };
  }

  async #readSsid({ activePath }: Device): Promise<string> {
    if (activePath === noObject) return "";
    const active = await this.#readProperties(activePath, interfaces.active);
    const connection = await this.#readConnection(z.string().parse(active.get("Connection")));
    return connection.ssid ?? "";
  }

  async #readDevices(): Promise<readonly Device[]> {
    const [found] = await this.#call({ path: managerPath, interface: interfaces.manager, member: "GetDevices" });
    const devices: Device[] = [];
    for (const path of paths.parse(found)) {
      const values = await this.#readProperties(path, interfaces.device);
      devices.push({
        path,
        type: z.number().parse(values.get("DeviceType")),
        state: z.number().parse(values.get("State")),
        activePath: z.string().parse(values.get("ActiveConnection")),
      });
    }
    return devices;
  }

  async #findWifi(): Promise<Device | null> {
    return (await this.#readDevices()).find(({ type }) => type === wifi) ?? null;
  }

  async #readAccessPoints({ path }: Device): Promise<readonly AccessPoint[]> {
    const [found] = await this.#call({ path, interface: interfaces.wireless, member: "GetAllAccessPoints" });
    const points: AccessPoint[] = [];
    for (const pointPath of paths.parse(found)) {
      const values = await this.#readProperties(pointPath, interfaces.accessPoint);
      const security = z.number().parse(values.get("WpaFlags")) | z.number().parse(values.get("RsnFlags"));
      points.push({
        path: pointPath,
        ssid: textOf(values.get("Ssid")),
        strengthPercent: z.number().parse(values.get("Strength")),
        isSecured: security !== 0,
        security,
      });
    }
    // A hidden network tells no name.
    return points.filter(({ ssid }) => ssid !== "");
  }

  async #readConnections(): Promise<readonly Connection[]> {
    const call = { path: settingsPath, interface: interfaces.settings, member: "ListConnections" };
    const [found] = await this.#call(call);
    const connections: Connection[] = [];
    for (const path of paths.parse(found)) connections.push(await this.#readConnection(path));
    return connections;
  }

  async #readConnection(path: string): Promise<Connection> {
    const [found] = await this.#call({ path, interface: interfaces.connection, member: "GetSettings" });
    const sections = new Map(connectionSettings.parse(found));
    const general = readPropertyList(sections.get("connection"));
    const radio = sections.get(wirelessType);
    return {
      path,
      isOwn: z.string().parse(general.get("id")).startsWith(ownIdPrefix),
      ssid: radio === undefined ? null : textOf(readPropertyList(radio).get("ssid")),
    };
  }

  async #readProperties(path: string, ofInterface: string): Promise<Properties> {
    const { bus } = await this.#connect();
    return await bus.readProperties(name, path, ofInterface);
  }

  async #call(call: Omit<BusCall, "destination">): Promise<readonly unknown[]> {
    const { bus } = await this.#connect();
    return await bus.call({ ...call, destination: name });
  }

  async #connect(): Promise<Session> {
    this.#session ??= this.#openSession();
    const session = this.#session;
    try {
      return await session;
    } catch (cause) {
      if (this.#session === session) this.#session = null;
      throw new NetworkError("NetworkManager cannot be reached.", { cause });
    }
  }

  async #openSession(): Promise<Session> {
    const bus = new SystemBus(this.#options.busAddress ?? systemBusAddress);
    const session: Session = { bus, listeners: new Set() };
    let isOpen = false;
    this.#bus = bus;
    bus.onLost(() => {
      if (this.#bus !== bus) return;
      this.#bus = null;
      this.#session = null;
      if (isOpen && this.#listener !== null) void this.#refresh();
    });
    await bus.watch(name, (signal) => {
      for (const listener of session.listeners) listener(signal);
      if (this.#listener !== null && isOfStatus(signal)) void this.#refresh();
    });
    isOpen = true;
    return session;
  }
}

function connectionOf(state: number): "online" | "connecting" | "none" {
  if (state === stateActivated) return "online";
  return state >= stateConnecting.first && state <= stateConnecting.last ? "connecting" : "none";
}

/** Access points come and go each second where many live; that changes no status. */
function isOfStatus({ path, member }: BusSignal): boolean {
  return membersOfStatus.includes(member) && !path.startsWith(`${managerPath}/AccessPoint/`);
}

const membersOfStatus: readonly string[] = [
  "PropertiesChanged",
  "StateChanged",
  "DeviceAdded",
  "DeviceRemoved",
  "NewConnection",
  "ConnectionRemoved",
  "NameOwnerChanged",
];

function errorOf(reason: number): JoinError {
  if (reasonsOfSecret.includes(reason)) return "wrongSecret";
  return reason === reasonSsidNotFound ? "notFound" : "failed";
}

function textOf(bytes: unknown): string {
  return Buffer.isBuffer(bytes) ? bytes.toString("utf8") : "";
}

type Setting = readonly [key: string, value: readonly [signature: string, value: unknown]];
type Settings = readonly (readonly [section: string, settings: readonly Setting[]])[];

/** @returns null: no network of that kind has such a password. */
function settingsFor({ ssid, security }: AccessPoint, secret: string | null): Settings | null {
  const basis: Settings = [
    [
      "connection",
      [
        ["id", ["s", ownIdPrefix + ssid]],
        ["type", ["s", wirelessType]],
      ],
    ],
    [wirelessType, [["ssid", ["ay", Buffer.from(ssid, "utf8")]]]],
  ];
  if (security === 0) return basis;
  const key = securityFor(security, secret);
  return key === null ? null : [...basis, ["802-11-wireless-security", key]];
}

/** IEEE 802.11: a pass-phrase of WPA2 has 8 to 63 characters; that of WPA3 may have any length. */
function securityFor(security: number, secret: string | null): readonly Setting[] | null {
  if (secret === null || secret === "") return null;
  const isPsk = (security & securityPsk) !== 0;
  if (!isPsk && (security & securitySae) === 0) return null;
  if (isPsk && !/^([\x20-\x7e]{8,63}|[0-9A-Fa-f]{64})$/.test(secret)) return null;
  return [
    ["key-mgmt", ["s", isPsk ? "wpa-psk" : "sae"]],
    ["psk", ["s", secret]],
  ];
}
