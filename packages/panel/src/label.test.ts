import assert from "node:assert/strict";
import { test } from "node:test";
import decodeQr from "qr/decode.js";
import { Label } from "./label.ts";
import type { LabelCodes, PanelLink } from "./link.ts";
import type { LabelReport, QrDrawing } from "./page/messages-of-the-lock.ts";

const codes: LabelCodes = { qr: "MT:Y.K9042C00KA0648G00", manual: "34970112332" };

function linkWith(label: PanelLink["label"]): PanelLink {
  return {
    send: async () => [],
    subscribe: () => () => {},
    snapshot: () => [],
    ...(label !== undefined && { label }),
  };
}

function readyOf(report: LabelReport): Extract<LabelReport, { readonly status: "ready" }> {
  assert.equal(report.status, "ready");
  return report as Extract<LabelReport, { readonly status: "ready" }>;
}

const modulePixels = 4;
const quietModules = 4;

/** What a camera reads of the drawing, by a decoder that is not of the encoder's makers. */
function readDrawing({ modules, path }: QrDrawing): string {
  const side = (modules + 2 * quietModules) * modulePixels;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  const bars = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g)];
  assert.equal(bars.map(([bar]) => bar).join(""), path, "a drawing of bars and nothing else");
  for (const [, x, y, width] of bars.map((bar) => bar.map(Number)))
    for (let row = 0; row < modulePixels; row += 1) {
      const from = ((Number(y) + quietModules) * modulePixels + row) * side + (Number(x) + quietModules) * modulePixels;
      for (let pixel = from; pixel < from + Number(width) * modulePixels; pixel += 1)
        data.fill(0, pixel * 4, pixel * 4 + 3);
    }
  return decodeQr({ width: side, height: side, data }, { timeLimit: 10_000 });
}

/** The characters of Matter's Base-38; seeded, so that a failure comes again. */
function matterTexts(count: number): readonly string[] {
  const base38 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-.";
  let seed = 38;
  const nextCharacter = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return base38[Math.floor(seed / 2 ** 16) % base38.length] ?? "";
  };
  return Array.from({ length: count }, () => `MT:${Array.from({ length: 19 }, nextCharacter).join("")}`);
}

test("a decoder reads each code as the text that was drawn", () => {
  for (const qr of [codes.qr, ...matterTexts(50)]) {
    const { drawing } = readyOf(new Label(linkWith(() => ({ ...codes, qr }))).report());
    assert.equal(drawing.modules, 25);
    assert.equal(readDrawing(drawing), qr);
  }
});

test("a link without a label has no Matter; one that does not know its codes yet is starting", () => {
  assert.deepEqual(new Label(linkWith(undefined)).report(), { status: "off" });
  assert.deepEqual(new Label(linkWith(() => null)).report(), { status: "starting" });
});

test("the label is printed when its codes are known, and again only when they are others", () => {
  let now: LabelCodes | null = null;
  const label = new Label(linkWith(() => now));
  assert.equal(label.report(), label.report());
  now = { ...codes };
  const printed = readyOf(label.report());
  assert.deepEqual([printed.manual, printed.serial, printed.isLocalOnly], ["34970112332", null, false]);
  now = { ...codes };
  assert.equal(label.report(), printed);
  now = { ...codes, serial: "0A1B2C3D4E5F", isLocalOnly: true };
  const again = readyOf(label.report());
  assert.deepEqual([again.serial, again.isLocalOnly], ["0A1B2C3D4E5F", true]);
  now = null;
  assert.deepEqual(label.report(), { status: "starting" });
});
