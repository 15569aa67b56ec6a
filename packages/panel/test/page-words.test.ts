/** What the page says of the lock at a glance must hold when it is read. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { captionAge } from "../src/page/caption-age.ts";
import type { StateReport } from "../src/page/messages-of-the-lock.ts";
import { unconnectedView, viewAfter, type PanelView } from "../src/page/panel-view.ts";
import { headline, subline } from "../src/page/status-words.ts";
import { pageLanguages, sayIn } from "../src/page/words.ts";
import { stillLock as state } from "./still-lock.ts";

const say = sayIn("en");

describe("what holds besides the state of the lock", () => {
  const nobody = "Nobody is enrolled: the menu opens at once";
  const rows: readonly (readonly [what: string, change: Partial<StateReport>, leftMs: number, more: string])[] = [
    ["new", {}, 0, nobody],
    ["in no home", { homes: 0 }, 0, nobody],
    ["in a home", { homes: 1 }, 0, "Nobody is enrolled: add people in the app"],
    ["being added to a home", { pairing: true }, 0, "Open for pairing: a home can add it now"],
    ["locked out", {}, 178_000, "The key opens; PINs, cards and fingers do not"],
    ["locked out in a home", { homes: 1 }, 178_000, "The key opens; PINs, cards and fingers do not"],
    ["locked out, opened by the app", { lockState: "unlocked" }, 178_000, "Locked out, 2:58 to go"],
    ["closed to all outside", { operatingMode: "privacy" }, 0, "Asleep"],
    ["without power", { battery: { volts: 0, level: "dead" } }, 178_000, "No power"],
  ];
  for (const [what, change, leftMs, more] of rows)
    test(what, () => assert.equal(subline({ state: { ...state, ...change } }, leftMs, say), more));

  test("the time to go stands once, in the large line when the lock is locked", () => {
    assert.equal(headline({ state }, 178_000, say), "Locked out, 2:58 to go");
    assert.equal(headline({ state: { ...state, lockState: "unlocked" } }, 178_000, say), "Unlocked");
  });
});

describe("a prompt grows old", () => {
  const heardAtMs = 5000;
  const heard = viewAfter(
    { ...unconnectedView, connection: "open", state },
    { say: "locked-out", text: "Try again in 3 minutes.", lang: "en" },
    heardAtMs,
  );
  const ageAfter = (elapsedMs: number, view: PanelView = heard): string | null =>
    captionAge(view, heardAtMs + elapsedMs, say);

  test("by steps that are read at a glance", () => {
    assert.equal(captionAge(unconnectedView, 1e9, say), null);
    assert.equal(ageAfter(9999), null);
    assert.equal(ageAfter(10_000), "Said just now:");
    assert.equal(ageAfter(60_000), "Said 1 min ago:");
    assert.equal(ageAfter(7 * 60_000 + 59_999), "Said 7 min ago:");
    assert.equal(ageAfter(2 * 3_600_000), "Said 2 h ago:");
  });

  test("but not in the menu, which waits for the answer to it, unless the lock is not heard any more", () => {
    const asking: PanelView = { ...heard, state: { ...state, menu: "addPin" } };
    assert.equal(ageAfter(40_000, asking), null);
    assert.equal(ageAfter(40_000, { ...asking, connection: "lost" }), "Said just now:");
  });

  test("in each language of the page", () => {
    const words = pageLanguages.map((language) => captionAge(heard, heardAtMs + 120_000, sayIn(language)));
    assert.equal(new Set(words).size, pageLanguages.length);
  });
});
