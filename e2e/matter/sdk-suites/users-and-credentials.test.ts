/** DL_UsersAndCredentials of the Matter SDK, in the four parts between which nothing is left over. */
import { test } from "node:test";
import { DoorLock } from "@matter/main/clusters/door-lock";
import type { WireValue } from "../wire-values.ts";
import {
  addCredential,
  addUser,
  all,
  card,
  clearCredential,
  clearUser,
  credentialOf,
  freeCredential,
  freeUser,
  getCredential,
  getUser,
  modifyCredential,
  modifyUser,
  notSet,
  pin,
  programmingPin,
  set,
  user,
} from "./people.ts";
import {
  duplicate,
  failure,
  fromSecondHome,
  invalidCommand,
  openSuite,
  resourceExhausted,
  success,
  walk,
} from "./suite.ts";
import type { Suite } from "./suite.ts";

const { OccupiedEnabled, OccupiedDisabled, Available } = DoorLock.UserStatus;
const { UnrestrictedUser, YearDayScheduleUser, ProgrammingUser, DisposableUser } = DoorLock.UserType;
const { Dual, Tri } = DoorLock.CredentialRule;
const invalid = 0x85;
/** Between the two that the enumeration knows. */
const unknownStatus = 2;

async function limit(suite: Suite, name: string): Promise<number> {
  return Number(await suite.lock.read(name));
}

test("users are made, changed, read and cleared; another home may change them, but not name them", async (t) => {
  const suite = await openSuite(t);
  const last = await limit(suite, "numberOfTotalUsersSupported");
  const modified = { userName: "new_user", userUniqueId: 0x1234abcd };
  const renamed = { userName: "test_user", userUniqueId: 0x1bcda0a0 };
  const changedBySecond = {
    ...renamed,
    userStatus: OccupiedDisabled,
    userType: DisposableUser,
    credentialRule: Tri,
    lastModifiedFabricIndex: 2,
  };
  const secondUser = {
    userName: "test_user2",
    userUniqueId: 0xc0ffee,
    userStatus: OccupiedEnabled,
    userType: YearDayScheduleUser,
    credentialRule: Tri,
  };
  const thirdUser = { userName: "test_user3", userUniqueId: 0xbaba };
  await walk(suite, [
    ["nobody is user 1", getUser(1), freeUser(1)],
    ["user 0 cannot be read", getUser(0), invalidCommand],
    ["a user behind the last cannot be read", getUser(last + 1), invalidCommand],
    ["user 1 is made of nothing but a number", addUser(1), success],
    ["user 1 is enabled, unrestricted, single, and has no name and no credentials", getUser(1), user(1)],
    ["user 1 cannot be made again", addUser(1), failure],
    ["user 1 gets a name", modifyUser(1, { userName: "new_user" }), success],
    ["only the name of user 1 is another", getUser(1), user(1, { userName: "new_user" })],
    ["user 1 gets an id", modifyUser(1, { userUniqueId: 0x1234abcd }), success],
    ["only the id of user 1 is another", getUser(1), user(1, modified)],
    ["user 1 is disabled", modifyUser(1, { userStatus: OccupiedDisabled }), success],
    ["only the status of user 1 is another", getUser(1), user(1, { ...modified, userStatus: OccupiedDisabled })],
    ["user 1 becomes disposable", modifyUser(1, { userType: DisposableUser }), success],
    [
      "only the type of user 1 is another",
      getUser(1),
      user(1, { ...modified, userStatus: OccupiedDisabled, userType: DisposableUser }),
    ],
    ["user 1 needs three credentials at a time", modifyUser(1, { credentialRule: Tri }), success],
    [
      "only the rule of user 1 is another",
      getUser(1),
      user(1, { ...modified, userStatus: OccupiedDisabled, userType: DisposableUser, credentialRule: Tri }),
    ],
    [
      "everything about user 1 is changed at once",
      modifyUser(1, {
        ...renamed,
        userStatus: OccupiedEnabled,
        userType: UnrestrictedUser,
        credentialRule: Dual,
      }),
      success,
    ],
    ["everything about user 1 is another", getUser(1), user(1, { ...renamed, credentialRule: Dual })],
    [
      "the second home changes the status, type and rule of user 1",
      fromSecondHome(modifyUser(1, { userStatus: OccupiedDisabled, userType: DisposableUser, credentialRule: Tri })),
      success,
    ],
    ["the change was the second home's", getUser(1), user(1, changedBySecond)],
    [
      "the second home may not name user 1, whom the first made",
      fromSecondHome(modifyUser(1, { userName: "test_fab2" })),
      invalidCommand,
    ],
    [
      "the second home may not give user 1 an id",
      fromSecondHome(modifyUser(1, { userUniqueId: 0x1234abcd })),
      invalidCommand,
    ],
    ["what it may not changed nothing", getUser(1), user(1, changedBySecond)],
    ["user 2 is made with everything", addUser(2, secondUser), success],
    ["user 2 is as it was made", getUser(2), user(2, secondUser)],
    ["nobody is made available", addUser(3, { ...thirdUser, userStatus: Available }), invalidCommand],
    ["nobody is user 3", getUser(3), freeUser(3)],
    [
      "nobody is made with a status that is none",
      addUser(3, { ...thirdUser, userStatus: unknownStatus }),
      invalidCommand,
    ],
    ["nobody is user 3 still", getUser(3), freeUser(3)],
    ["user 3 is made disabled", addUser(3, { ...thirdUser, userStatus: OccupiedDisabled }), success],
    ["user 3 is disabled", getUser(3), user(3, { ...thirdUser, userStatus: OccupiedDisabled })],
    ["the last user is made", addUser(last, { userName: "last_user" }), success],
    ["the last user has the last number", getUser(last), user(last, { userName: "last_user" })],
    ["user 0 cannot be made", addUser(0), invalidCommand],
    ["a user behind the last cannot be made", addUser(last + 1), invalidCommand],
    ["user 1 is cleared", clearUser(1), success],
    ["nobody is user 1 now, and the next is user 2", getUser(1), freeUser(1, 2)],
    ["user 1 is made again", addUser(1), success],
    ["user 1 has nothing of the former one", getUser(1), user(1, { nextUserIndex: 2 })],
    ["user 0 cannot be cleared", clearUser(0), invalidCommand],
    ["a user behind the last cannot be cleared", clearUser(last + 1), invalidCommand],
    ["all users are cleared", clearUser(all), success],
    ["nobody is user 2", getUser(2), freeUser(2)],
    ["nobody is the last user", getUser(last), freeUser(last)],
  ]);
});

