/** People and guests in a real browser with the real lock behind it: who may come in, with what, when, and why not. */

import assert from "node:assert/strict";
import { after, before, test, type TestContext } from "node:test";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { until } from "../home/until.ts";
import { opensFor } from "../lock/at-the-door.ts";
import type { Line } from "../lock/panel-process.ts";
import { lockName, openAppHome, openBrowser, type AppHome } from "./app-home.ts";

const skip = await chromiumMissing();
const annaPin = "74019385";
const ownPin = "58203714";
const otherPin = "41730285";
const captures = 5;

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

const words = {
  en: {
    addPerson: "Add a person",
    name: "Name",
    add: "Add",
    addFinger: "Add a finger",
    giveAccess: `Give access to ${lockName}, always`,
    begin: "Begin",
    putFinger: "Put the finger on the reader now.",
    unclear: "That was not clear.",
    fingerDone: "Done. This finger opens",
    close: "Close",
    addPin: "Add a PIN",
    givePin: "Give the PIN",
    shownOnce: "it is shown only now",
    ownPin: "I choose it",
    wrongLength: "A PIN here has 6 to 10 digits.",
    notFree: /not free|same one already/,
    stored: "The PIN is stored.",
    atLock: "At the lock",
  },
  it: {
    addPerson: "Aggiungi una persona",
    name: "Nome",
    add: "Aggiungi",
    addFinger: "Aggiungi un dito",
    giveAccess: `Dai accesso a ${lockName}, sempre`,
    begin: "Comincia",
    putFinger: "Posa ora il dito sul lettore.",
    unclear: "Non era chiaro.",
    fingerDone: "Fatto. Questo dito apre",
    close: "Chiudi",
    addPin: "Aggiungi un PIN",
    givePin: "Dai il PIN",
    shownOnce: "si vede solo adesso",
    ownPin: "Lo scelgo io",
    wrongLength: "Qui un PIN ha da 6 a 10 cifre.",
    notFree: /non è libero|già lo stesso/,
    stored: "Il PIN è memorizzato.",
    atLock: "Nella serratura",
  },
} as const;

test("A5: people and guests of one home", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const anna = await addAnna(app);
  // So that nobody waits long between two openings.
  await app.ask("PUT", `/locks/${app.lockId}/settings`, { setting: { name: "autoRelockSeconds", value: 2 } });
  await t.test("a person is added, fingers and PINs are given, and all of them open", async (part) => {
    await addPeople(part, app);
  });
  await t.test("the week is planned by keyboard alone; a night is one time to the person", async (part) => {
    await planByKeyboard(part, app, anna);
  });
  await t.test("a guest gets a PIN in three steps, reads it behind the link, opens the door", async (part) => {
    await haveGuests(part, app);
  });
  await t.test("what somebody put on the lock at its keypad is found, and said whose it is", async () => {
    await adoptFound(app, anna);
  });
  await t.test("who could come in on Saturday at ten, and why not; a pause; and what deleting means", async () => {
    await askWho(app, anna);
  });
});

