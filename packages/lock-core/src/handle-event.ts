/** From the event to the rule: the one place that knows which module answers what. */

import { boltMoved, handleClutchEvent } from "./clutch.ts";
import { commandReceived } from "./commands.ts";
import type { LockEvent } from "./event.ts";
import { cardPresented, fingerCaptured, fingerUnreadable, pressed, touched } from "./keypad.ts";
import { enrolmentAnswered } from "./fingerprint-enrolment.ts";
import { newPinHashed } from "./menu-operations.ts";
import { homeJoined, homeLeft, homesKnown, resetHeld, windowMoved } from "./pairing.ts";
import { handleSupplyEvent, partChanged, tamperMoved } from "./power.ts";
import { timePassed } from "./time.ts";
import type { Turn } from "./turn.ts";
import { cardHashed, fingerMatched, pinHashed } from "./verification.ts";

export function handleEvent(turn: Turn, event: LockEvent): void {
  if (turn.session.kind === "off" && event.type !== "poweredUp") return answerWithoutPower(turn, event);
  switch (event.type) {
    case "keypadTouched":
      return touched(turn);
    case "keyPressed":
      return pressed(turn, event.key);
    case "fingerCaptured":
      return fingerCaptured(turn);
    case "fingerUnreadable":
      return fingerUnreadable(turn);
    case "fingerMatched":
      return fingerMatched(turn, event.slot);
    case "enrolmentCaptured":
    case "templateStored":
      return enrolmentAnswered(turn, event);
    case "cardPresented":
      return cardPresented(turn, event.tag);
    case "pinHashed":
      return pinHashed(turn, event.candidates);
    case "cardHashed":
      return cardHashed(turn, event.tag);
    case "newPinHashed":
      return newPinHashed(turn, event.pin);
    case "clutchReached":
    case "clutchFailed":
      return handleClutchEvent(turn, event);
    case "handleMoved":
      return turn.changeSensors({ isHandleAtRest: event.isAtRest });
    case "safetyBoltMoved":
    case "deadBoltMoved":
      return boltMoved(turn, event);
    case "tamperMoved":
      return tamperMoved(turn, event.isRemoved);
    case "supplyMeasured":
    case "powerLost":
    case "poweredUp":
      return handleSupplyEvent(turn, event);
    case "partChanged":
      return partChanged(turn, event);
    case "resetHeld":
      return resetHeld(turn);
    case "pairingWindowMoved":
      return windowMoved(turn, event.isOpen);
    case "homeJoined":
      return homeJoined(turn);
    case "homeLeft":
      return homeLeft(turn, event.fabric);
    case "homesKnown":
      return homesKnown(turn, event.fabrics);
    case "timePassed":
      return timePassed(turn);
    case "commandReceived":
      return commandReceived(turn, event.request, event.command);
    default:
      return event satisfies never;
  }
}

/** Without power nothing is seen and nothing moves, and whoever asks is told; but the start's own flags are no order. */
function answerWithoutPower(turn: Turn, event: LockEvent): void {
  if (event.type === "homesKnown") return homesKnown(turn, event.fabrics);
  if (event.type !== "commandReceived") return;
  if (event.command.type === "changeSetting" && event.command.source === "unspecified")
    return commandReceived(turn, event.request, event.command);
  turn.refuse(event.request, "noPower");
}
