import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempDisposableSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

/** Stands for npm: counts its runs, and puts in place what `npm ci` would. */
const npm = `
  import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
  console.log("npm says something on standard output");
  appendFileSync(process.env.RUNS, "run\\n");
  if (process.env.NPM_FAILS) process.exit(7);
  rmSync("node_modules", { recursive: true, force: true });
  setTimeout(() => {
    const folder = \`node_modules/node-\${process.platform}-\${process.arch}/bin\`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(folder + "/node", "");
    mkdirSync("node_modules/vite/bin", { recursive: true });
    writeFileSync("node_modules/vite/bin/vite.js", process.env.VITE ?? "");
  }, 300);
`;

/** Stands for Vite: counts its runs, and puts a page where it is told to. */
const vite = `
  import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
  const [, , , folder, , out] = process.argv;
  appendFileSync(process.env.RUNS + ".builds", "build\\n");
  const source = readFileSync(folder + "/src/main.tsx", "utf8");
  if (source.includes("mistake")) process.exit(1);
  mkdirSync(out, { recursive: true });
  writeFileSync(out + "/index.html", source);
`;

class Project {
  readonly #folder = mkdtempDisposableSync(join(tmpdir(), "catenaccio-set-up-"));
  readonly root = this.#folder.path;

  constructor() {
    mkdirSync(join(this.root, "tools"));
    for (const name of ["set-up.mjs", "chromium.mjs"]) {
      cpSync(new URL(name, import.meta.url), join(this.root, "tools", name));
    }
    writeFileSync(join(this.root, "package-lock.json"), "{}");
    writeFileSync(join(this.root, "npm-cli.js"), npm);
    writeFileSync(join(this.root, "package.json"), `{"type":"module"}`);
    writeFileSync(join(this.root, "runs"), "");
  }

  [Symbol.dispose](): void {
    this.#folder.remove();
  }

  /** The app's sources: a file each. */
  writeApp(source: string): void {
    const app = join(this.root, "packages", "app");
    for (const folder of ["public", "src"]) mkdirSync(join(app, folder), { recursive: true });
    mkdirSync(join(this.root, "packages", "protocol", "src"), { recursive: true });
    for (const name of ["index.html", "package.json", "vite.config.ts"]) writeFileSync(join(app, name), name);
    writeFileSync(join(app, "src", "main.tsx"), source);
  }

  get builtApp(): string {
    return readFileSync(join(this.root, "packages", "app", "dist", "index.html"), "utf8");
  }

  get builds(): number {
    return readFileSync(join(this.root, "runs.builds"), "utf8").split("\n").length - 1;
  }

  get npmRuns(): number {
    return readFileSync(join(this.root, "runs"), "utf8").split("\n").length - 1;
  }

  start(extra: Readonly<Record<string, string>> = {}): Promise<{ status: number | null; out: string; err: string }> {
    const child = spawn(process.execPath, [join(this.root, "tools", "set-up.mjs")], {
      env: {
        ...process.env,
        npm_execpath: join(this.root, "npm-cli.js"),
        npm_node_execpath: process.execPath,
        RUNS: join(this.root, "runs"),
        VITE: vite,
        ...extra,
      },
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
    return new Promise((resolve) => child.once("close", (status) => resolve({ status, out, err })));
  }
}

test("the first start installs, and the second has nothing to do or say", async () => {
  using project = new Project();
  const first = await project.start();
  assert.equal(first.status, 0);
  assert.equal(first.out, "", "standard output belongs to the script that comes next");
  assert.match(first.err, /Installing packages/);

  assert.deepEqual(await project.start(), { status: 0, out: "", err: "" });
  assert.equal(project.npmRuns, 1);
});

test("a changed lock file, a missing Node or a removed folder is installed again", async () => {
  using project = new Project();
  await project.start();
  writeFileSync(join(project.root, "package-lock.json"), `{"changed":true}`);
  await project.start();
  assert.equal(project.npmRuns, 2);
  rmSync(join(project.root, "node_modules", `node-${process.platform}-${process.arch}`), { recursive: true });
  await project.start();
  assert.equal(project.npmRuns, 3);
  rmSync(join(project.root, "node_modules"), { recursive: true });
  await project.start();
  assert.equal(project.npmRuns, 4);
});

test("of two starts at once, one installs and the other waits for it", async () => {
  using project = new Project();
  const [first, second] = await Promise.all([project.start(), project.start()]);
  assert.deepEqual([first.status, second.status], [0, 0]);
  assert.equal(project.npmRuns, 1);
  assert.match(first.err + second.err, /waiting for it/);
  assert.equal(existsSync(join(project.root, ".set-up.lock")), false);
});

test("the lock of a start that was killed does not stop the next one", async () => {
  using project = new Project();
  const lock = join(project.root, ".set-up.lock");
  mkdirSync(lock);
  const aMinuteAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, aMinuteAgo, aMinuteAgo);
  assert.equal((await project.start()).status, 0);
  assert.equal(project.npmRuns, 1);
});

test("a failed installation ends with one sentence, and the next start tries again", async () => {
  using project = new Project();
  const failed = await project.start({ NPM_FAILS: "1" });
  assert.equal(failed.status, 1);
  assert.equal(failed.out, "");
  assert.match(failed.err, /Catenaccio could not install its packages: `npm ci` ended with status 7.*\.\n$/);
  assert.equal((await project.start()).status, 0);
});

test("the app is built at the first start, and again only when its sources have changed", async () => {
  using project = new Project();
  project.writeApp("one");
  assert.equal((await project.start()).status, 0);
  assert.deepEqual([project.builtApp, project.builds], ["one", 1]);
  assert.deepEqual(await project.start(), { status: 0, out: "", err: "" });
  assert.equal(project.builds, 1);
  project.writeApp("two");
  await project.start();
  assert.deepEqual([project.builtApp, project.builds], ["two", 2]);
});

test("an app that does not build is said to, leaves the one of before, and holds nothing else up", async () => {
  using project = new Project();
  project.writeApp("one");
  await project.start();
  project.writeApp("a mistake");
  const { status, err } = await project.start();
  assert.equal(status, 0);
  assert.match(err, /The app could not be built/);
  assert.equal(project.builtApp, "one");
});
