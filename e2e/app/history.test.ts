/** The history, alarms and notifications as a household uses them: a real lock at the door, a real browser in the hand. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { until } from "../home/until.ts";
import { lockName, openAppHome, type AppHome, type Sight } from "./app-home.ts";

const skip = await chromiumMissing();
const pins = { marta: "482915", luca: "739154", wrong: "111122", forced: "640273" } as const;

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

test("in one home: the history on a phone, then an alarm", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  await t.test("A6: it tells who came, live, and why somebody was refused; it is searched and saved", async () => {
    await readHistory(app, { size: "phone", language: "it", scheme: "light" });
  });
  await t.test("A7: an alarm stands on every page until somebody has seen to it", async () => {
    await seeToAlarm(app);
  });
});

test("in one home: the history at a desk, and a long one", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  await t.test("A6: it tells who came, live, and why somebody was refused; it is searched and saved", async () => {
    await readHistory(app, { size: "desktop", language: "en", scheme: "dark" });
  });
  await t.test("A6: a long one comes piece by piece as one goes down, and to its beginning", async () => {
    await readToBeginning(app);
  });
});

test("in one home: without the server, and notifications", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  await t.test("A6: without the server the history is as it was, and goes on when it is back", async () => {
    await loseServer(app);
  });
  await t.test("A7: a device is notified when somebody wants it, tested, and no more when not", async () => {
    await notifyDevice(app);
  });
  await t.test("A11: over plain http one sentence says why there are no notifications", async () => {
    await beInsecure(app);
  });
  await t.test("A7: a message that was pushed is shown", async () => {
    await showPushed(app);
  });
  await t.test("A7: of an opening under duress the pages say nothing until somebody looks", async () => {
    await openUnderDuress(app);
  });
});

const words = {
  en: {
    opened: "Marta opened with a PIN",
    unknown: "Somebody tried with a PIN: refused",
    paused: "Luca tried with a PIN: refused",
    why: /^Why\?/,
    unknownReason: "There was no valid PIN in what was typed.",
    pausedReason: "access is paused.",
    pausedHelp: "End the pause of this person",
    openLuca: "Open Luca",
    lookFor: "Look for",
    what: "What",
    refused: "Refused",
    text: "Words",
    from: "From",
    to: "Until",
    reversed: "This day is before the first one.",
    everything: "Show everything",
    nothing: "Nothing found",
    table: "Save as a table",
    today: "Today",
  },
  it: {
    opened: "Marta ha aperto con un PIN",
    unknown: "Qualcuno ha provato con un PIN: rifiuto",
    paused: "Luca ha provato con un PIN: rifiuto",
    why: /^Perché\?/,
    unknownReason: "Nelle cifre digitate non c’era un PIN valido.",
    pausedReason: "L’accesso di questa persona è sospeso.",
    pausedHelp: "Togli la sospensione",
    openLuca: "Apri Luca",
    lookFor: "Cerca",
    what: "Che cosa",
    refused: "Rifiuti",
    text: "Parole",
    from: "Dal",
    to: "Al",
    reversed: "Questo giorno viene prima del primo.",
    everything: "Mostra tutto",
    nothing: "Niente trovato",
    table: "Salva come tabella",
    today: "Oggi",
  },
} as const;

async function readHistory(app: AppHome, sight: Required<Sight>): Promise<void> {
  const { size, language } = sight;
  const say = words[language];
  const luca = await addPerson(app, "Luca", pins.luca);
  await addPerson(app, "Marta", pins.marta);
  await app.ask("PUT", `/people/${luca}/paused`, { isPaused: true });
  await untilConfirmed(app);
  const { page, context, findNothing } = await app.open("/history", sight);
  await page.getByRole("heading", { name: say.today }).waitFor();
  await findNothing();

  await typeAtDoor(app, pins.marta);
  await page.getByText(say.opened, { exact: true }).first().waitFor();
  await typeAtDoor(app, pins.wrong);
  await explain(page, say.unknown, say);
  await page.getByText(say.unknownReason).waitFor();
  await typeAtDoor(app, pins.luca);
  await explain(page, say.paused, say);
  await page.getByText(say.pausedReason).waitFor();
  await page.getByText(say.pausedHelp).waitFor();
  assert.equal(
    await page.getByRole("link", { name: say.openLuca }).getAttribute("href"),
    `/people/${luca}`,
    "what helps is one step away",
  );
  await findNothing();
  assert.equal((await page.content()).includes(pins.marta), false, "no PIN is on the page");

  if (size === "phone") await page.locator("summary", { hasText: say.lookFor }).click();
  await page.getByLabel(say.what, { exact: true }).selectOption({ label: say.refused });
  await page.getByText(say.opened, { exact: true }).waitFor({ state: "detached" });
  await page.getByText(say.paused, { exact: true }).waitFor();
  await findNothing();
  await page.getByLabel(say.text).fill("Luca");
  await page.getByText(say.unknown, { exact: true }).waitFor({ state: "detached" });
  assert.match(page.url(), /kind=refused/, "what is looked for can be sent, and found again");
  await page.reload();
  await page.getByText(say.paused, { exact: true }).waitFor();
  assert.equal(await page.getByText(say.unknown, { exact: true }).count(), 0);
  await page.getByLabel(say.text).fill("nobody of this name");
  await page.getByRole("heading", { name: say.nothing }).waitFor();
  await page.getByRole("button", { name: say.everything }).click();
  await page.getByText(say.opened, { exact: true }).first().waitFor();

  const looked = page.waitForResponse(/[?&]from=/);
  await page.getByLabel(say.from).fill("2026-03-02");
  await looked;
  await page.getByLabel(say.to, { exact: true }).fill("2026-03-01");
  await page.getByText(say.reversed).waitFor();
  assert.equal(await page.getByLabel(say.to, { exact: true }).inputValue(), "2026-03-01", "what was typed stays");
  await findNothing();
  await page.getByRole("button", { name: say.everything }).click();

  const saving = page.waitForEvent("download");
  await page.getByRole("link", { name: say.table }).click();
  const table = readFileSync(await (await saving).path(), "utf8");
  assert.match(table, /^time.*,lock,person,kind,event,how,details\r\n/);
  assert.match(table, /,Marta,opened,lockOperation,keypad,/);
  await context.close();
}

async function readToBeginning(app: AppHome): Promise<void> {
  for (let change = 0; change < 60; change++)
    await app.ask("PUT", `/locks/${app.lockId}/settings`, {
      setting: { name: "autoRelockSeconds", value: 5 + change },
    });
  // One of them is what the lock had already, and changes nothing.
  await app.until("/history?limit=200&kind=settings", ({ entries }) => entries.length >= 59);
  const { page, context, findNothing } = await app.open("/history?kind=settings", { size: "phone" });
  const entries = page.locator(".history-entry");
  await entries.first().waitFor();
  await until(
    async () => {
      await page.mouse.wheel(0, 4_000);
      return await page.getByText("This is the beginning of the history.").count();
    },
    (count) => count === 1,
  );
  const { entries: all } = await app.ask("GET", "/history?limit=200&kind=settings");
  assert.equal(await entries.count(), all.length, "each once");
  await findNothing();
  await context.close();
}

async function loseServer(app: AppHome): Promise<void> {
  await addPerson(app, "Marta", pins.marta);
  await untilConfirmed(app);
  await typeAtDoor(app, pins.marta);
  const { page, context } = await app.open("/history");
  await page.getByText(words.en.opened).first().waitFor();
  await context.setOffline(true);
  await page.getByText(/No connection to your home/).waitFor();
  assert.equal(await page.getByText(words.en.opened).count(), 1, "what was known stays");
  await typeAtDoor(app, pins.wrong);
  await context.setOffline(false);
  await page.getByText(words.en.unknown).first().waitFor();
  await context.close();
}

async function seeToAlarm(app: AppHome): Promise<void> {
  const { page, context, findNothing } = await app.open("/care", { size: "phone", language: "en" });
  const other = await app.open("/care/fingers", { size: "desktop", language: "it", scheme: "dark" });
  await page.getByRole("heading", { name: "Care", level: 1 }).waitFor();
  for (let tries = 0; tries < 5; tries++) await typeAtDoor(app, pins.wrong);
  await page.getByText(`Too many wrong tries: ${lockName}`).waitFor();
  await other.page.getByText(`Troppi tentativi errati: ${lockName}`).waitFor();
  await findNothing();
  await other.findNothing();

  await page.getByRole("link", { name: "Look", exact: true }).click();
  await page.getByRole("heading", { name: `Too many wrong tries: ${lockName}` }).waitFor();
  await page.getByText("For a while no PIN, finger or card opens", { exact: false }).waitFor();
  await findNothing();
  await page.getByRole("button", { name: /^I have seen to it/ }).click();
  await page.getByText("No alarm is open. All is calm.").waitFor();
  await findNothing();
  await other.page.getByText(`Troppi tentativi errati: ${lockName}`).waitFor({ state: "detached" });
  const { alarms } = await app.ask("GET", "/alarms");
  assert.notEqual(alarms[0].acknowledgedAt, null);
  await other.context.close();
  await context.close();
}

async function openUnderDuress(app: AppHome): Promise<void> {
  await addPerson(app, "Piero", pins.forced, { type: "duress" });
  await untilConfirmed(app);
  const { page, context, findNothing } = await app.open("/care");
  await page.getByRole("heading", { name: "Care", level: 1 }).waitFor();
  await typeAtDoor(app, pins.forced);
  await app.until("/alarms?isOpen=true", ({ alarms }) => alarms[0]?.code === "forcedUser");
  const asked = page.waitForResponse(/\/alarms\?/);
  await page.reload();
  await (await asked).finished();
  await page.getByText("Nothing is due.").waitFor();
  assert.doesNotMatch(await page.locator("body").innerText(), /duress|alarm|Piero/i);
  await findNothing();
  await page.goto(`${app.url}/history`);
  await page.getByText("Piero opened with a PIN").first().waitFor();
  assert.doesNotMatch(await page.locator("body").innerText(), /duress/i, "it looks like any other opening");
  await page.goto(`${app.url}/history?kind=alarm`);
  await page.getByText("Silent alarm: opened under duress").waitFor();
  await page.goto(`${app.url}/alarms`);
  await page.getByRole("heading", { name: `Opened under duress: ${lockName}` }).waitFor();
  await findNothing();
  await context.close();
}

async function notifyDevice(app: AppHome): Promise<void> {
  const { page, context, findNothing } = await app.open("/notices", { size: "phone" });
  await page.getByText("This device is not notified.").waitFor();
  await context.grantPermissions(["notifications"], { origin: app.url });
  await page.addInitScript(subscribeElsewhere);
  await page.reload();
  await page.getByText("This device is not notified.").waitFor();
  await findNothing();
  await page.getByLabel("What this device is called").fill("");
  await page.getByRole("button", { name: "Notify this device" }).click();
  await page.getByText("Please fill this in.").waitFor();
  await page.getByLabel("What this device is called").fill("Anna’s phone");
  await page.getByRole("button", { name: "Notify this device" }).click();
  await page.getByText("Notifications reach this device.").waitFor();
  await page.getByText("this one", { exact: true }).waitFor();
  await findNothing();
  const { subscriptions } = await app.ask("GET", "/push");
  assert.deepEqual(
    subscriptions.map(({ device, service }: Record<string, string>) => [device, service]),
    [["Anna’s phone", "push.example.org"]],
  );
  await page.getByRole("button", { name: /^Send a test/ }).click();
  await page.getByText("within some seconds Anna’s phone shows a notification").waitFor();

  await page.getByLabel("The door stands open").uncheck();
  await page.getByText("Saved.", { exact: true }).waitFor();
  const { wanted } = await app.ask("GET", "/notices");
  assert.equal(wanted.includes("doorAjar"), false);
  assert.equal(wanted.includes("jammed"), true);

  await page.getByRole("button", { name: "Notify it no more" }).click();
  await page.getByText("None of your devices is notified.").waitFor();
  assert.deepEqual((await app.ask("GET", "/push")).subscriptions, []);
  await context.close();
}

async function beInsecure(app: AppHome): Promise<void> {
  const { page, context, findNothing } = await app.open("/care", { language: "it" });
  await page.addInitScript("Object.defineProperty(globalThis, 'isSecureContext', { value: false })");
  await page.goto(`${app.url}/notices`);
  await page.getByText("Con questa connessione il browser non permette notifiche", { exact: false }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Avvisa questo dispositivo" }).count(), 0);
  await findNothing();
  await context.close();
}

async function showPushed(app: AppHome): Promise<void> {
  const { page, context } = await app.open("/care");
  await context.grantPermissions(["notifications"], { origin: app.url });
  await page.evaluate(
    "navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready).then(() => true)",
  );
  const message = {
    homeId: app.homeId,
    kind: "jammed",
    title: "Front door: jammed",
    body: "At 10:00 the motor did not arrive. The key still opens.",
    language: "en",
    lockId: app.lockId,
    at: "2026-03-02T09:00:00.000Z",
    isSilent: false,
    tag: `jammed ${app.lockId}`,
  };
  await pushTo(page, app, JSON.stringify(message));
  const shown = await until(
    async () =>
      (await page.evaluate(
        "navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) => all.map(({ title, body }) => [title, body]))",
      )) as readonly (readonly string[])[],
    (notifications) => notifications.length > 0,
  );
  assert.deepEqual(shown, [[message.title, message.body]]);
  await context.close();
}

/** The push services of the makers are out of reach: a browser that got an address from one, as far as the page can tell. */
const subscribeElsewhere = `(() => {
  let current = null;
  const made = async () => {
    const { publicKey } = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const text = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const keys = { p256dh: text(await crypto.subtle.exportKey("raw", publicKey)), auth: text(new Uint8Array(16).fill(7)) };
    return {
      toJSON: () => ({ endpoint: "https://push.example.org/of/this/device", expirationTime: null, keys }),
      unsubscribe: async () => { current = null; return true; },
    };
  };
  PushManager.prototype.subscribe = async () => (current = await made());
  PushManager.prototype.getSubscription = async () => current;
})()`;

