/** Passkeys: what the browser and better-auth's routes say to each other. Only on https, and on the machine itself. */

import type { AccountView } from "@catenaccio/protocol/api";
import { call, send, type ApiAnswer, type ApiError } from "./call.ts";

export const arePasskeysPossible =
  globalThis.isSecureContext &&
  typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function" &&
  typeof globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON === "function";

/** The person closed the browser's window, or it has no passkey for this place. */
const notDone: ApiError = { code: "notDone", sentence: "No passkey was used.", field: null, retryAfterSeconds: null };

export async function signInWithPasskey(): Promise<ApiAnswer<AccountView>> {
  const options = await send<PublicKeyCredentialRequestOptionsJSON>("/api/auth/passkey/generate-authenticate-options", {
    method: "GET",
  });
  if (!options.ok) return options;
  const made = await usePasskey(options.value);
  if (made === null) return { ok: false, error: notDone };
  const verified = await post("/api/auth/passkey/verify-authentication", { response: made });
  return verified.ok ? await call("GET /api/session") : verified;
}

/** @param name what the person calls this device. @returns why it did not work, or null. */
export async function addPasskey(name: string): Promise<ApiError | null> {
  const options = await send<PublicKeyCredentialCreationOptionsJSON>(
    `/api/auth/passkey/generate-register-options?${new URLSearchParams({ name })}`,
    { method: "GET" },
  );
  if (!options.ok) return options.error;
  let response: unknown;
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.value);
    response = toJson(await navigator.credentials.create({ publicKey }));
  } catch {
    return notDone;
  }
  const verified = await post("/api/auth/passkey/verify-registration", { response, name });
  return verified.ok ? null : verified.error;
}

/** @returns what proves it, as JSON; null: the person did not, or has none. */
export async function usePasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return toJson(await navigator.credentials.get({ publicKey }));
  } catch {
    return null;
  }
}

export interface PasskeyView {
  readonly id: string;
  readonly name?: string;
  readonly createdAt?: string;
}

export async function listPasskeys(): Promise<ApiAnswer<readonly PasskeyView[]>> {
  return await send("/api/auth/passkey/list-user-passkeys", { method: "GET" });
}

export async function removePasskey(id: string): Promise<ApiError | null> {
  const answer = await post("/api/auth/passkey/delete-passkey", { id });
  return answer.ok ? null : answer.error;
}

async function post(address: string, body: object): Promise<ApiAnswer<unknown>> {
  const headers = { "content-type": "application/json" };
  return await send(address, { method: "POST", headers, body: JSON.stringify(body) });
}

function toJson(credential: Credential | null): Readonly<Record<string, unknown>> | null {
  return credential === null ? null : { ...(credential as PublicKeyCredential).toJSON() };
}
