/** Lines in, lines out: the panel protocol on two streams, one message at a time and in order. */

import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { parseLine, type InMessage } from "./protocol.ts";

/** No message needs more; a longer line is an error, and is not kept. */
export const lineBytesMax = 65_536;

/** What a line can be about. */
export interface LineTarget {
  /** Carries the message out; what it causes goes to the subscribers. Refusals come as `{ error }`. */
  send(message: InMessage): Promise<void> | void;
  subscribe(listener: (message: object) => void): () => void;
  error(sentence: string): void;
  /** Messages that are for somebody else beside the lock. @returns undefined: for nobody; null: done; or why not. */
  takeOther?(message: Readonly<Record<string, unknown>>): string | null | undefined;
}

/** Resolves at the end of input, when every line has been answered; or when nobody reads the answers any more. */
export async function speakJsonLines(target: LineTarget, input: Readable, output: Writable): Promise<void> {
  const write = (message: object): void => {
    if (output.writable) output.write(`${JSON.stringify(message)}\n`);
  };
  const unsubscribe = target.subscribe(write);
  output.once("error", () => input.destroy());
  let lines = 0;
  for await (const line of linesOf(input)) {
    if (!output.writable) break;
    const refusal = await carryOut(target, line);
    if (refusal !== null) target.error(refusal);
    write({ done: ++lines });
    if (output.writableNeedDrain) await once(output, "drain");
  }
  unsubscribe();
}

/** @returns why it was not. */
async function carryOut(target: LineTarget, line: string | null): Promise<string | null> {
  if (line === null) return `The line is longer than ${lineBytesMax} bytes.`;
  const other = target.takeOther?.(objectOf(line));
  if (other !== undefined) return other;
  const parsed = parseLine(line);
  if ("error" in parsed) return parsed.error;
  await target.send(parsed.message);
  return null;
}

/** Empty for whatever is no object. */
function objectOf(line: string): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(line) as object) };
  } catch {
    return {};
  }
}

/** The lines of a stream; null for one that is too long. A last line without an end counts. */
async function* linesOf(input: Readable): AsyncGenerator<string | null> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  const takeLine = (): string | null => {
    const line = bytes > lineBytesMax ? null : Buffer.concat(pieces).toString("utf8").replace(/\r$/, "");
    pieces = [];
    bytes = 0;
    return line;
  };
  for await (const chunk of input) {
    let rest: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      keep(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
      yield takeLine();
    }
    keep(rest);
  }
  if (bytes > 0) yield takeLine();

  function keep(piece: Buffer): void {
    bytes += piece.length;
    if (bytes <= lineBytesMax) pieces.push(piece);
  }
}
