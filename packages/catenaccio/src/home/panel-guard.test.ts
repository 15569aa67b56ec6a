import assert from "node:assert/strict";
import { test } from "node:test";
import { asksForMore, isThisMachine } from "./panel-guard.ts";

test("who reaches the page from elsewhere has the door, and neither the app's orders nor the gateway's box", () => {
  for (const text of ['{"remote":"unlock"}', '{"gateway":{"button":10500}}'])
    assert.equal(asksForMore(text), true, text);
  for (const text of ['{"press":"1#"}', '{"reset":3000}', "[]", "null", "{", "7"])
    assert.equal(asksForMore(text), false, text);
});

test("this machine is known by its loopback addresses", () => {
  for (const address of ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
    assert.equal(isThisMachine(address), true, address);
  for (const address of ["192.168.1.2", "::ffff:192.168.1.2", "fe80::1", "", "1270.0.0.1"])
    assert.equal(isThisMachine(address), false, address);
});
