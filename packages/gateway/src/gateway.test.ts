/** The gateway as its server meets it: each order, what it answers, and what is told of it. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setImmediate, setTimeout } from "node:timers/promises";
import { refusalReasons, type GatewayOrder } from "@catenaccio/protocol";
import { sealTo } from "@catenaccio/protocol/seal";
import { FakeLock, plainLockAbilities } from "../test/fake-lock.ts";
import { GatewayHome, person } from "../test/gateway-home.ts";
import type { HomeAssistantSettings } from "./home-assistant-link.ts";
import { answerOf } from "./wanted/found-orders.ts";

const soon = () => new Date(Date.now() + 10_000).toISOString();

test("a person comes to the lock with a PIN and a card, and the server is told", async (t) => {
  const home = await GatewayHome.open(t);
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916"), home.sealed("rfid", "04a1b2c3")] }));
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
  assert.deepEqual(home.lock.cardsOf("Anna"), ["04A1B2C3"]);
  const [anna] = home.wantedReport?.users ?? [];
  assert.equal(anna?.status.status, "confirmed");
  assert.deepEqual(
    anna?.credentials.map(({ status }) => status.status),
    ["confirmed", "confirmed"],
  );
  assert.deepEqual(home.lock.orders, ["add user 1", "add pin 1", "add rfid 1"]);
  assert.deepEqual(home.faults, []);
});

test("an order that is not one is refused with a sentence that quotes nothing of it", async (t) => {
  const home = await GatewayHome.open(t);
  const bad = { order: "operate", lockId: home.lockId, operation: "482916", sealedPin: "482916", expiresAt: "now" };
  const answer = await home.gateway.order(bad as unknown as GatewayOrder);
  assert.ok(!answer.ok);
  assert.equal(answer.error, "invalid");
  assert.match(answer.sentence, /^The order is not valid/);
  assert.ok(!answer.sentence.includes("482916"));
});

test("a document that names somebody twice changes nothing", async (t) => {
  const home = await GatewayHome.open(t);
  const anna = person("Anna");
  const answer = await home.want(anna, anna);
  assert.equal(answer.ok ? "" : answer.error, "invalid");
  assert.equal(home.store.people.wanted(home.lockId), null);
});

test("a lock that is not the gateway's is unknown", async (t) => {
  const home = await GatewayHome.open(t);
  const answer = await home.gateway.order({ order: "identify", lockId: randomUUID() });
  assert.equal(answer.ok ? "" : answer.error, "unknownLock");
});

test("the door is opened with the PIN that proves the person, which is told to nobody", async (t) => {
  const home = await GatewayHome.open(t);
  const sealedPin = sealTo(home.gateway.publicKey, "482916", "pin");
  const order = { order: "operate", lockId: home.lockId, operation: "unlock" } as const;
  assert.deepEqual(await home.gateway.order({ ...order, sealedPin, expiresAt: soon() }), { ok: true });
  assert.ok(home.lock.isOpen);
  assert.deepEqual(home.lock.orders, ["unlock with PIN"]);
  const foreign = sealTo(home.gateway.publicKey, "482916", "card");
  const answer = await home.gateway.order({ ...order, sealedPin: foreign, expiresAt: soon() });
  assert.equal(answer.ok ? "" : answer.error, "invalid");
});

test("an order to open is never carried out late", async (t) => {
  const home = await GatewayHome.open(t);
  const order = { order: "operate", lockId: home.lockId, operation: "unlock", sealedPin: null } as const;
  const past = new Date(Date.now() - 1).toISOString();
  const late = await home.gateway.order({ ...order, expiresAt: past });
  assert.equal(late.ok ? "" : late.error, "expired");
  home.network.reach(false);
  const away = await home.gateway.order({ ...order, expiresAt: soon() });
  assert.equal(away.ok ? "" : away.error, "unreachable");
  home.network.reach(true);
  await home.atRest();
  assert.deepEqual(home.lock.orders, []);
  assert.ok(!home.lock.isOpen);
});

test("an order to a lock that was just away waits for it, while somebody waits for the order", async (t) => {
  const home = await GatewayHome.open(t);
  home.network.reach(false);
  const order = { order: "operate", lockId: home.lockId, operation: "unlock", sealedPin: null } as const;
  const answer = home.gateway.order({ ...order, expiresAt: soon() });
  await setTimeout(200);
  assert.deepEqual(home.lock.orders, []);
  home.network.reach(true);
  assert.deepEqual(await answer, { ok: true });
  assert.ok(home.lock.isOpen);
});

test("a lock that says nothing does not keep whoever waits beyond the end of the order", async (t) => {
  const home = await GatewayHome.open(t);
  await home.atRest();
  home.network.stepsToLive = 0;
  const expiresAt = new Date(Date.now() + 30).toISOString();
  const order = { order: "operate", lockId: home.lockId, operation: "unlock", sealedPin: null, expiresAt } as const;
  const answer = await home.gateway.order(order);
  assert.equal(answer.ok ? "" : answer.error, "expired");
});

test("settings and signals reach the lock, and its refusal the server", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  const setting = { name: "volume", value: "low" } as const;
  assert.deepEqual(await home.gateway.order({ order: "set", lockId, setting }), { ok: true });
  assert.deepEqual(await home.gateway.order({ order: "identify", lockId }), { ok: true });
  assert.deepEqual(await home.gateway.order({ order: "restoreEntry", lockId }), { ok: true });
  assert.deepEqual(home.lock.orders, ["set volume", "identify", "restore entry"]);
  home.lock.isMenuInUse = true;
  const answer = await home.gateway.order({ order: "identify", lockId });
  assert.equal(answer.ok ? "" : answer.error, "busy");
  home.network.everyFault = "after";
  const lost = await home.gateway.order({ order: "identify", lockId });
  assert.equal(lost.ok ? "" : lost.error, "unreachable");
});

test("a lock is added, named, shared and removed, and nothing of it is left", async (t) => {
  const home = await GatewayHome.open(t);
  const lockId = randomUUID();
  home.network.pairable.set("12345678901", new FakeLock());
  const order = { order: "addLock", lockId, name: "Cellar", address: null } as const;
  const unknown = await home.gateway.order({ ...order, code: "00000000000" });
  assert.equal(unknown.ok ? "" : unknown.error, "notFound");
  assert.deepEqual(await home.gateway.order({ ...order, code: "12345678901" }), { ok: true });
  const steps = home.reports.flatMap((report) => (report.report === "addLock" ? [report.error ?? report.step] : []));
  assert.deepEqual(steps, ["searching", "notFound", "searching", "done"]);
  const again = await home.gateway.order({ ...order, code: "12345678901" });
  assert.equal(again.ok ? "" : again.error, "alreadyAdded");
  await home.gateway.order({ order: "renameLock", lockId, name: "Garage" });
  assert.ok(home.gateway.locks().some(({ name }) => name === "Garage"));
  const shared = await home.gateway.order({ order: "shareLock", lockId, seconds: 300 });
  assert.equal(shared.ok ? shared.value?.["manual"] : "", "12345678901");
  home.network.reach(false);
  const away = await home.gateway.order({ order: "removeLock", lockId, isForced: false });
  assert.equal(away.ok ? "" : away.error, "unreachable");
  assert.deepEqual(await home.gateway.order({ order: "removeLock", lockId, isForced: true }), { ok: true });
  assert.deepEqual([...home.store.locks().keys()], [home.lockId]);
  assert.ok(home.reports.some((report) => report.report === "lockRemoved" && report.lockId === lockId));
});

test("a lock that is removed forgets whom the household brought there, and nobody else", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  await home.want(
    person("Anna", { role: "administrator", credentials: [home.sealed("pin", "482916")] }),
    person("Bruno", { credentials: [home.sealed("pin", "593027")] }),
  );
  await home.atRest();
  home.lock.addAtKeypad("Stranger", "900001");
  home.lock.isMenuInUse = true;
  const busy = await home.gateway.order({ order: "removeLock", lockId, isForced: false });
  assert.equal(busy.ok ? "" : busy.error, "busy");
  home.lock.isMenuInUse = false;
  const orders = home.lock.orders.length;
  assert.deepEqual(await home.gateway.order({ order: "removeLock", lockId, isForced: false }), { ok: true });
  assert.deepEqual(home.lock.orders.slice(orders), ["clear user 2", "clear user 1"], "the administrator last");
  assert.deepEqual(
    [...home.lock.users.values()].map(({ name }) => name),
    ["Stranger"],
  );
});

test("a lock that is out of reach is removed by force, with whoever is on it", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916")] }));
  await home.atRest();
  home.network.everyFault = "before";
  const lost = await home.gateway.order({ order: "removeLock", lockId, isForced: false });
  assert.equal(lost.ok ? "" : lost.error, "unreachable");
  assert.ok(home.gateway.locks().some(({ report }) => report.lockId === lockId));
  assert.deepEqual(await home.gateway.order({ order: "removeLock", lockId, isForced: true }), { ok: true });
  assert.equal(home.lock.users.size, 1);
});

test("a lock that was added just before a power cut is there afterwards", async (t) => {
  const home = await GatewayHome.open(t);
  const lockId = randomUUID();
  home.locks.set(lockId, new FakeLock());
  await home.restart();
  assert.ok(home.gateway.locks().some(({ report }) => report.lockId === lockId));
});

test("a finger that was asked for becomes the person's when it is enrolled", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  const credentialId = randomUUID();
  const credentials = [{ credentialId, kind: "fingerprint" as const, sealed: null }];
  const anna = person("Anna", { credentials });
  const order = { order: "enrolFingerprint", lockId, personId: anna.personId, credentialId } as const;
  const early = await home.gateway.order(order);
  assert.equal(early.ok ? "" : early.error, "invalid");
  await home.want(anna);
  assert.deepEqual(await home.gateway.order(order), { ok: true }, "the person is brought there first");
  const enrolment = home.network.started?.listener.enrolment;
  const quiet = { userIndex: 1, credential: null, reason: null } as const;
  enrolment?.(lockId, { status: "captured", captures: 2, ...quiet });
  const finger = home.lock.addCredentialAtKeypad(1, "fingerprint", "finger");
  enrolment?.(lockId, { status: "enrolled", captures: 3, ...quiet, credential: finger });
  await home.atRest();
  const [credential] = home.wantedReport?.users[0]?.credentials ?? [];
  assert.equal(credential?.status.status, "confirmed");
  assert.deepEqual(credential?.credential, finger);
  assert.deepEqual(home.wantedReport?.foundCredentials, []);
  const told = home.reports.flatMap((report) => (report.report === "enrolment" ? [report] : []));
  assert.deepEqual(
    told.map(({ status, credentialId: about }) => [status, about]),
    [
      ["captured", credentialId],
      ["enrolled", credentialId],
    ],
  );
  await home.want({ ...anna, credentials: [] });
  await home.atRest();
  assert.equal(home.lock.credentials.length, 0, "a finger that is not wanted any more goes");
});

test("a found user becomes a person's, and is neither removed nor made again", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  const userIndex = home.lock.addAtKeypad("User 1", "482916");
  const anna = person("Anna");
  await home.want();
  await home.atRest();
  assert.equal(home.wantedReport?.found.length, 1);
  const order = { order: "adoptUser", lockId, userIndex, personId: anna.personId } as const;
  assert.deepEqual(await home.gateway.order(order), { ok: true });
  await home.atRest();
  assert.equal(home.lock.users.size, 1, "the person is not in a document yet, and stays");
  const credentialId = randomUUID();
  const pin = { kind: "pin", index: 1 } as const;
  const adopt = { order: "adoptCredential", lockId, personId: anna.personId, credentialId, ...pin } as const;
  assert.deepEqual(await home.gateway.order(adopt), { ok: true });
  await home.want({ ...anna, credentials: [{ credentialId, kind: "pin", sealed: null }] });
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
  assert.equal(home.lock.users.size, 1);
  assert.deepEqual(home.wantedReport?.found, []);
  assert.equal(home.wantedReport?.users[0]?.credentials[0]?.status.status, "confirmed");
  await home.want();
  await home.atRest();
  assert.equal(home.lock.users.size, 0, "a person who is deleted goes");
});

test("an adoption that the server never heard of harms nobody, and can be made again", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  const userIndex = home.lock.addAtKeypad("User 1", "482916");
  await home.want();
  await home.atRest();
  const pin = { kind: "pin", index: 1 } as const;
  const adopt = async (personId: string, credentialId: string) => [
    await home.gateway.order({ order: "adoptUser", lockId, userIndex, personId }),
    await home.gateway.order({ order: "adoptCredential", lockId, personId, credentialId, ...pin }),
  ];
  assert.deepEqual(await adopt(randomUUID(), randomUUID()), [{ ok: true }, { ok: true }]);
  await home.restart();
  await home.want(person("Bruno"));
  await home.atRest();
  assert.ok(home.lock.userNamed("User 1") !== null, "what else changes does not take it away");
  assert.deepEqual(
    home.wantedReport?.found.map((user) => user.userIndex),
    [userIndex],
  );
  const anna = person("Anna");
  const credentialId = randomUUID();
  assert.deepEqual(await adopt(anna.personId, credentialId), [{ ok: true }, { ok: true }]);
  await home.want(person("Carla"));
  await home.atRest();
  assert.deepEqual(home.lock.users.get(userIndex)?.name, "User 1");
  const credentials = [{ credentialId, kind: "pin" as const, sealed: null }];
  await home.want({ ...anna, credentials });
  await home.atRest();
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
  const [adopted] = home.wantedReport?.users ?? [];
  assert.deepEqual([adopted?.userIndex, adopted?.credentials[0]?.status.status], [userIndex, "confirmed"]);
  const other = await home.gateway.order({ order: "adoptUser", lockId, userIndex, personId: randomUUID() });
  assert.equal(other.ok ? "" : other.error, "invalid", "a person's user is nobody else's");
  await home.want({ ...anna, credentials: [] });
  await home.atRest();
  assert.deepEqual(home.lock.credentials, [], "once it was named it goes when it is not wanted any more");
  await home.want();
  await home.atRest();
  assert.equal(home.lock.users.size, 0);
});

test("a credential that was adopted without the server's knowledge stays, and can be adopted again", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  const anna = person("Anna");
  await home.want(anna);
  await home.atRest();
  const finger = home.lock.addCredentialAtKeypad(1, "fingerprint", "finger");
  const order = { order: "adoptCredential", lockId, personId: anna.personId, ...finger } as const;
  assert.deepEqual(await home.gateway.order({ ...order, credentialId: randomUUID() }), { ok: true });
  await home.want({ ...anna, name: "Anna Rossi" });
  await home.atRest();
  assert.equal(home.lock.credentials.length, 1);
  assert.equal(home.wantedReport?.foundCredentials.length, 1);
  const credentialId = randomUUID();
  assert.deepEqual(await home.gateway.order({ ...order, credentialId }), { ok: true });
  await home.want({ ...anna, credentials: [{ credentialId, kind: "fingerprint", sealed: null }] });
  await home.atRest();
  assert.equal(home.wantedReport?.users[0]?.credentials[0]?.status.status, "confirmed");
  assert.deepEqual(home.wantedReport?.foundCredentials, []);
});

test("a found user is merged with the person who is there", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  const anna = person("Anna", { credentials: [home.sealed("pin", "482916")] });
  await home.want(anna);
  await home.atRest();
  const userIndex = home.lock.addAtKeypad("User 2", "593027");
  const order = { order: "adoptUser", lockId, userIndex, personId: anna.personId } as const;
  assert.deepEqual(await home.gateway.order(order), { ok: true });
  await home.atRest();
  assert.equal(home.lock.users.size, 1);
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916", "593027"]);
  assert.deepEqual(home.wantedReport?.foundCredentials, [
    { personId: anna.personId, credential: { kind: "pin", index: 2 } },
  ]);
});

test("a lock that cannot merge says so, and both users stay", async (t) => {
  const home = await GatewayHome.open(t, new FakeLock(plainLockAbilities));
  const anna = person("Anna");
  await home.want(anna);
  await home.atRest();
  const userIndex = home.lock.addAtKeypad("User 2", "593027");
  const { lockId } = home;
  const answer = await home.gateway.order({ order: "adoptUser", lockId, userIndex, personId: anna.personId });
  assert.equal(answer.ok ? "" : answer.error, "notSupported");
  assert.equal(home.lock.users.size, 2);
});

test("what was found may be removed, but nobody of the household that way", async (t) => {
  const home = await GatewayHome.open(t);
  const { lockId } = home;
  await home.want(person("Anna", { credentials: [home.sealed("pin", "482916")] }));
  await home.atRest();
  const userIndex = home.lock.addAtKeypad("Stranger", "900001");
  const finger = home.lock.addCredentialAtKeypad(1, "fingerprint", "finger");
  assert.deepEqual(await home.gateway.order({ order: "removeFoundUser", lockId, userIndex }), { ok: true });
  assert.deepEqual(await home.gateway.order({ order: "removeFoundCredential", lockId, ...finger }), { ok: true });
  const user = await home.gateway.order({ order: "removeFoundUser", lockId, userIndex: 1 });
  assert.equal(user.ok ? "" : user.error, "invalid");
  const pin = await home.gateway.order({ order: "removeFoundCredential", lockId, kind: "pin", index: 1 });
  assert.equal(pin.ok ? "" : pin.error, "invalid");
  assert.equal(home.lock.users.size, 1);
  assert.deepEqual(home.lock.pinsOf("Anna"), ["482916"]);
});

test("the time zone is told to the locks, and kept", async (t) => {
  const home = await GatewayHome.open(t);
  const bad = await home.gateway.order({ order: "setTimeZone", timeZone: "Middle/Earth" });
  assert.equal(bad.ok ? "" : bad.error, "invalid");
  await home.gateway.order({ order: "setTimeZone", timeZone: "Europe/Rome" });
  assert.equal(home.network.timeZone, "Europe/Rome");
  await home.restart();
  assert.equal(home.network.started?.timeZone, "Europe/Rome");
});

test("Home Assistant is started with the broker's password, now and after a restart, and stopped", async (t) => {
  const started: HomeAssistantSettings[] = [];
  const bridge = {
    start: async (settings: HomeAssistantSettings) => void started.push(await Promise.resolve(settings)),
    stop: async () => void (started.length = await Promise.resolve(0)),
  };
  const home = await GatewayHome.open(t, new FakeLock(), { homeAssistant: () => bridge });
  const mqtt = {
    url: "mqtt://127.0.0.1:1883",
    username: "home",
    sealedPassword: sealTo(home.gateway.publicKey, "not for others", "mqtt"),
    discoveryPrefix: "homeassistant",
    isUnlockAllowed: false,
  };
  await home.gateway.order({ order: "setMqtt", mqtt });
  assert.deepEqual(
    started.map(({ password }) => password),
    ["not for others"],
  );
  const wrong = { ...mqtt, sealedPassword: sealTo(home.gateway.publicKey, "x", "pin") };
  const answer = await home.gateway.order({ order: "setMqtt", mqtt: wrong });
  assert.equal(answer.ok ? "" : answer.error, "invalid");
  await home.restart();
  assert.equal(started.at(-1)?.password, "not for others");
  await home.gateway.order({ order: "setMqtt", mqtt: null });
  assert.deepEqual(started, []);
  assert.equal(home.store.mqtt, null);
});

test("whoever comes late is told all that is known", async (t) => {
  const home = await GatewayHome.open(t);
  await home.want(person("Anna"));
  await home.atRest();
  home.gateway.publish({ report: "box", led: "white", network: "cable", ssid: null });
  const told: string[] = [];
  const detach = home.gateway.attach({
    report: ({ report }) => void told.push(report),
    record: async () => await Promise.resolve(),
  });
  assert.deepEqual(told.toSorted(), ["box", "lock", "wanted"]);
  detach();
  home.network.reach(false);
  await setImmediate();
  assert.equal(told.length, 3);
});

test("what a lock refuses is told in a sentence without code words", () => {
  for (const reason of [...refusalReasons, "busy"] as const) {
    const answer = answerOf({ ok: false, reason });
    assert.ok(!answer.ok);
    assert.match(answer.sentence, /^[A-Z][^:]*\.$/);
    assert.doesNotMatch(answer.sentence, /[a-z][A-Z]/, answer.sentence);
  }
});
