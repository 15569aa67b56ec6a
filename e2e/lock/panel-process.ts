/**
 * A virtual lock as a process of its own, reached only through its JSON Lines: what a script or a browser can do and
 * see, and nothing else. Every answer is checked for form on the way in: one JSON object a line, of a known kind, and
 * the numbers of `done` without a gap.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempDisposableSync } from "node:fs";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";

const projectRoot = fileURLToPath(new URL("../..", import.meta.url));
const program = join(projectRoot, "packages/catenaccio/src/main.ts");
/** A batch of several hundred durable writes on a busy machine; anything slower hangs. */
const answerTimeoutMs = 90_000;

/** Half of a start is reading the sources; the starts of one test file share that work. */
const compiled = mkdtempDisposableSync(join(tmpdir(), "catenaccio-compiled-"));
process.on("exit", () => compiled.remove());

/** One line to the lock: a message, or raw text for lines that are no message. */
export type Line = Readonly<Record<string, unknown>> | string;

export type CredentialKind = "fingerprint" | "pin" | "rfid";

export interface CredentialRef {
  readonly kind: CredentialKind;
  readonly index: number;
}

export interface LogRecord {
  readonly seq: number;
  readonly time: string | null;
  readonly event: string;
  readonly operation?: string;
  readonly source?: string;
  readonly error?: string;
  readonly reason?: string;
  readonly user?: number | null;
  readonly credential?: CredentialRef | null;
  readonly code?: string;
  readonly change?: string;
  readonly name?: string;
  readonly value?: unknown;
  readonly what?: string;
  readonly cause?: string;
  readonly on?: boolean;
}

export interface KeypadView {
  readonly lit: boolean;
  readonly shows: string;
  readonly flashing: boolean;
}

export interface User {
  readonly name: string;
  readonly role: string;
  readonly type: string;
  readonly enabled: boolean;
}

export interface State {
  readonly awake: boolean;
  readonly initial: boolean;
  readonly menu: string | null;
  readonly credentials: Readonly<Record<CredentialKind, readonly number[]>>;
  readonly users: Readonly<Record<string, User>>;
  readonly volume: string;
  readonly language: string;
  readonly lockState: string;
  readonly operatingMode: string;
  readonly lockedOutMs: number;
  readonly wrongTries: number;
  readonly pinEntry: string;
  readonly fingerprintEntry: string;
  readonly battery: { readonly volts: number; readonly level: string };
  readonly usb: boolean;
  readonly pairing: boolean;
  readonly clutch: string;
  readonly bolt: string;
  readonly deadBolt: string;
  readonly latch: string;
  readonly door: string;
  readonly profile: string;
  readonly time: string | null;
  readonly diagnosis: readonly string[];
  /** With Matter on: the number of fabrics. */
  readonly homes?: number;
}

/** What a lock with Matter on says when it is ready: the codes on its label, and its UDP port. */
export interface Label {
  /** The text of the QR code, `MT:…`. */
  readonly qr: string;
  /** Eleven digits. */
  readonly manual: string;
  readonly port: number;
  readonly commissioned: boolean;
}

/** What a home says when it is ready. */
export interface HomeLine {
  readonly url: string;
  /** Of the gateway's label, for as long as nobody has claimed it. */
  readonly claim?: string;
  readonly openapi?: string;
}

/** What a gateway box shows or says. */
export interface GatewayOut {
  readonly led?: string;
  readonly say?: string;
}

/** One line from the lock: exactly one of these, but for a prompt, which has its text and language with it. */
export interface Out {
  readonly say?: string;
  readonly text?: string;
  readonly lang?: string;
  readonly tone?: string;
  readonly siren?: boolean;
  readonly keypad?: KeypadView;
  readonly clutch?: string;
  readonly door?: string;
  readonly log?: LogRecord;
  readonly state?: State;
  readonly matter?: Label;
  readonly home?: HomeLine;
  readonly gateway?: GatewayOut;
  readonly pairing?: boolean;
  readonly error?: string;
  readonly done?: number;
}

const panelKinds = ["say", "tone", "siren", "keypad", "clutch", "door", "log", "state", "error", "done"] as const;
const outKinds: ReadonlySet<string> = new Set([...panelKinds, "matter", "pairing", "home", "gateway"]);

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

interface Waiting {
  isOver(): boolean;
  resolve(): void;
  reject(fault: Error): void;
}

/** Each ends with the test that started it, however that goes. */
const running = new Set<PanelProcess>();

/** What is started: a command of the program, and what its environment has besides ours. */
export interface Program {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A data folder, and at most one running process on it. */
export class PanelProcess {
  readonly data: string;
  readonly #clockFlags: readonly string[];
  readonly #program: Program;
  /** Everything that any process of this object ever wrote. */
  stdout = "";
  stderr = "";
  #child: ReturnType<typeof spawnPanel> | undefined;
  #exited: Promise<Exit> = Promise.resolve({ code: 0, signal: null });
  #unread: Out[] = [];
  #lastDone = 0;
  #linesSent = 0;
  #fault: Error | undefined;
  readonly #waiting = new Set<Waiting>();
  #killAt: ((out: Out) => boolean) | undefined;

  constructor(
    data: string,
    clock: "virtual" | "real" = "virtual",
    program: Program = { command: "panel", environment: {} },
  ) {
    this.data = data;
    this.#program = program;
    this.#clockFlags = clock === "virtual" ? ["--clock", "virtual"] : [];
  }

