/** What a household wants of a lock, and what the lock and the people at its keypad make of it. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { WantedReport } from "@catenaccio/protocol";
import { FakeLock, ourLockAbilities, plainLockAbilities } from "../../test/fake-lock.ts";
import { GatewayHome, person } from "../../test/gateway-home.ts";

const mornings = { weekDays: [{ days: ["mon" as const, "tue" as const], from: "08:00", to: "12:00" }], dates: [] };

function statusesOf(report: WantedReport | null): readonly string[] {
  const wordOf = (status: WantedReport["users"][number]["status"]) =>
    status.status === "refused" ? status.reason : status.status;
  return (report?.users ?? []).flatMap(({ status, credentials }) => [
    wordOf(status),
    ...credentials.map((credential) => wordOf(credential.status)),
  ]);
}

test("an edit of one person orders nothing about another", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  const bruno = person("Bruno", { credentials: [home.sealed("pin", "593027")] });
  await home.want(anna, bruno);
  await home.atRest();
  home.lock.orders.length = 0;
  await home.want({ ...anna, isPaused: true }, bruno);
  await home.atRest();
  assert.deepEqual(home.lock.orders, ["change user 1"]);
  assert.equal(home.lock.userNamed("Anna")?.isEnabled, false);
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"], "a paused person keeps the PIN");
});

test("a new PIN takes the place of the old one", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  await home.want(anna);
  await home.atRest();
  home.lock.orders.length = 0;
  const [pin] = anna.credentials;
  await home.want({ ...anna, credentials: [home.sealed("pin", "604138", pin?.credentialId)] });
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["604138"]);
  assert.deepEqual(home.lock.orders, ["change pin 1"]);
});

test("the same PIN sealed anew is not sent again, nor one that is forgotten", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  await home.want(anna);
  await home.atRest();
  const { length } = home.lock.orders;
  const [pin] = anna.credentials;
  await home.want({ ...anna, credentials: [home.sealed("pin", "482916", pin?.credentialId)] });
  await home.atRest();
  await home.want({ ...anna, credentials: [{ credentialId: pin?.credentialId ?? "", kind: "pin", sealed: null }] });
  await home.atRest();
  assert.equal(home.lock.orders.length, length);
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed", "confirmed"]);
});

test("two people exchange their PINs", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  const bruno = person("Bruno", { credentials: [home.sealed("pin", "593027")] });
  await home.want(anna, bruno);
  await home.atRest();
  await home.want(
    { ...anna, credentials: [home.sealed("pin", "593027", anna.credentials[0]?.credentialId)] },
    { ...bruno, credentials: [home.sealed("pin", "482916", bruno.credentials[0]?.credentialId)] },
  );
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["593027"]);
  assert.deepEqual(home.lock.pinsOf("Bruno"), ["482916"]);
});

test("a person who is deleted goes with everything, and makes room for the next", async (t) => {
  const home = await GatewayHome.open(t, new FakeLock({ ...ourLockAbilities, users: 1 }));
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916")] }));
  await home.atRest();
  await home.want(person("Bruno", { credentials: [home.sealed("pin", "482916")] }));
  await home.atRest();
  assert.equal(home.lock.users.size, 1);
  assert.deepEqual(home.lock.pinsOf("Bruno"), ["482916"]);
});

test("a lock without room says so, and takes the person when somebody at the keypad has made room", async (t) => {
  const home = await GatewayHome.open(t, new FakeLock({ ...ourLockAbilities, users: 1 }));
  const stranger = home.lock.addAtKeypad("Stranger", "900001");
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916")] }));
  await home.atRest();
  assert.deepEqual(statusesOf(home.wantedReport), ["full", "full"]);
  assert.deepEqual(home.lock.orders, []);
  home.lock.removeUserAtKeypad(stranger);
  await home.atRest();
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed", "confirmed"]);
});

test("a PIN that somebody has already is refused once, and tried again when it has gone", async (t) => {
  const home = await GatewayHome.open(t);
  const stranger = home.lock.addAtKeypad("Stranger", "482916");
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916")] }));
  await home.atRest();
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed", "duplicate"]);
  const refused = home.lock.orders.filter((order) => order.includes("duplicate"));
  assert.equal(refused.length, 1);
  await home.restart();
  await home.atRest();
  assert.equal(home.lock.orders.filter((order) => order.includes("duplicate")).length, 1, "nor after a restart");
  home.lock.removeUserAtKeypad(stranger);
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
});

test("what cannot be at a lock is refused without asking it", async (t) => {
  const home = await GatewayHome.open(t, new FakeLock({ ...plainLockAbilities, cards: 0 }));
  await home.want(
    person("Anna", {
      credentials: [
        home.sealed("pin", "4829"),
        home.sealed("rfid", "04a1b2c3"),
        { credentialId: randomUUID(), kind: "fingerprint", sealed: null },
        { credentialId: randomUUID(), kind: "pin", sealed: null },
      ],
    }),
    person("Bruno", { schedule: mornings, credentials: [home.sealed("pin", "593027")] }),
  );
  await home.atRest();
  assert.deepEqual(statusesOf(home.wantedReport), [
    "confirmed",
    "pinLength",
    "notSupported",
    "notSupported",
    "secretForgotten",
    "schedulesNotSupported",
    "schedulesNotSupported",
  ]);
  assert.deepEqual(home.lock.orders, ["add user 1"]);
});

test("a finger waits for the reader", async (t) => {
  const home = await GatewayHome.open(t);
  const credentials = [{ credentialId: randomUUID(), kind: "fingerprint" as const, sealed: null }];
  await home.want(person("Anna", { credentials }));
  await home.atRest();
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed", "enrolAtReader"]);
});

test("who may come at times only gets the schedule before the PIN", async (t) => {
  const home = await GatewayHome.open(t);
  await home.want(person("Anna", { schedule: mornings, credentials: [home.sealed("pin", "482916")] }));
  await home.atRest();
  assert.deepEqual(home.lock.orders, ["add user 1", "put schedule 1", "add pin 1"]);
});

test("a schedule of which nothing was heard does not stay when it is not wanted any more", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  await home.want(anna);
  await home.atRest();
  home.lock.onOrder = () => {
    if (home.lock.orders.at(-1)?.startsWith("put schedule")) home.network.stepsToLive = 0;
  };
  await home.want({ ...anna, schedule: mornings });
  await home.until("the lock has it", () => home.lock.orders.some((order) => order.startsWith("put schedule")));
  home.lock.users.get(1)!.type = "unrestricted";
  await home.restart((network) => (network.isReachable = false));
  await home.want(anna);
  home.network.reach(true);
  await home.atRest();
  assert.deepEqual(home.lock.userNamed("Anna")?.schedule, { weekDays: [], dates: [] });
});

test("what frees room comes first, then changes, then what needs room", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916"), home.sealed("rfid", "04a1b2c3")] });
  const bruno = person("Bruno", { credentials: [home.sealed("pin", "593027")] });
  await home.want(anna, bruno);
  await home.atRest();
  home.lock.orders.length = 0;
  const carla = person("Carla", { credentials: [home.sealed("pin", "593027")] });
  await home.want(carla, { ...anna, name: "Annamaria", credentials: anna.credentials.slice(0, 1) });
  await home.atRest();
  assert.deepEqual(home.lock.orders, ["clear user 2", "clear rfid 1", "change user 1", "add user 3", "add pin 3"]);
});

test("a lock that refuses the schedule lets nobody in instead", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  await home.want(anna);
  await home.atRest();
  home.lock.scheduleRefusal = "schedulesNotSupported";
  await home.want({ ...anna, schedule: mornings });
  await home.atRest();
  assert.equal(home.lock.userNamed("Anna")?.isEnabled, false);
  assert.equal(statusesOf(home.wantedReport)[0], "schedulesNotSupported");
  const { length } = home.lock.orders;
  await home.atRest();
  assert.equal(home.lock.orders.length, length, "it is not asked again and again");
});

test("what somebody takes away at the keypad is put back once, and then no more", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916"), home.sealed("rfid", "04a1b2c3")] });
  await home.want(anna);
  await home.atRest();
  home.lock.removeCredentialAtKeypad({ kind: "pin", index: 1 });
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
  home.lock.removeCredentialAtKeypad({ kind: "pin", index: 1 });
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), []);
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed", "refused", "confirmed"]);
  await home.want({ ...anna });
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"], "a new document asks for it again");
});

test("what somebody takes away cannot be put back when its secret is forgotten", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916"), home.sealed("rfid", "04a1b2c3")] });
  await home.want(anna);
  await home.atRest();
  await home.want({ ...anna, credentials: anna.credentials.map((each) => ({ ...each, sealed: null })) });
  await home.atRest();
  home.lock.removeUserAtKeypad(1);
  await home.atRest();
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed", "secretForgotten", "secretForgotten"]);
  assert.notEqual(home.lock.userNamed("Anna"), null);
});

test("a user made at the keypad at a number of ours is not taken for ours", async (t) => {
  const home = await GatewayHome.open(t);
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916")] }));
  await home.atRest();
  home.network.reach(false);
  home.lock.removeUserAtKeypad(1);
  home.lock.addAtKeypad("Stranger", "900001");
  home.network.reach(true);
  await home.atRest();
  assert.equal(home.lock.userNamed("Stranger")?.userIndex, 1);
  assert.deepEqual(home.lock.pinsOf("Stranger"), ["900001"]);
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
  assert.equal(home.wantedReport?.found[0]?.name, "Stranger");
  assert.equal(home.wantedReport?.found[0]?.madeBy, "keypad");
});

test("a one-time guest who has come is not let in again", async (t) => {
  const home = await GatewayHome.open(t);
  const guest = person("Guest", { type: "oneTime", credentials: [home.sealed("pin", "482916")] });
  await home.want(guest);
  await home.atRest();
  const user = home.lock.users.get(1);
  assert.ok(user !== undefined);
  user.isEnabled = false;
  await home.atRest();
  assert.equal(user.isEnabled, false);
  await home.restart();
  await home.want(guest, person("Anna"));
  await home.atRest();
  assert.equal(user.isEnabled, false);
  assert.deepEqual(statusesOf(home.wantedReport).slice(0, 2), ["confirmed", "confirmed"]);
  await home.want({ ...guest, credentials: [home.sealed("pin", "593027", guest.credentials[0]?.credentialId)] });
  await home.atRest();
  assert.equal(user.isEnabled, true, "a new PIN is for a new time");
  assert.deepEqual(home.lock.pinsOf("Guest"), ["593027"]);
});

test("a lock that does not answer gets everything when it is there again", async (t) => {
  const home = await GatewayHome.open(t);
  home.network.reach(false);
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916")] }));
  assert.deepEqual(home.wantedReport?.users[0]?.status, { status: "pending", isWaitingForLock: true });
  home.network.reach(true);
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
});

test("what is there stays confirmed while the lock is away, also after a restart", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  await home.want(anna);
  await home.atRest();
  const { wantedReport } = home;
  await home.restart((network) => (network.isReachable = false));
  assert.deepEqual(home.wantedReport, wantedReport);
  await home.want(anna, person("Bruno"));
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed", "confirmed", "pending"]);
});

for (const fault of ["before", "after"] as const)
  test(`an order that is lost ${fault} the lock has it is made good, and nobody is there twice`, async (t) => {
    const home = await GatewayHome.open(t);
    await home.atRest();
    home.network.faults.push("none", fault, "none", "none", fault, "none", "none", "none", fault);
    await home.want(person("Anna", { schedule: mornings, credentials: [home.sealed("pin", "482916")] }));
    await home.atRest();
    assert.equal(home.lock.users.size, 1);
    assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
    assert.deepEqual(statusesOf(home.wantedReport), ["confirmed", "confirmed"]);
  });

test("a lock that shows a person in its own way is not told for ever", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna");
  await home.want(anna);
  await home.atRest();
  home.lock.isKeepingNames = true;
  home.lock.orders.length = 0;
  await home.want({ ...anna, name: "Annamaria" });
  await home.atRest();
  await home.restart();
  await home.atRest();
  assert.deepEqual(home.lock.orders, ["change user 1"]);
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed"]);
});

test("a lock whose menu is in use is tried again", async (t) => {
  const home = await GatewayHome.open(t);
  home.lock.isMenuInUse = true;
  await home.want(person("Anna"));
  await home.until("the lock was looked at some times", () => home.lock.reads > 3);
  assert.deepEqual(statusesOf(home.wantedReport), ["pending"]);
  home.lock.isMenuInUse = false;
  await home.atRest();
  assert.deepEqual(statusesOf(home.wantedReport), ["confirmed"]);
});

test("a second finger enrolled at the door is reported and left alone", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  await home.want(anna);
  await home.atRest();
  const finger = home.lock.addCredentialAtKeypad(1, "fingerprint", "finger");
  await home.atRest();
  assert.deepEqual(home.wantedReport?.foundCredentials, [{ personId: anna.personId, credential: finger }]);
});

test("an older document changes nothing", async (t) => {
  const home = await GatewayHome.open(t);
  await home.want(person("Anna"));
  await home.want(person("Bruno"));
  home.revision = 0;
  assert.deepEqual(await home.want(person("Carla")), { ok: true, value: { revision: 2 } });
  home.revision = 2;
  await home.atRest();
  assert.deepEqual(
    [...home.lock.users.values()].map(({ name }) => name),
    ["Bruno"],
  );
});

test("no PIN and no card is in any file of the gateway", async (t) => {
  const home = await GatewayHome.open(t);
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916"), home.sealed("rfid", "04a1b2c3")] }));
  await home.atRest();
  const folder = join(home.folder, "gateway");
  for (const name of readdirSync(folder)) {
    const content = readFileSync(join(folder, name)).toString("latin1").toLowerCase();
    for (const secret of ["482916", "04a1b2c3"]) assert.ok(!content.includes(secret), `${secret} is in ${name}`);
  }
  assert.ok(!JSON.stringify(home.reports).includes("482916"));
});

/** Each of them is read back other than it was written. */
const strangeLocks: readonly ((lock: FakeLock) => void)[] = [
  (lock) => (lock.keepSchedule = () => ({ weekDays: [], dates: [] })),
  (lock) => (lock.keepSchedule = ({ weekDays }) => ({ weekDays: weekDays.slice(1), dates: [] })),
  (lock) => {
    let minute = 0;
    lock.keepSchedule = () => ({
      ...mornings,
      weekDays: [{ days: ["sun"], from: "00:00", to: `01:${10 + minute++}` }],
    });
  },
  (lock) => {
    lock.keepSchedule = () => ({ weekDays: [], dates: [] });
    lock.isIgnoringPauses = true;
  },
];

