/** Locks of another make through the gateway's client: what they can, they do; what they cannot, they give nobody. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { always } from "@catenaccio/protocol";
import { addUser } from "../../matter/node/at-the-lock.ts";
import { openStockLock } from "../../matter/stock-lock.ts";
import { done, eva, openForeign, refused, type Schedule } from "./client-at-door.ts";
import { openPlainLock } from "./plain-lock.ts";

const pin = (index: number) => ({ kind: "pin", index }) as const;
const card = (index: number) => ({ kind: "rfid", index }) as const;

const mondays: Schedule = { weekDays: [{ days: ["mon"], from: "09:00", to: "12:00" }], dates: [] };
const august: Schedule = { weekDays: [], dates: [{ from: "2026-08-01T12:00", to: "2026-08-31T10:00" }] };
const both: Schedule = { weekDays: mondays.weekDays, dates: august.dates };

const enabled = 1;
const disabled = 3;
const nothing = { window: 0x8b, date: 0x8b };

test("G7: a lock of another make keeps people, PINs, cards and schedules as far as it can", async (t) => {
  const { label } = await openStockLock(t);
  const { bruno, theirs, road, client } = await openForeign(t, { ...label, code: label.manual });

  await t.test("it says what the lock can do", () => {
    const { vendor: _, product: __, serialNumber: ___, softwareVersion: ____, ...abilities } = client.abilities;
    assert.deepEqual(abilities, {
      isCatenaccio: false,
      users: 150,
      pins: 50,
      cards: 50,
      fingerprints: 0,
      credentialsPerUser: 10,
      pinLength: { min: 6, max: 8 },
      weekDaySchedulesPerUser: 10,
      dateSchedulesPerUser: 10,
      canCheckRemotePin: false,
      needsRemotePin: false,
      operatingModes: ["normal", "noRemoteLockUnlock"],
      settings: ["operatingMode"],
    });
  });

  await t.test("people come with ten bytes of their name and no role, and are found wherever they are", async () => {
    assert.deepEqual(await client.readUsers(), []);
    for (const index of [2, 77, 150]) assert.deepEqual(await client.addUser(index, eva), done);
    assert.deepEqual(await client.addCredential(pin(5), "730264", 77), done);
    assert.deepEqual(await client.addCredential(card(6), "04A2B3C4D5E6F7A8B9C0", 77), done);
    const users = await client.readUsers();
    assert.deepEqual(
      users.map(({ userIndex }) => userIndex),
      [2, 77, 150],
    );
    assert.deepEqual(users[1], {
      userIndex: 77,
      name: "Eva Maria ",
      role: null,
      isEnabled: true,
      type: "unrestricted",
      credentials: [pin(5), card(6)],
      madeBy: "us",
    });
    assert.deepEqual(await client.readCredential(pin(5)), { userIndex: 77 });
    assert.equal(await client.readCredential(pin(6)), null);
    assert.deepEqual(await client.addUser(77, eva), refused("busy"));
  });

  await t.test("a refused credential has its reason", async () => {
    assert.deepEqual(await client.addCredential(pin(6), "730264", 2), refused("duplicate"));
    assert.deepEqual(await client.addCredential(pin(5), "407913", 2), refused("busy"), "the place is taken");
    assert.deepEqual(await client.addCredential(pin(6), "12345", 2), refused("pinLength"));
    assert.deepEqual(await client.addCredential(card(7), "04A2B3C4", 2), refused("notSupported"), "a short card");
    assert.deepEqual(await client.addCredential(pin(6), "407913", 90), refused("refused"), "nobody is there");
    assert.deepEqual(await client.addCredential({ kind: "fingerprint", index: 1 }, "00", 2), refused("enrolAtReader"));
  });

  await t.test("people change and go", async () => {
    assert.deepEqual(await client.changeUser(77, { ...eva, name: "Zoë", isEnabled: false }), done);
    const changed = (await client.readUsers())[1];
    assert.deepEqual([changed?.name, changed?.isEnabled], ["Zoë", false]);
    assert.deepEqual(await client.changeCredential(pin(5), "407913", 77), done);
    assert.deepEqual(await client.clearCredential(pin(5)), done);
    assert.deepEqual(await client.clearCredential(pin(5)), done, "twice is as once");
    assert.deepEqual(await client.clearUser(150), done);
    assert.deepEqual(await client.changeUser(77, { ...eva, name: "Zoë" }), done);
    assert.deepEqual(await client.changeUser(150, eva), refused("refused"), "nobody is there");
    assert.equal((await client.readUsers()).length, 2);
  });

  await t.test("a schedule goes over whole: while it is written, its user is disabled", async () => {
    const user = async () => await theirs.invoke("getUser", { userIndex: 77 });
    const seen: unknown[] = [];
    const look = async () => {
      const [window, date] = await Promise.all([
        theirs.invoke("getWeekDaySchedule", { weekDayIndex: 1, userIndex: 77 }),
        theirs.invoke("getYearDaySchedule", { yearDayIndex: 1, userIndex: 77 }),
      ]);
      const { userStatus, userType } = await user();
      seen.push({ userStatus, userType, window: window["status"], date: date["status"] });
    };
    for (const [before, schedule, userType] of [
      [always, mondays, 2],
      [mondays, both, 8],
      [both, august, 1],
    ] as const) {
      seen.length = 0;
      assert.deepEqual(await road.lookingDuring(look, () => client.putSchedule(77, schedule)), done);
      assert.deepEqual(await client.readSchedule(77), schedule);
      assert.deepEqual((await user())["userType"], userType);
      assert.deepEqual((await user())["userStatus"], enabled);
      const whole = (it: Schedule) => ({
        window: it.weekDays.length > 0 ? 0 : 0x8b,
        date: it.dates.length > 0 ? 0 : 0x8b,
      });
      assert.ok(seen.some((step) => isDeepStrictEqual(step, { userStatus: disabled, userType, ...nothing })));
      for (const step of seen as readonly Record<string, unknown>[]) {
        const { window, date } = step;
        if (step["userStatus"] === disabled) continue;
        const isWhole = [before, schedule].some((it) => isDeepStrictEqual({ window, date }, whole(it)));
        assert.ok(isWhole, `let in although ${JSON.stringify(step)}`);
      }
    }
    assert.deepEqual(await client.putSchedule(77, always), done);
    assert.deepEqual(await client.readSchedule(77), always);
    assert.deepEqual((await client.readUsers())[1]?.type, "unrestricted");
  });

  await t.test(
    "a one-time visitor with hours is let in at no time: it is not known that this lock keeps to both",
    async () => {
      assert.deepEqual(await client.changeUser(2, { ...eva, type: "disposable" }), done);
      assert.deepEqual(await client.putSchedule(2, mondays), refused("schedulesNotSupported"));
      assert.equal((await client.readUsers())[0]?.isEnabled, false);
    },
  );

  await t.test("it opens and locks; what only our locks can is not supported", async () => {
    assert.deepEqual(await client.unlock(null), done);
    assert.equal(await theirs.read("lockState"), 2);
    assert.deepEqual(await client.lock(), done);
    assert.deepEqual(await client.unlock("730264"), refused("notSupported"), "it would not look at the PIN");
    assert.equal(await theirs.read("lockState"), 1);
    assert.deepEqual(await client.set({ name: "operatingMode", value: "noRemoteLockUnlock" }), done);
    assert.deepEqual(await client.set({ name: "operatingMode", value: "privacy" }), refused("notSupported"));
    for (const answer of [
      client.set({ name: "volume", value: "low" }),
      client.set({ name: "guardProfile", value: "strict" }),
      client.mergeUsers(2, 77),
      client.beginEnrolment(77),
      client.cancelEnrolment(),
      client.restoreEntry(),
    ])
      assert.deepEqual(await answer, refused("notSupported"));
  });

  await t.test("another home's person is left its name, and can be paused", async () => {
    await addUser(theirs, 20, { userName: "Carla" });
    assert.equal((await client.readUsers()).find(({ userIndex }) => userIndex === 20)?.madeBy, "home");
    assert.deepEqual(await client.addCredential(pin(20), "407914", 20), refused("otherHome"));
    assert.deepEqual(await client.changeUser(20, { ...eva, name: "Karl", isEnabled: false }), done);
    const found = (await client.readUsers()).find(({ userIndex }) => userIndex === 20);
    assert.deepEqual([found?.name, found?.isEnabled], ["Carla", false]);
  });
  // Or it would wait for the home's receipts at its end.
  await bruno.remove(theirs);
});

test("G7: on a lock without schedules, who may come at times only does not come at all", async (t) => {
  const { client } = await openForeign(t, await openPlainLock(t));
  assert.deepEqual([client.abilities.weekDaySchedulesPerUser, client.abilities.dateSchedulesPerUser], [0, 0]);

  assert.deepEqual(await client.addUser(1, { ...eva, type: "scheduled" }), refused("schedulesNotSupported"));
  assert.deepEqual(await client.readUsers(), [], "nobody was made");
  assert.deepEqual(await client.addUser(1, eva), done);
  assert.deepEqual(await client.addCredential(pin(1), "7302", 1), done);
  assert.deepEqual(await client.putSchedule(1, always), done);
  assert.equal((await client.readUsers())[0]?.isEnabled, true);
  assert.deepEqual(await client.putSchedule(1, mondays), refused("schedulesNotSupported"));
  assert.equal((await client.readUsers())[0]?.isEnabled, false);
  assert.deepEqual(await client.changeUser(1, eva), done);
  assert.deepEqual(await client.changeUser(1, { ...eva, type: "scheduled" }), refused("schedulesNotSupported"));
  assert.equal((await client.readUsers())[0]?.isEnabled, false);
  assert.deepEqual(await client.readSchedule(1), always);
  assert.deepEqual(await client.addCredential(card(1), "04A2B3C4D5E6F7A8B9C0", 1), refused("notSupported"));
});
