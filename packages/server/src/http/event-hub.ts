/**
 * Live updates: who looks on hears at once that something is new in the home, and asks for what it may see. A stream ends
 * when whoever opened it may no longer look, within the time of a heartbeat.
 */

const heartbeatMs = 4000;
/** A household has a handful of screens; more are a fault or an attack. */
const streamsPerHomeMax = 64;
/** Events that a page may be behind before it is cut off; it asks for everything again when it comes back. */
const backlogMax = 500;

const encoder = new TextEncoder();

export interface HomeEvent {
  readonly type: string;
  readonly [detail: string]: string | number;
}

interface Onlooker {
  readonly homeId: string;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  readonly isPermitted: () => Promise<boolean>;
}

export class EventHub {
  readonly #onlookers = new Set<Onlooker>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor() {
    this.#heartbeat = setInterval(() => void this.#beat(), heartbeatMs).unref();
  }

  publish(homeId: string, event: HomeEvent): void {
    const text = encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    for (const onlooker of this.#onlookers) if (onlooker.homeId === homeId) this.#write(onlooker, text);
  }

  /**
   * @param isPermitted asked at each heartbeat.
   * @returns null when too many look on.
   */
  open(homeId: string, isPermitted: () => Promise<boolean>): ReadableStream<Uint8Array> | null {
    const others = [...this.#onlookers].filter((onlooker) => onlooker.homeId === homeId);
    if (others.length >= streamsPerHomeMax) return null;
    let onlooker: Onlooker;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        onlooker = { homeId, controller, isPermitted };
        this.#onlookers.add(onlooker);
        controller.enqueue(encoder.encode("retry: 1000\n: welcome\n\n"));
      },
      cancel: () => void this.#onlookers.delete(onlooker),
    });
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const onlooker of this.#onlookers) this.#end(onlooker);
  }

  async #beat(): Promise<void> {
    // An event, not a comment: a page hears by it that the stream still lives.
    const text = encoder.encode('event: beat\ndata: {"type":"beat"}\n\n');
    const beats = [...this.#onlookers].map(async (onlooker) => {
      if (await onlooker.isPermitted().catch(() => false)) this.#write(onlooker, text);
      else this.#end(onlooker);
    });
    await Promise.all(beats);
  }

  #write(onlooker: Onlooker, text: Uint8Array): void {
    if ((onlooker.controller.desiredSize ?? 0) < -backlogMax) this.#end(onlooker);
    else if (this.#onlookers.has(onlooker)) onlooker.controller.enqueue(text);
  }

  #end(onlooker: Onlooker): void {
    if (this.#onlookers.delete(onlooker)) onlooker.controller.close();
  }
}
