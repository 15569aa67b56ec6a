/**
 * One cluster of a node as a home sees it, at the level of single messages: every request goes out as it was asked for,
 * and every answer comes back as it was given, because what a lock refuses is a test's business and not its client's.
 */
import { Millis, Seconds } from "@matter/main";
import type { Environment } from "@matter/main";
import { Matter, ValueModel } from "@matter/main/model";
import type { ClusterModel } from "@matter/main/model";
import { ClientInteraction, InteractionClientMessenger, MessageType } from "@matter/main/protocol";
import type { Peer, ReadResult } from "@matter/main/protocol";
import {
  AttributeId,
  ClusterId,
  EndpointNumber,
  EventId,
  StatusResponseError,
  TlvAny,
  TlvInvokeResponse,
  TlvOfModel,
} from "@matter/main/types";
import type { DataReport, ReadRequest } from "@matter/main/types";
import { interactionModelRevision, invokeMessage } from "./invoke-message.ts";
import { Subscription } from "./subscription.ts";
import { decodeValue, encodeValue, nameValue } from "./wire-values.ts";
import type { Fields, WireModel, WireValue } from "./wire-values.ts";

/** A name of the cluster's model, or a number. */
export type ElementName = string | number;

export interface RequestOptions {
  /** Announced by a timed request, as commands of a door lock must be. */
  readonly timed?: boolean;
  /** For a caller who knows that no answer will come. */
  readonly signal?: AbortSignal;
}

export interface EventRecord {
  readonly kind: "event";
  readonly number: number;
  readonly name: ElementName;
  readonly fields: Fields;
  readonly priority: number;
  /** Milliseconds since 1970; null if the lock told only how long it had been awake. */
  readonly epochMs: number | null;
}

export interface AttributeReport {
  readonly kind: "attribute";
  readonly name: ElementName;
  readonly value: WireValue;
}

export type Report = AttributeReport | EventRecord;

/** A read that was refused. */
class RefusedError extends Error {
  readonly status: number;

  constructor(what: ElementName, status: number) {
    super(`Reading ${what} was refused with status ${status}.`);
    this.status = status;
  }
}

/** How a home reaches a node. */
export interface Connection {
  readonly peer: Peer;
  readonly environment: Environment;
}

const timedWindowMs = 10_000;
/** A lock that stores on a slow disk takes its time; one that does not answer must not take the test's. */
const answerTimeoutMs = 20_000;

export class ClusterAccess {
  readonly #connection: Connection;
  readonly #endpoint: number;
  readonly #clusterId: number;
  readonly #model: ClusterModel | undefined;

  /** @param cluster by name or number, or its model if matter.js does not know it. */
  constructor(connection: Connection, endpoint: number, cluster: ElementName | ClusterModel) {
    this.#connection = connection;
    this.#endpoint = endpoint;
    this.#model = typeof cluster === "object" ? cluster : Matter.clusters(cluster);
    const id = this.#model?.id ?? cluster;
    if (typeof id !== "number") throw new Error(`There is no cluster ${String(cluster)}.`);
    this.#clusterId = id;
  }

  /** @returns the fields of the response; `{ status }`, success included, if the answer was a status. */
  async invoke(command: ElementName, fields: Fields = {}, options: RequestOptions = {}): Promise<Fields> {
    const model = this.#find("requests", command);
    return this.invokeEncoded(idOf(command, model), encodeValue(fields, model), options);
  }

