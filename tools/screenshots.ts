/** `npm run screenshots`: the pictures of the README, taken of the real program in a real browser. */

import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openAppHome, type AppHome, type Sight } from "../e2e/app/app-home.ts";
import { HomeProcess } from "../e2e/browser/home-process.ts";
import { launchChromium } from "./browser.ts";
import { projectRoot } from "./files.ts";

const pin = "739154";
const adminPin = "74019385";
/** Pages come in by parts. */
const settledMs = 1500;

async function takePanel(browser: Browser): Promise<void> {
  await using home = await HomeProcess.start();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(home.url);
  await page.locator("#lock-state").filter({ hasText: "Locked" }).waitFor();
  const type = async (typed: string): Promise<void> => {
    for (const key of typed) await page.keyboard.press(key);
  };
  await type(`3571#12#${pin}#${pin}#*`);
  await page.locator("#records").filter({ hasText: "Added PIN 1" }).waitFor();
  await type(`20${pin}88#`);
  await page.locator("#lock-state").filter({ hasText: "Unlocked" }).waitFor();
  await page.locator("#front-press").click();
  await page.locator("#door-words").filter({ hasText: "open" }).waitFor();
  // The door swings for a moment.
  await page.waitForTimeout(settledMs);
  await save(page, "panel");
}

/** A household of a few days, as its members see it. */
async function fillHome(home: AppHome): Promise<void> {
  const add = async (name: string, access: object): Promise<string> => {
    const { personId } = await home.ask("POST", "/people", { name });
    await home.ask("PUT", `/people/${personId}/access/${home.lockId}`, access);
    return personId;
  };
  const anna = await add("Anna", { role: "administrator" });
  await home.ask("POST", `/people/${anna}/credentials`, { kind: "pin", digits: adminPin });
  const window = { days: ["tue"], from: "09:00", to: "12:00" };
  const carla = await add("Carla", { role: "member", schedule: { weekDays: [window], dates: [] } });
  await home.ask("POST", `/people/${carla}/credentials`, { kind: "pin" });
  await home.until("/people", ({ people }) =>
    people.every(({ credentials }: { readonly credentials: readonly { readonly locks: readonly Confirmed[] }[] }) =>
      credentials.every(({ locks }) => locks.every(({ status }) => status.status === "confirmed")),
    ),
  );
  await home.home.send({ finger: "stranger-thumb" }, { touch: true }, { press: `99${adminPin}123#` });
}

interface Confirmed {
  readonly status: { readonly status: string };
}

async function takeApp(browser: Browser): Promise<void> {
  await using ends = new AsyncDisposableStack();
  const lifetime = { after: (end: () => Promise<void>) => ends.defer(end) } as unknown as TestContext;
  const home = await openAppHome(lifetime, browser);
  await fillHome(home);
  const sights: readonly (readonly [name: string, path: string, sight: Sight])[] = [
    ["app-desktop", "/", { size: "desktop" }],
    ["app-home", "/", {}],
    ["app-people", "/people", {}],
    ["app-history", "/history", {}],
    ["app-care", "/care", { scheme: "dark" }],
  ];
  for (const [name, path, sight] of sights) {
    const { page, context } = await home.open(path, sight);
    await page.waitForTimeout(settledMs);
    await save(page, name);
    await context.close();
  }
}

async function save(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(projectRoot, "docs", `${name}.png`) });
}

await using browser = await launchChromium();
await takePanel(browser);
await takeApp(browser);
