import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PageMessage } from "../src/page/messages-of-the-lock.ts";
import {
  unconnectedView,
  viewAfter,
  viewAfterConnecting,
  viewAfterLosing,
  type PanelView,
} from "../src/page/panel-view.ts";
import { TypedDigits } from "../src/page/typed-digits.ts";

function viewAfterAll(
  messages: readonly PageMessage[],
  view: PanelView = viewAfterConnecting(unconnectedView),
): PanelView {
  return messages.reduce<PanelView>((now, message) => viewAfter(now, message, 0), view);
}

function powered(seq: number): PageMessage {
  return { log: { seq, time: null, event: "power", what: "up" } };
}

describe("what the page knows", () => {
  test("nothing about the lock before the lock has spoken", () => {
    const view = viewAfterAll([{ clutch: "engaged" }, { door: "open" }]);
    assert.equal(view.state, null);
    assert.equal(view.keypad.lit, false);
  });

  test("the log is newest first, and a record that comes twice stands once", () => {
    const view = viewAfterAll([powered(1), powered(2), powered(2), powered(1), powered(3)]);
    assert.deepEqual(
      view.log.map(({ seq }) => seq),
      [3, 2, 1],
    );
  });

  test("a reset erases the log but for its own record", () => {
    const reset: PageMessage = { log: { seq: 3, time: null, event: "alarm", code: "lockFactoryReset" } };
    assert.deepEqual(
      viewAfterAll([powered(1), powered(2), reset, powered(4)]).log.map(({ seq }) => seq),
      [4, 3],
    );
  });

  test("no more log and captions are kept than fit", () => {
    const many = Array.from({ length: 1200 }, (_, index) => powered(index + 1));
    const view = viewAfterAll(many);
    assert.equal(view.log.length, 1000);
    assert.equal(view.log[0]?.seq, 1200);
    const spoken = viewAfterAll(many.map(() => ({ say: "refused", text: "No.", lang: "en" })));
    assert.ok(spoken.captions.length <= 40);
  });

  test("a new connection starts from its snapshot, and is live from what hands hold on", () => {
    const before = viewAfterAll([powered(9), { say: "refused", text: "No.", lang: "en" }, { held: [] }]);
    assert.equal(before.isLive, true);
    assert.equal(viewAfterLosing(before).isLive, false);
    const after = viewAfterConnecting(viewAfterLosing(before));
    assert.deepEqual({ log: after.log, isLive: after.isLive }, { log: [], isLive: false });
    assert.equal(after.captions.length, 1);
  });

  test("what the label says is not known before it was told, and not after a connection was lost", () => {
    const view = viewAfterAll([{ label: { status: "starting" } }]);
    assert.equal(unconnectedView.label, null);
    assert.deepEqual(view.label, { status: "starting" });
    assert.equal(viewAfterConnecting(viewAfterLosing(view)).label, null);
  });

  test("hands are as they were last told, not as they were before", () => {
    const held = viewAfterAll([
      {
        held: [
          { key: "right" },
          { fault: "clutch", on: true },
          { handle: "outside", move: "stuck" },
          { batteries: "out" },
        ],
      },
    ]);
    assert.deepEqual(held.hands, {
      key: "right",
      handles: { outside: "stuck", inside: "release" },
      isPeepholeHeld: false,
      isFrontOff: false,
      faults: ["clutch"],
      batteries: "out",
    });
    assert.deepEqual(viewAfterAll([{ held: [] }], held).hands, unconnectedView.hands);
  });
});

test("only the length of an entry is kept, never its digits", () => {
  const digits = new TypedDigits();
  for (const press of ["12", "3456", "#", "7"]) digits.note({ press });
  assert.equal(digits.lastEntryLength, 6);
  digits.note({ press: "*" });
  digits.note({ press: "99#" });
  assert.equal(digits.lastEntryLength, 2);
  digits.note({ press: "1" });
  digits.forget();
  digits.note({ press: "#" });
  assert.equal(digits.lastEntryLength, 0);
});
