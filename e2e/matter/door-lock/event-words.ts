/** The events of the door lock as a home is told them, and the words that tests expect them in. */
import assert from "node:assert/strict";
import { DoorLock } from "@matter/main/clusters/door-lock";
import type { EventRecord } from "../cluster-access.ts";
import type { HomeLock } from "../home-lock.ts";
import type { LockProcess } from "../lock-process.ts";
import type { Fields, WireValue } from "../wire-values.ts";

/** An event, its name among its fields. */
export type Told = Fields;

/** Who asked over the network. */
export interface Asker {
  readonly [name: string]: WireValue;
  readonly fabricIndex: WireValue;
  readonly sourceNode: WireValue;
}

/** Somebody at the door, or the lock itself. */
const nobodyAfar: Asker = { fabricIndex: null, sourceNode: null };

interface Circumstances {
  readonly user?: number;
  readonly credentials?: readonly Fields[];
  readonly by?: Asker;
}

const { LockOperationType, DataOperationType, LockDataType } = DoorLock;

export function operation(
  type: keyof typeof LockOperationType,
  source: keyof typeof DoorLock.OperationSource,
  { user, credentials, by = nobodyAfar }: Circumstances = {},
): Told {
  return {
    name: "lockOperation",
    lockOperationType: LockOperationType[type],
    operationSource: DoorLock.OperationSource[source],
    userIndex: user ?? null,
    ...by,
    credentials: credentials ?? null,
  };
}

export function refusal(
  error: keyof typeof DoorLock.OperationError,
  source: keyof typeof DoorLock.OperationSource,
  circumstances: Circumstances & { readonly type?: "Lock" } = {},
): Told {
  const { type = "Unlock" } = circumstances;
  return {
    ...operation(type, source, circumstances),
    name: "lockOperationError",
    operationError: DoorLock.OperationError[error],
  };
}

export function alarm(code: keyof typeof DoorLock.AlarmCode): Told {
  return { name: "doorLockAlarm", alarmCode: DoorLock.AlarmCode[code] };
}

/** @param index of what was changed among those of its kind; that of the user if it is a user. */
export function change(
  type: keyof typeof LockDataType,
  done: keyof typeof DataOperationType,
  {
    user,
    index,
    source = "Keypad",
    by = nobodyAfar,
  }: {
    readonly user: number | null;
    readonly index: number;
    readonly source?: keyof typeof DoorLock.OperationSource;
    readonly by?: Asker;
  },
): Told {
  return {
    name: "lockUserChange",
    lockDataType: LockDataType[type],
    dataOperationType: DataOperationType[done],
    operationSource: DoorLock.OperationSource[source],
    userIndex: user,
    ...by,
    dataIndex: index,
  };
}

/** A credential that came with its user, or took its user with it: one event for each. */
export function withUser(
  done: "Add" | "Clear",
  type: "Pin" | "Rfid" | "Fingerprint",
  at: Parameters<typeof change>[2] & { readonly user: number },
): readonly Told[] {
  const ofUser = change("UserIndex", done, { ...at, index: at.user });
  const ofCredential = change(type, done, at);
  return done === "Add" ? [ofUser, ofCredential] : [ofCredential, ofUser];
}

export function toldBy({ name, fields }: EventRecord): Told {
  return { name, ...fields };
}

/** Who this home is to the lock: its number there, and the node that owns it. */
export async function ownerOf(lock: HomeLock): Promise<Asker> {
  const [entry] = (await lock.other(0, "AccessControl").read("acl")) as readonly Fields[];
  const [sourceNode = null] = subjectsOf(entry);
  return { fabricIndex: await lock.other(0, "OperationalCredentials").read("currentFabricIndex"), sourceNode };
}

/** The nodes that an entry of an access control list is for. */
export function subjectsOf(entry: Fields | undefined): readonly WireValue[] {
  return (entry?.["subjects"] ?? []) as readonly WireValue[];
}

/** What has not been told by then is not told. */
const looksMax = 100;

/** Reads on from the newest event that is known. */
export class EventReader {
  readonly #lock: HomeLock;
  readonly #door: LockProcess;
  #known: number | undefined;

  constructor(lock: HomeLock, door: LockProcess) {
    this.#lock = lock;
    this.#door = door;
  }

  /** All that there is so far is known now. */
  async skip(): Promise<void> {
    this.#known = (await this.#lock.events()).at(-1)?.number;
  }

  /** The next events are these, one after the other; one too many shows here, or with the next. */
  async expect(...expected: readonly Told[]): Promise<void> {
    for (let looks = 1; ; looks += 1) {
      const events = await this.#lock.events(undefined, this.#known);
      const isOver = events.length >= expected.length || looks === looksMax;
      if (isOver || !isBeginning(events.map(toldBy), expected)) {
        this.#known = events.at(-1)?.number ?? this.#known;
        return assert.deepEqual(events.map(toldBy), expected);
      }
      await this.#door.send({ wait: 100 });
    }
  }
}

function isBeginning(events: readonly Told[], expected: readonly Told[]): boolean {
  try {
    assert.deepEqual(events, expected.slice(0, events.length));
    return true;
  } catch {
    return false;
  }
}
