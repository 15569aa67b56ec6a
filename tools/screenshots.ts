/** `npm run screenshots`: the pictures of the README, taken of the real program in a real browser. */

import { join } from "node:path";
import { HomeProcess } from "../e2e/browser/home-process.ts";
import { launchChromium } from "./browser.ts";
import { projectRoot } from "./files.ts";

const pin = "739154";

await using browser = await launchChromium();
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
await page.waitForTimeout(1200);
await page.screenshot({ path: join(projectRoot, "docs", "panel.png") });
