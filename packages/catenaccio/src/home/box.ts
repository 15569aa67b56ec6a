/**
 * The gateway's box: its claim, its ring and button, and its network, which is simulated with it or the machine's own.
 * What hands did to a virtual box (cable, Wi-Fi) is kept, as it would be on a shelf.
 */

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import {
  Claim,
  handlePanelInput,
  NetworkManager,
  RunningBox,
  SimulatedNetwork,
  type BoxMessage,
} from "@catenaccio/gateway";
import type { GatewayReport } from "@catenaccio/protocol";
import * as z from "zod";

/** Until a network that was found has given an address. */
const connectMs = 600;
const shelfName = "box.json";

const shelf = z.object({ hasCable: z.boolean(), ssid: z.string().nullable() });
type Shelf = z.infer<typeof shelf>;
/** A box that has just been bought is plugged in, or nobody would read this. */
const newShelf: Shelf = { hasCable: true, ssid: null };

type BoxReport = Extract<GatewayReport, { readonly report: "box" }>;

/** What the panel shows of it, and a script hears. */
export interface GatewayMessage {
  readonly gateway: BoxMessage;
}

export interface BoxOptions {
  /** The gateway's; it exists. */
  readonly folder: string;
  readonly network: "simulated" | "networkManager";
  readonly onFault: (sentence: string) => void;
}

export class HomeBox {
  readonly claim: Claim;
  readonly #box: RunningBox;
  readonly #simulated: SimulatedNetwork | null;
  readonly #folder: string;
  readonly #listeners = new Set<(message: GatewayMessage) => void>();
  readonly #watchers = new Set<(report: BoxReport) => void>();
  #shelf: Shelf;
  #isPowered = false;
  #onReset: () => void = () => undefined;
  /** From amber until it is known whether there is a network. */
  #isStarting = false;

  constructor({ folder, network, onFault }: BoxOptions) {
    this.#folder = folder;
    this.#shelf = readShelf(folder);
    this.claim = new Claim({ folder, now: Date.now });
    this.#simulated =
      network === "simulated"
        ? new SimulatedNetwork({
            connectMs,
            knownSsid: this.#shelf.ssid,
            onKnownSsid: (ssid) => this.#keep({ ...this.#shelf, ssid }),
          })
        : null;
    this.#box = new RunningBox({
      network: this.#simulated ?? new NetworkManager({ onFault }),
      elapsedMs: () => performance.now(),
      onMessage: (message) => this.#tell({ gateway: message }),
      onReport: (report) => {
        if (report.report === "box") for (const watcher of this.#watchers) watcher(report);
      },
      onReset: () => {
        this.claim.reset();
        this.#onReset();
      },
      onFault,
    });
  }

  start(): void {
    if (this.#shelf.hasCable) this.#simulated?.plugCable(true);
    this.#setPower(true);
  }

  get report(): BoxReport {
    const { report } = this.#box;
    return report.report === "box" ? report : { report: "box", led: "off", network: "none", ssid: null };
  }

  /** Whether the server and the locks are within reach. A box that is starting is not held to be away. */
  get isOnline(): boolean {
    return this.#isStarting || ["amber", "white", "blue"].includes(this.#box.led);
  }

  get view() {
    const { led, network, ssid } = this.report;
    return {
      led,
      network,
      ssid,
      isPowered: this.#isPowered,
      hasCable: this.#shelf.hasCable,
      isClaimed: this.claim.isClaimed,
      claim: this.claim.isClaimed ? null : this.claim.label("").code,
    };
  }

  setAddingLock(isOn: boolean): void {
    this.#box.setAddingLock(isOn);
  }

  /** @param input what stands under `gateway` (docs/panel-protocol.md). @returns null, or why nothing was done. */
  input(input: unknown): string | null {
    if (this.#simulated === null) return "This gateway is a real one: use its own button and plugs.";
    const refusal = handlePanelInput({ box: this.#box, network: this.#simulated }, input);
    if (refusal !== null || typeof input !== "object" || input === null) return refusal;
    if ("power" in input) this.#isPowered = input.power === true;
    if ("cable" in input) this.#keep({ ...this.#shelf, hasCable: input.cable === true });
    return null;
  }

  /** @returns what ends it. */
  subscribe(listener: (message: GatewayMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param listener told when somebody at the box has ended its claim. */
  whenReset(listener: () => void): void {
    this.#onReset = listener;
  }

  watch(watcher: (report: BoxReport) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#watchers.clear();
    await this.#box.close();
  }

  #setPower(isOn: boolean): void {
    this.#isPowered = isOn;
    this.#box.setPower(isOn);
  }

  #tell(message: GatewayMessage): void {
    if ("led" in message.gateway) this.#noteRing(message.gateway.led);
    for (const listener of this.#listeners) listener(message);
  }

  #noteRing(led: BoxReport["led"]): void {
    if (led === "amber") this.#isStarting = true;
    else if (led !== "white-slow") this.#isStarting = false;
  }

  #keep(next: Shelf): void {
    this.#shelf = next;
    const path = join(this.#folder, shelfName);
    writeFileSync(`${path}.new`, JSON.stringify(next), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
}

function readShelf(folder: string): Shelf {
  const path = join(folder, shelfName);
  if (!existsSync(path)) return newShelf;
  try {
    return shelf.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return newShelf;
  }
}
