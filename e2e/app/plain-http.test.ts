/**
 * A household's first minutes on a phone that opens the home by its name in the network, over plain http: there the
 * browser has no camera, no passkeys, no clipboard, no service worker and no push.
 */

import assert from "node:assert/strict";
import { hostname } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { HomeProcess } from "../home/home-process.ts";
import { openFolder } from "../lock/panel-process.ts";
import { openBrowser, owner } from "./app-home.ts";
import { words } from "./first-run-words.ts";

const skip = await chromiumMissing();
const name = `${hostname()}.local`;
const say = words.en;

test(
  "A11: over plain http, by the home's name in the network, everything works that needs no https",
  { skip },
  async (t) => {
    const home = await openToNetwork(t);
    await using browser = await launchChromium([`--host-resolver-rules=MAP ${name} 127.0.0.1`]);
    const { page, findNothing } = await openBrowser(browser);
    const url = home.url.replace("localhost", name);
    await page.goto(url);
    assert.equal(await page.evaluate("isSecureContext"), false);
    await claim(page, home);
    await findNothing();
    await addLock(page, home);
    await findNothing();
    await page.goto(url);
    await openDoor(page);
    await findNothing();
    await inviteGuest(page, url);
    await findNothing();
    await page.goto(`${url}/settings/account`);
    await page.getByText("Passkeys need a protected connection", { exact: false }).waitFor();
    await page.goto(`${url}/notices`);
    await page.getByText("Over this connection the browser allows no notifications", { exact: false }).waitFor();
    await findNothing();
  },
);

async function openToNetwork(t: TestContext): Promise<HomeProcess> {
  const home = new HomeProcess(join(await openFolder(t), "home"));
  await home.open("--host", "0.0.0.0");
  return home;
}

async function claim(page: Page, home: HomeProcess): Promise<void> {
  await page.getByText("the browser allows no camera", { exact: false }).waitFor();
  await page.getByLabel(say.code, { exact: true }).fill(home.claim);
  await page.getByLabel(say.name).fill(owner.name);
  await page.getByLabel(say.email).fill(owner.email);
  await page.getByLabel(say.password, { exact: true }).fill(owner.password);
  await page.getByRole("button", { name: say.claim }).click();
  await page.getByRole("heading", { name: say.lockCode }).waitFor();
}

async function addLock(page: Page, home: HomeProcess): Promise<void> {
  await page.getByLabel(say.lockCodeLabel).fill(home.label.manual);
  await page.getByRole("button", { name: "Next" }).click();
  await home.openWindow();
  await page.getByRole("button", { name: say.flashes }).click();
  await page.getByLabel(say.lockNameLabel).fill(say.givenName);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: say.finger }).waitFor();
}

async function openDoor(page: Page): Promise<void> {
  await page.getByRole("button", { name: `Open ${say.givenName}` }).click();
  const password = page.locator("dialog input[name=password]");
  await password.fill(owner.password);
  await password.press("Enter");
  await page.locator(".step", { hasText: "Open: press the handle down" }).waitFor();
  await page.getByRole("button", { name: "Done", exact: true }).click();
}

/** The link can be opened by whoever is in the network, and is copied though there is no clipboard to write to. */
async function inviteGuest(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/guests/new`);
  await page.getByLabel("Name of the guest").fill("Carla");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("button", { name: "Give the PIN" }).click();
  const link = await page.locator(".guest-link").innerText();
  assert.ok(link.startsWith(`${url}/guest#`), link);
  await page.getByRole("button", { name: "Copy the link" }).click();
  await page.getByText("Copied").waitFor();
  await page.goto(`${url}/guests/new`);
  const field = page.getByLabel("Name of the guest");
  await field.focus();
  await page.keyboard.press("Control+V");
  assert.equal(await field.inputValue(), link);
}
