/** The lock's label for a person at a terminal. */

import type { MatterLine } from "./matter.ts";

/** Four, three and four digits, as on the label. */
function spacedCode(manual: string): string {
  return manual.replace(/^(\d{4})(\d{3})(\d{4})$/, "$1-$2-$3");
}

export function labelText({ qr, manual, port, commissioned }: MatterLine): string {
  return `
Matter: hold the lock's RESET for three seconds, then add it to ${commissioned ? "another" : "your"} home with its code:

    ${spacedCode(manual)}    QR code: ${qr}    UDP port ${port}

`;
}
