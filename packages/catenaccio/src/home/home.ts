/**
 * The home edition: virtual lock, gateway and server in one process, on one port, in one data folder. The lock has power
 * and its page first; the gateway and the server take a second to load and follow.
 */

import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ServerType } from "@hono/node-server";
import type { Gateway, GatewayStore } from "@catenaccio/gateway";
import { Claim, claimName, EspeakVoice, LateNetwork, StoreError } from "@catenaccio/lock";
import { VirtualLock } from "@catenaccio/lock/virtual";
import { panelRoutes, type LabelCodes } from "@catenaccio/panel";
import type { Server } from "@catenaccio/server";
import { Hono } from "hono";
import { adoptRestored } from "../data/backup.ts";
import { PortTakenError, putOnMatter, type MatterLine, type MatterLock } from "../matter.ts";
import { matterPort } from "../options.ts";
import { failureOf } from "../panel.ts";
import type { HomeSettings } from "../settings.ts";
import { holdUdpPort } from "../udp-port.ts";
import { appRoutes, builtApp } from "./app-files.ts";
import { BoxLink, type LockAddress } from "./box-link.ts";
import type { HomeBox } from "./box.ts";
import { close, hostOf, isLocal, listen, namesOf, peerOf, portOf, readTls } from "./listen.ts";
import { guardPanel } from "./panel-guard.ts";
import { panelLink } from "./panel-link.ts";

const folders = { lock: "lock", gateway: "gateway", server: "server" } as const;
const openApiPath = "/api/openapi.json";
const documentationPath = "/api/docs";
/** It ends in a slash: the page's own addresses are relative. */
const panelPath = "/panel/";
const portTriesMax = 3;

export interface HomeParts {
  readonly hasLock: boolean;
  readonly hasGateway: boolean;
}

export interface HomeOptions extends HomeParts {
  readonly data: string;
  readonly settings: HomeSettings;
  /** This machine says aloud what the lock says. */
  readonly isSpeaking: boolean;
  readonly onFault: (sentence: string) => void;
}

/** The line `{"home":…}`. */
export interface HomeLine {
  readonly url: string;
  /** Of the gateway's label, for as long as nobody has claimed it. */
  readonly claim?: string;
  readonly openapi: string;
}

export class Home {
  readonly #options: HomeOptions;
  readonly #claim: Claim;
  readonly #network = new LateNetwork();
  #lock: VirtualLock | null = null;
  #matter: MatterLock | null = null;
  #box: HomeBox | null = null;
  #store: GatewayStore | null = null;
  #gateway: Gateway | null = null;
  #server: Server | null = null;
  #http: ServerType | null = null;
  /** What the lock cannot live with. */
  #failure: Promise<never> = new Promise<never>(() => undefined);

  private constructor(options: HomeOptions, claim: Claim) {
    this.#options = options;
    this.#claim = claim;
  }

  /** @throws an error whose message is the sentence to show, when something cannot be opened; all is closed then. */
  static async open(options: HomeOptions): Promise<Home> {
    const home = new Home(options, claimFolder(options.data));
    try {
      adoptRestored(options.data, new Date());
      await home.#open();
      return home;
    } catch (cause) {
      await home.close();
      throw cause;
    }
  }

  get lock(): VirtualLock | null {
    return this.#lock;
  }

  get box(): HomeBox | null {
    return this.#box;
  }

  /** Of the virtual lock's label. */
  get matter(): MatterLine | null {
    return this.#matter?.line ?? null;
  }

  /** Rejects when the virtual lock cannot go on. */
  get failure(): Promise<never> {
    return this.#failure;
  }

