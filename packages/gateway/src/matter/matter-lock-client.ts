/**
 * A door lock by Matter, ours or of any make, in the words of the protocol. Where ours can more, by our own cluster, it is
 * used; where a foreign lock can less, the answer says so.
 *
 * It keeps nothing: whatever decides an order is asked of the lock first. Codes go to the lock and nowhere else, and no
 * error text has one.
 */

import { enrolmentStatusNumbers, guardProfileNumbers, type EnrolmentProgress } from "@catenaccio/matter";
import type { CredentialReference, LockAbilities, LockSetting, Schedule } from "@catenaccio/protocol";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import type { LockClient, LockClientEvents, LockUser, LockUserContent, Outcome } from "../lock-client.ts";
import { abilitiesOf } from "./lock-abilities.ts";
import type { LockAccess } from "./lock-access.ts";
import { done, LockAsking, outcomeOf, refuse, statusOf, type Reasons } from "./lock-asking.ts";
import { bytesOf, LockCredentials, reasonOfWant } from "./lock-credentials.ts";
import { canHold, clearSchedules, readSchedules, restrictedTypeFor, writeSchedules } from "./lock-schedules.ts";
import { LockUsers, type FoundUser } from "./lock-users.ts";
import { credentialOf, operatingModes, soundVolumes, userTypeOf, wordOf } from "./lock-words.ts";

const identifySeconds = 10;

export class MatterLockClient implements LockClient {
  readonly #access: LockAccess;
  readonly #asking: LockAsking;
  readonly #users: LockUsers;
  readonly #credentials: LockCredentials;

  constructor(access: LockAccess) {
    this.#access = access;
    this.#asking = new LockAsking(access);
    this.#users = new LockUsers(access, this.#asking);
    this.#credentials = new LockCredentials(access, this.#asking, this.#users);
  }

  get abilities(): LockAbilities {
    return abilitiesOf(this.#access);
  }

  /** What the lock says by itself. @returns what ends it. */
  listen({ peopleChanged, enrolment }: LockClientEvents): () => void {
    return this.#access.listen({
      // Who changed what while nobody listened is not told again.
      connected: peopleChanged,
      event: (event) => {
        if (event.name === "lockUserChange" && !this.#isOwnDoing(event.payload)) peopleChanged();
        if (event.name === "enrolmentProgress") enrolment(progressOf(event.payload));
      },
    });
  }

