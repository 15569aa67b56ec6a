/**
 * The road between a gateway and a lock, with somebody on it who can hold up each packet to the lock until he has looked
 * at the door, and can close the road.
 */
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import type { TestContext } from "node:test";

const loopback = "127.0.0.1";

export class SlowRoad {
  readonly #lockPort: number;
  readonly #gatewaySide: Socket;
  readonly #lockSide: Socket;
  #gatewayPort = 0;
  #waiting: Uint8Array[] = [];
  #look: (() => Promise<void>) | null = null;
  #isLooking = false;
  #isClosed = false;

  /** Lasts as long as the test. */
  static async open(t: TestContext, lockPort: number): Promise<SlowRoad> {
    const [gatewaySide, lockSide] = await Promise.all([openSocket(), openSocket()]);
    t.after(() => {
      for (const socket of [gatewaySide, lockSide]) socket.close();
    });
    return new SlowRoad(lockPort, gatewaySide, lockSide);
  }

  private constructor(lockPort: number, gatewaySide: Socket, lockSide: Socket) {
    this.#lockPort = lockPort;
    this.#gatewaySide = gatewaySide;
    this.#lockSide = lockSide;
    gatewaySide.on("message", (packet, { port }) => {
      this.#gatewayPort = port;
      if (this.#look === null) this.#pass(packet);
      else this.#hold(packet);
    });
    lockSide.on("message", (packet) => {
      if (!this.#isClosed && this.#gatewayPort !== 0) gatewaySide.send(packet, this.#gatewayPort, loopback);
    });
  }

  get port(): number {
    return this.#gatewaySide.address().port;
  }

  /** From now on nothing passes, either way. */
  close(): void {
    this.#isClosed = true;
  }

  open(): void {
    this.#isClosed = false;
  }

  /** While the work is done, no packet reaches the lock before somebody has looked since it came. */
  async lookingDuring<Result>(look: () => Promise<void>, work: () => Promise<Result>): Promise<Result> {
    this.#look = look;
    try {
      return await work();
    } finally {
      this.#look = null;
    }
  }

  #hold(packet: Uint8Array): void {
    this.#waiting.push(packet);
    if (!this.#isLooking) void this.#lookAndPass();
  }

  async #lookAndPass(): Promise<void> {
    this.#isLooking = true;
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting;
      this.#waiting = [];
      await this.#look?.();
      for (const packet of waiting) this.#pass(packet);
    }
    this.#isLooking = false;
  }

  #pass(packet: Uint8Array): void {
    if (!this.#isClosed) this.#lockSide.send(packet, this.#lockPort, loopback);
  }
}

async function openSocket(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, loopback);
  await once(socket, "listening");
  return socket;
}
