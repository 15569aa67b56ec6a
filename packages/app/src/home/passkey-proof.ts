/** Proves by a passkey who opens: the browser signs a challenge of the server for this lock and act. */

import type { ProofAction } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { arePasskeysPossible, listPasskeys, usePasskey } from "../api/passkeys.ts";

export type PasskeyProof =
  | { readonly ok: true; readonly proof: string }
  /** The person broke it off, or the browser did. */
  | { readonly ok: false; readonly error: ApiError | "cancelled" };

export async function hasPasskey(): Promise<boolean> {
  if (!arePasskeysPossible) return false;
  const list = await listPasskeys();
  return list.ok && list.value.length > 0;
}

export async function proveByPasskey(lockId: string, action: ProofAction): Promise<PasskeyProof> {
  const params = { lockId };
  const challenge = await call("POST /api/homes/{homeId}/locks/{lockId}/proof-challenges", {
    params,
    body: { action },
  });
  if (!challenge.ok) return challenge;
  const signed = await usePasskey(challenge.value.options as unknown as PublicKeyCredentialRequestOptionsJSON);
  if (signed === null) return { ok: false, error: "cancelled" };
  const body = { action, passkey: { ...signed } };
  const made = await call("POST /api/homes/{homeId}/locks/{lockId}/proofs", { params, body });
  return made.ok ? { ok: true, proof: made.value.proof } : made;
}
