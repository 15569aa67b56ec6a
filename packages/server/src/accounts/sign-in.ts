/**
 * Accounts, passwords, passkeys and sessions, by better-auth. New accounts are made here only, by a claim or an
 * invitation: better-auth's own sign-up is shut.
 */

import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
import { passkey } from "@better-auth/passkey";
import { betterAuth } from "better-auth";
import type { ServerDatabase, ServerTransaction } from "../database/tables.ts";
import type { RouteAccount } from "../http/route.ts";

const passwordLengthMin = 10;
const passwordLengthMax = 128;
const weekSeconds = 7 * 86_400;
const daySeconds = 86_400;
/** A passkey opens doors: whoever took a session over is not to add one, so that needs a sign-in of just now. */
const freshSeconds = 600;

export type AccountAct = "session.begin" | "passkey.add" | "passkey.remove";

export interface SignInOptions {
  readonly database: ServerDatabase;
  /** Under which people reach the server. */
  readonly url: string;
  /** Origins of our own pages. */
  readonly origins: readonly string[];
  /** Signs cookies. */
  readonly secret: string;
  /** For the audit. */
  readonly note: (accountId: string, act: AccountAct) => Promise<void>;
}

/** What a browser takes with it. */
export interface Entrance {
  readonly account: RouteAccount;
  readonly cookies: readonly string[];
}

export interface Session {
  readonly account: RouteAccount;
  readonly sessionId: string;
}

/**
 * A passkey belongs to a host name, and browsers have none on pages that came unprotected, but from the machine itself.
 */
export function arePasskeysPossible(url: string): boolean {
  const { hostname, protocol } = new URL(url);
  return isIP(hostname.replaceAll(/[[\]]/g, "")) === 0 && (protocol === "https:" || hostname === "localhost");
}

/** What better-auth's own routes are for here; the rest of them is shut. */
const openPaths: ReadonlySet<string> = new Set([
  "/passkey/generate-register-options",
  "/passkey/verify-registration",
  "/passkey/generate-authenticate-options",
  "/passkey/verify-authentication",
  "/passkey/list-user-passkeys",
  "/passkey/delete-passkey",
  "/passkey/update-passkey",
]);
const notedPaths: Readonly<Record<string, AccountAct>> = {
  "/passkey/verify-registration": "passkey.add",
  "/passkey/delete-passkey": "passkey.remove",
};
export const authPath = "/api/auth";

export class SignIn {
  readonly #auth: ReturnType<typeof makeAuth>;
  readonly #hasPasskeys: boolean;
  readonly #note: SignInOptions["note"];

  constructor(options: SignInOptions) {
    this.#auth = makeAuth(options);
    this.#hasPasskeys = arePasskeysPossible(options.url);
    this.#note = options.note;
  }

  async sessionOf(headers: Headers): Promise<Session | null> {
    const found = await this.#auth.api.getSession({ headers });
    if (found === null) return null;
    const { id: accountId, name, email } = found.user;
    return { account: { accountId, name, email }, sessionId: found.session.id };
  }

  /** @returns null: no such account, or not its password; both take as long. */
  async withPassword(email: string, password: string, headers: Headers): Promise<Entrance | null> {
    const response = await this.#auth.api.signInEmail({ body: { email, password }, headers, asResponse: true });
    if (!response.ok) return null;
    const { user } = (await response.json()) as {
      readonly user: { readonly id: string; readonly name: string; readonly email: string };
    };
    return {
      account: { accountId: user.id, name: user.name, email: user.email },
      cookies: response.headers.getSetCookie(),
    };
  }

  async isPassword(database: ServerDatabase, accountId: string, password: string): Promise<boolean> {
    const row = await database
      .selectFrom("account")
      .select("password")
      .where("userId", "=", accountId)
      .where("providerId", "=", "credential")
      .executeTakeFirst();
    if (row === undefined || row.password === null) return false;
    const context = await this.#auth.$context;
    return await context.password.verify({ hash: row.password, password });
  }

  /** @returns whether it is the one of the account, if there is one; hashed for a new one in any case. */
  async judge(database: ServerDatabase, email: string, password: string): Promise<JudgedPassword> {
    const accountId = await accountOf(database, email);
    const isRight = accountId !== null && (await this.isPassword(database, accountId, password));
    return { isRight, hash: await this.hash(password) };
  }

