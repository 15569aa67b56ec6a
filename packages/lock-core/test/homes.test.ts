/** What homes over the network may do beyond the keypad: users of several homes, holidays, fingers, whole clear-outs. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CoreLock, monday, newPinOf, tagOf } from "./core-lock.ts";
import { administrator, contentOf, familyLock, member, stranger } from "./family-lock.ts";
import {
  credentialsPerUserMax,
  dayMs,
  hourMs,
  lockStateOf,
  minuteMs,
  nextDeadlineMs,
  secondMs,
  type CommandBody,
  type LockState,
  type OperatingMode,
  type Refusal,
} from "../src/index.ts";

const alpha = { fabric: 1, node: "11" } as const;
const beta = { fabric: 2, node: "22" } as const;
const done = { ok: true, index: null } as const;

function refused(error: Refusal) {
  return { ok: false, error } as const;
}

function pinOf(digits: string, userIndex: number | null, index: number | null = null): CommandBody {
  return { type: "setCredential", userIndex, index, credential: { kind: "pin", pin: newPinOf(digits) } };
}

function cardOf(name: string, userIndex: number | null): CommandBody {
  return { type: "setCredential", userIndex, index: null, credential: { kind: "rfid", tag: tagOf(name) } };
}

function modeOf(lock: CoreLock): OperatingMode {
  return lock.state.durable.settings.operatingMode;
}

describe("users of several homes", () => {
  test("L10: a home names its own users and no other home's; status, type and rule are any home's to change", () => {
    const lock = familyLock();
    lock.order({ type: "setUser", operation: "add", userIndex: 20, name: "Eva" }, alpha);
    for (const change of [{ name: "Ada" }, { uniqueId: 7 }] as const)
      assert.deepEqual(lock.order({ type: "setUser", userIndex: 20, ...change }, beta), refused("otherHome"));
    assert.deepEqual(lock.order({ type: "setUser", userIndex: 20, userStatus: "occupiedDisabled" }, beta), {
      ok: true,
      index: 20,
    });
    assert.equal(lock.order({ type: "setUser", userIndex: 20, name: "Ada" }, alpha)?.ok, true);
    assert.equal(lock.state.durable.users[20]?.name, "Ada");
  });

  test("L10: a home adds and changes credentials of its own users and of the keypad's, and of no other home's", () => {
    const lock = familyLock();
    lock.order({ type: "setUser", operation: "add", userIndex: 20 }, alpha);
    assert.deepEqual(lock.order(pinOf("739104", 20), beta), refused("otherHome"));
    assert.deepEqual(lock.order(pinOf("739104", 20, 9), alpha), { ok: true, index: 9 });
    assert.deepEqual(
      lock.order({ ...pinOf("739105", 20, 9), operation: "modify" } as CommandBody, beta),
      refused("otherHome"),
    );
    assert.deepEqual(lock.order(pinOf("739106", administrator.pin.user), beta), { ok: true, index: 3 });
  });

  test("L10: of a home that has left, users and credentials stay, and are anybody's", () => {
    const lock = familyLock();
    lock.order({ type: "setUser", operation: "add", userIndex: 20, name: "Eva" }, alpha);
    lock.order(pinOf("739104", 20), alpha);
    lock.dispatch({ type: "homeLeft", fabric: alpha.fabric });
    const { creatorFabric, modifierFabric } = lock.state.durable.users[20] ?? {};
    assert.deepEqual([creatorFabric, modifierFabric], [0, 0]);
    lock.type("739104#");
    assert.equal(lockStateOf(lock.state), "unlocked");
    assert.equal(lock.order({ type: "setUser", userIndex: 20, name: "Ada" }, beta)?.ok, true);
  });

  test("L33: a home that left while the power was off is noticed at the next start", () => {
    const lock = familyLock();
    lock.order({ type: "setUser", operation: "add", userIndex: 20 }, alpha);
    lock.order({ type: "setUser", operation: "add", userIndex: 21 }, beta);
    lock.dispatch({ type: "homesKnown", fabrics: [beta.fabric] });
    assert.equal(lock.state.durable.users[20]?.creatorFabric, 0);
    assert.equal(lock.state.durable.users[21]?.creatorFabric, beta.fabric);
    const { state } = lock;
    lock.dispatch({ type: "homesKnown", fabrics: [beta.fabric] });
    assert.equal(lock.state.durable, state.durable);
  });

  test("L10: adding at a taken place and changing at a free one are refused", () => {
    const lock = familyLock();
    const user = administrator.pin.user;
    assert.deepEqual(lock.order({ type: "setUser", operation: "add", userIndex: user }, alpha), refused("occupied"));
    assert.deepEqual(
      lock.order({ type: "setUser", operation: "modify", userIndex: 99 }, alpha),
      refused("unknownUser"),
    );
    const add = { ...pinOf("739104", user, administrator.pin.number), operation: "add" } as CommandBody;
    assert.deepEqual(lock.order(add, alpha), refused("occupied"));
    const modify = { ...pinOf("739104", user, 40), operation: "modify" } as CommandBody;
    assert.deepEqual(lock.order(modify, alpha), refused("notInUse"));
  });

  test("L11: a programming user is an administrator, and one that is no more a member", () => {
    const lock = familyLock();
    const roleOf = () => lock.state.durable.users[member.card.user]?.role;
    lock.order({ type: "setUser", userIndex: member.card.user, userType: "programmingUser" }, alpha);
    assert.equal(roleOf(), "administrator");
    lock.order({ type: "setUser", userIndex: member.card.user, userType: "unrestrictedUser" }, alpha);
    assert.equal(roleOf(), "member");
    lock.order({ type: "setUser", userIndex: administrator.card.user, userType: "disposableUser" }, alpha);
    assert.equal(lock.state.durable.users[administrator.card.user]?.role, "administrator");
  });

  test("L40: the log says which home asked, for every change and every operation", () => {
    const lock = familyLock();
    lock.order({ type: "setUser", userIndex: 20 }, alpha);
    lock.order({ type: "unlockDoor", pin: null, timeoutSeconds: null }, alpha);
    lock.order({ type: "lockDoor", pin: stranger.pin }, alpha);
    lock.order({ type: "setOperatingMode", mode: "vacation" }, alpha);
    const { records } = lock.take();
    assert.equal(records.length, 4);
    for (const record of records) assert.deepEqual("origin" in record ? record.origin : null, alpha);
  });

  test("L10: merging moves the credentials of one user to another, and the first is gone", () => {
    const lock = familyLock();
    const { user: into } = administrator.pin;
    assert.deepEqual(lock.order({ type: "mergeUsers", from: administrator.finger.user, into }), done);
    assert.equal(lock.state.durable.users[administrator.finger.user], undefined);
    assert.equal(lock.state.durable.credentials.fingerprint[administrator.finger.number]?.userIndex, into);
    lock.finger(administrator.finger.name);
    const { records } = lock.take();
    const opened = records.find(({ event }) => event === "lockOperation");
    assert.ok(opened?.event === "lockOperation" && opened.user === into);
  });

  test("L10, L11: a merge that has no room, or leaves no administrator, changes nothing", () => {
    const lock = familyLock();
    const { user } = member.card;
    for (let card = 1; card < credentialsPerUserMax; card++) lock.order(cardOf(`card ${card}`, user));
    for (const [command, error] of [
      [{ type: "mergeUsers", from: member.pin.user, into: user }, "full"],
      [{ type: "mergeUsers", from: user, into: user }, "outOfRange"],
      [{ type: "mergeUsers", from: 99, into: user }, "unknownUser"],
    ] as const satisfies readonly (readonly [CommandBody, Refusal])[])
      assert.deepEqual(lock.order(command), refused(error));
    for (const { user: gone } of [administrator.finger, administrator.card])
      lock.order({ type: "clearUser", userIndex: gone });
    const before = contentOf(lock.state.durable);
    assert.deepEqual(
      lock.order({ type: "mergeUsers", from: administrator.pin.user, into: member.pin.user }),
      refused("lastAdministrator"),
    );
    assert.deepEqual(contentOf(lock.state.durable), before);
  });
});

describe("whole clear-outs", () => {
  test("L28: everybody goes at once, with one record, and the lock is in its initial state", () => {
    const lock = familyLock();
    lock.order({ type: "clearUser", userIndex: null }, alpha);
    assert.deepEqual(lock.state.durable.users, {});
    const { records, effects } = lock.take();
    assert.equal(records.length, 1);
    assert.equal(effects.filter(({ type }) => type === "deleteTemplate").length, 2);
  });

  test("L27: a kind of credentials goes with the users who had nothing else", () => {
    const lock = familyLock();
    assert.deepEqual(lock.order({ type: "clearCredentials", kind: "pin" }, alpha), done);
    assert.deepEqual(lock.state.durable.credentials.pin, {});
    assert.equal(lock.state.durable.users[administrator.pin.user], undefined);
    assert.ok(lock.state.durable.users[administrator.card.user]);
  });

  test("L11: clearing every kind leaves nobody out of it but the programming PIN", () => {
    const lock = familyLock();
    lock.order({ ...pinOf("739104", null, 0), operation: "add" } as CommandBody, alpha);
    assert.deepEqual(lock.order({ type: "clearCredentials", kind: null }, alpha), done);
    assert.deepEqual(Object.keys(lock.state.durable.credentials.pin), ["0"]);
    lock.type("3571#739104#");
    assert.equal(lock.state.volatile.session.kind, "menu", "its user is an administrator");
  });

  test("L7: the programming PIN takes none of the fifty places", () => {
    const lock = new CoreLock();
    for (let at = 0; at < 50; at++) assert.equal(lock.order(pinOf(String(739_104 + at), null))?.ok, true);
    assert.deepEqual(lock.order(pinOf("604172", null, 0)), { ok: true, index: 0 });
    assert.deepEqual(lock.order(pinOf("604173", null)), refused("full"));
  });
});

describe("more than one credential", () => {
  function dualLock(rule: "dual" | "tri"): CoreLock {
    const lock = familyLock();
    lock.order(pinOf("739104", member.card.user));
    lock.order(cardOf("second card", member.card.user));
    lock.order({ type: "setUser", userIndex: member.card.user, credentialRule: rule });
    lock.take();
    return lock;
  }

  test("L13: a dual user opens with two different credentials, and the log names both", () => {
    const lock = dualLock("dual");
    lock.card(member.card.name);
    assert.deepEqual(lock.take().said, ["another-credential"]);
    assert.equal(lockStateOf(lock.state), "locked");
    lock.type("739104#");
    assert.equal(lockStateOf(lock.state), "unlocked");
    const [record] = lock.take().records;
    assert.ok(record?.event === "lockOperation");
    assert.deepEqual(record.credentialsBefore, [{ kind: "rfid", index: member.card.number }]);
  });

  test("L13: the same credential twice, another user's, or a late one is not a second one", () => {
    for (const [what, act] of [
      ["the same", (lock: CoreLock) => lock.card(member.card.name)],
      [
        "late",
        (lock: CoreLock) => {
          lock.wait(31 * secondMs);
          lock.type("739104#");
        },
      ],
      [
        "after a wrong try",
        (lock: CoreLock) => {
          lock.card(stranger.card);
          lock.type("739104#");
        },
      ],
    ] as const) {
      const lock = dualLock("dual");
      lock.card(member.card.name);
      act(lock);
      assert.equal(lockStateOf(lock.state), "locked", what);
    }
  });

  test("L13: a tri user needs three", () => {
    const lock = dualLock("tri");
    lock.card(member.card.name);
    lock.card("second card");
    assert.equal(lockStateOf(lock.state), "locked");
    lock.type("739104#");
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L15x: a first credential neither counts nor resets the count of wrong tries", () => {
    const lock = dualLock("dual");
    lock.card(stranger.card);
    lock.card(member.card.name);
    assert.equal(lock.state.durable.guard.wrongTries, 1);
  });

  test("L40: over the network the PIN of a dual user alone opens nothing, and the log tells why", () => {
    const lock = dualLock("dual");
    assert.deepEqual(
      lock.order({ type: "unlockDoor", pin: "739104", timeoutSeconds: null }, alpha),
      refused("restricted"),
    );
    assert.deepEqual(lock.take().reasons, ["more-credentials-needed"]);
  });
});

describe("orders with a PIN", () => {
  test("L15x: locking with a wrong PIN is a wrong try, and the door stays as it is", () => {
    const lock = familyLock();
    lock.card(member.card.name);
    lock.take();
    assert.deepEqual(lock.order({ type: "lockDoor", pin: stranger.pin }, alpha), refused("invalidCredential"));
    assert.equal(lockStateOf(lock.state), "unlocked");
    assert.equal(lock.state.durable.guard.wrongTries, 1);
    const [record] = lock.take().records;
    assert.ok(record?.event === "lockOperationError" && record.operation === "lock");
    assert.deepEqual(lock.order({ type: "lockDoor", pin: member.pin.digits }, alpha), done);
    const [locked] = lock.take().records;
    assert.ok(locked?.event === "lockOperation" && locked.operation === "lock" && locked.user === member.pin.user);
  });

  test("L16: locking with a PIN ends open mode", () => {
    const lock = familyLock();
    lock.order({ type: "setOperatingMode", mode: "passage" });
    assert.deepEqual(lock.order({ type: "lockDoor", pin: member.pin.digits }), done);
    assert.equal(modeOf(lock), "normal");
    assert.equal(lockStateOf(lock.state), "locked");
  });
});

describe("a finger that a home asks for", () => {
  const reports = (lock: CoreLock) =>
    lock.take().effects.flatMap((effect) => (effect.type === "reportEnrolment" ? [effect.report] : []));

  test("L23: the lock asks for it at the door, tells each capture, and it is the user's", () => {
    const lock = familyLock();
    assert.deepEqual(lock.order({ type: "beginEnrolment", userIndex: member.card.user }, alpha), done);
    lock.dispatch({ type: "fingerUnreadable" });
    lock.finger("new-thumb");
    lock.finger("other-thumb");
    for (let touch = 0; touch < 4; touch++) lock.finger("new-thumb");
    assert.deepEqual(reports(lock), [
      { status: "started" },
      { status: "again", captures: 0, reason: "unreadable" },
      { status: "captured", captures: 1 },
      { status: "again", captures: 1, reason: "otherFinger" },
      { status: "captured", captures: 2 },
      { status: "captured", captures: 3 },
      { status: "captured", captures: 4 },
      { status: "captured", captures: 5 },
      { status: "enrolled", user: member.card.user, index: 3 },
    ]);
    assert.equal(lock.state.volatile.session.kind, "idle", "there is no menu to go back to");
    lock.finger("new-thumb");
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L10, L11: without a user it makes one, a member of the home that asked", () => {
    const lock = familyLock();
    lock.order({ type: "beginEnrolment", userIndex: null }, alpha);
    for (let touch = 0; touch < 5; touch++) lock.finger("new-thumb");
    const { role, creatorFabric } = lock.state.durable.users[7] ?? {};
    assert.deepEqual([role, creatorFabric], ["member", alpha.fabric]);
  });

  test("L22: it comes to nothing by star, by a second order, by time, by a known finger, and when the user is gone", () => {
    for (const [reason, act] of [
      ["cancelled", (lock: CoreLock) => lock.press("*")],
      ["cancelled", (lock: CoreLock) => lock.order({ type: "cancelEnrolment" })],
      ["timeout", (lock: CoreLock) => lock.wait(30 * secondMs)],
      ["duplicate", (lock: CoreLock) => lock.finger(member.finger.name)],
      ["noPower", (lock: CoreLock) => lock.dispatch({ type: "powerLost", areBatteriesOut: true })],
      [
        "unknownUser",
        (lock: CoreLock) => {
          lock.order({ type: "clearUser", userIndex: member.card.user });
          for (let touch = 0; touch < 5; touch++) lock.finger("new-thumb");
        },
      ],
    ] as const) {
      const lock = familyLock();
      lock.order({ type: "beginEnrolment", userIndex: member.card.user }, alpha);
      act(lock);
      assert.deepEqual(reports(lock).at(-1), { status: "failed", reason });
      assert.deepEqual(Object.keys(lock.state.durable.credentials.fingerprint), ["1", "2"]);
    }
  });

  test("L39: it is refused for nobody, with a dead reader, at a busy keypad, and without room", () => {
    const order = { type: "beginEnrolment", userIndex: member.card.user } as const;
    const lock = familyLock();
    assert.deepEqual(lock.order({ ...order, userIndex: 99 }), refused("unknownUser"));
    assert.deepEqual(lock.order({ ...order, userIndex: 151 }), refused("outOfRange"));
    lock.type("12");
    assert.deepEqual(lock.order(order), refused("busy"));
    lock.wait(minuteMs);
    lock.dispatch({ type: "partChanged", part: "reader", isWorking: false });
    assert.deepEqual(lock.order(order), refused("readerFault"));
    lock.dispatch({ type: "partChanged", part: "reader", isWorking: true });
    for (let card = 1; card < credentialsPerUserMax; card++) lock.order(cardOf(`card ${card}`, member.card.user));
    assert.deepEqual(lock.order(order), refused("full"));
    assert.deepEqual(lock.order({ type: "cancelEnrolment" }), refused("notInUse"));
  });

  test("L30: a menu that is switched off does not keep a home from it", () => {
    const lock = familyLock({ name: "isMenuEnabled", value: false });
    assert.deepEqual(lock.order({ type: "beginEnrolment", userIndex: member.card.user }), done);
    lock.set({ name: "volume", value: "low" });
    assert.equal(lock.state.volatile.session.kind, "addFingerprint");
  });
});

describe("local programming", () => {
  test("L30: with the menu off, only what is named stays on", () => {
    const lock = familyLock(
      { name: "isMenuEnabled", value: false },
      { name: "localProgramming", value: { add: false, modify: false, clear: false, adjustSettings: true } },
    );
    lock.openMenu(() => lock.card(administrator.card.name));
    lock.take();
    lock.press("12#");
    assert.deepEqual(lock.take().said, ["menu-code-disabled"]);
    lock.press("42#");
    assert.equal(lock.state.durable.settings.volume, "low");
    lock.press("3570#");
    assert.deepEqual(lock.take().said.at(-1), "menu-code-disabled");
  });

  test("L30: switching off what the menu still had closes it", () => {
    const lock = familyLock();
    lock.openMenu(() => lock.card(administrator.card.name));
    lock.set({ name: "isMenuEnabled", value: false });
    assert.equal(lock.state.volatile.session.kind, "idle");
    lock.take();
    lock.openMenu();
    assert.deepEqual(lock.take().said, ["menu-disabled"]);
  });
});

describe("holidays", () => {
  const holiday = (operatingMode: OperatingMode, fromMs: number, toMs: number, index = 1): CommandBody => ({
    type: "setHolidaySchedule",
    index,
    fromLocalMs: monday + fromMs,
    toLocalMs: monday + toMs,
    operatingMode,
  });

  test("L16: in its span the lock is in the holiday's mode, and afterwards in the one before", () => {
    const lock = familyLock();
    lock.order({ type: "setOperatingMode", mode: "vacation" });
    lock.order(holiday("passage", 30 * hourMs, 31 * hourMs));
    lock.waitDays(1);
    assert.equal(modeOf(lock), "vacation");
    lock.wait(6 * hourMs);
    assert.equal(modeOf(lock), "passage");
    assert.equal(lockStateOf(lock.state), "unlocked");
    const opened = lock.take().records.find((record) => record.event === "lockOperation");
    assert.ok(opened?.event === "lockOperation" && opened.source === "schedule");
    lock.wait(hourMs);
    assert.equal(modeOf(lock), "vacation");
    assert.equal(lockStateOf(lock.state), "locked");
  });

  test("L16: whoever ends open mode within a holiday has ended it", () => {
    const lock = familyLock();
    lock.order(holiday("passage", 0, dayMs));
    assert.equal(modeOf(lock), "passage");
    lock.card(member.card.name);
    lock.waitDays(2);
    assert.equal(modeOf(lock), "normal");
  });

  test("L16: a mode that somebody chose meanwhile is not taken back at the end", () => {
    const lock = familyLock();
    lock.order(holiday("vacation", 0, dayMs));
    lock.order({ type: "setOperatingMode", mode: "noRemoteLockUnlock" });
    lock.waitDays(2);
    assert.equal(modeOf(lock), "noRemoteLockUnlock");
  });

  test("L19: a bolted door is tried again until it can be opened for the holiday", () => {
    const lock = familyLock();
    lock.dispatch({ type: "safetyBoltMoved", isThrown: true });
    lock.order(holiday("passage", 0, dayMs));
    assert.equal(modeOf(lock), "normal");
    lock.dispatch({ type: "safetyBoltMoved", isThrown: false });
    lock.wait(2 * minuteMs);
    assert.equal(modeOf(lock), "passage");
  });

  test("L16: clearing the holiday that runs ends it; of two the lower number counts", () => {
    const lock = familyLock();
    lock.order(holiday("vacation", 0, dayMs, 2));
    lock.order(holiday("noRemoteLockUnlock", 0, hourMs, 1));
    assert.equal(modeOf(lock), "noRemoteLockUnlock");
    lock.wait(hourMs);
    assert.equal(modeOf(lock), "vacation");
    assert.deepEqual(lock.order({ type: "clearHolidaySchedules", index: 2 }), done);
    assert.equal(modeOf(lock), "normal");
  });

  test("L33: a power cut within a holiday forgets neither the holiday nor the mode before", () => {
    const lock = familyLock();
    lock.order({ type: "setOperatingMode", mode: "noRemoteLockUnlock" });
    lock.order(holiday("vacation", 0, dayMs));
    lock.cutPower();
    assert.equal(modeOf(lock), "vacation");
    lock.waitDays(1);
    assert.equal(modeOf(lock), "noRemoteLockUnlock");
  });

  test("L15x: while the time is unknown no holiday begins or ends", () => {
    const lock = familyLock();
    lock.order(holiday("vacation", hourMs, 2 * hourMs));
    lock.utcMs = null;
    lock.waitDays(1);
    assert.equal(modeOf(lock), "normal");
    lock.utcMs = monday + hourMs;
    lock.dispatch({ type: "timePassed" });
    assert.equal(modeOf(lock), "vacation");
  });

  test("L39: a holiday out of range is refused", () => {
    const lock = familyLock();
    const good = holiday("normal", 0, hourMs) as CommandBody & { readonly type: "setHolidaySchedule" };
    for (const wrong of [{ index: 0 }, { index: 11 }, { toLocalMs: good.fromLocalMs }, { fromLocalMs: 0.5 }])
      assert.deepEqual(lock.order({ ...good, ...wrong }), refused("outOfRange"));
    assert.deepEqual(lock.order({ type: "clearHolidaySchedules", index: 11 }), refused("outOfRange"));
  });

  test("the lock sleeps until the next edge of a holiday, and not longer", () => {
    const lock = familyLock();
    lock.order(holiday("vacation", 5 * dayMs, 6 * dayMs));
    const untilMs = (state: LockState) => (nextDeadlineMs(state, lock.now) ?? 0) - lock.poweredMs;
    assert.equal(untilMs(lock.state), monday + 5 * dayMs - (lock.utcMs ?? 0));
  });
});

describe("what the lock does by itself", () => {
  test("L15x: an expiring user whose time is over is disabled, which the log tells; enabling begins anew", () => {
    const lock = familyLock({ name: "expiringUserTimeoutMinutes", value: 60 });
    const userIndex = lock.issue({ userType: "expiringUser" }, { pin: "739104" });
    lock.type("739104#");
    lock.wait(hourMs);
    assert.equal(lock.state.durable.users[userIndex]?.userStatus, "occupiedDisabled");
    lock.take();
    lock.type("739104#");
    assert.deepEqual(lock.take().reasons, ["user-expired"]);
    lock.order({ type: "setUser", userIndex, userStatus: "occupiedEnabled" });
    lock.type("739104#");
    assert.equal(lockStateOf(lock.state), "unlocked");
  });

  test("L16: privacy ends when somebody unlocks by hand", () => {
    for (const type of ["safetyBoltMoved", "deadBoltMoved"] as const) {
      const lock = familyLock();
      lock.dispatch({ type, isThrown: true });
      lock.order({ type: "setOperatingMode", mode: "privacy" });
      lock.take();
      lock.dispatch({ type, isThrown: false });
      assert.equal(modeOf(lock), "normal");
      const [record] = lock.take().records;
      assert.ok(record?.event === "setting" && record.source === "manual");
    }
  });
});
