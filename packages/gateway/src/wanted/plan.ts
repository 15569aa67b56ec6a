/**
 * What is to be done at a lock so that it is as the household wants it, and what can be said of each person and
 * credential meanwhile. Pure: it is made anew from what is there each time, so a command that was lost, or done twice,
 * or undone at the keypad, needs no case of its own.
 *
 * It never touches a user whom we neither made nor adopted, and never orders what is already so. What frees room comes
 * first, then changes, then what needs room.
 */

import type {
  CredentialReference,
  FoundCredential,
  FoundUser,
  LockAbilities,
  RefusalReason,
  Schedule,
  WantedCredential,
  WantedLock,
  WantedUser,
} from "@catenaccio/protocol";
import type { LockUser, LockUserContent } from "../lock-client.ts";
import { canonicalSchedule, holderOf, isAlways, isSame, roomFor, userAt, type ObservedLock } from "./observed-lock.ts";
import type { CredentialPlace, Places, Refusal, UserPlace } from "./places.ts";
import { canonicalContent, contentOf, hasContent } from "./user-content.ts";

export interface PlanInput {
  readonly wanted: WantedLock;
  readonly lock: ObservedLock;
  /** As `recognise` left them. */
  readonly places: Places;
  /** What can be opened of what is sealed, by credential. */
  readonly secrets: ReadonlyMap<string, SecretOutline>;
  /** By person or credential: those that still hold for the lock as it is. */
  readonly refusals: ReadonlyMap<string, Refusal>;
}

export interface SecretOutline {
  /** Keyed. */
  readonly digest: string;
  readonly length: number;
  readonly isWellFormed: boolean;
}

interface Subject {
  readonly personId: string;
  /** What a refusal of this step is about. */
  readonly subject: string;
  readonly attempt: string;
}

export type Step = Subject &
  (
    | { readonly do: "clearUser"; readonly userIndex: number }
    | {
        readonly do: "clearCredential";
        readonly credential: CredentialReference;
        /** Some locks take the user away with its last credential. */
        readonly isLast: boolean;
        /** To be added again with another secret. */
        readonly isWanted: boolean;
      }
    /** Nothing is at the lock any more; only what we remember goes. */
    | { readonly do: "forgetUser" }
    | { readonly do: "forgetCredential" }
    /** It is there, and there is nothing to compare it with. */
    | { readonly do: "confirmCredential" }
    | { readonly do: "addUser" | "changeUser"; readonly userIndex: number; readonly content: LockUserContent }
    | { readonly do: "putSchedule"; readonly userIndex: number; readonly schedule: Schedule }
    | {
        readonly do: "addCredential" | "changeCredential";
        readonly userIndex: number;
        readonly credential: CredentialReference;
        readonly digest: string;
      }
  );

export type SubjectState =
  | { readonly state: "pending" }
  | { readonly state: "confirmed"; readonly at: string | null }
  | { readonly state: "refused"; readonly reason: RefusalReason };

export interface PlannedCredential {
  readonly credentialId: string;
  readonly credential: CredentialReference | null;
  readonly state: SubjectState;
}

export interface PlannedUser {
  readonly personId: string;
  readonly userIndex: number | null;
  readonly state: SubjectState;
  readonly credentials: readonly PlannedCredential[];
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly users: readonly PlannedUser[];
  readonly found: readonly FoundUser[];
  readonly foundCredentials: readonly FoundCredential[];
}

/** What somebody took away is put back once for each document, so that two never fight over it without end. */
const lossesMax = 1;

/** Of a removal, in the place of what is wanted. */
const clearing = "clear";

const pending: SubjectState = { state: "pending" };
/** For the room that a removal makes. */
const waiting: Standing = { userIndex: null, isThere: false, isOpen: false, state: pending };

export function makePlan(input: PlanInput): Plan {
  const planner = new Planner(input);
  return planner.plan();
}

class Planner {
  readonly #input: PlanInput;
  readonly #removals: Step[] = [];
  readonly #changes: Step[] = [];
  readonly #additions: Step[] = [];
  readonly #takenUsers: Set<number>;
  readonly #takenCredentials: CredentialReference[];
  /** How many each user has and will have. */
  readonly #counts = new Map<number, number>();

