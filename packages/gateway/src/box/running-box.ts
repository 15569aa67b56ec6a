/** The box at work: its state, its clock and its network, and the one who hears what it shows and says. */

import type { GatewayReport } from "@catenaccio/protocol";
import {
  initialBoxState,
  ledOf,
  reportBox,
  stepBox,
  type BoxEffect,
  type BoxEvent,
  type BoxPrompt,
  type BoxState,
  type LedColor,
} from "./gateway-box.ts";
import {
  refuseJoin,
  type JoinOutcome,
  type NetworkConfiguration,
  type NetworkStatus,
  type WifiNetwork,
} from "./network-configuration.ts";

/** As the panel shows it (docs/panel-protocol.md). */
export type BoxMessage = { readonly led: LedColor } | { readonly say: BoxPrompt };

export interface RunningBoxOptions {
  readonly network: NetworkConfiguration;
  /** Elapsed time in milliseconds, which never goes back. */
  readonly elapsedMs: () => number;
  readonly onMessage: (message: BoxMessage) => void;
  readonly onReport: (report: GatewayReport) => void;
  /** The button was held for a reset: the claim ends. It is done when this returns, and only then it is said aloud. */
  readonly onReset: () => void;
  /** Something outside the box's own doing failed; the box goes on. */
  readonly onFault: (sentence: string) => void;
}

export class RunningBox {
  readonly #options: RunningBoxOptions;
  #state: BoxState = initialBoxState;
  /** What the network said last. */
  #heard: NetworkStatus = { connection: "none", isWifiKnown: false };
  #timer: NodeJS.Timeout | null = null;
  /** What is asked of the network, one after the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: RunningBoxOptions) {
    this.#options = options;
  }

  get led(): LedColor {
    return ledOf(this.#state);
  }

  get report(): GatewayReport {
    return reportBox(this.#state);
  }

  setPower(isOn: boolean): void {
    this.#take({ event: "power", isOn });
  }

  releaseButton(heldMs: number): void {
    this.#take({ event: "button", heldMs });
  }

  setAddingLock(isOn: boolean): void {
    this.#take({ event: "addingLock", isOn });
  }

  async scan(): Promise<readonly WifiNetwork[]> {
    return await this.#options.network.scan();
  }

  /** Only while the box is not online: whoever wants to change a network that works takes the box out of it first. */
  async joinWifi(ssid: string, secret: string | null): Promise<JoinOutcome> {
    this.#take({ event: "joiningWifi", ssid });
    if (this.#state.mode !== "connecting") return refuseJoin("failed");
    const outcome = await this.#tryJoin(ssid, secret);
    // A network that was refused before anything was tried brings no news of its own.
    if (!outcome.ok) this.#take({ event: "network", status: this.#heard });
    return outcome;
  }

  async close(): Promise<void> {
    this.setPower(false);
    await this.#work;
  }

  async #tryJoin(ssid: string, secret: string | null): Promise<JoinOutcome> {
    try {
      return await this.#options.network.join(ssid, secret);
    } catch (cause) {
      this.#options.onFault(`The Wi-Fi could not be joined: ${sentenceOf(cause)}`);
      return refuseJoin("failed");
    }
  }

  #take(event: BoxEvent): void {
    const before = JSON.stringify(this.report);
    const { state, effects } = stepBox(this.#state, event, this.#options.elapsedMs());
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    if (JSON.stringify(this.report) !== before) this.#options.onReport(this.report);
  }

  #carryOut(effect: BoxEffect): void {
    const { network, onMessage, onReset } = this.#options;
    switch (effect.effect) {
      case "led":
        onMessage({ led: effect.color });
        return;
      case "say":
        onMessage({ say: effect.prompt });
        return;
      case "wake":
        if (this.#timer !== null) clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#take({ event: "elapsed" }), effect.afterMs);
        return;
      case "startNetwork":
        this.#do("The network could not be looked at", async () => await network.start(this.#hearNetwork), true);
        return;
      case "stopNetwork":
        if (this.#timer !== null) clearTimeout(this.#timer);
        this.#do("The network could not be left", async () => await network.stop());
        return;
      case "reset":
        onReset();
        this.#do("The Wi-Fi could not be forgotten", async () => await network.forgetWifi());
        return;
      default:
        effect satisfies never;
    }
  }

  readonly #hearNetwork = (status: NetworkStatus): void => {
    this.#heard = status;
    this.#take({ event: "network", status });
  };

  #do(whatFails: string, job: () => Promise<void>, isNeeded = false): void {
    this.#work = this.#work.then(async () => {
      try {
        await job();
      } catch (cause) {
        this.#options.onFault(`${whatFails}: ${sentenceOf(cause)}`);
        if (isNeeded) this.#hearNetwork({ connection: "none", isWifiKnown: true });
      }
    });
  }
}

function sentenceOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
