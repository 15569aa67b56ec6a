/**
 * The files of the built app, read once and kept, each compressed once. Only names found at the start are ever served, so no
 * path in a request reaches the file system. Any other path is a page of the app, which is always the same document.
 */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { Hono, type Context } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** Where `vite build` puts it (packages/app/vite.config.ts). */
export const builtApp = fileURLToPath(new URL("../../../app/dist", import.meta.url));

export interface AppFilesOptions {
  /** That of the built app. */
  readonly folder: string;
  /** Where the page of the virtual lock is; null: this home has none. */
  readonly virtualLockPath: string | null;
}

type Encoding = keyof Bodies;

interface Bodies {
  readonly identity: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
  readonly br?: Uint8Array<ArrayBuffer>;
}

interface AppFile {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly etag: string;
  readonly bodies: Bodies;
}

const documentName = "index.html";
/** In the document: its place for the address of the virtual lock's page. */
const virtualLockPlace = '<meta name="virtual-lock" content=""';

const contentTypes: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
};
/** What is compressed in itself gains nothing. */
const isCompressed = (name: string): boolean => name.endsWith(".png");

/** @returns null: the app is not built. */
export function appRoutes({ folder, virtualLockPath }: AppFilesOptions): Hono | null {
  if (!existsSync(join(folder, documentName))) return null;
  const files = readFiles(folder, virtualLockPath);
  const document = files.get(documentName);
  if (document === undefined) return null;
  const routes = new Hono();
  routes.use(appHeaders);
  routes.get("*", (context) => {
    const name = context.req.path.slice(1);
    const file = files.get(name);
    if (file !== undefined) return answer(context, file);
    // A chunk of a build that is gone is not a page.
    if (name.startsWith("assets/") || /\.\w+$/.test(name)) return context.text("There is nothing here.", 404);
    return answer(context, document);
  });
  return routes;
}

/** As the API's (http/app.ts of the server), and what the app needs beyond it. */
const appHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    // The camera's reader is WebAssembly.
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", "data:", "blob:"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    workerSrc: ["'self'"],
    // The virtual lock beside the app.
    frameSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  permissionsPolicy: { camera: ["self"], microphone: [], geolocation: [] },
  // Only a browser that came over https heeds it.
  strictTransportSecurity: "max-age=31536000",
});

function readFiles(folder: string, virtualLockPath: string | null): ReadonlyMap<string, AppFile> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(
    names.map((path) => {
      const name = path.replaceAll(sep, "/");
      const content = readFileSync(join(folder, path));
      return [name, fileOf(name, name === documentName ? withVirtualLock(content, virtualLockPath) : content)];
    }),
  );
}

function withVirtualLock(document: Buffer, path: string | null): Buffer {
  if (path === null) return document;
  return Buffer.from(document.toString("utf8").replace(virtualLockPlace, `${virtualLockPlace.slice(0, -1)}${path}"`));
}

function fileOf(name: string, content: Buffer): AppFile {
  const ending = name.slice(name.lastIndexOf(".") + 1);
  return {
    contentType: contentTypes[ending] ?? "application/octet-stream",
    // A name with a hash in it never means anything else.
    cacheControl: name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    etag: createHash("sha256").update(content).digest("base64url").slice(0, 22),
    bodies: bodiesOf(name, content),
  };
}

function bodiesOf(name: string, content: Buffer): Bodies {
  const identity = new Uint8Array(content);
  if (isCompressed(name)) return { identity };
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  return {
    identity,
    gzip: new Uint8Array(gzipSync(content, { level: 9 })),
    br: new Uint8Array(brotliCompressSync(content, { params })),
  };
}

function answer(context: Context, { contentType, cacheControl, etag, bodies }: AppFile): Response {
  const encoding = encodingFor(context.req.header("accept-encoding") ?? "", bodies);
  const tag = `"${etag}-${encoding}"`;
  const headers = { ETag: tag, "Cache-Control": cacheControl, Vary: "Accept-Encoding" };
  const known = (context.req.header("if-none-match") ?? "").split(/\s*,\s*/);
  if (known.some((one) => one.replace(/^W\//, "") === tag)) return context.body(null, 304, headers);
  return context.body(bodies[encoding] ?? bodies.identity, 200, {
    ...headers,
    "Content-Type": contentType,
    ...(encoding !== "identity" && { "Content-Encoding": encoding }),
  });
}

function encodingFor(accepted: string, bodies: Bodies): Encoding {
  const wanted = accepted.split(",").map((part) => part.trim().replace(/;\s*q=(?!0(?:\.0*)?$).*$/, ""));
  return (
    (["br", "gzip"] as const).find((encoding) => wanted.includes(encoding) && bodies[encoding] !== undefined) ??
    "identity"
  );
}
