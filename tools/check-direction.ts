/**
 * Who may import whom. The table below is the whole rule; this module reads every import of every package, types
 * included, and names each one that the table does not allow.
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { isTestCode, isTypeScript, listFiles, projectRoot } from "./files.ts";
import { importsOf, type Import } from "./source.ts";

interface Rule {
  /** Our packages: `name` with all its entries, or one entry, `name/entry`. */
  readonly imports: readonly string[];
  /** Whether it may use npm packages and Node's own modules. */
  readonly outside: boolean;
  readonly why: string;
}

/** Rooms that do not exist yet are in the table already: it is the plan of the house. */
const table: Readonly<Record<string, Rule>> = {
  "packages/lock-core": {
    imports: [],
    outside: false,
    why: "the rules of the lock run on anything from a server to a microcontroller",
  },
  "packages/lock-hardware": {
    imports: ["lock-core"],
    outside: true,
    why: "a part reports events and carries out effects in the core's words",
  },
  "packages/matter": {
    imports: [],
    outside: true,
    why: "what lock and gateway share of Matter is neither's own",
  },
  "packages/lock": {
    imports: ["lock-core", "lock-hardware", "matter"],
    outside: true,
    why: "the device puts the core on hardware, and works without a home around it",
  },
  "packages/panel": {
    imports: ["lock"],
    outside: true,
    why: "the panel is hands and eyes for one lock, and knows only its messages",
  },
  "packages/protocol": {
    imports: [],
    outside: true,
    why: "what crosses a wire must not depend on either end",
  },
  "packages/gateway": {
    imports: ["matter", "protocol"],
    outside: true,
    why: "the gateway meets a lock, ours or another maker's, only over Matter",
  },
  "packages/server": {
    imports: ["protocol", "lock-core/schedule", "lock-core/pin"],
    outside: true,
    why: "the server tells when a schedule lets somebody in and which PINs are easy, by the lock's own rules and nothing else of it",
  },
  "packages/app": {
    imports: ["protocol"],
    outside: true,
    why: "the app meets the server only over its API",
  },
  "packages/catenaccio": {
    imports: ["lock-core", "lock-hardware", "matter", "lock", "panel", "protocol", "gateway", "server", "app"],
    outside: true,
    why: "the command line puts the parts together",
  },
  e2e: {
    imports: ["lock-core", "lock-hardware", "matter", "lock", "panel", "protocol", "gateway", "server", "app"],
    outside: true,
    why: "a story is told with every part's words, but started as a person starts it: by the command",
  },
  tools: {
    imports: ["lock-core", "lock-hardware", "matter", "lock", "panel", "protocol", "gateway", "server", "app"],
    outside: true,
    why: "a tool may measure any part",
  },
};

const scope = "@catenaccio/";
const simulatedEntry = `${scope}lock-hardware/simulated`;

/** @returns one sentence for each import that the table does not allow. */
export function findForbiddenImports(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files].flatMap(([path, source]) => {
    const room = roomOf(path);
    const rule = table[room];
    if (rule === undefined) return [`${path}: ${room} is not in the table of tools/check-direction.ts: add it there`];
    return importsOf(path, source).flatMap((found) => {
      const objection = objectionTo({ path, room, rule, found });
      return objection === null ? [] : [`${path}:${found.line} imports ${found.from}: ${objection}`];
    });
  });
}

/** The sources that have a direction, with their text. */
export function readSources(root: string): ReadonlyMap<string, string> {
  const paths = listFiles(root).filter((path) => isTypeScript(path) && /^(?:packages|e2e|tools)\//.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

interface Case {
  readonly path: string;
  readonly room: string;
  readonly rule: Rule;
  readonly found: Import;
}

function objectionTo({ path, room, rule, found }: Case): string | null {
  if (found.from === "?") return isTestCode(path) || rule.outside ? null : "write out what is imported";
  if (isPage(path) && !found.isTypeOnly && !found.from.startsWith(".")) {
    return "a browser loads the page as it is: from other packages it takes types only, by `import type`";
  }
  if (found.from.startsWith(".")) return objectionToRelative({ path, room, rule, found });
  if (!found.from.startsWith(scope)) {
    return rule.outside || isTestCode(path) ? null : `${room} imports nothing: ${rule.why}`;
  }
  if (found.from === simulatedEntry && !maySimulate(path, room)) {
    return "simulated parts are for tests and for files under src/virtual/, never for a real lock";
  }
  const entry = found.from.slice(scope.length);
  const name = entry.split("/", 1)[0] ?? "";
  if (room === `packages/${name}` || rule.imports.includes(name) || rule.imports.includes(entry)) return null;
  const allowed = rule.imports.length === 0 ? "nothing of ours" : rule.imports.join(", ");
  return `${room} may import ${allowed}: ${rule.why}`;
}

function objectionToRelative({ path, room, found }: Case): string | null {
  const target = posix.join(posix.dirname(path), found.from);
  if (target.startsWith(`${room}/`)) return null;
  if (isTestCode(path) && target.startsWith("tools/")) return null;
  if (room === "tools" && isTestCode(target)) return null;
  return `it lies outside ${room}: import a package by its name, as its package.json exports it`;
}

function isPage(path: string): boolean {
  return path.startsWith("packages/panel/src/page/") && !isTestCode(path);
}

function maySimulate(path: string, room: string): boolean {
  return isTestCode(path) || room === "packages/lock-hardware" || room === "tools" || path.includes("/src/virtual/");
}

function roomOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  return first === "packages" ? `packages/${second}` : first;
}

if (import.meta.main) {
  const sources = readSources(projectRoot);
  const objections = findForbiddenImports(sources);
  for (const objection of objections) console.error(objection);
  console.log(`${objections.length} forbidden imports in ${sources.size} files`);
  if (objections.length > 0) process.exitCode = 1;
}
