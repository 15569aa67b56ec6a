/**
 * The server of a home: its database, its people, its API. It listens to nothing by itself: whoever starts it hands it
 * requests, so that a home is one program on one port.
 */

import { createHash, randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { GatewayLink } from "@catenaccio/protocol";
import type { DestinationStream } from "pino";
import { hasNoOwner, leaveUnclaimed } from "./accounts/claim-home.ts";
import { noteInHomes } from "./accounts/home-change.ts";
import { forgetProofs, spendProof } from "./accounts/proofs.ts";
import { forgetEnded, SignIn } from "./accounts/sign-in.ts";
import { TryLimits } from "./accounts/try-limits.ts";
import { DatabaseError, openServerDatabase } from "./database/database.ts";
import { makeApp } from "./http/app.ts";
import type { ClientAddress } from "./http/client-address.ts";
import { EventHub } from "./http/event-hub.ts";
import { openRequestLog } from "./http/request-log.ts";
import { routes } from "./http/routes.ts";
import type { ClaimPort, Services } from "./http/services.ts";
import { attachHousehold, HouseholdListener } from "./household/gateway-listener.ts";
import { Household } from "./household/household.ts";
import { sweepHousehold } from "./household/privacy.ts";
import { openTagKey } from "./household/tag-key.ts";
import { readOrMakeFile } from "./key-file.ts";
import { openNotify } from "./notify/notify-services.ts";

export interface ServerOptions {
  /** Where the server keeps its database and its keys; made when it is missing. */
  readonly folder: string;
  /** The wall clock. */
  readonly now: () => Date;
  /** null: no gateway is here; people and history can be read all the same. */
  readonly gateway: GatewayLink | null;
  readonly claim: ClaimPort | null;
  /** Under which people reach the server, without a slash at the end; its host is the one that passkeys are made for. */
  readonly url: string;
  /** Other names of this server: `localhost:8080`. */
  readonly hosts: readonly string[];
  readonly clientAddress: ClientAddress;
  /** One sentence, without anything secret. */
  readonly onFault: (sentence: string) => void;
  /** Where a line about each request goes; absent: nowhere. */
  readonly requestLog?: DestinationStream;
  /** Whom push services turn to. */
  readonly contact?: string;
}

export interface Server {
  /** Answers a request below `/api`. */
  readonly fetch: (request: Request, environment?: unknown) => Response | Promise<Response>;
  /** Begins to talk with the gateway, and to send what waits. */
  start(): Promise<void>;
  /** Whether there is somebody whose home it is. @param claimId of the gateway; null: it is older than ids. */
  hasOwner(claimId: string | null): Promise<boolean>;
  /** The gateway is nobody's any more: who was signed in is not, and the broker loses it. */
  gatewayReset(): Promise<void>;
  close(): Promise<void>;
}

const sweepMs = 3_600_000;
const secretBytes = 32;
const defaultContact = "https://github.com/catenaccio";

/** @throws DatabaseError, NotifyError, TagKeyError: the message is the sentence to show. */
export async function openServer(options: ServerOptions): Promise<Server> {
  const { folder, now, gateway, url, onFault } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = openSecret(join(folder, "session.key"));
  const database = await openServerDatabase(join(folder, "server.sqlite"));
  try {
    const notify = openNotify({ database, folder, now, onFault, contact: options.contact ?? defaultContact });
    const events = new EventHub();
    const hosts = [new URL(url).host, ...options.hosts];
    const origins = hosts.map((host) => `${new URL(url).protocol}//${host}`);
    const household = new Household({
      database,
      now,
      gateway,
      tagKey: openTagKey(join(folder, "tag.key")),
      recordArrived: async (transaction, record) => {
        await notify.notifications.recordArrived(transaction, record);
        notify.deliveries.wake();
      },
      reportArrived: async (transaction, report) => {
        await notify.notifications.reportArrived(transaction, report);
        notify.deliveries.wake();
      },
      consumeProof: async ({ token, ...subject }) => {
        const verdict = await spendProof({ database, now }, subject, token);
        if (verdict === "good") return { ok: true, value: null };
        return verdict === "used"
          ? { ok: false, error: "proofUsed", sentence: "This proof has been used: prove who you are again." }
          : {
              ok: false,
              error: "proofRefused",
              sentence: "This proof is too old, or not for this door: prove who you are again.",
            };
      },
      publish: (homeId, event) => events.publish(homeId, event),
      onFault,
    });
    const services: Services = {
      database,
      now,
      url,
      origins,
      gateway,
      claim: options.claim,
      signIn: new SignIn({
        database,
        url,
        origins,
        secret: secret.toString("base64url"),
        note: async (accountId, act) => await noteInHomes({ database, now }, accountId, act),
      }),
      limits: new TryLimits({ database, now, key: createHash("sha256").update("limits").update(secret).digest() }),
      events,
      household,
      notify,
    };
    const app = makeApp({
      routes,
      services,
      hosts: { hosts },
      clientAddress: options.clientAddress,
      log: options.requestLog === undefined ? () => undefined : openRequestLog(options.requestLog),
      onFault: ({ requestId, route, cause }) => onFault(`${route} failed (request ${requestId}): ${kindOf(cause)}`),
    });
    return new RunningServer((request, environment) => app.fetch(request, environment as object), services, onFault);
  } catch (cause) {
    await database.destroy();
    throw cause;
  }
}

class RunningServer implements Server {
  readonly fetch: Server["fetch"];
  readonly #services: Services;
  readonly #listener: HouseholdListener;
  readonly #onFault: (sentence: string) => void;
  #detach: () => void = () => undefined;
  #sweeping: NodeJS.Timeout | null = null;

  constructor(fetch: Server["fetch"], services: Services, onFault: (sentence: string) => void) {
    this.fetch = fetch;
    this.#services = services;
    this.#onFault = onFault;
    this.#listener = new HouseholdListener(services.household);
  }

  async start(): Promise<void> {
    const { household, notify } = this.#services;
    this.#detach = await attachHousehold(household, this.#listener);
    notify.deliveries.start();
    this.#sweeping = setInterval(() => void this.#sweep(), sweepMs).unref();
    void this.#sweep();
  }

  async hasOwner(claimId: string | null): Promise<boolean> {
    return !(await hasNoOwner(this.#services.database, claimId));
  }

  async gatewayReset(): Promise<void> {
    await leaveUnclaimed(this.#services);
  }

  async close(): Promise<void> {
    if (this.#sweeping !== null) clearInterval(this.#sweeping);
    this.#detach();
    await this.#services.household.cleanUp?.close();
    await this.#listener.settled();
    const { events, notify, database } = this.#services;
    await notify.deliveries.close();
    events.close();
    await database.destroy();
  }

  async #sweep(): Promise<void> {
    try {
      const { household, notify, database } = this.#services;
      await sweepHousehold(household);
      await forgetProofs(this.#services);
      await forgetEnded(database, this.#services.now());
      await notify.notifications.sweep(database);
    } catch (cause) {
      this.#onFault(`What is too old could not be removed: ${kindOf(cause)}`);
    }
  }
}

/** Never the message: it may hold what was in the request. */
function kindOf(cause: unknown): string {
  return cause instanceof Error ? `${cause.name}${firstFrame(cause)}` : "an unknown cause";
}

function firstFrame({ stack = "" }: Error): string {
  const frame = /\n\s+at (.+)/.exec(stack)?.[1];
  return frame === undefined ? "" : ` at ${frame.replace(/\(?file:\/\/\S*\/(packages|node_modules)\//, "($1/")}`;
}

/** What signs cookies: in a file beside the database, so that a copy of the database makes nobody a member. */
function openSecret(path: string): Buffer {
  const secret = readOrMakeFile(path, () => randomBytes(secretBytes));
  if (secret.length !== secretBytes) throw new DatabaseError(`${path} is damaged; restore a backup, or remove it.`);
  return secret;
}
