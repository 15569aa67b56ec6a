import assert from "node:assert/strict";
import { test } from "node:test";
import { newGuest } from "@catenaccio/protocol/api";
import { must, TestHome } from "../../test/household/test-home.ts";
import { addGuest, readGuestPage, revokeGuestLink } from "./guests.ts";
import { readPeople } from "./people.ts";
import { sweepHousehold } from "./privacy.ts";
import { changeSettings } from "./settings.ts";

const tomorrow = { from: "2026-03-03T09:00", to: "2026-03-03T12:00" };

async function romanHome(): Promise<TestHome> {
  const home = await TestHome.open();
  must(
    await changeSettings(home.household, home.actor, {
      timeZone: "Europe/Rome",
      historyDays: 365,
      keepsSealedPins: false,
    }),
  );
  return home;
}

test("a guest with a PIN for tomorrow from 9 to 12 sees it behind the link, with the door and whether the lock has it", async () => {
  await using home = await romanHome();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front door");
  gateway.setOnline(front, false);
  const guest = must(await addGuest(household, actor, newGuest.parse({ name: "Dora", locks: [front], ...tomorrow })));
  await home.settled();
  const before = must(await readGuestPage(household, guest.token));
  assert.deepEqual(before.locks, [{ name: "Front door", status: "pending", isReachable: false }]);
  gateway.setOnline(front, true);
  await home.settled();
  assert.deepEqual(must(await readGuestPage(household, guest.token)), {
    home: "Casa Rossi",
    timeZone: "Europe/Rome",
    pin: guest.pin,
    schedule: { weekDays: [], dates: [tomorrow] },
    oneTime: false,
    expiresAt: "2026-03-03T11:00:00.000Z",
    locks: [{ name: "Front door", status: "ready", isReachable: true }],
  });
  assert.equal(gateway.opens(front, guest.pin), true);
  assert.deepEqual(gateway.locks.get(front)?.wanted?.users[0]?.schedule.dates, [tomorrow]);
});

test("whoever has the whole database has neither the guest's PIN nor the link", async () => {
  await using home = await romanHome();
  const front = await home.addLock("Front door");
  const guest = must(
    await addGuest(home.household, home.actor, newGuest.parse({ name: "Dora", locks: [front], ...tomorrow })),
  );
  await home.settled();
  for (const secret of [guest.pin, guest.token]) {
    assert.equal(home.onDisk().includes(secret), false);
    assert.equal(home.told().includes(secret), false);
  }
});

test("a link is over when the stay is, when it is taken back, and when it was never one: the same answer each time", async () => {
  await using home = await romanHome();
  const { household, actor } = home;
  const front = await home.addLock("Front door");
  const stay = newGuest.parse({ name: "Dora", locks: [front], ...tomorrow });
  const [one, other] = [must(await addGuest(household, actor, stay)), must(await addGuest(household, actor, stay))];
  const over = { ok: false, error: "notFound", sentence: "This link is over, was taken back, or never was one." };
  must(await revokeGuestLink(household, actor, one.personId));
  assert.deepEqual(await readGuestPage(household, one.token), over);
  assert.deepEqual(await readGuestPage(household, "A".repeat(43)), over);
  assert.deepEqual(await readGuestPage(household, "nonsense"), over);
  home.setClock("2026-03-03T10:59:59.000Z");
  assert.equal((await readGuestPage(household, other.token)).ok, true);
  home.setClock("2026-03-03T11:00:00.000Z");
  assert.deepEqual(await readGuestPage(household, other.token), over);
});

test("two guests never have the same PIN, and no PIN is one that people choose first", async () => {
  await using home = await romanHome();
  const front = await home.addLock("Front door");
  const pins = new Set<string>();
  for (let guests = 0; guests < 20; guests++) {
    const stay = newGuest.parse({ name: `Guest ${guests}`, locks: [front], ...tomorrow });
    pins.add(must(await addGuest(home.household, home.actor, stay)).pin);
  }
  assert.equal(pins.size, 20);
});

