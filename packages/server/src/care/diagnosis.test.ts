import assert from "node:assert/strict";
import { test } from "node:test";
import type { LockRecord, LockReport } from "@catenaccio/protocol";
import { diagnose } from "./diagnosis.ts";
import { diagnosisTree, lockFacts, startNode, symptoms, type NodeId, type RemedyId } from "./diagnosis-tree.ts";
import { factsOf, type KnownFacts } from "./lock-facts.ts";

const now = new Date("2026-03-02T09:00:00.000Z");

/** Our lock, online, that notices these causes. */
function reportOf(
  diagnosis: readonly string[],
  changes: Partial<NonNullable<LockReport["situation"]>> = {},
): LockReport {
  return {
    lockId: "l",
    link: "online",
    heardAt: now.toISOString(),
    answerMs: 20,
    abilities: { isCatenaccio: true } as NonNullable<LockReport["abilities"]>,
    situation: {
      lockState: "locked",
      operatingMode: "normal",
      volume: "high",
      language: "en",
      isMenuEnabled: true,
      autoRelockSeconds: 5,
      guardProfile: "guarded",
      isPinEntryStopped: false,
      isFingerprintEntryStopped: false,
      isLockedOut: false,
      isJammed: false,
      diagnosis: [...diagnosis],
      battery: { level: "ok", percent: 90, volts: 6 },
      hasEmergencyPower: false,
      ...changes,
    },
  };
}

const silent: LockReport = { ...reportOf([]), link: "offline" };

const refusedFinger = (reason: string): LockRecord => ({
  lockId: "l",
  numbering: "log",
  number: 7,
  time: now.toISOString(),
  heardAt: now.toISOString(),
  personId: null,
  happening: {
    event: "lockOperationError",
    operation: "unlock",
    source: "biometric",
    error: "invalidCredential",
    user: null,
    credential: null,
    reason,
  },
});

/** Answers until there is a remedy; what is asked without an answer is a failure. */
function follow(facts: KnownFacts, answers: Readonly<Record<string, string>>) {
  const given: { question: string; answer: string }[] = [];
  for (;;) {
    const outcome = diagnose(facts, given, "en");
    assert.ok(outcome.ok);
    if (outcome.value.step === "remedy") {
      const unused = Object.keys(answers).filter((id) => !given.some(({ question }) => question === id));
      assert.deepEqual(unused, [], "answers that nobody asked for");
      return outcome.value;
    }
    const { id } = outcome.value.question;
    const answer = answers[id];
    assert.ok(answer !== undefined, `asked ${id}`);
    given.push({ question: id, answer });
  }
}

