/** The one port of a home: http, or https with a certificate of one's own. */

import { readFileSync } from "node:fs";
import { createServer as createHttpsServer } from "node:https";
import { hostname, networkInterfaces } from "node:os";
import { createSecureContext } from "node:tls";
import { getConnInfo } from "@hono/node-server/conninfo";
import { serve, type ServerType } from "@hono/node-server";
import type { Context } from "hono";
import { UsageError } from "../usage-error.ts";
import type { HomeSettings } from "../settings.ts";

type Fetch = (request: Request, environment?: unknown) => Response | Promise<Response>;

interface Place extends Pick<HomeSettings, "host" | "port"> {
  readonly tls: Tls | null;
}

interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** @throws UsageError when the port cannot be used. */
export async function listen(fetch: Fetch, { host, port, tls }: Place): Promise<ServerType> {
  return await new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch,
        hostname: addressOf(host),
        port,
        ...(tls !== null && { createServer: createHttpsServer, serverOptions: tls }),
      },
      () => resolve(server),
    );
    server.once("error", (cause: NodeJS.ErrnoException) => {
      reject(new UsageError(sentenceOf(cause, host, port), { cause }));
    });
  });
}

/** @returns null: plain http. @throws UsageError when the certificate cannot be used. */
export function readTls({ tlsCert, tlsKey }: Pick<HomeSettings, "tlsCert" | "tlsKey">): Tls | null {
  if (tlsCert === undefined || tlsKey === undefined) return null;
  const tls = readPair(tlsCert, tlsKey);
  try {
    createSecureContext(tls);
    return tls;
  } catch (cause) {
    throw new UsageError("The certificate and its key do not fit together, or are no PEM.", { cause });
  }
}

/** Pages keep their streams of events open for ever, so the server does not wait for them. */
export function close(server: ServerType): void {
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
}

export function portOf(server: ServerType): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** The peer of a connection. */
export function peerOf(context: Context): string {
  return getConnInfo(context).remote.address ?? "";
}

/** The page, and Matter, for this machine alone. */
export function isLocal(host: string): boolean {
  return addressOf(host) === "127.0.0.1";
}

/** The names under which a browser may ask; for all interfaces, those of this machine. */
export function namesOf(host: string): readonly string[] {
  if (host !== "0.0.0.0" && host !== "::") return [host];
  const addresses = Object.values(networkInterfaces()).flatMap((entries = []) =>
    entries.filter(({ internal, family }) => !internal && family === "IPv4").map(({ address }) => address),
  );
  // As phones find it by mDNS, `raspberrypi.local`.
  const local = hostname().includes(".") ? [] : [`${hostname()}.local`];
  return ["localhost", hostname(), ...local, ...addresses];
}

/** `localhost:8080`; IPv6 in brackets. */
export function hostOf(name: string, port: number): string {
  return `${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/** `localhost` is this machine alone, whatever a resolver says. */
function addressOf(host: string): string {
  return host === "localhost" ? "127.0.0.1" : host;
}

function readPair(certPath: string, keyPath: string): Tls {
  try {
    return { cert: readFileSync(certPath), key: readFileSync(keyPath) };
  } catch (cause) {
    throw new UsageError(`The certificate ${certPath} or its key ${keyPath} cannot be read.`, { cause });
  }
}

function sentenceOf(cause: NodeJS.ErrnoException, host: string, port: number): string {
  if (cause.code === "EADDRINUSE") return `Port ${port} is in use; --port takes another.`;
  if (cause.code === "EACCES") return `Port ${port} is not allowed here; --port takes another.`;
  return `${host}:${port} cannot be listened on (${cause.code ?? cause.message}).`;
}
