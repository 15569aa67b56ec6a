/** What this browser keeps for the page. It may be missing, full, forbidden or written by somebody else: nothing depends on it. */

const prefix = "catenaccio.panel.";

/** @returns null when there is nothing readable; the value is not checked. */
export function readStored(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "null") as unknown;
  } catch {
    return null;
  }
}

export function writeStored(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch (cause) {
    console.warn("This browser does not keep the page's settings.", cause);
  }
}
