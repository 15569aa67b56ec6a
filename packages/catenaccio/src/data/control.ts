/**
 * How a second command reaches the home that is running in a data folder: a socket in that folder, which only its owner
 * may use. One line asks, one line answers.
 */

import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import * as z from "zod";

const socketName = "control.sock";
/** Linux takes 107 bytes for the path of a socket, others fewer. */
const socketPathMax = 103;
const requestLengthMax = 4096;

const controlRequest = z.discriminatedUnion("ask", [
  /** All data, as of one moment, goes into a new folder. */
  z.strictObject({ ask: z.literal("copy"), folder: z.string() }),
  /** Everything is closed and opened again, with what was restored. */
  z.strictObject({ ask: z.literal("restart") }),
]);
export type ControlRequest = z.infer<typeof controlRequest>;

export type ControlAnswer = { readonly ok: true } | { readonly ok: false; readonly sentence: string };
const controlAnswer = z.discriminatedUnion("ok", [
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), sentence: z.string() }),
]);

export class ControlSocket {
  readonly #server: Server;
  readonly #path: string;

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  /**
   * @param folder the caller has it alone, so a socket that is there is left over.
   * @returns null where the system takes no socket with so long a path; other commands must wait for the home's end then.
   */
  static async open(
    folder: string,
    answer: (request: ControlRequest) => Promise<ControlAnswer>,
  ): Promise<ControlSocket | null> {
    const path = join(folder, socketName);
    if (Buffer.byteLength(path) > socketPathMax) return null;
    rmSync(path, { force: true });
    const server = createServer((socket) => void serve(socket, answer));
    server.listen(path);
    await once(server, "listening");
    chmodSync(path, 0o600);
    return new ControlSocket(server, path);
  }

  close(): void {
    this.#server.close();
    rmSync(this.#path, { force: true });
  }
}

/** @returns null when no home is running there, or none that can be reached. */
export async function askHome(folder: string, request: ControlRequest): Promise<ControlAnswer | null> {
  const socket = createConnection(join(folder, socketName));
  try {
    await once(socket, "connect");
  } catch {
    return null;
  }
  socket.write(`${JSON.stringify(request)}\n`);
  const line = await firstLine(socket);
  return line === null
    ? { ok: false, sentence: "The home ended before it answered." }
    : controlAnswer.parse(JSON.parse(line));
}

async function serve(socket: Socket, answer: (request: ControlRequest) => Promise<ControlAnswer>): Promise<void> {
  // Whoever asked may have gone.
  socket.on("error", () => socket.destroy());
  const request = parseRequest(await firstLine(socket));
  const given: ControlAnswer =
    request === null ? { ok: false, sentence: "That is no request that a home knows." } : await answer(request);
  socket.end(`${JSON.stringify(given)}\n`);
}

function parseRequest(line: string | null): ControlRequest | null {
  try {
    return controlRequest.safeParse(JSON.parse(line ?? "null")).data ?? null;
  } catch {
    return null;
  }
}

async function firstLine(socket: Socket): Promise<string | null> {
  return await new Promise((resolve) => {
    let heard = "";
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      heard += text;
      const end = heard.indexOf("\n");
      if (end >= 0) resolve(heard.slice(0, end));
      else if (heard.length > requestLengthMax) resolve(null);
    });
    socket.once("close", () => resolve(null));
  });
}
