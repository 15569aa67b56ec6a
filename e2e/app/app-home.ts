/**
 * A home as a person finds it after the first run: claimed, with the virtual lock added; and browsers in it, signed in as its
 * owner, on a phone or a desk, in either language, light or dark.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { ApiClient, type Answer } from "../home/api-client.ts";
import { openHome, type HomeProcess } from "../home/home-process.ts";
import { until } from "../home/until.ts";

export const owner = {
  name: "Anna",
  email: "anna@example.org",
  password: "a long enough password",
  homeName: "Via Roma 1",
} as const;
export const lockName = "Front door";

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
/** Nothing takes a person so long; on a busy machine a browser may. */
const actionTimeoutMs = 60_000;
const axeSource = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

export interface Sight {
  readonly size?: keyof typeof sizes;
  readonly language?: "en" | "it";
  readonly scheme?: "light" | "dark";
}

/** A page, and what it complained of on its console. */
export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Fails if the page complained, or axe finds something on it. */
  readonly findNothing: () => Promise<void>;
}

export class AppHome {
  readonly home: HomeProcess;
  readonly homeId: string;
  readonly lockId: string;
  readonly #browser: Browser;
  readonly #api: ApiClient;

  constructor(parts: {
    readonly home: HomeProcess;
    readonly browser: Browser;
    readonly api: ApiClient;
    readonly homeId: string;
    readonly lockId: string;
  }) {
    this.home = parts.home;
    this.homeId = parts.homeId;
    this.lockId = parts.lockId;
    this.#browser = parts.browser;
    this.#api = parts.api;
  }

  get url(): string {
    return this.home.url;
  }

  /** As the owner. @param path below the home, such as `/people`, or from `/api/`. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer["body"]> {
    const address = path.startsWith("/api/") ? path : `/api/homes/${this.homeId}${path}`;
    return await this.#api.expect(method, address, body);
  }

  /** Asks until the answer is as wanted. */
  async until(path: string, isSo: (body: Answer["body"]) => boolean): Promise<Answer["body"]> {
    return await until(() => this.ask("GET", path), isSo);
  }

  /** A browser of its own, signed in as the owner, at a page of the app. */
  async open(path: string, sight: Sight = {}): Promise<Opened> {
    const opened = await openBrowser(this.#browser, sight);
    const { email, password } = owner;
    const answer = await opened.context.request.post(`${this.url}/api/session`, {
      data: { email, password },
      headers: { origin: this.url },
    });
    assert.equal(answer.status(), 200, "the owner signs in");
    await opened.page.goto(this.url + path);
    return opened;
  }
}

/** @param t the home ends with it: a test, or a suite. */
export async function openAppHome(t: TestContext, browser: Browser): Promise<AppHome> {
  const home = await openHome(t);
  const { manual } = home.label;
  const api = new ApiClient(home.url);
  const { homes } = await api.expect("POST", "/api/claim", { code: home.claim, ...owner });
  const { homeId } = homes[0];
  await home.openWindow();
  const locks = `/api/homes/${homeId}/locks`;
  const { lockId } = await api.expect("POST", locks, { name: lockName, code: manual });
  await until(
    () => api.expect("GET", `${locks}/${lockId}`),
    ({ state, report }) => state === "added" && report?.link === "online",
  );
  return new AppHome({ home, browser, api, homeId, lockId });
}

/** A browser that nobody is signed in with. */
export async function openBrowser(browser: Browser, sight: Sight = {}): Promise<Opened> {
  const { size = "phone", language = "en", scheme = "light" } = sight;
  const context = await browser.newContext({
    viewport: sizes[size],
    locale: language === "it" ? "it-IT" : "en-GB",
    colorScheme: scheme,
    hasTouch: size === "phone",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(actionTimeoutMs);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // What the server refuses the page tells by itself; a header that counts over https only is no fault over http.
    if (message.type() === "error" && !/status of 4\d\d|header has been ignored/.test(message.text()))
      complaints.push(message.text());
  });
  return {
    page,
    context,
    findNothing: async () => {
      assert.deepEqual(complaints, [], "the page complains");
      assert.deepEqual(await askAxe(page), [], `axe finds something at ${new URL(page.url()).pathname}`);
    },
  };
}

/** @returns one line for each thing that keeps somebody out. */
async function askAxe(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const run =
    "axe.run(document, { iframes: false }).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>" +
    " nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} (${node.failureSummary})`)))";
  return (await page.evaluate(run)) as readonly string[];
}
