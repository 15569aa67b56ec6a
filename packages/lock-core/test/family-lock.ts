/**
 * A lock that a family uses: administrators with a PIN, a card and a finger, and members with one of each. It is
 * asleep, and nothing that happened before is in its `take`.
 */

import { sleepAfterMs, type DurableState, type SettingChange } from "../src/index.ts";
import { CoreLock } from "./core-lock.ts";

/** Who they are for the lock: `user` and `number`, the credential's place within its kind. */
export const administrator = {
  pin: { digits: "407913", user: 1, number: 1 },
  finger: { name: "anna-thumb", user: 2, number: 1 },
  card: { name: "blue card", user: 4, number: 1 },
} as const;
export const member = {
  pin: { digits: "5820346", user: 5, number: 2 },
  finger: { name: "ben-thumb", user: 3, number: 2 },
  card: { name: "red card", user: 6, number: 2 },
} as const;
/** What nobody in the family has. */
export const stranger = { pin: "604172", finger: "somebody", card: "found" } as const;

const built = buildFamily();

export function familyLock(...settings: readonly SettingChange[]): CoreLock {
  const lock = new CoreLock();
  lock.adopt(built);
  for (const setting of settings) lock.set(setting);
  lock.take();
  return lock;
}

function buildFamily(): CoreLock {
  const lock = new CoreLock();
  const { digits } = administrator.pin;
  lock.openMenu();
  lock.press(`12#${digits}#${digits}#`);
  for (const { name } of [administrator.finger, member.finger]) {
    lock.press("11#");
    for (let touch = 0; touch < 5; touch++) lock.finger(name);
  }
  lock.press("13#");
  lock.card(administrator.card.name);
  lock.press("*");
  lock.order({ type: "setUser", userIndex: member.finger.user, role: "member" });
  lock.issue({ role: "member" }, { pin: member.pin.digits });
  lock.issue({ role: "member" }, { card: member.card.name });
  lock.wait(sleepAfterMs);
  return lock;
}

/** Everything that a person's changes could have touched: the log's numbers and the powered clock go on by themselves. */
export function contentOf(durable: DurableState): Omit<DurableState, "log" | "clock"> {
  const { log: _log, clock: _clock, ...content } = durable;
  return content;
}
