/**
 * A connection to a D-Bus: calls with a time limit, properties as plain values, and signals. The library below answers
 * by callbacks, has no word for a call that a lost connection leaves open, and types next to nothing of it.
 */

import * as dbusNative from "@homebridge/dbus-native";
import type { EventEmitter } from "node:events";
import * as z from "zod";
import { NetworkError } from "./network-configuration.ts";

export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  /** Of the D-Bus specification; absent: no arguments. */
  readonly signature?: string;
  readonly body?: readonly unknown[];
}

export interface BusSignal {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly body: readonly unknown[];
}

export type Properties = ReadonlyMap<string, unknown>;

interface Library {
  createClient(options: { readonly busAddress: string; readonly authMethods: readonly string[] }): LibraryBus;
}

interface LibraryBus {
  readonly connection: EventEmitter & { end(): unknown };
  invoke(
    message: BusCall,
    callback: (error: { readonly name?: string; readonly message?: unknown } | null, ...values: unknown[]) => void,
  ): void;
}

const callMs = 25_000;
const signalType = 4;
const properties = "org.freedesktop.DBus.Properties";
const daemon = {
  destination: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;

/** A variant comes as its type and its value. */
const variant = z.tuple([z.unknown(), z.tuple([z.unknown()])]);
const propertyList = z.array(z.tuple([z.string(), variant]));

const signalMessage = z.object({
  type: z.literal(signalType),
  path: z.string(),
  interface: z.string(),
  member: z.string(),
  body: z.array(z.unknown()).optional(),
});

export class SystemBus {
  readonly #bus: LibraryBus;
  readonly #open = new Set<(error: NetworkError) => void>();
  #isLost = false;

  constructor(address: string) {
    this.#bus = (dbusNative as unknown as Library).createClient({ busAddress: address, authMethods: ["EXTERNAL"] });
    this.#bus.connection.on("error", (cause: unknown) => this.#lose(cause));
    this.#bus.connection.on("end", () => this.#lose(undefined));
  }

  /**
   * @returns what the other side returns, in order.
   * @throws NetworkError when it refuses, or is not there.
   */
  async call(call: BusCall): Promise<readonly unknown[]> {
    if (this.#isLost) throw new NetworkError(lostSentence);
    const { promise, resolve, reject } = Promise.withResolvers<readonly unknown[]>();
    this.#open.add(reject);
    const timer = setTimeout(() => reject(new NetworkError(`${call.member} was not answered.`)), callMs);
    this.#bus.invoke(call, (error, ...values) => {
      // Its text may quote what was asked, and so a password: the name alone goes on.
      if (error === null) resolve(values);
      else reject(new NetworkError(`${call.member} was refused: ${error.name ?? "no reason given"}.`));
    });
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#open.delete(reject);
    }
  }

  async readProperties(destination: string, path: string, ofInterface: string): Promise<Properties> {
    const [values] = await this.call({
      destination,
      path,
      interface: properties,
      member: "GetAll",
      signature: "s",
      body: [ofInterface],
    });
    return readPropertyList(values);
  }

  /** Every signal of that name's owner from now on, and that it has another owner or none. */
  async watch(sender: string, listener: (signal: BusSignal) => void): Promise<void> {
    this.#bus.connection.on("message", (message: unknown) => {
      const signal = signalMessage.safeParse(message);
      if (signal.success) listener({ ...signal.data, body: signal.data.body ?? [] });
    });
    const owner = `sender='${daemon.destination}',member='NameOwnerChanged',arg0='${sender}'`;
    for (const from of [`sender='${sender}'`, owner])
      await this.call({ ...daemon, member: "AddMatch", signature: "s", body: [`type='signal',${from}`] });
  }

  /** It will not come back; who needs one makes another. */
  onLost(listener: () => void): void {
    this.#bus.connection.on("error", listener);
    this.#bus.connection.on("end", listener);
  }

  close(): void {
    this.#lose(undefined);
    this.#bus.connection.end();
  }

  #lose(cause: unknown): void {
    this.#isLost = true;
    for (const reject of this.#open) reject(new NetworkError(lostSentence, { cause }));
  }
}

const lostSentence = "The system's message bus is not there.";

export function readPropertyList(values: unknown): Properties {
  return new Map(propertyList.parse(values).map(([name, [, [value]]]) => [name, value]));
}