type Answers = Readonly<Record<string, string>>;
/** What the simulator can break, what the lock then says, and what a person still has to be asked. */
const stories: readonly (readonly [
  cause: string,
  report: LockReport | null,
  records: readonly LockRecord[],
  answers: Answers,
  remedy: RemedyId,
])[] = [
  ["L41 the handle is not back", reportOf(["handle-not-at-rest"]), [], { symptom: "verifiedNoOpen" }, "handleBack"],
  [
    "L41 the handle was not back at the last try",
    reportOf([]),
    [refusedFinger("handle-not-at-rest")],
    { symptom: "verifiedNoOpen" },
    "handleBack",
  ],
  ["L41 the safety bolt is thrown", reportOf(["bolted-inside"]), [], { symptom: "verifiedNoOpen" }, "freeBolt"],
  [
    "L41 the lock is mounted wrongly",
    reportOf([]),
    [],
    { symptom: "verifiedNoOpen", motorHeard: "yes" },
    "installationFault",
  ],
  [
    "L41 at a lock that tells nothing",
    null,
    [],
    { symptom: "verifiedNoOpen", bolted: "no", handle: "no", motorHeard: "yes" },
    "installationFault",
  ],
  ["L42 the wrong key", reportOf([]), [], { symptom: "keyNoOpen", keyRight: "no" }, "rightKey"],
  ["L42 the key is not fully in", reportOf([]), [], { symptom: "keyNoOpen", keyRight: "yes", keyIn: "no" }, "keyNotIn"],
  [
    "L42 the cylinder is damaged",
    reportOf([]),
    [],
    { symptom: "keyNoOpen", keyRight: "yes", keyIn: "yes", keyTurns: "no" },
    "cylinder",
  ],
  [
    "L42 the lock body is damaged",
    reportOf([]),
    [],
    { symptom: "keyNoOpen", keyRight: "yes", keyIn: "yes", keyTurns: "yes", keyHandle: "yes" },
    "lockBody",
  ],
  [
    "L43 the finger was never enrolled",
    reportOf([]),
    [refusedFinger("unknown-finger")],
    { symptom: "fingerNoOpen", enrolled: "never" },
    "enrolFinger",
  ],
  [
    "L43 the finger was deleted",
    reportOf([]),
    [refusedFinger("unknown-finger")],
    { symptom: "fingerNoOpen", enrolled: "deleted" },
    "enrolFinger",
  ],
  [
    "L43 the finger is turned",
    reportOf([]),
    [refusedFinger("unknown-finger")],
    { symptom: "fingerNoOpen", enrolled: "yes", fingerHurt: "no", fingerPlaced: "no" },
    "placeSquare",
  ],
  [
    "L43 the finger is hurt",
    reportOf([]),
    [refusedFinger("unknown-finger")],
    { symptom: "fingerNoOpen", enrolled: "yes", fingerHurt: "yes" },
    "enrolAgain",
  ],
  ...(
    [
      ["dry", "cleanFinger"],
      ["wet", "cleanFinger"],
      ["dirty", "cleanFinger"],
      ["hard", "pressLess"],
      ["light", "pressMore"],
      ["partial", "placeSquare"],
    ] as const
  ).map(
    ([how, remedy]) =>
      [
        `L43 the finger is ${how}`,
        reportOf(["finger-images"]),
        [],
        { symptom: "fingerNoOpen", imageWhy: how },
        remedy,
      ] as const,
  ),
  [
    "L43 the person is paused",
    reportOf([]),
    [refusedFinger("user-disabled")],
    { symptom: "fingerNoOpen" },
    "notAllowedNow",
  ],
  [
    "L43 the lock is locked out",
    reportOf(["locked-out"], { isLockedOut: true }),
    [],
    { symptom: "fingerNoOpen" },
    "waitLockout",
  ],
  [
    "L43 fingerprints are stopped",
    reportOf(["entry-stopped"], { isFingerprintEntryStopped: true }),
    [],
    { symptom: "fingerNoOpen" },
    "allowEntry",
  ],
  ["L44 the wire is broken", reportOf(["motor-open"]), [], { symptom: "motorSilent" }, "brokenWire"],
  ["L44 the motor stalls", reportOf(["motor-stall"]), [], { symptom: "motorSilent" }, "motorFault"],
  [
    "L44 at a lock that tells nothing",
    null,
    [],
    { symptom: "motorSilent", silentBolted: "no", silentHandle: "no" },
    "motorOrWire",
  ],
  [
    "L45 the batteries are flat: the lock said so before it fell silent",
    { ...reportOf([], { battery: { level: "critical", percent: 1, volts: 3.5 } }), link: "offline" },
    [],
    { symptom: "keypadDead" },
    "newBatteries",
  ],
  [
    "L45 the batteries lie the wrong way round",
    silent,
    [],
    { symptom: "keypadDead", powerBank: "lights", batteriesHow: "reversed" },
    "turnBatteries",
  ],
  [
    "L45 the batteries are flat",
    silent,
    [],
    { symptom: "keypadDead", powerBank: "lights", batteriesHow: "right" },
    "newBatteries",
  ],
  ["L45 the cable is broken", reportOf(["cable"]), [], { symptom: "keypadDead" }, "cableBroken"],
  [
    "L45 the cable is broken, and the lock is silent",
    silent,
    [],
    { symptom: "keypadDead", powerBank: "dark", panelAlive: "no" },
    "cableBroken",
  ],
  ["L45 the keypad is damaged", reportOf(["keypad"]), [], { symptom: "keypadDead" }, "keypadDamaged"],
  [
    "L45 the keypad is damaged, unnoticed",
    reportOf([]),
    [],
    { symptom: "keypadDead", powerBank: "dark" },
    "keypadDamaged",
  ],
  ["L46 the reader is damaged", reportOf(["reader"]), [], { symptom: "readerDead" }, "readerDamaged"],
  [
    "L46 the reader is damaged, and the lock is silent",
    null,
    [],
    { symptom: "readerDead", readerKeypad: "yes", readerWiped: "no" },
    "readerDamaged",
  ],
  [
    "L47 open mode is on",
    reportOf(["open-mode"], { operatingMode: "passage" }),
    [],
    { symptom: "staysOpen" },
    "endOpenMode",
  ],
  ["L47 the clutch is at fault", reportOf(["clutch"]), [], { symptom: "staysOpen" }, "clutchFault"],
  ["L47 the lock waits to be told", reportOf([], { autoRelockSeconds: 0 }), [], { symptom: "staysOpen" }, "relockOff"],
  ["L47 at a lock that tells nothing", null, [], { symptom: "staysOpen", openMode: "yes" }, "endOpenMode"],
  ["L48 the door has warped", reportOf([]), [], { symptom: "latchShort", latchDoorOpen: "yes" }, "adjustStrike"],
  ["L48 the lock body is damaged", reportOf([]), [], { symptom: "latchShort", latchDoorOpen: "no" }, "lockBody"],
];