/** By the browser's debugging protocol, in place of a push service. */
async function pushTo(page: Page, app: AppHome, data: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  let registrationId: string | undefined;
  session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    registrationId ??= registrations.find(({ scopeURL }) => scopeURL.startsWith(app.url))?.registrationId;
  });
  await session.send("ServiceWorker.enable");
  const found = await until(
    async () => registrationId ?? "",
    (id) => id !== "",
  );
  await session.send("ServiceWorker.deliverPushMessage", {
    origin: new URL(app.url).origin,
    registrationId: found,
    data,
  });
}

async function addPerson(app: AppHome, name: string, digits: string, access: object = {}): Promise<string> {
  const { personId } = await app.ask("POST", "/people", { name });
  await app.ask("PUT", `/people/${personId}/access/${app.lockId}`, access);
  await app.ask("POST", `/people/${personId}/credentials`, { kind: "pin", digits });
  return personId;
}

async function untilConfirmed(app: AppHome): Promise<void> {
  await app.until("/people", (body) => !/"status":"(?:pending|refused)"/.test(JSON.stringify(body)));
}

interface HistoryEntry {
  readonly record: {
    readonly number: number;
    readonly happening: { readonly event: string; readonly operation?: string };
  };
}

/** Until the history has it; that the door locked itself again after somebody else is not it. */
async function typeAtDoor(app: AppHome, pin: string): Promise<void> {
  const { entries: before } = await app.ask("GET", "/history?limit=1");
  await app.home.send({ touch: true });
  await app.home.send({ press: `${pin}#` });
  const last = before[0]?.record.number ?? -1;
  await app.until("/history?limit=5", ({ entries }) =>
    entries.some(
      ({ record: { number, happening } }: HistoryEntry) =>
        number > last && (happening.event === "lockOperationError" || happening.operation === "unlock"),
    ),
  );
}

async function explain(page: Page, sentence: string, say: { readonly why: RegExp }): Promise<void> {
  const entry = page.locator(".history-entry", { hasText: sentence }).first();
  await entry.waitFor();
  await entry.locator("summary", { hasText: say.why }).click();
}
