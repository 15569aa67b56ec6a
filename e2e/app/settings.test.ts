/** The page of a lock and the settings, in a real browser: what is changed there has changed at the lock and at the server. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { readQr } from "../browser/read-qr.ts";
import { ApiClient } from "../home/api-client.ts";
import { until } from "../home/until.ts";
import { openAppHome, owner, type AppHome, type Sight } from "./app-home.ts";

const skip = await chromiumMissing();
const pin = "73915462";
const newPassword = "another long enough password";

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

test("the page of a lock", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  // In the initial state the menu opens to anybody at the keypad.
  await app.home.send({ touch: true }, { press: `3571#12#${pin}#${pin}#*` });
  await app.until(`/locks/${app.lockId}`, ({ found }) => found.length === 1);
  const { page, findNothing } = await app.open(`/locks/${app.lockId}`);

  await t.test("somebody added at the keypad is told, and taken into the list", async () => {
    await page.getByRole("heading", { name: "At the lock, but not in your list" }).waitFor();
    await findNothing();
    await page.getByRole("button", { name: /^I know who it is/ }).click();
    await page.locator("dialog").getByLabel("Name", { exact: true }).fill("");
    await page.getByRole("button", { name: "Add to the list" }).click();
    await page.locator("dialog .problem").waitFor();
    await page.locator("dialog").getByLabel("Name", { exact: true }).fill("Dora");
    await page.getByRole("button", { name: "Add to the list" }).click();
    await page.locator(".list-row", { hasText: "Dora" }).getByText("Everything is at the lock.").waitFor();
    await page.getByRole("heading", { name: "At the lock, but not in your list" }).waitFor({ state: "detached" });
  });

  await t.test("what the lock refuses of a person stands there with the reason", async () => {
    const { personId } = await app.ask("POST", "/people", { name: "Bruno" });
    await app.ask("PUT", `/people/${personId}/access/${app.lockId}`, { role: "member" });
    await app.ask("POST", `/people/${personId}/credentials`, { kind: "pin", digits: pin });
    await page
      .locator(".list-row", { hasText: "Bruno" })
      .getByText(/has the same PIN or card already/)
      .waitFor();
  });

  const choose = async (label: string, option: string): Promise<void> => {
    await page.getByLabel(label).selectOption(option);
    await page.getByRole("button", { name: new RegExp(`^Save.*${label}`) }).click();
  };
  await t.test("L29, L39, L30, L13: volume, language, menu and relock time are the lock's", async () => {
    await choose("Volume", "Silent");
    await choose("Language of its voice", "Italian");
    await page.getByLabel("Menu at the keypad").uncheck();
    await choose("Locks by itself after", "10 seconds");
    await until(
      () => app.home.state(),
      ({ volume, language }) => volume === "silent" && language === "it",
    );
    await app.until(
      `/locks/${app.lockId}`,
      ({ report: { situation } }) => situation.autoRelockSeconds === 10 && situation.isMenuEnabled === false,
    );
  });

  await t.test("L15a–c: the weak guard profile is taken only after a warning with figures", async () => {
    await page.getByLabel("As in the manual").check();
    await page.getByText(/84\s%\s*per day/).waitFor();
    await page.getByRole("button", { name: "Use this protection" }).click();
    await findNothing();
    await page.getByRole("button", { name: "Cancel" }).click();
    assert.equal((await app.home.state()).profile, "guarded");
    await page.getByRole("button", { name: "Use this protection" }).click();
    await page.getByRole("button", { name: "Use it all the same" }).click();
    await until(
      () => app.home.state(),
      ({ profile }) => profile === "manual",
    );
    // The lock has it before the page has the server's answer.
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.getByLabel("Strict").check();
    await page.getByRole("button", { name: "Use this protection" }).click();
    await until(
      () => app.home.state(),
      ({ profile }) => profile === "strict",
    );
  });

  await t.test("G8: a Matter code for another home is drawn, and in digits", async () => {
    await page.getByRole("button", { name: "Make a code" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("input[name=password]").fill(owner.password);
    await dialog.getByRole("button", { name: "Make a code" }).click();
    await page.locator(".matter-digits").waitFor();
    await page.getByText(/Good for another 1[45]:/).waitFor();
    await page.locator(".matter-code").scrollIntoViewIfNeeded();
    assert.match(await readQr(page.locator(".matter-code")), /^MT:/);
    assert.match(await page.locator(".matter-digits").innerText(), /^\d{4}-\d{3}-\d{4}$/);
    await findNothing();
  });

  await t.test("it is renamed, told to show itself, and removed although it does not answer", async () => {
    await page.getByRole("button", { name: "Rename" }).click();
    await page.locator("dialog").getByLabel("Name").fill("Cellar");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Cellar" }).waitFor();
    await page.getByRole("button", { name: "Which one is it?" }).click();
    await page.getByText("The lock shows itself now.").waitFor();

    await app.home.send({ batteries: "out" });
    await page.getByRole("button", { name: "Remove the lock…" }).click();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByLabel("Remove it although it does not answer").check();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByRole("heading", { name: "No lock yet" }).waitFor();
  });
});

test("A1, A10: account, household, members", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const { page, findNothing } = await app.open("/settings");
  const go = async (entry: string | RegExp): Promise<void> => {
    if (!page.url().endsWith("/settings")) await page.locator(".page-back").click();
    await page.locator(".list-row", { hasText: entry }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
  };

  await t.test("a wrong password is told beside its field, and the right one is changed", async () => {
    await go("Account");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByLabel("Password now").fill("not my password");
    await page.getByLabel("New password").fill("short");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.locator(".problem", { hasText: "At least 10 characters" }).waitFor();
    await page.getByLabel("New password").fill(newPassword);
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.locator(".problem", { hasText: "That is not your password." }).waitFor();
    assert.equal(await page.getByLabel("New password").inputValue(), newPassword, "what was typed is still there");
    await page.getByLabel("Password now").fill(owner.password);
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("The password is changed.").waitFor();
    await findNothing();
    const body = { email: owner.email, password: newPassword };
    assert.equal((await new ApiClient(app.url).ask("POST", "/api/session", body)).status, 200);
  });

  await t.test("the home is renamed, and a shorter history is asked about first", async () => {
    await go("Household");
    await page.getByLabel("Name of the home").fill("Via Verdi 2");
    await page.getByRole("button", { name: "Save" }).first().click();
    await page.locator(".brand", { hasText: "Via Verdi 2" }).waitFor();
    await page.getByLabel("Time zone").selectOption("Europe/Rome");
    await page.getByLabel("History is kept for").selectOption("30 days");
    await page.getByLabel("Keep PINs and cards, sealed").check();
    await page.getByRole("button", { name: "Save" }).last().click();
    await findNothing();
    await page.getByRole("button", { name: "Erase what is older" }).click();
    // "Saved." may still stand there for the name.
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.getByText("Saved.").waitFor();
    const api = await signedIn(app);
    assert.deepEqual(await api.expect("GET", `/api/homes/${app.homeId}/settings`), {
      timeZone: "Europe/Rome",
      historyDays: 30,
      keepsSealedPins: true,
    });
  });

  await t.test("somebody is invited by a link, gets another role, and is removed", async () => {
    await go("Members");
    await page.getByLabel("Their e-mail address").fill("bruno");
    await page.getByRole("button", { name: "Make the invitation" }).click();
    await page.locator(".problem").waitFor();
    await page.getByLabel("Their e-mail address").fill("bruno@example.org");
    await page.getByRole("button", { name: "Make the invitation" }).click();
    const link = await page.locator(".secret").innerText();
    await findNothing();
    const bruno = new ApiClient(app.url);
    const acceptance = {
      token: link.split("#")[1],
      email: "bruno@example.org",
      name: "Bruno",
      password: owner.password,
    };
    await bruno.expect("POST", "/api/invitations/accept", acceptance);
    await page.reload();
    await page.getByLabel("Role of Bruno").selectOption("Administrator");
    await page.getByRole("button", { name: /^Save.*Role of Bruno/ }).click();
    await page.getByText("Bruno: Administrator.").waitFor();
    await findNothing();
    await page.getByRole("button", { name: "Remove Bruno" }).click();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("Bruno is removed.").waitFor();
  });

  await t.test("what is kept about oneself is seen, and taken along", async () => {
    const api = await signedIn(app);
    const { accountId } = await api.expect("GET", "/api/session");
    const people = `/api/homes/${app.homeId}/people`;
    const { personId } = await api.expect("POST", people, { name: "Anna", accountId });
    await api.expect("POST", `${people}/${personId}/credentials`, { kind: "fingerprint", label: "Right thumb" });
    await go("What is kept about you");
    await page.getByRole("button", { name: "See it" }).click();
    await page.getByText("Right thumb").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download as a file" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "my-data.json");
    await findNothing();
  });

  await t.test("what was done stands in the list of changes, which is whole", async () => {
    await go("Who changed what");
    await page.locator(".audit", { hasText: "Anna invited somebody" }).waitFor();
    await page.getByRole("button", { name: "Check the chain" }).click();
    await page.getByText("Nothing was altered.").waitFor();
  });

  await t.test("whoever signs out is out", async () => {
    await go("Account");
    await page.getByRole("button", { name: "Sign out", exact: true }).click();
    await page.waitForURL("**/sign-in");
  });
});

