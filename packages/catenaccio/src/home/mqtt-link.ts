/** The bridge to Home Assistant as the gateway wants it: made anew with each settings, and told what happens. */

import { MqttBridge, type Gateway, type HomeAssistantLink, type HomeAssistantSettings } from "@catenaccio/gateway";

export interface MqttLinkOptions {
  /** Names this gateway at the broker: letters and digits. */
  readonly gatewayId: string;
  readonly softwareVersion: string;
  readonly appUrl: string | null;
  readonly onFault: (sentence: string) => void;
}

export class MqttLink implements HomeAssistantLink {
  readonly #gateway: Gateway;
  readonly #options: MqttLinkOptions;
  #bridge: MqttBridge | null = null;
  #unwatch: () => void = () => undefined;

  constructor(gateway: Gateway, options: MqttLinkOptions) {
    this.#gateway = gateway;
    this.#options = options;
  }

  async start({ password, ...settings }: HomeAssistantSettings): Promise<void> {
    await this.stop();
    const { onFault, ...discovery } = this.#options;
    const bridge = new MqttBridge({
      discovery,
      mqtt: { ...settings, sealedPassword: null },
      password,
      home: this.#gateway,
      onReport: (report) => {
        if (report.report === "mqtt") this.#gateway.publish(report);
      },
      onLog: onFault,
      now: Date.now,
    });
    this.#bridge = bridge;
    this.#unwatch = this.#gateway.watch({
      report: (report) => {
        if (report.report === "lock") bridge.lockChanged(report.lock.lockId);
        if (report.report === "lockRemoved") bridge.lockRemoved(report.lockId);
      },
      record: (record) => bridge.recordHeard(record),
      renamed: (lockId) => bridge.lockChanged(lockId),
    });
    // The broker may be away for long; what comes of it is reported.
    void bridge.start();
  }

  async stop(): Promise<void> {
    this.#unwatch();
    const bridge = this.#bridge;
    this.#bridge = null;
    await bridge?.stop();
  }
}
