/**
 * How long after the last key at the door the app tells of it, beside the bare Matter event of the same opening in a home
 * of the benchmark's own: the same lock, the same moment, a real browser.
 */

import { setTimeout } from "node:timers/promises";
import type { TestContext } from "node:test";
import { openAppHome, owner, type AppHome } from "../../e2e/app/app-home.ts";
import { MatterHome } from "../../e2e/matter/matter-home.ts";
import type { Subscription } from "../../e2e/matter/subscription.ts";
import { launchChromium } from "../browser.ts";
import { median, percentile, rounded, timed, type Figure } from "./figures.ts";

const rounds = 15;
const warmUps = 2;
const pin = "74019385";
/** LockOperationTypeEnum (application cluster specification, 5.2.6.16). */
const unlock = 1;
const relockSeconds = 1;

export async function measureApp(): Promise<readonly Figure[]> {
  await using ends = new AsyncDisposableStack();
  const lifetime = { after: (end: () => Promise<void>) => ends.defer(end) };
  const browser = await launchChromium();
  ends.defer(() => browser.close());
  const home = await openAppHome(lifetime as unknown as TestContext, browser);
  await givePin(home);
  const bare = await MatterHome.open(lifetime, { name: "Bench" });
  const { password } = owner;
  const { proof } = await home.ask("POST", `/locks/${home.lockId}/proofs`, { action: "share", password });
  const { manual } = await home.ask("POST", `/locks/${home.lockId}/share`, { seconds: 180, proof });
  const subscription = await (await bare.add(manual, home.home.label.port)).subscribe();
  const { page } = await home.open("/");
  const seen: number[] = [];
  const heard: number[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    await page.getByText("Locked", { exact: true }).waitFor();
    subscription.forget();
    await home.home.send({ touch: true }, { press: pin });
    const [seenMs, heardMs] = await Promise.all([
      timed(() => page.getByText(/^Unlocked/).waitFor()),
      timed(() => untilOpened(subscription)),
      home.home.send({ press: "#" }),
    ]);
    if (round >= warmUps) {
      seen.push(seenMs);
      heard.push(heardMs);
    }
    await setTimeout(relockSeconds * 1000 + 500);
  }
  await subscription.close();
  return [
    {
      what: "last # at the keypad to the app's screen, median and worst",
      value: `${rounded(median(seen), 0)} and ${rounded(percentile(seen, 100), 0)} ms`,
      beside: `${rounded(median(seen) / median(heard), 1)} × the bare Matter event (${rounded(median(heard), 0)} ms); goal 300 ms`,
    },
  ];
}

async function givePin(home: AppHome): Promise<void> {
  const { personId } = await home.ask("POST", "/people", { name: "Anna" });
  await home.ask("PUT", `/people/${personId}/access/${home.lockId}`, { role: "administrator" });
  await home.ask("POST", `/people/${personId}/credentials`, { kind: "pin", digits: pin });
  await home.until(`/people/${personId}`, ({ credentials }) => credentials[0]?.locks[0]?.status.status === "confirmed");
  const setting = { name: "autoRelockSeconds", value: relockSeconds };
  await home.ask("PUT", `/locks/${home.lockId}/settings`, { setting });
}

async function untilOpened(subscription: Subscription): Promise<void> {
  await subscription.waitForEvent("lockOperation", ({ fields }) => fields["lockOperationType"] === unlock);
}
