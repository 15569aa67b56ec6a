/**
 * The server's own keys for notifications, in a file of mode 0600 beside the database and not in it: who has a copy of
 * the database alone can neither write to anybody's phone nor sign for a webhook. Against somebody who reads the whole
 * data folder a file protects nothing.
 */

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import webPush from "web-push";
import * as z from "zod";
import { readOrMakeFile } from "../key-file.ts";
import { NotifyError } from "./notify-error.ts";

const fileName = "notify-keys.json";
const privateFolderMode = 0o700;
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

const keyFile = z.strictObject({
  vapid: z.strictObject({ publicKey: z.string().length(87), privateKey: z.string().length(43) }),
  /** Under which the database keeps the addresses of webhooks and subscriptions, and their secrets. */
  sealKey: z.base64().refine((text) => Buffer.from(text, "base64").length === keyBytes),
});

export interface NotifyKeys {
  /** RFC 8292: by it a push service knows this server again. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string };
  /** @param about which row it belongs to: moved to another one it does not open. */
  seal(secret: string, about: string): string;
  /** @returns null: it was not sealed with these keys, or for another row. */
  open(sealed: string, about: string): string | null;
}

/**
 * Reads the keys, or makes them at the first start.
 * @throws NotifyError when the file is there and is not what was written: new keys would silence every phone unnoticed.
 */
export function openNotifyKeys(folder: string): NotifyKeys {
  const path = join(folder, fileName);
  const { vapid, sealKey } = existsSync(path) ? readKeys(path) : makeKeys(path);
  const key = Buffer.from(sealKey, "base64");
  return {
    vapid,
    seal: (secret, about) => seal(key, secret, about),
    open: (sealed, about) => open(key, sealed, about),
  };
}

function readKeys(path: string): z.infer<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // The cause might quote what stands in the file.
    throw new NotifyError(
      "keysUnreadable",
      `${path} is damaged: put it back from a backup, or delete it and let every device subscribe again.`,
    );
  }
}

function makeKeys(path: string): z.infer<typeof keyFile> {
  const keys = { vapid: webPush.generateVAPIDKeys(), sealKey: randomBytes(keyBytes).toString("base64") };
  try {
    mkdirSync(dirname(path), { recursive: true, mode: privateFolderMode });
    readOrMakeFile(path, () => Buffer.from(JSON.stringify(keys)));
  } catch (cause) {
    throw new NotifyError("keysUnwritable", `${path} could not be written.`, { cause });
  }
  return keys;
}

function seal(key: Buffer, secret: string, about: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(about, "utf8"));
  return Buffer.concat([iv, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

function open(key: Buffer, sealed: string, about: string): string | null {
  const bytes = Buffer.from(sealed, "base64");
  if (bytes.length < ivBytes + tagBytes) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(about, "utf8")).setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}
