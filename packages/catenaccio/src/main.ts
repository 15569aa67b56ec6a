/** The command line of Catenaccio: `up` (what `npm start` runs) and `panel` (the scriptable lock). */

import { HardwareError } from "@catenaccio/lock-hardware";
import { DeviceError, StoreError } from "@catenaccio/lock";
import { UsageError } from "./options.ts";

const nodeMajorMin = 24;

const help = `Usage: npm run catenaccio -- COMMAND [flags]

  up      the home: the virtual lock with its panel in the browser (npm start)
            --data DIR      where everything is kept (data)
            --port N        the port of the browser's page (8080)
            --host NAME     the address to listen on (localhost: this machine only)
            --stdio         the panel protocol on standard input and output
            --no-lock       without the virtual lock
            --speak         this machine says what the lock says, by espeak-ng
  lock    one lock with Matter on, as in a home (npm run --silent lock)
            --data DIR      where the lock is kept
            --port N        the UDP port of Matter (5540)
            --stdio         the panel protocol on standard input and output
            --profile P     manual, guarded or strict
            --lang L        the language of the voice
          CATENACCIO_MDNS in the environment: on, off, or the one interface on which homes find it
  panel   one virtual lock on standard input and output, JSON Lines (npm run --silent panel)
            --data DIR      where the lock is kept
            --clock virtual time stands still but for "wait"
            --profile P     manual, guarded or strict
            --lang L        the language of the voice
`;

async function main(args: readonly string[]): Promise<number> {
  const [command, ...flags] = args;
  if (command === undefined || command === "help" || args.includes("--help")) {
    process.stdout.write(help);
    return command === undefined ? 1 : 0;
  }
  // Each command loads what it needs: a lock for a script starts without a web server.
  switch (command) {
    case "up":
      return await (await import("./up.ts")).runUp(flags);
    case "lock":
      return await (await import("./lock.ts")).runLock(flags);
    case "panel":
      return await (await import("./panel.ts")).runPanel(flags);
    default:
      throw new UsageError(`There is no command "${command}"; --help lists them.`);
  }
}

/** What a person can act on gets its sentence; anything else is ours to mend and keeps its stack. */
function explain(error: unknown): string {
  const isTold =
    error instanceof UsageError ||
    error instanceof StoreError ||
    error instanceof DeviceError ||
    error instanceof HardwareError;
  if (isTold) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

if (Number(process.versions.node.split(".")[0]) < nodeMajorMin) {
  process.stderr.write(`Catenaccio needs Node ${nodeMajorMin}; this is ${process.version}.\n`);
  process.exitCode = 1;
} else {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    // A network that came up halfway would keep the program from ending.
    process.exit(1);
  }
}
