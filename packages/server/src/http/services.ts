/** What the handlers of routes work with. Made once, by server.ts. */

import type { GatewayLink } from "@catenaccio/protocol";
import type { SignIn } from "../accounts/sign-in.ts";
import type { TryLimits } from "../accounts/try-limits.ts";
import type { ServerDatabase } from "../database/tables.ts";
import type { Household } from "../household/household.ts";
import type { NotifyServices } from "../notify/notify-services.ts";
import type { EventHub } from "./event-hub.ts";

/** Whoever has the label of a gateway, and is in its network, makes it theirs, once. */
export interface ClaimPort {
  readonly isClaimed: boolean;
  /** Which claim it was; null: nobody's, or one that is older than ids. */
  readonly claimId: string | null;
  /** Counts the try before it is judged; after `ok` the gateway is claimed. */
  tryClaim(
    code: string,
    isLocal: boolean,
  ):
    | { readonly ok: true; readonly claimId: string }
    | {
        readonly ok: false;
        readonly error: "notLocal" | "alreadyClaimed" | "blocked" | "malformed" | "wrongCode";
        readonly sentence: string;
      };
}

export interface Services {
  readonly database: ServerDatabase;
  /** The wall clock. */
  readonly now: () => Date;
  /** Under which people reach the server, without a slash at the end. */
  readonly url: string;
  /** Origins of our own pages. */
  readonly origins: readonly string[];
  readonly gateway: GatewayLink | null;
  readonly claim: ClaimPort | null;
  readonly signIn: SignIn;
  readonly limits: TryLimits;
  readonly events: EventHub;
  readonly household: Household;
  readonly notify: NotifyServices;
}
