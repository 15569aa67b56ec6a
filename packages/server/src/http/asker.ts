/** Who asks: a person with a session, or a script with an API key. */

import type { HomeRole } from "@catenaccio/protocol";
import { apiKeyOf, type UsedApiKey } from "../accounts/api-keys.ts";
import { roleIn } from "../accounts/homes.ts";
import { isAtMost } from "../permissions.ts";
import type { RouteAccount } from "./route.ts";
import type { Services } from "./services.ts";

export interface Asker {
  /** null: nobody. Of an API key: whoever made it. */
  readonly account: RouteAccount | null;
  readonly apiKey: UsedApiKey | null;
  /** It came with an API key, but none that there is. */
  readonly hasUnknownKey: boolean;
  /** null: not a member of that home. */
  roleIn(homeId: string): Promise<HomeRole | null>;
}

const nobody: Asker = { account: null, apiKey: null, hasUnknownKey: false, roleIn: async () => null };

export async function whoAsks(services: Services, headers: Headers): Promise<Asker> {
  const { database, signIn, claim } = services;
  // After a reset at the gateway nothing of before is of use.
  if (claim?.isClaimed === false) return nobody;
  const bearer = bearerOf(headers);
  if (bearer !== null) {
    const apiKey = await apiKeyOf(services, bearer);
    if (apiKey === null) return { ...nobody, hasUnknownKey: true };
    const { account } = apiKey;
    return {
      account,
      apiKey,
      hasUnknownKey: false,
      // A key ends with its maker's membership, and never exceeds the maker's role of today.
      roleIn: async (homeId) => {
        if (homeId !== apiKey.homeId) return null;
        const makers = await roleIn(database, homeId, account.accountId);
        return makers === null ? null : isAtMost(apiKey.role, makers) ? apiKey.role : makers;
      },
    };
  }
  if (!headers.has("cookie")) return nobody;
  const session = await signIn.sessionOf(headers);
  if (session === null) return nobody;
  const { account } = session;
  return {
    account,
    apiKey: null,
    hasUnknownKey: false,
    roleIn: async (homeId) => await roleIn(database, homeId, account.accountId),
  };
}

function bearerOf(headers: Headers): string | null {
  return /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? null;
}
