/** What somebody at the door can see and hear, in the words of the panel protocol. */

import type { ClutchPosition, PromptId, Tone } from "@catenaccio/lock-core";

export type Observation =
  | { readonly say: PromptId; readonly text: string; readonly lang: string }
  | { readonly tone: Tone }
  | { readonly siren: boolean }
  | { readonly keypad: { readonly lit: boolean; readonly shows: string; readonly flashing: boolean } }
  | { readonly clutch: ClutchPosition }
  | { readonly door: "open" | "closed" };

export type Observe = (observation: Observation) => void;
