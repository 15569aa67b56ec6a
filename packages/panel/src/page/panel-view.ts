/**
 * What the page knows, made only from what it was told: each message of the stream leads to the next view. Pure.
 * Nothing here concludes a state of the lock; where the lock has not spoken, the view holds null.
 */

import type {
  BoxReport,
  FaultName,
  InMessage,
  KeypadReport,
  KeyPosition,
  LabelReport,
  ReportedRecord,
  Move,
  PageMessage,
  Side,
  StateReport,
} from "./messages-of-the-lock.ts";

export interface Caption {
  readonly text: string;
  readonly lang: string;
  /** When it was heard, on the page's own clock. */
  readonly atMs: number;
}

/** What hands did to the lock and have not undone, as the panel server tells it. */
export interface Hands {
  readonly key: KeyPosition;
  readonly handles: Readonly<Record<Side, Move>>;
  readonly isPeepholeHeld: boolean;
  readonly isFrontOff: boolean;
  readonly faults: readonly FaultName[];
  readonly batteries: "in" | "out" | "reversed";
}

export interface PanelView {
  readonly connection: "connecting" | "open" | "lost";
  readonly state: StateReport | null;
  /** When the state came, on the page's own clock; for the countdown of a lock-out. */
  readonly stateAtMs: number;
  readonly keypad: KeypadReport;
  readonly isSirenOn: boolean;
  /** Newest first. */
  readonly captions: readonly Caption[];
  /** Newest first. */
  readonly log: readonly ReportedRecord[];
  readonly hands: Hands;
  readonly label: LabelReport | null;
  /** null: the lock has no gateway. */
  readonly box: BoxReport | null;
  /** What the box said last: the id of the prompt. */
  readonly boxSaid: string | null;
  /** False while the snapshot of a new connection comes in. */
  readonly isLive: boolean;
}

/** The lock keeps about so many itself. */
const logRecordsMax = 1000;
const captionsMax = 40;

const idleHands: Hands = {
  key: "out",
  handles: { outside: "release", inside: "release" },
  isPeepholeHeld: false,
  isFrontOff: false,
  faults: [],
  batteries: "in",
};

const darkKeypad: KeypadReport = { lit: false, shows: "", flashing: false };

export const unconnectedView: PanelView = {
  connection: "connecting",
  state: null,
  stateAtMs: 0,
  keypad: darkKeypad,
  isSirenOn: false,
  captions: [],
  log: [],
  hands: idleHands,
  label: null,
  box: null,
  boxSaid: null,
  isLive: false,
};

/** A new connection begins with a snapshot that replaces what was known; what was heard stays heard. */
export function viewAfterConnecting(view: PanelView): PanelView {
  return { ...unconnectedView, connection: "open", captions: view.captions, boxSaid: view.boxSaid };
}

export function viewAfterLosing(view: PanelView): PanelView {
  return { ...view, connection: "lost", isLive: false, isSirenOn: false };
}

export function viewAfter(view: PanelView, message: PageMessage, nowMs: number): PanelView {
  if ("state" in message) return withState(view, message.state, nowMs);
  if ("log" in message) return { ...view, log: logWith(view.log, message.log) };
  if ("keypad" in message) return { ...view, keypad: message.keypad };
  if ("say" in message) {
    const caption = { text: message.text, lang: message.lang, atMs: nowMs };
    return { ...view, captions: [caption, ...view.captions].slice(0, captionsMax) };
  }
  if ("siren" in message) return { ...view, isSirenOn: message.siren };
  if ("label" in message) return { ...view, label: message.label };
  if ("box" in message) return { ...view, box: message.box };
  if ("gateway" in message) return "say" in message.gateway ? { ...view, boxSaid: message.gateway.say } : view;
  if ("held" in message) return { ...view, isLive: true, hands: message.held.reduce(handsAfter, idleHands) };
  if ("clutch" in message && view.state !== null) return { ...view, state: { ...view.state, clutch: message.clutch } };
  if ("door" in message && view.state !== null) return { ...view, state: { ...view.state, door: message.door } };
  return view;
}

export function hasPower({ usb, battery }: StateReport): boolean {
  return usb || battery.level !== "dead";
}

function withState(view: PanelView, state: StateReport, nowMs: number): PanelView {
  // A page that has just been opened has not heard when the keypad lit up.
  const keypad = view.isLive ? view.keypad : { ...view.keypad, lit: state.awake };
  return { ...view, state, stateAtMs: nowMs, keypad };
}

function logWith(log: readonly ReportedRecord[], record: ReportedRecord): readonly ReportedRecord[] {
  const newest = log[0];
  if (newest !== undefined && record.seq <= newest.seq) return log;
  // A reset erases the lock's log; this record is the first of the new one.
  if (record.event === "alarm" && record.code === "lockFactoryReset") return [record];
  return [record, ...log.slice(0, logRecordsMax - 1)];
}

function handsAfter(hands: Hands, input: InMessage): Hands {
  if ("key" in input) return { ...hands, key: input.key };
  if ("handle" in input) return { ...hands, handles: { ...hands.handles, [input.handle]: input.move } };
  if ("peephole" in input) return { ...hands, isPeepholeHeld: input.peephole };
  if ("tamper" in input) return { ...hands, isFrontOff: input.tamper };
  if ("fault" in input) {
    const others = hands.faults.filter((fault) => fault !== input.fault);
    return { ...hands, faults: input.on ? [...others, input.fault] : others };
  }
  if ("batteries" in input) {
    if (input.batteries === "out") return { ...hands, batteries: "out" };
    return { ...hands, batteries: input.reversed === true ? "reversed" : "in" };
  }
  return hands;
}
