/**
 * What each event does in each session, as text: every pair is tried on a lock that was brought into that session, and
 * its outcome written down. A new session kind, event or command without an example in here does not compile.
 */

import {
  minuteMs,
  step,
  type ClutchPosition,
  type CommandBody,
  type DurableState,
  type Effect,
  type KeypadView,
  type LockEvent,
  type LockState,
  type LogRecord,
  type Moment,
  type PendingTry,
  type Session,
} from "../src/index.ts";
import { foundAtPowerUp, newPinOf, tagOf, type CoreLock } from "./core-lock.ts";
import { administrator, familyLock, member } from "./family-lock.ts";

type SessionKind = Session["kind"];
type EventType = LockEvent["type"];

/** For each session kind the ways to be in it that make a difference, each with how to get there. */
const sessions: Readonly<Record<SessionKind, Readonly<Record<string, (lock: CoreLock) => void>>>> = {
  off: { "": (lock) => lock.dispatch({ type: "powerLost", areBatteriesOut: true }) },
  asleep: { "": () => undefined },
  idle: {
    "nothing typed": (lock) => lock.touch(),
    "a PIN typed": (lock) => lock.type(administrator.pin.digits),
    "the menu's code typed": (lock) => lock.type("3571"),
    "the pairing window open": (lock) => lock.dispatch({ type: "resetHeld" }),
  },
  verify: {
    "nothing typed": (lock) => lock.openMenu(),
    "a PIN typed": (lock) => lock.type(`3571#${administrator.pin.digits}`),
  },
  menu: {
    "nothing typed": (lock) => typeInMenu(lock, ""),
    "a code typed": (lock) => typeInMenu(lock, "42"),
  },
  addFingerprint: {
    "a home asked for it": (lock) => lock.order({ type: "beginEnrolment", userIndex: 5 }),
    "no capture yet": (lock) => typeInMenu(lock, "11#"),
    "four captures": (lock) => capture(lock, 4),
    "the reader works on the fifth": (lock) => {
      lock.unanswered.add("captureEnrolment");
      capture(lock, 0);
      lock.unanswered.clear();
      capture(lock, 4);
      lock.unanswered.add("captureEnrolment");
      lock.finger("new-thumb");
    },
    "the reader stores the template": (lock) => {
      lock.unanswered.add("storeTemplate");
      capture(lock, 5);
    },
  },
  addPin: {
    "typed once": (lock) => typeInMenu(lock, "12#739104"),
    "its hash is made": (lock) => {
      lock.unanswered.add("hashNewPin");
      typeInMenu(lock, "12#739104#");
    },
    "typed twice": (lock) => typeInMenu(lock, "12#739104#739104"),
  },
  addCard: { "": (lock) => typeInMenu(lock, "13#") },
  delete: {
    "a number typed": (lock) => typeInMenu(lock, "22#2"),
    "the number flashes": (lock) => typeInMenu(lock, "22#2#"),
  },
  clear: { "": (lock) => typeInMenu(lock, "32#") },
  initialise: { "": (lock) => typeInMenu(lock, "3570#") },
  factoryReset: { "": (lock) => lock.cutPower({ isResetHeld: true }) },
};

/** By the administrator's card, so that fingerprints and PINs may be deleted and cleared. */
function typeInMenu(lock: CoreLock, typed: string): void {
  lock.openMenu(() => lock.card(administrator.card.name));
  lock.press(typed);
}

function capture(lock: CoreLock, touches: number): void {
  if (lock.state.volatile.session.kind !== "addFingerprint") typeInMenu(lock, "11#");
  for (let touch = 0; touch < touches; touch++) lock.finger("new-thumb");
}