  /** Starts a process on the folder; without flags the stored settings stay. */
  start(...flags: readonly string[]): void {
    if (this.#child !== undefined) throw new Error("A process is running on this folder already.");
    const child = spawnPanel(this.#program, ["--data", this.data, ...this.#clockFlags, ...flags]);
    running.add(this);
    this.#child = child;
    this.#unread = [];
    this.#lastDone = 0;
    this.#linesSent = 0;
    this.#fault = undefined;
    this.#killAt = undefined;
    let rest = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      this.stdout += chunk;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#receive(line);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (this.stderr += chunk));
    // A killed process takes its pipe with it; what was not delivered is missed at the next `send`.
    child.stdin.on("error", () => {});
    this.#exited = new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        this.#child = undefined;
        running.delete(this);
        if (rest !== "" && signal === null) this.#fail(`The last line had no end: ${rest}`);
        this.#fail(`The process ended (${code ?? signal}): ${this.stderr}`);
        resolve({ code, signal });
      });
    });
  }

  get processId(): number | undefined {
    return this.#child?.pid;
  }

  /** Sends lines, and collects what the lock answers up to the `done` of the last one. */
  async send(...lines: readonly Line[]): Promise<readonly Out[]> {
    this.write(...lines);
    await this.untilDone(this.#linesSent);
    return this.#unread.splice(0);
  }

  /** Sends lines without waiting. */
  write(...lines: readonly Line[]): void {
    if (this.#child === undefined) throw new Error(`No process is running on this folder: ${this.stderr}`);
    this.#linesSent += lines.length;
    const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
    this.#child.stdin.write(text.map((line) => `${line}\n`).join(""));
  }

  /** Waits for the answer to the line with this number. */
  async untilDone(line: number): Promise<void> {
    await this.#until(() => this.#lastDone >= line, `No answer to line ${line}`);
  }

  /** Waits for a line that is like this, and leaves it unread; one that came and was not read counts. */
  async untilOut(isWanted: (out: Out) => boolean): Promise<Out> {
    const find = () => this.#unread.find(isWanted);
    await this.#until(() => find() !== undefined, "No such line");
    return find() ?? {};
  }

  async #until(isOver: () => boolean, complaint: string): Promise<void> {
    if (this.#fault === undefined && isOver()) return;
    if (this.#fault !== undefined) throw this.#fault;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      reject(new Error(`${complaint} (the last answer was to ${this.#lastDone}): ${this.stderr}`));
    }, answerTimeoutMs);
    const waiting = { isOver, resolve, reject };
    this.#waiting.add(waiting);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(waiting);
    }
  }

  async state(): Promise<State> {
    const state = (await this.send({ ask: "state" })).findLast((out) => out.state !== undefined)?.state;
    if (state === undefined) throw new Error("The lock did not tell its state.");
    return state;
  }

  /** The records that are kept. What came out before, and was not read, is dropped. */
  async log(): Promise<readonly LogRecord[]> {
    await this.send({ ask: "state" });
    return (await this.send({ ask: "log" })).flatMap((out) => out.log ?? []);
  }

  /** A power cut without warning. Resolves to what came out and was not read. */
  async kill(): Promise<readonly Out[]> {
    this.#child?.kill("SIGKILL");
    await this.#exited;
    return this.#unread.splice(0);
  }

  /** Sends lines, and cuts the power the moment that the lock shows something of this kind. */
  async killAt(isMoment: (out: Out) => boolean, ...lines: readonly Line[]): Promise<void> {
    this.#killAt = isMoment;
    this.write(...lines);
    const { signal } = await this.#exited;
    assert.equal(signal, "SIGKILL", "the moment came");
  }

  /** A power cut, and power again. */
  async cutPower(...flags: readonly string[]): Promise<void> {
    await this.kill();
    this.start(...flags);
  }

  /** The end of input: the process must end by itself. */
  async close(): Promise<Exit> {
    this.#child?.stdin.end();
    const timer = setTimeout(() => void this.kill(), answerTimeoutMs);
    const exit = await this.#exited;
    clearTimeout(timer);
    return exit;
  }

  #receive(line: string): void {
    const out = parseOut(line);
    if (out === undefined) return this.#fail(`This is no line of the protocol: ${line}`);
    this.#unread.push(out);
    if (this.#killAt?.(out)) this.#child?.kill("SIGKILL");
    if (out.done !== undefined) {
      if (out.done !== this.#lastDone + 1) return this.#fail(`After done ${this.#lastDone} came ${out.done}.`);
      this.#lastDone = out.done;
    }
    for (const waiting of this.#waiting) if (waiting.isOver()) waiting.resolve();
  }

  #fail(sentence: string): void {
    this.#fault ??= new Error(sentence);
    for (const waiting of this.#waiting) waiting.reject(this.#fault);
  }
}

/** A lock in a fresh folder, on a virtual clock, that lives as long as the test. */
export async function openPanel(t: TestContext, ...flags: readonly string[]): Promise<PanelProcess> {
  const panel = new PanelProcess(join(await openFolder(t), "lock"));
  panel.start(...flags);
  return panel;
}

/** A folder that goes when the test ends, after the processes in it. */
export async function openFolder(t: TestContext): Promise<string> {
  const folder = await mkdtempDisposable(join(tmpdir(), "catenaccio-panel-"));
  t.after(async () => {
    const left = [...running].filter((panel) => panel.data.startsWith(folder.path));
    const exits = await Promise.all(left.map((panel) => panel.close()));
    await folder.remove();
    for (const exit of exits)
      assert.deepEqual(exit, { code: 0, signal: null }, "the end of input ends a lock in peace");
  });
  return folder.path;
}

function spawnPanel({ command, environment }: Program, flags: readonly string[]) {
  return spawn(process.execPath, [program, command, ...flags], {
    cwd: projectRoot,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...environment, NODE_COMPILE_CACHE: compiled.path },
  });
}

function parseOut(line: string): Out | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const kinds = Object.keys(value).filter((key) => outKinds.has(key));
    return kinds.length === 1 ? value : undefined;
  } catch {
    return undefined;
  }
}