test("PINs and cards are added, changed and cleared with the users they belong to, by the home that made them", async (t) => {
  const suite = await openSuite(t);
  const lastUser = await limit(suite, "numberOfTotalUsersSupported");
  const lastPin = await limit(suite, "numberOfPinUsersSupported");
  const lastCard = await limit(suite, "numberOfRfidUsersSupported");
  const digits = (length: number) => "123456789".repeat(29).slice(0, length);
  const shortPin = digits((await limit(suite, "minPinCodeLength")) - 1);
  const longPin = digits((await limit(suite, "maxPinCodeLength")) + 1);
  const shortCard = digits((await limit(suite, "minRfidCodeLength")) - 1);
  const longCard = digits((await limit(suite, "maxRfidCodeLength")) + 1);
  await walk(suite, [
    ["there is no PIN 1", getCredential(pin(1)), freeCredential()],
    ["there is no PIN 0", getCredential(pin(0)), freeCredential()],
    ["there is no PIN behind the last", getCredential(pin(lastPin + 1)), freeCredential()],
    [
      "no PIN is added for a user who is available",
      addCredential(pin(1), "000000", { userStatus: Available }),
      notSet(invalid, 2),
    ],
    [
      "no PIN is added for a user with a status that is none",
      addCredential(pin(1), "000000", { userStatus: unknownStatus }),
      notSet(invalid, 2),
    ],
    ["PIN 1 is added, and user 1 for it", addCredential(pin(1), "000000"), set(1, 2)],
    ["user 1 has PIN 1", getUser(1), user(1, { credentials: [pin(1)] })],
    ["PIN 1 is user 1's", getCredential(pin(1)), credentialOf(1)],
    ["PIN 0 cannot be added", addCredential(pin(0), "123456"), notSet(invalid, 2)],
    ["a PIN behind the last cannot be added", addCredential(pin(lastPin + 1), "123456"), notSet(invalid, null)],
    ["there is no card 0", getCredential(card(0)), freeCredential()],
    ["there is no card behind the last", getCredential(card(lastCard + 1)), freeCredential()],
    ["there is no card 2", getCredential(card(2)), freeCredential()],
    [
      "a card for user 1 cannot bring a status",
      addCredential(card(1), "rfid_data_123456", { userIndex: 1, userStatus: OccupiedEnabled }),
      notSet(invalid, 2),
    ],
    [
      "a card for user 1 cannot bring a type",
      addCredential(card(1), "rfid_data_123456", { userIndex: 1, userType: UnrestrictedUser }),
      notSet(invalid, 2),
    ],
    [
      "a card for user 1 cannot bring both",
      addCredential(card(1), "rfid_data_123456", {
        userIndex: 1,
        userStatus: OccupiedEnabled,
        userType: UnrestrictedUser,
      }),
      notSet(invalid, 2),
    ],
    [
      "the second home adds no card to user 1, whom the first made",
      fromSecondHome(addCredential(card(1), "rfid_data_123456", { userIndex: 1 })),
      notSet(invalid, 2),
    ],
    ["user 1 has PIN 1 and nothing else", getUser(1), user(1, { credentials: [pin(1)] })],
    ["there is no card 1", getCredential(card(1)), freeCredential()],
    ["card 1 is added to user 1", addCredential(card(1), "rfid_data_123456", { userIndex: 1 }), set(null, 2)],
    ["user 1 has PIN 1 and card 1", getUser(1), user(1, { credentials: [pin(1), card(1)] })],
    ["card 1 is user 1's", getCredential(card(1)), credentialOf(1)],
    [
      "the second home does not change card 1",
      fromSecondHome(modifyCredential(card(1), "rfid_data_654321", { userIndex: 1 })),
      notSet(invalid, 2),
    ],
    [
      "card 1 is the same, for it cannot be added twice",
      addCredential(card(2), "rfid_data_123456"),
      notSet(duplicate, 3),
    ],
    ["card 0 cannot be added", addCredential(card(0), "new_rfid_data_field"), notSet(invalid, 2)],
    [
      "a card behind the last cannot be added",
      addCredential(card(lastCard + 1), "new_rfid_data_field"),
      notSet(invalid, null),
    ],
    ["user 0 gets no PIN", addCredential(pin(2), "123465", { userIndex: 0 }), notSet(invalid, 3)],
    [
      "a user behind the last gets no PIN",
      addCredential(pin(2), "123465", { userIndex: lastUser + 1 }),
      notSet(invalid, 3),
    ],
    ["a PIN that is too short is not added", addCredential(pin(2), shortPin, { userIndex: 0 }), notSet(invalid, 3)],
    ["a PIN that is too long is not added", addCredential(pin(2), longPin, { userIndex: 0 }), notSet(invalid, 3)],
    ["a card that is too short is not added", addCredential(card(2), shortCard, { userIndex: 0 }), notSet(invalid, 3)],
    [
      "no PIN is added for a programming user",
      addCredential(pin(2), "123456", { userIndex: 0, userType: ProgrammingUser }),
      notSet(invalid, 3),
    ],
    ["a card that is too long is not added", addCredential(card(2), longCard, { userIndex: 0 }), notSet(invalid, 3)],
    ["a PIN that there is cannot be added again", addCredential(pin(3), "000000"), notSet(duplicate, 4)],
    ["a card that there is cannot be added again", addCredential(card(2), "rfid_data_123456"), notSet(duplicate, 3)],
    [
      "a change of PIN 1 cannot bring a status",
      modifyCredential(pin(1), "123456", { userIndex: 1, userStatus: OccupiedEnabled }),
      notSet(invalid, 2),
    ],
    [
      "a change of PIN 1 cannot bring a type",
      modifyCredential(pin(1), "123456", { userIndex: 1, userType: UnrestrictedUser }),
      notSet(invalid, 2),
    ],
    [
      "a change of PIN 1 cannot bring both",
      modifyCredential(pin(1), "123456", {
        userIndex: 1,
        userStatus: OccupiedEnabled,
        userType: UnrestrictedUser,
      }),
      notSet(invalid, 2),
    ],
    ["PIN 1 is changed", modifyCredential(pin(1), "123456", { userIndex: 1 }), set(null, 2)],
    ["what PIN 1 was can be PIN 2", addCredential(pin(2), "000000"), set(2, 3)],
    ["what PIN 1 is cannot be PIN 3", addCredential(pin(3), "123456"), notSet(duplicate, 4)],
    ["card 2 is added to user 1", addCredential(card(2), "rfid_data_7890", { userIndex: 1 }), set(null, 3)],
    [
      "user 1 has PIN 1 and cards 1 and 2",
      getUser(1),
      user(1, { credentials: [pin(1), card(1), card(2)], nextUserIndex: 2 }),
    ],
    ["PIN 3 is added to user 1", addCredential(pin(3), "789012", { userIndex: 1 }), set(null, 4)],
    [
      "user 1 has them in the order in which they were added",
      getUser(1),
      user(1, { credentials: [pin(1), card(1), card(2), pin(3)], nextUserIndex: 2 }),
    ],
    ["PIN 1 is cleared", clearCredential(pin(1)), success],
    ["there is no PIN 1, and the next is PIN 2", getCredential(pin(1)), freeCredential(2)],
    ["user 1 has everything else", getUser(1), user(1, { credentials: [card(1), card(2), pin(3)], nextUserIndex: 2 })],
    [
      "the newest change of users that is told is that of PIN 1",
      newestUserChange,
      {
        lockDataType: DoorLock.LockDataType.Pin,
        dataOperationType: DoorLock.DataOperationType.Clear,
        operationSource: DoorLock.OperationSource.Remote,
        userIndex: 1,
        dataIndex: 1,
      },
    ],
    ["PIN 2 is cleared", clearCredential(pin(2)), success],
    ["there is no PIN 2, and the next is PIN 3", getCredential(pin(2)), freeCredential(3)],
    ["with the last credential user 2 is gone", getUser(2), freeUser(2)],
    ["card 3 is added, and user 2 for it", addCredential(card(3), "rfid_data_12345"), set(2, 4)],
    ["all cards are cleared", clearCredential(card(all)), success],
    ["there is no card 1", getCredential(card(1)), freeCredential()],
    ["there is no card 2", getCredential(card(2)), freeCredential()],
    ["there is no card 3", getCredential(card(3)), freeCredential()],
    ["user 1 has PIN 3", getUser(1), user(1, { credentials: [pin(3)] })],
    ["with the last card user 2 is gone", getUser(2), freeUser(2)],
    ["PIN 1 is added, and user 2 for it", addCredential(pin(1), "123456"), set(2, 2)],
    ["card 2 is added, and user 3 for it", addCredential(card(2), "rfid_data_1234"), set(3, 3)],
    ["card 6 is added, and user 4 for it", addCredential(card(6), "rfid_data_9876"), set(4, 7)],
    ["all credentials are cleared", clearCredential(null), success],
    ["there is no PIN 1", getCredential(pin(1)), freeCredential()],
    ["there is no card 2", getCredential(card(2)), freeCredential()],
    ["there is no PIN 6", getCredential(pin(6)), freeCredential()],
    ["user 1 is gone", getUser(1), freeUser(1)],
    ["user 2 is gone", getUser(2), freeUser(2)],
    ["user 3 is gone", getUser(3), freeUser(3)],
    ["user 4 is gone", getUser(4), freeUser(4)],
  ]);
});

