/** The state of the lock in words. */

import { find, make, setAttribute, setText } from "./dom.ts";
import { homesWord } from "./home-words.ts";
import type { StateReport } from "./messages-of-the-lock.ts";
import type { PageContext } from "./page-context.ts";
import type { PanelView } from "./panel-view.ts";
import { headline, subline } from "./status-words.ts";
import { sayWord, type Say } from "./words.ts";

interface Fact {
  readonly name: string;
  readonly value: string;
  readonly tone?: "good" | "warn" | "bad";
  readonly isWide?: true;
}

const wrongTriesWorrying = 3;

export function setUpStatus({ store, translator }: PageContext): void {
  const word = find("#lock-word", HTMLElement);
  const state = find("#lock-state", HTMLElement);
  const told = find("#lock-told", HTMLElement);
  const more = find("#lock-more", HTMLElement);
  const facts = find("#facts", HTMLElement);
  const diagnosis = find("#diagnosis", HTMLElement);
  const connection = find("#connection", HTMLElement);
  let drawnFacts = "";

  store.add((view) => {
    const { say } = translator;
    setAttribute(connection, "data-state", view.connection);
    setText(connection, say(`connection.${view.connection}`));
    const leftMs = lockedOutMsLeft(view);
    setAttribute(word, "data-state", wordOf(view, leftMs));
    setText(state, headline(view, leftMs, say));
    // Read out at each change, so without the countdown.
    setText(told, leftMs > 0 ? say("status.blocked.told") : headline(view, 0, say));
    setText(more, subline(view, leftMs, say));
    const list = view.state === null ? [] : factsOf(view.state, homesWord(view, say), say);
    const wanted = JSON.stringify([list, view.state?.diagnosis]);
    if (wanted === drawnFacts) return;
    drawnFacts = wanted;
    facts.replaceChildren(...list.map(makeFact));
    diagnosis.replaceChildren(
      ...(view.state?.diagnosis ?? []).map((cause) => make("li", {}, sayWord(say, "cause", cause))),
    );
  });
  // The countdown of a lock-out is the only thing that moves without a message.
  setInterval(() => {
    if (lockedOutMsLeft(store.view) > 0) store.renderSoon();
  }, 500);
}

function lockedOutMsLeft({ state, stateAtMs }: PanelView): number {
  if (state === null || state.lockedOutMs <= 0) return 0;
  return Math.max(0, state.lockedOutMs - (performance.now() - stateAtMs));
}

function wordOf({ state }: PanelView, leftMs: number): string {
  if (state === null) return "unknown";
  return state.lockState === "unlocked" ? "unlocked" : leftMs > 0 ? "blocked" : "locked";
}

function factsOf(state: StateReport, homes: string | null, say: Say): readonly Fact[] {
  const { battery, credentials } = state;
  const volts = battery.volts.toFixed(1);
  const level = sayWord(say, "battery", battery.level);
  return [
    {
      name: say("fact.battery"),
      value: state.usb ? say("battery.usb", { volts }) : say("battery.value", { volts, level }),
      tone: battery.level === "ok" ? "good" : battery.level === "warning" ? "warn" : "bad",
    },
    {
      name: say("fact.mode"),
      value: sayWord(say, "mode", state.operatingMode),
      ...(state.operatingMode === "passage" ? { tone: "warn" as const } : {}),
    },
    {
      name: say("fact.wrongTries"),
      value: String(state.wrongTries),
      ...(state.wrongTries >= wrongTriesWorrying ? { tone: "warn" as const } : {}),
    },
    { name: say("fact.profile"), value: sayWord(say, "profile", state.profile) },
    {
      name: say("fact.pairing"),
      value: say(state.pairing ? "fact.pairing.on" : "fact.pairing.off"),
      ...(state.pairing ? { tone: "good" as const } : {}),
    },
    ...(homes === null ? [] : [{ name: say("fact.homes"), value: homes }]),
    {
      name: say("fact.voice"),
      value: `${sayWord(say, "volume", state.volume)}, ${sayWord(say, "language", state.language)}`,
    },
    entryFact(state, say),
    {
      name: say("fact.time"),
      value: state.time === null ? say("fact.time.unknown") : state.time.slice(0, 16).replace("T", " "),
      ...(state.time === null ? { tone: "warn" as const } : {}),
    },
    {
      name: say("fact.enrolled"),
      value: say("fact.enrolled.value", {
        fingerprints: credentials.fingerprint.length,
        pins: credentials.pin.length,
        cards: credentials.rfid.length,
      }),
      isWide: true,
    },
  ];
}

function entryFact(state: StateReport, say: Say): Fact {
  const arePinsStopped = state.pinEntry === "stopped";
  const arePrintsStopped = state.fingerprintEntry === "stopped";
  const name = say("fact.entry");
  if (!arePinsStopped && !arePrintsStopped) return { name, value: say("fact.entry.on") };
  const word = arePinsStopped && arePrintsStopped ? "both" : arePinsStopped ? "pin" : "fingerprint";
  return { name, value: say(`fact.entry.${word}Stopped`), tone: "bad" };
}

function makeFact({ name, value, tone, isWide }: Fact): HTMLElement {
  return make(
    "div",
    isWide === true ? { class: "is-wide" } : {},
    make("dt", {}, name),
    make("dd", tone === undefined ? {} : { "data-tone": tone }, value),
  );
}
