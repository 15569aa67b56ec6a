/** The project's own files, for the checks. Not asked of git, so that a copy without its history is checked alike. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectRoot = fileURLToPath(new URL("..", import.meta.url));

/** What .gitignore leaves out, and git's own folder. */
const foreignNames = new Set([".git", ".set-up.lock", "node_modules", "dist", "coverage"]);
const foreignPaths = new Set(["data"]);
const foreignEndings = [".log", ".tsbuildinfo"];

/** @returns paths from `root`, with slashes, sorted. */
export function listFiles(root: string): readonly string[] {
  return listFolder(root, "").sort();
}

function listFolder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (foreignNames.has(entry.name) || foreignPaths.has(path)) return [];
    if (foreignEndings.some((ending) => entry.name.endsWith(ending))) return [];
    return entry.isDirectory() ? listFolder(root, path) : [path];
  });
}

export function isTypeScript(path: string): boolean {
  return /\.tsx?$/.test(path);
}

/** Code that runs only under `npm test`. */
export function isTestCode(path: string): boolean {
  return /\.(?:test|contract)\.tsx?$/.test(path) || path.startsWith("e2e/") || /^packages\/[^/]+\/test\//.test(path);
}
