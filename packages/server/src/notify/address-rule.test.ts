import assert from "node:assert/strict";
import { test } from "node:test";
import { isAllowed, reachOf, type AddressReach } from "./address-rule.ts";

const table: readonly (readonly [AddressReach, readonly string[]])[] = [
  ["public", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"]],
  [
    "home",
    [
      "10.0.0.1",
      "172.16.0.1",
      "172.31.255.255",
      "192.168.1.5",
      "169.254.1.1",
      "100.64.0.1",
      "127.0.0.1",
      "127.8.8.8",
      "::1",
      "fd12:3456::1",
      "fe80::1",
      "fe80::1%eth0",
      "::ffff:192.168.1.5",
      "::ffff:127.0.0.1",
    ],
  ],
  [
    "never",
    [
      "0.0.0.0",
      "169.254.169.254",
      "::ffff:169.254.169.254",
      "fd00:ec2::254",
      "224.0.0.1",
      "255.255.255.255",
      "::",
      "::192.168.1.5",
      "ff02::1",
      "64:ff9b::c0a8:105",
      "2002:c0a8:105::1",
      "lock.local",
      "",
      "2130706433",
    ],
  ],
];

for (const [reach, addresses] of table)
  test(`addresses with the reach "${reach}" are known in every way to write them`, () => {
    for (const address of addresses) assert.equal(reachOf(address), reach, address);
  });

test("the home network is called only where the owner allowed it, and some addresses not even then", () => {
  assert.deepEqual(
    (["public", "home", "never"] as const).map((reach) => [isAllowed(reach, false), isAllowed(reach, true)]),
    [
      [true, true],
      [false, true],
      [false, false],
    ],
  );
});
