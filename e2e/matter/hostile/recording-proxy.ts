/**
 * The wire between a home and its lock, with somebody on it: all goes through unchanged, and is recorded; and what he
 * has to say himself comes from the home's address or from his own.
 */
import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";
import { once } from "node:events";
import type { TestContext } from "node:test";

const loopback = "127.0.0.1";
/** The newest; an old packet is as good as a new one. */
const recordedMax = 400;

export class RecordingProxy {
  /** What the home sent to the lock, and what came back. */
  readonly toLock: Uint8Array[] = [];
  readonly toHome: Uint8Array[] = [];
  readonly #lockPort: number;
  readonly #homeSide: Socket;
  readonly #lockSide: Socket;
  readonly #own: Socket;
  #homePort = 0;

  /** Lasts as long as the test. */
  static async open(t: TestContext, lockPort: number): Promise<RecordingProxy> {
    const sockets = [openSocket(), openSocket(), openSocket()] as const;
    const [homeSide, lockSide, own] = await Promise.all(sockets);
    t.after(() => {
      for (const socket of [homeSide, lockSide, own]) socket.close();
    });
    return new RecordingProxy(lockPort, homeSide, lockSide, own);
  }

  private constructor(lockPort: number, homeSide: Socket, lockSide: Socket, own: Socket) {
    this.#lockPort = lockPort;
    this.#homeSide = homeSide;
    this.#lockSide = lockSide;
    this.#own = own;
    homeSide.on("message", (packet, { port }) => {
      this.#homePort = port;
      record(this.toLock, packet);
      lockSide.send(packet, lockPort, loopback);
    });
    lockSide.on("message", (packet) => {
      record(this.toHome, packet);
      if (this.#homePort !== 0) homeSide.send(packet, this.#homePort, loopback);
    });
    // Nobody cares what the lock answers him.
    own.on("message", () => undefined);
  }

  get port(): number {
    return this.#homeSide.address().port;
  }

  /** @param isAsHome from the address that the lock knows as the home's. */
  async inject(packet: Uint8Array, isAsHome: boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    // A packet that the machine does not take is lost like any other.
    (isAsHome ? this.#lockSide : this.#own).send(packet, this.#lockPort, loopback, () => resolve());
    await promise;
  }
}

function record(packets: Uint8Array[], packet: Uint8Array): void {
  packets.push(Uint8Array.from(packet));
  if (packets.length > recordedMax) packets.shift();
}

async function openSocket(): Promise<Socket> {
  const socket = createSocket("udp4");
  socket.bind(0, loopback);
  await once(socket, "listening");
  return socket;
}
