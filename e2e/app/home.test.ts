/** Home, in a real browser with the real lock behind it: how a door is, opening it from afar, open mode. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { ApiClient } from "../home/api-client.ts";
import { until } from "../home/until.ts";
import { unlocks } from "../lock/at-the-door.ts";
import { addAuthenticator } from "./authenticator.ts";
import { openAppHome, openBrowser, owner, type AppHome } from "./app-home.ts";

const skip = await chromiumMissing();
const pin = "74019385";

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

const words = {
  en: {
    open: /^Open Front door$/,
    password: "Your password",
    confirm: "Open now",
    wrong: "That is not your password.",
    isOpen: "Open: press the handle down",
    relocked: "Locked again.",
    done: "Done",
    locked: "Locked",
  },
  it: {
    open: /^Apri Front door$/,
    password: "La tua password",
    confirm: "Apri ora",
    wrong: "Questa non è la tua password.",
    isOpen: "Aperta: abbassa la maniglia",
    relocked: "Di nuovo chiusa.",
    done: "Fatto",
    locked: "Chiusa",
  },
} as const;

test(
  "A8: the door opens from the app, with a fresh proof, and the dialog tells how it goes on",
  { skip },
  async (t) => {
    const app = await openAppHome(t, browser);
    for (const [size, language, scheme] of [
      ["phone", "en", "light"],
      ["desktop", "it", "dark"],
    ] as const)
      await t.test(`on a ${size}, in ${language}, ${scheme}`, async () => {
        const say = words[language];
        const { page, context, findNothing } = await app.open("/", { size, language, scheme });
        await seesState(page, say.locked);
        await findNothing();

        await page.getByRole("button", { name: say.open }).click();
        await findNothing();
        await page.getByRole("button", { name: say.confirm }).click();
        await page.locator("dialog .problem").waitFor();
        await typePassword(page, "not the password at all");
        await page.locator("dialog .problem", { hasText: say.wrong }).waitFor();
        const before = await countUnlocks(app);
        await typePassword(page, owner.password);
        await page.locator(".step", { hasText: say.isOpen }).waitFor();
        await untilUnlocks(app, before + 1);
        await findNothing();
        await page.locator(".step", { hasText: say.relocked }).waitFor();
        await untilLocked(app);
        await page.getByRole("button", { name: say.done, exact: true }).click();
        await page.locator("dialog").waitFor({ state: "detached" });
        assert.ok(!(await page.content()).includes(owner.password), "the page keeps no password");
        await context.close();
      });
  },
);

test("A4, A8: why it did not open, who came last, and what the lock says of itself, live", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const { page, findNothing } = await app.open("/");
  const open = async (): Promise<void> => {
    await page.getByRole("button", { name: words.en.open }).click();
    await typePassword(page, owner.password);
  };

  await t.test("a bolted door stays shut, and the dialog says who can open it", async () => {
    await app.home.send({ bolt: "thrown" });
    await open();
    await page.locator(".step.failed", { hasText: "bolted from inside" }).waitFor();
    await findNothing();
    await app.home.send({ bolt: "free" });
    await page.getByRole("button", { name: "Try again" }).click();
    await typePassword(page, owner.password);
    await page.locator(".step", { hasText: words.en.isOpen }).waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await page.locator(".last-event", { hasText: "Opened from the app" }).waitFor();
  });

  await t.test("a motor that stalls is told as that, though the lock took the order", async () => {
    await seesState(page, "Locked");
    await app.home.send({ fault: "motor-stall", on: true });
    await open();
    await page.locator(".step.failed", { hasText: "The motor did not get through" }).waitFor();
    assert.equal(await page.locator(".step", { hasText: words.en.isOpen }).count(), 0);
    await app.home.send({ fault: "motor-stall", on: false });
    await page.getByRole("button", { name: "Close", exact: true }).last().click();
  });

  await t.test("by keyboard alone", async () => {
    await seesState(page, "Locked");
    await page.goto(app.url);
    await page.getByRole("button", { name: words.en.open }).waitFor();
    await tabTo(page, "Open Front door");
    await page.keyboard.press("Enter");
    await page.getByLabel(words.en.password, { exact: true }).waitFor();
    await page.keyboard.type(owner.password);
    await page.keyboard.press("Enter");
    await page.locator(".step", { hasText: words.en.isOpen }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
  });

  await t.test("A1: a member opens the door, and sees neither who came nor the settings of the lock", async () => {
    const email = "bruno@example.org";
    const { token } = await app.ask("POST", "/invitations", { email, role: "member" });
    const acceptance = { token, email, name: "Bruno", password: owner.password };
    await new ApiClient(app.url).expect("POST", "/api/invitations/accept", acceptance);
    const member = await openBrowser(browser);
    const data = { email, password: owner.password };
    await member.context.request.post(`${app.url}/api/session`, { data, headers: { origin: app.url } });
    await member.page.goto(app.url);
    await seesState(member.page, "Locked");
    assert.equal(await member.page.locator(".last-event").count(), 0);
    await member.page.getByRole("button", { name: words.en.open }).click();
    await typePassword(member.page, owner.password);
    await member.page.locator(".step", { hasText: words.en.isOpen }).waitFor();
    await member.page.goto(`${app.url}/locks/${app.lockId}`);
    await member.page.getByRole("heading", { name: "What this lock can do" }).waitFor();
    await member.findNothing();
    assert.equal(await member.page.getByRole("heading", { name: "Settings of the lock" }).count(), 0);
    await member.context.close();
    await seesState(page, "Locked");
  });

  await t.test("who comes in at the door stands on the card, and so do wrong tries", async () => {
    await givePin(app, "Bruno");
    await app.home.send({ touch: true }, { press: `99${pin}12#` });
    await page.locator(".last-event", { hasText: "Bruno opened with a PIN" }).waitFor();
    for (let wrong = 0; wrong < 5; wrong++) await app.home.send({ touch: true }, { press: "111111#" });
    await page.locator(".notice", { hasText: "Locked out after wrong tries" }).waitFor();
    await page.locator(".last-event", { hasText: "Too many wrong tries" }).waitFor();
    await findNothing();
  });

  await t.test("weak batteries are told", async () => {
    await app.home.send({ volts: 4.5 }, { touch: true });
    await page.locator(".fact.warning", { hasText: "Batteries low" }).waitFor();
  });
});

test("A8, L16, G9: open mode, a passkey, and no connection", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const { page, context, findNothing } = await app.open("/", { size: "desktop" });

  await t.test("L16: open mode takes a tick and a proof, is seen by everybody, and ends", async () => {
    const other = await app.open("/");
    await page.getByRole("button", { name: /^Open mode/ }).click();
    await typePassword(page, owner.password);
    await page.locator("dialog .problem").waitFor();
    assert.equal((await app.home.state()).operatingMode, "normal", "not without the tick");
    await findNothing();
    await page.getByLabel("I know that anybody can come in").check();
    await typePassword(page, owner.password);
    // By its words, so that a failure says why it did not come on.
    await until(
      () => page.locator(".step").allInnerTexts(),
      (steps) => steps.includes("Open mode is on."),
    );
    assert.equal((await app.home.state()).operatingMode, "passage");
    await page.getByRole("button", { name: "Done" }).click();
    await findNothing();

    await other.page.locator(".notice", { hasText: "anybody can walk in" }).waitFor();
    await other.page.getByRole("button", { name: /^End open mode/ }).click();
    await seesState(page, "Locked");
    assert.equal((await app.home.state()).operatingMode, "normal");
    await other.context.close();
  });

  await t.test("A8: a passkey opens the door without a password", async () => {
    await page.goto(`${app.url}/settings/account`);
    await addAuthenticator(page);
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByLabel("What is this device called?").fill("My phone");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("My phone").waitFor();

    await page.locator(".nav a", { hasText: "Home" }).click();
    await page.getByRole("button", { name: words.en.open }).click();
    const before = await countUnlocks(app);
    await page.getByRole("button", { name: "With passkey" }).click();
    await page.locator(".step", { hasText: words.en.isOpen }).waitFor();
    await untilUnlocks(app, before + 1);
    await page.getByRole("button", { name: "Done" }).click();
    await seesState(page, "Locked");
  });

  await t.test("A1: whoever signed out signs in with the passkey, and types nothing", async () => {
    await page.goto(`${app.url}/settings/account`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await findNothing();
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("button", { name: words.en.open }).waitFor();
    await seesState(page, "Locked");
  });

  await t.test(
    "G9: without the connection the last state is shown, nothing opens, and what was typed stays",
    async () => {
      await page.getByRole("button", { name: words.en.open }).click();
      await context.setOffline(true);
      await typePassword(page, owner.password);
      await page.locator("dialog .notice", { hasText: "no connection" }).waitFor();
      assert.equal(await page.locator("dialog input[name=password]").inputValue(), owner.password);
      await page.keyboard.press("Escape");
      await seesState(page, "Last known: Locked");
      await page.locator(".lock-state.old").waitFor();
      await untilLocked(app);
    },
  );
});

async function untilLocked({ home }: AppHome): Promise<void> {
  await until(
    () => home.state(),
    ({ lockState }) => lockState === "locked",
  );
}

async function countUnlocks({ home }: AppHome): Promise<number> {
  return unlocks(await home.log()).length;
}

/** By the lock's log: on a slow machine it has locked itself again before anybody asks for its state. */
async function untilUnlocks(app: AppHome, count: number): Promise<void> {
  await until(
    () => countUnlocks(app),
    (counted) => counted === count,
  );
}

async function typePassword(page: Page, password: string): Promise<void> {
  const field = page.locator("dialog input[name=password]");
  await field.fill(password);
  await field.press("Enter");
}

async function seesState(page: Page, text: string): Promise<void> {
  await page.locator(`.lock-state:text-is("${text}")`).waitFor();
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate("document.activeElement?.textContent");
    if (focused === name) return;
  }
  assert.fail(`${name} is not reached by the keyboard`);
}

async function givePin(app: AppHome, name: string): Promise<void> {
  const { personId } = await app.ask("POST", "/people", { name });
  await app.ask("PUT", `/people/${personId}/access/${app.lockId}`, { role: "administrator" });
  await app.ask("POST", `/people/${personId}/credentials`, { kind: "pin", digits: pin });
  await app.until(`/people/${personId}`, ({ credentials }) => credentials[0]?.locks[0]?.status.status === "confirmed");
}
