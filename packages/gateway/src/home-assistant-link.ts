/** What the gateway needs of the bridge to Home Assistant: to be started with settings, and stopped. */

import type { MqttSettings } from "@catenaccio/protocol";

export interface HomeAssistantSettings extends Omit<MqttSettings, "sealedPassword"> {
  readonly password: string | null;
}

export interface HomeAssistantLink {
  /** Takes the place of the settings before. What comes of it is reported, also that the broker cannot be reached. */
  start(settings: HomeAssistantSettings): Promise<void>;
  stop(): Promise<void>;
}
