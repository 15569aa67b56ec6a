/**
 * Where a Chromium for the tests is. Plain JavaScript, because tools/set-up.mjs asks before Node 24 is there;
 * TypeScript code asks tools/browser.ts.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** @typedef {{ executablePath: string, env: Record<string, string> }} Chromium `env` is to be added to the environment. */

/** The folder of the npm package that brings a Chromium; not a workspace, so that only who needs it downloads it. */
export const browserFolder = fileURLToPath(new URL("browser", import.meta.url));

/** Inside node_modules, so that an `npm ci` of another version takes the old browser away. */
export const unpackedFolder = join(browserFolder, "node_modules", ".chromium");

/**
 * The first Chromium that starts: the one named by CATENACCIO_CHROMIUM (and then no other), one on PATH, or the one
 * that tools/set-up.mjs installed.
 * @returns {Chromium | null}
 * @throws {Error} if CATENACCIO_CHROMIUM names something that does not start: a wish is not replaced silently.
 */
export function findChromium() {
  const wish = process.env["CATENACCIO_CHROMIUM"];
  if (wish) {
    if (starts({ executablePath: wish, env: {} })) return { executablePath: wish, env: {} };
    throw new Error(`CATENACCIO_CHROMIUM names ${wish}, and that does not start`);
  }
  return candidates().find(starts) ?? null;
}

/** @returns {Chromium[]} */
function candidates() {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const installed = folders.flatMap((folder) => names.map((name) => ({ executablePath: join(folder, name), env: {} })));
  const executablePath = join(unpackedFolder, "chromium");
  // The libraries that the package brings were built for another system: they come after the machine's own.
  const libraries = { LD_LIBRARY_PATH: join(unpackedFolder, "al2023", "lib") };
  /** @type {Record<string, string>} */
  const fonts = existsSync("/etc/fonts") ? {} : { FONTCONFIG_PATH: join(unpackedFolder, "fonts") };
  return [...installed, { executablePath, env: fonts }, { executablePath, env: { ...fonts, ...libraries } }];
}

/**
 * A file is not enough: Ubuntu's chromium-browser only says which snap is missing.
 * @param {Chromium} chromium
 */
function starts({ executablePath, env }) {
  if (!existsSync(executablePath)) return false;
  const { status, stdout } = spawnSync(executablePath, ["--version"], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 20_000,
  });
  return status === 0 && /\d+\.\d+/.test(stdout);
}
