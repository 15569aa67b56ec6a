/** What a script or a browser does to the box (docs/panel-protocol.md), on a network that is simulated with it. */

import * as z from "zod";
import type { RunningBox } from "./running-box.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";

/** IEEE 802.11: a network's name has 1 to 32 bytes. */
const ssidBytesMax = 32;
const heldMsMax = 600_000;

const panelInput = z.union([
  z.strictObject({ button: z.int().min(1).max(heldMsMax) }),
  z.strictObject({ power: z.boolean() }),
  z.strictObject({ cable: z.boolean() }),
  z.strictObject({
    wifi: z.strictObject({
      ssid: z.string().refine((ssid) => ssid !== "" && Buffer.byteLength(ssid) <= ssidBytesMax),
      ok: z.boolean(),
    }),
  }),
]);
type PanelInput = z.infer<typeof panelInput>;

export interface VirtualBox {
  readonly box: RunningBox;
  readonly network: SimulatedNetwork;
}

/** @param input what stands under `gateway`. @returns null, or one sentence: nothing has changed. */
export function handlePanelInput(virtual: VirtualBox, input: unknown): string | null {
  const parsed = panelInput.safeParse(input);
  if (!parsed.success) return "A gateway has button (milliseconds), power, cable (true or false) and wifi (ssid, ok).";
  handle(virtual, parsed.data);
  return null;
}

function handle({ box, network }: VirtualBox, input: PanelInput): void {
  if ("button" in input) box.releaseButton(input.button);
  else if ("power" in input) box.setPower(input.power);
  else if ("cable" in input) network.plugCable(input.cable);
  else {
    const { ssid, ok } = input.wifi;
    const isLost = !ok && ssid === network.knownSsid;
    network.putWifi(ssid, ok);
    if (!isLost) void box.joinWifi(ssid, null);
  }
}
