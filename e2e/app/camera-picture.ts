/** What a camera sees that is held before a label: its QR code, as a film of one picture (YUV4MPEG2). */

import { writeFileSync } from "node:fs";
import encodeQR from "qr";

const width = 640;
const height = 480;
/** Luma of paper and ink, and chroma of grey. */
const shades = { paper: 235, ink: 20, grey: 128 } as const;
const moduleSide = 9;

export function filmOf(text: string, path: string): void {
  const modules = encodeQR(text, "raw", { border: 4 });
  const side = modules.length * moduleSide;
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const luma = Buffer.alloc(width * height, shades.paper);
  for (const [row, line] of modules.entries())
    for (const [column, isDark] of line.entries()) {
      if (!isDark) continue;
      const from = left + column * moduleSide;
      for (let y = top + row * moduleSide; y < top + (row + 1) * moduleSide; y++)
        luma.fill(shades.ink, y * width + from, y * width + from + moduleSide);
    }
  const chroma = Buffer.alloc((width * height) / 2, shades.grey);
  const header = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`;
  writeFileSync(path, Buffer.concat([Buffer.from(header), Buffer.from("FRAME\n"), luma, chroma]));
}
