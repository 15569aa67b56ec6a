/**
 * The files of the page, read once and kept. Only names found in the page folder at the start are ever served, so no
 * path in a request reaches the file system. Types are stripped here; there is no build step.
 */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { PanelError } from "./page/panel-error.ts";

export interface PageFile {
  readonly body: string;
  readonly contentType: string;
  readonly etag: string;
}

const pageFolder = new URL("page/", import.meta.url);
const drawingPlace = /<!-- drawing: ([a-z-]+\.svg) -->/g;

export class PageFiles {
  readonly #names = new Set(readdirSync(pageFolder));
  readonly #kept = new Map<string, PageFile>();

  /** @returns null when the page has no module of this name. */
  module(name: string): PageFile | null {
    if (!name.endsWith(".ts") || !this.#names.has(name)) return null;
    return this.#keep(name, "text/javascript; charset=utf-8", () => stripTypeScriptTypes(this.#read(name)));
  }

  /** The page itself, with its drawings in place: it is whole after one request. */
  document(): PageFile {
    return this.#keep("index.html", "text/html; charset=utf-8", () =>
      this.#read("index.html").replaceAll(drawingPlace, (_place, drawing: string) => this.#read(drawing)),
    );
  }

  style(): PageFile {
    return this.#keep("style.css", "text/css; charset=utf-8", () => this.#read("style.css"));
  }

  icon(): PageFile {
    return this.#keep("icon.svg", "image/svg+xml", () => this.#read("icon.svg"));
  }

  #keep(name: string, contentType: string, load: () => string): PageFile {
    const kept = this.#kept.get(name);
    if (kept !== undefined) return kept;
    const body = load();
    const etag = `"${createHash("sha256").update(body).digest("base64url")}"`;
    const file: PageFile = { body, contentType, etag };
    this.#kept.set(name, file);
    return file;
  }

  #read(name: string): string {
    try {
      return readFileSync(new URL(name, pageFolder), "utf8");
    } catch (cause) {
      throw new PanelError(`The page file ${name} cannot be read.`, { cause });
    }
  }
}
