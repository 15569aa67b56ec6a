/** The secrets of a wanted document: opened for as long as a command takes, otherwise known by a keyed digest. */

import { openSealed } from "@catenaccio/protocol/seal";
import { cardIdentifier, pinDigits, type WantedCredential, type WantedLock } from "@catenaccio/protocol";
import type { GatewayKey } from "../store/gateway-key.ts";
import type { SecretOutline } from "./plan.ts";

/** What a letter about this kind of credential was sealed for. */
const sealedFor = { pin: "pin", rfid: "card" } as const;

/** @returns null: it is forgotten, or it cannot be opened. */
export function openSecret({ kind, sealed }: WantedCredential, { privateKey }: GatewayKey): string | null {
  if (kind === "fingerprint" || sealed === null) return null;
  const secret = openSealed(privateKey, sealed, sealedFor[kind]);
  return secret === null || kind === "pin" ? secret : secret.toUpperCase();
}

export function outlineSecrets(wanted: WantedLock, key: GatewayKey): ReadonlyMap<string, SecretOutline> {
  const outlines = new Map<string, SecretOutline>();
  for (const credential of wanted.users.flatMap(({ credentials }) => credentials)) {
    const secret = openSecret(credential, key);
    if (secret === null) continue;
    const { kind, credentialId } = credential;
    const isWellFormed = (kind === "pin" ? pinDigits : cardIdentifier).safeParse(secret).success;
    outlines.set(credentialId, { digest: key.digestOf(`${kind} ${secret}`), length: secret.length, isWellFormed });
  }
  return outlines;
}
