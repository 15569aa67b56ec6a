/**
 * One lock as those see it who speak to it and never ask how it is reached: commands, attributes and events of its door
 * lock endpoint, each value as matter.js has it (epoch-s is seconds since 1970). The lock's own refusals are answers; that
 * it does not answer is LockUnreachableError, from every promise here and nothing else.
 *
 * An implementation finds the endpoint, sends a request once or again if nothing was carried out, and knows the models of
 * all of `LockClusters`, ours included. It never answers from memory, but in `current`.
 */

import type { CatenaccioLock } from "@catenaccio/matter";
import type { BasicInformation } from "@matter/main/clusters/basic-information";
import type { DoorLock } from "@matter/main/clusters/door-lock";
import type { Identify } from "@matter/main/clusters/identify";
import type { Status } from "@matter/main/types";

/** Of the door lock's endpoint, but for basicInformation, which is of the node. */
export interface LockClusters {
  readonly doorLock: typeof DoorLock;
  readonly catenaccioLock: typeof CatenaccioLock;
  readonly identify: typeof Identify;
  readonly basicInformation: typeof BasicInformation;
}

export type LockCluster = keyof LockClusters;

type Typing<Cluster extends LockCluster> = LockClusters[Cluster]["Typing"];
type Commands<Cluster extends LockCluster> = Typing<Cluster> extends { Commands: infer Found } ? Found : {};
type Events<Cluster extends LockCluster> = Typing<Cluster> extends { Events: infer Found } ? Found : {};

/** With `featureMap`, whose bits have matter.js's names for features, such as `pinCredential`. */
export type LockAttributes<Cluster extends LockCluster> = (Typing<Cluster> extends { Attributes: infer Found }
  ? Found
  : {}) & { readonly featureMap: Readonly<Record<string, boolean>> };

export type LockCommand<Cluster extends LockCluster> = keyof Commands<Cluster> & string;

/** undefined: the command has none. */
export type CommandFields<
  Cluster extends LockCluster,
  Command extends LockCommand<Cluster>,
> = Commands<Cluster>[Command] extends (...fields: infer Fields) => unknown
  ? Fields extends [infer Request, ...unknown[]]
    ? Request
    : undefined
  : never;

export type CommandResponse<
  Cluster extends LockCluster,
  Command extends LockCommand<Cluster>,
> = Commands<Cluster>[Command] extends (...fields: never[]) => infer Response ? Awaited<Response> : never;

export interface LockRequest<Cluster extends LockCluster, Command extends LockCommand<Cluster>> {
  readonly cluster: Cluster;
  readonly command: Command;
  readonly fields: CommandFields<Cluster, Command>;
  /** Announced by a timed request, as most commands of a door lock must be. */
  readonly isTimed: boolean;
  /** When to give up; it is unknown then whether the lock did it. */
  readonly limitMs: number;
  /** By `performance.now()`: nothing is sent after that, not even again. */
  readonly sendBy?: number | undefined;
  /** Carried out twice is as once. Others are sent again only if the lock cannot have them. */
  readonly isRepeatable: boolean;
}

export type CommandAnswer<Response> =
  | { readonly ok: true; readonly response: Response }
  | { readonly ok: false; readonly status: Status; readonly clusterStatus: number | null };

type EventsOf<Cluster extends LockCluster> = {
  readonly [Name in keyof Events<Cluster> & string]: {
    readonly cluster: Cluster;
    readonly name: Name;
    /** Matter's, rising over the whole life of the node. */
    readonly number: number;
    /** Milliseconds since 1970 UTC; null: the lock did not know the time. */
    readonly epochMs: number | null;
    readonly payload: Events<Cluster>[Name];
  };
}[keyof Events<Cluster> & string];

/** Events of other clusters are told to nobody here. */
export type LockEvent = EventsOf<"doorLock"> | EventsOf<"catenaccioLock">;

export interface LockListener {
  /** The lock is subscribed to anew: whatever it told between is not told again, and has to be read. */
  readonly connected?: () => void;
  /** `names`: what of `current` is other than before. */
  readonly attributesChanged?: (cluster: LockCluster, names: readonly string[]) => void;
  /** In the lock's order; one may come twice after a reconnection. */
  readonly event?: (event: LockEvent) => void;
}

export interface LockAccess {
  readonly isConnected: boolean;
  /** By which the lock knows this home (CurrentFabricIndex). */
  readonly fabricIndex: number;

  /** Whether the lock has the cluster, as its descriptor says; it does not change while it is connected. */
  has(cluster: LockCluster): boolean;

  /** What the lock told last, by subscription; it lacks what the lock does not have. */
  current<Cluster extends LockCluster>(cluster: Cluster): Readonly<Partial<LockAttributes<Cluster>>>;

  invoke<Cluster extends LockCluster, Command extends LockCommand<Cluster>>(
    request: LockRequest<Cluster, Command>,
  ): Promise<CommandAnswer<CommandResponse<Cluster, Command>>>;

  /** Those of these attributes that the lock has, read from it now. */
  read<Cluster extends LockCluster, Name extends keyof LockAttributes<Cluster> & string>(
    cluster: Cluster,
    names: readonly Name[],
  ): Promise<Readonly<Partial<Pick<LockAttributes<Cluster>, Name>>>>;

  /** @param sendBy as of a request. @returns the lock's status. */
  write<Cluster extends LockCluster, Name extends keyof LockAttributes<Cluster> & string>(
    cluster: Cluster,
    name: Name,
    value: LockAttributes<Cluster>[Name],
    sendBy?: number,
  ): Promise<Status>;

  /** Every event with that number or a greater one that the lock still has, in order. */
  readEvents(from: number): Promise<readonly LockEvent[]>;

  /** Listeners must not throw. @returns what ends it. */
  listen(listener: LockListener): () => void;
}
