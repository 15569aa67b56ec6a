/**
 * The users of a lock: Matter's, and of our own lock with what only our cluster tells, the whole name and the role. What a
 * user is to be is compared with what it is, and only the difference is sent: each change is a line in somebody's history.
 */

import { roleNumbers } from "@catenaccio/matter";
import type { CredentialReference, LockRole } from "@catenaccio/protocol";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import type { LockUser, LockUserContent, LockUserType, Outcome } from "../lock-client.ts";
import { abilitiesOf } from "./lock-abilities.ts";
import type { LockAccess } from "./lock-access.ts";
import { done, outcomeOf, refuse, statusOf, type LockAsking, type Reasons, type Refused } from "./lock-asking.ts";
import { plainUserTypes, referenceOf, userTypeOf, wordOf } from "./lock-words.ts";

/** Matter keeps ten bytes of a name. */
const nameBytesMax = 10;

/** As Matter tells it. */
export interface FoundUser {
  readonly userIndex: number;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly type: DoorLock.UserType;
  readonly credentials: readonly CredentialReference[];
  readonly madeBy: LockUser["madeBy"];
}

/** What of a user is to be other than it is; absent: as it is. */
interface UserChange {
  readonly name?: string;
  readonly isEnabled?: boolean;
  readonly type?: DoorLock.UserType;
}

export class LockUsers {
  readonly #access: LockAccess;
  readonly #asking: LockAsking;

  constructor(access: LockAccess, asking: LockAsking) {
    this.#access = access;
    this.#asking = asking;
  }

  async readAll(): Promise<readonly LockUser[]> {
    const { users } = abilitiesOf(this.#access);
    const found: LockUser[] = [];
    let next: number | null = users === 0 ? null : 1;
    while (next !== null && next <= users) {
      const answer: DoorLock.GetUserResponse = await this.#asking.ask("doorLock", "getUser", { userIndex: next });
      const user = this.#userOf(answer);
      if (user !== null) found.push(await this.#withDetails(user));
      next = answer.nextUserIndex !== null && answer.nextUserIndex > next ? answer.nextUserIndex : null;
    }
    return found;
  }

  /** null: nobody is there. */
  async find(userIndex: number): Promise<FoundUser | null> {
    return this.#userOf(await this.#asking.ask("doorLock", "getUser", { userIndex }));
  }

  async add(userIndex: number, content: LockUserContent): Promise<Outcome> {
    const type = this.#newTypeFor(content.type);
    if (type === null) return refuse("schedulesNotSupported");
    if (userIndex > abilitiesOf(this.#access).users) return refuse("full");
    const answer = await this.#asking.order("once", "doorLock", "setUser", {
      operationType: DoorLock.DataOperationType.Add,
      userIndex,
      userName: shortName(content.name),
      userUniqueId: null,
      userStatus: userStatusOf(content.isEnabled),
      userType: type,
      credentialRule: DoorLock.CredentialRule.Single,
    });
    if (!answer.ok) {
      const isOccupied = answer.clusterStatus === DoorLock.StatusCode.Occupied;
      return isOccupied ? refuse("busy") : outcomeOf(answer.status, userReasons(type));
    }
    return await this.#setDetails(userIndex, content);
  }

  async change(userIndex: number, content: LockUserContent): Promise<Outcome> {
    const user = await this.find(userIndex);
    if (user === null) return refuse("refused");
    const { name, role } = await this.#withDetails(user);
    const type = userTypeOf(user.type) === content.type ? user.type : this.#newTypeFor(content.type);
    if (type === null) return (await this.close(user)) ?? refuse("schedulesNotSupported");
    const isNameShort = role === null && user.madeBy === "us" && user.name !== shortName(content.name);
    const changed = await this.modify(user, {
      ...(isNameShort && { name: shortName(content.name) }),
      isEnabled: content.isEnabled,
      type,
    });
    if (!changed.ok || (name === content.name && role === content.role)) return changed;
    return await this.#setDetails(userIndex, content, { isNamed: name !== content.name });
  }

  /** Nothing is sent where the user is so already. */
  async modify(user: FoundUser, { name, isEnabled = user.isEnabled, type = user.type }: UserChange): Promise<Outcome> {
    const isEnabling = isEnabled !== user.isEnabled;
    const isRetyped = type !== user.type;
    if (name === undefined && !isEnabling && !isRetyped) return done;
    const answer = await this.#asking.order("change", "doorLock", "setUser", {
      operationType: DoorLock.DataOperationType.Modify,
      userIndex: user.userIndex,
      userName: name ?? null,
      userUniqueId: null,
      userStatus: isEnabling ? userStatusOf(isEnabled) : null,
      userType: isRetyped ? type : null,
      credentialRule: null,
    });
    return outcomeOf(statusOf(answer), isRetyped ? userReasons(type) : {});
  }

