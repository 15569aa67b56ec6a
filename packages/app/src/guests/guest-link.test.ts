/** A guest gets a link that opens where the guest is. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { guestLinkOf, isLocalAddress } from "./guest-link.ts";

function linkWith(server: string, here: string): string {
  return guestLinkOf({ link: `${server}/guest#token`, token: "token" }, here);
}

test("the link is the server's own, whichever way the app was reached", () => {
  const server = "https://lock.example.org";
  for (const here of ["http://localhost:8080", "http://192.168.1.5:8080", "https://other.example.org"])
    assert.equal(linkWith(server, here), "https://lock.example.org/guest#token");
});

test("a server that knows a narrower address than the app's gives way", () => {
  assert.equal(linkWith("http://localhost:8080", "http://192.168.1.5:8080"), "http://192.168.1.5:8080/guest#token");
  assert.equal(linkWith("http://gateway.local", "https://lock.example.org"), "https://lock.example.org/guest#token");
});

test("what only this machine or this network can open is told apart", () => {
  const local = ["localhost", "127.0.0.1", "[::1]", "10.1.2.3", "172.16.0.1", "gateway.local", "[fd00::1]"];
  for (const host of local) assert.equal(isLocalAddress(`http://${host}:8080`), true, host);
  for (const host of ["172.32.0.1", "lock.example.org", "[2001:db8::1]", "fda.example.org"])
    assert.equal(isLocalAddress(`http://${host}:8080`), false, host);
});