test("API keys, webhooks, Home Assistant, the gateway", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const { page, findNothing } = await app.open("/settings/api-keys", { size: "desktop" });

  await t.test("a key is shown once, works, and is revoked", async () => {
    await page.getByLabel("What is it for?").fill("Lamp");
    await page.getByRole("button", { name: "Make a key" }).click();
    const key = await page.locator(".secret").innerText();
    const script = new ApiClient(app.url, { authorization: `Bearer ${key}` });
    assert.equal((await script.ask("GET", `/api/homes/${app.homeId}/locks`)).status, 200);
    await findNothing();
    await page.getByRole("button", { name: "Revoke Lamp" }).click();
    await page.locator("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("No API key yet.").waitFor();
    assert.equal((await script.ask("GET", `/api/homes/${app.homeId}/locks`)).status, 401);
  });

  await t.test("a webhook is tried, and its delivery is seen", async () => {
    await using program = await openProgram();
    await page.goto(`${app.url}/settings/webhooks`);
    await page.getByLabel("Name").fill("Lamp");
    await page.getByLabel("Address").fill("lamp");
    await page.getByRole("button", { name: "Add a webhook" }).click();
    await page.locator(".problem", { hasText: "begins with https://" }).waitFor();
    await page.getByLabel("Address").fill(program.url);
    await page.getByLabel("It is in my home network").check();
    await page.getByRole("button", { name: "Add a webhook" }).click();
    await page.locator(".secret").waitFor();
    await page.getByRole("button", { name: "Send a test" }).click();
    await until(
      async () => program.deliveries,
      ({ length }) => length > 0,
    );
    assert.ok(program.deliveries[0]?.["catenaccio-signature"], "signed");
    await page.getByText("Last deliveries").click();
    await page.locator(".badge", { hasText: "delivered" }).waitFor();
    await findNothing();
    await page.getByRole("button", { name: "Switch off" }).click();
    await page.getByRole("button", { name: "Switch on" }).waitFor();
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await page.locator("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("No webhook yet.").waitFor();
  });

  await t.test("a broker that cannot be reached is told", async () => {
    await page.goto(`${app.url}/settings/home-assistant`);
    await page.getByLabel("Address of the broker").fill("broker.local");
    await page.getByRole("button", { name: "Connect" }).click();
    await page.locator(".problem", { hasText: "mqtt://" }).waitFor();
    await page.getByLabel("Address of the broker").fill("mqtt://127.0.0.1:9");
    await page.getByRole("button", { name: "Connect" }).click();
    await page.getByText(/^Not connected/).waitFor();
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByText("Home Assistant is told nothing any more.").waitFor();
  });

  await t.test("G2: the ring is as the box has it", async () => {
    await page.goto(`${app.url}/settings/gateway`);
    await page.locator(".gateway-now", { hasText: "Online: all is well" }).waitFor();
    await page.getByText(/Front door: (very good|good)/).waitFor();
    await app.home.send({ gateway: { cable: false } });
    await page.locator(".gateway-now", { hasText: "No network" }).waitFor();
  });
});

const paths = [
  "",
  "account",
  "household",
  "members",
  "privacy",
  "gateway",
  "home-assistant",
  "backup",
  "webhooks",
  "audit",
];
const sights: readonly Sight[] = [
  { size: "phone", language: "it", scheme: "dark" },
  { size: "desktop", language: "en", scheme: "light" },
];

test("A9: axe finds nothing on any page of the settings and of a lock, and nothing is cut off", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  for (const sight of sights) {
    const { page, context, findNothing } = await app.open("/", sight);
    for (const path of [...paths.map((name) => `/settings/${name}`.replace(/\/$/, "")), `/locks/${app.lockId}`]) {
      await page.goto(app.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      // There may be several.
      await page.locator(".loading").first().waitFor({ state: "detached" });
      await findNothing();
      assert.ok(await fitsInWidth(page), `${path} is wider than the window`);
    }
    await context.close();
  }
});

async function fitsInWidth(page: Page): Promise<boolean> {
  const tooWide =
    "[...document.querySelectorAll('.page *')].some((one) => one.getBoundingClientRect().right > innerWidth + 1)";
  return (await page.evaluate(tooWide)) === false;
}

async function signedIn(app: AppHome): Promise<ApiClient> {
  const api = new ApiClient(app.url);
  await api.expect("POST", "/api/session", { email: owner.email, password: newPassword });
  return api;
}

/** Somebody's own program, which takes what it is sent. */
async function openProgram() {
  const deliveries: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    deliveries.push(request.headers);
    request.resume();
    response.writeHead(204).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/door`,
    deliveries,
    async [Symbol.asyncDispose](): Promise<void> {
      server.close();
      server.closeAllConnections();
    },
  };
}