async function addPeople(t: TestContext, app: AppHome): Promise<void> {
  for (const [size, language, scheme, finger] of [
    ["phone", "en", "light", "bruno-thumb"],
    ["desktop", "it", "dark", "carlo-thumb"],
  ] as const)
    await t.test(`on a ${size}, in ${language}, ${scheme}`, async () => {
      const say = words[language];
      const { page, context, findNothing } = await app.open("/people", { size, language, scheme });
      const dialog = page.locator("dialog");
      const button = (name: string) => page.getByRole("button", { name, exact: true });
      await page.getByText("Anna Rossi").waitFor();
      await findNothing();

      await button(say.addPerson).click();
      await dialog.getByRole("button", { name: say.add, exact: true }).click();
      await dialog.locator(".problem").waitFor();
      await dialog.getByLabel(say.name, { exact: true }).fill(finger);
      await findNothing();
      await dialog.getByRole("button", { name: say.add, exact: true }).click();
      await page.getByRole("heading", { name: finger }).waitFor();

      await button(say.addFinger).click();
      await button(say.giveAccess).click();
      await findNothing();
      await button(say.begin).click();
      await page.getByText(say.putFinger).waitFor();
      await findNothing();
      await app.home.send({ finger, as: "wet" });
      await page.getByText(say.unclear).waitFor();
      for (let capture = 1; capture <= captures; capture++) {
        await app.home.send({ finger });
        if (capture < captures) await page.locator(".finger-progress", { hasText: `${capture} ` }).waitFor();
      }
      await page.getByText(say.fingerDone).waitFor();
      await findNothing();
      await dialog.locator(".dialog-foot").getByRole("button", { name: say.close }).click();
      await opens(app, { finger });

      await button(say.addPin).click();
      await findNothing();
      await button(say.givePin).click();
      await page.getByText(say.shownOnce).waitFor();
      const digits = (await page.locator("dialog output").innerText()).replaceAll(/\s/g, "");
      assert.match(digits, /^\d{6,10}$/);
      await dialog.getByText(say.atLock).waitFor();
      await findNothing();
      await dialog.locator(".dialog-foot").getByRole("button", { name: say.close }).click();
      await dialog.waitFor({ state: "detached" });
      assert.ok(!(await page.content()).includes(digits), "the page keeps no PIN");
      await opens(app, { touch: true }, { press: `${digits}#` });

      await button(say.addPin).click();
      await page.getByText(say.ownPin).click();
      const typed = dialog.getByLabel("PIN", { exact: true });
      await typed.fill("123");
      await button(say.givePin).click();
      await dialog.locator(".problem", { hasText: say.wrongLength }).waitFor();
      await typed.fill(annaPin);
      await button(say.givePin).click();
      await dialog.locator(".problem", { hasText: say.notFree }).waitFor();
      assert.equal(await typed.inputValue(), annaPin, "what was typed stays");
      await findNothing();
      await typed.fill(size === "phone" ? ownPin : otherPin);
      await button(say.givePin).click();
      await page.getByText(say.stored).waitFor();
      await dialog.getByText(say.atLock).waitFor();
      await dialog.locator(".dialog-foot").getByRole("button", { name: say.close }).click();
      await page.locator(".credential", { hasText: say.atLock }).nth(2).waitFor();
      assert.equal(await page.locator(".credential .bad").count(), 0, "no refused try is left behind");
      await findNothing();
      await context.close();
    });
}

async function planByKeyboard(t: TestContext, app: AppHome, personId: string): Promise<void> {
  for (const size of ["desktop", "phone"] as const)
    await t.test(`on a ${size}`, async () => {
      await app.ask("PUT", `/people/${personId}/access/${app.lockId}`, {});
      const { page, context, findNothing } = await app.open(`/people/${personId}/locks/${app.lockId}`, { size });
      await page.getByRole("radio", { name: /^Always/ }).focus();
      await page.keyboard.press("ArrowDown");
      await page.getByRole("button", { name: "Save" }).focus();
      await page.keyboard.press("Enter");
      await page.getByText("Choose at least one day.").waitFor();
      // The focus is where something is missing.
      await until(
        () => focusedName(page),
        (name) => name === "Monday",
      );
      await findNothing();
      await tabTo(page, "Friday");
      await page.keyboard.press("Space");
      await tabTo(page, "From");
      await typeTime(page, "22:00");
      await tabTo(page, "To");
      await typeTime(page, "06:00");
      await page.getByText("Until the next day").waitFor();
      await tabTo(page, "Copy Friday");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Copy Friday to other days" }).waitFor();
      await tabTo(page, "Saturday");
      await page.keyboard.press("Space");
      await findNothing();
      await tabTo(page, "Copy");
      await page.keyboard.press("Enter");
      await page.locator(".planner-summary", { hasText: "Fridays and Saturdays 22:00–6:00 the next day" }).waitFor();
      await findNothing();
      await tabTo(page, "Save");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Anna Rossi", exact: true }).waitFor();
      await page.getByText("Fridays and Saturdays 22:00–6:00 the next day").waitFor();
      const { access } = await app.ask("GET", `/people/${personId}`);
      assert.deepEqual(access[0].schedule.weekDays, [
        { days: ["fri", "sat"], from: "22:00", to: "23:59" },
        { days: ["sat", "sun"], from: "00:00", to: "06:00" },
      ]);
      await page.locator(".credential .good").first().waitFor();
      await findNothing();
      await context.close();
    });
}

