/** The user's own broker, through which Home Assistant sees the locks. Its password is sealed when it comes in. */

import { sealTo } from "@catenaccio/protocol/seal";
import type { MqttChange } from "@catenaccio/protocol/api";
import { keepBroker } from "./clean-up.ts";
import { refuse, type Actor, type Household, type Result } from "./household.ts";

export async function changeMqtt(household: Household, actor: Actor, { mqtt }: MqttChange): Promise<Result<null>> {
  const { gateway } = household.ports;
  if (gateway === null) return refuse("noGateway", "This home has no gateway yet.");
  // The former home's broker goes first, or it would take this one with it.
  household.cleanUp?.wake();
  await household.cleanUp?.settled();
  const done = await household.order({
    order: "setMqtt",
    mqtt: mqtt === null ? null : sealed(gateway.publicKey, mqtt),
  });
  if (!done.ok) return done;
  const audit = {
    action: "gateway.mqtt",
    subject: { isOn: mqtt !== null, isUnlockAllowed: mqtt?.isUnlockAllowed ?? false },
  };
  return await household.change(actor, async (transaction) => {
    await keepBroker(transaction);
    return { ok: true, value: null, audit, event: { type: "settings" } };
  });
}

function sealed(publicKey: string, { password, ...settings }: NonNullable<MqttChange["mqtt"]>) {
  return { ...settings, sealedPassword: password === null ? null : sealTo(publicKey, password, "mqtt") };
}
