/** The lock's label for a person at a terminal. */

import { renderUnicodeCompact } from "uqr";
import type { MatterLine } from "./matter.ts";

const brightWhiteOnBlack = "\u001b[97;40m";
const asBefore = "\u001b[0m";

/** Four, three and four digits, as on the label. */
function spacedCode(manual: string): string {
  return manual.replace(/^(\d{4})(\d{3})(\d{4})$/, "$1-$2-$3");
}

/** Drawn in white on black, whatever the colours of the terminal: not every app reads a code that is inverted. */
function drawnCode(qr: string): string {
  return renderUnicodeCompact(qr, { border: 2 })
    .split("\n")
    .map((row) => `    ${brightWhiteOnBlack}${row}${asBefore}`)
    .join("\n");
}

export interface LabelTextOptions {
  /** With the QR code as a picture; else as text alone. */
  readonly isDrawn: boolean;
  readonly isLocalOnly: boolean;
}

export function labelText(
  { qr, manual, port, commissioned }: MatterLine,
  { isDrawn, isLocalOnly }: LabelTextOptions,
): string {
  const home = commissioned ? "another" : "your";
  return `
Matter: hold the lock's RESET for three seconds, then add it to ${home} home with its code:

${isDrawn ? `${drawnCode(qr)}\n\n` : ""}    ${spacedCode(manual)}    QR code: ${qr}    UDP port ${port}
${isLocalOnly ? "\nOnly homes on this computer reach it. For a phone or a hub: npm start -- --host 0.0.0.0\n" : ""}
`;
}
