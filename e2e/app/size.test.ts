/** What a phone has to load before it shows the home page for the first time. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { chromiumMissing, launchChromium } from "../../tools/browser.ts";
import { openAppHome } from "./app-home.ts";

const skip = await chromiumMissing();
const firstLoadBytesMax = 120_000;

let browser: Browser;
before(async () => {
  if (skip === false) browser = await launchChromium();
});
after(async () => {
  if (skip === false) await browser.close();
});

test("the first load is at most 120 kB of compressed JavaScript and CSS", { skip }, async (t) => {
  const app = await openAppHome(t, browser);
  const { page, context } = await app.open("/");
  await page.getByText("Front door").first().waitFor();
  const loaded = (await page.evaluate(
    "performance.getEntriesByType('resource').map(({ name, encodedBodySize, decodedBodySize }) => ({ name, encodedBodySize, decodedBodySize }))",
  )) as readonly { readonly name: string; readonly encodedBodySize: number; readonly decodedBodySize: number }[];
  const files = loaded.filter(({ name }) => /\.(?:js|css)$/.test(new URL(name).pathname) && !name.includes("/panel/"));
  const bytes = files.reduce((sum, file) => sum + file.encodedBodySize, 0);
  t.diagnostic(`${bytes} bytes in ${files.length} files`);
  assert.ok(files.length > 1, "the files were seen");
  assert.ok(
    files.every(({ encodedBodySize, decodedBodySize }) => decodedBodySize < 1_000 || encodedBodySize < decodedBodySize),
    "they come compressed",
  );
  assert.ok(bytes <= firstLoadBytesMax, `${bytes} bytes: ${files.map(({ name }) => name).join(", ")}`);
  await context.close();
});
