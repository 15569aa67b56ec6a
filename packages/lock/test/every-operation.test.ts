/**
 * Power cuts everywhere: for each thing that a person or an app can do with the lock, a cut before every single change
 * of the disk, in the middle of every write, and after everything that could be perceived. Whatever such a cut leaves
 * is opened again, and must be a lock that knows all it ever let on, and nothing by halves.
 */

import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { DurableState } from "@catenaccio/lock-core";
import { newKeyName } from "../src/secrets/file-secrets.ts";
import { databaseName } from "../src/store/schema.ts";
import type { InMessage, ReportedRecord } from "../src/virtual/protocol.ts";
import type { VirtualLock } from "../src/virtual/virtual-lock.ts";
import { readImage, writeImage, type DiskImage } from "./disk-image.ts";
import {
  addCard,
  addFinger,
  addPin,
  adminCard,
  adminFinger,
  adminPin,
  courier,
  guest,
  moveIn,
  nobodysCard,
  nobodysFinger,
  nobodysPin,
  openMenu,
  secondCard,
  secondFinger,
  secondPin,
  touch,
} from "./people.ts";
import { logOf, makeFastFolder, openLock, runWithCuts, type Cut, type Heard, type Run } from "./power-cuts.ts";

const menuByPin = [...openMenu, { press: `${adminPin}#` }];
const menuByFinger = [...openMenu, { finger: adminFinger }];
const menuByCard = [...openMenu, { card: adminCard }];
const wrongPin = [touch, { press: `${nobodysPin}#` }];
const wrongFinger = [{ finger: nobodysFinger }];
const wrongCard = [{ card: nobodysCard }];
const courierEnters = [touch, { press: `${courier.pin}#` }];
const relocked: InMessage = { wait: 6000 };

type Home = "new" | "lived-in";

/** The folders in which the operations begin, made once: that of a lock as it is unpacked, and of one with people. */
const homes: Partial<Record<Home, DiskImage>> = {};

async function homeOf(home: Home, folder: string): Promise<DiskImage> {
  const made = homes[home];
  if (made !== undefined) return made;
  const lock = openLock(folder);
  lock.start();
  if (home === "lived-in") for (const message of moveIn) await lock.send(message);
  const disk = readImage(folder);
  lock.close();
  rmSync(folder, { recursive: true });
  homes[home] = disk;
  return disk;
}

/** What comes out of the lock when an operation is done, and not before: from then on no cut may undo it. */
type Confirmation = (message: Heard) => boolean;

const says =
  (prompt: string): Confirmation =>
  (message) =>
    "say" in message && message.say === prompt;
const isAnswered: Confirmation = (message) => "done" in message;

/** Something that opens the door exactly while it is enrolled. */
interface DoorKey {
  readonly messages: readonly InMessage[];
  readonly kind: "fingerprint" | "pin" | "rfid";
  readonly index: number;
}

const pinKey = (pin: string, index: number): DoorKey => ({
  messages: [touch, { press: `${pin}#` }],
  kind: "pin",
  index,
});
const fingerKey = (finger: string, index: number): DoorKey => ({ messages: [{ finger }], kind: "fingerprint", index });
const cardKey = (card: string, index: number): DoorKey => ({ messages: [{ card }], kind: "rfid", index });

interface Operation {
  readonly home?: Home;
  /** Happens before the cuts begin. */
  readonly before?: readonly InMessage[];
  readonly messages: readonly InMessage[];
  readonly isConfirmed: Confirmation;
  readonly keys?: readonly DoorKey[];
}

const remote = (order: Extract<InMessage, { remote: string }>, keys: readonly DoorKey[] = []): Operation => ({
  messages: [order],
  isConfirmed: isAnswered,
  keys,
});

