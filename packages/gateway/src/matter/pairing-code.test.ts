import assert from "node:assert/strict";
import { test } from "node:test";
import { VendorId } from "@matter/main";
import { CommissioningFlowType, ManualPairingCodeCodec, QrPairingCodeCodec } from "@matter/main/types";
import { readPairingCode } from "./pairing-code.ts";

const discriminator = 0xf00;
const passcode = 20_202_021;
const qr = QrPairingCodeCodec.encode([
  {
    version: 0,
    vendorId: VendorId(0xfff1),
    productId: 0x8001,
    flowType: CommissioningFlowType.Standard,
    discriminator,
    passcode,
    discoveryCapabilities: 4,
  },
]);
const digits = ManualPairingCodeCodec.encode({ discriminator, passcode });
const longDigits = ManualPairingCodeCodec.encode({
  discriminator,
  passcode,
  vendorId: VendorId(0xfff1),
  productId: 0x8001,
});

const typed = { passcode, discriminator: { shortDiscriminator: discriminator >> 8 } };

test("the text of the QR code is read, also in small letters and with blanks around it", () => {
  const scanned = { passcode, discriminator: { longDiscriminator: discriminator } };
  assert.deepEqual(readPairingCode(qr), scanned);
  assert.deepEqual(readPairingCode(` ${qr.toLowerCase()}\n`), scanned);
});

test("11 and 21 digits are read, with spaces and dashes as people put them", () => {
  assert.deepEqual(readPairingCode(digits), typed);
  assert.deepEqual(readPairingCode(`${digits.slice(0, 4)}-${digits.slice(4, 7)} ${digits.slice(7)}`), typed);
  assert.deepEqual(readPairingCode(longDigits), typed);
});

test("a code with a wrong digit, and what is no code, is none", () => {
  const last = Number(digits.at(-1));
  const wrong = [`${digits.slice(0, -1)}${(last + 1) % 10}`, digits.slice(1), `${digits}0`, "", "MT:", "MT:Y.K90$$$"];
  for (const code of [...wrong, "hello", qr.slice(0, -3), `x${digits}`])
    assert.equal(readPairingCode(code), null, code);
});
