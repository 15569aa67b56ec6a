/**
 * The guided diagnosis as data: from what a person notices (spec L41–L48) to the one remedy. A question about a fact is
 * put to the lock first and to the person only if the lock cannot tell; a check is put to the lock alone. Words stand
 * elsewhere, under the ids of this tree.
 */

/** What a lock can tell by itself, as far as its sensors reach. */
export const lockFacts = [
  "boltedInside",
  "handleNotAtRest",
  "motorOpen",
  "motorStall",
  "clutchFault",
  "cableFault",
  "keypadFault",
  "readerFault",
  "fingerImages",
  "unknownFinger",
  "notAllowedNow",
  "lockedOut",
  "fingerprintStopped",
  "openMode",
  "relockOff",
  "batteryCritical",
  "lockAlive",
] as const;
export type LockFact = (typeof lockFacts)[number];

export const symptoms = [
  "verifiedNoOpen",
  "keyNoOpen",
  "fingerNoOpen",
  "motorSilent",
  "keypadDead",
  "readerDead",
  "staysOpen",
  "latchShort",
] as const;

export const meanwhileWays = ["key", "pinOrCard", "powerBank"] as const;
export type MeanwhileWay = (typeof meanwhileWays)[number];

interface DiagnosisFact {
  readonly kind: "fact";
  readonly fact: LockFact;
  readonly yes: NodeId;
  readonly no: NodeId;
}

interface DiagnosisCheck {
  readonly kind: "check";
  readonly fact: LockFact;
  readonly yes: NodeId;
  readonly otherwise: NodeId;
}

export type DiagnosisNode =
  /** Only a person can tell: answer id -> node. */
  | { readonly kind: "choice"; readonly answers: Readonly<Record<string, NodeId>> }
  | DiagnosisFact
  | DiagnosisCheck
  | { readonly kind: "remedy"; readonly needsTechnician: boolean; readonly meanwhile: readonly MeanwhileWay[] };

type Remedy = readonly [needsTechnician: boolean, meanwhile: readonly MeanwhileWay[]];

export const startNode = "symptom";

const choices = {
  symptom: {
    verifiedNoOpen: "bolted",
    keyNoOpen: "keyRight",
    fingerNoOpen: "fingerReader",
    motorSilent: "silentBolted",
    keypadDead: "keypadKnown",
    readerDead: "readerKnown",
    staysOpen: "openMode",
    latchShort: "latchDoorOpen",
  },

  motorHeard: { yes: "installationFault", no: "motorOrWire" },

  keyRight: { yes: "keyIn", no: "rightKey" },
  keyIn: { yes: "keyTurns", no: "keyNotIn" },
  keyTurns: { yes: "keyHandle", no: "cylinder" },
  keyHandle: { yes: "lockBody", no: "pressHandle" },

  fingerReaction: { nothing: "readerKeypad", refuses: "enrolled", asksAgain: "imageWhy", verifies: "bolted" },
  enrolled: { never: "enrolFinger", deleted: "enrolFinger", yes: "fingerHurt" },
  fingerHurt: { yes: "enrolAgain", no: "fingerPlaced" },
  fingerPlaced: { yes: "imageWhy", no: "placeSquare" },
  imageWhy: {
    dry: "cleanFinger",
    wet: "cleanFinger",
    dirty: "cleanFinger",
    hard: "pressLess",
    light: "pressMore",
    partial: "placeSquare",
    none: "enrolAgain",
  },

  powerBank: { lights: "batteriesHow", dark: "panelAlive" },
  batteriesHow: { reversed: "turnBatteries", right: "newBatteries" },

  readerKeypad: { yes: "readerWiped", no: "keypadKnown" },
  readerWiped: { yes: "keepReaderClean", no: "readerDamaged" },

  latchDoorOpen: { yes: "adjustStrike", no: "lockBody" },
} as const;

const facts = {
  bolted: { fact: "boltedInside", yes: "freeBolt", no: "handle" },
  handle: { fact: "handleNotAtRest", yes: "handleBack", no: "wireKnown" },
  silentBolted: { fact: "boltedInside", yes: "freeBolt", no: "silentHandle" },
  silentHandle: { fact: "handleNotAtRest", yes: "handleBack", no: "silentWire" },
  panelAlive: { fact: "lockAlive", yes: "keypadDamaged", no: "cableBroken" },
  openMode: { fact: "openMode", yes: "endOpenMode", no: "stayRelock" },
} as const;