const operations: Readonly<Record<string, Operation>> = {
  "the first fingerprint of a new lock": {
    home: "new",
    before: openMenu,
    messages: addFinger(adminFinger),
    isConfirmed: says("fingerprint-added"),
    keys: [fingerKey(adminFinger, 1)],
  },
  "the first PIN of a new lock": {
    home: "new",
    before: openMenu,
    messages: addPin(adminPin),
    isConfirmed: says("pin-added"),
    keys: [pinKey(adminPin, 1)],
  },
  "the first card of a new lock": {
    home: "new",
    before: openMenu,
    messages: addCard(adminCard),
    isConfirmed: says("card-added"),
    keys: [cardKey(adminCard, 1)],
  },
  "11: a fingerprint is added": {
    before: menuByCard,
    messages: addFinger("carla-thumb"),
    isConfirmed: says("fingerprint-added"),
    keys: [fingerKey("carla-thumb", 3), fingerKey(adminFinger, 1)],
  },
  "12: a PIN is added": {
    before: menuByFinger,
    messages: addPin("5093627184"),
    isConfirmed: says("pin-added"),
    keys: [pinKey("5093627184", 3), pinKey(adminPin, 1)],
  },
  "13: a card is added": {
    before: menuByPin,
    messages: addCard("carlas"),
    isConfirmed: says("card-added"),
    keys: [cardKey("carlas", 3), cardKey(adminCard, 1)],
  },
  "21: a fingerprint is deleted": {
    before: menuByCard,
    messages: [{ press: "21#2##" }],
    isConfirmed: says("deleted"),
    keys: [fingerKey(secondFinger, 2), fingerKey(adminFinger, 1)],
  },
  "22: a PIN is deleted": {
    before: menuByFinger,
    messages: [{ press: "22#2##" }],
    isConfirmed: says("deleted"),
    keys: [pinKey(secondPin, 2), pinKey(adminPin, 1)],
  },
  "23: a card is deleted": {
    before: menuByPin,
    messages: [{ press: "23#2##" }],
    isConfirmed: says("deleted"),
    keys: [cardKey(secondCard, 2), cardKey(adminCard, 1)],
  },
  "31: the fingerprints are cleared": {
    before: menuByCard,
    messages: [{ press: "31##" }],
    isConfirmed: says("cleared"),
    keys: [fingerKey(adminFinger, 1), fingerKey(secondFinger, 2), cardKey(adminCard, 1)],
  },
  "32: the PINs are cleared": {
    before: menuByFinger,
    messages: [{ press: "32##" }],
    isConfirmed: says("cleared"),
    keys: [pinKey(adminPin, 1), pinKey(guest.pin, guest.pinIndex), fingerKey(adminFinger, 1)],
  },
  "33: the cards are cleared": {
    before: menuByPin,
    messages: [{ press: "33##" }],
    isConfirmed: says("cleared"),
    keys: [cardKey(adminCard, 1), cardKey(guest.card, guest.cardIndex), pinKey(adminPin, 1)],
  },
  "41: the volume becomes high": {
    before: [{ remote: "volume", to: "low" }, ...menuByPin],
    messages: [{ press: "41#" }],
    isConfirmed: says("volume-high"),
  },
  "42: the volume becomes low": { before: menuByPin, messages: [{ press: "42#" }], isConfirmed: says("volume-low") },
  "43: the lock becomes silent": {
    before: menuByPin,
    messages: [{ press: "43#" }],
    isConfirmed: says("volume-silent"),
  },
  "3570: the lock is initialised": {
    before: menuByFinger,
    messages: [{ press: "3570##" }],
    isConfirmed: says("reset-done"),
    keys: [pinKey(adminPin, 1), fingerKey(adminFinger, 1), cardKey(adminCard, 1)],
  },
  "the lock is reset to the factory's state": {
    messages: [{ batteries: "in", reset: true }, { press: "#" }],
    isConfirmed: says("reset-done"),
    keys: [pinKey(adminPin, 1), fingerKey(adminFinger, 1), cardKey(adminCard, 1)],
  },
  "setUser: a new one": remote({ remote: "setUser", user: 120, name: "Zoe", role: "member" }),
  "setUser: another name, switched off": remote({
    remote: "setUser",
    user: guest.user,
    name: "Ewa",
    enabled: false,
  }),
  "clearUser: with a PIN and a card": remote({ remote: "clearUser", user: guest.user }, [
    pinKey(guest.pin, guest.pinIndex),
    cardKey(guest.card, guest.cardIndex),
  ]),
  "clearUser: with a finger": remote({ remote: "clearUser", user: 5 }, [fingerKey(secondFinger, 2)]),
  "setCredential: a PIN": remote(
    { remote: "setCredential", user: guest.user, kind: "pin", index: 30, pin: "50936271" },
    [pinKey("50936271", 30), pinKey(guest.pin, guest.pinIndex)],
  ),
  "setCredential: a card": remote({ remote: "setCredential", user: guest.user, kind: "rfid", card: "evas-other" }, [
    cardKey("evas-other", 3),
    cardKey(guest.card, guest.cardIndex),
  ]),
  "clearCredential: a PIN": remote({ remote: "clearCredential", kind: "pin", index: guest.pinIndex }, [
    pinKey(guest.pin, guest.pinIndex),
  ]),
  "clearCredential: a card": remote({ remote: "clearCredential", kind: "rfid", index: guest.cardIndex }, [
    cardKey(guest.card, guest.cardIndex),
  ]),
  "clearCredential: a fingerprint": remote({ remote: "clearCredential", kind: "fingerprint", index: 2 }, [
    fingerKey(secondFinger, 2),
  ]),
  "setSchedule: each week": remote({
    remote: "setSchedule",
    user: guest.user,
    weekDay: { days: ["mon", "tue"], from: "09:00", to: "12:00" },
  }),
  "setSchedule: once": remote({
    remote: "setSchedule",
    user: guest.user,
    yearDay: { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" },
  }),
  clearSchedules: {
    ...remote({ remote: "clearSchedules", user: guest.user }),
    before: [
      { remote: "setSchedule", user: guest.user, weekDay: { days: ["mon"], from: "09:00", to: "12:00" } },
      {
        remote: "setSchedule",
        user: guest.user,
        yearDay: { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z" },
      },
    ],
  },
  volume: remote({ remote: "volume", to: "silent" }),
  language: remote({ remote: "language", to: "it" }),
  relock: remote({ remote: "relock", seconds: 30 }),
  "menu-off": remote({ remote: "menu-off" }),
  "passage-on": remote({ remote: "passage-on" }),
  "passage-off": { ...remote({ remote: "passage-off" }), before: [{ remote: "passage-on" }] },
  "lock, which ends open mode": { ...remote({ remote: "lock" }), before: [{ remote: "passage-on" }] },
  "a card ends open mode": {
    before: [{ remote: "passage-on" }],
    messages: [{ card: secondCard }],
    isConfirmed: says("passage-ended"),
  },
  "the front is forced off": { messages: [{ tamper: true }], isConfirmed: isAnswered },
};

for (const [name, operation] of Object.entries(operations))
  test(`L33, D-1: cut anywhere in "${name}", it is done or was not begun`, async (t) => {
    const { run, folder } = await cutEverywhere(t, operation);
    const first = run.stored[0];
    const last = run.stored.at(-1);
    assert.ok(first && last && last !== first && run.heard.some(operation.isConfirmed), "it was done");
    for (const cut of run.cuts) {
      const lock = await reopen(folder, cut, run);
      const found = peopleAndSettings(lock.device.state.durable);
      const isConfirmed = cut.heard.some(operation.isConfirmed);
      const isDone = isDeepStrictEqual(found, peopleAndSettings(last));
      if (isConfirmed || !isDone) assert.deepEqual(found, peopleAndSettings(isConfirmed ? last : first));
      for (const { messages, kind, index } of operation.keys ?? [])
        assert.equal(
          await opens(lock, messages),
          found.credentials[kind][index] !== undefined,
          `${kind} ${index} of ${JSON.stringify(found.credentials[kind])}`,
        );
      lock.close();
    }
  });

test("L33, D-1: a cut while the log of changes is folded into the database loses nothing", async (t) => {
  const switching: readonly InMessage[] = [
    { remote: "volume", to: "low" },
    { remote: "volume", to: "high" },
  ];
  const { run, folder } = await cutEverywhere(t, {
    before: Array.from({ length: 58 }, () => switching).flat(),
    messages: Array.from({ length: 8 }, () => switching).flat(),
  });
  const databases = new Set(run.cuts.map(({ disk }) => disk.get(databaseName)));
  assert.ok(databases.size > 2, "the database was written to, and cut off in the middle of that");
  for (const cut of run.cuts) (await reopen(folder, cut, run)).close();
});

test("L33, D-1: cut anywhere in its very first start, it is a new lock all the same", async (t) => {
  const root = makeFastFolder(t);
  const run = await runWithCuts({ folder: join(root, "run"), disk: new Map(), messages: [], isOpeningCut: true });
  t.diagnostic(`${run.operations} operations, ${run.cuts.length} different cuts`);
  const folder = join(root, "cut");
  for (const cut of run.cuts) {
    const lock = await reopen(folder, cut, run);
    for (const message of [...openMenu, ...addPin(adminPin), { press: "*" }]) await lock.send(message);
    const disk = readImage(folder);
    lock.close();
    rmSync(folder, { recursive: true });
    writeImage(disk, folder);
    const again = openLock(folder);
    again.start();
    assert.equal(await opens(again, [touch, { press: `${adminPin}#` }]), true, "with the key that it had");
    again.close();
  }
});

test("L28, D-1: a second cut, anywhere in the start after a first one in an initialisation, leaves nothing of before", async (t) => {
  const { run, folder } = await cutEverywhere(t, { before: menuByFinger, messages: [{ press: "3570##" }] });
  const before = run.stored[0];
  assert.ok(before);
  let cuts = 0;
  for (const cut of run.cuts) {
    const second = await runWithCuts({ folder, disk: cut.disk, messages: [], isOpeningCut: true });
    for (const secondCut of second.cuts) {
      cuts++;
      const lock = await reopen(folder, secondCut, second);
      const { initial, users } = lock.reportState();
      if (cut.heard.some(says("reset-done"))) assert.equal(initial, true);
      assert.deepEqual(Object.keys(users), initial ? [] : Object.keys(before.users));
      assert.equal(await opens(lock, [touch, { press: `${adminPin}#` }]), !initial);
      if (initial) {
        for (const message of [...openMenu, ...addPin(adminPin), { press: "*" }]) await lock.send(message);
        const tag = lock.device.state.durable.credentials.pin[1]?.tag;
        assert.ok(tag !== undefined && tag !== before.credentials.pin[1]?.tag, "the key is a new one");
      }
      lock.close();
    }
  }
  t.diagnostic(`${cuts} second cuts`);
});

test("L34, D-1: cut anywhere in the minute of the siren, it sounds again for what is left of it", async (t) => {
  const { run, folder } = await cutEverywhere(t, { messages: [{ tamper: true }, { wait: 20_000 }, { wait: 35_000 }] });
  for (const cut of run.cuts) {
    const heard: Heard[] = [];
    const lock = await reopen(folder, cut, run, heard);
    const isSounding = heard.some((message) => "siren" in message && message.siren);
    const { sirenUntilMs } = lock.device.state.durable.alarm;
    assert.equal(isSounding, sirenUntilMs !== null);
    assert.ok(isSounding || !cut.heard.some((message) => "siren" in message), "a siren that was heard sounds again");
    await lock.send({ wait: 60_000 - cut.elapsedMs.most - 1 });
    assert.equal(heard.filter((message) => "siren" in message).length, isSounding ? 1 : 0, "not before its time");
    await lock.send({ wait: 30_001 });
    assert.equal(heard.filter((message) => "siren" in message).length, isSounding ? 2 : 0);
    lock.close();
  }
});

/** A try, and what it is to be: each kind at each place, wrong and right. */
interface Try {
  readonly before?: readonly InMessage[];
  readonly messages: readonly InMessage[];
}

const wrongTries: Readonly<Record<string, Try>> = {
  "an unknown PIN": { messages: wrongPin },
  "a padded entry without a PIN": { messages: [touch, { press: "26408159302640815930#" }] },
  "an entry that is too short": { messages: [touch, { press: "482#" }] },
  "an entry that is too long": { messages: [touch, { press: `${adminPin.repeat(4)}#` }] },
  "an unknown finger": { messages: wrongFinger },
  "an unknown card": { messages: wrongCard },
  "the right PIN of a disabled user": {
    before: [{ remote: "setUser", user: guest.user, enabled: false }],
    messages: [touch, { press: `${guest.pin}#` }],
  },
  "the right card of a user out of schedule": {
    before: [{ remote: "setSchedule", user: guest.user, weekDay: { days: ["sun"], from: "09:00", to: "12:00" } }],
    messages: [{ card: guest.card }],
  },
  "a PIN that was good for once, again": { before: [...courierEnters, relocked], messages: courierEnters },
  "a wrong PIN for the menu": { before: openMenu, messages: wrongPin },
  "a wrong finger for the menu": { before: openMenu, messages: wrongFinger },
  "a wrong card for the menu": { before: openMenu, messages: wrongCard },
  "a wrong PIN from the app": { messages: [{ remote: "unlock", pin: nobodysPin }] },
};

const wrongTriesMax = 5;
const lockoutMs = 180_000;
const threeWrongTries = [...wrongCard, ...wrongFinger, ...wrongCard];

for (const [name, wrong] of Object.entries(wrongTries)) {
  test(`L15x, D-2: cut anywhere in a wrong try (${name}), it was counted before it was judged`, async (t) => {
    await assertTriesCount(t, { ...wrong, tries: 1 });
  });

  test(`L15, D-2: cut anywhere in the fifth wrong try (${name}), there is a lock-out before a sixth`, async (t) => {
    const { before = [], messages } = wrong;
    await assertTriesCount(t, { before: [...wrongPin, ...threeWrongTries, ...before], messages, tries: 1 });
  });
}

const fiveWrongTries = [...wrongPin, ...wrongFinger, ...wrongCard, ...wrongPin, ...wrongCard];

test("L15x, D-2: cut anywhere in five wrong tries, nobody gets a sixth", async (t) => {
  await assertTriesCount(t, { messages: fiveWrongTries, tries: wrongTriesMax });
});

/** Cuts everywhere, and then goes on with wrong tries until the lock is locked out. */
async function assertTriesCount(t: TestContext, attack: Try & { readonly tries: number }): Promise<void> {
  const { run, folder } = await cutEverywhere(t, attack);
  const countBefore = run.stored[0]?.guard.wrongTries ?? 0;
  assert.equal(run.stored.at(-1)?.guard.wrongTries, countBefore + attack.tries, "each was a wrong try");
  const opened = run.stored.filter(({ guard }) => guard.openTry !== null);
  assert.deepEqual(
    opened.map(({ guard }) => guard.wrongTries - countBefore),
    Array.from({ length: attack.tries }, (_, at) => at + 1),
    "each was stored as open, and counted, before its outcome",
  );
  for (const cut of run.cuts) {
    const lock = await reopen(folder, cut, run);
    const refused = judgedTries(cut.heard);
    const judged = Math.max(cut.judged, refused);
    const { guard } = lock.device.state.durable;
    const counted = guard.wrongTries - countBefore;
    assert.ok(counted >= judged, `${judged} were judged, ${counted} are counted`);
    assert.ok(counted <= refused + 1, `${refused} were refused, ${counted} are counted`);
    assertLockout(lock, cut);
    let tries = guard.wrongTries;
    while (lock.reportState().lockedOutMs === 0) {
      const heard = await hear(lock, [{ wait: 6000 }, ...wrongFinger]);
      assert.equal(judgedTries(heard), 1);
      tries++;
    }
    assert.equal(tries, wrongTriesMax);
    lock.close();
  }
}

function judgedTries(heard: readonly Heard[]): number {
  return heard.filter((message) => "log" in message && message.log.event === "lockOperationError").length;
}

/** After the fifth wrong try, and after none before it, the lock is locked out, for the whole time if none has passed. */
function assertLockout(lock: VirtualLock, cut: Cut): void {
  const { wrongTries, lockedOutMs } = lock.reportState();
  const isLockedOut = wrongTries >= wrongTriesMax;
  assert.equal(lockedOutMs, isLockedOut ? lockoutMs : 0);
  assert.ok(isLockedOut || !cut.heard.some(says("locked-out")), "a lock-out that was said is there");
}

test("L15x, D-2: a second cut, anywhere in the start after a first one anywhere in five wrong tries, gives no try for nothing", async (t) => {
  const { run, folder } = await cutEverywhere(t, { messages: fiveWrongTries });
  let cuts = 0;
  for (const cut of run.cuts) {
    const second = await runWithCuts({ folder, disk: cut.disk, messages: [], isOpeningCut: true });
    const refused = judgedTries(cut.heard);
    const judged = Math.max(cut.judged, refused);
    for (const secondCut of second.cuts) {
      cuts++;
      const lock = await reopen(folder, secondCut, second);
      const counted = lock.device.state.durable.guard.wrongTries;
      assert.ok(counted >= judged, `${judged} were judged, ${counted} are counted`);
      assert.ok(counted <= refused + 1, `${refused} were refused, ${counted} are counted`);
      assertLockout(lock, cut);
      assertLockout(lock, secondCut);
      lock.close();
    }
  }
  t.diagnostic(`${cuts} second cuts`);
});

test("L15x, P-4: a cut anywhere in a lock-out does not shorten it, nor lengthen it by more than half a minute", async (t) => {
  const { run, folder } = await cutEverywhere(t, {
    before: fiveWrongTries,
    messages: [{ wait: 20_000 }, ...wrongCard, { wait: 45_000 }, ...wrongPin, { wait: 100_000 }, { wait: 14_999 }],
  });
  for (const cut of run.cuts) {
    const lock = await reopen(folder, cut, run);
    const { lockedOutMs, wrongTries } = lock.reportState();
    assert.equal(wrongTries, wrongTriesMax);
    assert.ok(lockedOutMs >= lockoutMs - cut.elapsedMs.least, `${lockedOutMs} ms left of the lock-out`);
    assert.ok(lockedOutMs <= lockoutMs - cut.elapsedMs.most + 30_000, `${lockedOutMs} ms left of the lock-out`);
    assert.equal(await opens(lock, [{ card: adminCard }]), false);
    await lock.send({ wait: lock.reportState().lockedOutMs });
    assert.equal(lock.reportState().wrongTries, 0);
    assert.equal(await opens(lock, [{ card: adminCard }]), true);
    lock.close();
  }
});

const unlocks: Readonly<Record<string, Try & { readonly user: number }>> = {
  "a PIN": { messages: [touch, { press: `${adminPin}#` }], user: 1 },
  "a padded PIN": { messages: [touch, { press: `95${adminPin}137#` }], user: 1 },
  "a finger": { messages: [{ finger: adminFinger }], user: 2 },
  "a card": { messages: [{ card: adminCard }], user: 3 },
  "a guest's PIN": { messages: [touch, { press: `${guest.pin}#` }], user: guest.user },
  "a PIN from the app": { messages: [{ remote: "unlock", pin: secondPin }], user: 4 },
};

for (const [name, { messages, user }] of Object.entries(unlocks))
  test(`L13, V-12: cut anywhere in an unlocking by ${name}, it is on record if it happened, and the clutch lets go`, async (t) => {
    const { run, folder } = await cutEverywhere(t, { before: wrongCard, messages: [...messages, relocked] });
    assert.ok(run.heard.some(isEngaged), "it opened");
    for (const cut of run.cuts) {
      const lock = await reopen(folder, cut, run);
      const { wrongTries } = lock.device.state.durable.guard;
      assert.equal(lock.world.physical().clutch, "free");
      const tries = logOf(lock).filter((record) => record.event.startsWith("lockOperation") && isBy(record, user));
      if (cut.heard.some(isEngaged)) {
        assert.equal(tries.length, 1, "an opening is on record");
        assert.equal(wrongTries, 0, "a success puts the count back");
      } else assert.ok(wrongTries <= 2, `${wrongTries} wrong tries`);
      lock.close();
    }
  });

function isEngaged(message: Heard): boolean {
  return "clutch" in message && message.clutch === "engaged";
}

function isBy(record: ReportedRecord, user: number): boolean {
  return "user" in record && record.user === user;
}

test("L11, P-14: cut anywhere in the one use of a one-time PIN, it never opens twice", async (t) => {
  for (const messages of [courierEnters, [{ remote: "unlock", pin: courier.pin } as const]]) {
    const { run, folder } = await cutEverywhere(t, { messages });
    assert.ok(run.heard.some(isEngaged), "it opened");
    for (const cut of run.cuts) {
      const lock = await reopen(folder, cut, run);
      const isSpent = lock.reportState().users[courier.user]?.enabled === false;
      const hasOpened = cut.heard.some(isEngaged);
      assert.ok(isSpent || !hasOpened, "what has opened is spent");
      assert.equal(await opens(lock, courierEnters), !isSpent);
      assert.equal(await opens(lock, courierEnters), false);
      lock.close();
    }
  }
});

for (const [name, before] of Object.entries({ "a PIN": openMenu, "a finger": openMenu, "a card": openMenu })) {
  const messages = { "a PIN": menuByPin, "a finger": menuByFinger, "a card": menuByCard }[name] ?? [];
  test(`L20: cut anywhere in the opening of the menu by ${name}, the menu is shut again and the try counts at most once`, async (t) => {
    const { run, folder } = await cutEverywhere(t, { before: [...wrongCard, ...before], messages: messages.slice(-1) });
    assert.ok(run.heard.some(says("menu-open")), "it opened");
    for (const cut of run.cuts) {
      const lock = await reopen(folder, cut, run);
      const { menu, wrongTries } = lock.reportState();
      assert.equal(menu, null);
      if (cut.heard.some(says("menu-open"))) assert.equal(wrongTries, 0);
      else assert.ok(wrongTries <= 2, `${wrongTries} wrong tries`);
      lock.close();
    }
  });
}

async function cutEverywhere(
  t: TestContext,
  { home = "lived-in", before = [], messages }: Pick<Operation, "home" | "before" | "messages">,
): Promise<{ readonly run: Run; readonly folder: string }> {
  const root = makeFastFolder(t);
  const disk = await homeOf(home, join(root, "home"));
  const run = await runWithCuts({ folder: join(root, "run"), disk, before, messages });
  t.diagnostic(`${run.operations} operations, ${run.cuts.length} different cuts`);
  return { run, folder: join(root, "cut") };
}

/**
 * The lock with power again after a cut, and in `heard` what it says to that. It holds one of the states that it may
 * hold, with that state's log; what was perceived is in there; and what lies beside the store goes with it.
 */
async function reopen(folder: string, cut: Cut, run: Run, heard: Heard[] = []): Promise<VirtualLock> {
  rmSync(folder, { recursive: true, force: true });
  writeImage(cut.disk, folder);
  const lock = openLock(folder);
  const found = lock.device.state.durable;
  const possible = run.stored.slice(cut.least, cut.most + 1);
  if (!possible.some((state) => isDeepStrictEqual(state, found)))
    assert.deepEqual(found, possible[0], `none of the ${possible.length} states that there may be`);

  const log = logOf(lock);
  assertGapless(log, found.log.nextSeq);
  for (const record of log) assert.deepEqual(record, run.records.get(record.seq));
  const told = cut.heard.flatMap((message) => ("log" in message ? [message.log] : []));
  const erasedBefore = log[0]?.seq ?? 1;
  for (const record of told)
    if (record.seq >= erasedBefore || !isReset(log[0])) assert.deepEqual(logAt(log, record.seq), record);

  lock.subscribe((message) => heard.push(message));
  lock.start();
  if (lock.world.physical().power === "off") await lock.send({ batteries: "in" });
  const started = lock.device.state.durable;
  assert.deepEqual(peopleAndSettings(started), peopleAndSettings(found), "a start changes nobody and no setting");
  const slots = lock.world.hardware.reader.templateSlots();
  assert.deepEqual(slots, Object.keys(found.credentials.fingerprint).map(Number), "each template has its credential");
  assert.equal(existsSync(join(folder, newKeyName)), false);
  const startedLog = logOf(lock);
  assertGapless(startedLog, started.log.nextSeq);
  assert.deepEqual(startedLog.slice(0, log.length), log);
  return lock;
}

function isReset(record: ReportedRecord | undefined): boolean {
  return record?.event === "alarm" && record.code === "lockFactoryReset";
}

function logAt(log: readonly ReportedRecord[], seq: number): ReportedRecord | undefined {
  return log.find((record) => record.seq === seq);
}

function assertGapless(log: readonly ReportedRecord[], nextSeq: number): void {
  assert.deepEqual(
    log.map(({ seq }) => seq),
    Array.from({ length: log.length }, (_, at) => nextSeq - log.length + at),
  );
}

function peopleAndSettings({
  users,
  credentials,
  settings,
}: DurableState): Pick<DurableState, "users" | "credentials" | "settings"> {
  return { users, credentials, settings };
}

/** Whether this drives the clutch; waits until it has let go again. */
async function opens(lock: VirtualLock, messages: readonly InMessage[]): Promise<boolean> {
  const wasPassage = lock.device.state.durable.settings.operatingMode === "passage";
  assert.equal(wasPassage, false, "in open mode nothing can be seen to open");
  const heard = await hear(lock, messages);
  await lock.send(relocked);
  return heard.some((message) => "clutch" in message && message.clutch === "engaged");
}

async function hear(lock: VirtualLock, messages: readonly InMessage[]): Promise<readonly Heard[]> {
  const heard: Heard[] = [];
  const stop = lock.subscribe((message) => heard.push(message));
  for (const message of messages) await lock.send(message);
  stop();
  return heard;
}
