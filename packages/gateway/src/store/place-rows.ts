/** The rows of what is known of each lock's people: the document, what was read last, the places, and what was refused. */

import type { CredentialReference, WantedLock } from "@catenaccio/protocol";
import type Database from "better-sqlite3";
import type { ObservedLock } from "../wanted/observed-lock.ts";
import type { CredentialPlace, Places, Refusal, UserPlace } from "../wanted/places.ts";

/** The finger that somebody is asked for at a lock's reader. */
export interface PendingEnrolment {
  readonly personId: string;
  readonly credentialId: string;
  readonly userIndex: number;
}

/** For records that come late: more are never needed, for a lock's own log is not longer. */
const formerPlacesMax = 1000;
const unnamed = { isUnnamed: true } as const;

type Document = "wanted" | "observed" | "enrolment";
type Values = (string | number)[];

export class PlaceRows {
  readonly #sql: ReturnType<typeof prepareStatements>;

  constructor(database: Database.Database) {
    this.#sql = prepareStatements(database);
  }

  wanted(lockId: string): WantedLock | null {
    return this.#read<WantedLock>("wanted", lockId);
  }

  /** Takes the place of the one before; what was refused may be tried again, and what was lost be put back. */
  putWanted(wanted: WantedLock): void {
    const { lockId } = wanted;
    const { users, credentials } = this.places(lockId);
    this.#write("wanted", lockId, wanted);
    this.#sql.removeRefusals.run(lockId);
    const people = new Set(wanted.users.map(({ personId }) => personId));
    const named = new Set(wanted.users.flatMap((user) => user.credentials.map(({ credentialId }) => credentialId)));
    for (const { isUnnamed = false, ...place } of users.values())
      this.putUserPlace(lockId, { ...place, losses: 0, ...(isUnnamed && !people.has(place.personId) && unnamed) });
    for (const { isUnnamed = false, ...place } of credentials.values())
      this.putCredentialPlace(lockId, {
        ...place,
        losses: 0,
        ...(isUnnamed && !named.has(place.credentialId) && unnamed),
      });
  }

  /** null: it was never read. */
  observed(lockId: string): ObservedLock | null {
    return this.#read<ObservedLock>("observed", lockId);
  }

  putObserved(lockId: string, observed: ObservedLock): void {
    this.#write("observed", lockId, observed);
  }

  enrolment(lockId: string): PendingEnrolment | null {
    return this.#read<PendingEnrolment>("enrolment", lockId);
  }

  putEnrolment(lockId: string, enrolment: PendingEnrolment | null): void {
    if (enrolment === null) this.#sql.remove.enrolment.run(lockId);
    else this.#write("enrolment", lockId, enrolment);
  }

  places(lockId: string): Places {
    const users = this.#sql.userPlaces.all(lockId).map((text) => JSON.parse(text) as UserPlace);
    const credentials = this.#sql.credentialPlaces.all(lockId).map((text) => JSON.parse(text) as CredentialPlace);
    return {
      users: new Map(users.map((place) => [place.personId, place])),
      credentials: new Map(credentials.map((place) => [place.credentialId, place])),
    };
  }

  putUserPlace(lockId: string, place: UserPlace): void {
    this.#sql.putUserPlace.run(lockId, place.personId, place.userIndex, JSON.stringify(place));
  }

  /** With the person's credentials there. */
  removeUserPlace(lockId: string, place: UserPlace, until: string): void {
    const { personId, userIndex } = place;
    this.rememberFormer(lockId, { personId, userIndex }, until);
    this.#sql.removeUserPlace.run(lockId, personId);
    for (const each of this.places(lockId).credentials.values())
      if (each.personId === personId) this.removeCredentialPlace(lockId, each.credentialId);
  }

  /** Whose the number was until then. */
  rememberFormer(
    lockId: string,
    { personId, userIndex }: Pick<UserPlace, "personId" | "userIndex">,
    until: string,
  ): void {
    this.#sql.addFormer.run(lockId, personId, userIndex, until);
    this.#sql.trimFormer.run(formerPlacesMax);
  }

  putCredentialPlace(lockId: string, place: CredentialPlace): void {
    this.#sql.putCredentialPlace.run(lockId, place.credentialId, place.kind, place.index, JSON.stringify(place));
  }

  removeCredentialPlace(lockId: string, credentialId: string): void {
    this.#sql.removeCredentialPlace.run(lockId, credentialId);
  }

  refusals(lockId: string): ReadonlyMap<string, Refusal> {
    return new Map(
      this.#sql.refusals.all(lockId).map(({ subject, content }) => [subject, JSON.parse(content) as Refusal]),
    );
  }