for (const [at, makeStrange] of strangeLocks.entries())
  test(`a lock that keeps another schedule than it said yes to is asked twice and then left alone (${at})`, async (t) => {
    const home = await GatewayHome.open(t);
    makeStrange(home.lock);
    const anna = person("Anna", { schedule: mornings, credentials: [home.sealed("pin", "482916")] });
    await home.want(anna);
    await home.atRest();
    const puts = () => home.lock.orders.filter((order) => order.startsWith("put schedule")).length;
    assert.equal(puts(), 2);
    assert.equal(statusesOf(home.wantedReport)[0], "refused");
    if (!home.lock.isIgnoringPauses) assert.equal(home.lock.userNamed("Anna")?.isEnabled, false, "not let in always");
    const { length } = home.lock.orders;
    home.network.started?.listener.peopleChanged(home.lockId);
    await home.atRest();
    await home.restart();
    await home.atRest();
    assert.equal(home.lock.orders.length, length, "nor later, nor after a restart");
    home.lock.addAtKeypad("Stranger", "900001");
    home.network.started?.listener.peopleChanged(home.lockId);
    await home.atRest();
    assert.equal(puts(), 4, "when the lock is another, it is tried again");
    home.lock.keepSchedule = (schedule) => schedule;
    home.lock.isIgnoringPauses = false;
    await home.want({ ...anna, name: "Anna R" });
    await home.atRest();
    assert.equal(statusesOf(home.wantedReport)[0], "confirmed", "a new document is tried anew");
  });

test("two users whom a lock keeps one schedule for do not make the gateway go on for ever", async (t) => {
  const home = await GatewayHome.open(t);
  home.lock.onOrder = () => {
    if (!(home.lock.orders.at(-1) ?? "").startsWith("put schedule")) return;
    const index = Number(home.lock.orders.at(-1)?.split(" ")[2]);
    for (const user of home.lock.users.values()) user.schedule = home.lock.users.get(index)?.schedule ?? user.schedule;
  };
  const evenings = { weekDays: [{ days: ["mon" as const], from: "18:00", to: "20:00" }], dates: [] };
  await home.want(person("Anna", { schedule: mornings }), person("Bruno", { schedule: evenings }));
  await home.atRest();
  assert.ok(home.lock.orders.length < 16, String(home.lock.orders.length));
});