const checks = {
  wireKnown: { fact: "motorOpen", yes: "brokenWire", otherwise: "motorKnown" },
  motorKnown: { fact: "motorStall", yes: "motorFault", otherwise: "clutchKnown" },
  clutchKnown: { fact: "clutchFault", yes: "clutchFault", otherwise: "powerKnown" },
  powerKnown: { fact: "batteryCritical", yes: "newBatteries", otherwise: "motorHeard" },

  silentWire: { fact: "motorOpen", yes: "brokenWire", otherwise: "silentMotor" },
  silentMotor: { fact: "motorStall", yes: "motorFault", otherwise: "silentClutch" },
  silentClutch: { fact: "clutchFault", yes: "clutchFault", otherwise: "silentPower" },
  silentPower: { fact: "batteryCritical", yes: "newBatteries", otherwise: "motorOrWire" },

  fingerReader: { fact: "readerFault", yes: "readerDamaged", otherwise: "fingerLocked" },
  fingerLocked: { fact: "lockedOut", yes: "waitLockout", otherwise: "fingerStopped" },
  fingerStopped: { fact: "fingerprintStopped", yes: "allowEntry", otherwise: "fingerImages" },
  fingerImages: { fact: "fingerImages", yes: "imageWhy", otherwise: "fingerNotNow" },
  fingerNotNow: { fact: "notAllowedNow", yes: "notAllowedNow", otherwise: "fingerUnknown" },
  fingerUnknown: { fact: "unknownFinger", yes: "enrolled", otherwise: "fingerReaction" },

  keypadKnown: { fact: "keypadFault", yes: "keypadDamaged", otherwise: "cableKnown" },
  cableKnown: { fact: "cableFault", yes: "cableBroken", otherwise: "keypadPower" },
  keypadPower: { fact: "batteryCritical", yes: "newBatteries", otherwise: "powerBank" },

  readerKnown: { fact: "readerFault", yes: "readerDamaged", otherwise: "readerLocked" },
  readerLocked: { fact: "lockedOut", yes: "waitLockout", otherwise: "readerStopped" },
  readerStopped: { fact: "fingerprintStopped", yes: "allowEntry", otherwise: "readerKeypad" },

  stayRelock: { fact: "relockOff", yes: "relockOff", otherwise: "stayMotor" },
  stayMotor: { fact: "motorStall", yes: "motorFault", otherwise: "clutchFault" },
} as const;

/** Whether somebody with tools is needed, and how to come in until then. */
const remedies = {
  freeBolt: [false, ["key"]],
  handleBack: [false, []],
  brokenWire: [true, ["key"]],
  motorFault: [true, ["key"]],
  motorOrWire: [true, ["key"]],
  clutchFault: [true, ["key"]],
  installationFault: [true, ["key"]],
  newBatteries: [false, ["powerBank", "key"]],
  turnBatteries: [false, ["powerBank", "key"]],

  rightKey: [false, ["pinOrCard"]],
  keyNotIn: [true, ["pinOrCard"]],
  cylinder: [true, ["pinOrCard"]],
  lockBody: [true, ["pinOrCard"]],
  pressHandle: [false, []],

  enrolFinger: [false, ["pinOrCard", "key"]],
  enrolAgain: [false, ["pinOrCard", "key"]],
  placeSquare: [false, ["pinOrCard", "key"]],
  cleanFinger: [false, ["pinOrCard", "key"]],
  pressLess: [false, ["pinOrCard", "key"]],
  pressMore: [false, ["pinOrCard", "key"]],
  notAllowedNow: [false, []],
  waitLockout: [false, ["key"]],
  allowEntry: [false, ["pinOrCard", "key"]],

  keypadDamaged: [true, ["key"]],
  cableBroken: [true, ["key"]],
  readerDamaged: [true, ["pinOrCard", "key"]],
  keepReaderClean: [false, []],

  endOpenMode: [false, []],
  relockOff: [false, []],
  adjustStrike: [true, ["key"]],
} as const satisfies Record<string, Remedy>;

export type ChoiceId = keyof typeof choices;
export type FactId = keyof typeof facts;
export type RemedyId = keyof typeof remedies;
export type NodeId = ChoiceId | FactId | keyof typeof checks | RemedyId;

export const diagnosisTree: Readonly<Record<NodeId, DiagnosisNode>> = Object.fromEntries([
  ...nodesOf<Readonly<Record<string, NodeId>>>(choices, (answers) => ({ kind: "choice", answers })),
  ...nodesOf<Omit<DiagnosisFact, "kind">>(facts, (node) => ({ kind: "fact", ...node })),
  ...nodesOf<Omit<DiagnosisCheck, "kind">>(checks, (node) => ({ kind: "check", ...node })),
  ...nodesOf<Remedy>(remedies, ([needsTechnician, meanwhile]) => ({ kind: "remedy", needsTechnician, meanwhile })),
]) as Record<NodeId, DiagnosisNode>;

function nodesOf<Content>(
  contents: Readonly<Record<string, Content>>,
  make: (content: Content) => DiagnosisNode,
): readonly (readonly [id: string, node: DiagnosisNode])[] {
  return Object.entries(contents).map(([id, content]) => [id, make(content)]);
}
