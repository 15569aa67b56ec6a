/** What the app keeps right by itself: the home's time zone, settings of others, its own newest build; in a real browser. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { ApiClient } from "../home/api-client.ts";
import { openHome } from "../home/home-process.ts";
import { until } from "../home/until.ts";
import { owner } from "./app-home.ts";
import { words } from "./first-run-words.ts";

const skip = await chromiumMissing();
const bruno = { name: "Bruno", email: "bruno@example.org", password: "a long enough password" } as const;
const actionTimeoutMs = 60_000;

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

test("the app keeps right what nobody told it to change", { skip }, async (t) => {
  const home = await openHome(t);
  const api = new ApiClient(home.url);
  const open = async (path: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce", ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(actionTimeoutMs);
    await page.goto(home.url + path);
    return { page, context };
  };

  await t.test("a new home is where the household is, whatever the server's clock says", async () => {
    const { page, context } = await open("/", { timezoneId: "Asia/Tokyo" });
    await page.getByLabel("Code", { exact: true }).fill(home.claim);
    await page.getByLabel(words.en.name).fill(owner.name);
    await page.getByLabel("E-mail address", { exact: true }).fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await page.getByRole("button", { name: words.en.claim }).click();
    await page.getByRole("heading", { name: words.en.lockCode, level: 2 }).waitFor();
    const { homes } = await api.expect("POST", "/api/session", { email: owner.email, password: owner.password });
    assert.equal(homes[0].timeZone, "Asia/Tokyo");
    await context.close();
  });

  const { homes } = await api.expect("GET", "/api/session");
  const ofHome = `/api/homes/${homes[0].homeId}`;
  const signedIn = async (path: string, who: typeof owner | typeof bruno = owner) => {
    const opened = await open("/sign-in", { serviceWorkers: "block" });
    await signIn(opened.page, who);
    await opened.page.getByRole("navigation").waitFor();
    await opened.page.goto(home.url + path);
    return opened;
  };

  await t.test(
    "a form with what was known yesterday switches nothing off, and PINs are forgotten after a question only",
    async () => {
      const before = await api.expect("GET", `${ofHome}/settings`);
      const { page, context } = await signedIn("/settings");
      await page.route(`**${ofHome}/settings`, (route) => route.fulfill({ json: before }));
      await api.expect("PUT", `${ofHome}/settings`, { ...before, keepsSealedPins: true });
      await page.goto(`${home.url}/settings/household`);
      const pins = page.getByLabel("Keep PINs and cards, sealed");
      await pins.waitFor();
      assert.equal(await pins.isChecked(), false);
      await page.unroute(`**${ofHome}/settings`);
      await page.getByLabel("Time zone").selectOption("Europe/Rome");
      await page.getByRole("button", { name: "Save" }).last().click();
      await page.getByText("Saved.").waitFor();
      const wanted = { ...before, timeZone: "Europe/Rome", keepsSealedPins: true };
      assert.deepEqual(await api.expect("GET", `${ofHome}/settings`), wanted);

      await shows(page, "document.querySelector('[name=keepsSealedPins]').checked");
      await pins.uncheck();
      await page.getByRole("button", { name: "Save" }).last().click();
      await page.getByRole("heading", { name: "Stop keeping the PINs?" }).waitFor();
      assert.deepEqual(await api.expect("GET", `${ofHome}/settings`), wanted);
      await page.getByRole("button", { name: "Stop keeping them" }).click();
      await page.locator("dialog").waitFor({ state: "detached" });
      assert.equal((await api.expect("GET", `${ofHome}/settings`)).keepsSealedPins, false);
      await context.close();
    },
  );

  const roleOf = async (name: string): Promise<unknown> => {
    const { members } = await api.expect("GET", `${ofHome}/members`);
    return members.find((member: { name: string }) => member.name === name)?.role;
  };

  await t.test("arrow keys make nobody owner; a session that ended comes back to where one was", async () => {
    const { token } = await api.expect("POST", `${ofHome}/invitations`, { email: bruno.email, role: "administrator" });
    await new ApiClient(home.url).expect("POST", "/api/invitations/accept", { ...bruno, token });
    const { page, context } = await signedIn("/settings/members");
    const role = page.getByLabel("Role of Bruno");
    await role.focus();
    await page.keyboard.press("ArrowUp");
    await page.getByRole("button", { name: /^Save.*Role of Bruno/ }).waitFor();
    assert.equal(await role.inputValue(), "owner");
    assert.equal(await roleOf("Bruno"), "administrator");
    await role.selectOption("Member");
    await page.getByRole("button", { name: /^Save.*Role of Bruno/ }).click();
    await page.getByText("Bruno: Member.").waitFor();
    assert.equal(await roleOf("Bruno"), "member");

    await context.clearCookies();
    await role.selectOption("Guest");
    await page.getByRole("button", { name: /^Save.*Role of Bruno/ }).click();
    await signIn(page, owner);
    await page.getByRole("heading", { name: "Members" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/settings/members");
    await context.close();
  });

  await t.test("whoever may add no lock is told whom to ask before anything else", async () => {
    const { page, context } = await signedIn("/add-lock", bruno);
    await page.getByText("Only the owner and administrators of this home add locks").waitFor();
    await context.close();
  });

  await t.test(
    "a page that did not load is asked for again; one that fails leaves the others as they are",
    async () => {
      const { page, context } = await signedIn("/settings");
      await page.route("**/assets/members-page-*.js", (route) => route.abort());
      await page.route("**/api/set-up", (route) => route.abort());
      await page.evaluate("window.isSameStart = true");
      await page.getByRole("link", { name: "Members" }).click();
      await page.getByRole("heading", { name: "This page did not load" }).waitFor();
      await page.unroute("**/assets/members-page-*.js");
      await page.route(`**${ofHome}/members`, (route) => route.fulfill({ json: { members: null } }));
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("This page cannot be shown just now.").waitFor();
      await page.getByRole("navigation").getByRole("link", { name: "Settings" }).click();
      await page.getByRole("heading", { name: "Settings" }).waitFor();
      assert.equal(await page.evaluate("window.isSameStart"), true, "without the server nothing was loaded anew");
      await context.close();
    },
  );

  await t.test(
    "an open app looks for a newer one and says so; what the server writes into the page does not go stale",
    async () => {
      const { page, context } = await open("/sign-in");
      await shows(page, "navigator.serviceWorker.controller !== null");
      await page.evaluate(`navigator.serviceWorker.ready.then((registration) => {
      registration.update = async () => { window.hasLooked = true; };
    })`);
      await shows(page, "document.dispatchEvent(new Event('visibilitychange')), window.hasLooked === true");
      await page.evaluate("navigator.serviceWorker.dispatchEvent(new Event('controllerchange'))");
      await page.getByText("A new version of the app is here.").waitFor();

      await page.evaluate(`caches.keys().then(async ([name]) => {
      const cache = await caches.open(name);
      const text = await (await cache.match("/")).text();
      const old = text.replace(/(name="virtual-lock" content=")[^"]*/, "$1/gone/");
      await cache.put("/", new Response(old, { headers: { "content-type": "text/html" } }));
    })`);
      const written = "document.querySelector('meta[name=virtual-lock]').content";
      await page.getByRole("button", { name: "Load it" }).click();
      await shows(page, `${written} === "/gone/"`);
      await page.waitForFunction(
        `caches.match("/").then((kept) => kept.text()).then((text) => !text.includes("/gone/"))`,
      );
      await page.reload();
      assert.equal(await page.evaluate(written), "/panel/");
      await context.close();
    },
  );
});

/** The page's policy allows it no `eval`, so the page itself is not waited in. */
async function shows(page: Page, expression: string): Promise<void> {
  await until(
    () => page.evaluate(expression),
    (isSo) => isSo === true,
  );
}

async function signIn(page: Page, { email, password }: Readonly<Record<"email" | "password", string>>): Promise<void> {
  await page.getByLabel("E-mail address", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}
