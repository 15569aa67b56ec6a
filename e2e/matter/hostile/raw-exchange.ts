/** One exchange with a lock in which the home says whatever it likes: any message of any type, and what comes back. */
import { Millis } from "@matter/main";
import type { HomeLock } from "../home-lock.ts";

export interface RawMessage {
  readonly type: number;
  readonly payload: Uint8Array;
}

const interactionProtocol = 1;

/** Longer than a lock under this load takes for anything that it answers at all. */
const answerTimeoutMs = 20_000;

/** @returns the answer to the last one; null: it came to nothing, be it that nothing came or that the lock hung up. */
export async function exchangeRaw(
  { connection }: HomeLock,
  messages: readonly RawMessage[],
  protocol: number = interactionProtocol,
): Promise<RawMessage | null> {
  const abort = AbortSignal.timeout(answerTimeoutMs);
  const waiting = { abort, expectedProcessingTime: Millis(answerTimeoutMs) };
  const exchange = await connection.peer.exchangeProvider.initiateExchange({ network: "unlimited", protocol, abort });
  try {
    let answer: RawMessage | null = null;
    for (const { type, payload } of messages) {
      await exchange.send(type, payload, waiting);
      const message = await exchange.nextMessage(waiting);
      answer = { type: message.payloadHeader.messageType, payload: new Uint8Array(message.payload as Uint8Array) };
    }
    return answer;
  } finally {
    await exchange.close();
  }
}
