/** A camera before the page: reads the QR code in what the screen shows. */

import { decode as decodePng } from "fast-png";
import type { Locator } from "playwright-core";
import decodeQr from "qr/decode.js";

/** Without a limit of its own the decoder gives up after one frame of a video. */
const timeLimit = 20_000;

/** @throws when there is no code that can be read. */
export async function readQr(place: Locator): Promise<string> {
  const { width, height, data } = decodePng(await place.screenshot());
  return decodeQr({ width, height, data: Uint8Array.from(data) }, { timeLimit });
}