  async hash(password: string): Promise<string> {
    const context = await this.#auth.$context;
    return await context.password.hash(password);
  }

  /** @returns the cookies that end the session in the browser. */
  async signOut(headers: Headers): Promise<readonly string[]> {
    const response = await this.#auth.api.signOut({ headers, asResponse: true });
    return response.headers.getSetCookie();
  }

  /** better-auth's own routes; null: that is none that is open. */
  async handle(request: Request): Promise<Response | null> {
    const path = new URL(request.url).pathname.slice(authPath.length);
    const isOpen = openPaths.has(path) && (this.#hasPasskeys || !path.startsWith("/passkey/"));
    if (!isOpen) return null;
    const act = notedPaths[path];
    const session = act === undefined ? null : await this.sessionOf(request.headers);
    const response = await this.#auth.handler(request);
    if (response.ok && session !== null && act !== undefined) await this.#note(session.account.accountId, act);
    return response;
  }
}

/** Sessions, challenges and invitations that are over: the last hold an e-mail address. */
export async function forgetEnded(database: ServerDatabase, now: Date): Promise<void> {
  const at = now.toISOString();
  for (const table of ["session", "verification", "invitation"] as const)
    await database.deleteFrom(table).where("expiresAt", "<", at).execute();
}

export interface JudgedPassword {
  readonly isRight: boolean;
  readonly hash: string;
}

export async function accountOf(database: ServerDatabase, email: string): Promise<string | null> {
  const row = await database
    .selectFrom("user")
    .select("id")
    .where("email", "=", email.toLowerCase())
    .executeTakeFirst();
  return row?.id ?? null;
}

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  /** By `SignIn.hash`. */
  readonly passwordHash: string;
}

/** In the transaction of the claim or the invitation, so that there is no account without its home. */
export async function insertAccount(
  transaction: ServerTransaction,
  { name, email, passwordHash }: NewAccount,
  at: string,
): Promise<string> {
  const id = randomUUID();
  const times = { createdAt: at, updatedAt: at };
  await transaction
    .insertInto("user")
    .values({ id, name, email: email.toLowerCase(), emailVerified: 0, image: null, ...times })
    .execute();
  await transaction
    .insertInto("account")
    .values({
      id: randomUUID(),
      accountId: id,
      providerId: "credential",
      userId: id,
      accessToken: null,
      refreshToken: null,
      idToken: null,
      accessTokenExpiresAt: null,
      refreshTokenExpiresAt: null,
      scope: null,
      password: passwordHash,
      ...times,
    })
    .execute();
  return id;
}

function makeAuth({ database, url, origins, secret, note }: SignInOptions) {
  const { hostname, protocol } = new URL(url);
  const isSecure = protocol === "https:";
  return betterAuth({
    appName: "Catenaccio",
    baseURL: url,
    basePath: authPath,
    secret,
    database: { db: database, type: "sqlite" },
    // Every request has passed `refuseForeign`, which knows the addresses of this machine too.
    trustedOrigins: (request) => [...origins, ...[request?.headers.get("origin") ?? []].flat()],
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLengthMin,
      maxPasswordLength: passwordLengthMax,
    },
    session: { expiresIn: weekSeconds, updateAge: daySeconds, freshAge: freshSeconds },
    databaseHooks: { session: { create: { after: async ({ userId }) => await note(userId, "session.begin") } } },
    // Limits are ours (try-limits.ts): better-auth's know no accounts.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: "catenaccio",
      // The prefix of better-auth would be `__Secure-`, which another name of the same domain may set too.
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: isSecure ? "__Host-catenaccio.session_token" : "catenaccio.session_token",
          // Over plain http a browser would drop a secure one.
          attributes: { secure: isSecure, path: "/" },
        },
      },
      // It would keep what anybody writes into X-Forwarded-For.
      ipAddress: { disableIpTracking: true },
      defaultCookieAttributes: { sameSite: "lax", httpOnly: true, secure: isSecure },
      database: { generateId: () => randomUUID() },
    },
    plugins: [passkey({ rpID: hostname, rpName: "Catenaccio", origin: [...origins] })],
  });
}
