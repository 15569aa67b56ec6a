/**
 * The box of the gateway as a person sees it: the ring of light, the function button, and where it stands with its
 * network. Pure: `stepBox` says what follows from an event, and somebody else does it. The ring is made from the state
 * in one place, so that it never tells another story than the box lives.
 */

import type { ledColors } from "@catenaccio/protocol";
import type { GatewayReport } from "@catenaccio/protocol";
import type { NetworkStatus } from "./network-configuration.ts";

export type LedColor = (typeof ledColors)[number];

/** What the box says aloud. */
export const boxPrompts = ["set-up-mode", "go-offline-first", "box-reset"] as const;
export type BoxPrompt = (typeof boxPrompts)[number];

export type BoxMode =
  | { readonly mode: "off" }
  | { readonly mode: "starting"; readonly startedAtMs: number }
  /** It is up, and the network has not said yet what there is. */
  | { readonly mode: "looking" }
  /** A person has to name a Wi-Fi, or to plug in a cable. */
  | { readonly mode: "settingUp" }
  | { readonly mode: "connecting"; readonly ssid: string | null }
  | { readonly mode: "online"; readonly over: "cable" | "wifi"; readonly ssid: string | null }
  | { readonly mode: "disconnected" };

export type BoxState = BoxMode & { readonly isAddingLock: boolean };

export type BoxEvent =
  | { readonly event: "power"; readonly isOn: boolean }
  /** A wake-up that was asked for. */
  | { readonly event: "elapsed" }
  | { readonly event: "network"; readonly status: NetworkStatus }
  /** Somebody named a Wi-Fi, and it is being tried. */
  | { readonly event: "joiningWifi"; readonly ssid: string }
  /** The function button was let go. */
  | { readonly event: "button"; readonly heldMs: number }
  | { readonly event: "addingLock"; readonly isOn: boolean };

export type BoxEffect =
  | { readonly effect: "led"; readonly color: LedColor }
  | { readonly effect: "say"; readonly prompt: BoxPrompt }
  | { readonly effect: "wake"; readonly afterMs: number }
  | { readonly effect: "startNetwork" }
  | { readonly effect: "stopNetwork" }
  /** The claim ends, and the Wi-Fi is forgotten. */
  | { readonly effect: "reset" };

export interface BoxStep {
  readonly state: BoxState;
  readonly effects: readonly BoxEffect[];
}

/** Amber is to be seen, however fast the machine is. */
export const startMs = 2000;
/** G3: held for more than that. */
export const setUpHeldMs = 4000;
export const resetHeldMs = 10_000;

export const initialBoxState: BoxState = { mode: "off", isAddingLock: false };

/** @param nowMs elapsed time, not the wall clock. */
export function stepBox(state: BoxState, event: BoxEvent, nowMs: number): BoxStep {
  const next = moveBox(state, event, nowMs);
  const [before, after] = [ledOf(state), ledOf(next.state)];
  return before === after ? next : { ...next, effects: [{ effect: "led", color: after }, ...next.effects] };
}

export function ledOf(state: BoxState): LedColor {
  switch (state.mode) {
    case "off":
      return "off";
    case "starting":
    case "looking":
      return "amber";
    case "settingUp":
      return "white-fast";
    case "connecting":
      return "white-slow";
    case "online":
      return state.isAddingLock ? "blue" : "white";
    case "disconnected":
      return "red";
    default:
      return state satisfies never;
  }
}

export function reportBox(state: BoxState): GatewayReport {
  const ssid = state.mode === "online" || state.mode === "connecting" ? state.ssid : null;
  return { report: "box", led: ledOf(state), network: networkOf(state), ssid };
}

function networkOf(state: BoxState): Extract<GatewayReport, { readonly report: "box" }>["network"] {
  switch (state.mode) {
    case "settingUp":
    case "connecting":
      return state.mode;
    case "online":
      return state.over;
    case "off":
    case "starting":
    case "looking":
    case "disconnected":
      return "none";
    default:
      return state satisfies never;
  }
}

function moveBox(state: BoxState, event: BoxEvent, nowMs: number): BoxStep {
  switch (event.event) {
    case "power":
      return movePower(state, event.isOn, nowMs);
    case "elapsed":
      return finishStarting(state, nowMs);
    case "network":
      return { state: { ...state, ...modeOn(state, event.status) }, effects: [] };
    case "joiningWifi":
      return joinWifi(state, event.ssid);
    case "button":
      return releaseButton(state, event.heldMs);
    case "addingLock":
      return state.mode === "off" ? stay(state) : stay({ ...state, isAddingLock: event.isOn });
    default:
      return event satisfies never;
  }
}

function stay(state: BoxState): BoxStep {
  return { state, effects: [] };
}

function movePower(state: BoxState, isOn: boolean, nowMs: number): BoxStep {
  if (isOn === (state.mode !== "off")) return stay(state);
  if (!isOn) return { state: initialBoxState, effects: [{ effect: "stopNetwork" }] };
  return {
    state: { mode: "starting", startedAtMs: nowMs, isAddingLock: false },
    effects: [{ effect: "wake", afterMs: startMs }],
  };
}

function finishStarting(state: BoxState, nowMs: number): BoxStep {
  if (state.mode !== "starting") return stay(state);
  const leftMs = state.startedAtMs + startMs - nowMs;
  if (leftMs > 0) return { state, effects: [{ effect: "wake", afterMs: leftMs }] };
  return { state: { mode: "looking", isAddingLock: state.isAddingLock }, effects: [{ effect: "startNetwork" }] };
}

function modeOn(state: BoxState, status: NetworkStatus): BoxMode {
  if (state.mode === "off" || state.mode === "starting") return state;
  if (status.connection === "none") {
    if (state.mode === "settingUp") return state;
    return { mode: state.mode === "looking" && !status.isWifiKnown ? "settingUp" : "disconnected" };
  }
  const ssid = status.over === "wifi" ? status.ssid : null;
  if (status.connection === "online") return { mode: "online", over: status.over, ssid };
  // A Wi-Fi that comes and goes by itself does not take the set-up mode away from the person who asked for it.
  if (state.mode === "settingUp" && status.over === "wifi") return state;
  return { mode: "connecting", ssid };
}

function joinWifi(state: BoxState, ssid: string): BoxStep {
  const isPossible = state.mode === "settingUp" || state.mode === "disconnected" || state.mode === "connecting";
  return stay(isPossible ? { mode: "connecting", ssid, isAddingLock: state.isAddingLock } : state);
}

function releaseButton(state: BoxState, heldMs: number): BoxStep {
  if (state.mode === "off") return stay(state);
  if (heldMs >= resetHeldMs) return resetBox(state);
  if (heldMs <= setUpHeldMs || state.mode === "starting" || state.mode === "looking") return stay(state);
  if (state.mode === "online") return { state, effects: [{ effect: "say", prompt: "go-offline-first" }] };
  return {
    state: { mode: "settingUp", isAddingLock: state.isAddingLock },
    effects: [{ effect: "say", prompt: "set-up-mode" }],
  };
}

/** By cable it stays in the network; otherwise it begins as on the first day. */
function resetBox(state: BoxState): BoxStep {
  const hasCable = state.mode === "online" && state.over === "cable";
  const isUp = state.mode !== "starting" && state.mode !== "looking";
  const mode: BoxMode = isUp && !hasCable ? { mode: "settingUp" } : state;
  return {
    state: { ...mode, isAddingLock: false },
    effects: [{ effect: "reset" }, { effect: "say", prompt: "box-reset" }],
  };
}
