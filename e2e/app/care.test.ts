/** Care as a household uses it: mounting the lock, finding out what is wrong, keeping it going. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { until } from "../home/until.ts";
import { openAppHome, type AppHome, type Sight } from "./app-home.ts";
import { pressOn, tabTo } from "./keyboard.ts";

const skip = await chromiumMissing();
const pin = "482915";
const lowVolts = 4.6;
const freshVolts = 6.2;

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

test("in one home, on a phone in Italian", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const sight = { size: "phone", language: "it", scheme: "dark" } as const;
  await t.test("C1: the installation is ticked off by key alone, and the lock confirms the last checks", async () => {
    await install(app, sight);
  });
  await t.test("C3: what the lock knows nobody is asked; the way ends in the remedy", async () => {
    await askTheLock(app, sight);
  });
});

test("in one home, at a desk in English", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const sight = { size: "desktop", language: "en", scheme: "light" } as const;
  await t.test("C3: what only a person knows is asked, one step at a time, also back and again", async () => {
    await askThePerson(app, sight);
  });
  await t.test("C2: low batteries ask for new ones; a reminder can wait, and what is done is done", async () => {
    await keepGoing(app, sight);
  });
  await t.test("C4: each piece of fingerprint advice has a picture; every place of care is one step away", async () => {
    await lookAround(app, sight);
  });
});

async function install(app: AppHome, sight: Sight): Promise<void> {
  const { page, context, findNothing } = await app.open("/care", sight);
  await page.getByRole("heading", { name: "Cura", level: 1 }).waitFor();
  await findNothing();
  await pressOn(page, "Montare la serratura");
  await page.getByText("0 passi fatti su 17", { exact: true }).waitFor();
  const door = page.locator("#step-door");
  await door.getByText("Una porta in legno da 40 a 50 mm.", { exact: false }).waitFor();
  assert.equal(await door.locator("svg.picture").count(), 1, "the step has its picture");
  await findNothing();
  await pressOn(page, "Fatto: La porta è adatta?");
  await page.getByText("Un passo fatto su 17", { exact: true }).waitFor();
  await until(
    async () => await page.evaluate("document.activeElement?.parentElement?.id"),
    (id) => id === "step-professional",
  );
  await page.locator("#step-professional[open]").waitFor();

  const { personId } = await app.ask("POST", "/people", { name: "Marta" });
  await app.ask("PUT", `/people/${personId}/access/${app.lockId}`, {});
  await app.ask("POST", `/people/${personId}/credentials`, { kind: "pin", digits: pin });
  await app.until("/people", (body) => !/"status":"pending"/.test(JSON.stringify(body)));
  const check = page.locator("#step-checkPin");
  await check.locator("summary").click();
  await check.getByText("La serratura lo spunta da sola appena si apre in questo modo.").waitFor();
  await openAtDoor(app);
  await check.getByText(/Confermato dalla serratura/).waitFor();
  await page.getByText("2 passi fatti su 17", { exact: true }).waitFor();
  await findNothing();
  await page.reload();
  await page.getByText("2 passi fatti su 17", { exact: true }).waitFor();
  await context.close();
}

async function askTheLock(app: AppHome, sight: Sight): Promise<void> {
  await app.home.send({ bolt: "thrown" });
  await app.until(`/locks/${app.lockId}`, (lock) => JSON.stringify(lock.report).includes("bolted-inside"));
  const { page, context, findNothing } = await app.open("/care/trouble", sight);
  await pressOn(page, "Dito, PIN o scheda vengono accettati, ma la porta non si apre");
  await page.getByText("Dall’interno girare in verticale la leva del blocco di sicurezza", { exact: false }).waitFor();
  await page.getByText("La serratura dice che il blocco di sicurezza è inserito.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Sì", exact: true }).count(), 0, "nobody was asked");
  await until(
    async () => await page.evaluate("document.activeElement?.textContent"),
    (text) => text === "Che cosa aiuta",
  );
  await findNothing();
  await app.home.send({ bolt: "free" });
  await context.close();
}

async function askThePerson(app: AppHome, sight: Sight): Promise<void> {
  const { page, context, findNothing } = await app.open("/care/trouble", sight);
  await answer(page, "The key does not open");
  await page.getByRole("heading", { name: "Is it one of this lock’s own keys?" }).waitFor();
  await findNothing();
  await answer(page, "Yes");
  await page.getByRole("heading", { name: "Does the key go in as far as it will go?" }).waitFor();
  await answer(page, "No");
  await page.getByText("Put a little graphite powder into the cylinder", { exact: false }).waitFor();
  await page.getByText("a technician.", { exact: false }).first().waitFor();
  await findNothing();
  await answer(page, "One question back");
  await page.getByRole("heading", { name: "Does the key go in as far as it will go?" }).waitFor();

  await context.setOffline(true);
  await answer(page, "Yes");
  await page.getByText(/There is no connection to your home/).waitFor();
  await context.setOffline(false);
  await answer(page, "Try again");
  await page.getByRole("heading", { name: "Does the key turn?" }).waitFor();
  await answer(page, "Start again");
  await page.getByRole("heading", { name: "What is wrong?" }).waitFor();
  await context.close();
}

async function keepGoing(app: AppHome, sight: Sight): Promise<void> {
  const { page, context, findNothing } = await app.open("/care/maintenance", sight);
  await page.getByText("Nothing is due. Well kept!").waitFor();
  await findNothing();
  await app.home.send({ volts: lowVolts });
  const due = page.locator("section", { has: page.getByRole("heading", { name: "Due now" }) });
  await due.getByText("New batteries", { exact: true }).waitFor();
  await due.getByText("All four at once, never old and new together.").waitFor();
  await findNothing();
  await due.getByRole("button", { name: /^In a week/ }).click();
  await page.getByText("Nothing is due. Well kept!").waitFor();
  await page.getByText(/^Put off until/).waitFor();

  const later = page.locator("details", { hasText: "Wipe the keypad" });
  await later.locator("summary").click();
  await later.getByText("Not done yet").waitFor();
  await later.getByRole("button", { name: /^Done/ }).click();
  await later.getByText(/^Last done/).waitFor();
  await findNothing();
  const { items } = await app.ask("GET", "/maintenance");
  const keypad = items.find(({ task }: { readonly task: string }) => task === "keypad");
  assert.notEqual(keypad.lastDoneAt, null);
  await app.home.send({ volts: freshVolts });
  await context.close();
}

async function lookAround(app: AppHome, sight: Sight): Promise<void> {
  const { page, context, findNothing } = await app.open("/care", sight);
  await tabTo(page, "When the finger is not read");
  await page.keyboard.press("Enter");
  await page.getByText("Straight and square to the reader", { exact: false }).waitFor();
  assert.equal(await page.locator(".care-fingers svg.picture").count(), 7);
  await findNothing();
  await page.getByRole("link", { name: "Care" }).first().click();
  await page.getByRole("heading", { name: "Care", level: 1 }).waitFor();
  await context.close();
}

async function answer(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

async function openAtDoor(app: AppHome): Promise<void> {
  await app.home.send({ touch: true });
  await app.home.send({ press: `${pin}#` });
  await app.until("/history?kind=opened&limit=1", ({ entries }) => entries.length === 1);
}