  constructor(input: PlanInput) {
    this.#input = input;
    const { lock, places, refusals } = input;
    const kept = <Place extends { readonly state: string }>(all: ReadonlyMap<string, Place>) =>
      [...all].flatMap(([subject, place]) => (place.state === "lost" || refusals.has(subject) ? [] : [place]));
    this.#takenUsers = new Set([
      ...lock.users.map(({ userIndex }) => userIndex),
      ...kept(places.users).map(({ userIndex }) => userIndex),
    ]);
    this.#takenCredentials = [
      ...lock.users.flatMap(({ credentials }) => credentials),
      ...kept(places.credentials).map(({ kind, index }) => ({ kind, index })),
    ];
    for (const { userIndex, credentials } of lock.users) this.#counts.set(userIndex, credentials.length);
  }

  plan(): Plan {
    const { wanted } = this.#input;
    this.#planRemovals();
    const users = wanted.users.map((user) => this.#planUser(user));
    // Whom the lock takes away with the last credential has to be looked for first.
    const isLookNeeded = this.#removals.some((step) => step.do === "clearCredential" && step.isLast);
    return {
      steps: isLookNeeded ? this.#removals : [...this.#removals, ...this.#changes, ...this.#additions],
      users,
      ...this.#findOthers(),
    };
  }

  #planRemovals(): void {
    const { wanted, places } = this.#input;
    const leaving = new Set<string>();
    for (const place of places.users.values())
      if (
        this.#isOver(
          place,
          wanted.users.some(({ personId }) => personId === place.personId),
        )
      ) {
        leaving.add(place.personId);
        this.#removeUser(place);
      }
    const owners = new Map(
      wanted.users.flatMap(({ personId, credentials }) =>
        credentials.map(({ credentialId, kind }) => [credentialId, `${personId} ${kind}`]),
      ),
    );
    for (const place of places.credentials.values()) {
      if (leaving.has(place.personId)) continue;
      const isWanted = owners.get(place.credentialId) === `${place.personId} ${place.kind}`;
      if (this.#isOver(place, isWanted)) this.#removeCredential(place);
      else if (isWanted && this.#isInTheWay(place)) this.#clearCredential(place, true);
    }
  }

  /** What was adopted and is named by no document yet is another's as long as it is there. */
  #isOver({ revision, state, isUnnamed = false }: UserPlace | CredentialPlace, isWanted: boolean): boolean {
    const isHeld = isUnnamed && state === "confirmed";
    return !isWanted && !isHeld && this.#input.wanted.revision > revision;
  }

  #removeUser(place: UserPlace): void {
    const { personId, userIndex } = place;
    const subject = { personId, subject: personId, attempt: clearing };
    if (place.state !== "confirmed") this.#removals.push({ do: "forgetUser", ...subject });
    else if (!this.#isRefused(subject)) this.#removals.push({ do: "clearUser", userIndex, ...subject });
  }

  #removeCredential(place: CredentialPlace): void {
    const { personId, credentialId } = place;
    if (this.#isAt(place)) this.#clearCredential(place, false);
    else this.#removals.push({ do: "forgetCredential", personId, subject: credentialId, attempt: clearing });
  }

  #clearCredential(place: CredentialPlace, isWanted: boolean): void {
    const { personId, credentialId, kind, index } = place;
    const subject = { personId, subject: credentialId, attempt: clearing };
    if (this.#isRefused(subject)) return;
    const userIndex = this.#input.places.users.get(personId)?.userIndex ?? 0;
    const isLast = this.#count(userIndex, -1) === 0;
    this.#removals.push({ do: "clearCredential", credential: { kind, index }, isLast, isWanted, ...subject });
  }

  /** Two people exchange their PINs: neither can be changed while the other has it. */
  #isInTheWay(place: CredentialPlace): boolean {
    const { places, secrets } = this.#input;
    const next = secrets.get(place.credentialId);
    if (place.state !== "confirmed" || place.digest === null || next === undefined || next.digest === place.digest)
      return false;
    return [...places.credentials.values()].some(
      (other) =>
        other !== place &&
        other.kind === place.kind &&
        other.state === "confirmed" &&
        other.digest !== place.digest &&
        secrets.get(other.credentialId)?.digest === place.digest &&
        !this.#isRefused({ subject: place.credentialId, attempt: clearing }),
    );
  }

  #planUser(wanted: WantedUser): PlannedUser {
    const { places, lock } = this.#input;
    const place = places.users.get(wanted.personId) ?? null;
    const user = place?.state === "confirmed" ? userAt(lock, place.userIndex) : null;
    const standing =
      place !== null && user !== null ? this.#changeUser(wanted, place, user) : this.#addUser(wanted, place);
    const credentials = wanted.credentials.map((credential) => this.#planCredential(credential, wanted, standing));
    return { personId: wanted.personId, userIndex: standing.userIndex, state: standing.state, credentials };
  }

  #changeUser(wanted: WantedUser, place: UserPlace, user: LockUser): Standing {
    const { abilities } = this.#input.lock;
    const { userIndex, personId } = place;
    const subject = { personId, subject: personId, attempt: attemptOf(wanted) };
    const refusal = this.#refusal(subject);
    const lacking = scheduleRefusal(wanted, abilities) ?? (refusal?.step === "putSchedule" ? refusal.reason : null);
    const isKeptOut = lacking !== null || (place.isUsed && wanted.type === "oneTime" && !this.#isRenewed(wanted));
    const given = contentOf(wanted);
    // Whoever may come at times only is not let in always instead.
    const content = isKeptOut ? { ...given, isEnabled: false } : given;
    const needsContent = !hasContent(user, content, place, abilities);
    const needsSchedule = lacking === null && !this.#hasSchedule(wanted, user);
    if (refusal !== null && refusal.step !== "putSchedule")
      return { userIndex, isThere: true, isOpen: false, state: { state: "refused", reason: refusal.reason } };
    const steps: Step[] = [];
    if (needsContent) steps.push({ do: "changeUser", userIndex, content, ...subject });
    if (needsSchedule) steps.push({ do: "putSchedule", userIndex, schedule: wanted.schedule, ...subject });
    // Who is kept out gets the schedule before being let in.
    this.#changes.push(...(user.isEnabled ? steps : steps.toReversed()));
    if (lacking !== null)
      return { userIndex, isThere: true, isOpen: false, state: { state: "refused", reason: lacking } };
    const state: SubjectState = needsContent || needsSchedule ? pending : { state: "confirmed", at: place.confirmedAt };
    return { userIndex, isThere: true, isOpen: true, state };
  }

  #addUser(wanted: WantedUser, place: UserPlace | null): Standing {
    const { abilities } = this.#input.lock;
    const { personId, schedule } = wanted;
    const refused = (reason: RefusalReason): Standing => ({
      userIndex: null,
      isThere: false,
      isOpen: false,
      state: { state: "refused", reason },
    });
    if (wanted.type === "oneTime" && place !== null && place.isUsed && !this.#isRenewed(wanted))
      return { userIndex: null, isThere: false, isOpen: false, state: { state: "confirmed", at: place.confirmedAt } };
    if (place !== null && place.losses > lossesMax) return refused("refused");
    const lacking = scheduleRefusal(wanted, abilities);
    if (lacking !== null) return refused(lacking);
    const subject = { personId, subject: personId, attempt: attemptOf(wanted) };
    const refusal = this.#refusal(subject);
    if (refusal !== null && !this.#isPlaceTaken(refusal)) return refused(refusal.reason);
    const userIndex = this.#userIndexFor(place);
    if (userIndex === null) return this.#removals.length > 0 ? waiting : refused("full");
    this.#takenUsers.add(userIndex);
    this.#additions.push({ do: "addUser", userIndex, content: contentOf(wanted), ...subject });
    if (!isAlways(schedule)) this.#additions.push({ do: "putSchedule", userIndex, schedule, ...subject });
    return { userIndex, isThere: false, isOpen: true, state: pending };
  }

  /** A new secret makes a one-time user of a new time. */
  #isRenewed(wanted: WantedUser): boolean {
    const { places, secrets } = this.#input;
    return wanted.credentials.some(({ credentialId }) => {
      const secret = secrets.get(credentialId);
      const place = places.credentials.get(credentialId);
      return secret !== undefined && (place === undefined || place.digest !== secret.digest);
    });
  }

  #hasSchedule({ schedule }: WantedUser, user: LockUser): boolean {
    const there = this.#input.lock.schedules[user.userIndex];
    // Nobody looked where none is wanted and none was ordered.
    return there === undefined ? isAlways(schedule) : canonicalSchedule(there) === canonicalSchedule(schedule);
  }

  #planCredential(wanted: WantedCredential, user: WantedUser, standing: Standing): PlannedCredential {
    const { credentialId, kind } = wanted;
    const place = this.#input.places.credentials.get(credentialId) ?? null;
    const isFiled = place !== null && place.personId === user.personId && place.kind === kind;
    const own = isFiled ? place : null;
    if (standing.isThere && own !== null && this.#isAt(own) && !this.#isBeingCleared(credentialId))
      return this.#keepCredential(wanted, own, user, standing);
    return this.#addCredential(wanted, own, user, standing);
  }

  #keepCredential(
    wanted: WantedCredential,
    place: CredentialPlace,
    user: WantedUser,
    standing: Standing,
  ): PlannedCredential {
    const { credentialId } = wanted;
    const { kind, index } = place;
    const credential = { kind, index };
    const answer = (state: SubjectState): PlannedCredential => ({ credentialId, credential, state });
    const secret = this.#input.secrets.get(credentialId);
    const isAsWanted = secret === undefined || kind === "fingerprint" || secret.digest === place.digest;
    if (isAsWanted && place.state === "confirmed") return answer({ state: "confirmed", at: place.confirmedAt });
    const subject = { personId: user.personId, subject: credentialId, attempt: secret?.digest ?? "" };
    if (secret === undefined) {
      this.#changes.push({ do: "confirmCredential", ...subject });
      return answer(pending);
    }
    const reason =
      this.#secretRefusal(kind, secret) ?? standingRefusal(standing) ?? this.#refusal(subject)?.reason ?? null;
    if (reason !== null) return answer({ state: "refused", reason });
    const userIndex = standing.userIndex ?? 0;
    this.#changes.push({ do: "changeCredential", userIndex, credential, digest: secret.digest, ...subject });
    return answer(pending);
  }

  #addCredential(
    wanted: WantedCredential,
    place: CredentialPlace | null,
    user: WantedUser,
    standing: Standing,
  ): PlannedCredential {
    const { credentialId, kind } = wanted;
    const answer = (state: SubjectState): PlannedCredential => ({ credentialId, credential: null, state });
    const refused = (reason: RefusalReason) => answer({ state: "refused", reason });
    if (roomFor(kind, this.#input.lock.abilities) === 0) return refused("notSupported");
    if (kind === "fingerprint") return refused("enrolAtReader");
    const secret = this.#input.secrets.get(credentialId);
    if (secret === undefined) return refused("secretForgotten");
    if (!standing.isOpen && standing.state.state !== "refused") return answer(standing.state);
    const reason = standingRefusal(standing) ?? this.#secretRefusal(kind, secret);
    if (reason !== null) return refused(reason);
    if (place !== null && place.losses > lossesMax && place.digest === secret.digest) return refused("refused");
    const subject = { personId: user.personId, subject: credentialId, attempt: secret.digest };
    const refusal = this.#refusal(subject);
    if (refusal !== null && !this.#isCredentialPlaceTaken(kind, refusal)) return refused(refusal.reason);
    const userIndex = standing.userIndex ?? 0;
    const index = this.#credentialIndexFor(kind, place);
    const isUserFull = this.#count(userIndex, 0) >= this.#input.lock.abilities.credentialsPerUser;
    if (index === null || isUserFull) return this.#removals.length > 0 ? answer(pending) : refused("full");
    const credential = { kind, index };
    this.#takenCredentials.push(credential);
    this.#count(userIndex, 1);
    this.#additions.push({ do: "addCredential", userIndex, credential, digest: secret.digest, ...subject });
    return answer(pending);
  }

  #secretRefusal(kind: WantedCredential["kind"], { length, isWellFormed }: SecretOutline): RefusalReason | null {
    if (kind !== "pin") return isWellFormed ? null : "refused";
    const { pinLength } = this.#input.lock.abilities;
    const isFitting = pinLength === null || (length >= pinLength.min && length <= pinLength.max);
    return isWellFormed && isFitting ? null : "pinLength";
  }

  /** Whether something is at the place, at the person's own user. */
  #isAt(place: CredentialPlace): boolean {
    if (place.state === "lost") return false;
    const owner = this.#input.places.users.get(place.personId);
    const holder = holderOf(this.#input.lock, place);
    return owner?.state === "confirmed" && holder !== null && holder.userIndex === owner.userIndex;
  }

  #isBeingCleared(credentialId: string): boolean {
    return this.#removals.some((step) => step.do === "clearCredential" && step.subject === credentialId);
  }

  #userIndexFor(place: UserPlace | null): number | null {
    const { lock } = this.#input;
    if (place !== null && place.state === "intended" && userAt(lock, place.userIndex) === null) return place.userIndex;
    return lowestFree(lock.abilities.users, (index) => this.#takenUsers.has(index));
  }

  #credentialIndexFor(kind: WantedCredential["kind"], place: CredentialPlace | null): number | null {
    const { lock } = this.#input;
    if (place !== null && place.state === "intended" && holderOf(lock, place) === null) return place.index;
    return lowestFree(roomFor(kind, lock.abilities), (index) =>
      this.#takenCredentials.some((taken) => isSame(taken, { kind, index })),
    );
  }

  #isPlaceTaken({ index }: Refusal): boolean {
    return index !== null && userAt(this.#input.lock, index) !== null;
  }

  #isCredentialPlaceTaken(kind: WantedCredential["kind"], { index }: Refusal): boolean {
    return index !== null && holderOf(this.#input.lock, { kind, index }) !== null;
  }

  #refusal({ subject, attempt }: { readonly subject: string; readonly attempt: string }): Refusal | null {
    const refusal = this.#input.refusals.get(subject);
    return refusal !== undefined && refusal.attempt === attempt ? refusal : null;
  }

  #isRefused(subject: { readonly subject: string; readonly attempt: string }): boolean {
    return this.#refusal(subject) !== null;
  }

  #count(userIndex: number, change: number): number {
    const count = (this.#counts.get(userIndex) ?? 0) + change;
    this.#counts.set(userIndex, count);
    return count;
  }

  #findOthers(): Pick<Plan, "found" | "foundCredentials"> {
    const { lock, places, wanted } = this.#input;
    const owners = new Map(
      [...places.users.values()]
        .filter(({ state }) => state === "confirmed")
        .map(({ userIndex, personId }) => [userIndex, personId]),
    );
    const isWanted = (personId: string | undefined) => wanted.users.some((user) => user.personId === personId);
    const leaving = new Set(this.#removals.flatMap((step) => (step.do === "clearUser" ? [step.userIndex] : [])));
    const isKnown = (credential: CredentialReference) =>
      [...places.credentials.values()].some(
        (place) => place.state !== "lost" && place.isUnnamed !== true && isSame(place, credential),
      );
    return {
      found: lock.users
        .filter(({ userIndex }) => !isWanted(owners.get(userIndex)) && !leaving.has(userIndex))
        .map(foundUserOf),
      foundCredentials: lock.users.flatMap(({ userIndex, credentials }) => {
        const personId = owners.get(userIndex);
        if (personId === undefined || !isWanted(personId)) return [];
        return credentials.filter((each) => !isKnown(each)).map((credential) => ({ personId, credential }));
      }),
    };
  }
}

