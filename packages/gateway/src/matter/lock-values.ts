/**
 * What a lock has told, by cluster and name. matter.js reads what it has a model of; of our own cluster it hands on bare
 * numbers and fields by their ids, which get their names here.
 */

import { isDeepStrictEqual } from "node:util";
import { CatenaccioLock } from "@catenaccio/matter";
import { BasicInformation } from "@matter/main/clusters/basic-information";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Identify } from "@matter/main/clusters/identify";
import { OperationalCredentials } from "@matter/main/clusters/operational-credentials";
import { PowerSource } from "@matter/main/clusters/power-source";
import { TimeSynchronization } from "@matter/main/clusters/time-synchronization";
import type { ClusterModel } from "@matter/main/model";
import type { ReadResult } from "@matter/main/protocol";
import type { ClusterType } from "@matter/main/types";
import type { LockCluster, LockEvent } from "./lock-access.ts";

/** With those that only the connection itself needs. */
export const seenClusters = {
  doorLock: DoorLock,
  catenaccioLock: CatenaccioLock,
  identify: Identify,
  basicInformation: BasicInformation,
  powerSource: PowerSource,
  timeSynchronization: TimeSynchronization,
  operationalCredentials: OperationalCredentials,
} as const satisfies Record<LockCluster, ClusterType> & Record<string, ClusterType>;
export type SeenCluster = keyof typeof seenClusters;

export const featureMapId = 0xfffc;

export type Values = Readonly<Record<string, unknown>>;

type Learnt =
  | { readonly kind: "attribute"; readonly cluster: SeenCluster; readonly name: string }
  | { readonly kind: "event"; readonly event: LockEvent }
  /** As it was, or nothing that anybody here looks at. */
  | { readonly kind: "nothing" };

const nothing: Learnt = { kind: "nothing" };

interface Names {
  readonly cluster: SeenCluster;
  readonly attributes: ReadonlyMap<number, string>;
  readonly events: ReadonlyMap<number, { readonly name: string; readonly fields: ReadonlyMap<number, string> }>;
}

const names: ReadonlyMap<number, Names> = new Map(
  (Object.keys(seenClusters) as SeenCluster[]).map((cluster) => [seenClusters[cluster].id, namesOf(cluster)]),
);

export class LockValues {
  /** By cluster, then by endpoint. */
  readonly #values = new Map<SeenCluster, Map<number, Record<string, unknown>>>();

  learn(report: ReadResult.Report): Learnt {
    if (report.kind !== "attr-value" && report.kind !== "event-value") return nothing;
    const known = names.get(report.path.clusterId);
    if (known === undefined) return nothing;
    return report.kind === "attr-value" ? this.#learnAttribute(report, known) : learnEvent(report, known);
  }

  /** What an endpoint has of a cluster; of the first endpoint that has it, if none is given. */
  of(cluster: SeenCluster, endpoint?: number): Values | undefined {
    const found = this.#values.get(cluster);
    return endpoint === undefined ? found?.values().next().value : found?.get(endpoint);
  }

  all(cluster: SeenCluster): readonly Values[] {
    return [...(this.#values.get(cluster)?.values() ?? [])];
  }

  /** The first endpoint with a lock; null: there is none. */
  get doorEndpoint(): number | null {
    return this.#values.get("doorLock")?.keys().next().value ?? null;
  }

  #learnAttribute({ path, value }: ReadResult.AttributeValue, { cluster, attributes }: Names): Learnt {
    const name = attributes.get(path.attributeId);
    if (name === undefined) return nothing;
    const endpoints = this.#values.get(cluster) ?? new Map<number, Record<string, unknown>>();
    const values = endpoints.get(path.endpointId) ?? {};
    const plain = plainValue(value);
    if (name in values && isDeepStrictEqual(values[name], plain)) return nothing;
    this.#values.set(cluster, endpoints.set(path.endpointId, { ...values, [name]: plain }));
    return { kind: "attribute", cluster, name };
  }
}

function learnEvent(
  { path, number, epochTimestamp, value }: ReadResult.EventValue,
  { cluster, events }: Names,
): Learnt {
  const found = events.get(path.eventId);
  if (found === undefined || (cluster !== "doorLock" && cluster !== "catenaccioLock")) return nothing;
  const event = {
    cluster,
    name: found.name,
    number: Number(number),
    epochMs: epochTimestamp === undefined ? null : Number(epochTimestamp),
    payload: cluster === "catenaccioLock" ? nameFields(value, found.fields) : value,
  };
  // The models say which names and fields there are.
  return { kind: "event", event: event as unknown as LockEvent };
}

function nameFields(value: unknown, fields: ReadonlyMap<number, string>): Values {
  const entries = Object.entries(value ?? {}) as readonly (readonly [string, unknown])[];
  return Object.fromEntries(entries.map(([id, field]) => [fields.get(Number(id)) ?? id, plainValue(field)]));
}

/** Numbers that can be exact are numbers. */
function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return Array.isArray(value) ? value.map(plainValue) : value;
}

function namesOf(cluster: SeenCluster): Names {
  const schema = seenClusters[cluster].schema as ClusterModel;
  const attributes = [...schema.attributes].map(({ id, propertyName }) => [Number(id), propertyName] as const);
  const events = [...schema.events].map((event) => {
    const fields = [...event.members].map(({ id, propertyName }) => [Number(id), propertyName] as const);
    return [Number(event.id), { name: event.propertyName, fields: new Map(fields) }] as const;
  });
  return {
    cluster,
    attributes: new Map([...attributes, [featureMapId, "featureMap"]]),
    events: new Map(events),
  };
}
