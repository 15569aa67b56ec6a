/**
 * One lock as it is reached: found, subscribed to, found again. It keeps what the lock told last, and says how the lock is.
 *
 * A lock that was without power comes back by itself where it can, with a session of its own; that is the sign to
 * subscribe anew at once. One that only falls silent is asked once when its next sign of life is overdue, and then looked
 * for with waits that grow; a battery is never drained by asking.
 */

import type { LockAbilities, LockReport } from "@catenaccio/protocol";
import { AbortedError, causedBy, Millis, type Environment } from "@matter/main";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { PeerCommunicationError, type Peer, type ReadResult } from "@matter/main/protocol";
import type { ClusterType, Status } from "@matter/main/types";
import { LockUnreachableError } from "../lock-client.ts";
import { abilitiesOf } from "./lock-abilities.ts";
import type {
  CommandAnswer,
  CommandResponse,
  LockAccess,
  LockAttributes,
  LockCluster,
  LockCommand,
  LockEvent,
  LockListener,
  LockRequest,
} from "./lock-access.ts";
import { LockChannel, noExtraMs, type AttributePath, type ChannelRequest, type EventPath } from "./lock-channel.ts";
import { tellTime } from "./lock-clock.ts";
import { situationOf } from "./lock-situation.ts";
import { featureMapId, LockValues, seenClusters, type SeenCluster } from "./lock-values.ts";

/** For a sign of life that is on its way. */
const silenceGraceMs = 4_000;
/** How long a lock is looked for until it is called away. */
const offlineAfterMs = 30_000;
const firstSearchMs = 3_000;
const lastSearchMs = 60_000;
const firstRetryMs = 500;
const lastRetryMs = 60_000;
/** For a request at a moment at which the lock is not there. */
const reachLimitMs = 2_500;
/** Between two looks that others than the lock itself cause. */
const suspicionMs = 10_000;
/** The zone's next summer times, and a clock that drifts. */
const timeEveryMs = 24 * 3600 * 1000;

export interface LockConnectionOptions {
  readonly lockId: string;
  readonly peer: Peer;
  readonly environment: Environment;
  /** IANA name; null: not known. */
  readonly timeZone: string | null;
  /** The lock's report is another one. */
  readonly onReport: () => void;
  /** Something that should not be; it is tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/** Why the lock has to be subscribed to anew: it is gone, or only the subscription may be. */
type Lost = "gone" | "doubtful";

export class LockConnection implements LockAccess {
  readonly #options: LockConnectionOptions;
  readonly #channel: LockChannel;
  readonly #values = new LockValues();
  readonly #listeners = new Set<LockListener>();
  readonly #ended = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #link: LockReport["link"] = "connecting";
  #isConnected = false;
  #heardAtMs: number | null = null;
  #abilities: LockAbilities | null = null;
  #isJammed = false;
  /** null: this process has heard of none. */
  #newestEvent: number | null = null;
  #timeZone: string | null;
  #told = "";
  #silenceMs = silenceGraceMs;
  #silence: NodeJS.Timeout | undefined;
  #absence: NodeJS.Timeout | undefined;
  #clock: NodeJS.Timeout | undefined;
  #lose: (why: Lost) => void = () => undefined;
  #wake: () => void = () => undefined;
  #lookedAtMs = 0;
  #sessionsAdded = 0;

  constructor(options: LockConnectionOptions) {
    this.#options = options;
    this.#timeZone = options.timeZone;
    this.#channel = new LockChannel(options.peer, options.environment);
  }

