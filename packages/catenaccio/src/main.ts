/** The command line of Catenaccio: `up` (what `npm start` runs) and `panel` (the scriptable lock). */

import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { UsageError } from "./usage-error.ts";

const nodeMajorMin = 24;

const help = `Usage: npm run catenaccio -- COMMAND [flags]

  up      the home: virtual lock, gateway and server (npm start)
            --data DIR      where everything is kept (data)
            --stdio         the panel protocol on standard input and output
            --no-lock       without the virtual lock
            --speak         this machine says what the lock says, by espeak-ng
          Settings, also in settings.json in the data folder ("tlsCert") and in the environment (CATENACCIO_TLS_CERT):
            --port N        the port of page and API (8080)
            --host NAME     the address to listen on (localhost: this machine only)
            --url URL       under which people reach it, behind a reverse proxy
            --tls-cert FILE --tls-key FILE    https with a certificate of one's own
            --trusted-proxies LIST            reverse proxies whose X-Forwarded-For counts
            --network WHICH the box's network: simulated, or networkManager (this machine's)
  gateway the gateway and the server, without the virtual lock: as \`up --no-lock\`
  server  the server alone: people and history of a data folder, without its locks
  backup  --data DIR --to FILE      all data as one file, also while the home is running; --force: over a file that is there
  restore --data DIR --from FILE    all data from such a file, also while the home is running
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
    case "gateway":
    case "server":
      return await (await import("./up.ts")).runHome(command, flags);
    case "backup":
      return await (await import("./data/backup-commands.ts")).runBackup(flags);
    case "restore":
      return await (await import("./data/backup-commands.ts")).runRestore(flags);
    case "lock":
      return await (await import("./lock.ts")).runLock(flags);
    case "panel":
      return await (await import("./panel.ts")).runPanel(flags);
    default:
      throw new UsageError(`There is no command "${command}"; --help lists them.`);
  }
}

/** By name: whoever needs no server does not load its errors. */
const toldErrors: ReadonlySet<string> = new Set([
  "UsageError",
  "StoreError",
  "DeviceError",
  "HardwareError",
  "BackupError",
  "GatewayStoreError",
  "ClaimError",
  "DatabaseError",
  "NotifyError",
  "TagKeyError",
]);

/** What a person can act on gets its sentence; anything else is ours to mend and keeps its stack. */
function explain(error: unknown): string {
  const isTold = error instanceof Error && toldErrors.has(error.name);
  if (isTold) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

// A third of a start is reading the sources; what came of it is kept beside the packages.
enableCompileCache(join(import.meta.dirname, "../../../node_modules/.cache/catenaccio"));

if (Number(process.versions.node.split(".")[0]) < nodeMajorMin) {
  process.stderr.write(`Catenaccio needs Node ${nodeMajorMin}; this is ${process.version}.\n`);
  process.exitCode = 1;
} else {
  try {
    // matter.js takes what it finds on the command line for settings of its own.
    process.exitCode = await main(process.argv.splice(2));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    // A network that came up halfway would keep the program from ending.
    process.exit(1);
  }
}
