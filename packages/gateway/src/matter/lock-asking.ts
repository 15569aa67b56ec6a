/** How each kind of question and order is put to a lock, and what its statuses mean to a household. */

import { Status } from "@matter/main/types";
import { LockUnreachableError, type Outcome } from "../lock-client.ts";
import type {
  CommandAnswer,
  CommandFields,
  CommandResponse,
  LockAccess,
  LockCluster,
  LockCommand,
} from "./lock-access.ts";

/** Timed where Matter wants it (§5.2.10); `limitMs` longer where a motor turns or a slow disk has to be waited for. */
const manners = {
  question: { isTimed: false, isRepeatable: true, limitMs: 10_000 },
  /** Twice is as once. */
  change: { isTimed: true, isRepeatable: true, limitMs: 10_000 },
  /** Of a schedule, or what else is not timed. */
  plainChange: { isTimed: false, isRepeatable: true, limitMs: 10_000 },
  /** The second time it would be refused, or done again. */
  once: { isTimed: true, isRepeatable: false, limitMs: 10_000 },
  lock: { isTimed: true, isRepeatable: true, limitMs: 15_000 },
  unlock: { isTimed: true, isRepeatable: false, limitMs: 15_000 },
} as const;
type Manner = keyof typeof manners;

export type Refused = Extract<Outcome, { readonly ok: false }>;

export const done: Outcome = { ok: true };

export function refuse(reason: Refused["reason"]): Refused {
  return { ok: false, reason };
}

/** What else one order can be refused for than any other. */
export type Reasons = { readonly [Code in Status]?: Refused["reason"] };

const commonReasons: Reasons = {
  [Status.Busy]: "busy",
  [Status.ResourceExhausted]: "full",
  [Status.UnsupportedCommand]: "notSupported",
  [Status.UnsupportedCluster]: "notSupported",
  [Status.UnsupportedEndpoint]: "notSupported",
  [Status.UnsupportedAttribute]: "notSupported",
  [Status.UnsupportedWrite]: "notSupported",
};

export function outcomeOf(status: Status, reasons: Reasons = {}): Outcome {
  return status === Status.Success ? done : refuse(reasons[status] ?? commonReasons[status] ?? "refused");
}

export function statusOf(answer: CommandAnswer<unknown>): Status {
  return answer.ok ? Status.Success : answer.status;
}

/**
 * A lock asked in one of the manners. A question that it answers with a status, although there is nothing to refuse in
 * it, leaves one as ignorant as no answer.
 */
export class LockAsking {
  readonly #access: LockAccess;

  constructor(access: LockAccess) {
    this.#access = access;
  }

  order<Cluster extends LockCluster, Command extends LockCommand<Cluster>>(
    manner: Manner,
    cluster: Cluster,
    command: Command,
    fields: CommandFields<Cluster, Command>,
    sendBy?: number,
  ): Promise<CommandAnswer<CommandResponse<Cluster, Command>>> {
    return this.#access.invoke({ cluster, command, fields, sendBy, ...manners[manner] });
  }

  /** @throws LockUnreachableError when it gives no answer to that. */
  async ask<Cluster extends LockCluster, Command extends LockCommand<Cluster>>(
    cluster: Cluster,
    command: Command,
    fields: CommandFields<Cluster, Command>,
  ): Promise<CommandResponse<Cluster, Command>> {
    const answer = await this.order("question", cluster, command, fields);
    if (answer.ok) return answer.response;
    throw new LockUnreachableError(`The lock answers ${command} with status ${answer.status}.`);
  }
}