const commands: {
  readonly [Type in CommandBody["type"]]: Readonly<Record<string, CommandBody & { readonly type: Type }>>;
} = {
  lockDoor: { "": { type: "lockDoor" } },
  unlockDoor: {
    "": { type: "unlockDoor", pin: null, timeoutSeconds: null },
    "with a PIN": { type: "unlockDoor", pin: member.pin.digits, timeoutSeconds: null },
  },
  setOperatingMode: {
    passage: { type: "setOperatingMode", mode: "passage" },
    vacation: { type: "setOperatingMode", mode: "vacation" },
  },
  changeSetting: { volume: { type: "changeSetting", setting: { name: "volume", value: "low" } } },
  restoreEntry: { "": { type: "restoreEntry" } },
  setUser: { "": { type: "setUser", userIndex: 9, name: "Eva" } },
  clearUser: { "of the menu's opener": { type: "clearUser", userIndex: administrator.card.user } },
  setCredential: {
    "": { type: "setCredential", userIndex: null, index: null, credential: { kind: "rfid", tag: tagOf("green card") } },
  },
  clearCredential: { "": { type: "clearCredential", kind: "pin", index: member.pin.number } },
  setWeekDaySchedule: {
    "": { type: "setWeekDaySchedule", userIndex: 5, index: null, days: ["mon"], fromMinute: 0, toMinute: 60 },
  },
  setYearDaySchedule: {
    "": { type: "setYearDaySchedule", userIndex: 5, index: null, fromLocalMs: 0, toLocalMs: 1 },
  },
  clearSchedules: { "": { type: "clearSchedules", userIndex: 5 } },
  clearCredentials: { "": { type: "clearCredentials", kind: "pin" } },
  mergeUsers: { "": { type: "mergeUsers", from: 6, into: 5 } },
  beginEnrolment: { "": { type: "beginEnrolment", userIndex: 5 } },
  cancelEnrolment: { "": { type: "cancelEnrolment" } },
  identify: { "": { type: "identify" } },
  setHolidaySchedule: {
    later: { type: "setHolidaySchedule", index: 1, fromLocalMs: 0, toLocalMs: 1, operatingMode: "vacation" },
    now: {
      type: "setHolidaySchedule",
      index: 1,
      fromLocalMs: 0,
      toLocalMs: Number.MAX_SAFE_INTEGER,
      operatingMode: "passage",
    },
  },
  clearHolidaySchedules: { "": { type: "clearHolidaySchedules", index: null } },
};

interface Example {
  readonly event: LockEvent;
  /** How much later than the state it comes; at once unless told. */
  readonly laterMs?: number;
}

