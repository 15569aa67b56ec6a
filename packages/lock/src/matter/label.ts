/**
 * What is printed on the battery cover's label: made once, at the first start, and never changed, not by a factory reset
 * either. Who has it can add the lock to a home while its pairing window is open.
 */

import { randomBytes, randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { VendorId } from "@matter/main";
import {
  CommissioningFlowType,
  DiscoveryCapabilitiesSchema,
  ManualPairingCodeCodec,
  QrPairingCodeCodec,
} from "@matter/main/types";
import * as z from "zod";
import { renameDurably, writeFileDurably } from "../disk/durable-file.ts";
import { Operations } from "../disk/operations.ts";
import { StoreError } from "../store/store-error.ts";
import { matterDatabaseName } from "./matter-storage.ts";

const labelName = "label.json";

/** The vendor id is one of those that Matter keeps for tests (core §2.5.2): a product of its own needs a real one. */
export const product = {
  vendorId: VendorId(0xfff1),
  productId: 0x8001,
  vendorName: "Catenaccio",
  productName: "Catenaccio Lock",
} as const;

const folderMode = 0o700;
/** Core §5.1.7.1: all digits alike, and the two runs. */
const forbiddenPasscodes: readonly number[] = [
  0, 11_111_111, 22_222_222, 33_333_333, 44_444_444, 55_555_555, 66_666_666, 77_777_777, 88_888_888, 99_999_999,
  12_345_678, 87_654_321,
];
const passcodeMax = 99_999_998;
const discriminatorMax = 0xfff;

const labelContent = z.strictObject({
  passcode: z
    .int()
    .min(1)
    .max(passcodeMax)
    .refine((passcode) => !forbiddenPasscodes.includes(passcode)),
  discriminator: z.int().min(0).max(discriminatorMax),
  serialNumber: z.string().regex(/^[0-9A-F]{12}$/),
  uniqueId: z.string().regex(/^[0-9a-f]{32}$/),
});

export type Label = z.infer<typeof labelContent>;

/** The codes of the label, as a controller takes them. */
export interface LabelCodes {
  /** The text of the QR code. */
  readonly qr: string;
  /** Eleven digits. */
  readonly manual: string;
}

/**
 * The label of the lock in a data folder; made if there is none yet.
 * @throws StoreError `damaged` when there is something else in its place; nothing is changed then.
 */
export function openLabel(folder: string, matterFolder: string): Label {
  const path = join(matterFolder, labelName);
  makeFolder(matterFolder, folder);
  // A lock that was in use has a label; a new one would not be what is printed on it.
  if (existsSync(path) || existsSync(join(matterFolder, matterDatabaseName))) return readLabel(path, folder);
  const label = makeLabel();
  const operations = new Operations();
  writeFileDurably(`${path}.new`, Buffer.from(`${JSON.stringify(label)}\n`), operations);
  renameDurably(`${path}.new`, path, operations);
  return label;
}

function makeFolder(matterFolder: string, folder: string): void {
  try {
    mkdirSync(matterFolder, { recursive: true, mode: folderMode });
  } catch (cause) {
    throw new StoreError("damaged", `The data folder ${folder} is damaged: ${basename(matterFolder)} is no folder.`, {
      cause,
    });
  }
}

function readLabel(path: string, folder: string): Label {
  try {
    return labelContent.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw new StoreError("damaged", `The data folder ${folder} is damaged: ${labelName} is not what the lock wrote.`, {
      cause,
    });
  }
}

function makeLabel(): Label {
  let passcode: number;
  do passcode = randomInt(1, passcodeMax + 1);
  while (forbiddenPasscodes.includes(passcode));
  return {
    passcode,
    discriminator: randomInt(0, discriminatorMax + 1),
    serialNumber: randomBytes(6).toString("hex").toUpperCase(),
    uniqueId: randomBytes(16).toString("hex"),
  };
}

/** The flow is Matter's standard one although RESET comes first: with any other the code to type has 21 digits. */
export function codesOf({ passcode, discriminator }: Label): LabelCodes {
  const { vendorId, productId } = product;
  const qr = QrPairingCodeCodec.encode([
    {
      version: 0,
      vendorId,
      productId,
      flowType: CommissioningFlowType.Standard,
      discriminator,
      passcode,
      discoveryCapabilities: DiscoveryCapabilitiesSchema.encode({ onIpNetwork: true }),
    },
  ]);
  return { qr, manual: ManualPairingCodeCodec.encode({ discriminator, passcode }) };
}
