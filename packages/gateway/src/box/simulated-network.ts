/** The network of a box that is not there: a cable and Wi-Fi networks that a person plugs in and switches by hand. */

import {
  refuseJoin,
  type JoinOutcome,
  type NetworkConfiguration,
  type NetworkStatus,
  type WifiNetwork,
} from "./network-configuration.ts";

export interface SimulatedNetworkOptions {
  /** Until a network that was found has given an address. */
  readonly connectMs: number;
  /** The Wi-Fi that was joined before, if any. */
  readonly knownSsid?: string | null;
  readonly onKnownSsid?: (ssid: string | null) => void;
}

interface Air {
  readonly ssid: string;
  readonly isOk: boolean;
}

export class SimulatedNetwork implements NetworkConfiguration {
  readonly #options: SimulatedNetworkOptions;
  #listener: ((status: NetworkStatus) => void) | null = null;
  #hasCable = false;
  readonly #air = new Map<string, Air>();
  #knownSsid: string | null;
  #timer: NodeJS.Timeout | null = null;
  #joining: ((outcome: JoinOutcome) => void) | null = null;

  constructor(options: SimulatedNetworkOptions) {
    this.#options = options;
    this.#knownSsid = options.knownSsid ?? null;
    if (this.#knownSsid !== null) this.#air.set(this.#knownSsid, { ssid: this.#knownSsid, isOk: true });
  }

  async start(listener: (status: NetworkStatus) => void): Promise<void> {
    this.#listener = listener;
    this.#connect();
  }

  async stop(): Promise<void> {
    this.#listener = null;
    this.#disconnect();
  }

  async scan(): Promise<readonly WifiNetwork[]> {
    return [...this.#air.values()].map(({ ssid }) => ({ ssid, strengthPercent: 70, isSecured: true }));
  }

  async join(ssid: string, _secret: string | null): Promise<JoinOutcome> {
    const found = this.#air.get(ssid);
    if (found === undefined || !found.isOk) {
      this.#connect();
      return refuseJoin(found === undefined ? "notFound" : "wrongSecret");
    }
    this.#remember(ssid);
    if (this.#hasCable || this.#listener === null) return { ok: true };
    const { promise, resolve } = Promise.withResolvers<JoinOutcome>();
    this.#connect();
    this.#joining = resolve;
    return await promise;
  }

  async forgetWifi(): Promise<void> {
    this.#remember(null);
    if (!this.#hasCable) this.#connect();
  }

  /** Somebody plugs the cable in, or pulls it. */
  plugCable(isIn: boolean): void {
    if (this.#hasCable === isIn) return;
    this.#hasCable = isIn;
    this.#connect();
  }

  /** A Wi-Fi network is there from now on; `isOk`: it lets the box in. The one that the box is in may be lost by it. */
  putWifi(ssid: string, isOk: boolean): void {
    this.#air.set(ssid, { ssid, isOk });
    if (!isOk && ssid === this.#knownSsid && !this.#hasCable) this.#connect();
  }

  get knownSsid(): string | null {
    return this.#knownSsid;
  }

  #remember(ssid: string | null): void {
    if (ssid === this.#knownSsid) return;
    this.#knownSsid = ssid;
    this.#options.onKnownSsid?.(ssid);
  }

  #connect(): void {
    this.#disconnect();
    const found = this.#findNetwork();
    if (found === null) {
      this.#tell({ connection: "none", isWifiKnown: this.#knownSsid !== null });
      return;
    }
    this.#tell({ ...found, connection: "connecting" });
    this.#timer = setTimeout(() => {
      this.#tell(found);
      this.#endJoining({ ok: true });
    }, this.#options.connectMs);
  }

  #findNetwork(): Exclude<NetworkStatus, { readonly connection: "none" }> | null {
    if (this.#hasCable) return { connection: "online", over: "cable" };
    const ssid = this.#knownSsid;
    return ssid !== null && this.#air.get(ssid)?.isOk === true ? { connection: "online", over: "wifi", ssid } : null;
  }

  #disconnect(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#endJoining(refuseJoin("failed"));
  }

  #endJoining(outcome: JoinOutcome): void {
    this.#joining?.(outcome);
    this.#joining = null;
  }

  #tell(status: NetworkStatus): void {
    this.#listener?.(status);
  }
}
