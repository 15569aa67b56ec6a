/** What there is to try at this door, and how the page notices that it happened. Pure. */

import type { ReportedRecord, PageMessage } from "./messages-of-the-lock.ts";
import type { MessageKey } from "./messages-en.ts";
import type { PanelView } from "./panel-view.ts";

/** What was heard and typed besides the view. */
export interface Heard {
  readonly lastPrompt: string;
  /** Digits before the last `#`. */
  readonly lastEntryLength: number;
}

export interface Try {
  readonly name: string;
  readonly title: MessageKey;
  readonly steps: readonly MessageKey[];
  /** Not every lock has what it takes; without it, it can be tried on any. */
  readonly isPossible?: (view: PanelView) => boolean;
  /** Which step is next, counted from 0, as far as the lock's state tells. */
  readonly nextStep: (view: PanelView, heard: Heard) => number;
  /** Whether this message, after that view, is what was to happen. */
  readonly isDoneBy: (message: PageMessage, before: PanelView, heard: Heard) => boolean;
}

/** An entry of more digits than the longest PIN can only be a PIN among others. */
const pinLengthMax = 10;

export const tryList: readonly Try[] = [
  {
    name: "pin",
    title: "try.pin",
    steps: ["try.pin.1", "try.pin.2", "try.pin.3", "try.pin.4", "try.pin.5"],
    nextStep: ({ state }, { lastPrompt }) => {
      if (state?.menu === "addPin") return lastPrompt === "pin-repeat" ? 4 : 3;
      if (state?.menu === "menu") return 2;
      return state?.awake === true ? 1 : 0;
    },
    isDoneBy: (message) => {
      const record = recordOf(message);
      return record?.event === "userChange" && record.change === "add" && record.credential?.kind === "pin";
    },
  },
  {
    name: "open",
    title: "try.open",
    steps: ["try.open.1", "try.open.2", "try.open.3"],
    nextStep: ({ state }) => (state?.clutch === "engaged" ? 2 : state !== null && state.menu === null ? 1 : 0),
    isDoneBy: (message, { state }) => isDoorOpening(message) && state?.clutch === "engaged",
  },
  {
    name: "padding",
    title: "try.padding",
    steps: ["try.padding.1"],
    nextStep: () => 0,
    isDoneBy: (message, _before, { lastEntryLength }) => {
      const record = recordOf(message);
      const isUnlocked = record?.event === "lockOperation" && record.operation === "unlock";
      return isUnlocked && record.source === "keypad" && lastEntryLength > pinLengthMax;
    },
  },
  {
    name: "finger",
    title: "try.finger",
    steps: ["try.finger.1", "try.finger.2", "try.finger.3"],
    nextStep: ({ state }, { lastPrompt }) =>
      state?.menu === "addFingerprint" ? 1 : lastPrompt === "fingerprint-added" ? 2 : 0,
    isDoneBy: (message) => {
      const record = recordOf(message);
      return record?.event === "userChange" && record.change === "add" && record.credential?.kind === "fingerprint";
    },
  },
  {
    name: "key",
    title: "try.key",
    steps: ["try.key.1", "try.key.2"],
    nextStep: ({ hands }) => (hands.key === "right" ? 1 : 0),
    isDoneBy: (message, { state, hands }) =>
      isDoorOpening(message) && hands.key === "right" && state?.clutch === "free",
  },
  {
    name: "wrong",
    title: "try.wrong",
    steps: ["try.wrong.1", "try.wrong.2"],
    nextStep: ({ state }) => ((state?.lockedOutMs ?? 0) > 0 ? 1 : 0),
    isDoneBy: (message) => isAlarm(message, "wrongCodeEntryLimit"),
  },
  {
    name: "tamper",
    title: "try.tamper",
    steps: ["try.tamper.1"],
    nextStep: () => 0,
    isDoneBy: (message) => isAlarm(message, "frontEscutcheonRemoved"),
  },
  {
    name: "batteries",
    title: "try.batteries",
    steps: ["try.batteries.1", "try.batteries.2", "try.batteries.3"],
    nextStep: ({ hands }) => (hands.batteries === "out" ? 1 : 0),
    isDoneBy: (message) => {
      const record = recordOf(message);
      return record?.event === "power" && record.what === "up";
    },
  },
  {
    name: "pairing",
    title: "try.pairing",
    steps: ["try.pairing.1", "try.pairing.2"],
    nextStep: ({ state }) => (state?.pairing === true ? 1 : 0),
    isDoneBy: (message) => {
      const record = recordOf(message);
      return record?.event === "pairing" && record.what === "opened";
    },
  },
  {
    name: "home",
    title: "try.home",
    steps: ["try.home.1", "try.home.2", "try.home.3"],
    isPossible: ({ label }) => label !== null && label.status !== "off",
    nextStep: ({ state }) => (state?.pairing === true ? 2 : 0),
    isDoneBy: (message) => {
      const record = recordOf(message);
      return record?.event === "pairing" && record.what === "joined";
    },
  },
  {
    name: "reset",
    title: "try.reset",
    steps: ["try.reset.1", "try.reset.2", "try.reset.3"],
    nextStep: ({ state, hands }) => (state?.menu === "factoryReset" ? 2 : hands.batteries === "out" ? 1 : 0),
    isDoneBy: (message) => isAlarm(message, "lockFactoryReset"),
  },
];

function recordOf(message: PageMessage): ReportedRecord | null {
  return "log" in message ? message.log : null;
}

function isAlarm(message: PageMessage, code: string): boolean {
  const record = recordOf(message);
  return record?.event === "alarm" && record.code === code;
}

function isDoorOpening(message: PageMessage): boolean {
  return "door" in message && message.door === "open";
}
