/**
 * PINs and cards of a lock. They are given to a user by its index, and Matter's few statuses for many reasons are told
 * apart by what the lock is like. A finger can only be enrolled at the reader.
 */

import { guardProfileNumbers } from "@catenaccio/matter";
import type { CredentialKind, CredentialReference } from "@catenaccio/protocol";
import { DoorLock } from "@matter/main/clusters/door-lock";
import { Status } from "@matter/main/types";
import type { Outcome } from "../lock-client.ts";
import { abilitiesOf } from "./lock-abilities.ts";
import type { LockAccess } from "./lock-access.ts";
import { done, outcomeOf, refuse, type LockAsking, type Refused } from "./lock-asking.ts";
import type { LockUsers } from "./lock-users.ts";
import { credentialOf } from "./lock-words.ts";

/** With the guard profile `strict`, so many PINs of the shortest length are all that the lock takes. */
const shortPinsMax = 4;

interface CredentialOrder {
  readonly credential: CredentialReference;
  readonly data: string;
  readonly userIndex: number;
  /** Or it takes the place of one that is there. */
  readonly isNew: boolean;
}

export class LockCredentials {
  readonly #access: LockAccess;
  readonly #asking: LockAsking;
  readonly #users: LockUsers;

  constructor(access: LockAccess, asking: LockAsking, users: LockUsers) {
    this.#access = access;
    this.#asking = asking;
    this.#users = users;
  }

  async set(order: CredentialOrder): Promise<Outcome> {
    const { credential, data, userIndex, isNew } = order;
    const objection = this.#objectionTo(credential, data);
    if (objection !== null) return refuse(objection);
    const answer = await this.#asking.order(isNew ? "once" : "change", "doorLock", "setCredential", {
      operationType: isNew ? DoorLock.DataOperationType.Add : DoorLock.DataOperationType.Modify,
      credential: credentialOf(credential),
      credentialData: bytesOf(credential.kind, data),
      // Without it, locks on matter.js 0.17.9 refuse.
      userIndex,
      userStatus: null,
      userType: null,
    });
    const status: number = answer.ok ? answer.response.status : answer.status;
    if (status === Status.Success) return done;
    if (status === DoorLock.StatusCode.Duplicate) return refuse("duplicate");
    if (status === DoorLock.StatusCode.Occupied) return refuse("busy");
    return await this.#explain(status, order);
  }

  async read(credential: CredentialReference): Promise<{ readonly userIndex: number | null } | null> {
    const fields = { credential: credentialOf(credential) };
    const { credentialExists, userIndex } = await this.#asking.ask("doorLock", "getCredentialStatus", fields);
    return credentialExists ? { userIndex } : null;
  }

  /** What can be told without asking the lock. */
  #objectionTo({ kind, index }: CredentialReference, data: string): Refused["reason"] | null {
    const { pins, cards, pinLength } = abilitiesOf(this.#access);
    switch (kind) {
      case "pin":
        if (pins === 0) return "notSupported";
        if (index > pins) return "full";
        return pinLength !== null && (data.length < pinLength.min || data.length > pinLength.max) ? "pinLength" : null;
      case "rfid": {
        const { minRfidCodeLength = 0, maxRfidCodeLength = Infinity } = this.#access.current("doorLock");
        const { length } = bytesOf(kind, data);
        if (cards === 0 || length < minRfidCodeLength || length > maxRfidCodeLength) return "notSupported";
        return index > cards ? "full" : null;
      }
      case "fingerprint":
        return "enrolAtReader";
      default:
        return kind satisfies never;
    }
  }

  /** Matter has few statuses for many reasons: what the lock is like tells them apart. */
  async #explain(status: Status, order: CredentialOrder): Promise<Outcome> {
    const { credential, data, userIndex, isNew } = order;
    if (status === Status.ResourceExhausted) return refuse(await reasonOfWant(this.#access));
    if (status === Status.Failure && !this.#isOwn) {
      // matter.js 0.17.9 says FAILURE for a place that is taken, and for a PIN that is.
      const isTaken = isNew && (await this.read(credential)) !== null;
      return refuse(isTaken ? "busy" : "duplicate");
    }
    if (status !== Status.InvalidCommand) return outcomeOf(status);
    const user = await this.#users.find(userIndex);
    if (user?.madeBy === "home") return refuse("otherHome");
    const isRuled = user !== null && credential.kind === "pin" && this.#isOwn;
    return refuse(isRuled ? await this.#pinRuleAgainst(data) : "refused");
  }

  /** Only the profile `strict` minds what a PIN is like: that it is easy, or short when there are enough short ones. */
  async #pinRuleAgainst(pin: string): Promise<"easyPin" | "longerPinNeeded" | "refused"> {
    const { guardProfile } = await this.#access.read("catenaccioLock", ["guardProfile"]);
    if (guardProfile !== guardProfileNumbers.strict) return "refused";
    const isShortest = pin.length === abilitiesOf(this.#access).pinLength?.min;
    return isShortest && (await this.#hasManyPins()) ? "longerPinNeeded" : "easyPin";
  }

  async #hasManyPins(): Promise<boolean> {
    let next: number | null = 1;
    for (let pins = 0; next !== null;) {
      const fields = { credential: credentialOf({ kind: "pin", index: next }) };
      const answer: DoorLock.GetCredentialStatusResponse = await this.#asking.ask(
        "doorLock",
        "getCredentialStatus",
        fields,
      );
      if (answer.credentialExists) pins += 1;
      if (pins >= shortPinsMax) return true;
      const { nextCredentialIndex = null } = answer;
      next = nextCredentialIndex !== null && nextCredentialIndex > next ? nextCredentialIndex : null;
    }
    return false;
  }

  get #isOwn(): boolean {
    return this.#access.has("catenaccioLock");
  }
}

/** The bytes of a PIN or a card, as Matter carries them. */
export function bytesOf(kind: CredentialKind, data: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(data, kind === "rfid" ? "hex" : "latin1"));
}

/** RESOURCE_EXHAUSTED is want of room, or of power. */
export async function reasonOfWant(access: LockAccess): Promise<"full" | "batteryCritical"> {
  if (!access.has("catenaccioLock")) return "full";
  const { diagnosis = [] } = await access.read("catenaccioLock", ["diagnosis"]);
  return diagnosis.includes("battery-critical") ? "batteryCritical" : "full";
}
