/**
 * What a running lock holds on to: its heap after a collection, asked for by the debugging protocol of Node on loopback.
 * The memory that a process has from the machine says little about that: V8 takes more whenever there is much to do, and
 * gives it back when it likes.
 */

import type { LockProcess } from "../lock-process.ts";

/** For the environment of a process that is to be looked into, on any free port. */
export const inspectable = "--inspect=127.0.0.1:0";

interface Usage {
  readonly usedSize: number;
  readonly backingStorageSize: number;
}

/** Bytes, buffers included. A process does not end while somebody looks into it, so each look has a connection of its own. */
export async function heldBytesOf(lock: LockProcess): Promise<number> {
  const [url] = /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(lock.stderr) ?? [];
  if (url === undefined) throw new Error(`The process does not say where it can be looked into: ${lock.stderr}`);
  const socket = new WebSocket(url);
  try {
    await opened(socket);
    await ask(socket, 1, "HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = (await ask(socket, 2, "Runtime.getHeapUsage")) as Usage;
    return usedSize + backingStorageSize;
  } finally {
    socket.close();
  }
}

function opened(socket: WebSocket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.addEventListener("open", () => resolve());
  socket.addEventListener("error", () => reject(new Error(`Nobody is at ${socket.url}.`)));
  return promise;
}

function ask(socket: WebSocket, id: number, method: string): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const hear = ({ data }: MessageEvent): void => {
    const answer = JSON.parse(String(data)) as { readonly id?: number; readonly result?: unknown };
    if (answer.id !== id) return;
    socket.removeEventListener("message", hear);
    resolve(answer.result);
  };
  socket.addEventListener("message", hear);
  socket.send(JSON.stringify({ id, method }));
  return promise;
}