test("the programming PIN has the number 0, and goes only with its user", async (t) => {
  const suite = await openSuite(t);
  const lastPin = await limit(suite, "numberOfPinUsersSupported");
  const lastCard = await limit(suite, "numberOfRfidUsersSupported");
  await walk(suite, [
    ["there can be no programming PIN 1", addCredential(programmingPin(1), "123456"), notSet(invalid, null)],
    ["the programming PIN is added, and user 1 for it", addCredential(programmingPin(0), "123456"), set(1, null)],
    ["user 1 has the programming PIN", getUser(1), user(1, { credentials: [programmingPin(0)] })],
    ["the programming PIN is user 1's", getCredential(programmingPin(0)), credentialOf(1)],
    ["the programming PIN is changed", modifyCredential(programmingPin(0), "654321"), set(null, null)],
    ["the programming PIN cannot be cleared", clearCredential(programmingPin(0)), invalidCommand],
    ["a programming PIN that cannot be cannot be cleared", clearCredential(programmingPin(1)), invalidCommand],
    ["PIN 0 cannot be cleared", clearCredential(pin(0)), invalidCommand],
    ["a PIN behind the last cannot be cleared", clearCredential(pin(lastPin + 1)), invalidCommand],
    ["card 0 cannot be cleared", clearCredential(card(0)), invalidCommand],
    ["a card behind the last cannot be cleared", clearCredential(card(lastCard + 1)), invalidCommand],
    ["user 1 is cleared", clearUser(1), success],
    ["user 1 is gone", getUser(1), freeUser(1)],
    ["with user 1 the programming PIN is gone", getCredential(programmingPin(0)), freeCredential()],
  ]);
});

test("a user has as many credentials as the lock says, and not one more", async (t) => {
  const suite = await openSuite(t);
  const most = await limit(suite, "numberOfCredentialsSupportedPerUser");
  const code = (index: number) => String(index - 1).padStart(6, "0");
  const others = Array.from({ length: most - 1 }, (_, index) => index + 2);
  await walk(suite, [
    ["PIN 1 is added, and user 1 for it", addCredential(pin(1), code(1)), set(1, 2)],
    ...others.map(
      (index) =>
        [
          `PIN ${index} is added to user 1`,
          addCredential(pin(index), code(index), { userIndex: 1 }),
          set(null, index + 1),
        ] as const,
    ),
    [
      "user 1 has no room for another PIN",
      addCredential(pin(most + 1), code(most + 1), { userIndex: 1 }),
      notSet(resourceExhausted, most + 2),
    ],
    ["user 1 is cleared", clearUser(1), success],
  ]);
});

/** The suite asks for it by the number that it has in the SDK's own lock. */
async function newestUserChange({ lock }: Suite): Promise<WireValue> {
  const { fabricIndex: _, sourceNode: __, ...told } = (await lock.events("lockUserChange")).at(-1)?.fields ?? {};
  return told;
}