const events: {
  readonly [Type in EventType]: Readonly<Record<string, Example & { readonly event: { readonly type: Type } }>>;
} = {
  keypadTouched: { "": { event: { type: "keypadTouched" } } },
  keyPressed: {
    "7": { event: { type: "keyPressed", key: "7" } },
    "*": { event: { type: "keyPressed", key: "*" } },
    "#": { event: { type: "keyPressed", key: "#" } },
  },
  fingerCaptured: { "": { event: { type: "fingerCaptured" } } },
  fingerUnreadable: { "": { event: { type: "fingerUnreadable" } } },
  fingerMatched: {
    "an administrator": { event: { type: "fingerMatched", slot: administrator.finger.number } },
    "a member": { event: { type: "fingerMatched", slot: member.finger.number } },
    nobody: { event: { type: "fingerMatched", slot: null } },
  },
  enrolmentCaptured: {
    kept: { event: { type: "enrolmentCaptured", outcome: "kept" } },
    "other finger": { event: { type: "enrolmentCaptured", outcome: "otherFinger" } },
    "already enrolled": { event: { type: "enrolmentCaptured", outcome: "alreadyEnrolled" } },
  },
  templateStored: {
    stored: { event: { type: "templateStored", slot: 3, isStored: true } },
    "not stored": { event: { type: "templateStored", slot: 3, isStored: false } },
  },
  cardPresented: {
    known: { event: { type: "cardPresented", tag: tagOf(member.card.name) } },
    unknown: { event: { type: "cardPresented", tag: tagOf("green card") } },
  },
  pinHashed: {
    "an administrator's": { event: pinHashed(administrator.pin.digits) },
    "a member's": { event: pinHashed(member.pin.digits) },
    "nobody's": { event: pinHashed("604172") },
  },
  cardHashed: {
    "an administrator's": { event: { type: "cardHashed", tag: tagOf(administrator.card.name) } },
    "a member's": { event: { type: "cardHashed", tag: tagOf(member.card.name) } },
    "nobody's": { event: { type: "cardHashed", tag: tagOf("green card") } },
  },
  newPinHashed: {
    new: { event: { type: "newPinHashed", pin: newPinOf("739104") } },
    "in use": { event: { type: "newPinHashed", pin: newPinOf(member.pin.digits) } },
  },
  clutchReached: {
    engaged: { event: { type: "clutchReached", position: "engaged" } },
    free: { event: { type: "clutchReached", position: "free" } },
  },
  clutchFailed: { "": { event: { type: "clutchFailed", cause: "motor-stall" } } },
  handleMoved: { "": { event: { type: "handleMoved", isAtRest: false } } },
  safetyBoltMoved: { "": { event: { type: "safetyBoltMoved", isThrown: true } } },
  deadBoltMoved: { "": { event: { type: "deadBoltMoved", isThrown: true } } },
  tamperMoved: { removed: { event: { type: "tamperMoved", isRemoved: true } } },
  supplyMeasured: {
    good: { event: { type: "supplyMeasured", batteryMillivolts: 6200, hasUsb: false } },
    weak: { event: { type: "supplyMeasured", batteryMillivolts: 4700, hasUsb: false } },
  },
  powerLost: { "": { event: { type: "powerLost", areBatteriesOut: false } } },
  poweredUp: {
    "": { event: { ...foundAtPowerUp, templateSlots: [1, 2] } },
    "with RESET held": { event: { ...foundAtPowerUp, templateSlots: [1, 2], isResetHeld: true } },
  },
  partChanged: { silent: { event: { type: "partChanged", part: "reader", isWorking: false } } },
  resetHeld: { "": { event: { type: "resetHeld" } } },
  pairingWindowMoved: {
    open: { event: { type: "pairingWindowMoved", isOpen: true } },
    closed: { event: { type: "pairingWindowMoved", isOpen: false } },
  },
  homeJoined: { "": { event: { type: "homeJoined" } } },
  homeLeft: { "": { event: { type: "homeLeft", fabric: 1 } } },
  homesKnown: { "": { event: { type: "homesKnown", fabrics: [1] } } },
  timePassed: {
    "nothing due": { event: { type: "timePassed" } },
    "30 s": { event: { type: "timePassed" }, laterMs: minuteMs / 2 },
  },
  commandReceived: Object.fromEntries(
    Object.entries(commands).flatMap(([type, variants]) =>
      Object.entries(variants).map(([variant, command]) => [
        `${type} ${variant}`.trim(),
        {
          event: {
            type: "commandReceived" as const,
            request: 1,
            command: { ...command, source: "remote", fabric: null },
          },
        },
      ]),
    ),
  ),
};

function pinHashed(digits: string): LockEvent & { readonly type: "pinHashed" } {
  return { type: "pinHashed", candidates: [{ tag: tagOf(digits), length: digits.length, start: 0 }] };
}

/** What else may be going on; each changes the state of the session it is tried in. */
const conditions = ["normal", "locked out", "PIN entry stopped", "a try is judged", "the clutch is driven"] as const;
type Condition = (typeof conditions)[number];

function withCondition(state: LockState, condition: Condition, now: Moment, event: LockEvent): LockState {
  const { durable, volatile } = state;
  const { guard } = durable;
  const changed = (change: Partial<DurableState>): DurableState => ({ ...durable, ...change });
  const deadlineMs = now.poweredMs + 3000;
  switch (condition) {
    case "normal":
      return state;
    case "locked out": {
      const lockoutUntilMs = now.poweredMs + 3 * minuteMs;
      return { durable: changed({ guard: { ...guard, wrongTries: 5, lockoutLevel: 1, lockoutUntilMs } }), volatile };
    }
    case "PIN entry stopped":
      return { durable: changed({ guard: { ...guard, wrongPins: 100, isPinEntryStopped: true } }), volatile };
    case "a try is judged": {
      const pendingTry = { ...tryIn(volatile.session.kind, event), deadlineMs };
      const openTry = { kind: pendingTry.kind, windows: 1 };
      return {
        durable: changed({ guard: { ...guard, wrongTries: 1, openTry } }),
        volatile: { ...volatile, pendingTry },
      };
    }
    case "the clutch is driven": {
      const cause = { source: "rfid", user: member.card.user, credential: { kind: "rfid", index: 2 } } as const;
      return {
        durable: changed({ drive: { pending: { to: "engaged", cause } } }),
        volatile: {
          ...volatile,
          driveInFlight: { deadlineMs, request: null, relockSeconds: null, isRetry: false, modeBefore: "normal" },
        },
      };
    }
    default:
      return condition satisfies never;
  }
}

