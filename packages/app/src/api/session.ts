/** Who is signed in, in which home, and what that person may do there. */

import { computed, signal } from "@preact/signals";
import type { AccountView, setUpState } from "@catenaccio/protocol/api";
import type { HomeRole } from "@catenaccio/protocol";
import type { Output } from "./api-types.ts";
import { call, currentHomeId, onUnauthenticated, type ApiError } from "./call.ts";
import { endNoticesAtServer, endNoticesInBrowser } from "../notices/push.ts";
import { forgetKept, keep, readKept } from "./kept.ts";

export type SetUpState = Output<typeof setUpState>;
type Membership = AccountView["homes"][number];

export type Session =
  /** Not known yet: the server has not answered, and nothing is kept. */
  | { readonly state: "unknown"; readonly error: ApiError | null }
  | { readonly state: "signedOut"; readonly setUp: SetUpState }
  | { readonly state: "signedIn"; readonly account: AccountView };

const sessionKey = "session";
const homeStorageKey = "catenaccio.home";

export const session = signal<Session>({ state: "unknown", error: null });
/** The home that pages show; null: signed out, or a member of none. */
export const home = computed<Membership | null>(() => {
  if (session.value.state !== "signedIn") return null;
  const { homes } = session.value.account;
  return homes.find(({ homeId }) => homeId === currentHomeId.value) ?? homes[0] ?? null;
});
export const account = computed<AccountView | null>(() =>
  session.value.state === "signedIn" ? session.value.account : null,
);

/** The server has the last word; this only leaves out what it would refuse. */
export function hasRole(...roles: readonly HomeRole[]): boolean {
  return home.value !== null && roles.includes(home.value.role);
}
/** Owner or administrator: people, locks, history. */
export const isAdministrator = computed(() => hasRole("owner", "administrator"));
export const isOwner = computed(() => hasRole("owner"));

/** Grows when somebody else is there: an answer that was asked for before is nobody's. */
let turn = 0;

export async function beginSession(): Promise<void> {
  const kept = readKept(sessionKey);
  if (kept !== null) enterAccount(kept.value as AccountView, { isNews: false });
  onUnauthenticated(() => {
    if (session.value.state === "signedIn") void leave();
  });
  await checkSession();
}

/** Asks the server who is signed in; offline, what is known stays. */
export async function checkSession(): Promise<void> {
  const asked = turn;
  const answer = await call("GET /api/session");
  if (asked !== turn) return;
  if (answer.ok) {
    await leaveOther(answer.value);
    enterAccount(answer.value);
    return;
  }
  if (answer.error.code === "unauthenticated") await leave();
  else if (session.value.state === "unknown") session.value = { state: "unknown", error: answer.error };
}

/** After a sign-in, a claim, an accepted invitation, or a change of one's homes. */
export function enterAccount(next: AccountView, { isNews = true }: { readonly isNews?: boolean } = {}): void {
  const before = account.peek();
  if (before?.accountId !== next.accountId) {
    if (before !== null) forgetAll();
    turn += 1;
  }
  const wanted = currentHomeId.value ?? readHomeId();
  const chosen = next.homes.find(({ homeId }) => homeId === wanted) ?? next.homes[0];
  currentHomeId.value = chosen?.homeId ?? null;
  if (JSON.stringify(account.peek()) !== JSON.stringify(next)) session.value = { state: "signedIn", account: next };
  if (isNews) keep(sessionKey, { value: next, at: Date.now() });
}

export function chooseHome(homeId: string): void {
  currentHomeId.value = homeId;
  try {
    localStorage.setItem(homeStorageKey, homeId);
  } catch {
    // The next start begins in the first home.
  }
}

/** @returns why it did not work, or null. */
export async function signOut(): Promise<ApiError | null> {
  await endNoticesAtServer();
  const answer = await call("DELETE /api/session");
  if (!answer.ok && answer.error.code !== "unauthenticated") return answer.error;
  await endNoticesInBrowser();
  await leave();
  return null;
}

/** In another tab somebody else has signed in: of the one before no page, and nothing that is kept, stays. */
async function leaveOther(next: AccountView): Promise<void> {
  const before = account.peek();
  if (before === null || before.accountId === next.accountId) return;
  forgetAll();
  // The pages go when they are drawn anew.
  await new Promise((resolve) => setTimeout(resolve));
}

function forgetAll(): void {
  turn += 1;
  forgetKept();
  currentHomeId.value = null;
  session.value = { state: "unknown", error: null };
}

/** Nothing of the home stays in the browser. */
async function leave(): Promise<void> {
  forgetAll();
  const left = turn;
  const answer = await call("GET /api/set-up");
  if (left !== turn) return;
  session.value = answer.ok ? { state: "signedOut", setUp: answer.value } : { state: "unknown", error: answer.error };
}

function readHomeId(): string | null {
  try {
    return localStorage.getItem(homeStorageKey);
  } catch {
    return null;
  }
}
