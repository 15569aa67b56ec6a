/**
 * A home at other addresses than localhost. By its name in the network, over plain http, a browser has no camera, no
 * passkeys, no clipboard, no service worker and no push; over https it has all of them.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { HomeProcess } from "../home/home-process.ts";
import { openFolder } from "../lock/panel-process.ts";
import { findFreePort } from "../matter/lock-process.ts";
import { addAuthenticator } from "./authenticator.ts";
import { openBrowser, owner } from "./app-home.ts";
import { words } from "./first-run-words.ts";

const run = promisify(execFile);
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
    await page.getByText("the browser allows no camera", { exact: false }).waitFor();
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

test(
  "A11: over https, with a certificate of one's own, a passkey opens and the app works offline",
  { skip },
  async (t) => {
    const folder = await openFolder(t);
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const made = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=lock.example.org";
    const names = ["-addext", "subjectAltName=DNS:lock.example.org"];
    await run("openssl", [...made.split(" "), ...names, "-keyout", key, "-out", cert]);
    const port = await findFreePort();
    const url = `https://lock.example.org:${port}`;
    const home = new HomeProcess(join(folder, "home"));
    const flags = ["--port", String(port), "--tls-cert", cert, "--tls-key", key, "--url", url];
    assert.equal((await home.open(...flags)).url, url);
    await using browser = await launchChromium([
      "--host-resolver-rules=MAP lock.example.org 127.0.0.1",
      `--ignore-certificate-errors-spki-list=${hashOfKey(cert)}`,
    ]);
    const { page, context, findNothing } = await openBrowser(browser);
    await addAuthenticator(page);
    await page.goto(url);
    assert.equal(await page.evaluate("isSecureContext"), true);
    await claim(page, home);
    await addLock(page, home);
    await page.goto(`${url}/settings/account`);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByLabel("What is this device called?").fill("My phone");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("My phone").waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("button", { name: `Open ${say.givenName}` }).click();
    await page.getByRole("button", { name: "With passkey" }).click();
    await page.locator(".step", { hasText: "Open: press the handle down" }).waitFor();
    await page.getByRole("button", { name: "Done", exact: true }).click();
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
    await page.reload();
    await page.getByRole("button", { name: `Open ${say.givenName}` }).waitFor();
    await findNothing();
    await context.setOffline(true);
    await page.reload();
    await page.getByText("Last known:", { exact: false }).first().waitFor();
  },
);

/** As Chromium names a key that it is to trust: of the certificate's public key, SHA-256. */
function hashOfKey(cert: string): string {
  const der = new X509Certificate(readFileSync(cert)).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("base64");
}

async function openToNetwork(t: TestContext): Promise<HomeProcess> {
  const home = new HomeProcess(join(await openFolder(t), "home"));
  await home.open("--host", "0.0.0.0");
  return home;
}

async function claim(page: Page, home: HomeProcess): Promise<void> {
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
