/** What the app does when answers come late, get lost or never come: nothing opens unseen, and nothing old stands as live. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { ApiClient } from "../home/api-client.ts";
import { until } from "../home/until.ts";
import { unlocks } from "../lock/at-the-door.ts";
import { lockName, openAppHome, owner, type AppHome } from "./app-home.ts";

const skip = await chromiumMissing();
const member = { name: "Bruno", email: "bruno@example.org", password: "another long password" } as const;
/** Longer than the app waits for a beat of the server. */
const silenceMs = 60_000;

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

test("A8: late and lost answers of a door that is opened, left open and locked", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const { page } = await app.open("/");

  await t.test("a dialog that was closed while the password was judged opens nothing", async () => {
    const unlockRequests: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/unlock")) unlockRequests.push(request.url());
    });
    const release = Promise.withResolvers<void>();
    await page.route("**/proofs", async (route) => {
      await release.promise;
      await route.continue();
    });
    await startOpening(page);
    const asked = page.waitForRequest("**/proofs");
    const judged = page.waitForResponse("**/proofs");
    await typePassword(page);
    await asked;
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    release.resolve();
    await (await judged).finished();
    await page.unroute("**/proofs");

    await startOpening(page);
    await typePassword(page);
    await page.locator(".step", { hasText: "Open: press the handle down" }).waitFor();
    await page.locator(".step", { hasText: "Locked again." }).waitFor();
    assert.equal(unlockRequests.length, 1);
    assert.equal(unlocks(await app.home.log()).length, 1);
    await closeDialog(page);
  });

  await t.test("an order whose answer is lost is not denied, and is told as open once the lock is", async () => {
    await loseAnswers(page, "**/unlock");
    await app.home.send({ fault: "motor-stall", on: true });
    await startOpening(page);
    await typePassword(page);
    await page.locator(".step.failed", { hasText: "It is not known whether it opened" }).waitFor();
    await page.locator(".step.failed", { hasText: "look at the door" }).waitFor();
    await closeDialog(page);
    await app.home.send({ fault: "motor-stall", on: false });

    await startOpening(page);
    await typePassword(page);
    await page.locator(".step.done", { hasText: "Open: press the handle down" }).waitFor();
    await page.unroute("**/unlock");
    await closeDialog(page);
    await seesState(page, "Locked");
  });

  await t.test("a door is told as locked when the lock says so, and not when its motor stalls", async () => {
    const announcement = page.locator(".announcement", { hasText: "Open mode has ended" });
    await leaveOpen(app);
    await app.home.send({ fault: "motor-stall", on: true });
    await page.getByRole("button", { name: /^End open mode/ }).click();
    await page.locator(".lock-acts .notice.bad").waitFor();
    assert.equal(await announcement.count(), 0);
    await app.home.send({ fault: "motor-stall", on: false });
    await seesState(page, "Locked");
    await page.locator(".lock-acts .notice.bad").waitFor({ state: "detached" });

    await leaveOpen(app);
    await page.getByRole("button", { name: /^End open mode/ }).click();
    await announcement.waitFor();
    await seesState(page, "Locked");
  });
});

test(
  "G9: what was not answered is asked for again, and a start without the server tells how old it is",
  { skip },
  async (t) => {
    const app = await openAppHome(t, browser);

    await t.test("news that could not be read is read a moment later", async () => {
      const { page, context } = await app.open("/");
      await seesName(page, lockName);
      const locks = `**/api/homes/${app.homeId}/locks`;
      await page.route(locks, async (route) => await route.fulfill({ status: 503, body: "" }));
      const failed = page.waitForResponse((answer) => answer.status() === 503);
      await rename(app, "Back door");
      await failed;
      await page.unroute(locks);
      await seesName(page, "Back door");
      await context.close();
    });

    await t.test("a stream that is silent is opened anew", async () => {
      const { page, context } = await app.open("/settings");
      await page.clock.install();
      await context.addInitScript(silentStream);
      await page.goto(app.url);
      await seesName(page, "Back door");
      assert.equal(await page.evaluate("globalThis.streamsOpened"), 1);
      await page.clock.fastForward(silenceMs);
      await until(
        () => page.evaluate("globalThis.streamsOpened"),
        (count) => Number(count) > 1,
      );
      await context.close();
    });

    await t.test("without the server each card says how old it is, outside what is read aloud", async () => {
      const { page, context } = await app.open("/");
      await seesName(page, "Back door");
      await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
      await page.waitForFunction("navigator.serviceWorker.controller !== null");
      await context.setOffline(true);
      await page.reload();
      await seesState(page, "Last known: Locked");
      await page.locator("time.lock-age").waitFor();
      await page.locator(".fact.lost").waitFor();
      await page.getByText(/^Last heard: /).waitFor();
      assert.equal(await page.locator("[role=status] time, [aria-live] time").count(), 0);
      await context.close();
    });
  },
);

