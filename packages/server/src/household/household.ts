/**
 * What every act of the household needs, and the one way to change it: in one transaction the rows, the revisions of the
 * locks that are concerned and the line of the audit; after the commit the documents go to the gateway and those who look
 * on are told.
 */

import type {
  GatewayLink,
  GatewayOrder,
  GatewayReport,
  LockRecord,
  LockReport,
  OrderAnswer,
  OrderError,
} from "@catenaccio/protocol";
import type { ProofAction } from "@catenaccio/protocol/api";
import { appendAudit, type AuditEntry } from "../audit/audit.ts";
import type { ServerDatabase } from "../database/tables.ts";
import { CleanUp } from "./clean-up.ts";
import { AskLimit } from "../http/ask-limit.ts";
import { WantedSender } from "./wanted-sender.ts";
import { raiseRevisions } from "./wanted-store.ts";

/** Who does it, in which home. */
export interface Actor {
  readonly homeId: string;
  /** null: nobody, as when a time is over. */
  readonly accountId: string | null;
}

/** Ids and words only: a name in it could not be erased. */
export type AuditLine = Pick<AuditEntry, "action" | "subject">;

export type LockEventType = "lock" | "wanted" | "addLock" | "enrolment" | "alarm";

/** Only that something is new: whoever may see it asks for it. */
export type HouseholdEvent =
  | { readonly type: "people" | "settings" }
  | { readonly type: LockEventType; readonly lockId: string }
  | { readonly type: "record"; readonly lockId: string; readonly number: number };

export interface ProofToConsume {
  readonly token: string;
  readonly accountId: string;
  readonly lockId: string;
  readonly action: ProofAction;
}

export interface HouseholdPorts {
  readonly database: ServerDatabase;
  /** The wall clock. */
  readonly now: () => Date;
  readonly gateway: GatewayLink | null;
  /** For the tags of PINs and cards; not in the database. */
  readonly tagKey: Buffer;
  /** Who is to be told of it, in the transaction that keeps it: a record that is new, a report of a lock that is known. */
  readonly recordArrived: (transaction: ServerDatabase, record: LockRecord) => Promise<void>;
  readonly reportArrived: (transaction: ServerDatabase, report: LockReport) => Promise<void>;
  /** Atomic and for one use. `proofRefused`: for somebody, something or some time else. */
  readonly consumeProof: (proof: ProofToConsume) => Promise<Result<null>>;
  readonly publish: (homeId: string, event: HouseholdEvent) => void;
  readonly onFault: (sentence: string) => void;
}

export type HouseholdError =
  | "notFound"
  | "duplicate"
  | "easyPin"
  | "full"
  | "noGateway"
  | "noCommonPinLength"
  | "invalid"
  | "tooMany"
  | "unauthenticated"
  | "forbidden"
  | "paused"
  | "proofRefused"
  | "proofUsed"
  | "orderFailed";

export interface Refusal {
  readonly ok: false;
  readonly error: HouseholdError;
  /** For a person. */
  readonly sentence: string;
  /** Of `orderFailed`: what the gateway or the lock answered. */
  readonly reason?: OrderError;
}

export type Result<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** What a change did. */
export interface Change<Value> {
  readonly ok: true;
  readonly value: Value;
  /** Whose documents are other ones now. */
  readonly lockIds?: readonly string[];
  readonly audit: AuditLine;
  readonly event?: HouseholdEvent;
}

type ReportOf<Kind extends GatewayReport["report"]> = Extract<GatewayReport, { readonly report: Kind }>;

export class Household {
  /** How the gateway itself is; null: it has not said. */
  box: ReportOf<"box"> | null = null;
  mqtt: ReportOf<"mqtt"> | null = null;
  readonly guestLimit = new AskLimit();
  readonly ports: HouseholdPorts;
  readonly wanted: WantedSender | null;
  readonly cleanUp: CleanUp | null;

  constructor(ports: HouseholdPorts) {
    this.ports = ports;
    const { database, gateway, onFault } = ports;
    this.wanted = gateway === null ? null : new WantedSender({ database, gateway, onFault });
    this.cleanUp = gateway === null ? null : new CleanUp({ database, gateway, onFault });
  }

  get database(): ServerDatabase {
    return this.ports.database;
  }

  now(): string {
    return this.ports.now().toISOString();
  }

  /** A refusal changes nothing. */
  async change<Value>(
    actor: Actor,
    act: (transaction: ServerDatabase) => Promise<Change<Value> | Refusal>,
  ): Promise<Result<Value>> {
    const outcome = await this.database
      .transaction()
      .execute(async (transaction) => {
        const done = await act(transaction);
        if (!done.ok) throw new Refused(done);
        await raiseRevisions(transaction, done.lockIds ?? []);
        await this.audit(transaction, actor, done.audit);
        return done;
      })
      .catch(refusalOf);
    if (!outcome.ok) return outcome;
    this.wanted?.send(outcome.lockIds ?? []);
    this.ports.publish(actor.homeId, outcome.event ?? { type: "people" });
    return { ok: true, value: outcome.value };
  }

  async audit(transaction: ServerDatabase, { homeId, accountId }: Actor, line: AuditLine): Promise<void> {
    await appendAudit(transaction, { homeId, accountId, ...line }, this.ports.now());
  }

  async order(order: GatewayOrder): Promise<Result<NonNullable<Extract<OrderAnswer, { ok: true }>["value"]>>> {
    const { gateway } = this.ports;
    if (gateway === null) return refuse("noGateway", "This home has no gateway yet.");
    const answer = await gateway.order(order);
    return answer.ok ? { ok: true, value: answer.value ?? {} } : refuseOrder(answer);
  }
}

/** Undoes what the transaction did so far. */
class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.sentence);
    this.refusal = refusal;
  }
}

function refusalOf(cause: unknown): Refusal {
  if (cause instanceof Refused) return cause.refusal;
  throw cause;
}

export function refuse(error: HouseholdError, sentence: string): Refusal {
  return { ok: false, error, sentence };
}

export function refuseOrder({ error, sentence }: Extract<OrderAnswer, { readonly ok: false }>): Refusal {
  return { ok: false, error: "orderFailed", sentence, reason: error };
}