  /** From now on the lock is looked for. */
  start(): void {
    this.#absence = setTimeout(() => this.#move("offline"), offlineAfterMs);
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#ended.abort();
    this.#lose("gone");
    this.#wake();
    for (const timer of [this.#silence, this.#absence, this.#clock]) clearTimeout(timer);
    // A farewell to a lock that is not there would be sent for a quarter of a minute.
    if (!this.#isConnected) this.#channel.dropSessions();
    this.#isConnected = false;
    await this.#channel.close();
    await this.#running;
  }

  /** What is not the door lock's own. */
  async invokeNode(request: ChannelRequest): Promise<CommandAnswer<unknown>> {
    return await this.#reach(() => this.#channel.invoke(request));
  }

  report(): LockReport {
    return {
      lockId: this.#options.lockId,
      link: this.#link,
      heardAt: this.#heardAtMs === null ? null : new Date(this.#heardAtMs).toISOString(),
      answerMs: this.#channel.answerMs,
      abilities: this.#abilities,
      situation: this.#abilities === null ? null : situationOf(this.#values, this.#isJammed),
      ...(this.fabricIndex > 0 && { fabric: this.fabricIndex }),
    };
  }

  setTimeZone(timeZone: string): void {
    this.#timeZone = timeZone;
    if (this.#isConnected) this.#tellTime();
  }

  /** @returns false: it did not get there in time. */
  async whenConnected(limitMs: number): Promise<boolean> {
    if (this.#isConnected) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), limitMs);
    const unlisten = this.listen({ connected: () => resolve(true) });
    this.#wake();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      unlisten();
    }
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  get fabricIndex(): number {
    return Number(this.#values.of("operationalCredentials", 0)?.["currentFabricIndex"] ?? 0);
  }

  has(cluster: LockCluster): boolean {
    return this.#values.of(cluster, this.#endpointOf(cluster)) !== undefined;
  }

  current<Cluster extends LockCluster>(cluster: Cluster): Readonly<Partial<LockAttributes<Cluster>>> {
    const values = this.#values.of(cluster, this.#endpointOf(cluster)) ?? {};
    return values as Readonly<Partial<LockAttributes<Cluster>>>;
  }

  async invoke<Cluster extends LockCluster, Command extends LockCommand<Cluster>>({
    cluster,
    ...request
  }: LockRequest<Cluster, Command>): Promise<CommandAnswer<CommandResponse<Cluster, Command>>> {
    const asked: ChannelRequest = { ...request, endpoint: this.#endpointOf(cluster), cluster: seenClusters[cluster] };
    const answer = await this.#reach(() => this.#channel.invoke(asked));
    return answer as CommandAnswer<CommandResponse<Cluster, Command>>;
  }

  async read<Cluster extends LockCluster, Name extends keyof LockAttributes<Cluster> & string>(
    cluster: Cluster,
    names: readonly Name[],
  ): Promise<Readonly<Partial<Pick<LockAttributes<Cluster>, Name>>>> {
    const attributes = names.map((name) => this.#pathOf(cluster, name));
    const reports = await this.#reach(() => this.#channel.read({ attributes }));
    const found = new LockValues();
    for (const report of reports) found.learn(report);
    const values = found.of(cluster) ?? {};
    const entries = names.filter((name) => name in values).map((name) => [name, values[name]]);
    return Object.fromEntries(entries) as Readonly<Partial<Pick<LockAttributes<Cluster>, Name>>>;
  }

  async write<Cluster extends LockCluster, Name extends keyof LockAttributes<Cluster> & string>(
    cluster: Cluster,
    name: Name,
    value: LockAttributes<Cluster>[Name],
    sendBy?: number,
  ): Promise<Status> {
    const endpoint = this.#endpointOf(cluster);
    const written = { endpoint, cluster: seenClusters[cluster] as ClusterType.Concrete, attribute: name, value };
    return await this.#reach(() => this.#channel.write({ ...written, sendBy }));
  }

  async readEvents(from: number): Promise<readonly LockEvent[]> {
    const request = { events: this.#eventPaths(), eventFilters: [{ eventMin: from }] };
    const reports = await this.#reach(() => this.#channel.read(request));
    return eventsIn(reports).toSorted((one, other) => one.number - other.number);
  }

  listen(listener: LockListener): () => void {
    const own = { ...listener };
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  async #reach<Answer>(act: () => Promise<Answer>): Promise<Answer> {
    if (this.#ended.signal.aborted || !(await this.whenConnected(reachLimitMs)))
      throw new LockUnreachableError("The lock is not there.");
    try {
      const answer = await act();
      this.#heard();
      return answer;
    } catch (error) {
      if (error instanceof LockUnreachableError) this.#lose("gone");
      throw error;
    }
  }

  async #run(): Promise<void> {
    const { peer } = this.#options;
    const added = peer.sessions.added.use(() => {
      this.#sessionsAdded++;
      this.#lose("doubtful");
      this.#wake();
    });
    const announced = peer.service.changed.use(() => this.#suspect());
    try {
      for (let retryMs = firstRetryMs; !this.#ended.signal.aborted;) {
        try {
          await this.#stayConnected();
          retryMs = firstRetryMs;
        } catch (error) {
          this.#goneMissing();
          if (this.#ended.signal.aborted) return;
          if (!(error instanceof LockUnreachableError)) this.#options.onTrouble(error);
          await this.#wait(retryMs);
          retryMs = Math.min(2 * retryMs, lastRetryMs);
        }
      }
    } finally {
      added[Symbol.dispose]();
      announced[Symbol.dispose]();
    }
  }

  /** Resolves when the lock has to be subscribed to anew. */
  async #stayConnected(): Promise<void> {
    const { peer } = this.#options;
    if (!peer.hasSession) await this.#findLock();
    const { promise, resolve } = Promise.withResolvers<Lost>();
    const before = this.#sessionsAdded;
    await this.#learn();
    await this.#subscribe(resolve);
    this.#lose = resolve;
    this.#arrived();
    // The lock has begun anew meanwhile, and may have been subscribed to as it was before.
    if (this.#sessionsAdded !== before) resolve("doubtful");
    if ((await promise) === "gone") this.#goneMissing();
  }

  /** Each search begins with quick calls, so that a lock that is back is found soon; the searches grow longer. */
  async #findLock(): Promise<void> {
    const { peer } = this.#options;
    const abort = this.#ended.signal;
    await peer.disconnect();
    for (let searchMs = firstSearchMs; ; searchMs = Math.min(1.5 * searchMs, lastSearchMs)) {
      try {
        await peer.connect({ connectionTimeout: Millis(searchMs), kick: true, additionalMrpDelay: noExtraMs, abort });
        return;
      } catch (cause) {
        if (abort.aborted) throw new LockUnreachableError("The lock was not found.", { cause });
        if (!causedBy(cause, AbortedError, PeerCommunicationError)) throw cause;
        await peer.disconnect();
      }
    }
  }

  /** All that is known of the lock is what it says now; most of it never changes while it is connected. */
  async #learn(): Promise<void> {
    const everywhere = (Object.keys(seenClusters) as SeenCluster[])
      .filter((cluster) => cluster !== "timeSynchronization" && cluster !== "operationalCredentials")
      .map((cluster) => ({ clusterId: seenClusters[cluster].id }));
    const attributes = [...everywhere, this.#pathOf("operationalCredentials", "currentFabricIndex")];
    this.#take(await this.#channel.read({ attributes }), "first");
    if (this.#values.doorEndpoint === null) throw new LockUnreachableError("It has no door lock.");
    this.#abilities = abilitiesOf(this);
  }

  async #subscribe(lost: (why: Lost) => void): Promise<void> {
    const clusters: readonly SeenCluster[] = this.has("catenaccioLock")
      ? ["doorLock", "powerSource", "catenaccioLock"]
      : ["doorLock", "powerSource"];
    const seconds = await this.#channel.subscribe({
      attributes: clusters.map((cluster) => ({ clusterId: seenClusters[cluster].id })),
      events: this.#eventPaths(),
      ...(this.#newestEvent !== null && { eventFilters: [{ eventMin: this.#newestEvent + 1 }] }),
      updated: (reports, phase) => {
        this.#heard();
        this.#take(reports, phase);
      },
      keepaliveReceived: () => this.#heard(),
      closed: () => lost("doubtful"),
    });
    this.#silenceMs = seconds * 1000 + silenceGraceMs;
  }

  #arrived(): void {
    clearTimeout(this.#absence);
    this.#absence = undefined;
    this.#isConnected = true;
    this.#link = "online";
    this.#heard();
    this.#changed();
    for (const { connected } of this.#listeners) connected?.();
    this.#tellTime();
  }

  #goneMissing(): void {
    this.#isConnected = false;
    this.#lose = () => undefined;
    clearTimeout(this.#silence);
    clearTimeout(this.#clock);
    if (this.#ended.signal.aborted || this.#link === "offline") return;
    this.#move("connecting");
    this.#absence ??= setTimeout(() => this.#move("offline"), offlineAfterMs);
  }

  #move(link: LockReport["link"]): void {
    this.#link = link;
    this.#changed();
  }

  #heard(): void {
    this.#heardAtMs = Date.now();
    clearTimeout(this.#silence);
    if (this.#isConnected) this.#silence = setTimeout(() => this.#look(), this.#silenceMs);
  }

  /** Somebody else says that the lock may be another than it was. */
  #suspect(): void {
    if (this.#isConnected && Date.now() - this.#lookedAtMs > suspicionMs) this.#look();
  }

  /** One question; what answers is subscribed to anew, for it should not have been silent. */
  #look(): void {
    this.#lookedAtMs = Date.now();
    const attributes = [this.#pathOf("doorLock", "lockState")];
    this.#channel.read({ attributes }).then(
      () => this.#lose("doubtful"),
      () => this.#lose("gone"),
    );
  }

  #take(reports: readonly ReadResult.Report[], phase: "first" | "live"): void {
    const changes = new Map<LockCluster, string[]>();
    const events: LockEvent[] = [];
    for (const report of reports) {
      const learnt = this.#values.learn(report);
      if (learnt.kind === "event") events.push(learnt.event);
      if (learnt.kind === "attribute" && isAccessible(learnt.cluster))
        changes.set(learnt.cluster, [...(changes.get(learnt.cluster) ?? []), learnt.name]);
    }
    const newest = this.#newestEvent;
    for (const event of events) this.#note(event);
    for (const { attributesChanged, event: tell } of this.#listeners) {
      for (const [cluster, names] of changes) attributesChanged?.(cluster, names);
      // What came before this process began is for those who read.
      for (const event of events) if (phase === "live" || (newest !== null && event.number > newest)) tell?.(event);
    }
    if (phase === "live") this.#changed();
  }

  #note(event: LockEvent): void {
    if (event.number <= (this.#newestEvent ?? -1)) return;
    this.#newestEvent = event.number;
    if (event.name === "doorLockAlarm" && event.payload.alarmCode === DoorLock.AlarmCode.LockJammed)
      this.#isJammed = true;
    if (event.name === "lockOperation") this.#isJammed = false;
  }

  #tellTime(): void {
    clearTimeout(this.#clock);
    this.#clock = setTimeout(() => this.#tellTime(), timeEveryMs);
    this.#clock.unref();
    tellTime(this.#channel, this.#timeZone).catch((error: unknown) => {
      if (!(error instanceof LockUnreachableError)) this.#options.onTrouble(error);
    });
  }

  /** Told only when it is another report than the last one; when it was heard is in it, but no news. */
  #changed(): void {
    if (this.#ended.signal.aborted) return;
    const { link, abilities, situation } = this.report();
    const told = JSON.stringify({ link, abilities, situation });
    if (told === this.#told) return;
    this.#told = told;
    this.#options.onReport();
  }

  async #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
    this.#wake = () => undefined;
  }

  #endpointOf(cluster: SeenCluster): number {
    const isOfNode = cluster === "basicInformation" || cluster === "operationalCredentials";
    return isOfNode ? 0 : (this.#values.doorEndpoint ?? 0);
  }

  #pathOf(cluster: SeenCluster, name: string): AttributePath {
    const { id, schema } = seenClusters[cluster];
    const model = [...schema.attributes].find(({ propertyName }) => propertyName === name);
    return {
      endpointId: this.#endpointOf(cluster),
      clusterId: id,
      attributeId: name === "featureMap" ? featureMapId : model?.id,
    };
  }

  #eventPaths(): readonly EventPath[] {
    const clusters: readonly LockCluster[] = this.has("catenaccioLock") ? ["doorLock", "catenaccioLock"] : ["doorLock"];
    return clusters.map((cluster) => ({
      endpointId: this.#endpointOf(cluster),
      clusterId: seenClusters[cluster].id,
      isUrgent: true,
    }));
  }
}

function isAccessible(cluster: SeenCluster): cluster is LockCluster {
  return (
    cluster === "doorLock" || cluster === "catenaccioLock" || cluster === "identify" || cluster === "basicInformation"
  );
}

function eventsIn(reports: readonly ReadResult.Report[]): readonly LockEvent[] {
  const values = new LockValues();
  return reports.flatMap((report) => {
    const learnt = values.learn(report);
    return learnt.kind === "event" ? [learnt.event] : [];
  });
}
