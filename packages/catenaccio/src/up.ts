/** `up`: the home. Today the virtual lock and its panel in the browser, on one port. */

import { hostname, networkInterfaces } from "node:os";
import { join, resolve as resolvePath } from "node:path";
import { serve, type ServerType } from "@hono/node-server";
import { EspeakVoice, LateNetwork } from "@catenaccio/lock";
import { panelRoutes, type LabelCodes, type PanelLink } from "@catenaccio/panel";
import { heldMessages, parseMessage, speakJsonLines, VirtualLock, type OutMessage } from "@catenaccio/lock/virtual";
import { isInitial, isSirenOn, keypadViewOf } from "@catenaccio/lock-core";
import { labelText } from "./label-text.ts";
import { putOnMatter, type MatterLine, type MatterLock } from "./matter.ts";
import { matterPort, readUpOptions, UsageError, type UpOptions } from "./options.ts";
import { failureOf } from "./panel.ts";
import { holdUdpPort } from "./udp-port.ts";
import { untilAsked } from "./until-asked.ts";

/** The lock has a folder of its own within the home's. */
const lockFolder = "lock";

export async function runUp(args: readonly string[]): Promise<number> {
  const options = readUpOptions(args);
  if (!options.hasLock)
    throw new UsageError("--no-lock leaves nothing to start: there is only the virtual lock so far.");
  const folder = join(options.data, lockFolder);
  const network = new LateNetwork();
  let matter: MatterLock | null = null;
  const lock = new VirtualLock({ folder, clock: "real", network, homes: () => matter?.homes() ?? 0 });
  try {
    const failure = failureOf(lock);
    if (options.isSpeaking) speakAloud(lock);
    // Who reaches the page reaches the lock: with the page on this machine alone, so is Matter, and needs no mDNS.
    const isLocalOnly = isLocal(options);
    const label = (): LabelCodes | null => {
      if (matter === null) return null;
      const { line, serialNumber: serial } = matter;
      return { qr: line.qr, manual: line.manual, serial, isLocalOnly };
    };
    const server = await listen(lock, options, label);
    lock.start();
    const { port, release } = await holdUdpPort(matterPort);
    const onMatter = { folder, port, isLocalOnly, beforeBinding: release };
    matter = await Promise.race([putOnMatter(lock, network, onMatter), failure]);
    // Pages that are open already learn of the label with it.
    lock.announce({ state: lock.reportState() });
    const urls = namesOf(options.host).map((name) => urlOf(name, portOf(server)));
    const { line } = matter;
    await Promise.race([options.isStdio ? speak(lock, urls, line) : stay(urls, options, lock, line), failure]);
    close(server);
    return 0;
  } finally {
    await matter?.close();
    lock.close();
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

/** The page, and Matter, for this machine alone. */
function isLocal({ host }: UpOptions): boolean {
  return addressOf(host) === "127.0.0.1";
}

async function speak(lock: VirtualLock, [url]: readonly string[], matter: MatterLine): Promise<void> {
  for (const line of [{ home: { url } }, { matter }]) process.stdout.write(`${JSON.stringify(line)}\n`);
  await speakJsonLines(lock, process.stdin, process.stdout);
}

async function stay(urls: readonly string[], options: UpOptions, lock: VirtualLock, matter: MatterLine): Promise<void> {
  const hint = isInitial(lock.device.state.durable)
    ? "\nIt is new: touch the keypad and type 3571# to enrol somebody."
    : "";
  process.stdout.write(`
Your lock is ready. Open it in a browser:

    ${urls.join("\n    ")}
${hint}
${labelText(matter, { isDrawn: process.stdout.isTTY, isLocalOnly: isLocal(options) })}Everything is kept in ${resolvePath(options.data)}. Ctrl+C ends it.

`);
  await untilAsked();
}

/** Pages keep their streams of events open for ever, so the server does not wait for them. */
function close(server: ServerType): void {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
}

/** `localhost` is this machine alone, whatever a resolver says. */
function addressOf(host: string): string {
  return host === "localhost" ? "127.0.0.1" : host;
}

/** The names under which a browser may ask for the page; for all interfaces, those of this machine. */
function namesOf(host: string): readonly string[] {
  if (host !== "0.0.0.0" && host !== "::") return [host];
  const addresses = Object.values(networkInterfaces()).flatMap((entries = []) =>
    entries.filter(({ internal, family }) => !internal && family === "IPv4").map(({ address }) => address),
  );
  return ["localhost", hostname(), ...addresses];
}

function urlOf(name: string, port: number): string {
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

async function listen(
  lock: VirtualLock,
  { host, port }: UpOptions,
  label: () => LabelCodes | null,
): Promise<ServerType> {
  const routes = panelRoutes({ link: panelLink(lock, label), hosts: namesOf(host) });
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch: routes.fetch, hostname: addressOf(host), port }, () => resolve(server));
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(new UsageError(sentenceOf(cause, host, port), { cause }));
    });
  });
}

function sentenceOf(cause: NodeJS.ErrnoException, host: string, port: number): string {
  if (cause.code === "EADDRINUSE") return `Port ${port} is in use; --port takes another.`;
  if (cause.code === "EACCES") return `Port ${port} is not allowed here; --port takes another.`;
  return `${host}:${port} cannot be listened on (${cause.code ?? cause.message}).`;
}

function portOf(server: ServerType): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The page sees each message, and the state after everything that happened. */
function panelLink(lock: VirtualLock, label: () => LabelCodes | null): PanelLink {
  return {
    async send(value) {
      const caused: OutMessage[] = [];
      const unsubscribe = lock.subscribe((message) => caused.push(message));
      try {
        const parsed = parseMessage(value);
        if ("error" in parsed) return [{ error: parsed.error }];
        await lock.send(parsed.message);
        return caused;
      } finally {
        unsubscribe();
      }
    },
    subscribe(listener) {
      const unsubscribe = lock.subscribe(listener);
      const stopSteps = lock.device.onStep(() => listener({ state: lock.reportState() }));
      return () => {
        unsubscribe();
        stopSteps();
      };
    },
    snapshot: () => {
      const { isLit, shows, isFlashing } = keypadViewOf(lock.device.state);
      return [
        { state: lock.reportState() },
        ...lock.readLog(),
        { keypad: { lit: isLit, shows, flashing: isFlashing } },
        { siren: isSirenOn(lock.device.state) },
      ];
    },
    held: () => heldMessages(lock.world.physical()),
    label,
  };
}
