/**
 * The file behind the simulated hardware. It stands for metal and flash memory, so it is written before anybody learns
 * of what it holds, and always as a whole: a program killed at any moment leaves the world as it was before or after an
 * action, never in between. It is not flushed to the disk: this is a simulation, and flushing would make it slower than
 * the metal that it stands for.
 */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HardwareError } from "../errors.ts";
import { parseWorldSnapshot, type WorldSnapshot } from "./world-snapshot.ts";

export const worldFileName = "simulated-hardware.json";

/** Where a world puts itself after each change. */
export interface WorldStore {
  write(snapshot: WorldSnapshot): void;
}

export class WorldFile implements WorldStore {
  readonly #path: string;
  #written: string | null = null;

  /** The folder is made if it is missing. */
  constructor(folder: string) {
    this.#path = join(folder, worldFileName);
    attempt("The folder for the simulated hardware cannot be made.", () => mkdirSync(folder, { recursive: true }));
  }

  /**
   * Null: there is none yet.
   * @throws HardwareError when it cannot be read or is damaged; it is left as it is.
   */
  read(): WorldSnapshot | null {
    const text = attempt("The simulated hardware's file cannot be read.", () => this.#readText());
    return text === null ? null : parseWorldSnapshot(parseJson(text));
  }

  /** @throws HardwareError when the disk does not take it; the former file stays. */
  write(snapshot: WorldSnapshot): void {
    const text = `${JSON.stringify(snapshot, null, 2)}\n`;
    if (text === this.#written) return;
    attempt("The simulated hardware's file cannot be written.", () => this.#replace(text));
    this.#written = text;
  }

  #readText(): string | null {
    try {
      return readFileSync(this.#path, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  }

  #replace(text: string): void {
    const temporary = `${this.#path}.new`;
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, this.#path);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HardwareError("The simulated hardware's file is damaged: it is not JSON.", { cause });
  }
}

function attempt<Result>(complaint: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    throw new HardwareError(complaint, { cause });
  }
}
