/**
 * The clock of the lock as Matter sees and sets it (core §11.17). UTC is the lock's own clock; time zone and summer time
 * are kept here, and together make the offset by which schedules are read. An hour that the home did not announce is
 * never guessed.
 */

import { TimeSynchronizationBehavior } from "@matter/main/behaviors/time-synchronization";
import { TimeSynchronization } from "@matter/main/clusters/time-synchronization";
import { Status, StatusResponseError } from "@matter/main/types";
import { Millis, Supervision, Time, type Endpoint, type Timer } from "@matter/main";
import { Val } from "@matter/main/protocol";
import { LockPort } from "./lock-port.ts";

const { Granularity, TimeSource, TimeZoneDatabase } = TimeSynchronization;

const timeZonesMax = 2;
const hourSeconds = 3600;
const zoneBeforeMaxSeconds = 12 * hourSeconds;
const zoneAfterMaxSeconds = 14 * hourSeconds;
const zoneNameLengthMax = 64;
/** Ten years of summer times. */
const dstOffsetsMax = 20;
/** 2000-01-01T00:00:00Z, Matter's 0, on the time line of matter.js: microseconds since 1970. */
const beginningUs = 946_684_800_000_000;
const secondMs = 1000;
const usPerMs = 1000;
/** `setTimeout` fires at once for more than 31 bits. */
const timeoutMaxMs = 2 ** 31 - 1;

const Base = TimeSynchronizationBehavior.with("TimeZone");

export class TimeServer extends Base {
  declare readonly state: InstanceType<typeof TimeServer.State>;
  declare readonly internal: TimeServerInternal;
  static override readonly Internal = class TimeServerInternal {
    timer: Timer | undefined;
    isSummer = false;
  };

  static override readonly State = class extends Base.State {
    override granularity: TimeSynchronization.Granularity = Granularity.NoTimeGranularity;
    override timeSource: TimeSynchronization.TimeSource = TimeSource.None;
    override timeZone: TimeSynchronization.TimeZone[] = [{ offset: 0, validAt: beginningUs }];
    override timeZoneDatabase = TimeZoneDatabase.None;
    override timeZoneListMaxSize = timeZonesMax;
    override dstOffsetListMaxSize = dstOffsetsMax;

    /** The time goes on by itself: it is read from the lock's clock when somebody asks. */
    [Val.properties](endpoint: Endpoint): object {
      const now = (): { readonly utcMs: number | null; readonly utcOffsetMs: number } =>
        endpoint.env.get(LockPort).now();
      return {
        get utcTime(): number | null {
          const { utcMs } = now();
          return utcMs === null ? null : utcMs * usPerMs;
        },
        get localTime(): number | null {
          const { utcMs, utcOffsetMs } = now();
          // Without a word on summer time the local time is not known (§11.17.8.8); schedules go by the zone alone.
          const isKnown = endpoint.stateOf(TimeServer).dstOffset.length > 0;
          return utcMs === null || !isKnown ? null : (utcMs + utcOffsetMs) * usPerMs;
        },
      };
    }
  };

  override initialize(): void {
    this.internal.isSummer = this.#summerAt(this.#nowUs()) !== 0;
    this.clockMoved();
  }

  /** Somebody at the lock has set its clock, or it has lost the time. */
  clockMoved(): void {
    const isKnown = this.#nowUs() !== null;
    if (isKnown !== (this.state.granularity !== Granularity.NoTimeGranularity)) {
      this.state.granularity = isKnown ? Granularity.MinutesGranularity : Granularity.NoTimeGranularity;
      this.state.timeSource = isKnown ? TimeSource.Unknown : TimeSource.None;
    }
    this.#keepOffset();
  }

  override setUtcTime({ utcTime, granularity }: TimeSynchronization.SetUtcTimeRequest): void {
    if (granularity === Granularity.NoTimeGranularity)
      throw new TimeSynchronization.TimeNotAcceptedError("Whoever does not know the time cannot set it.");
    this.#port.device.setClock({ utcMs: Math.floor(Number(utcTime) / usPerMs) });
    this.state.granularity = granularity;
    this.state.timeSource = TimeSource.Admin;
    this.#keepOffset();
  }

