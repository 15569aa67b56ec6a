/** A command of Catenaccio that does something and ends, as a person types it. */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../../packages/catenaccio/src/main.ts", import.meta.url));
/** Whatever does not end by itself runs a home. */
const timeoutMs = 60_000;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return await new Promise((resolve) => {
    const options = { timeout: timeoutMs, env: { ...process.env, CATENACCIO_MDNS: "off", ...environment } };
    const child = execFile(process.execPath, [program, ...args], options, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}
