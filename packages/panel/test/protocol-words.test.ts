import assert from "node:assert/strict";
import { test } from "node:test";
import * as protocol from "@catenaccio/lock/panel-protocol";
import { faultNames, nonMatches, poorImages } from "../src/page/messages-of-the-lock.ts";

test("the page offers every fault and every way in which a finger can lie that the lock knows", () => {
  assert.deepEqual(faultNames, protocol.faultNames);
  assert.deepEqual([...poorImages, ...nonMatches], protocol.fingerConditions);
});
