/** Web Push on this device: whether the browser can, and the way there and back. */

import type { PushSubscriptionView } from "@catenaccio/protocol/api";
import { call, type ApiError } from "../api/call.ts";
import { language } from "../text/language.ts";

/** `insecure`: plain http from another machine; `denied`: the person has blocked it. */
export type PushState = "insecure" | "unsupported" | "denied" | "off" | "on";

type PushOutcome =
  | { readonly ok: true; readonly device: PushSubscriptionView }
  | { readonly ok: false; readonly why: "denied" | "failed" | ApiError };

/** Which of the listed devices is this one: the server shows no endpoint, so the browser remembers the id. */
const storageKey = "catenaccio.push";
const answerMsMax = 20_000;
/** A sign-out waits no longer than that for its notifications to end. */
const endMsMax = 3_000;

export async function readPushState(): Promise<PushState> {
  if (!globalThis.isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis) || !("Notification" in globalThis))
    return "unsupported";
  if (Notification.permission === "denied") return "denied";
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  return subscription === null || subscription === undefined ? "off" : "on";
}

/** @param publicKey the server's, for which this device subscribes. */
export async function subscribe(publicKey: string, device: string): Promise<PushOutcome> {
  if ((await Notification.requestPermission()) !== "granted") return { ok: false, why: "denied" };
  let subscription: PushSubscription;
  try {
    subscription = await Promise.race([subscribeBrowser(publicKey), silence(answerMsMax)]);
  } catch {
    return { ok: false, why: "failed" };
  }
  const { endpoint, expirationTime, keys } = subscription.toJSON();
  const answer = await call("POST /api/homes/{homeId}/push", {
    body: {
      endpoint: endpoint ?? "",
      expirationTime: expirationTime ?? null,
      keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" },
      device,
      language: language.value,
    },
  });
  if (!answer.ok) {
    await subscription.unsubscribe();
    return { ok: false, why: answer.error };
  }
  remember(answer.value.id);
  return { ok: true, device: answer.value };
}

async function subscribeBrowser(publicKey: string): Promise<PushSubscription> {
  // It is there already, unless this page was the first.
  await navigator.serviceWorker.register("/service-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  // One for another key, as after a restored backup, would be refused.
  await (await pushManager.getSubscription())?.unsubscribe();
  return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
}

/** Without internet some browsers never answer. */
async function silence(ms: number): Promise<never> {
  await new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
  throw new DOMException("The push service does not answer.", "TimeoutError");
}

/** @returns why it did not work, or null. */
export async function unsubscribe(subscriptionId: string): Promise<ApiError | null> {
  const answer = await call("DELETE /api/homes/{homeId}/push/{subscriptionId}", { params: { subscriptionId } });
  if (!answer.ok && answer.error.code !== "notFound") return answer.error;
  if (subscriptionId !== ownSubscriptionId()) return null;
  await unsubscribeBrowser();
  remember(null);
  return null;
}

async function unsubscribeBrowser(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/**
 * Before a sign-out, after which the server would refuse: whoever has this device next hears nothing of the home. It never
 * fails, and so never keeps anybody from signing out.
 */
export async function endNoticesAtServer(): Promise<void> {
  const subscriptionId = ownSubscriptionId();
  if (subscriptionId === null) return;
  const ending = call("DELETE /api/homes/{homeId}/push/{subscriptionId}", { params: { subscriptionId } });
  await Promise.race([ending, silence(endMsMax)]).catch(() => undefined);
}

/** After it. What the browser drops the push service refuses, whatever the server still knows. */
export async function endNoticesInBrowser(): Promise<void> {
  remember(null);
  if (!("serviceWorker" in navigator)) return;
  await Promise.race([unsubscribeBrowser(), silence(endMsMax)]).catch(() => undefined);
}

export function ownSubscriptionId(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function remember(subscriptionId: string | null): void {
  try {
    if (subscriptionId === null) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, subscriptionId);
  } catch {
    // The list of devices does not say then which one this is.
  }
}