  /** Whoever orders a change looks at what came of it; a finger that is put on the reader by our order comes later. */
  #isOwnDoing({ fabricIndex, lockDataType, dataOperationType }: DoorLock.LockUserChangeEvent): boolean {
    const isNewFinger =
      lockDataType === DoorLock.LockDataType.Fingerprint && dataOperationType === DoorLock.DataOperationType.Add;
    return fabricIndex === this.#access.fabricIndex && !isNewFinger;
  }

  readUsers(): Promise<readonly LockUser[]> {
    return this.#users.readAll();
  }

  readSchedule(userIndex: number): Promise<Schedule> {
    return readSchedules(this.#asking, this.abilities, userIndex);
  }

  addUser(userIndex: number, content: LockUserContent): Promise<Outcome> {
    return this.#users.add(userIndex, content);
  }

  changeUser(userIndex: number, content: LockUserContent): Promise<Outcome> {
    return this.#users.change(userIndex, content);
  }

  async clearUser(userIndex: number): Promise<Outcome> {
    const answer = await this.#asking.order("change", "doorLock", "clearUser", { userIndex });
    return outcomeOf(statusOf(answer), this.#ownReasons({ [Status.InvalidInState]: "lastAdministrator" }));
  }

  addCredential(credential: CredentialReference, data: string, userIndex: number): Promise<Outcome> {
    return this.#credentials.set({ credential, data, userIndex, isNew: true });
  }

  changeCredential(credential: CredentialReference, data: string, userIndex: number): Promise<Outcome> {
    return this.#credentials.set({ credential, data, userIndex, isNew: false });
  }

  async clearCredential(credential: CredentialReference): Promise<Outcome> {
    const fields = { credential: credentialOf(credential) };
    const answer = await this.#asking.order("change", "doorLock", "clearCredential", fields);
    const outcome = outcomeOf(statusOf(answer), this.#ownReasons({ [Status.InvalidInState]: "lastAdministrator" }));
    // Some locks refuse to clear what is not there.
    if (!outcome.ok && outcome.reason === "refused" && (await this.readCredential(credential)) === null) return done;
    return outcome;
  }

  readCredential(credential: CredentialReference): Promise<{ readonly userIndex: number | null } | null> {
    return this.#credentials.read(credential);
  }

  /**
   * Two kinds of schedules change by many commands, and between them would permit what neither the old nor the new ones
   * do: so the user is disabled first, and is again what it was when all is written. Broken off in between, it stays
   * disabled. A lock without such schedules lets the user in at no time.
   */
  async putSchedule(userIndex: number, schedule: Schedule): Promise<Outcome> {
    const user = await this.#users.find(userIndex);
    if (user === null) return refuse("refused");
    if (schedule.weekDays.length + schedule.dates.length === 0) return await this.#freeOfSchedules(user);
    const type = this.#typeUnder(schedule, user);
    if (type === null || !canHold(this.abilities, schedule))
      return (await this.#users.close(user)) ?? refuse("schedulesNotSupported");

    const closed = await this.#users.modify(user, { isEnabled: false, type });
    if (!closed.ok) return (await this.#users.close(user)) ?? closed;
    const cleared = await clearSchedules(this.#asking, this.abilities, userIndex);
    if (!cleared.ok) return cleared;
    const written = await writeSchedules(this.#asking, userIndex, schedule);
    if (!written.ok) return written;
    return await this.#users.modify({ ...user, isEnabled: false, type }, { isEnabled: user.isEnabled });
  }

  async mergeUsers(from: number, into: number): Promise<Outcome> {
    if (!this.#isOwn) return refuse("notSupported");
    const answer = await this.#asking.order("once", "catenaccioLock", "mergeUsers", { from, into });
    return outcomeOf(statusOf(answer), { [Status.InvalidInState]: "lastAdministrator" });
  }

  async lock(sendBy?: number): Promise<Outcome> {
    return outcomeOf(statusOf(await this.#asking.order("lock", "doorLock", "lockDoor", {}, sendBy)));
  }

  async unlock(pin: string | null, sendBy?: number): Promise<Outcome> {
    // A lock that cannot check it would open without.
    if (pin !== null && !this.abilities.canCheckRemotePin) return refuse("notSupported");
    const fields = pin === null ? {} : { pinCode: bytesOf("pin", pin) };
    return outcomeOf(statusOf(await this.#asking.order("unlock", "doorLock", "unlockDoor", fields, sendBy)));
  }

  async set(setting: LockSetting, sendBy?: number): Promise<Outcome> {
    const { settings, operatingModes: modes } = this.abilities;
    // Some locks take every mode, and stay without those that they do not have.
    const isPossible =
      settings.includes(setting.name) && (setting.name !== "operatingMode" || modes.includes(setting.value));
    if (!isPossible) return refuse("notSupported");
    return outcomeOf(await this.#write(setting, sendBy), { [Status.ConstraintError]: "notSupported" });
  }

  async identify(): Promise<Outcome> {
    if (!this.#access.has("identify")) return refuse("notSupported");
    const fields = { identifyTime: identifySeconds };
    return outcomeOf(statusOf(await this.#asking.order("plainChange", "identify", "identify", fields)));
  }

  async beginEnrolment(userIndex: number | null): Promise<Outcome> {
    if (!this.#isOwn) return refuse("notSupported");
    const answer = await this.#asking.order("once", "catenaccioLock", "enrolFingerprint", { userIndex });
    if (statusOf(answer) === Status.ResourceExhausted) return refuse(await reasonOfWant(this.#access));
    return outcomeOf(statusOf(answer));
  }

  async cancelEnrolment(): Promise<Outcome> {
    if (!this.#isOwn) return refuse("notSupported");
    const status = statusOf(await this.#asking.order("change", "catenaccioLock", "cancelEnrolment", undefined));
    // There is none: it is over already.
    return status === Status.NotFound ? done : outcomeOf(status);
  }

  async restoreEntry(): Promise<Outcome> {
    if (!this.#isOwn) return refuse("notSupported");
    return outcomeOf(statusOf(await this.#asking.order("change", "catenaccioLock", "restoreEntry", undefined)));
  }

  get #isOwn(): boolean {
    return this.#access.has("catenaccioLock");
  }

  #ownReasons(reasons: Reasons): Reasons {
    return this.#isOwn ? reasons : {};
  }

  /** Our lock keeps a disposable or a forced user to its schedules too; that another does is not said (§5.2.6.18). */
  #typeUnder(schedule: Schedule, user: FoundUser): DoorLock.UserType | null {
    const isOfItsOwn = user.type === DoorLock.UserType.DisposableUser || user.type === DoorLock.UserType.ForcedUser;
    if (!isOfItsOwn) return restrictedTypeFor(schedule);
    return this.#isOwn ? user.type : null;
  }

  /** Every step on the way permits less than the end does. */
  async #freeOfSchedules(user: FoundUser): Promise<Outcome> {
    const cleared = await clearSchedules(this.#asking, this.abilities, user.userIndex);
    if (!cleared.ok || userTypeOf(user.type) !== "scheduled") return cleared;
    return await this.#users.modify(user, { type: DoorLock.UserType.UnrestrictedUser });
  }

  #write(setting: LockSetting, sendBy?: number): Promise<Status> {
    const access = this.#access;
    switch (setting.name) {
      case "operatingMode":
        return access.write("doorLock", "operatingMode", operatingModes[setting.value], sendBy);
      case "volume":
        return access.write("doorLock", "soundVolume", soundVolumes[setting.value]);
      case "language":
        return access.write("doorLock", "language", setting.value);
      case "menu":
        return access.write("doorLock", "enableLocalProgramming", setting.value);
      case "autoRelockSeconds":
        return access.write("doorLock", "autoRelockTime", setting.value);
      case "guardProfile":
        return access.write("catenaccioLock", "guardProfile", guardProfileNumbers[setting.value]);
      default:
        return setting satisfies never;
    }
  }
}

function progressOf({ status, captures, userIndex, credentialIndex, reason }: EnrolmentProgress) {
  return {
    status: wordOf<keyof typeof enrolmentStatusNumbers, number>(enrolmentStatusNumbers, status) ?? "failed",
    captures,
    userIndex,
    credential: credentialIndex === null ? null : ({ kind: "fingerprint", index: credentialIndex } as const),
    reason,
  };
}