/** The try that can be open in this session: at the door, at menu verification, or over the network. */
function tryIn(session: SessionKind, event: LockEvent): Omit<PendingTry, "deadlineMs"> {
  const isRemote = session !== "asleep" && session !== "idle" && session !== "verify";
  const kind = isRemote || event.type === "pinHashed" ? "pin" : event.type === "cardHashed" ? "rfid" : "fingerprint";
  return {
    kind,
    place: isRemote ? "remote" : session === "verify" ? "menu" : "door",
    operation: "unlock",
    origin: null,
    entryLength: event.type === "pinHashed" ? (event.candidates[0]?.length ?? 0) : 0,
    isEntryTooLong: false,
    isPaddingAccepted: kind === "pin" && !isRemote,
    request: isRemote ? 9 : null,
    relockSeconds: null,
  };
}

interface Outcome {
  readonly next: string;
  readonly orders: string;
  readonly log: string;
}

function outcomeOf(base: LockState, at: Moment, condition: Condition, example: Example): Outcome {
  const before = withCondition(base, condition, at, example.event);
  const now = { ...at, poweredMs: at.poweredMs + (example.laterMs ?? 0) };
  const { state, effects, records } = step(before, example.event, now);
  const { kind } = state.volatile.session;
  return {
    next: kind === before.volatile.session.kind ? "stays" : kind,
    orders: effects.map(describeEffect).join(", ") || "–",
    log: records.map(describeRecord).join(", ") || "–",
  };
}

function describeEffect(effect: Effect): string {
  switch (effect.type) {
    case "say":
      return `say ${effect.prompt}`;
    case "soundTone":
      return `tone ${effect.tone}`;
    case "soundSiren":
      return effect.isOn ? "siren on" : "siren off";
    case "setLoudness":
      return `loudness ${effect.volume}`;
    case "showKeypad":
      return `keypad ${describeView(effect.view)}`;
    case "driveClutch":
      return `drive ${effect.to satisfies ClutchPosition}`;
    case "movePairingWindow":
      return effect.isOpen ? "open window" : "close window";
    case "reportEnrolment":
      return `report ${effect.report.status}`;
    case "reply":
      return effect.result.ok ? "reply ok" : `reply ${effect.result.error}`;
    case "verifyPin":
    case "verifyCard":
    case "matchFinger":
    case "hashNewPin":
    case "captureEnrolment":
    case "storeTemplate":
    case "discardEnrolment":
    case "deleteTemplate":
    case "keepTemplates":
    case "leaveHomes":
      return effect.type;
    default:
      return effect satisfies never;
  }
}

function describeView({ isLit, shows, isFlashing }: KeypadView): string {
  if (!isLit) return "dark";
  return shows === "" ? "lit" : `shows ${shows}${isFlashing ? " flashing" : ""}`;
}

function describeRecord(record: LogRecord): string {
  switch (record.event) {
    case "lockOperation":
      return record.operation;
    case "lockOperationError":
      return `refused ${record.reason}`;
    case "alarm":
      return `alarm ${record.code}`;
    case "userChange":
      return `user ${record.change}`;
    case "setting":
      return `setting ${record.name}`;
    case "power":
      return `power ${record.what}`;
    case "pairing":
      return `pairing ${record.what}`;
    case "fault":
      return `fault ${record.cause}`;
    default:
      return record satisfies never;
  }
}

/** One event in one session: its outcomes, each with the conditions in which it is the one. */
interface Row {
  readonly kind: SessionKind;
  readonly session: string;
  readonly type: EventType;
  readonly event: string;
  readonly outcomes: readonly (Outcome & { readonly when: string })[];
}

function rowOf(lock: CoreLock, named: Omit<Row, "outcomes">, example: Example): Row {
  const possible = named.kind === "off" ? (["normal", "locked out", "PIN entry stopped"] as const) : conditions;
  const found = new Map<string, { readonly outcome: Outcome; readonly when: Condition[] }>();
  for (const condition of possible) {
    const outcome = outcomeOf(lock.state, lock.now, condition, example);
    const key = JSON.stringify(outcome);
    const entry = found.get(key) ?? { outcome, when: [] };
    entry.when.push(condition);
    found.set(key, entry);
  }
  const [usual, ...unusual] = [...found.values()];
  const outcomes = unusual.map(({ outcome, when }) => ({ ...outcome, when: when.join(", ") }));
  if (usual !== undefined) outcomes.push({ ...usual.outcome, when: unusual.length === 0 ? "always" : "otherwise" });
  return { ...named, outcomes };
}

