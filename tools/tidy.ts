/**
 * The rules of style that no other tool knows. Each objection names what to do instead; a rule that cannot be checked
 * here or by the linter is advice, and is not called a rule.
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { isTestCode, isTypeScript, listFiles, projectRoot } from "./files.ts";
import { bareErrorLines, hasHeader } from "./source.ts";

/** @returns one sentence for each breach. @param files every file of the project: path and text. */
export function findUntidy(files: ReadonlyMap<string, string>): readonly string[] {
  const paths = new Set(files.keys());
  return [...files].flatMap(([path, text]) => [
    ...nameObjections(path),
    ...textObjections(path, text),
    ...(isModule(path) ? moduleObjections(path, text, paths) : []),
    ...(path.endsWith(".md") ? documentObjections(path, text, paths) : []),
  ]);
}

/** Long custom has some documents shout: LICENSE, README.md. */
const documentName = /^[A-Z]+(?:\.md)?$/;

function nameObjections(path: string): readonly string[] {
  const odd = path
    .split("/")
    .filter((name) => !documentName.test(name) && !/^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*$/.test(name));
  return odd.map((name) => `${path}: write ${name} in kebab-case`);
}

/** Spelled so that this file does not break its own rules. */
const unfinishedWork = /\b(?:TO[D]O|FIX[M]E)\b/;
const machinePath = /(?<![\w./:*~})-])\/(?:root|work|home\/\w+|Users\/\w+)\/\w/;

function textObjections(path: string, text: string): readonly string[] {
  return text.split("\n").flatMap((line, index) => {
    const at = `${path}:${index + 1}`;
    return [
      ...(unfinishedWork.test(line) ? [`${at}: do it, or open an issue; the code says what is`] : []),
      ...(machinePath.test(line) ? [`${at}: a path of one machine; write it from the root of the project`] : []),
      ...(path.endsWith(".md") && /[ \t]$/.test(line) ? [`${at}: take the spaces off the end of the line`] : []),
    ];
  });
}

function moduleObjections(path: string, text: string, paths: ReadonlySet<string>): readonly string[] {
  if (path.endsWith(".test.ts")) return hasItsModule(path, paths) ? [] : [`${path}: ${testPlaceAdvice}`];
  const isProduct = path.startsWith("packages/") && !isTestCode(path);
  return [
    ...(hasHeader(path, text) ? [] : [`${path}: begin with a comment that says in one sentence what this module is`]),
    ...(isProduct ? bareErrorLines(path, text).map((line) => `${path}:${line}: ${errorAdvice}`) : []),
  ];
}

const errorAdvice =
  "not a bare Error: InvariantError for what must never be, UsageError for a caller's mistake, " +
  "<Part>Error with its cause for a fault from outside; an expected refusal is returned";

const testPlaceAdvice = "put x.test.ts beside x.ts, or a test of many modules under test/";

function hasItsModule(path: string, paths: ReadonlySet<string>): boolean {
  if (path.startsWith("e2e/") || path.includes("/test/")) return true;
  const folder = posix.dirname(path);
  const [name = ""] = posix.basename(path).split(".");
  return ["ts", "tsx", "mjs"].some((ending) => paths.has(`${folder}/${name}.${ending}`));
}

/** Where a path in a text begins, if it is one of this project. Other paths are somebody's example. */
const rootedPath = /^(?:packages|e2e|docs|tools|\.ci)\/[\w./@-]*$/;
const relativePath = /^(?:\.{1,2}|src|test)\/[\w./@-]*$/;

function documentObjections(path: string, text: string, paths: ReadonlySet<string>): readonly string[] {
  // What a changelog names may be gone by now.
  if (posix.basename(path) === "CHANGELOG.md") return [];
  const exists = (target: string) => {
    const clean = posix.normalize(target).replace(/\/$/, "");
    return clean === "." || paths.has(clean) || [...paths].some((known) => known.startsWith(`${clean}/`));
  };
  const besideDocument = (target: string) => posix.join(posix.dirname(path), target);
  return text.split("\n").flatMap((line, index) => {
    const links = linkTargets(line).filter((target) => !exists(besideDocument(target)));
    const words = quotedWords(line).filter((word) => {
      if (rootedPath.test(word)) return !exists(word);
      return relativePath.test(word) && !exists(besideDocument(word));
    });
    return [...new Set([...links, ...words])].map(
      (target) => `${path}:${index + 1}: there is no ${target}; name where it is now, or nothing`,
    );
  });
}

function linkTargets(line: string): readonly string[] {
  return [...line.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

/** The words of inline code, each without a line number: `tools/tidy.ts:12` names a file. */
function quotedWords(line: string): readonly string[] {
  return [...line.matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) =>
    code.split(/\s+/).map((word) => word.replace(/:\d+$/, "")),
  );
}

function isModule(path: string): boolean {
  return isTypeScript(path) || path.endsWith(".mjs");
}

/** The lock file is npm's, the licence is quoted, and what is not text has no lines. */
function isOurText(path: string): boolean {
  return (
    !/(?:^|\/)(?:package-lock\.json|LICENSE)$/.test(path) &&
    !/\.(?:png|jpe?g|webp|ico|woff2?|wasm|mp3|wav|db)$/.test(path)
  );
}

if (import.meta.main) {
  const paths = listFiles(projectRoot);
  const files = new Map(
    paths.map((path) => [path, isOurText(path) ? readFileSync(join(projectRoot, path), "utf8") : ""]),
  );
  const objections = findUntidy(files);
  for (const objection of objections) console.error(objection);
  console.log(`${objections.length} untidy places in ${files.size} files`);
  if (objections.length > 0) process.exitCode = 1;
}