for (const [cause, report, records, answers, remedy] of stories)
  test(`${cause}: the way ends at the right remedy, and nothing is asked that the lock can tell`, () => {
    assert.equal(follow(factsOf(report, records, now), answers).remedy.id, remedy);
  });

test("every symptom has its story", () => {
  assert.deepEqual(new Set(stories.map(([, , , answers]) => answers["symptom"])), new Set(symptoms));
});

test("what the lock told is shown, with the remedy and the way in until then", () => {
  const step = follow(factsOf(reportOf(["motor-open"]), [], now), { symptom: "motorSilent" });
  assert.equal(step.needsTechnician, true);
  assert.deepEqual(
    step.findings.map(({ fact, holds }) => [fact, holds]),
    [
      ["boltedInside", false],
      ["handleNotAtRest", false],
      ["motorOpen", true],
    ],
  );
  assert.deepEqual(
    step.meanwhile.map(({ id }) => id),
    ["key"],
  );
});

test("every remedy is where some way of answers ends, whatever the lock tells", () => {
  const reached = new Set<string>();
  const ways = (facts: KnownFacts, given: readonly { question: string; answer: string }[]): void => {
    const outcome = diagnose(facts, given, "it");
    assert.ok(outcome.ok);
    const step = outcome.value;
    if (step.step === "remedy") reached.add(step.remedy.id);
    else for (const { id } of step.answers) ways(facts, [...given, { question: step.question.id, answer: id }]);
  };
  for (const facts of [{}, ...lockFacts.map((fact) => ({ [fact]: true })), { fingerImages: true, lockAlive: false }])
    ways(facts, []);
  const remedies = Object.entries(diagnosisTree).flatMap(([id, { kind }]) => (kind === "remedy" ? [id] : []));
  assert.deepEqual([...reached].toSorted(), remedies.toSorted());
});

const badAnswers: readonly (readonly [question: string, answer: string, sentence: RegExp])[] = [
  ["symptoms", "keyNoOpen", /no question "symptoms"/],
  ["__proto__", "yes", /no question/],
  ["symptom", "toString", /no answer "toString"/],
  ["motorKnown", "yes", /Nobody is asked/],
  ["rightKey", "yes", /Nobody is asked/],
];
for (const [question, answer, sentence] of badAnswers)
  test(`an answer ${answer} to ${question} is refused in one sentence`, () => {
    const outcome = diagnose({}, [{ question, answer }], "en");
    assert.match(outcome.ok ? "" : outcome.sentence, sentence);
  });

test("an answer to a question of another way does not matter", () => {
  const outcome = diagnose({}, [{ question: "keyRight", answer: "no" }], "en");
  assert.equal(
    outcome.ok && outcome.value.step === "question" && outcome.value.question.id,
    startNode satisfies NodeId,
  );
});
