/**
 * One POST to an address that somebody gave. The name is resolved once, every address that it has is judged, and the
 * connection goes to the very address that was judged: a name server that answers otherwise the second time gains
 * nothing. Redirects are not followed, for they would lead around the rule; what the other side answers is not read.
 */

import { lookup } from "node:dns";
import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isAllowed, reachOf } from "./address-rule.ts";

export interface OutboundRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer | string;
  readonly isHomeNetworkAllowed: boolean;
  readonly timeoutMs: number;
}

export type OutboundError = "addressNotAllowed" | "unknownHost" | "timeout" | "connection" | "certificate";

export type OutboundAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly retryAfterMs: number | null }
  | { readonly kind: "failed"; readonly error: OutboundError };

/** Never rejects: what goes wrong outside is an answer. */
export async function post(outbound: OutboundRequest): Promise<OutboundAnswer> {
  const { isHomeNetworkAllowed, headers, body, timeoutMs } = outbound;
  const url = new URL(outbound.url);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isAllowed(reachOf(host), isHomeNetworkAllowed)) return failed("addressNotAllowed");
  return await send(url, body, {
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    // A connection of its own, so that none is used again that was judged for somebody else.
    agent: false,
    lookup: judgedLookup(isHomeNetworkAllowed),
    signal: AbortSignal.timeout(timeoutMs),
  });
}

function send(url: URL, body: Buffer | string, options: RequestOptions): Promise<OutboundAnswer> {
  return new Promise((resolve) => {
    const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, options);
    request.once("response", (response) => {
      resolve({ kind: "answered", status: response.statusCode ?? 0, retryAfterMs: retryAfterOf(response) });
      // It may be endless.
      response.destroy();
    });
    request.on("error", (cause) => resolve(failed(errorOf(cause))));
    request.end(body);
  });
}

class AddressRefusal extends Error {}

function judgedLookup(isHomeNetworkAllowed: boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (cause, addresses) => {
      if (cause !== null) callback(cause, "");
      // One that is not allowed spoils all: an honest name does not point both ways.
      else if (addresses.some(({ address }) => !isAllowed(reachOf(address), isHomeNetworkAllowed)))
        callback(new AddressRefusal(), "");
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
    });
  };
}

/** Matched by code: texts differ between versions. */
function errorOf(cause: Error & { readonly code?: string | number }): OutboundError {
  if (cause instanceof AddressRefusal) return "addressNotAllowed";
  if (cause.name === "AbortError" || cause.name === "TimeoutError") return "timeout";
  const code = String(cause.code ?? "");
  if (code === "ENOTFOUND" || code.startsWith("EAI_")) return "unknownHost";
  if (/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_CERT_|HOSTNAME_MISMATCH)/.test(code)) return "certificate";
  return "connection";
}

/** RFC 9110 §10.2.3; a date is as good as none: this clock may be wrong. */
function retryAfterOf(response: IncomingMessage): number | null {
  const seconds = /^\d{1,6}$/.exec(response.headers["retry-after"]?.trim() ?? "")?.[0];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

function failed(error: OutboundError): OutboundAnswer {
  return { kind: "failed", error };
}
