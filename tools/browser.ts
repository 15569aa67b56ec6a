/**
 * A Chromium for tests and screenshots.
 *
 *     test("…", { skip: await chromiumMissing() }, async () => {
 *       await using browser = await launchChromium();
 */
import { chromium, type Browser } from "playwright-core";
import { findChromium as findChromiumNow, type Chromium } from "./chromium.mjs";

class BrowserError extends Error {
  override readonly name = "BrowserError";
}

let found: Chromium | null | undefined;

/** @returns null if this machine has none; `npm test` tries to install one first. */
export async function findChromium(): Promise<Chromium | null> {
  found ??= findChromiumNow();
  return found;
}

/** @returns the reason for a test's `skip`, or false: a missing browser takes out only the tests that need it. */
export async function chromiumMissing(): Promise<string | false> {
  return (await findChromium()) === null ? "no Chromium on this machine" : false;
}

/**
 * Starts a browser with a profile of its own, which goes when it closes.
 * @param flags beside the usual ones, such as a camera that shows a file.
 * @throws BrowserError if there is no Chromium; ask `chromiumMissing` first.
 */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  const chosen = await findChromium();
  if (chosen === null) throw new BrowserError("There is no Chromium: install one, or set CATENACCIO_CHROMIUM");
  return await chromium.launch({
    executablePath: chosen.executablePath,
    env: { ...process.env, ...chosen.env },
    headless: true,
    // Chromium refuses to start its sandbox for root, and only for root.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      "--disable-gpu",
      // The rest keeps the browser off the network: a test may fail for what we did, not for what Google's hosts did.
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...flags,
    ],
  });
}
