/** Reads the number of a card with the phone's own NFC, where the browser offers that (Web NFC: Chromium on Android). */

interface NfcReader extends EventTarget {
  scan(options: { readonly signal: AbortSignal }): Promise<void>;
}

const patienceMs = 20_000;

export function canReadCards(): boolean {
  return "NDEFReader" in window;
}

/** @returns null: there was none, or the person did not allow it. */
export async function readCard(): Promise<string | null> {
  const { NDEFReader } = window as unknown as { readonly NDEFReader: new () => NfcReader };
  const ending = new AbortController();
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const timer = window.setTimeout(() => resolve(null), patienceMs);
  try {
    const reader = new NDEFReader();
    reader.addEventListener("reading", (event) =>
      resolve(cleanIdentifier((event as Event & { readonly serialNumber: string }).serialNumber)),
    );
    await reader.scan({ signal: ending.signal });
    return await promise;
  } catch {
    return null;
  } finally {
    window.clearTimeout(timer);
    ending.abort();
  }
}

/** "04:a2:1b:7f" and "04 A2 1B 7F" are one card. */
export function cleanIdentifier(typed: string): string {
  return typed.replaceAll(/[\s:.-]/g, "").toUpperCase();
}