  override setTimeZone({ timeZone }: TimeSynchronization.SetTimeZoneRequest): TimeSynchronization.SetTimeZoneResponse {
    if (timeZone.length > timeZonesMax) throw new StatusResponseError("Too many zones.", Status.ResourceExhausted);
    const [first, second] = timeZone;
    // §11.17.9.3: the first is valid from the beginning, the second from a moment on.
    const isFirstValid = first !== undefined && Number(first.validAt) === beginningUs;
    if (!timeZone.every(isZone)) throw new StatusResponseError("There is no such zone.", Status.ConstraintError);
    if (!isFirstValid || (second !== undefined && Number(second.validAt) === beginningUs))
      throw new StatusResponseError("The zones are not in order.", Status.ConstraintError);
    this.state.timeZone = timeZone;
    // No list of zones is in here, so the home has to say when summer time is.
    this.state.dstOffset = [];
    this.#keepOffset();
    this.events.timeZoneStatus?.emit(
      { offset: first.offset, ...(first.name !== undefined && { name: first.name }) },
      this.context,
    );
    this.events.dstTableEmpty?.emit(undefined, this.context);
    return { dstOffsetRequired: true };
  }

  override setDstOffset({ dstOffset }: TimeSynchronization.SetDstOffsetRequest): void {
    if (dstOffset.length > dstOffsetsMax) throw new StatusResponseError("Too many.", Status.ResourceExhausted);
    const sorted = dstOffset.toSorted((one, other) => Number(one.validStarting) - Number(other.validStarting));
    const isInOrder = sorted.every(({ validStarting, validUntil }, at) => {
      const next = sorted[at + 1];
      if (validUntil !== null && Number(validUntil) <= Number(validStarting)) return false;
      return validUntil === null
        ? next === undefined
        : next === undefined || Number(validUntil) <= Number(next.validStarting);
    });
    if (!isInOrder) throw new StatusResponseError("The offsets overlap.", Status.ConstraintError);
    this.state.dstOffset = sorted;
    this.#keepOffset();
  }

  get #port(): LockPort {
    return this.env.get(LockPort);
  }

  /** What the offset is now goes to the clock, and again when it next changes. */
  #keepOffset(): void {
    const nowUs = this.#nowUs();
    const isSummer = this.#summerAt(nowUs) !== 0;
    if (isSummer !== this.internal.isSummer) this.events.dstStatus?.emit({ dstOffsetActive: isSummer }, this.context);
    this.internal.isSummer = isSummer;
    this.#port.device.setClock({ utcOffsetMs: this.#offsetSecondsAt(nowUs) * secondMs });
    this.internal.timer?.stop();
    this.internal.timer = undefined;
    if (nowUs === null) return;
    const edges = [
      ...this.state.timeZone.map(({ validAt }) => Number(validAt)),
      ...this.state.dstOffset.flatMap(({ validStarting, validUntil }) => [
        Number(validStarting),
        ...(validUntil === null ? [] : [Number(validUntil)]),
      ]),
    ].filter((edge) => edge > nowUs);
    if (edges.length === 0) return;
    const waitMs = Math.min(Math.ceil((Math.min(...edges) - nowUs) / usPerMs), timeoutMaxMs);
    this.internal.timer = Time.getTimer("utc offset", Millis(waitMs), this.callback(this.#keepOffset)).start();
  }

  #offsetSecondsAt(nowUs: number | null): number {
    const [first, second] = this.state.timeZone;
    const zone = second !== undefined && nowUs !== null && nowUs >= Number(second.validAt) ? second : first;
    return (zone?.offset ?? 0) + this.#summerAt(nowUs);
  }

  #summerAt(nowUs: number | null): number {
    const summer = this.state.dstOffset.find(
      ({ validStarting, validUntil }) =>
        nowUs !== null && nowUs >= Number(validStarting) && (validUntil === null || nowUs < Number(validUntil)),
    );
    return summer?.offset ?? 0;
  }

  #nowUs(): number | null {
    const { utcMs } = this.#port.now();
    return utcMs === null ? null : utcMs * usPerMs;
  }

  override [Symbol.asyncDispose](): void {
    this.internal.timer?.stop();
  }
}

interface TimeServerInternal {
  timer: Timer | undefined;
  isSummer: boolean;
}

/** Core §11.17.6.4: twelve hours before UTC to fourteen after, and a name of 64 bytes at most. */
function isZone({ offset, name }: TimeSynchronization.TimeZone): boolean {
  const isOffset = offset >= -zoneBeforeMaxSeconds && offset <= zoneAfterMaxSeconds;
  return isOffset && (name === undefined || Buffer.byteLength(name) <= zoneNameLengthMax);
}

// matter.js would answer a list that is too long with another status than Matter names. With one command supervised it
// checks none of the others by itself.
Supervision(TimeServer, "setTimeZone").validate = false;
for (const command of ["setUtcTime", "setDstOffset"])
  Supervision(TimeServer, command).onValidationError = () => {
    throw new StatusResponseError("A field is out of its range.", Status.ConstraintError);
  };
