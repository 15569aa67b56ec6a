import assert from "node:assert/strict";
import { test } from "node:test";
import type { LockView } from "@catenaccio/protocol/api";
import { conditionOf, linkQuality, mainActOf, type LockCondition } from "./lock-condition.ts";

type Report = NonNullable<LockView["report"]>;

function told(
  situation: {
    readonly lockState: "locked" | "unlocked" | "unlatched" | "notFullyLocked" | null;
    readonly operatingMode: "normal" | "passage" | null;
  },
  isCatenaccio = true,
): Pick<LockView, "report"> {
  return { report: { situation, abilities: { isCatenaccio } } as unknown as Report };
}

const table: readonly (readonly [string, Pick<LockView, "report">, LockCondition, ReturnType<typeof mainActOf>])[] = [
  ["never heard", { report: null }, "unknown", "unlock"],
  ["locked", told({ lockState: "locked", operatingMode: "normal" }), "locked", "unlock"],
  ["clutch engaged", told({ lockState: "unlocked", operatingMode: "normal" }), "unlocked", "lock"],
  ["another maker's, unlocked", told({ lockState: "unlocked", operatingMode: null }, false), "unlockedForeign", "lock"],
  ["latch drawn back", told({ lockState: "unlatched", operatingMode: null }, false), "unlatched", "lock"],
  ["bolt half out", told({ lockState: "notFullyLocked", operatingMode: null }, false), "notFullyLocked", "unlock"],
  [
    "open mode, whatever the clutch does",
    told({ lockState: "locked", operatingMode: "passage" }),
    "passage",
    "endPassage",
  ],
  ["state not told", told({ lockState: null, operatingMode: null }), "unknown", "unlock"],
];

for (const [name, lock, condition, act] of table)
  test(`${name}: ${condition}, and the button does ${act}`, () => {
    assert.equal(conditionOf(lock), condition);
    assert.equal(mainActOf(condition), act);
  });

test("an answer within a quarter of a second is very good, over a second it is weak", () => {
  assert.deepEqual([null, 20, 250, 251, 1_000, 1_001].map(linkQuality), [null, "fast", "fast", "fair", "fair", "slow"]);
});
