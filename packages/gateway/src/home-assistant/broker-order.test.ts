import assert from "node:assert/strict";
import { test } from "node:test";
import { gatewayOrder } from "@catenaccio/protocol";
import { sampleReport, type SampleChanges } from "../../test/sample-lock.ts";
import { judgeOrder, type BrokerOrder } from "./broker-order.ts";

const now = Date.UTC(2026, 0, 5, 8);

interface Case {
  readonly isUnlockAllowed?: boolean;
  readonly isRetained?: boolean;
  readonly changes?: SampleChanges;
  readonly isUnknown?: boolean;
}

/** The order that is carried out, or the reason why none is. */
function judge(order: BrokerOrder["order"], payload: string, given: Case = {}): string {
  const { isUnlockAllowed = false, isRetained = false, changes = {}, isUnknown = false } = given;
  const lock = isUnknown ? null : { report: sampleReport(changes), name: "Front door" };
  const judged = judgeOrder({ order, payload, isRetained }, { lock, isUnlockAllowed, now });
  if (!judged.ok) return judged.sentence.replace(/^.* was ignored: /, "");
  gatewayOrder.parse(judged.order);
  if (judged.order.order === "operate") return judged.order.operation;
  return judged.order.order === "set"
    ? `${judged.order.setting.name} ${String(judged.order.setting.value)}`
    : judged.order.order;
}

const refused = {
  unknown: "there is no such lock.",
  retained: "it is retained.",
  offline: "the lock is out of reach.",
  odd: "it is not understood.",
  unlock: "unlocking over MQTT is not allowed.",
} as const;

test("orders that are carried out", () => {
  const allowed = { isUnlockAllowed: true };
  assert.equal(judge("set", "LOCK"), "lock");
  assert.equal(judge("set", "UNLOCK", allowed), "unlock");
  assert.equal(judge("operatingMode", "passage", allowed), "operatingMode passage");
  assert.equal(judge("operatingMode", "normal"), "operatingMode normal");
  assert.equal(judge("volume", "silent"), "volume silent");
  assert.equal(judge("autoRelockSeconds", "30", allowed), "autoRelockSeconds 30");
  assert.equal(judge("autoRelockSeconds", "30.0", allowed), "autoRelockSeconds 30");
  assert.equal(judge("autoRelockSeconds", "0", allowed), "autoRelockSeconds 0");
  assert.equal(judge("identify", "IDENTIFY"), "identify");
});

test("what leaves a door open needs the household's leave", () => {
  assert.equal(judge("set", "UNLOCK"), refused.unlock);
  assert.equal(judge("operatingMode", "passage"), refused.unlock);
  assert.equal(judge("autoRelockSeconds", "0"), refused.unlock);
});

test("without the household's leave a lock is only made stricter", () => {
  const modes = { operatingModes: ["normal", "vacation", "privacy", "noRemoteLockUnlock", "passage"] as const };
  const change = (from: "normal" | "vacation" | "privacy" | "noRemoteLockUnlock" | "passage" | null, to: string) =>
    judge("operatingMode", to, {
      changes: { abilities: { operatingModes: [...modes.operatingModes] }, situation: { operatingMode: from } },
    });
  for (const from of ["privacy", "noRemoteLockUnlock", "vacation", null] as const)
    assert.equal(change(from, "normal"), refused.unlock, `${from}`);
  assert.equal(change("vacation", "noRemoteLockUnlock"), refused.unlock, "the keypad would open again");
  assert.equal(change("passage", "normal"), "operatingMode normal");
  assert.equal(change("normal", "privacy"), "operatingMode privacy");
  assert.equal(change("privacy", "privacy"), "operatingMode privacy");
  const relock = (now: number | null, to: string) =>
    judge("autoRelockSeconds", to, { changes: { situation: { autoRelockSeconds: now } } });
  assert.equal(relock(30, "31"), refused.unlock);
  assert.equal(relock(30, "5"), "autoRelockSeconds 5");
  assert.equal(relock(0, "3600"), "autoRelockSeconds 3600", "at least it locks some time");
  assert.equal(relock(null, "5"), refused.unlock);
  assert.equal(judge("autoRelockSeconds", "5", { changes: { situation: null } }), refused.unlock);
});

test("reasons come in this order: no such lock, retained, out of reach, not understood, not allowed", () => {
  const all = { isUnknown: true, isRetained: true, changes: { link: "offline" } } as const;
  assert.equal(judge("set", "?", all), refused.unknown);
  assert.equal(judge("set", "?", { ...all, isUnknown: false }), refused.retained);
  assert.equal(judge("set", "?", { changes: all.changes }), refused.offline);
  assert.equal(judge("set", "?"), refused.odd);
});

test("a lock that is looked for is out of reach as well", () => {
  assert.equal(judge("set", "LOCK", { changes: { link: "connecting" } }), refused.offline);
});

test("what is not understood", () => {
  const odd: readonly (readonly [BrokerOrder["order"], string])[] = [
    ["set", ""],
    ["set", "lock"],
    ["set", "OPEN"],
    ["set", "UNLOCK 123456"],
    ["operatingMode", "privacy"],
    ["operatingMode", "off"],
    ["volume", "loud"],
    ["autoRelockSeconds", ""],
    ["autoRelockSeconds", "1e3"],
    ["autoRelockSeconds", "-5"],
    ["autoRelockSeconds", "3601"],
    ["autoRelockSeconds", "1.5"],
    ["identify", "yes"],
  ];
  for (const [order, payload] of odd)
    assert.equal(judge(order, payload, { isUnlockAllowed: true }), refused.odd, `${order} ${payload}`);
});

test("a lock is not set to what it does not have", () => {
  const changes = { abilities: { settings: [] } };
  assert.equal(judge("volume", "low", { changes }), refused.odd);
  assert.equal(judge("operatingMode", "normal", { changes }), refused.odd);
  assert.equal(judge("volume", "low", { changes: { abilities: null } }), refused.odd);
});

test("an order ends ten seconds after it was given", () => {
  const lock = { report: sampleReport(), name: "Front door" };
  const judged = judgeOrder(
    { order: "set", payload: "LOCK", isRetained: false },
    { lock, isUnlockAllowed: false, now },
  );
  assert.ok(judged.ok && judged.order.order === "operate");
  assert.equal(judged.order.expiresAt, "2026-01-05T08:00:10.000Z");
});
