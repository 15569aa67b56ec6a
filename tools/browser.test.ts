import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { chromiumMissing, launchChromium } from "./browser.ts";

test(
  "the browser shows a page served on localhost, and a click reaches it",
  { skip: await chromiumMissing() },
  async () => {
    await using server = createServer((_, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(`<button onclick="this.textContent = 'aperto'">chiuso</button>`);
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    const { port } = server.address() as AddressInfo;

    await using browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/`);
    const button = page.getByRole("button");
    await button.click();

    assert.equal(await button.textContent(), "aperto");
    const screenshot = await page.screenshot();
    assert.ok(screenshot.length > 1_000);
  },
);