async function haveGuests(t: TestContext, app: AppHome): Promise<void> {
  await t.test("on a phone, in Italian", async () => {
    const { page, context, findNothing } = await app.open("/guests/new", { language: "it" });
    await page.getByRole("button", { name: "Avanti" }).click();
    await page.locator(".problem").waitFor();
    await page.getByLabel("Nome dell’ospite").fill("Carla");
    await findNothing();
    await page.getByRole("button", { name: "Avanti" }).click();
    await page.getByRole("heading", { name: "Quando può entrare Carla?" }).waitFor();
    for (const way of ["In certi giorni della settimana", "Una volta", "Per un soggiorno"]) {
      await page.getByText(way, { exact: true }).click();
      await findNothing();
    }
    await page.getByRole("button", { name: "Avanti" }).click();
    await page.getByRole("heading", { name: "È tutto giusto?" }).waitFor();
    await findNothing();

    await page.getByRole("button", { name: "Dai il PIN" }).click();
    await page.getByRole("heading", { name: "Carla può entrare" }).waitFor();
    await page.locator(".status-line.good").waitFor();
    await findNothing();
    const link = await page.locator(".guest-link").innerText();
    const digits = (await page.locator("output").innerText()).replaceAll(/\s/g, "");

    const guest = await openBrowser(browser, { language: "it" });
    await guest.page.goto(link);
    await guest.page.getByText("Pronto: qui il tuo PIN funziona").waitFor();
    assert.equal((await guest.page.locator("output").innerText()).replaceAll(/\s/g, ""), digits);
    await guest.findNothing();
    await opens(app, { touch: true }, { press: `${digits}#` });

    await page.goto(`${app.url}/guests`);
    await page.getByRole("button", { name: "Ritira il link" }).click();
    await findNothing();
    await page.locator("dialog").getByRole("button", { name: "Ritira il link" }).click();
    await page.getByText("Il link è stato ritirato").waitFor();
    await findNothing();
    await guest.page.reload();
    await guest.page.getByRole("heading", { name: "Questo link non apre niente" }).waitFor();
    await guest.findNothing();
    await page.getByRole("button", { name: "Elimina l’ospite: Carla" }).click();
    await page.locator("dialog").getByRole("button", { name: "Elimina", exact: true }).click();
    await page.getByText("Ancora nessun ospite.").waitFor();
    await until(
      () => app.home.state(),
      ({ users }) => !Object.values(users).some(({ name }) => name === "Carla"),
    );
    await guest.context.close();
    await context.close();
  });
  await t.test("on a desktop, in English: one visit, in the dark", async () => {
    const { page, context, findNothing } = await app.open("/guests/new", { size: "desktop", scheme: "dark" });
    await page.getByLabel("Name of the guest").fill("Dario");
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText("Once", { exact: true }).click();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("heading", { name: "Is everything right?" }).waitFor();
    await page.getByRole("button", { name: "Back", exact: true }).click();
    // Going back loses nothing.
    await page.getByRole("radio", { name: /^Once/, checked: true }).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("heading", { name: "Is everything right?" }).waitFor();
    await findNothing();
    await context.setOffline(true);
    await page.getByRole("button", { name: "Give the PIN" }).click();
    await page.getByText("What you typed is still here").waitFor();
    await context.setOffline(false);
    await page.getByRole("button", { name: "Give the PIN" }).click();
    await page.locator(".status-line.good").waitFor();
    const digits = (await page.locator("output").innerText()).replaceAll(/\s/g, "");
    const link = await page.locator(".guest-link").innerText();
    await opens(app, { touch: true }, { press: `${digits}#` });
    const guest = await openBrowser(browser, { size: "desktop", scheme: "dark" });
    await guest.page.goto(link);
    await guest.page.getByText("Used: this PIN was for one time").waitFor();
    await guest.findNothing();
    await guest.context.close();
    await context.close();
  });
}

