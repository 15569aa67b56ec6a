/**
 * Tables as RFC 4180 text. A cell that a spreadsheet would take for a formula begins with an apostrophe: a name that
 * somebody chose at a keypad must not run on the owner's computer.
 */

const formulaBeginning = /^[\s\p{Cc}]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u;

export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(toCell).join(",")}\r\n`).join("");
}

function toCell(text: string): string {
  const harmless = formulaBeginning.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
