/** The code to type, as labels print it. Pure. */

/** Four, three and four digits; a code of another length stays as it is. */
export function groupManualCode(manual: string): string {
  return manual.replace(/^(\d{4})(\d{3})(\d{4})$/, "$1-$2-$3");
}
