/** Users and credentials as two homes and the keypad share them: room, duplicates, whose they are, what goes with what. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import {
  addFinger,
  adminCard,
  adminFinger,
  adminPin,
  enter,
  moveIn as enrolAnna,
  openMenu,
  openMenuAsAdmin,
  says,
} from "../../lock/at-the-door.ts";
import { MatterHome } from "../matter-home.ts";
import { octets } from "../wire-values.ts";
import type { Fields } from "../wire-values.ts";
import {
  addCredential,
  addUser,
  all,
  answersTo,
  bytesOf,
  card,
  clearCredential,
  clearUser,
  finger,
  getUser,
  give,
  invalidCommand,
  modifyCredential,
  modifyUser,
  moveIn,
  opens,
  opensBothWays,
  patient,
  pin,
  success,
  timed,
} from "./home-and-door.ts";
import type { Credential, HomeAndDoor } from "./home-and-door.ts";

const { OccupiedEnabled, OccupiedDisabled } = DoorLock.UserStatus;
const { UnrestrictedUser, ProgrammingUser } = DoorLock.UserType;
const { Duplicate, Occupied } = DoorLock.StatusCode;
const refused: Fields = { status: Status.InvalidInState };
const programmingPin: Credential = {
  credentialType: DoorLock.CredentialType.ProgrammingPin,
  credentialIndex: 0,
};
const anybody = { userName: null, userUniqueId: null, userStatus: null, userType: null, credentialRule: null } as const;
const usersMax = 150;
const perKindMax = 50;

/** Different ones, none of which is easy to guess or holds another. */
const pinNumber = (index: number) => String(738_201 + 997 * index);
const cardNumber = (index: number) => bytesOf(`card-${index}`);