/** What the credentials of a person have to know of the user that they belong to. */
interface Standing {
  readonly userIndex: number | null;
  readonly isThere: boolean;
  /** Credentials may be added and changed. */
  readonly isOpen: boolean;
  readonly state: SubjectState;
}

function standingRefusal({ state }: Standing): RefusalReason | null {
  return state.state === "refused" ? state.reason : null;
}

function foundUserOf({ userIndex, name, isEnabled, role, credentials, type, madeBy }: LockUser): FoundUser {
  return {
    userIndex,
    name,
    isEnabled,
    role,
    credentials: [...credentials],
    hasSchedules: type === "scheduled",
    madeBy: madeBy === "us" ? "unknown" : madeBy,
  };
}

/** What the lock would have to be able to do for this schedule; null: it can. */
function scheduleRefusal({ schedule, type }: WantedUser, abilities: LockAbilities): RefusalReason | null {
  if (isAlways(schedule)) return null;
  // Matter §5.2.6.18: only the types of scheduled users promise to keep to schedules.
  if (type !== "ordinary" && !abilities.isCatenaccio) return "schedulesNotSupported";
  const windows = schedule.weekDays.length;
  const isFitting =
    windows <= abilities.weekDaySchedulesPerUser && schedule.dates.length <= abilities.dateSchedulesPerUser;
  return isFitting ? null : "schedulesNotSupported";
}

function attemptOf(wanted: WantedUser): string {
  return `${canonicalContent(contentOf(wanted))} ${canonicalSchedule(wanted.schedule)}`;
}

function lowestFree(room: number, isTaken: (index: number) => boolean): number | null {
  for (let index = 1; index <= room; index++) if (!isTaken(index)) return index;
  return null;
}
