/**
 * Tells of every change of the disk that goes through Node's file functions, just before it happens and, for what is
 * written, half-way: beside those that the store announces (SQLite writes past Node), the files of the simulated metal
 * and flash, and the key's. Only one watch at a time, in a process of a test's own.
 */

import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { openSync, writeSync, writeFileSync, renameSync, rmSync } = fs;
const untouched = { openSync, writeSync, writeFileSync, renameSync, rmSync };

/** Calls back until it is disposed of. What the callback itself does to the disk is not told. */
export function watchDisk(onChange: () => void): Disposable {
  let isTelling = false;
  const tell = (): void => {
    if (isTelling) return;
    isTelling = true;
    try {
      onChange();
    } finally {
      isTelling = false;
    }
  };
  const replace = (functions: object): void => {
    Object.assign(fs, functions);
    syncBuiltinESMExports();
  };
  replace({
    openSync: (...given: Parameters<typeof openSync>) => {
      tell();
      return openSync(...given);
    },
    renameSync: (...given: Parameters<typeof renameSync>) => {
      tell();
      renameSync(...given);
    },
    rmSync: (...given: Parameters<typeof rmSync>) => {
      tell();
      rmSync(...given);
    },
    /** Whole contents in two halves. */
    writeSync: (file: number, content: string | NodeJS.ArrayBufferView, ...rest: unknown[]) => {
      tell();
      if (isTelling || rest.length > 0) return Reflect.apply(writeSync, fs, [file, content, ...rest]);
      const bytes = toBytes(content);
      const half = Math.floor(bytes.length / 2);
      let written = writeSync(file, bytes, 0, half);
      tell();
      while (written < bytes.length) written += writeSync(file, bytes, written);
      return written;
    },
    writeFileSync: (...given: Parameters<typeof writeFileSync>) => {
      const [target, content] = given;
      if (typeof target === "number") fs.writeSync(target, toBytes(content));
      else writeFileSync(...given);
    },
  });
  return { [Symbol.dispose]: () => replace(untouched) };
}

function toBytes(content: string | NodeJS.ArrayBufferView): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}
