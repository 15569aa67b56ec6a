/** What hands and accidents did to the door and have not undone, as the messages that did it: for a page that opens. */

import type { PhysicalState } from "@catenaccio/lock-hardware/simulated";
import type { InMessage } from "./protocol.ts";

export function heldMessages({
  key,
  handles,
  isPeepholeHeld,
  isFrontRemoved,
  faults,
  batteries,
}: PhysicalState): readonly InMessage[] {
  const { place, volts } = batteries;
  return [
    ...(key === "out" ? [] : [{ key }]),
    ...(["outside", "inside"] as const).flatMap((handle) => {
      const move = handles[handle];
      return move === "rest" ? [] : [{ handle, move }];
    }),
    ...(isPeepholeHeld ? [{ peephole: true }] : []),
    ...(isFrontRemoved ? [{ tamper: true }] : []),
    ...faults.map((fault) => ({ fault, on: true })),
    ...(place === "out" ? [{ batteries: "out" as const }] : []),
    ...(place === "reversed" ? [{ batteries: "in" as const, volts, reversed: true }] : []),
  ];
}
