/** A lock in a home, with the gateway on the one side and the door on the other. */
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { enter, moveIn as annaMovesIn } from "../../lock/at-the-door.ts";
import { openLock } from "../../matter/lock-process.ts";
import { MatterHome } from "../../matter/matter-home.ts";
import { GatewayLocks } from "./gateway-locks.ts";
import { SlowRoad } from "./slow-road.ts";

export type LockClient = ReturnType<GatewayLocks["client"]>;
export type Schedule = Parameters<LockClient["putSchedule"]>[1];
type Content = Parameters<LockClient["addUser"]>[1];

export const done = { ok: true } as const;
export const refused = (reason: string) => ({ ok: false, reason }) as const;

export const eva: Content = {
  name: "Eva Maria Lindqvist-Öberg",
  role: "guest",
  isEnabled: true,
  type: "unrestricted",
};

/**
 * Our lock, where Anna has a PIN, a finger and a card, in the gateway's home and in Bruno's. Wrong tries lock nobody out,
 * and nothing relocks by itself.
 */
export async function openOurs(t: TestContext) {
  // A lock that ends in peace waits for the receipts of homes that are not there any more.
  let end = async (): Promise<void> => undefined;
  t.after(() => end());
  const gateway = await GatewayLocks.open(t);
  const bruno = await MatterHome.open(t, { name: "Bruno" });
  const { lock: door, label } = await openLock(t);
  end = async () => {
    await gateway.close();
    await door.kill();
  };
  const road = await SlowRoad.open(t, label.port);
  await door.openWindow();
  const lockId = await gateway.addFor({ ...label, port: road.port });
  const theirs = await bruno.add(await sharedCode(gateway, lockId), label.port);
  await door.send(...annaMovesIn);
  assert.equal(await theirs.write("wrongCodeEntryLimit", 255), 0);
  assert.equal(await theirs.write("autoRelockTime", 0), 0);
  return { gateway, bruno, theirs, door, label, road, lockId, client: gateway.client(lockId) };
}

/** A code for a second home. */
async function sharedCode(gateway: GatewayLocks, lockId: string): Promise<string> {
  const shared = await gateway.network.shareLock(lockId, 180);
  assert.ok(shared.ok);
  const code = shared.value?.["manual"];
  assert.ok(typeof code === "string");
  return code;
}

type Ours = Awaited<ReturnType<typeof openOurs>>;

/** Whether the PIN lets somebody in at the keypad; the door is locked again then. */
export async function opensAtKeypad({ door }: Pick<Ours, "door">, pin: string): Promise<boolean> {
  await door.send(...enter(pin));
  const isOpen = (await door.state()).clutch === "engaged";
  if (isOpen) await door.send({ remote: "lock" });
  return isOpen;
}

/** A lock of another make in the gateway's home and in Bruno's, with somebody on the road to it. */
export async function openForeign(t: TestContext, { code, port }: { readonly code: string; readonly port: number }) {
  const gateway = await GatewayLocks.open(t);
  const bruno = await MatterHome.open(t, { name: "Bruno" });
  const road = await SlowRoad.open(t, port);
  const lockId = await gateway.addFor({ manual: code, port: road.port });
  const theirs = await bruno.add(await sharedCode(gateway, lockId), port);
  return { gateway, bruno, theirs, road, lockId, client: gateway.client(lockId) };
}

/** @returns all that the gateway has stored of its locks, as soon as there is so much of it. */
export async function untilHeard(gateway: GatewayLocks, count: number) {
  await gateway.until(`${count} records`, () => (gateway.records.length >= count ? true : undefined));
  return gateway.records;
}