  /** Whatever the user is, it is let in no more. @returns why not, if the lock refuses even that. */
  async close(user: FoundUser): Promise<Refused | null> {
    const closed = await this.modify(user, { isEnabled: false });
    return closed.ok ? null : closed;
  }

  #userOf(answer: DoorLock.GetUserResponse): FoundUser | null {
    const { userIndex, userName, userStatus, userType, credentials, creatorFabricIndex } = answer;
    if (userStatus === null || userStatus === DoorLock.UserStatus.Available) return null;
    return {
      userIndex,
      name: userName ?? "",
      isEnabled: userStatus === DoorLock.UserStatus.OccupiedEnabled,
      type: userType ?? DoorLock.UserType.UnrestrictedUser,
      credentials: (credentials ?? []).map(referenceOf).filter((reference) => reference !== null),
      madeBy: this.#makerOf(creatorFabricIndex),
    };
  }

  #makerOf(fabric: number | null): LockUser["madeBy"] {
    if (fabric === null) return "keypad";
    return fabric === this.#access.fabricIndex ? "us" : "home";
  }

  /** With what only our cluster tells: the whole name, and the role. */
  async #withDetails({ type, ...user }: FoundUser): Promise<LockUser> {
    const plain = { ...user, type: userTypeOf(type), role: null };
    if (!this.#isOwn) return plain;
    const { userIndex } = user;
    const { name, role } = await this.#asking.ask("catenaccioLock", "getUserDetails", { userIndex });
    return { ...plain, name: name ?? user.name, role: wordOf<LockRole, number>(roleNumbers, role) };
  }

  async #setDetails(
    userIndex: number,
    { name, role }: LockUserContent,
    { isNamed }: { readonly isNamed: boolean } = { isNamed: true },
  ): Promise<Outcome> {
    if (!this.#isOwn) return done;
    const fields = { userIndex, name: isNamed ? name : null, role: roleNumbers[role] };
    const answer = await this.#asking.order("change", "catenaccioLock", "setUserDetails", fields);
    return outcomeOf(statusOf(answer), { [Status.InvalidInState]: "otherHome" });
  }

  /** The type of a user that has no schedules yet; null: the lock knows none that is let in at times only. */
  #newTypeFor(type: LockUserType): DoorLock.UserType | null {
    const { weekDaySchedulesPerUser, dateSchedulesPerUser } = abilitiesOf(this.#access);
    switch (type) {
      case "scheduled":
        if (weekDaySchedulesPerUser > 0 && dateSchedulesPerUser > 0) return DoorLock.UserType.ScheduleRestrictedUser;
        if (weekDaySchedulesPerUser > 0) return DoorLock.UserType.WeekDayScheduleUser;
        return dateSchedulesPerUser > 0 ? DoorLock.UserType.YearDayScheduleUser : null;
      case "other":
        return DoorLock.UserType.NonAccessUser;
      case "unrestricted":
      case "disposable":
      case "forced":
      case "programming":
        return plainUserTypes[type];
      default:
        return type satisfies never;
    }
  }

  get #isOwn(): boolean {
    return this.#access.has("catenaccioLock");
  }
}

function userStatusOf(isEnabled: boolean): DoorLock.UserStatus {
  return isEnabled ? DoorLock.UserStatus.OccupiedEnabled : DoorLock.UserStatus.OccupiedDisabled;
}

/** A lock that does not have the type calls the command invalid. */
function userReasons(type: DoorLock.UserType): Reasons {
  if (userTypeOf(type) === "scheduled") return { [Status.InvalidCommand]: "schedulesNotSupported" };
  return type === DoorLock.UserType.UnrestrictedUser ? {} : { [Status.InvalidCommand]: "notSupported" };
}

/** Cut between characters. */
function shortName(name: string): string {
  let short = "";
  for (const character of name) {
    if (Buffer.byteLength(short + character) > nameBytesMax) break;
    short += character;
  }
  return short;
}
