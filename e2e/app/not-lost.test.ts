/** What a person would lose by a slip, a slow network, or somebody else at work at the same time, in a real browser. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page, Route } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { ApiClient } from "../home/api-client.ts";
import { until } from "../home/until.ts";
import { openAppHome, openBrowser, owner, type AppHome } from "./app-home.ts";

const skip = await chromiumMissing();

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

test("nothing is lost by a slip, or by another who is at work at the same time", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const { personId } = await app.ask("POST", "/people", { name: "Carla" });
  const person = `/people/${personId}`;
  await app.ask("PUT", `${person}/access/${app.lockId}`, {});
  const pin = { kind: "pin", label: "Old PIN" };
  const { credential } = await app.ask("POST", `${person}/credentials`, pin);

  await t.test(
    "a pause set meanwhile stays when the form of the access is saved; what was taken away is not given back",
    async () => {
      const { page, context } = await app.open(`${person}/locks/${app.lockId}`);
      await page.getByText("Role, once only, pause").click();
      await app.ask("PUT", `${person}/paused`, { isPaused: true });
      await page.getByRole("radio", { name: /^Guest/ }).check();
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("heading", { name: "Carla", exact: true }).waitFor();
      const { access } = await app.ask("GET", person);
      assert.deepEqual([access[0].role, access[0].isPaused], ["guest", true]);

      await page.getByRole("link", { name: /^Change/ }).click();
      await page.getByRole("radio", { name: /^Member/ }).check();
      await app.ask("DELETE", `${person}/access/${app.lockId}`);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByText("Somebody has taken this access away.").waitFor();
      assert.deepEqual((await app.ask("GET", person)).access, []);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await page.getByRole("heading", { name: "Carla", exact: true }).waitFor();
      await context.close();
    },
  );

  await t.test("new digits are not lost to a slip, and an old PIN that stays is told", async () => {
    const { page, context, findNothing } = await app.open(person);
    const dialog = page.locator("dialog");
    const added = await hold(page, "**/credentials", "POST");
    await page.route(`**/credentials/${credential.credentialId}`, refuse);
    await page.getByRole("button", { name: "Give a new PIN" }).click();
    await dialog.getByRole("button", { name: "Give the PIN" }).click();
    await added.arrived;
    await slip(page);
    assert.ok(await dialog.getByRole("button", { name: "Close" }).isDisabled());
    added.letGo();
    const digits = (await dialog.locator("output").innerText()).replaceAll(/\s/g, "");
    await dialog.getByText("The old PIN could not be removed").waitFor();
    await slip(page);
    await dialog.getByRole("button", { name: "Copy" }).click();
    await dialog.getByRole("status").getByText("Copied").waitFor();
    assert.equal((await dialog.locator("output").innerText()).replaceAll(/\s/g, ""), digits);
    await findNothing();

    await page.unroute(`**/credentials/${credential.credentialId}`);
    await dialog.getByRole("button", { name: "Remove the old PIN" }).click();
    await dialog.getByText("The old PIN is removed.").waitFor();
    const { credentials } = await app.ask("GET", person);
    assert.equal(credentials.length, 1);
    assert.notEqual(credentials[0].credentialId, credential.credentialId);
    await dialog.locator(".dialog-foot").getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached" });
    await context.close();
  });

  await t.test("a refused question is asked anew without the refusal; what was deleted leaves the focus", async () => {
    const { page, context } = await app.open(person);
    const dialog = page.locator("dialog");
    const ask = page.getByRole("button", { name: "Delete PIN “Old PIN”" });
    await page.route("**/credentials/*", refuse);
    await ask.click();
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.unroute("**/credentials/*");
    await ask.click();
    await dialog.getByText("It stops opening at every lock.").waitFor();
    assert.equal(await dialog.getByRole("alert").count(), 0);
    await dialog.getByRole("button", { name: "Delete", exact: true }).click();
    await ask.waitFor({ state: "detached" });
    await untilFocused(page, "Opens with");
    await context.close();
  });

  await t.test("a finger that was given up at once leaves no empty one behind", async () => {
    const { page, context } = await app.open(person);
    const dialog = page.locator("dialog");
    const added = await hold(page, "**/credentials", "POST");
    await page.getByRole("button", { name: "Add a finger" }).click();
    await dialog.getByRole("button", { name: "Begin" }).click();
    await added.arrived;
    await dialog.getByRole("button", { name: "Close" }).click();
    await dialog.waitFor({ state: "detached" });
    const removed = page.waitForResponse((response) => response.request().method() === "DELETE");
    added.letGo();
    await removed;
    await app.until(person, ({ credentials }) =>
      credentials.every(({ kind }: { readonly kind: string }) => kind !== "fingerprint"),
    );
    await context.close();
  });

  await t.test("the form of a guest waits for the time at the doors", async () => {
    const { page, context } = await app.open("/people");
    const settings = await hold(page, "**/settings", "GET");
    await page.getByRole("link", { name: "Guest PIN", exact: true }).click();
    await settings.arrived;
    await page.locator(".page .loading").waitFor();
    settings.letGo();
    await page.getByLabel("Name of the guest").waitFor();
    await context.close();
  });

  await t.test("the way to the page leaves the secret in the address", async () => {
    const { page, context, findNothing } = await openBrowser(browser);
    await page.goto(`${app.url}/invitation#a-token`);
    await page.getByRole("heading", { name: "You are invited" }).waitFor();
    await page.getByRole("link", { name: "To the page" }).focus();
    await page.keyboard.press("Enter");
    await until(
      async () => await page.evaluate("document.activeElement.id"),
      (id) => id === "main",
    );
    assert.equal(new URL(page.url()).hash, "#a-token");
    await findNothing();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.equal(new URL(page.url()).hash, "#a-token");
    await context.close();
  });

  await t.test("a member who comes by an address reads whom to ask", async () => {
    const member = await openMember(app);
    for (const path of [person, `${person}/locks/${app.lockId}`, "/guests/new"]) {
      await member.page.goto(app.url + path);
      await member.page.getByText("Only the owner and administrators").waitFor();
      assert.equal(await member.page.locator("main form").count(), 0);
    }
    await member.findNothing();
    await member.context.close();
  });
});

async function refuse(route: Route): Promise<void> {
  await route.fulfill({ status: 409, json: { error: { code: "conflict", sentence: "Not now." } } });
}

/** What happens by mistake: Escape, and once more, and a touch beside the dialog. */
async function slip(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  assert.equal(await page.locator("dialog[open]").count(), 1);
}

interface Held {
  readonly arrived: Promise<void>;
  readonly letGo: () => void;
}

/** The requests of one kind do not reach the server until they are let go. */
async function hold(page: Page, address: string, method: string): Promise<Held> {
  const arrived = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    if (route.request().method() !== method) return await route.continue();
    arrived.resolve();
    await free.promise;
    await route.continue();
  });
  return { arrived: arrived.promise, letGo: () => free.resolve() };
}

async function untilFocused(page: Page, text: string): Promise<void> {
  await until(
    async () => await page.evaluate("document.activeElement.textContent"),
    (focused) => focused === text,
  );
}

async function openMember(app: AppHome) {
  const email = "bruno@example.org";
  const { token } = await app.ask("POST", "/invitations", { email, role: "member" });
  const acceptance = { token, email, name: "Bruno", password: owner.password };
  await new ApiClient(app.url).expect("POST", "/api/invitations/accept", acceptance);
  const member = await openBrowser(browser);
  const data = { email, password: owner.password };
  await member.context.request.post(`${app.url}/api/session`, { data, headers: { origin: app.url } });
  return member;
}
