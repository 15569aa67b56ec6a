/** The label on the rear panel of the virtual lock, as somebody uses it who adds the lock to a home. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { MatterHome } from "../matter/matter-home.ts";
import { HomeProcess } from "./home-process.ts";
import { readQr } from "./read-qr.ts";

const skip = await chromiumMissing();
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

const wideScreen = { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2 } as const;
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 } as const;

/** The inner side of the door is in sight, and its label has come. */
async function openLabel(home: HomeProcess, options: BrowserContextOptions): Promise<Sight> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(actionTimeoutMs);
  await page.goto(home.url);
  // On a phone one side of the door is shown at a time.
  const viewButton = page.locator("button[data-view=view-rear]");
  if (await viewButton.isVisible()) {
    await viewButton.click();
    await page.locator("button[data-view=view-rear][aria-pressed=true]").waitFor();
  }
  await page.locator("#matter-label[role=button]").waitFor();
  const sees = (where: string, text: RegExp): Promise<void> =>
    page.locator(where).filter({ hasText: text }).first().waitFor();
  return { page, sees };
}

/** Four, three and four digits. */
function onPaper(manual: string): RegExp {
  return new RegExp(`${manual.slice(0, 4)}-${manual.slice(4, 7)}-${manual.slice(7)}`);
}

for (const { name, ...options } of [
  { name: "on a wide screen", ...wideScreen },
  { name: "on a wide screen in the dark", ...wideScreen, colorScheme: "dark" },
  { name: "on a phone", ...phone },
] as const)
  test(
    `L2, L38: ${name} the label shows this lock's codes, and large it can be read from the screen`,
    { skip },
    async () => {
      await using home = await HomeProcess.startWithLabel();
      const { label } = home;
      const { page, sees } = await openLabel(home, options);
      await sees("#matter-label", onPaper(label.manual));
      await sees("#matter-label", /RESET 3 s/);
      assert.equal(await readQr(page.locator("#matter-label")), label.qr);

      await page.locator("#matter-label").click();
      await sees("#label-sheet", onPaper(label.manual));
      assert.equal(await readQr(page.locator("#label-code")), label.qr);
      await page.locator("#label-close").click();
      await page.locator("#label-sheet").waitFor({ state: "hidden" });
      assert.equal(await page.locator("#batteries").isVisible(), false, "the label opens the battery case");
      await page.context().close();
    },
  );

test(
  "L38: by keyboard the label is enlarged, its number copied, RESET held, and pairing closed with star",
  { skip },
  async () => {
    await using home = await HomeProcess.startWithLabel();
    const { label } = home;
    const { page, sees } = await openLabel(home, { ...wideScreen, permissions: ["clipboard-read", "clipboard-write"] });
    const small = page.getByRole("button", { name: onPaper(label.manual) });
    await small.focus();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog", { name: "Add this lock to a home" });
    await sheet.waitFor();
    await sees("#label-homes", /in no home/);

    await sheet.getByRole("button", { name: "Copy the number" }).press("Enter");
    await sees("#label-copied", /Copied/);
    await sheet.getByRole("button", { name: "Hold RESET" }).press("Enter");
    await sees("#label-pairing", /Pairing is open/);
    await page.keyboard.press("Escape");
    await sees("#keypad-words", /flashes 5/);
    await sees("#lock-more", /Open for pairing/);
    await sees("#facts", /Pairingopen/);
    await page.locator("#matter-label:focus").waitFor();

    await page.keyboard.press("*");
    await sees("#facts", /Pairingclosed/);
    await page.context().close();
  },
);

test("L38: homes add the lock with what a camera reads, and the page tells in how many it is", { skip }, async (t) => {
  await using home = await HomeProcess.startWithLabel();
  const { label } = home;
  const { page, sees } = await openLabel(home, wideScreen);
  await sees("#facts", /in no home/);
  const anna = await MatterHome.open(t, { name: "Anna" });
  const bert = await MatterHome.open(t, { name: "Bert" });
  await page.locator("#matter-label").click();
  const code = await readQr(page.locator("#label-code"));
  const openWindow = async (): Promise<void> => {
    await page.locator("#label-reset").click();
    await sees("#label-pairing", /Pairing is open/);
  };

  await openWindow();
  const annas = await anna.add(code, label.port);
  await sees("#label-homes", /in 1 home/);
  await sees("#label-pairing", /Pairing is closed/);
  await sees("#tries .is-done", /Add it to a home/);
  await openWindow();
  await bert.add(code, label.port);
  await sees("#facts", /in 2 homes/);
  await anna.remove(annas);
  await sees("#facts", /in 1 home/);
  await page.context().close();
});