  /** @param fields one TLV element without a tag; bytes that are none are sent all the same. */
  async invokeEncoded(command: number, fields: Uint8Array, options: RequestOptions = {}): Promise<Fields> {
    const path = { endpoint: this.#endpoint, cluster: this.#clusterId, command };
    return this.sendInvoke(invokeMessage(path, fields, options.timed ?? false), options);
  }

  /** @param message the whole of it. */
  async sendInvoke(message: Uint8Array, { timed = false, signal }: RequestOptions = {}): Promise<Fields> {
    return this.#converse(signal, async (messenger, waiting) => {
      if (timed) await messenger.sendTimedRequest(Millis(timedWindowMs), waiting);
      await messenger.send(MessageType.InvokeRequest, message, waiting);
      const { payload } = await messenger.nextMessage(MessageType.InvokeResponse, waiting);
      const [answer] = TlvInvokeResponse.decode(payload).invokeResponses;
      if (answer?.status !== undefined) return statusAnswer(answer.status.status);
      if (answer?.command === undefined) throw new Error("The answer has no content.");
      const { commandPath, commandFields } = answer.command;
      const model = this.#find("responses", commandPath.commandId);
      return commandFields === undefined ? {} : (decodeValue(commandFields, model) as Fields);
    });
  }

  /** @throws RefusedError with the status. */
  async read(attribute: ElementName): Promise<WireValue> {
    const model = this.#find("attributes", attribute);
    const path = { ...this.#path, attributeId: AttributeId(idOf(attribute, model)) };
    const entries = (await this.#readReports({ attributeRequests: [path] })).flatMap(
      ({ attributeReports }) => attributeReports ?? [],
    );
    for (const { attributeStatus } of entries)
      if (attributeStatus !== undefined) throw new RefusedError(attribute, attributeStatus.status.status);
    const [first, ...rest] = entries.flatMap(({ attributeData }) => attributeData ?? []);
    if (first === undefined) throw new Error(`The answer has no value of ${attribute}.`);
    const value = decodeValue(first.data, model);
    // A list that is too long for one message comes as its beginning, and then entry by entry.
    if (rest.length === 0) return value;
    return [...(value as readonly WireValue[]), ...rest.map(({ data }) => decodeValue(data, model?.listEntry))];
  }

  /** @returns the status. */
  async write(attribute: ElementName, value: WireValue, options: RequestOptions = {}): Promise<number> {
    const { timed = false, signal } = options;
    const model = this.#find("attributes", attribute);
    const path = { ...this.#path, attributeId: AttributeId(idOf(attribute, model)) };
    const data = TlvAny.decode(encodeValue(value, model));
    const { status } = await this.#converse(signal, async (messenger, waiting) => {
      if (timed) await messenger.sendTimedRequest(Millis(timedWindowMs), waiting);
      const answer = await messenger.sendWriteCommand(
        { timedRequest: timed, writeRequests: [{ path, data }], interactionModelRevision },
        waiting,
      );
      const [first] = answer?.writeResponses ?? [];
      if (first === undefined) throw new Error("The answer has no content.");
      return statusAnswer(first.status);
    });
    return Number(status);
  }

  /** The records that the lock keeps, oldest first. @param after the number of a record that is known already. */
  async events(event?: ElementName, after?: number): Promise<readonly EventRecord[]> {
    const model = event === undefined ? undefined : this.#find("events", event);
    const path = event === undefined ? this.#path : { ...this.#path, eventId: EventId(idOf(event, model)) };
    const filters = after === undefined ? {} : { eventFilters: [{ eventMin: after + 1 }] };
    const entries = (await this.#readReports({ eventRequests: [path], ...filters })).flatMap(
      ({ eventReports }) => eventReports ?? [],
    );
    for (const { eventStatus } of entries)
      if (eventStatus !== undefined) throw new RefusedError(event ?? "events", eventStatus.status.status);
    return entries
      .flatMap(({ eventData }) => eventData ?? [])
      .map(({ path: { eventId }, data, ...rest }) => {
        const fields = data === undefined ? {} : decodeValue(data, this.#find("events", Number(eventId)));
        return this.#eventRecord({ ...rest, eventId: Number(eventId), fields });
      })
      .sort((a, b) => a.number - b.number);
  }

  /** Every attribute now, every event that is kept, and whatever comes. */
  async subscribe(): Promise<Subscription> {
    const { environment, peer } = this.#connection;
    const { exchangeProvider, address } = peer;
    const interaction = new ClientInteraction({ environment, exchangeProvider, address, network: "unlimited" });
    const subscription = new Subscription(() => interaction.close());
    await interaction.subscribe({
      attributeRequests: [this.#path],
      eventRequests: [{ ...this.#path, isUrgent: true }],
      isFabricFiltered: true,
      interactionModelRevision,
      keepSubscriptions: true,
      minIntervalFloor: Seconds(0),
      maxIntervalCeiling: Seconds(60),
      updated: async (data) => {
        for await (const chunk of data) for await (const report of chunk) this.#receive(report, subscription);
      },
    });
    return subscription;
  }

  #receive(report: ReadResult.Report, subscription: Subscription): void {
    if (report.kind === "attr-value") {
      const model = this.#find("attributes", report.path.attributeId);
      const name = model?.propertyName ?? report.path.attributeId;
      subscription.add({ kind: "attribute", name, value: onWire(report.value, model, this.#clusterId) });
    }
    if (report.kind === "event-value") {
      const { path, number: eventNumber, priority, epochTimestamp, value } = report;
      const fields = onWire(value, this.#find("events", path.eventId), this.#clusterId);
      subscription.add(this.#eventRecord({ eventId: path.eventId, eventNumber, priority, epochTimestamp, fields }));
    }
  }

  #eventRecord(found: {
    readonly eventId: number;
    readonly eventNumber: number | bigint;
    readonly priority: number;
    readonly epochTimestamp?: number | bigint | undefined;
    readonly fields: WireValue;
  }): EventRecord {
    return {
      kind: "event",
      number: Number(found.eventNumber),
      name: this.#find("events", found.eventId)?.propertyName ?? found.eventId,
      fields: found.fields as Fields,
      priority: found.priority,
      epochMs: found.epochTimestamp === undefined ? null : Number(found.epochTimestamp),
    };
  }

  get #path() {
    return { endpointId: EndpointNumber(this.#endpoint), clusterId: ClusterId(this.#clusterId) };
  }

  #find(kind: "attributes" | "requests" | "responses" | "events", name: ElementName): WireModel | undefined {
    const { attributes, commands, events } = this.#model ?? { attributes: [], commands: [], events: [] };
    const elements: Iterable<WireModel> = {
      attributes,
      events,
      requests: [...commands].filter(({ isRequest }) => isRequest),
      responses: [...commands].filter(({ isResponse }) => isResponse),
    }[kind];
    return [...elements].find(({ id, propertyName }) => id === name || propertyName === name);
  }

  async #readReports(paths: Partial<ReadRequest>): Promise<readonly DataReport[]> {
    const messenger = await this.#openMessenger();
    const waiting = waitingOptions();
    try {
      await messenger.sendReadRequest({ isFabricFiltered: true, interactionModelRevision, ...paths }, waiting);
      const reports: DataReport[] = [];
      for await (const report of messenger.readDataReports(waiting)) reports.push(report);
      return reports;
    } finally {
      await messenger.close();
    }
  }

  /** A status in place of the whole message is an answer like one for the command. */
  async #converse(
    signal: AbortSignal | undefined,
    act: (messenger: InteractionClientMessenger, waiting: ReturnType<typeof waitingOptions>) => Promise<Fields>,
  ): Promise<Fields> {
    const messenger = await this.#openMessenger(signal);
    try {
      return await act(messenger, waitingOptions(signal));
    } catch (error) {
      if (error instanceof StatusResponseError) return statusAnswer({ status: error.code });
      throw error;
    } finally {
      await messenger.close();
    }
  }

  #openMessenger(signal?: AbortSignal): Promise<InteractionClientMessenger> {
    const { abort } = waitingOptions(signal);
    return InteractionClientMessenger.create(this.#connection.peer.exchangeProvider, { network: "unlimited", abort });
  }
}

function waitingOptions(signal?: AbortSignal) {
  const timeout = AbortSignal.timeout(answerTimeoutMs);
  return {
    abort: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    expectedProcessingTime: Millis(answerTimeoutMs),
  };
}

function statusAnswer(answer: { readonly status: number; readonly clusterStatus?: number | undefined }): Fields {
  const { status, clusterStatus } = answer;
  return clusterStatus === undefined ? { status } : { status, clusterStatus };
}

function idOf(name: ElementName, model: WireModel | undefined): number {
  const id = model?.id ?? name;
  if (typeof id !== "number") throw new Error(`The cluster has no ${name}.`);
  return id;
}

/** What matter.js has read with its own schemas, as it stood on the wire; a cluster unknown to it has none. */
function onWire(value: unknown, model: WireModel | undefined, clusterId: number): WireValue {
  if (!(model instanceof ValueModel) || Matter.clusters(clusterId) === undefined)
    return nameValue(value as WireValue, model);
  return decodeValue(new Uint8Array(TlvOfModel(model).encode(value)), model);
}
