/** The home edition as a process of its own: its API, its virtual lock and its gateway box, as a person has them. */

import { join } from "node:path";
import type { TestContext } from "node:test";
import { openFolder, PanelProcess, type HomeLine, type Label } from "../lock/panel-process.ts";

export class HomeProcess extends PanelProcess {
  readonly #hasLock: boolean;
  #url = "";
  #flags: readonly string[] = [];
  #claim: string | null = null;
  #label: Label | null = null;

  constructor(data: string, command: "up" | "gateway" = "up", mdns: "on" | "off" = "off") {
    super(data, "real", { command, environment: { CATENACCIO_MDNS: mdns } });
    this.#hasLock = command === "up";
  }

  async open(...flags: readonly string[]): Promise<HomeLine> {
    this.#flags = flags;
    this.start("--stdio", "--port", "0", ...flags);
    return await this.untilReady();
  }

  /** A power cut without warning, and power again: at the same address, or the pages that are open would find nothing. */
  async reopen(): Promise<HomeLine> {
    await this.kill();
    return await this.openAgain();
  }

  /** On the folder and at the address of before. */
  async openAgain(): Promise<HomeLine> {
    this.start("--stdio", ...this.#flags, "--port", new URL(this.#url).port);
    return await this.untilReady();
  }

  /** After a start, or a restart that it did by itself. */
  async untilReady(): Promise<HomeLine> {
    const { home } = await this.untilOut((out) => out.home !== undefined);
    if (home === undefined) throw new Error("The home did not tell where it is.");
    this.#url = home.url;
    this.#claim = home.claim ?? null;
    // Before anybody reads on, and the line is gone.
    if (this.#hasLock) this.#label = (await this.untilOut((out) => out.matter !== undefined)).matter ?? null;
    return home;
  }

  get url(): string {
    return this.#url;
  }

  /** Of the gateway's label. */
  get claim(): string {
    if (this.#claim === null) throw new Error("The home did not tell its claim code.");
    return this.#claim;
  }

  get isClaimed(): boolean {
    return this.#claim === null;
  }

  /** Of the virtual lock. */
  get label(): Label {
    if (this.#label === null) throw new Error("The home has no virtual lock.");
    return this.#label;
  }

  /** RESET held until the voice prompt. */
  async openWindow(): Promise<void> {
    const opened = this.untilOut((out) => out.pairing === true);
    await this.send({ reset: 3_000 });
    await opened;
  }
}

/** A home in a fresh folder that lives as long as the test. */
export async function openHome(t: TestContext, ...flags: readonly string[]): Promise<HomeProcess> {
  const home = new HomeProcess(join(await openFolder(t), "home"));
  await home.open(...flags);
  return home;
}
