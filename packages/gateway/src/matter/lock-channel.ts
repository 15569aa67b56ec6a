/**
 * Requests to one lock, each sent so that a dead session is noticed at once. A lock that was without power has forgotten
 * its sessions and drops what comes by them without a word; the stack goes on for a quarter of a minute. Here a request
 * that is not even received in a moment is sent again, once, by a session made anew.
 *
 * What the lock may have carried out already is never sent again unless twice is as once. A timed request says so by
 * itself: until the lock has answered that it is ready for the command, the command has not left the house.
 */

import { performance } from "node:perf_hooks";
import { Millis, Seconds, type Duration, type Environment } from "@matter/main";
import {
  ClientInteraction,
  InteractionClientMessenger,
  Invoke,
  PeerUnresponsiveError,
  Read,
  SessionManager,
  Subscribe,
  Write,
  type InteractionSession,
  type NodeSession,
  type Peer,
  type ReadResult,
} from "@matter/main/protocol";
import {
  EndpointNumber,
  Status,
  StatusResponseError,
  TlvOfModel,
  type ClusterType,
  type TlvStream,
} from "@matter/main/types";
import { LockUnreachableError } from "../lock-client.ts";
import type { CommandAnswer } from "./lock-access.ts";

/**
 * What matter.js waits beyond Matter's own times before it sends again, because it does not know the lock's radio: it is
 * not worth a second and a half at each lost message.
 */
export const noExtraMs = Millis(0);
/** Between the announcement of a timed command and the command. */
const timedWindowMs = 10_000;
/** Beside the time after which the lock may be awake again: by then it has received a request that it can read. */
const receiptMs = 300;
/** For a new session with a lock that is there. */
const connectMs = 3_000;
const readLimitMs = 10_000;
/** The longest that a lock may be silent; each sign of life costs it a little of its battery. */
const silenceSeconds = 60;
const subscribeLimitMs = 20_000;
/** So often nobody has acknowledged what was sent, and the lock does not hear by this session. */
const lostAfterRetries = 2;

export interface ChannelRequest {
  readonly endpoint: number;
  readonly cluster: ClusterType.Concrete;
  readonly command: string;
  /** undefined: the command has none. */
  readonly fields?: unknown;
  readonly isTimed: boolean;
  readonly isRepeatable: boolean;
  readonly limitMs: number;
  /** By `performance.now()`: nothing is sent after that, not even again. */
  readonly sendBy?: number | undefined;
}

/** A number that is missing stands for all that there are. */
export interface AttributePath {
  readonly endpointId?: number;
  readonly clusterId: number;
  readonly attributeId?: number | undefined;
}

export interface EventPath {
  readonly endpointId?: number;
  readonly clusterId: number;
  readonly isUrgent?: boolean;
}

interface Selection {
  readonly attributes?: readonly AttributePath[];
  readonly events?: readonly EventPath[];
  readonly eventFilters?: readonly { readonly eventMin: number }[];
}

interface ChannelWrite {
  readonly endpoint: number;
  readonly cluster: ClusterType.Concrete;
  readonly attribute: string;
  readonly value: unknown;
  readonly sendBy?: number | undefined;
}

interface ChannelSubscription extends Selection {
  /** `first`: what there is already; `live`: what the lock tells by itself. */
  readonly updated: (reports: readonly ReadResult.Report[], phase: "first" | "live") => void;
  readonly keepaliveReceived: () => void;
  readonly closed: () => void;
}

interface Trial {
  readonly abort: AbortSignal;
  /** Not when it is over, or too late. */
  readonly mayStillSend: () => boolean;
  /** From now on the lock may have carried it out. */
  readonly sent: () => void;
  /** Something is on its way to the lock by this. */
  readonly sending: (messenger: InteractionClientMessenger) => void;
}

interface Manner {
  readonly isRepeatable: boolean;
  readonly limitMs: number;
  readonly sendBy?: number | undefined;
}

/** The answer did not come, and whether another trial would do no harm. */
class TrialError extends Error {
  override readonly name = "TrialError";
  readonly mayRepeat: boolean;

  constructor(mayRepeat: boolean, cause: unknown) {
    super("The lock did not answer.", { cause });
    this.mayRepeat = mayRepeat;
  }
}

export class LockChannel {
  readonly #peer: Peer;
  readonly #sessions: SessionManager;
  readonly #interaction: ClientInteraction;
  #answerMs: number | null = null;

  constructor(peer: Peer, environment: Environment) {
    this.#peer = peer;
    this.#sessions = environment.get(SessionManager);
    const { exchangeProvider, address } = peer;
    this.#interaction = new ClientInteraction({ environment, exchangeProvider, address, network: "unlimited" });
  }

  async close(): Promise<void> {
    await this.#interaction.close();
  }

