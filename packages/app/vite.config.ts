/**
 * How the app is built: one page, its chunks with a hash in their names, and the service worker under a name that never
 * changes, with the list of what it keeps written into it.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const workerName = "service-worker.js";
/** In the source of the worker; each stands there once. */
const places = { files: /["'`]%files%["'`]/, version: "%version%" };
/** Too large to be kept before anybody asks for it: the camera's reader. */
const isLeftOut = (name: string): boolean => name.endsWith(".wasm") || name.endsWith(".map");

/** Writes into the service worker which files make up this build, and a version that changes with any of them. */
function listFiles(): Plugin {
  return {
    name: "catenaccio-list-files",
    enforce: "post",
    generateBundle(_options, bundle) {
      const worker = bundle[workerName];
      if (worker?.type !== "chunk") return;
      const made = Object.values(bundle).filter(({ fileName }) => fileName !== workerName && !isLeftOut(fileName));
      const still = readdirSync(join(root, "public"), { recursive: true, encoding: "utf8" }).filter((name) =>
        name.includes("."),
      );
      const digest = createHash("sha256").update(worker.code);
      for (const file of made.toSorted((one, other) => (one.fileName < other.fileName ? -1 : 1)))
        digest.update(file.fileName).update(file.type === "chunk" ? file.code : file.source);
      for (const name of still) digest.update(name).update(readFileSync(join(root, "public", name)));
      const files = made.map(({ fileName }) => (fileName === "index.html" ? "/" : `/${fileName}`));
      worker.code = worker.code
        .replace(places.files, JSON.stringify([...files, ...still.map((name) => `/${name}`)].toSorted()))
        .replace(places.version, digest.digest("base64url").slice(0, 16));
    },
  };
}

// oxlint-disable-next-line import/no-default-export -- Vite finds it so.
export default defineConfig({
  root,
  // Every address begins at the root of the server.
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [listFiles()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // What browsers of the last years run as it is.
    target: "es2022",
    // The page's policy allows nothing inline, so no file is put into another.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { app: join(root, "index.html"), worker: join(root, "src/service-worker/service-worker.ts") },
      output: {
        entryFileNames: ({ name }) => (name === "worker" ? workerName : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  clearScreen: false,
  logLevel: "warn",
});