  get urls(): readonly string[] {
    const { settings } = this.#options;
    return namesOf(settings.host).map((name) => this.#urlOf(name));
  }

  get line(): HomeLine {
    const claim = this.#box?.view.claim ?? null;
    return { url: this.#url, ...(claim !== null && { claim }), openapi: this.#url + openApiPath };
  }

  get documentation(): string {
    return this.#url + documentationPath;
  }

  async close(): Promise<void> {
    if (this.#http !== null) close(this.#http);
    await this.#server?.close();
    await this.#gateway?.close();
    await this.#box?.close();
    this.#store?.close();
    await this.#matter?.close();
    this.#lock?.close();
    this.#claim.release();
  }

  async #open(): Promise<void> {
    const { settings, hasLock, hasGateway, onFault } = this.#options;
    // Before anything is made.
    const tls = readTls(settings);
    if (hasLock) this.#openLock();
    const whenReady = Promise.withResolvers<Server>();
    this.#http = await listen(this.#routes(whenReady.promise), { ...settings, tls });
    this.#lock?.start();
    // Loaded while the lock is usable already.
    const [{ openServer }] = await Promise.all([
      import("@catenaccio/server"),
      this.#race(this.#openMatter()),
      hasGateway ? this.#openGateway() : null,
    ]);
    const [box, gateway] = [this.#box, this.#gateway];
    this.#server = await openServer({
      folder: join(this.#options.data, folders.server),
      now: () => new Date(),
      gateway: box === null || gateway === null ? null : new BoxLink({ gateway, box, addressOf: this.#addressOf }),
      claim: box?.claim ?? null,
      url: this.#url,
      hosts: namesOf(settings.host).map((name) => hostOf(name, this.#port)),
      clientAddress: { peerOf, trustedProxies: settings.trustedProxies },
      onFault: this.#options.onFault,
    });
    // A claim that was cut off before its account was made leaves a gateway that is nobody's.
    const server = this.#server;
    if (box?.claim.isClaimed === true && !(await server.hasOwner(box.claim.claimId))) box.claim.reset();
    // What a reset ends has ended also when the power went before the server heard of it.
    if (box?.claim.isClaimed === false) await server.gatewayReset();
    box?.whenReset(() => void server.gatewayReset().catch(() => onFault("The sessions of before could not be ended.")));
    box?.start();
    await gateway?.start();
    await this.#server.start();
    whenReady.resolve(this.#server);
    // Pages that are open already learn of the label with it.
    if (this.#lock !== null) this.#lock.announce({ state: this.#lock.reportState() });
  }

  #openLock(): void {
    const { data, isSpeaking } = this.#options;
    const lock = new VirtualLock({
      folder: join(data, folders.lock),
      clock: "real",
      network: this.#network,
      homes: () => this.#matter?.homes() ?? 0,
    });
    this.#lock = lock;
    this.#failure = failureOf(lock);
    // Whoever waits for it is told; nobody may.
    this.#failure.catch(() => undefined);
    if (isSpeaking) speakAloud(lock);
  }

  async #openMatter(): Promise<void> {
    if (this.#lock === null) return;
    const { data, settings } = this.#options;
    for (let tries = 1; ; tries++) {
      const { port, release } = await holdUdpPort(matterPort);
      try {
        this.#matter = await putOnMatter(this.#lock, this.#network, {
          folder: join(data, folders.lock),
          port,
          // Who reaches the page reaches the lock: with the page on this machine alone, so is Matter, and needs no mDNS.
          isLocalOnly: isLocal(settings.host),
          beforeBinding: release,
        });
        return;
      } catch (cause) {
        // Another home that starts at the same moment may take the port between its release and its binding.
        if (!(cause instanceof PortTakenError) || tries === portTriesMax) throw cause;
      }
    }
  }

  async #openGateway(): Promise<void> {
    const { data, settings, onFault } = this.#options;
    const folder = join(data, folders.gateway);
    const [{ Gateway, GatewayStore, MatterLockNetwork }, { discoveryFrom }, { HomeBox }, { MqttLink }] =
      await Promise.all([
        import("@catenaccio/gateway"),
        import("@catenaccio/matter"),
        import("./box.ts"),
        import("./mqtt-link.ts"),
      ]);
    const isLocalOnly = isLocal(settings.host) && this.#options.hasLock;
    this.#store = GatewayStore.open(folder);
    this.#box = new HomeBox({ folder, network: settings.network, onFault });
    this.#gateway = new Gateway({
      store: this.#store,
      network: new MatterLockNetwork({
        folder,
        isLocalOnly,
        discovery: isLocalOnly ? { kind: "off" } : discoveryFrom(process.env),
        onFault,
      }),
      homeAssistant: (gateway) =>
        new MqttLink(gateway, {
          gatewayId: idOf(gateway.publicKey),
          softwareVersion: "0",
          appUrl: this.#url,
          onFault,
        }),
      onFault,
    });
  }

  /** Whatever waits for the start of something also hears that the lock has failed. */
  async #race<Value>(work: Promise<Value>): Promise<Value> {
    return await Promise.race([work, this.#failure]);
  }

  /** The virtual lock need not be looked for. */
  readonly #addressOf = (code: string): LockAddress | null => {
    const line = this.#matter?.line;
    if (line === undefined) return null;
    const isIts = code.trim() === line.qr || code.replaceAll(/[\s-]/g, "") === line.manual.replaceAll(/\D/g, "");
    return isIts ? { ip: "127.0.0.1", port: line.port } : null;
  };

  #routes(server: Promise<Server>): Hono["fetch"] {
    const routes = new Hono();
    routes.all("/api/*", async (context) => await (await server).fetch(context.req.raw, context.env));
    const { settings } = this.#options;
    const app = appRoutes({ folder: builtApp, virtualLockPath: this.#lock === null ? null : panelPath });
    if (this.#lock !== null) {
      // Where others reach the page too, the claim code is in the terminal only.
      const parts = { lock: this.#lock, box: () => this.#box, label: this.#label, showsClaim: isLocal(settings.host) };
      const panel = panelRoutes({ link: panelLink(parts), hosts: this.#names });
      for (const path of [panelPath, "/"]) routes.post(`${path}messages`, guardPanel);
      routes.get(panelPath.slice(0, -1), (context) => context.redirect(panelPath));
      routes.route(panelPath, panel);
      // What its page has not is no page of the app.
      routes.all(`${panelPath}*`, (context) => context.notFound());
      // Without the app there is the lock at least.
      if (app === null) routes.route("/", panel);
    } else if (app === null) routes.get("/", (context) => context.redirect(documentationPath));
    if (app !== null) routes.route("/", app);
    return routes.fetch;
  }

  readonly #label = (): LabelCodes | null => {
    if (this.#matter === null) return null;
    const { line, serialNumber: serial } = this.#matter;
    return { qr: line.qr, manual: line.manual, serial, isLocalOnly: isLocal(this.#options.settings.host) };
  };

  /** Under which a browser may ask. */
  get #names(): readonly string[] {
    const { host, url } = this.#options.settings;
    return [...namesOf(host), ...(url === undefined ? [] : [new URL(url).hostname])];
  }

  get #port(): number {
    return this.#http === null ? 0 : portOf(this.#http);
  }

  get #url(): string {
    const { url, host } = this.#options.settings;
    return url ?? this.#urlOf(namesOf(host)[0] ?? host);
  }

  #urlOf(name: string): string {
    const protocol = this.#options.settings.tlsCert === undefined ? "http" : "https";
    return `${protocol}://${hostOf(name, this.#port)}`;
  }
}

/** Names the gateway at the broker: the same for as long as its key. */
function idOf(publicKey: string): string {
  return createHash("sha256").update(publicKey).digest("hex").slice(0, 12);
}

function claimFolder(data: string): Claim {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    return new Claim(join(data, claimName), data);
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw new StoreError("notAccessible", `The data folder ${data} cannot be used.`, { cause });
  }
}

/** Beside the browser, which speaks by itself: for a machine with a loudspeaker and no screen. */
function speakAloud(lock: VirtualLock): void {
  const voice = new EspeakVoice({ onNotice: (sentence) => process.stderr.write(`${sentence}\n`) });
  lock.subscribe((message) => {
    if (!("say" in message)) return;
    voice.setLoudness(lock.device.state.durable.settings.volume);
    voice.say({ text: message.text, language: message.lang });
  });
}
