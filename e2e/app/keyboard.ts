/** A person without a mouse: Tab until the thing that is meant has the focus, then type. */

import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** More stops than any page has. */
const stopsMax = 60;
const nameOfFocused = `(() => {
  const { activeElement: at } = document;
  if (at === null || at === document.body) return "";
  const label = at.labels?.[0]?.textContent;
  return (label ?? at.getAttribute("aria-label") ?? at.textContent ?? "").trim();
})()`;

/** Tab until the focus is on it. */
export async function tabTo(page: Page, name: string): Promise<void> {
  await page.getByText(name, { exact: false }).first().waitFor({ state: "attached" });
  const passed: string[] = [];
  for (let stop = 0; stop < stopsMax; stop++) {
    const focused = (await page.evaluate(nameOfFocused)) as string;
    if (focused === name) return;
    passed.push(focused);
    await page.keyboard.press("Tab");
  }
  assert.fail(`The Tab key never came to ${name}: ${passed.join(" → ")}`);
}

/** In place of what stands there. */
export async function typeInto(page: Page, name: string, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(text);
}

export async function pressOn(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}