export function transitionRows(): readonly Row[] {
  return entriesOf(sessions).flatMap(([kind, variants]) =>
    Object.entries(variants).flatMap(([variant, reach]) => {
      const lock = familyLock();
      reach(lock);
      if (lock.state.volatile.session.kind !== kind)
        throw new Error(`The way to ${kind}, ${variant}, leads elsewhere.`);
      const session = variant === "" ? kind : `${kind}: ${variant}`;
      return entriesOf(events).flatMap(([type, examples]) =>
        Object.entries<Example>(examples).map(([example, given]) => {
          const event = example === "" ? type : `${type} ${example}`;
          return rowOf(lock, { kind, session, type, event }, given);
        }),
      );
    }),
  );
}

/** The pairs that must each have a row. */
export function everyPair(): readonly string[] {
  return entriesOf(sessions).flatMap(([kind]) => entriesOf(events).map(([type]) => `${kind} ${type}`));
}

function entriesOf<Key extends string, Value>(
  record: Readonly<Record<Key, Value>>,
): readonly (readonly [Key, Value])[] {
  return Object.entries(record) as [Key, Value][];
}

function isNothing({ outcomes }: Row): boolean {
  const [only] = outcomes;
  return outcomes.length === 1 && only?.next === "stays" && only.orders === "–" && only.log === "–";
}

/** The events whose outcome is the same in every session with power: written once. */
function sameEverywhere(rows: readonly Row[]): ReadonlySet<string> {
  const powered = rows.filter(({ kind }) => kind !== "off");
  const byEvent = Map.groupBy(powered, ({ event }) => event);
  const isSame = (ofEvent: readonly Row[]): boolean =>
    new Set(ofEvent.map(({ outcomes }) => JSON.stringify(outcomes))).size === 1;
  return new Set([...byEvent].filter(([, ofEvent]) => isSame(ofEvent)).map(([event]) => event));
}

export function renderTable(rows: readonly Row[]): string {
  const everywhere = sameEverywhere(rows);
  const asleep = rows.filter(({ session, event }) => session === "asleep" && everywhere.has(event));
  const bySession = Map.groupBy(rows, ({ session }) => session);
  const sections = [...bySession].map(([session, ofSession]) =>
    renderSection(
      session,
      ofSession.filter(({ kind, event }) => kind === "off" || !everywhere.has(event)),
    ),
  );
  return `${introduction}\n${renderSection("Every session with power", asleep)}\n${sections.join("\n")}`;
}

function renderSection(title: string, rows: readonly Row[]): string {
  const idle = rows.filter(isNothing).map(({ event }) => event);
  const active = rows.filter((row) => !isNothing(row));
  const lines = active.flatMap(({ event, outcomes }) =>
    outcomes.map(({ when, next, orders, log }) => `| ${event} | ${when} | ${next} | ${orders} | ${log} |`),
  );
  const table = ["| event | when | session | orders | log |", "|---|---|---|---|---|", ...lines].join("\n");
  const nothing = `Nothing happens at: ${idle.join(" · ")}.`;
  return `## ${title}\n\n${lines.length > 0 ? `${table}\n\n` : ""}${idle.length > 0 ? `${nothing}\n` : ""}`;
}

const introduction = `# What each event does in each session

Every pair of a session and an event, tried on a family's lock: the session that follows, the orders to the parts, and
the records. \`packages/lock-core/test/transitions.test.ts\` compares this page with the core and fails where they differ.
To write it anew: \`UPDATE_TABLE=1 node --test packages/lock-core/test/transitions.test.ts\`, and read what changed.

*When*: \`locked out\`; \`PIN entry stopped\`; \`a try is judged\` (by finger, card or PIN at the door and at verification,
by PIN over the network elsewhere); \`the clutch is driven\` (to engaged, not yet there); \`otherwise\`: none of those
named before; \`always\`: all of them, and none. The menu was opened with a card.
`;
