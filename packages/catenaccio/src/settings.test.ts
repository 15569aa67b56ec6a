import assert from "node:assert/strict";
import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { UsageError } from "./usage-error.ts";
import { readSettings, type SettingSources } from "./settings.ts";

function read(file: string | null, others: Partial<SettingSources> = {}): ReturnType<typeof readSettings> {
  using folder = mkdtempDisposableSync(join(tmpdir(), "settings-"));
  if (file !== null) writeFileSync(join(folder.path, "settings.json"), file);
  return readSettings({ flags: {}, environment: {}, folder: folder.path, ...others });
}

function refusalOf(file: string | null, others: Partial<SettingSources> = {}): string {
  try {
    read(file, others);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message;
  }
  assert.fail("It was taken.");
}

test("without any setting a home is on localhost:8080, over http", () => {
  assert.deepEqual(read(null), {
    port: 8080,
    host: "localhost",
    trustedProxies: [],
    network: "simulated",
  });
});

test("a flag beats the environment, and the environment the file", () => {
  const file = '{ "port": 1, "host": "a", "network": "networkManager" }';
  const { port, host, network } = read(file, {
    environment: { CATENACCIO_PORT: "2", CATENACCIO_HOST: "b", HOME: "/" },
    flags: { port: "3", host: undefined },
  });
  assert.deepEqual({ port, host, network }, { port: 3, host: "b", network: "networkManager" });
});

test("proxies are listed with commas, or as a list in the file", () => {
  const expected = ["10.0.0.1", "::1"];
  assert.deepEqual(
    read(null, { environment: { CATENACCIO_TRUSTED_PROXIES: "10.0.0.1, ::1" } }).trustedProxies,
    expected,
  );
  assert.deepEqual(read('{ "trustedProxies": ["10.0.0.1", "::1"] }').trustedProxies, expected);
});

test("a setting that cannot be is named with the place where it stands", () => {
  assert.match(refusalOf('{ "port": 70000 }'), /^"port" in \S+settings\.json: a port is 0 to 65535\.$/);
  assert.equal(
    refusalOf(null, { environment: { CATENACCIO_NETWORK: "loud" } }),
    "CATENACCIO_NETWORK: takes simulated or networkManager.",
  );
  assert.equal(refusalOf(null, { flags: { port: "many" } }), "--port: a port is a whole number.");
  assert.match(
    refusalOf(null, { environment: { CATENACCIO_PROT: "1" } }),
    /^CATENACCIO_PROT is no setting; there are port,/,
  );
  assert.match(refusalOf("[]"), /settings\.json is not a JSON object with settings\.$/);
  assert.match(refusalOf("{"), /settings\.json is not a JSON object with settings\.$/);
  assert.equal(
    refusalOf(null, { environment: { CATENACCIO_TRUSTED_PROXIES: "router" } }),
    "CATENACCIO_TRUSTED_PROXIES: an address is written 192.168.1.2.",
  );
});

test("a certificate without its key is refused", () => {
  assert.equal(refusalOf('{ "tlsCert": "a.pem" }'), "https needs both tlsCert and tlsKey (--tls-cert and --tls-key).");
});

test("an address behind a reverse proxy needs to know the proxy, or everybody would seem to be at home", () => {
  const url = '"url": "https://lock.example.org"';
  assert.match(refusalOf(`{ ${url} }`), /^url needs trustedProxies/);
  assert.equal(read(`{ ${url}, "trustedProxies": ["10.0.0.1"] }`).url, "https://lock.example.org");
  assert.equal(read(`{ ${url}, "tlsCert": "a.pem", "tlsKey": "b.pem" }`).url, "https://lock.example.org");
});
