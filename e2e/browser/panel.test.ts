/** A person's first minutes before the virtual lock, in a real browser with the real program behind it. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { HomeProcess } from "./home-process.ts";

const skip = await chromiumMissing();
/** None that the page itself gives as an example. */
const pin = "739154";
const blocked = /locked out, \d/i;
/** Nothing at the door takes a person so long; on a busy machine a browser may. */
const actionTimeoutMs = 60_000;

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

interface Size {
  readonly width: number;
  readonly height: number;
}

async function openPanel(home: HomeProcess, size: Size): Promise<Sight> {
  const context = await browser.newContext({ viewport: size, locale: "en-GB" });
  const page = await context.newPage();
  // It goes on by itself; a test can move it.
  await page.clock.install();
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

test("a prompt is news for some seconds, and what stands in its place says how old it is", { skip }, async () => {
  await using home = await HomeProcess.start();
  const sight = await openPanel(home, { width: 1440, height: 900 });
  const { page } = sight;
  await sight.sees("#lock-more", /menu opens at once/);
  for (let wrong = 1; wrong <= 5; wrong++) {
    await page.locator("#present-finger").click();
    await sight.sees("#records .record:first-child", wrong < 5 ? /unknown finger/ : /too many wrong tries/);
    // Each stands above the one of the power.
    await page.locator("#records .record").nth(wrong).waitFor();
  }
  await sight.sees("#lock-state", blocked);
  await sight.sees("#lock-more", /^The key opens/);
  await sight.sees("#caption-latest", /^\s*Too many wrong tries/);
  await page.clock.fastForward("00:20");
  await sight.sees("#caption-latest", /^\s*Said just now: Too many wrong tries/);
  await page.clock.fastForward("07:00");
  await sight.sees("#caption-latest", /^\s*Said 7 min ago: Too many wrong tries/);
  await page.locator("#captions-open").click();
  await sight.sees("#spoken", /Access denied/);
  await page.context().close();
});

test("on a phone and beside the app nothing hangs out, is cut, or is too small to touch", { skip }, async () => {
  await using home = await HomeProcess.start();
  const phone = await openPanel(home, { width: 390, height: 844 });
  const pane = await openPanel(home, { width: 485, height: 800 });
  const chip = await boxOf(pane, "#fingers .chip:first-child");
  assert.ok(chip.y + chip.height <= 800, "the names of the fingers are below the fold beside the app");

  await phone.page.locator("button[data-view=view-rear]").click();
  for (const target of ["#reset-hold", "#reset-3s"]) {
    const { width, height } = await boxOf(phone, target);
    assert.ok(width >= 44 && height >= 44, `${target} is ${width} by ${height}`);
  }
  await phone.page.locator("#reset-3s").click();
  for (const sight of [phone, pane]) {
    await sight.sees("#keypad-words", /flashes 5/);
    const outer = await boxOf(sight, ".captions");
    const inner = await boxOf(sight, "#keypad-words");
    assert.ok(
      inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height,
      "it hangs out of the voice's box",
    );
    await sight.page.context().close();
  }
});

test(
  "the page follows the language of the app around it, and alone starts in the one chosen last",
  { skip },
  async () => {
    await using home = await HomeProcess.start();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "it-IT" });
    const app = await context.newPage();
    app.setDefaultTimeout(actionTimeoutMs);
    await app.goto(new URL("/", home.url).href);
    const frame = app.frameLocator("iframe");
    await frame.locator("#lock-state").filter({ hasText: "Chiusa" }).waitFor();
    assert.equal(await frame.locator("#page-language").isVisible(), false, "two switches side by side");
    await app.getByRole("button", { name: /^EN/ }).click();
    await frame.locator("#lock-state").filter({ hasText: "Locked" }).waitFor();

    const alone = await context.newPage();
    alone.setDefaultTimeout(actionTimeoutMs);
    await alone.goto(home.url);
    await alone.locator("#lock-state").filter({ hasText: "Locked" }).waitFor();
    const inOrder = (await alone.locator("#page-language label").allTextContents()).map((text) => text.trim());
    assert.deepEqual(inOrder, ["IT", "EN"], "not in the order of the app");
    await app.getByRole("button", { name: /^IT/ }).click();
    await alone.locator("#lock-state").filter({ hasText: "Chiusa" }).waitFor();
    await alone.locator("#page-language label").filter({ hasText: "EN" }).click();
    await app.reload();
    await app.locator("html[lang=en]").waitFor();
    await context.close();
  },
);

async function boxOf(
  { page }: Sight,
  target: string,
): Promise<NonNullable<Awaited<ReturnType<Locator["boundingBox"]>>>> {
  const box = await page.locator(target).boundingBox();
  assert.ok(box !== null, `${target} is not to be seen`);
  return box;
}

async function doorIsOpen({ page, sees }: Sight): Promise<void> {
  // On a phone one side of the door is shown at a time.
  const viewButton = page.locator("button[data-view=view-door]");
  if (await viewButton.isVisible()) await viewButton.click();
  await sees("#door-words", /open/i);
}
