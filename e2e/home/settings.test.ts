/** How a home is started: its settings, https, and what is said about a mistake. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { promisify } from "node:util";
import { openFolder } from "../lock/panel-process.ts";
import { runCommand } from "./command.ts";
import { HomeProcess, openHome } from "./home-process.ts";

const run = promisify(execFile);

const mistakes: readonly (readonly [what: string, flags: readonly string[], sentence: RegExp])[] = [
  ["a flag that there is not", ["--prot", "8080"], /^Unknown option '--prot'\.$/],
  ["a port that is none", ["--port", "80a"], /^--port: .*whole number.*\.$/],
  ["a port beyond the last", ["--port", "65536"], /^--port: a port is 0 to 65535\.$/],
  ["a certificate without its key", ["--tls-cert", "cert.pem"], /^https needs both .*\.$/],
  [
    "a certificate that is not there",
    ["--tls-cert", "no.pem", "--tls-key", "no.pem"],
    /^The certificate no\.pem .*\.$/,
  ],
  ["an address that is none", ["--url", "lock.example.org"], /^--url: .*\.$/],
];

test("a mistake in the flags is answered with one sentence, and nothing is begun", async (t) => {
  const folder = await openFolder(t);
  for (const command of ["up", "gateway", "server"])
    for (const [what, flags, sentence] of command === "up" ? mistakes : mistakes.slice(0, 2)) {
      const { code, stdout, stderr } = await runCommand([command, "--data", join(folder, "home"), ...flags]);
      assert.deepEqual([code, stdout], [1, ""], `${command}: ${what}`);
      assert.match(stderr.trimEnd(), sentence, `${command}: ${what}`);
    }
  assert.deepEqual(
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sqlite")),
    [],
  );
});

test("a misspelt setting is refused where it stands, in the file or in the environment", async (t) => {
  const data = await openFolder(t);
  const variable = await runCommand(["up", "--data", data], { CATENACCIO_PROT: "8080" });
  assert.deepEqual([variable.code, variable.stdout], [1, ""]);
  assert.match(variable.stderr, /^CATENACCIO_PROT is no setting; there are port, host, .*\.\n$/);
  writeFileSync(join(data, "settings.json"), `{"tlsCret":"cert.pem"}`);
  const file = await runCommand(["up", "--data", data]);
  assert.equal(file.code, 1);
  assert.match(file.stderr, /^"tlsCret" in .*settings\.json is no setting; .*\.\n$/);
  writeFileSync(join(data, "settings.json"), "port: 8080");
  const broken = await runCommand(["up", "--data", data]);
  assert.equal(broken.code, 1);
  assert.match(broken.stderr, /^.*settings\.json is not a JSON object with settings\.\n$/);
});

test("a second home on the same folder, or on the same port, is refused with one sentence", async (t) => {
  const home = await openHome(t);
  const { port } = new URL(home.url);
  for (const command of ["up", "gateway", "server"]) {
    const second = await runCommand([command, "--data", home.data, "--port", "0"]);
    assert.deepEqual([second.code, second.stdout], [1, ""], command);
    assert.match(second.stderr, /^[^\n]*(?:in use|running)[^\n]*\.\n$/, command);
  }
  const other = await runCommand(["up", "--data", `${home.data}-2`, "--port", port]);
  assert.equal(other.code, 1);
  assert.equal(other.stderr, `Port ${port} is in use; --port takes another.\n`);
  assert.equal((await fetch(`${home.url}/api/set-up`)).status, 200, "the first goes on");
});

test("A11: with a certificate of one's own the home answers over https", async (t) => {
  const folder = await openFolder(t);
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  const selfSigned = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost";
  const names = ["-addext", "subjectAltName=DNS:localhost"];
  await run("openssl", [...selfSigned.split(" "), ...names, "-keyout", key, "-out", cert]);
  const home = new HomeProcess(join(folder, "home"));
  const line = await home.open("--tls-cert", cert, "--tls-key", key);
  assert.match(line.url, /^https:\/\/localhost:\d+$/);
  const answer = await getTrusting(`${line.url}/api/set-up`, readFileSync(cert));
  assert.equal(answer.status, 200);
  assert.equal(JSON.parse(answer.body).hasGateway, true);
  await assert.rejects(fetch(line.url.replace("https:", "http:")), "http is not answered there");
  await home.close();
  const swapped = await runCommand(["up", "--data", home.data, "--port", "0", "--tls-cert", key, "--tls-key", cert]);
  assert.equal(swapped.code, 1);
  assert.match(swapped.stderr, /^The certificate and its key .*\.\n$/);
});

async function getTrusting(
  url: string,
  ca: Buffer,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const asked = request(url, { ca }).end();
  const [response] = await once(asked, "response");
  return { status: response.statusCode, body: await text(response) };
}

test("settings in the file of the data folder count, and a flag counts before them", async (t) => {
  const data = join(await openFolder(t), "home");
  mkdirSync(data);
  writeFileSync(join(data, "settings.json"), JSON.stringify({ port: 70_000 }));
  const wrong = await runCommand(["up", "--data", data]);
  assert.match(wrong.stderr, /^"port" in .*settings\.json: a port is 0 to 65535\.\n$/);
  writeFileSync(
    join(data, "settings.json"),
    JSON.stringify({ url: "https://lock.example.org", trustedProxies: ["192.168.1.2"] }),
  );
  const home = new HomeProcess(data);
  assert.equal((await home.open()).url, "https://lock.example.org");
});

test("each command tells its flags with --help, and does nothing else", async (t) => {
  const folder = await openFolder(t);
  for (const command of ["up", "gateway", "server", "backup", "restore", "lock", "panel"]) {
    const { code, stdout, stderr } = await runCommand([command, "--help", "--data", join(folder, "home")]);
    assert.deepEqual([code, stderr], [0, ""], command);
    assert.match(stdout, new RegExp(`^  ${command}\\b`, "m"));
    assert.match(stdout, /--data DIR/);
  }
  assert.deepEqual(readdirSync(folder), []);
  const unknown = await runCommand(["open"]);
  assert.deepEqual([unknown.code, unknown.stderr], [1, 'There is no command "open"; --help lists them.\n']);
});