async function askWho(app: AppHome, personId: string): Promise<void> {
  const { personId: maria } = await app.ask("POST", "/people", { name: "Maria" });
  await app.ask("PUT", `/people/${maria}/access/${app.lockId}`, {
    schedule: { weekDays: [{ days: ["tue"], from: "09:00", to: "12:00" }], dates: [] },
  });
  await app.ask("POST", `/people/${maria}/credentials`, { kind: "pin" });
  const { page, findNothing } = await app.open("/who", { size: "desktop" });
  await page.getByRole("heading", { name: "Who could come in?" }).waitFor();
  await findNothing();
  await page.getByRole("button", { name: "Saturday at 22:00" }).click();
  await page.locator(".who-row.yes", { hasText: "Anna Rossi" }).waitFor();
  await page.locator(".who-row.no", { hasText: "May come at other times only: Tuesdays 9:00–12:00." }).waitFor();
  await findNothing();

  await page.getByRole("link", { name: "Anna Rossi" }).click();
  await page.getByRole("button", { name: "Pause everywhere" }).click();
  await findNothing();
  await page.locator("dialog").getByRole("button", { name: "Pause everywhere" }).click();
  await page.getByRole("button", { name: "End the pause" }).waitFor();
  await app.until(`/people/${personId}`, ({ access }) => access[0].status.status === "confirmed");
  await untilLocked(app);
  assert.equal(
    await opensFor(app.home, { touch: true }, { press: `${annaPin}#` }),
    false,
    "whoever is paused stays out",
  );

  await page.getByRole("button", { name: "Delete Anna Rossi" }).click();
  await page.getByText("The name goes from the history").waitFor();
  await findNothing();
  await page.locator("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("heading", { name: "People", exact: true }).waitFor();
  await page.getByText("Maria").waitFor();
  await page.locator(".list-row", { hasText: "Anna Rossi" }).waitFor({ state: "detached" });
}

async function adoptFound(app: AppHome, administrator: string): Promise<void> {
  await app.ask("PUT", `/people/${administrator}/access/${app.lockId}`, { role: "administrator" });
  await app.until(`/people/${administrator}`, ({ access }) => access[0].status.status === "confirmed");
  const { page, findNothing } = await app.open("/people");
  await enrolAtKeypad(app, "62850417");
  await page.getByRole("heading", { name: "Added at the lock" }).waitFor();
  await findNothing();
  await page.getByRole("button", { name: "Say whose it is" }).click();
  await page.locator("dialog").getByLabel("Name", { exact: true }).fill("Zia Pina");
  await findNothing();
  await page.locator("dialog").getByRole("button", { name: "Keep" }).click();
  await page.locator(".list-row", { hasText: "Zia Pina" }).waitFor();
  await page.getByRole("heading", { name: "Added at the lock" }).waitFor({ state: "detached" });
}

/** With a PIN that the lock has. */
async function addAnna(app: AppHome): Promise<string> {
  const { personId } = await app.ask("POST", "/people", { name: "Anna Rossi" });
  await app.ask("PUT", `/people/${personId}/access/${app.lockId}`, { role: "administrator" });
  await app.ask("POST", `/people/${personId}/credentials`, { kind: "pin", digits: annaPin });
  await app.until(`/people/${personId}`, ({ credentials }) => credentials[0].locks[0]?.status.status === "confirmed");
  return personId;
}

async function untilLocked(app: AppHome): Promise<void> {
  await until(
    () => app.home.state(),
    ({ lockState }) => lockState === "locked",
  );
}

/** By the menu, as somebody who stands at the door. */
async function enrolAtKeypad(app: AppHome, pin: string): Promise<void> {
  await untilLocked(app);
  const heard = await app.home.send(
    { touch: true },
    { press: "3571#" },
    { press: `${annaPin}#` },
    { press: `12#${pin}#${pin}#` },
    { press: "*" },
  );
  assert.ok(
    heard.some(({ log }) => log?.event === "userChange"),
    heard.map(({ text = "" }) => text).join(" "),
  );
}

async function opens(app: AppHome, ...lines: readonly Line[]): Promise<void> {
  await untilLocked(app);
  assert.ok(await opensFor(app.home, ...lines));
}

const nameOfFocused = `(() => {
  const { activeElement: at } = document;
  return (at?.getAttribute("aria-label") ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? "").trim();
})()`;

async function focusedName(page: Page): Promise<string> {
  return (await page.evaluate(nameOfFocused)) as string;
}

/** Forwards, round the end. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < 60; stop++) {
    const focused = await focusedName(page);
    if (focused === name) return;
    passed.push(focused);
    await page.keyboard.press("Tab");
  }
  assert.fail(`The Tab key never came to ${name}: ${passed.join(" → ")}`);
}

/** A field of hours and minutes; a browser that has a twelve-hour clock there is told the half of the day as well. */
async function typeTime(page: Page, time: string): Promise<void> {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const two = (value: number): string => String(value).padStart(2, "0");
  await page.keyboard.type(`${two(hours)}${two(minutes)}`);
  if ((await page.evaluate("document.activeElement.value")) === time) return;
  for (let part = 0; part < 3; part++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(`${two(((hours + 11) % 12) + 1)}${two(minutes)}${hours < 12 ? "AM" : "PM"}`);
  assert.equal(await page.evaluate("document.activeElement.value"), time);
}
