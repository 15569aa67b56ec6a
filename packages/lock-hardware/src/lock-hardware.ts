/** All parts of one lock together, as the device gets them: on a bench, in a door, or simulated. */

import type { CardReaderEvent, HardwareEvent, PoweredUp } from "@catenaccio/lock-core";
import type { CardRead, CardReader } from "./card-reader.ts";
import type { Clock } from "./clock.ts";
import type { Clutch } from "./clutch.ts";
import type { FingerprintReader } from "./fingerprint-reader.ts";
import type { FrontLink } from "./front-link.ts";
import type { Keypad } from "./keypad.ts";
import type { LockBody } from "./lock-body.ts";
import type { Part } from "./part.ts";
import type { PowerSupply } from "./power-supply.ts";
import type { ResetButton } from "./reset-button.ts";
import type { Speaker } from "./speaker.ts";
import type { TamperSwitch } from "./tamper-switch.ts";

/** The core's own events, but for cards: their identifier is not yet hashed. */
export type HardwareFact = Exclude<HardwareEvent, CardReaderEvent> | CardRead;

export interface LockParts {
  readonly reader: FingerprintReader;
  readonly cards: CardReader;
  readonly keypad: Keypad;
  readonly clutch: Clutch;
  readonly body: LockBody;
  readonly tamper: TamperSwitch;
  readonly supply: PowerSupply;
  readonly resetButton: ResetButton;
  readonly frontLink: FrontLink;
  readonly speaker: Speaker;
}

/**
 * Started as a whole: `start` starts every part with the same report. The first fact is `poweredUp`, at once or as soon
 * as there is power. Parts are taken to work then: for each that does not, `partChanged` follows at once. After
 * `powerLost` nothing is reported, and no order does anything, until the next `poweredUp`.
 */
export interface LockHardware extends LockParts, Part<HardwareFact> {
  readonly clock: Clock;
}

/** What the parts find when power comes. */
export function readPoweredUp(parts: LockParts): PoweredUp {
  return {
    type: "poweredUp",
    isResetHeld: parts.resetButton.isHeld(),
    clutch: parts.clutch.position(),
    ...parts.body.reading(),
    isFrontRemoved: parts.tamper.isFrontRemoved(),
    ...parts.supply.reading(),
    templateSlots: parts.reader.templateSlots(),
  };
}

/** The parts that observe something, in the order in which they are started. */
export function reportingParts(parts: LockParts): readonly Pick<Part<HardwareFact>, "start" | "stop">[] {
  const { supply, frontLink, body, clutch, tamper, resetButton, keypad, reader, cards } = parts;
  return [supply, frontLink, body, clutch, tamper, resetButton, keypad, reader, cards];
}
