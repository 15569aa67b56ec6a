/** A person's first minutes before the virtual lock, in a real browser with the real program behind it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { HomeProcess } from "./home-process.ts";

const skip = await chromiumMissing();
/** None that the page itself gives as an example. */
const pin = "739154";
const blocked = /locked out, \d/i;
/** Nothing at the door takes a person so long; on a busy machine a browser may. */
const actionTimeoutMs = 20_000;

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

interface Sight {
  readonly page: Page;
  /** Waits until the page shows the text where people look for it. */
  readonly sees: (where: string, text: RegExp) => Promise<void>;
}

async function openPanel(
  home: HomeProcess,
  options: { readonly width: number; readonly height: number },
): Promise<Sight> {
  const context = await browser.newContext({ viewport: options, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(actionTimeoutMs);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(home.url);
  const sees = async (where: string, text: RegExp): Promise<void> => {
    await page.locator(where).filter({ hasText: text }).first().waitFor();
    assert.deepEqual(complaints, [], "the page complains");
  };
  await sees("#lock-state", /locked/i);
  return { page, sees };
}

/** On the computer's own keyboard; the page touches a dark keypad first. */
async function typeKeys({ page }: Sight, typed: string): Promise<void> {
  for (const key of typed) await page.keyboard.press(key);
}

async function enrolPin(sight: Sight): Promise<void> {
  await typeKeys(sight, "3571#");
  await sight.sees("#caption-now", /menu/i);
  await typeKeys(sight, `12#${pin}#${pin}#`);
  await sight.sees("#caption-now", /PIN 1 added/);
  await typeKeys(sight, "*");
  await sight.sees("#records", /Added PIN 1/);
}

for (const size of [
  { name: "a wide screen", width: 1440, height: 900 },
  { name: "a phone", width: 390, height: 844 },
]) {
  test(
    `L14, L24: on ${size.name} a PIN is enrolled by the menu, and opens the door with padding`,
    { skip },
    async () => {
      await using home = await HomeProcess.start();
      const sight = await openPanel(home, size);
      await enrolPin(sight);

      await typeKeys(sight, `99${pin}1234#`);
      await sight.sees("#lock-state", /unlocked/i);
      await sight.sees("#records", /Unlocked at the keypad: PIN 1/);
      await sight.page.locator("#front-press").click();
      await doorIsOpen(sight);
      await sight.sees("#lock-state", /^locked/i);
      assert.equal((await sight.page.content()).includes(pin), false, "the page shows the PIN");
      await sight.page.context().close();
    },
  );
}

test("L15, L4: five wrong tries lock the system, and the key opens all the same", { skip }, async () => {
  await using home = await HomeProcess.start();
  const sight = await openPanel(home, { width: 1440, height: 900 });
  await enrolPin(sight);

  for (let wrong = 1; wrong <= 5; wrong++) await typeKeys(sight, "000000#");
  await sight.sees("#lock-state", blocked);
  await sight.sees("#records", /wrong/i);
  await typeKeys(sight, `${pin}#`);
  await sight.sees("#caption-now", /minutes/);
  await sight.sees("#lock-state", blocked);

  await sight.page.locator("#key-position").selectOption("right");
  await sight.page.locator("#front-press").click();
  await doorIsOpen(sight);
  await sight.page.context().close();
});

test("L23, L25: a finger and a card from the drawer are enrolled and open", { skip }, async () => {
  await using home = await HomeProcess.start();
  const sight = await openPanel(home, { width: 1440, height: 900 });
  const { page } = sight;
  await typeKeys(sight, `3571#11#`);
  for (let capture = 1; capture <= 5; capture++) {
    await page.locator("#present-finger").click();
    if (capture < 5) await sight.sees("#keypad-words", new RegExp(String(capture)));
  }
  await sight.sees("#records", /Added fingerprint 1/);
  await typeKeys(sight, "13#");
  await page.locator("#present-card").click();
  await sight.sees("#records", /Added card 1/);
  await typeKeys(sight, "*");
  await page.locator("#present-card").click();
  await sight.sees("#records", /Unlocked by card/);
  await page.context().close();
});

async function doorIsOpen({ page, sees }: Sight): Promise<void> {
  // On a phone one side of the door is shown at a time.
  const viewButton = page.locator("button[data-view=view-door]");
  if (await viewButton.isVisible()) await viewButton.click();
  await sees("#door-words", /open/i);
}
