/**
 * The label on the battery cover, printed for the page: the codes of this lock as the link tells them, and the QR code
 * drawn here, so that the browser needs no encoder. It is printed once for each set of codes, which hardly ever changes.
 */

import { isDeepStrictEqual } from "node:util";
import { encode } from "uqr";
import type { LabelCodes, PanelLink } from "./link.ts";
import type { LabelReport, QrDrawing } from "./page/messages-of-the-lock.ts";

export class Label {
  readonly #link: PanelLink;
  #codes: LabelCodes | null = null;
  #report: LabelReport;

  constructor(link: PanelLink) {
    this.#link = link;
    this.#report = { status: link.label === undefined ? "off" : "starting" };
  }

  /** @returns the same object for as long as the label says the same. */
  report(): LabelReport {
    const codes = this.#link.label?.() ?? null;
    if (isDeepStrictEqual(codes, this.#codes)) return this.#report;
    this.#codes = codes;
    this.#report = codes === null ? { status: "starting" } : printed(codes);
    return this.#report;
  }
}

function printed({ qr, manual, serial, isLocalOnly = false }: LabelCodes): LabelReport {
  return { status: "ready", qr, manual, serial: serial ?? null, isLocalOnly, drawing: drawQr(qr) };
}

/** Without its quiet zone, which is the paper around it. */
function drawQr(text: string): QrDrawing {
  // The 22 characters of Matter fill a code of 25 modules at Q, and would fill as large a one at M.
  const { size, data } = encode(text, { ecc: "Q", border: 0 });
  return { modules: size, path: data.map((row, y) => pathOfRow(row, y)).join("") };
}

/** A bar for each run of dark modules: squares side by side would show hairlines between them. */
function pathOfRow(row: readonly boolean[], y: number): string {
  const runs = row
    .map((isDark) => (isDark ? "#" : " "))
    .join("")
    .matchAll(/#+/g);
  return [...runs].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`).join("");
}
