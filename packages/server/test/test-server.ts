/** A server for tests: a folder of its own, a clock that the test moves, a label with a known code, and people in it. */

import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GatewayLink, HomeRole } from "@catenaccio/protocol";
import Database from "better-sqlite3";
import { openServer, type ClaimPort, type Server } from "../src/index.ts";

export const address = "http://localhost:8080";
export const goodPassword = "a long enough password";

export interface TestAnswer {
  readonly status: number;
  // Each test knows what it asked for.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
  readonly headers: Headers;
}

class TestClaim implements ClaimPort {
  isClaimed = false;
  claimId: string | null = null;

  tryClaim(code: string, isLocal: boolean): ReturnType<ClaimPort["tryClaim"]> {
    if (!isLocal) return { ok: false, error: "notLocal", sentence: "Not from here." };
    if (this.isClaimed) return { ok: false, error: "alreadyClaimed", sentence: "It is claimed." };
    if (code !== "LABEL") return { ok: false, error: "wrongCode", sentence: "Not that code." };
    this.isClaimed = true;
    this.claimId = randomUUID();
    return { ok: true, claimId: this.claimId };
  }
}

export class TestServer implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "catenaccio-server-"));
  readonly claim = new TestClaim();
  readonly faults: string[] = [];
  /** A line for each request. */
  readonly log: string[] = [];
  readonly #gateway: GatewayLink | null;
  readonly url: string;
  #nowMs = Date.parse("2026-03-02T08:00:00.000Z");
  /** Where requests come from. */
  peer = "127.0.0.1";
  trustedProxies: readonly string[] = [];
  #server: Server | null = null;

  private constructor(gateway: GatewayLink | null, url: string) {
    this.#gateway = gateway;
    this.url = url;
  }

  static async open(gateway: GatewayLink | null = null, url = address): Promise<TestServer> {
    const server = new TestServer(gateway, url);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.#server = await openServer({
      folder: this.folder,
      now: () => new Date(this.#nowMs),
      gateway: this.#gateway,
      claim: this.claim,
      url: this.url,
      hosts: ["gateway.local:8080"],
      clientAddress: { peerOf: () => this.peer, trustedProxies: this.trustedProxies },
      onFault: (sentence) => void this.faults.push(sentence),
      requestLog: { write: (line) => void this.log.push(line) },
    });
    await this.#server.start();
  }

  async restart(): Promise<void> {
    await this.#server?.close();
    await this.start();
  }

  async gatewayReset(): Promise<void> {
    await this.#server?.gatewayReset();
  }

  async hasOwner(): Promise<boolean> {
    return (await this.#server?.hasOwner(this.claim.claimId)) ?? false;
  }

  advance(milliseconds: number): void {
    this.#nowMs += milliseconds;
  }

  async fetch(request: Request): Promise<Response> {
    if (this.#server === null) throw new RangeError("The server is not open.");
    return await this.#server.fetch(request);
  }

  /** Somebody's browser. */
  browser(): Browser {
    return new Browser(this);
  }

  /** The owner of a home that has just been claimed. */
  async owner(): Promise<Browser> {
    const browser = this.browser();
    await browser.expect("POST", "/api/claim", {
      code: "LABEL",
      name: "Owner",
      email: "owner@example.org",
      password: goodPassword,
    });
    await browser.look();
    return browser;
  }

  async member(owner: Browser, role: HomeRole, email = `${role}@example.org`): Promise<Browser> {
    const { token } = await owner.expect("POST", `/api/homes/${owner.homeId}/invitations`, { email, role });
    const browser = this.browser();
    await browser.expect("POST", "/api/invitations/accept", { token, email, name: role, password: goodPassword });
    await browser.look();
    return browser;
  }

  /** The database as another program sees it. */
  database(): Database.Database {
    return new Database(join(this.folder, "server.sqlite"));
  }

  /** Everything that lies on the disk, as text. */
  onDisk(): string {
    return readdirSync(this.folder)
      .map((file) => readFileSync(join(this.folder, file), "latin1"))
      .join("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server?.close();
    rmSync(this.folder, { recursive: true });
  }
}

export class Browser {
  readonly #server: TestServer;
  readonly #cookies = new Map<string, string>();
  homeId = "";
  accountId = "";

  constructor(server: TestServer) {
    this.#server = server;
  }

  /** @param headers null: without that header, where a browser would have it. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string | null>> = {},
  ): Promise<TestAnswer> {
    const isChange = method !== "GET";
    const all: Record<string, string | null> = {
      host: new URL(this.#server.url).host,
      ...(this.#cookies.size > 0 && { cookie: this.cookie }),
      ...(isChange && { origin: this.#server.url }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    };
    const given = Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null));
    const content = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const response = await this.#server.fetch(
      new Request(this.#server.url + path, { method, headers: given, ...(content !== undefined && { body: content }) }),
    );
    this.#keepCookies(response.headers);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  }

  /** @returns the body of a success. @throws RangeError with the answer when it is none. */
  async expect(method: string, path: string, body?: unknown): Promise<TestAnswer["body"]> {
    const answer = await this.ask(method, path, body);
    if (answer.status < 300) return answer.body;
    throw new RangeError(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  /** Learns who one is. */
  async look(): Promise<void> {
    const { accountId, homes } = await this.expect("GET", "/api/session");
    this.accountId = accountId;
    this.homeId = homes[0]?.homeId ?? "";
  }

  get cookie(): string {
    return [...this.#cookies].map((pair) => pair.join("=")).join("; ");
  }

  #keepCookies(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split(/=(.*)/s);
      if (value === "" || /max-age=0/i.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
