/**
 * The whole lock as one function. Nothing in here reads a clock, draws a random number or touches a part: what the lock
 * needs to know comes in with the event, and what is to be done goes out as data.
 */

import type { LockEvent } from "./event.ts";
import { handleEvent } from "./handle-event.ts";
import type { Moment } from "./moment.ts";
import type { LockState } from "./state.ts";
import { Turn, type Step } from "./turn.ts";

export type { Step } from "./turn.ts";

/**
 * One event, one step. `state.durable` is the same object as before when there is nothing to store.
 * @throws InvariantError when a rule that must always hold is broken; the lock then has to be started anew.
 */
export function step(state: LockState, event: LockEvent, now: Moment): Step {
  const turn = new Turn(state, now);
  handleEvent(turn, event);
  return turn.finish();
}
