/** The contract of the link between front and rear panel. */

import type { FrontLink, FrontLinkFact } from "../front-link.ts";
import { describePart, type Hand, type MakeSubject, type Subject } from "./subject.ts";

/** The cable is whole at first. */
export interface FrontLinkSubject extends Subject<FrontLink> {
  readonly breakCable: Hand;
  readonly mendCable: Hand;
}

export function testFrontLink(name: string, makeSubject: MakeSubject<FrontLinkSubject>): void {
  describePart<FrontLinkFact, FrontLinkSubject>(`${name} as a front link`, makeSubject, {
    "a cable that breaks is reported once, and so is its repair": async (subject, facts) => {
      await subject.breakCable();
      await facts.expect({ type: "partChanged", part: "cable", isWorking: false });
      await subject.breakCable();
      await facts.expectNothing();
      await subject.mendCable();
      await facts.expect({ type: "partChanged", part: "cable", isWorking: true });
    },
  });
}
