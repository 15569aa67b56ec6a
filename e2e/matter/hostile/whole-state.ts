/** All that a lock is, line by line: what its owner sees at the panel, and what its home reads over the network. */
import type { HomeLock } from "../home-lock.ts";
import type { LockProcess } from "../lock-process.ts";
import { readAnswers } from "../kills/read-answers.ts";

const atOnce = 12;
const attributeList = 0xfffb;
/** What goes on by itself, or is what a guesser may do to a lock: wrong tries, and the lock-out that ends them. */
const passing: ReadonlySet<string> = new Set(["awake", "lockedOutMs", "wrongTries", "time", "diagnosis", "pairing"]);

const clusters: readonly (readonly [
  endpoint: number,
  cluster: string | number,
  attributesPassing: readonly number[],
])[] = [
  [1, "DoorLock", []],
  // LockedOut, Diagnosis, and the numbers of the log.
  [1, 0xfff1_fc00, [3, 4, 5, 6]],
  [1, "Identify", []],
  [0, "BasicInformation", []],
  [0, "AccessControl", []],
  [0, "OperationalCredentials", []],
  [0, "GeneralCommissioning", []],
  // UTC and local time.
  [0, "TimeSynchronization", [0, 7]],
];

export async function readWholeState(lock: LockProcess, door: HomeLock): Promise<readonly string[]> {
  const shown = Object.entries(await lock.state()).filter(([name]) => !passing.has(name));
  const { users, credentials, schedules } = await readAnswers(door);
  return [
    ...shown.map(([name, value]) => `${name}: ${inLine(value)}`),
    ...users.map(inLine),
    ...Object.entries({ ...credentials, ...schedules }).map(([name, value]) => `${name}: ${inLine(value)}`),
    ...(await readAttributes(door)),
  ];
}

async function readAttributes(door: HomeLock): Promise<readonly string[]> {
  const ids = await Promise.all(
    clusters.map(async ([endpoint, cluster, attributesPassing]) => {
      const list = (await door.other(endpoint, cluster).read(attributeList)) as readonly number[];
      return list.filter((id) => !attributesPassing.includes(id)).map((id) => [endpoint, cluster, id] as const);
    }),
  );
  const left = ids.flat();
  const read: string[] = [];
  const readSome = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [endpoint, cluster, id] = next;
      const value = await door.other(endpoint, cluster).read(id);
      read.push(`${endpoint} ${cluster} ${id}: ${inLine(value)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, readSome));
  return read.toSorted();
}

function inLine(value: unknown): string {
  return JSON.stringify(value, (_name, each: unknown) => {
    if (typeof each === "bigint") return `${each}n`;
    return each instanceof Uint8Array ? Buffer.from(each).toString("hex") : each;
  });
}
