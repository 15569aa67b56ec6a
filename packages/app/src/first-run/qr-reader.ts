/** Reads QR codes: the browser's own reader where there is one, otherwise ours in WebAssembly, from our own server. */

/** @returns the text of a QR code in the picture; null: there is none. */
export type QrReader = (picture: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  readonly detect: (picture: HTMLVideoElement) => Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  readonly getSupportedFormats: () => Promise<readonly string[]>;
}

export async function openReader(): Promise<QrReader> {
  const detector = (await openOwn()) ?? (await openOurs());
  return async (picture) => {
    try {
      return (await detector.detect(picture))[0]?.rawValue ?? null;
    } catch {
      // Between two pictures of the camera there is nothing to read.
      return null;
    }
  };
}

async function openOwn(): Promise<Detector | null> {
  const own = (globalThis as { readonly BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (own === undefined || !(await own.getSupportedFormats()).includes("qr_code")) return null;
  return new own({ formats: ["qr_code"] });
}

async function openOurs(): Promise<Detector> {
  const [{ BarcodeDetector, prepareZXingModule }, { default: wasm }] = await Promise.all([
    import("barcode-detector/ponyfill"),
    import("zxing-wasm/reader/zxing_reader.wasm?url"),
  ]);
  prepareZXingModule({ overrides: { locateFile: () => wasm } });
  return new BarcodeDetector({ formats: ["qr_code"] });
}
