/**
 * One line of JSON for each request. It names the route and never the address, which may hold ids and words that were
 * searched for, and nothing of headers and bodies: what is not a field here cannot get into it.
 */

import { pino, type DestinationStream } from "pino";

export interface RequestLine {
  readonly requestId: string;
  /** As the table of routes writes it. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

export type RequestLog = (line: RequestLine) => void;

export function openRequestLog(destination: DestinationStream): RequestLog {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return ({ requestId, route, status, milliseconds }) => {
    const level = status >= 500 ? "error" : "info";
    logger[level]({ requestId, route, status, milliseconds: Math.round(milliseconds) });
  };
}