  /** In the place of what was subscribed to before. @returns after how many seconds of silence something is wrong. */
  async subscribe({ updated, keepaliveReceived, closed, ...selection }: ChannelSubscription): Promise<number> {
    const request = Subscribe({
      fabricFilter: true,
      keepSubscriptions: false,
      minIntervalFloor: Seconds(0),
      maxIntervalCeiling: Seconds(silenceSeconds),
      ...selection,
    } as unknown as Parameters<typeof Subscribe>[0]);
    return await this.#ask({ isRepeatable: true, limitMs: subscribeLimitMs }, async ({ abort }) => {
      let isOver = false;
      abort.addEventListener("abort", () => (isOver = true));
      let isFirst = true;
      const { maxInterval } = await this.#interaction.subscribe(
        {
          ...request,
          additionalMrpDelay: noExtraMs,
          updated: async (data) => {
            const reports: ReadResult.Report[] = [];
            for await (const chunk of data) for await (const report of chunk) reports.push(report);
            if (!isOver) updated(reports, isFirst ? "first" : "live");
          },
          keepaliveReceived,
          closed: () => {
            if (!isOver) closed();
          },
        },
        this.#waiting(),
      );
      isFirst = false;
      return maxInterval;
    });
  }

  /** What the last answer took; null: none yet. */
  get answerMs(): number | null {
    return this.#answerMs;
  }

  /** @throws LockUnreachableError, as each of these. */
  async invoke(request: ChannelRequest): Promise<CommandAnswer<unknown>> {
    const { isRepeatable, limitMs, sendBy } = request;
    return await this.#ask({ isRepeatable, limitMs, sendBy }, async (trial) => {
      const messenger = await this.#openMessenger(trial);
      try {
        return await invokeBy(messenger, request, trial);
      } catch (error) {
        if (error instanceof StatusResponseError)
          return { ok: false, status: error.code, clusterStatus: error.clusterCode ?? null };
        throw error;
      } finally {
        closeQuietly(messenger);
      }
    });
  }

  async read(selection: Selection): Promise<readonly ReadResult.Report[]> {
    const request = Read({ fabricFilter: true, ...selection } as unknown as Read.Selector);
    return await this.#ask({ isRepeatable: true, limitMs: readLimitMs }, async ({ abort }) => {
      const reports: ReadResult.Report[] = [];
      for await (const chunk of this.#interaction.read(
        { ...request, additionalMrpDelay: noExtraMs },
        this.#waiting(),
        abort,
      ))
        for await (const report of chunk) reports.push(report);
      return reports;
    });
  }

  async write({ endpoint, cluster, attribute, value, sendBy }: ChannelWrite): Promise<Status> {
    const data = { endpoint: EndpointNumber(endpoint), cluster, attributes: [attribute], value };
    const request = Write(Write.Attribute(data as unknown as Parameters<typeof Write.Attribute>[0]));
    return await this.#ask({ isRepeatable: true, limitMs: readLimitMs, sendBy }, async ({ abort }) => {
      try {
        const answers: unknown = await this.#interaction.write({ ...request, additionalMrpDelay: noExtraMs }, {
          abort,
        } as never);
        const [answer] = answers as readonly { readonly status: Status }[];
        return answer?.status ?? Status.Failure;
      } catch (error) {
        if (error instanceof StatusResponseError) return error.code;
        throw error;
      }
    });
  }

  /** The lock is known not to hear by the sessions that there are: they are gone, and the next request makes one. */
  dropSessions(): void {
    for (const session of this.#peer.sessions) dropSession(session);
  }

  /** How long a battery lock may sleep between two looks at its radio. */
  get #sleepMs(): number {
    return Number(this.#peer.sessionParameters.idleInterval);
  }

  /** A person waits for the answer; somebody else goes on looking for the lock. */
  get #connectionTimeout(): Duration {
    return Millis(connectMs + this.#sleepMs);
  }

  #waiting(abort?: AbortSignal): InteractionSession {
    return { connectionTimeout: this.#connectionTimeout, ...(abort && { abort }) } as InteractionSession;
  }

  async #openMessenger(trial: Trial): Promise<InteractionClientMessenger> {
    const messenger = await InteractionClientMessenger.create(this.#peer.exchangeProvider, {
      network: "unlimited",
      additionalMrpDelay: noExtraMs,
      connectionTimeout: this.#connectionTimeout,
      abort: trial.abort,
    });
    trial.sending(messenger);
    return messenger;
  }

  async #ask<Answer>(manner: Manner, act: (trial: Trial) => Promise<Answer>): Promise<Answer> {
    const endMs = performance.now() + manner.limitMs;
    try {
      return await this.#try(manner, manner.limitMs, act);
    } catch (error) {
      const leftMs = Math.min(endMs, manner.sendBy ?? endMs) - performance.now();
      if (!(error instanceof TrialError && error.mayRepeat) || leftMs <= 0) throw unreachable(error);
      return await this.#try(manner, endMs - performance.now(), act).catch((cause: unknown) => {
        throw unreachable(cause);
      });
    }
  }

  async #try<Answer>(
    { isRepeatable, sendBy }: Manner,
    limitMs: number,
    act: (trial: Trial) => Promise<Answer>,
  ): Promise<Answer> {
    const startMs = performance.now();
    if (sendBy !== undefined && startMs >= sendBy) throw new TrialError(false, "It is too late to send it.");
    const ended = new AbortController();
    const session = this.#peer.newestSession();
    let isSent = false;
    let receipt: NodeJS.Timeout | undefined;
    const mayRepeat = (): boolean => isRepeatable || !isSent;
    const limit = setTimeout(() => {
      if (session !== undefined && mayRepeat()) dropSession(session);
      ended.abort();
    }, limitMs);
    // A lock that comes by itself with a session of its own has lost the others.
    const added = this.#peer.sessions.added.use(() => {
      if (session !== undefined && mayRepeat()) ended.abort();
    });
    const retried = this.#sessions.retry.use((retrying, retries) => {
      if (retrying !== session || retries < lostAfterRetries || !mayRepeat()) return;
      dropSession(session);
      ended.abort();
    });
    const connecting = setTimeout(() => {
      if (!this.#peer.hasSession) ended.abort();
    }, this.#connectionTimeout);
    let current: InteractionClientMessenger["exchange"] | null = null;
    // Whatever the lock has not received by then is not sent again; whoever has not got that far sends nothing.
    let isLate = false;
    const late =
      sendBy === undefined
        ? undefined
        : setTimeout(() => {
            isLate = true;
            const isReceived = isSent && current !== null && !current.hasUnackedMessage;
            if (isReceived) return;
            const used = this.#peer.newestSession();
            if (used !== undefined) dropSession(used);
            ended.abort();
          }, sendBy - startMs);
    const trial: Trial = {
      abort: ended.signal,
      mayStillSend: () => !ended.signal.aborted && !isLate,
      sent: () => (isSent = true),
      sending: ({ exchange }) => {
        current = exchange;
        clearTimeout(receipt);
        receipt = setTimeout(() => {
          if (!exchange.hasUnackedMessage || session === undefined || !mayRepeat()) return;
          dropSession(session);
          ended.abort();
        }, receiptMs + this.#sleepMs);
      },
    };
    try {
      const answer = await untilAborted(act(trial), ended.signal);
      this.#answerMs = Math.round(performance.now() - startMs);
      return answer;
    } catch (cause) {
      throw new TrialError(mayRepeat(), cause);
    } finally {
      clearTimeout(limit);
      clearTimeout(late);
      clearTimeout(connecting);
      clearTimeout(receipt);
      added[Symbol.dispose]();
      retried[Symbol.dispose]();
    }
  }
}

async function invokeBy(
  messenger: InteractionClientMessenger,
  { endpoint, cluster, command, fields, isTimed, limitMs }: ChannelRequest,
  trial: Trial,
): Promise<CommandAnswer<unknown>> {
  const { abort } = trial;
  requireTime(trial);
  if (isTimed) await messenger.sendTimedRequest(Millis(timedWindowMs), { abort });
  const path = { endpoint: EndpointNumber(endpoint), cluster, command };
  const asked = { ...path, ...(fields !== undefined && { fields }) } as unknown as Invoke.CommandRequest;
  const { invokeRequests, ...rest } = Invoke({ commands: [asked], timed: isTimed, skipValidation: true });
  // A number tells one command of many from the others, and not every lock takes one.
  const single = invokeRequests.map(({ commandPath, commandFields }) => ({
    commandPath,
    ...(commandFields !== undefined && { commandFields }),
  }));
  requireTime(trial);
  trial.sent();
  trial.sending(messenger);
  const waiting = { abort, expectedProcessingTime: Millis(limitMs) };
  const result = await messenger.sendInvokeCommand({ ...rest, invokeRequests: single }, waiting);
  const [answer] = result?.invokeResponses ?? [];
  if (answer?.command !== undefined) return { ok: true, response: decodeResponse(asked, answer.command.commandFields) };
  const { status = Status.Failure, clusterStatus = null } = answer?.status?.status ?? {};
  return status === Status.Success ? { ok: true, response: undefined } : { ok: false, status, clusterStatus };
}

function requireTime({ mayStillSend }: Trial): void {
  if (!mayStillSend()) throw new PeerUnresponsiveError();
}

function decodeResponse(asked: Invoke.CommandRequest, fields: TlvStream | undefined): unknown {
  const model: unknown = Invoke.commandOf(asked).schema.responseModel;
  if (fields === undefined || model === undefined) return undefined;
  return TlvOfModel(model as Parameters<typeof TlvOfModel>[0]).decodeTlv(fields);
}

/** Whatever still waits on it fails now, and nothing is sent by it any more. */
function dropSession(session: NodeSession): void {
  session.handlePeerLoss({ cause: new PeerUnresponsiveError() }).catch(() => undefined);
}

/** The last receipt may be on its way for seconds, and nobody waits for it. */
function closeQuietly(messenger: InteractionClientMessenger): void {
  messenger.close().catch(() => undefined);
}

async function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new PeerUnresponsiveError());
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function unreachable(cause: unknown): LockUnreachableError {
  return new LockUnreachableError("The lock does not answer.", { cause });
}
