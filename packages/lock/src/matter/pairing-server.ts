/**
 * Commissioning windows (core §11.19) as the lock shows them: one that a home opens and one that RESET opens are the same
 * to whoever stands before the flashing 5. The lock opens none by itself, and its own has its label's passcode.
 */

import { AdministratorCommissioningServer } from "@matter/main/behaviors/administrator-commissioning";
import { AdministratorCommissioning } from "@matter/main/clusters/administrator-commissioning";
import { DeviceCommissioner } from "@matter/main/protocol";
import { Minutes, Time } from "@matter/main";
import { LockPort } from "./lock-port.ts";

const { CommissioningWindowStatus } = AdministratorCommissioning;

const Base = AdministratorCommissioningServer.with("Basic");

export class PairingServer extends Base {
  override initialize(): void {
    this.reactTo(this.events.windowStatus$Changed, this.#windowMoved);
  }

  /** RESET was held. */
  async openWindow(): Promise<void> {
    if (this.state.windowStatus !== CommissioningWindowStatus.WindowNotOpen) return;
    await this.env.get(DeviceCommissioner).allowBasicCommissioning(this.callback(this.#ownWindowEnded));
    // By this the stock server knows that a window is open, and that a home may close it. When it ends is the core's.
    this.internal.commissioningWindowTimeout = Time.getTimer("pairing window", Minutes(15), () => undefined);
    this.state.windowStatus = CommissioningWindowStatus.BasicWindowOpen;
  }

  /** Whoever opened it. */
  async closeWindow(): Promise<void> {
    await this.env.get(DeviceCommissioner).endCommissioning();
  }

  #ownWindowEnded(): void {
    delete this.internal.commissioningWindowTimeout;
    this.state.windowStatus = CommissioningWindowStatus.WindowNotOpen;
  }

  #windowMoved(status: AdministratorCommissioning.CommissioningWindowStatus): void {
    const isOpen = status !== CommissioningWindowStatus.WindowNotOpen;
    this.env.get(LockPort).windowMoved(isOpen);
  }
}
