import assert from "node:assert/strict";
import { test } from "node:test";
import { discoveryFrom } from "./network.ts";

test("CATENACCIO_MDNS says who finds the lock, before what the machine says to matter.js", () => {
  assert.deepEqual(discoveryFrom({ CATENACCIO_MDNS: "off", MATTER_MDNS_NETWORKINTERFACE: "eth0" }), { kind: "off" });
  assert.deepEqual(discoveryFrom({ CATENACCIO_MDNS: "eth1" }), { kind: "interface", name: "eth1" });
  assert.deepEqual(discoveryFrom({ MATTER_MDNS_NETWORKINTERFACE: "eth0" }), { kind: "interface", name: "eth0" });
});