test("A1, W-8: what one account saw, the next one does not", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const email = member.email;
  const { token } = await app.ask("POST", "/invitations", { email, role: "member" });
  await new ApiClient(app.url).expect("POST", "/api/invitations/accept", { token, ...member });
  await app.ask("POST", "/people", { name: "Marta" });

  await t.test("a home that was renamed elsewhere gets its new name", async () => {
    const { page, context } = await app.open("/");
    await page.getByRole("banner").getByText(owner.homeName).waitFor();
    await app.ask("PATCH", "", { name: "Via Milano 2" });
    await page.getByRole("banner").getByText("Via Milano 2").waitFor();
    await context.close();
  });

  await t.test("a page that wakes with the next one's session shows and keeps nothing of before", async () => {
    const { page, context } = await app.open("/people");
    await page.getByText("Marta").waitFor();
    const data = { email, password: member.password };
    await context.request.post(`${app.url}/api/session`, { data, headers: { origin: app.url } });
    await page.evaluate("globalThis.dispatchEvent(new Event('online'))");
    await page.getByText("Marta").waitFor({ state: "detached" });
    await until(
      () => keptKeys(page),
      (keys) => keys.length > 0 && keys.every((key) => !key.includes("/people") && !key.includes("/history")),
    );
    await context.close();
  });

  await t.test("signing out ends the notifications of the device first, and whatever comes of that", async () => {
    const { page, context } = await app.open("/settings/account");
    await page.evaluate("localStorage.setItem('catenaccio.push', 'this-device')");
    const ended: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "DELETE") ended.push(new URL(request.url()).pathname);
    });
    await page.route("**/push/*", async (route) => await route.abort());
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.waitForURL("**/sign-in");
    assert.deepEqual(ended, [`/api/homes/${app.homeId}/push/this-device`, "/api/session"]);
    assert.equal(await page.evaluate("localStorage.getItem('catenaccio.push')"), null);
    await context.close();
  });
});

/** The first stream opens, and never says anything. */
const silentStream = `
  globalThis.streamsOpened = 0;
  const Real = EventSource;
  class Silent extends EventTarget {
    readyState = 1;
    constructor() {
      super();
      setTimeout(() => this.dispatchEvent(new Event("open")));
    }
    close() {}
  }
  globalThis.EventSource = function (url) {
    globalThis.streamsOpened += 1;
    return globalThis.streamsOpened === 1 ? new Silent() : new Real(url);
  };
  globalThis.EventSource.CLOSED = Real.CLOSED;
`;

const readKeys = `new Promise((resolve, reject) => {
  const opening = indexedDB.open("catenaccio");
  opening.onerror = reject;
  opening.onsuccess = () => {
    const keys = opening.result.transaction("kept").objectStore("kept").getAllKeys();
    keys.onsuccess = () => resolve(keys.result);
  };
})`;

async function keptKeys(page: Page): Promise<readonly string[]> {
  return (await page.evaluate(readKeys)) as readonly string[];
}

/** What is asked arrives, and the answer does not. */
async function loseAnswers(page: Page, pattern: string): Promise<void> {
  await page.route(pattern, async (route) => {
    await route.fetch();
    await route.abort();
  });
}

async function startOpening(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Open Front door$/ }).click();
}

async function typePassword(page: Page): Promise<void> {
  const field = page.locator("dialog input[name=password]");
  await field.fill(owner.password);
  await field.press("Enter");
}

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press("Escape");
  await page.locator("dialog").waitFor({ state: "detached" });
}

async function leaveOpen(app: AppHome): Promise<void> {
  const lock = `/locks/${app.lockId}`;
  const { proof } = await app.ask("POST", `${lock}/proofs`, { action: "passage", password: owner.password });
  await app.ask("POST", `${lock}/passage`, { isOn: true, proof });
}

async function rename(app: AppHome, name: string): Promise<void> {
  await app.ask("PATCH", `/locks/${app.lockId}`, { name });
}

async function seesName(page: Page, name: string): Promise<void> {
  await page.locator(".lock-card h2", { hasText: name }).waitFor();
}

async function seesState(page: Page, text: string): Promise<void> {
  await page.locator(`.lock-state:text-is("${text}")`).waitFor();
}
