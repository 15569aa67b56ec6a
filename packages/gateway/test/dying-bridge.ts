/** A bridge in a process of its own, for a test that kills it. Its arguments: the broker's URL and the password. */

import { MqttBridge } from "../src/home-assistant/mqtt-bridge.ts";

const [url = "", password = ""] = process.argv.slice(2);

await new MqttBridge({
  discovery: { gatewayId: "gw1", softwareVersion: "0.1.0", appUrl: null },
  mqtt: { url, username: "gateway", sealedPassword: null, discoveryPrefix: "homeassistant", isUnlockAllowed: false },
  password,
  home: { locks: () => [], personName: () => null, order: async () => ({ ok: true }) },
  onReport: () => undefined,
  onLog: () => undefined,
  now: () => Date.now(),
}).start();
