/** A2, A3: the codes of both labels are read by the camera. */

import assert from "node:assert/strict";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { openHome } from "../home/home-process.ts";
import { until } from "../home/until.ts";
import { openAppHome, openBrowser, owner } from "./app-home.ts";
import { filmOf } from "./camera-picture.ts";
import { words } from "./first-run-words.ts";

const skip = await chromiumMissing();
const say = words.en;

/** A browser whose camera looks at a QR code. */
async function openWithCamera(t: TestContext, text: string): Promise<Awaited<ReturnType<typeof launchChromium>>> {
  const folder = await mkdtempDisposable(join(tmpdir(), "catenaccio-camera-"));
  const film = join(folder.path, "label.y4m");
  filmOf(text, film);
  const browser = await launchChromium([
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  t.after(async () => {
    await browser.close();
    await folder.remove();
  });
  return browser;
}

async function scan(page: Page, field: string): Promise<string> {
  await page.getByRole("button", { name: /Scan/ }).click();
  const code = page.getByLabel(field, { exact: true });
  return await until(
    () => code.inputValue(),
    (text) => text !== "",
  );
}

test("A2: the gateway's label is scanned, and the gateway claimed with it", { skip }, async (t) => {
  const home = await openHome(t);
  const browser = await openWithCamera(t, `CATENACCIO:${home.claim}`);
  const { page, findNothing } = await openBrowser(browser);
  await page.goto(home.url);
  assert.match(await scan(page, "Code"), new RegExp(home.claim));
  await page.getByLabel(say.name).fill(owner.name);
  await page.getByLabel(say.email).fill(owner.email);
  await page.getByLabel(say.password, { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: say.claim }).click();
  await page.getByLabel(say.lockCodeLabel).waitFor();
  await findNothing();
});

test("A3: a lock's label is scanned", { skip }, async (t) => {
  const text = "MT:Y.K9042C00KA0648G00";
  const browser = await openWithCamera(t, text);
  const home = await openAppHome(t, browser);
  const { page } = await home.open("/add-lock");
  assert.equal(await scan(page, say.lockCodeLabel), text);
});