  putRefusal(lockId: string, subject: string, refusal: Refusal): void {
    this.#sql.putRefusal.run(lockId, subject, JSON.stringify(refusal));
  }

  removeRefusal(lockId: string, subject: string): void {
    this.#sql.removeRefusal.run(lockId, subject);
  }

  /** Whose user that was at that time; null: nobody's that the household knows. @param time null: now. */
  personOfUser(lockId: string, userIndex: number, time: string | null): string | null {
    const former = time === null ? undefined : this.#sql.former.get(lockId, userIndex, time);
    return former ?? this.#sql.personOfUser.get(lockId, userIndex) ?? null;
  }

  /** null: it is nobody's that the household knows. */
  personOfCredential(lockId: string, { kind, index }: CredentialReference): string | null {
    return this.#sql.personOfCredential.get(lockId, kind, index) ?? null;
  }

  forgetLock(lockId: string): void {
    for (const statement of Object.values(this.#sql.remove)) statement.run(lockId);
    for (const statement of this.#sql.forget) statement.run(lockId);
  }

  #read<Content>(document: Document, lockId: string): Content | null {
    const text = this.#sql.get[document].get(lockId);
    return text === undefined ? null : (JSON.parse(text) as Content);
  }

  #write(document: Document, lockId: string, content: object): void {
    const text = JSON.stringify(content);
    if (this.#sql.get[document].get(lockId) !== text) this.#sql.put[document].run(lockId, text);
  }
}

function prepareStatements(database: Database.Database) {
  const write = (sql: string) => database.prepare<Values>(sql);
  const readOne = (sql: string) => database.prepare<Values, string>(sql).pluck();
  const perDocument = <Statement>(make: (document: Document) => Statement) => ({
    wanted: make("wanted"),
    observed: make("observed"),
    enrolment: make("enrolment"),
  });
  return {
    get: perDocument((document) => readOne(`SELECT content FROM ${document} WHERE lock_id = ?`)),
    put: perDocument((document) => write(`REPLACE INTO ${document} (lock_id, content) VALUES (?, ?)`)),
    remove: perDocument((document) => write(`DELETE FROM ${document} WHERE lock_id = ?`)),
    forget: ["user_place", "credential_place", "former_place", "refusal"].map((table) =>
      write(`DELETE FROM ${table} WHERE lock_id = ?`),
    ),
    userPlaces: readOne("SELECT content FROM user_place WHERE lock_id = ? ORDER BY user_index"),
    putUserPlace: write("REPLACE INTO user_place (lock_id, person_id, user_index, content) VALUES (?, ?, ?, ?)"),
    removeUserPlace: write("DELETE FROM user_place WHERE lock_id = ? AND person_id = ?"),
    personOfUser: readOne(
      "SELECT person_id FROM user_place WHERE lock_id = ? AND user_index = ? AND content ->> 'state' <> 'lost'",
    ),
    addFormer: write("INSERT INTO former_place (lock_id, person_id, user_index, until) VALUES (?, ?, ?, ?)"),
    trimFormer: write("DELETE FROM former_place WHERE id <= (SELECT max(id) FROM former_place) - ?"),
    former: readOne(
      "SELECT person_id FROM former_place WHERE lock_id = ? AND user_index = ? AND until > ? ORDER BY until LIMIT 1",
    ),
    personOfCredential: readOne(
      "SELECT content ->> 'personId' FROM credential_place WHERE lock_id = ? AND kind = ? AND credential_index = ? " +
        "AND content ->> 'state' <> 'lost'",
    ),
    credentialPlaces: readOne("SELECT content FROM credential_place WHERE lock_id = ? ORDER BY credential_id"),
    putCredentialPlace: write(
      "REPLACE INTO credential_place (lock_id, credential_id, kind, credential_index, content) VALUES (?, ?, ?, ?, ?)",
    ),
    removeCredentialPlace: write("DELETE FROM credential_place WHERE lock_id = ? AND credential_id = ?"),
    refusals: database.prepare<Values, { readonly subject: string; readonly content: string }>(
      "SELECT subject, content FROM refusal WHERE lock_id = ?",
    ),
    putRefusal: write("REPLACE INTO refusal (lock_id, subject, content) VALUES (?, ?, ?)"),
    removeRefusal: write("DELETE FROM refusal WHERE lock_id = ? AND subject = ?"),
    removeRefusals: write("DELETE FROM refusal WHERE lock_id = ?"),
  };
}