test("a guest at a lock of another home is refused, and nothing of the guest stays", async () => {
  await using home = await romanHome();
  const { household, actor } = home;
  const front = await home.addLock("Front door");
  const stranger = { ...actor, homeId: "5b0a6a58-3c7e-4f0b-8a0e-0d9f3a1b2c3d" };
  const refused = await addGuest(household, stranger, newGuest.parse({ name: "Dora", locks: [front], ...tomorrow }));
  assert.deepEqual(refused, { ok: false, error: "notFound", sentence: "There is no such lock in this home." });
  assert.deepEqual(await household.database.selectFrom("person").selectAll().execute(), []);
  assert.deepEqual(await household.database.selectFrom("personName").selectAll().execute(), []);
});

test("a stay that is over, or that begins after its end, is refused in one sentence", async () => {
  await using home = await romanHome();
  const front = await home.addLock("Front door");
  const past = newGuest.parse({ name: "Dora", locks: [front], from: "2026-03-01T09:00", to: "2026-03-01T12:00" });
  const refused = await addGuest(home.household, home.actor, past);
  assert.deepEqual(refused, { ok: false, error: "invalid", sentence: "This stay is over already." });
  const backwards = newGuest.safeParse({
    name: "Dora",
    locks: [front],
    from: "2026-03-03T12:00",
    to: "2026-03-03T09:00",
  });
  assert.equal(backwards.error?.issues[0]?.message, "A stay ends after it begins.");
  const endless = newGuest.safeParse({ name: "Dora", locks: [front] });
  assert.equal(endless.error?.issues[0]?.message, "A guest comes for a stay, on days of the week, or once.");
});

test("a one-time guest who has opened the door is wanted disabled there, even after the record comes again", async () => {
  await using home = await romanHome();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front door");
  const guest = must(
    await addGuest(household, actor, newGuest.parse({ name: "Courier", locks: [front], oneTime: true })),
  );
  await home.settled();
  const opening = { event: "lockOperation", operation: "unlock", source: "keypad", user: 1, credential: null } as const;
  const record = await gateway.happen(front, opening, guest.personId);
  await gateway.deliver(record);
  await home.settled();
  assert.equal(gateway.locks.get(front)?.wanted?.users[0]?.isPaused, true);
  assert.equal(must(await readGuestPage(household, guest.token)).locks[0]?.status, "used");
});

test("a day after the stay the guest is gone from the locks; who comes every Tuesday stays", async () => {
  await using home = await romanHome();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front door");
  const guest = must(await addGuest(household, actor, newGuest.parse({ name: "Dora", locks: [front], ...tomorrow })));
  const tuesdays = [{ days: ["tue"], from: "08:00", to: "12:00" }];
  const cleaner = must(
    await addGuest(household, actor, newGuest.parse({ name: "Cleaner", locks: [front], weekDays: tuesdays })),
  );
  const courier = must(
    await addGuest(household, actor, newGuest.parse({ name: "Courier", locks: [front], oneTime: true })),
  );
  await home.settled();
  home.setClock("2026-05-01T00:00:00.000Z");
  await sweepHousehold(household);
  await home.settled();
  const people = await readPeople(household.database, actor.homeId);
  assert.deepEqual(
    people.map(({ personId }) => personId),
    [cleaner.personId],
  );
  assert.equal(gateway.opens(front, guest.pin), false);
  assert.equal(gateway.opens(front, courier.pin), false, "nor does a PIN for one time stay for ever");
  assert.equal(gateway.opens(front, cleaner.pin), true);
});

test("a lock whose clock is slow uses a one-time PIN up all the same", async () => {
  await using home = await romanHome();
  const { household, actor, gateway } = home;
  const front = await home.addLock("Front door");
  const guest = must(
    await addGuest(household, actor, newGuest.parse({ name: "Courier", locks: [front], oneTime: true })),
  );
  await home.settled();
  await gateway.deliver({
    lockId: front,
    numbering: "log",
    number: 1,
    time: "2026-03-01T00:00:00.000Z",
    heardAt: "2026-03-02T08:00:01.000Z",
    personId: guest.personId,
    happening: { event: "lockOperation", operation: "unlock", source: "keypad", user: 1, credential: null },
  });
  await home.settled();
  assert.equal(gateway.locks.get(front)?.wanted?.users[0]?.isPaused, true);
});
