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
  }, 300);
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