test("L7, L9–L12: homes and the keypad share users and credentials", async (t) => {
  const at = await moveIn(t, patient);
  const { home, lock, door } = at;
  const bert = await MatterHome.open(t, { name: "Bert" });
  const berts = await bert.add(await home.openWindow(lock), at.label.port);

  await t.test("L7: there is room for 50 PINs, and for no other, whoever asks", async () => {
    for (let index = 1; index <= perKindMax; index += 1)
      assert.equal(await give(lock, pin(index), pinNumber(index)), index);
    assert.deepEqual(
      await addCredential(lock, pin(perKindMax + 1), pinNumber(51)),
      notSet(Status.InvalidCommand, null),
    );
    assert.deepEqual(await addCredential(lock, pin(perKindMax), pinNumber(51)), notSet(Occupied, null));
    assert.deepEqual(await addCredential(berts, pin(1), pinNumber(51)), notSet(Occupied, null));
    assert.equal(await modifyUser(lock, 1, { userType: ProgrammingUser }), Status.Success);
    await door.send(...openMenu, { press: `${pinNumber(1)}#` });
    assert.deepEqual(refusalsIn(await answersTo(door, { press: "12#" })), ["pin-full"]);
    await door.send({ press: "*" });
    assert.deepEqual((await door.state()).credentials.pin.slice(-1), [perKindMax]);
    for (const index of [1, perKindMax]) assert.ok(await opens(at, ...enter(pinNumber(index))), `PIN ${index}`);
    assert.equal(await opens(at, ...enter(pinNumber(51))), false);
  });

  await t.test("L7: there is room for 50 cards beside them", async () => {
    for (let index = 1; index <= perKindMax; index += 1) await give(berts, card(index), cardNumber(index));
    assert.deepEqual(await addCredential(lock, card(51), cardNumber(51)), notSet(Status.InvalidCommand, null));
    assert.deepEqual(await addCredential(berts, card(7), cardNumber(51)), notSet(Occupied, null));
    assert.ok(await opens(at, { card: "card-50" }));
    assert.equal(await opens(at, { card: "card-51" }), false);
  });

  await t.test("there is room for 150 users, and for no other, whoever asks", async () => {
    for (let index = 2 * perKindMax + 1; index <= usersMax; index += 1)
      assert.equal(await addUser(lock, index), Status.Success);
    assert.equal(Object.keys((await door.state()).users).length, usersMax);
    assert.equal(await addUser(lock, usersMax + 1), Status.InvalidCommand);
    const { Add } = DoorLock.DataOperationType;
    assert.deepEqual(await lock.invoke("setUser", { operationType: Add, userIndex: usersMax, ...anybody }, timed), {
      status: Status.Failure,
      clusterStatus: Occupied,
    });
    assert.deepEqual(await getUser(lock, usersMax + 1), invalidCommand);
    assert.deepEqual(
      await walkUsers(at),
      Array.from({ length: usersMax }, (_, index) => index + 1),
    );
    await clearCredential(lock, card(50));
    assert.equal(await addUser(lock, 100), Status.Success);
    assert.deepEqual(await addCredential(lock, card(50), cardNumber(50)), notSet(Status.ResourceExhausted, null));
    await door.send(...openMenu, { press: `${pinNumber(1)}#` });
    assert.deepEqual(refusalsIn(await answersTo(door, { press: "13#" })), ["card-full"]);
    await door.send({ press: "*" });
    assert.deepEqual(await clearUser(berts, all), success);
    assert.deepEqual([await walkUsers(at), (await door.state()).initial], [[], true]);
  });

  await t.test(
    "L9: what the keypad enrolled no home enrols again, and what a home enrolled the keypad does not",
    async () => {
      await door.send(...enrolAnna);
      assert.deepEqual(await addCredential(lock, pin(2), adminPin), notSet(Duplicate, 3));
      assert.deepEqual(await addCredential(lock, card(2), bytesOf(adminCard)), notSet(Duplicate, 3));
      const eva = await give(lock, pin(2), "730264");
      await give(lock, card(2), bytesOf("green"), { userIndex: eva });
      for (const each of [lock, berts]) {
        assert.deepEqual(await addCredential(each, pin(3), "730264"), notSet(Duplicate, 4));
        assert.deepEqual(await addCredential(each, card(3), bytesOf("green")), notSet(Duplicate, 4));
        assert.deepEqual(await addCredential(each, pin(3), "730264", { userIndex: 1 }), notSet(Duplicate, 4));
      }
      await door.send(...openMenuAsAdmin);
      assert.deepEqual(refusalsIn(await answersTo(door, { press: "12#730264#" })), ["pin-duplicate"]);
      assert.deepEqual(refusalsIn(await answersTo(door, { press: "13#" }, { card: "green" })), ["card-duplicate"]);
      await door.send({ press: "*" });
      assert.deepEqual(await modifyCredential(lock, pin(2), adminPin, { userIndex: eva }), notSet(Duplicate, 3));
      const freed = await modifyCredential(lock, pin(2), "641973", { userIndex: eva });
      assert.deepEqual(freed, { status: Status.Success, userIndex: null, nextCredentialIndex: 3 });
      assert.deepEqual(await opensBothWays(at, "641973"), [true, true]);
      assert.deepEqual(await opensBothWays(at, "730264"), [false, false], "what it was opens no more");
      assert.equal(await give(lock, pin(3), "730264"), 5, "and is free");
      await clearCredential(lock, pin(3));
    },
  );

  await t.test("L8: a PIN of 6 to 10 digits and a card of 4 to 20 bytes are taken, and nothing else is", async () => {
    for (const data of ["12345", "12345678901", "", "73026x", "７３０２６４"])
      assert.deepEqual(await addCredential(lock, pin(5), data), notSet(Status.InvalidCommand, 6), data);
    for (const length of [0, 3, 21])
      assert.deepEqual(
        await addCredential(lock, card(5), new Uint8Array(length).fill(7)),
        notSet(Status.InvalidCommand, 6),
        `${length} bytes`,
      );
    await give(lock, pin(5), "205816");
    await give(lock, pin(6), "9405816273");
    for (const length of [4, 20]) await give(lock, card(length), new Uint8Array(length).fill(7));
    assert.deepEqual(await opensBothWays(at, "9405816273"), [true, true]);
    for (const credential of [pin(5), pin(6), card(4), card(20)]) await clearCredential(lock, credential);
  });

  await t.test("a change names a credential that there is, and the user whose it is", async () => {
    const eva = 4;
    const before = [await getUser(lock, 1), await getUser(lock, eva)];
    for (const [credential, userIndex, status] of [
      [pin(2), undefined, Status.InvalidCommand],
      [card(2), undefined, Status.InvalidCommand],
      [pin(2), 1, Occupied],
      [pin(9), eva, Status.InvalidCommand],
      [pin(2), 77, Status.InvalidCommand],
      [pin(2), 0, Status.InvalidCommand],
      [pin(2), usersMax + 1, Status.InvalidCommand],
    ] as const) {
      const owner = userIndex === undefined ? {} : { userIndex };
      const { status: answered } = await modifyCredential(lock, credential, "205816", owner);
      assert.equal(answered, status, `${credential.credentialType}/${credential.credentialIndex} of ${userIndex}`);
    }
    assert.equal(await modifyUser(lock, 77, { userName: "Nobody" }), Status.InvalidCommand);
    assert.deepEqual([await getUser(lock, 1), await getUser(lock, eva)], before);
    assert.deepEqual(await opensBothWays(at, "205816"), [false, false]);
    assert.deepEqual(await opensBothWays(at, "641973"), [true, true]);
    const { Clear } = DoorLock.DataOperationType;
    const nothing = { userStatus: null, userType: null };
    assert.deepEqual(
      await lock.invoke("setUser", { operationType: Clear, userIndex: eva, ...anybody }, timed),
      invalidCommand,
    );
    const data = { credentialData: octets("205816"), userIndex: eva, ...nothing };
    assert.deepEqual(
      await lock.invoke("setCredential", { operationType: Clear, credential: pin(2), ...data }, timed),
      notSet(Status.InvalidCommand, 3),
    );
  });

  await t.test("a card whose bytes a home has sent opens at the door, until the home clears it", async () => {
    assert.equal(await opens(at, { card: "post" }), false);
    const postman = await give(lock, card(10), bytesOf("post"));
    assert.ok(await opens(at, { card: "post" }));
    assert.equal(await opens(at, { card: "past" }), false);
    assert.deepEqual((await getUser(lock, postman))["credentials"], [card(10)]);
    assert.deepEqual(await clearCredential(lock, card(10)), success);
    assert.equal(await opens(at, { card: "post" }), false);
    assert.equal((await getUser(lock, postman))["userStatus"], null, "its user is gone with it");
  });

  await t.test("a finger cannot be sent; one that the keypad enrolled is told of, and a home clears it", async () => {
    const { Fingerprint, FingerVein, Face } = DoorLock.CredentialType;
    for (const credentialType of [Fingerprint, FingerVein, Face])
      for (const credentialIndex of [1, 2]) {
        const credential = { credentialType, credentialIndex };
        for (const answer of [
          await addCredential(lock, credential, "a template"),
          await addCredential(lock, credential, "a template", { userIndex: 1 }),
          await modifyCredential(lock, credential, "a template", { userIndex: 2 }),
        ])
          assert.equal(answer["status"], Status.InvalidCommand, `type ${credentialType}`);
      }
    assert.deepEqual((await door.state()).credentials.fingerprint, [1]);
    assert.deepEqual(await lock.invoke("getCredentialStatus", { credential: finger(1) }), {
      credentialExists: true,
      userIndex: 2,
      creatorFabricIndex: null,
      lastModifiedFabricIndex: null,
      nextCredentialIndex: null,
    });
    assert.ok(await opens(at, { finger: adminFinger }));
    assert.deepEqual(await clearCredential(lock, finger(1)), success);
    assert.equal(await opens(at, { finger: adminFinger }), false);
    assert.equal((await getUser(lock, 2))["userStatus"], null);
    await door.send(...openMenuAsAdmin, ...addFinger(adminFinger), { press: "*" });
    assert.ok(await opens(at, { finger: adminFinger }), "and the keypad enrols it again");
  });

  await t.test(
    "L10: a user of the keypad is nobody's, and any home names it; one of a home is that home's",
    async () => {
      assert.deepEqual(await whoseIs(1), [null, null]);
      assert.equal(await modifyUser(berts, 1, { userName: "Anna" }), Status.Success);
      assert.deepEqual(await whoseIs(1), [null, 2]);
      assert.equal(await modifyUser(lock, 1, { userName: "Anna B." }), Status.Success);
      assert.deepEqual([await whoseIs(1), (await getUser(berts, 1))["userName"]], [[null, 1], "Anna B."]);
      assert.equal(await modifyUser(lock, 1, { userName: "elevenbytes" }), Status.InvalidCommand);
      assert.equal(await modifyUser(lock, 1, { userName: "ééééé€" }), Status.InvalidCommand, "letters are not bytes");
      const guest = await give(berts, pin(4), "519204");
      assert.deepEqual(await whoseIs(guest), [2, 2]);
      assert.equal(await modifyUser(lock, guest, { userName: "Guest" }), Status.InvalidCommand);
      assert.equal(await modifyUser(lock, guest, { userUniqueId: 7 }), Status.InvalidCommand);
      assert.deepEqual(
        await modifyCredential(lock, pin(4), "519205", { userIndex: guest }),
        notSet(Status.InvalidCommand, 5),
      );
      assert.deepEqual(
        await addCredential(lock, card(5), bytesOf("hers"), { userIndex: guest }),
        notSet(Status.InvalidCommand, 6),
      );
      assert.deepEqual(
        [await whoseIs(guest), await opensBothWays(at, "519204")],
        [
          [2, 2],
          [true, true],
        ],
      );
      assert.deepEqual(await opensBothWays(at, "519205"), [false, false]);
      assert.equal(
        await modifyUser(lock, guest, { userStatus: OccupiedDisabled }),
        Status.Success,
        "but it keeps it out",
      );
      assert.deepEqual(
        [await whoseIs(guest), await opensBothWays(at, "519204")],
        [
          [2, 1],
          [false, false],
        ],
      );
      assert.equal(await modifyUser(lock, guest, { userStatus: OccupiedEnabled }), Status.Success);
      assert.deepEqual(await opensBothWays(at, "519204"), [true, true]);
    },
  );

  await t.test("a home that leaves takes nobody along: its users stay, open, and are nobody's", async () => {
    const carla = await MatterHome.open(t, { name: "Carla" });
    const carlas = await carla.add(await home.openWindow(lock), at.label.port);
    const lodger = await give(carlas, pin(8), "837401");
    assert.deepEqual(await whoseIs(lodger), [3, 3]);
    assert.equal(await modifyUser(lock, lodger, { userName: "Lodger" }), Status.InvalidCommand);
    await carla.remove(carlas);
    assert.deepEqual(
      [await whoseIs(lodger), await opensBothWays(at, "837401")],
      [
        [0, 0],
        [true, true],
      ],
    );
    const { creatorFabricIndex } = await lock.invoke("getCredentialStatus", { credential: pin(8) });
    assert.equal(creatorFabricIndex, 0);
    assert.equal(await modifyUser(lock, lodger, { userName: "Lodger" }), Status.Success);
    assert.deepEqual(await clearUser(lock, lodger), success);
  });

  await t.test("L11: the last administrator's credential goes only with everybody's", async () => {
    // What the keypad enrolled is an administrator's: a PIN, a card and a finger.
    assert.deepEqual(await clearCredential(lock, card(1)), success);
    const { userIndex } = await lock.invoke("getCredentialStatus", { credential: finger(1) });
    assert.deepEqual(await clearUser(lock, Number(userIndex)), success);
    assert.equal(await opens(at, { finger: adminFinger }), false, "a finger goes with its user");
    for (const refusal of [
      await clearCredential(lock, pin(1)),
      await clearCredential(berts, pin(1)),
      await clearUser(lock, 1),
      await clearCredential(lock, pin(all)),
    ])
      assert.deepEqual(refusal, refused);
    assert.deepEqual(await opensBothWays(at, adminPin), [true, true]);
    assert.deepEqual((await door.state()).credentials.pin, [1, 2, 4], "nor did the others go");
    const eve = await give(lock, programmingPin, "917350");
    assert.deepEqual(
      [await clearCredential(lock, pin(1)), await opensBothWays(at, adminPin)],
      [success, [false, false]],
    );
    assert.deepEqual(await clearUser(lock, eve), refused);
    assert.deepEqual(await clearCredential(lock, null), success, "the programming PIN stays");
    assert.deepEqual([await walkUsers(at), await opensBothWays(at, "917350")], [[eve], [true, true]]);
    assert.deepEqual(await clearUser(lock, all), success);
    assert.deepEqual([await walkUsers(at), (await door.state()).initial], [[], true]);
  });

  await t.test(
    "L11, L20: a home's programming user opens the menu; its other users do not, until they are that too",
    async () => {
      const owner = await give(lock, programmingPin, "917350");
      const member = await give(lock, pin(1), "730264");
      assert.deepEqual([await opensMenu("917350"), await opensMenu("730264")], [true, false]);
      assert.equal((await door.state()).users[String(owner)]?.role, "administrator");
      assert.equal(await modifyUser(lock, member, { userType: ProgrammingUser }), Status.Success);
      assert.equal(await opensMenu("730264"), true);
      assert.equal(await modifyUser(lock, member, { userType: UnrestrictedUser }), Status.Success);
      assert.equal(await opensMenu("730264"), false);
      assert.deepEqual(await clearUser(lock, all), success);
    },
  );

  await t.test("L12: no PIN and no card is in what the lock says", () => {
    const cards = ["card-1", "green", "post"].map((name) => Buffer.from(bytesOf(name)).toString("hex"));
    for (const secret of [pinNumber(1), pinNumber(50), adminPin, "730264", "641973", "9405816273", "917350", ...cards])
      assert.ok(!door.stdout.includes(secret) && !door.stderr.includes(secret));
  });

  async function whoseIs(userIndex: number) {
    const { creatorFabricIndex, lastModifiedFabricIndex } = await getUser(lock, userIndex);
    return [creatorFabricIndex, lastModifiedFabricIndex];
  }

  async function opensMenu(code: string): Promise<boolean> {
    await door.send(...openMenu, { press: `${code}#` });
    const { menu } = await door.state();
    await door.send({ press: "*" });
    return menu === "menu";
  }
});

/** What the lock says that is no way on. */
function refusalsIn(out: Parameters<typeof says>[0]): readonly string[] {
  return says(out).filter((prompt) => /full|duplicate/.test(prompt));
}

function notSet(status: number, nextCredentialIndex: number | null): Fields {
  return { status, userIndex: null, nextCredentialIndex };
}

/** As a controller goes from user to user. */
async function walkUsers({ lock }: HomeAndDoor): Promise<readonly number[]> {
  const found: number[] = [];
  for (let index: unknown = 1; typeof index === "number";) {
    const user = await getUser(lock, index);
    if (user["userStatus"] !== null) found.push(index);
    index = user["nextUserIndex"];
  }
  return found;
}
