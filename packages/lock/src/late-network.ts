/** The homes of a lock that has power before its network is loaded: what is asked of them meanwhile waits. */

import type { EnrolmentReport } from "@catenaccio/lock-core";
import type { LockNetwork } from "./device.ts";

export class LateNetwork implements LockNetwork {
  #network: LockNetwork | null = null;
  #waiting: ((network: LockNetwork) => void)[] = [];
  #whenLeft: (() => void) | null = null;

  /** From now on the network is there. */
  attach(network: LockNetwork): void {
    this.#network = network;
    const whenLeft = this.homesToLeave();
    if (whenLeft !== null) network.leaveHomes(whenLeft);
    for (const ask of this.#waiting.splice(0)) ask(network);
  }

  /** The homes are to be left before the network is there: what to call when they are; null: they stay. */
  homesToLeave(): (() => void) | null {
    const whenLeft = this.#whenLeft;
    this.#whenLeft = null;
    return whenLeft;
  }

  movePairingWindow(isOpen: boolean): void {
    this.#ask((network) => network.movePairingWindow(isOpen));
  }

  leaveHomes(whenLeft: () => void): void {
    if (this.#network === null) this.#whenLeft = whenLeft;
    else this.#network.leaveHomes(whenLeft);
  }

  reportEnrolment(report: EnrolmentReport): void {
    this.#ask((network) => network.reportEnrolment(report));
  }

  #ask(ask: (network: LockNetwork) => void): void {
    if (this.#network === null) this.#waiting.push(ask);
    else ask(this.#network);
  }
}
