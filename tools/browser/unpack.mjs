/**
 * Unpacks the Chromium of the npm package, and the libraries and fonts it brings, into the folder that TMPDIR names.
 * A program of its own, run by tools/set-up.mjs, because the package knows no other way to be told where.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const packageFolder = new URL("node_modules/@sparticuz/chromium/", import.meta.url);
// Not by its name: only machines without a Chromium of their own have the package, and the type check runs on all.
const { default: chromium, inflate } = await import(new URL("build/index.js", packageFolder).href);

await chromium.executablePath();
await inflate(new URL("bin/al2023.tar.br", packageFolder).pathname);
// The package's own file names folders of the system it was made for.
const fontFolder = '<fontconfig><dir prefix="relative">fonts</dir></fontconfig>\n';
writeFileSync(join(process.env["TMPDIR"] ?? "", "fonts", "fonts.conf"), fontFolder);
