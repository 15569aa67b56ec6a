/** `backup` and `restore`: one file for all that a home keeps, while it is running or not. */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Claim, claimName } from "@catenaccio/lock";
import { readBackupOptions } from "../options.ts";
import { BackupError, adoptRestored, copyData, pack, stagingFolderFor, unpack } from "./backup.ts";
import { askHome, type ControlRequest } from "./control.ts";

export async function runBackup(args: readonly string[]): Promise<number> {
  const { data, file, isForced } = readBackupOptions(args, "to");
  if (!existsSync(data)) throw new BackupError(`There is no data folder ${data}.`);
  if (existsSync(file) && !isForced)
    throw new BackupError(`${resolve(file)} is there already: name another file, or add --force to write over it.`);
  const folder = stagingFolderFor(file);
  await inHomeOrAlone(data, { ask: "copy", folder }, () => copyData(data, folder, new Date()));
  pack(folder, resolve(file));
  process.stdout.write(
    `The backup is in ${resolve(file)}. It holds the keys of your home: keep it where nobody else reads it.\n`,
  );
  return 0;
}

export async function runRestore(args: readonly string[]): Promise<number> {
  const { data, file } = readBackupOptions(args, "from");
  const madeAt = unpack(file, data);
  await inHomeOrAlone(data, { ask: "restart" }, () => void adoptRestored(data, new Date()));
  process.stdout.write(
    `The home in ${resolve(data)} is as it was at ${madeAt}; what was there before is in its folder before-restore-….\n`,
  );
  return 0;
}

/** The home does it that is running there; where none is, this process has the folder meanwhile. */
async function inHomeOrAlone(data: string, request: ControlRequest, alone: () => void): Promise<void> {
  const answer = await askHome(resolve(data), request);
  if (answer?.ok === true) return;
  if (answer !== null) throw new BackupError(answer.sentence);
  const claim = new Claim(join(data, claimName), data);
  try {
    alone();
  } finally {
    claim.release();
  }
}
