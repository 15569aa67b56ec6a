/** `up`, `gateway` and `server`: the home, with what each has of it. */

import { resolve as resolvePath } from "node:path";
import { isInitial } from "@catenaccio/lock-core";
import { speakJsonLines, type InMessage, type LineTarget } from "@catenaccio/lock/virtual";
import { copyData } from "./data/backup.ts";
import { ControlSocket, type ControlAnswer, type ControlRequest } from "./data/control.ts";
import { Home, type HomeOptions, type HomeParts } from "./home/home.ts";
import { isLocal } from "./home/listen.ts";
import { labelText } from "./label-text.ts";
import { readHomeFlags } from "./options.ts";
import { readSettings } from "./settings.ts";
import { untilAsked } from "./until-asked.ts";
import { UsageError } from "./usage-error.ts";

const partsOf: Readonly<Record<"up" | "gateway" | "server", HomeParts>> = {
  up: { hasLock: true, hasGateway: true },
  gateway: { hasLock: false, hasGateway: true },
  server: { hasLock: false, hasGateway: false },
};

export async function runHome(command: keyof typeof partsOf, args: readonly string[]): Promise<number> {
  const flags = readHomeFlags(args);
  const { hasLock, hasGateway } = partsOf[command];
  const options: HomeOptions = {
    data: flags.data,
    hasLock: hasLock && flags.hasLock,
    hasGateway,
    isSpeaking: flags.isSpeaking,
    settings: readSettings({ flags: flags.settings, environment: process.env, folder: flags.data }),
    onFault: (sentence) => process.stderr.write(`${sentence}\n`),
  };
  if (flags.isSpeaking && !options.hasLock) throw new UsageError("--speak needs the virtual lock.");
  const talk = flags.isStdio ? new Talk() : null;
  while ((await runOnce(options, talk)) === "restart");
  return 0;
}

/** A restored backup is taken over between two runs. */
async function runOnce(options: HomeOptions, talk: Talk | null): Promise<"end" | "restart"> {
  const home = await Home.open(options);
  const restart = Promise.withResolvers<"restart">();
  let control: ControlSocket | null = null;
  try {
    control = await ControlSocket.open(resolvePath(options.data), (request) =>
      answer(request, options.data, () => restart.resolve("restart")),
    );
    const stay = talk?.with(home) ?? show(home, options);
    return await Promise.race([stay, restart.promise, home.failure]);
  } finally {
    control?.close();
    await home.close();
  }
}

async function answer(request: ControlRequest, data: string, restart: () => void): Promise<ControlAnswer> {
  if (request.ask === "restart") {
    restart();
    return { ok: true };
  }
  try {
    copyData(data, request.folder, new Date());
    return { ok: true };
  } catch (cause) {
    return { ok: false, sentence: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** Standard input and output, for as long as the program runs: a restart of the home changes whom they reach. */
class Talk {
  readonly #listeners = new Set<(message: object) => void>();
  #home: Home | null = null;
  #ended: Promise<"end"> | null = null;

  /** @returns when the input has ended. */
  with(home: Home): Promise<"end"> {
    this.#home = home;
    const { line, matter, lock, box } = home;
    for (const ready of [{ home: line }, ...(matter === null ? [] : [{ matter }])])
      process.stdout.write(`${JSON.stringify(ready)}\n`);
    lock?.subscribe((message) => this.#tell(message));
    box?.subscribe((message) => this.#tell(message));
    this.#ended ??= this.#speak();
    if (box !== null) this.#tell({ gateway: { led: box.view.led } });
    return this.#ended;
  }

  async #speak(): Promise<"end"> {
    await speakJsonLines(this.#target, process.stdin, process.stdout);
    return "end";
  }

  #tell(message: object): void {
    for (const listener of this.#listeners) listener(message);
  }

  readonly #target: LineTarget = {
    send: async (message: InMessage) => {
      const lock = this.#home?.lock ?? null;
      if (lock === null) this.#tell({ error: "There is no virtual lock here." });
      else await lock.send(message);
    },
    subscribe: (listener) => {
      this.#listeners.add(listener);
      return () => void this.#listeners.delete(listener);
    },
    error: (sentence) => this.#tell({ error: sentence }),
    takeOther: (message) => {
      const box = this.#home?.box ?? null;
      if (!("gateway" in message) || box === null) return undefined;
      return Object.keys(message).length === 1 ? box.input(message["gateway"]) : "A message is one thing.";
    },
  };
}

async function show(home: Home, options: HomeOptions): Promise<"end"> {
  const { lock, matter, urls } = home;
  const { claim } = home.line;
  const hint =
    lock !== null && isInitial(lock.device.state.durable)
      ? "\nThe lock is new: touch the keypad and type 3571# to enrol somebody.\n"
      : "";
  const gateway = claim === undefined ? "" : `\nThe gateway is nobody's yet. Its claim code:\n\n    ${claim}\n`;
  const label =
    matter === null
      ? "\n"
      : labelText(matter, { isDrawn: process.stdout.isTTY, isLocalOnly: isLocal(options.settings.host) });
  process.stdout.write(`
Your home is ready. Open it in a browser:

    ${urls.join("\n    ")}
${hint}${gateway}${label}The API: ${home.documentation}
Everything is kept in ${resolvePath(options.data)}. Ctrl+C ends it.

`);
  await untilAsked();
  return "end";
}
