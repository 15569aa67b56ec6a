/**
 * The home edition, beside what it stands on: an order through the API beside the bare Matter command to the same lock, a
 * record in the history beside a bare commit, and how it starts, how much it takes, and how soon it is there again.
 */

import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { MatterHome } from "../../e2e/matter/matter-home.ts";
import type { HomeLock } from "../../e2e/matter/home-lock.ts";
import { bareCommits } from "./bare-commits.ts";
import { median, percentile, rounded, timed, type Figure } from "./figures.ts";
import { Household, password, type HouseholdLock } from "./household.ts";
import { memoryOf, startUp } from "./program.ts";

const warmUps = 20;
const rounds = 150;
/** More within a minute the server refuses. */
const unlocks = 9;
const awayRecords = 400;
const starts = 5;
const restarts = 4;
const manyLocks = 12;
const manyPeople = 50;
const events = 10_000;
const usualHeap = "--max-old-space-size=192 --max-semi-space-size=2";

export async function measureHome(folder: string): Promise<readonly Figure[]> {
  const start = await measureStarts(folder);
  await using ends = new AsyncDisposableStack();
  const household = await Household.open(join(folder, "one"));
  ends.use(household);
  const lock = await household.addLock("front");
  const bare = await joinBare(household, lock, ends);
  return [
    ...start,
    ...(await measureOrders(household, lock, bare)),
    ...(await measureRestarts(household, lock)),
    ...(await measureAway(household, lock, folder)),
  ];
}

export async function measureManyLocks(folder: string): Promise<readonly Figure[]> {
  await using household = await Household.open(join(folder, "many"));
  for (let at = 0; at < manyLocks; at++) await household.addLock(`lock-${at}`);
  const people: string[] = [];
  const fillMs = await timed(async () => {
    for (let at = 0; at < manyPeople; at++) people.push(await household.addPerson(`Person ${at}`, household.locks));
    await household.untilConfirmed();
  });
  const [first = ""] = people;
  const changes: number[] = [];
  for (const to of ["10:00", "11:00", "12:00"])
    changes.push(
      await timed(async () => {
        const window = { days: ["tue"], from: "09:00", to };
        for (const { lockId } of household.locks) await household.putSchedule(first, lockId, [window]);
        await household.untilConfirmed();
      }),
    );
  return [
    {
      what: `${manyPeople} people with a PIN each on ${manyLocks} locks, until all is confirmed`,
      value: `${rounded(fillMs / 1000, 1)} s`,
      beside: `${rounded(fillMs / manyLocks / manyPeople, 1)} ms a person and lock`,
    },
    {
      what: "one schedule changed on all of them, until all is confirmed, median",
      value: `${rounded(median(changes) / 1000, 2)} s`,
      beside: "goal 10 s",
    },
    ...(await measureMemory(household)),
  ];
}

async function measureStarts(folder: string): Promise<readonly Figure[]> {
  const ready: number[] = [];
  const megabytes: number[] = [];
  const node: number[] = [];
  const main = ["--disable-warning=ExperimentalWarning", ...usualHeap.split(" "), "packages/catenaccio/src/main.ts"];
  for (let round = 0; round < starts; round++) {
    const data = join(folder, `start-${round}`);
    const started = await startUp([process.execPath, ...main, "up", "--stdio", "--port", "0", "--data", data]);
    ready.push(started.ms);
    megabytes.push(started.megabytes);
    node.push((await startUp([process.execPath, "-e", "console.log(1); process.stdin.resume()"])).ms);
  }
  return [
    {
      what: "home edition to its ready line, median",
      value: `${rounded(median(ready), 0)} ms`,
      beside: `${rounded(median(ready) / median(node), 1)} × an empty Node program; goal 2500 ms`,
    },
    { what: "its peak memory then, median", value: `${rounded(median(megabytes), 0)} MB`, beside: "goal 280 MB" },
  ];
}

/** The same lock in a home of the benchmark's own. */
async function joinBare(household: Household, lock: HouseholdLock, ends: AsyncDisposableStack): Promise<HomeLock> {
  const home = await MatterHome.open({ after: (end) => ends.defer(end) }, { name: "Bench" });
  const { proof } = await household.owner.expect("POST", `${lock.path}/proofs`, { action: "share", password });
  const { manual } = await household.owner.expect("POST", `${lock.path}/share`, { seconds: 180, proof });
  return await home.add(manual, lock.process.port);
}

async function measureOrders(
  household: Household,
  { path }: HouseholdLock,
  bare: HomeLock,
): Promise<readonly Figure[]> {
  const { owner } = household;
  const byApi: number[] = [];
  const byMatter: number[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    const api = (): Promise<void> => owner.expect("POST", `${path}/lock`, {});
    const matter = (): Promise<unknown> => bare.invoke("lockDoor", {}, { timed: true });
    const first = round % 2 === 0 ? api : matter;
    const firstMs = await timed(first);
    const secondMs = await timed(first === api ? matter : api);
    if (round < warmUps) continue;
    byApi.push(first === api ? firstMs : secondMs);
    byMatter.push(first === api ? secondMs : firstMs);
  }
  const opened: number[] = [];
  const openedBare: number[] = [];
  for (let round = 0; round < unlocks; round++) {
    const { proof } = await owner.expect("POST", `${path}/proofs`, { action: "unlock", password });
    opened.push(await timed(() => owner.expect("POST", `${path}/unlock`, { proof })));
    await bare.invoke("lockDoor", {}, { timed: true });
    openedBare.push(await timed(() => bare.invoke("unlockDoor", {}, { timed: true })));
    await bare.invoke("lockDoor", {}, { timed: true });
  }
  return [
    comparison("API: lock, to the lock's answer", byApi, byMatter),
    comparison(`API: unlock with a proof (${unlocks} times)`, opened, openedBare),
  ];
}

function comparison(what: string, ours: readonly number[], bare: readonly number[]): Figure {
  return {
    what: `${what}, median`,
    value: `${rounded(median(ours))} ms`,
    beside: `${rounded(median(ours) / median(bare))} × the bare Matter command (${rounded(median(bare))} ms); goal 1.3`,
  };
}

/** The lock's power is cut; timed from its ready line on. */
async function measureRestarts(
  household: Household,
  { path, process, lockId }: HouseholdLock,
): Promise<readonly Figure[]> {
  const heard: number[] = [];
  const commanded: number[] = [];
  const history = `${household.base}/history?lockId=${lockId}&kind=settings&limit=1`;
  for (let round = 0; round < restarts; round++) {
    await process.reopen();
    const before = await newest(household, history);
    heard.push(
      await timed(async () => {
        await process.send({ remote: "volume", to: round % 2 === 0 ? "low" : "high" });
        while ((await newest(household, history)) === before) await setTimeout(10);
      }),
    );
    await process.reopen();
    commanded.push(await timed(() => untilOrdered(household, path)));
  }
  return [
    {
      what: "restart of the lock: from its ready line to an event in the history, median and worst",
      value: `${rounded(median(heard), 0)} and ${rounded(percentile(heard, 100), 0)} ms`,
      beside: "goal 3000 ms",
    },
    {
      what: "restart of the lock: from its ready line to the first order done, median and worst",
      value: `${rounded(median(commanded), 0)} and ${rounded(percentile(commanded, 100), 0)} ms`,
      beside: "goal 1000 ms",
    },
  ];
}

async function newest(household: Household, path: string): Promise<number> {
  const { entries } = await household.owner.expect("GET", path);
  return entries[0]?.record.number ?? 0;
}

async function untilOrdered(household: Household, path: string): Promise<void> {
  while ((await household.owner.expect("POST", `${path}/lock`, {})).ok !== true) await setTimeout(10);
}

/** What happened while the gateway was away, until it is in the history. */
async function measureAway(
  household: Household,
  { process, lockId }: HouseholdLock,
  folder: string,
): Promise<readonly Figure[]> {
  const { home } = household;
  await home.kill();
  const before = (await process.log()).at(-1)?.seq ?? 0;
  for (let at = 0; at < awayRecords; at++) await process.send({ remote: "volume", to: at % 2 === 0 ? "low" : "high" });
  const commit = bareCommits(folder);
  const commitsMs = await timed(() => {
    for (let at = 0; at < awayRecords; at++) commit();
  });
  await home.open("--port", new URL(household.owner.url).port);
  const history = `${household.base}/history?lockId=${lockId}&kind=settings&limit=1`;
  const last = before + awayRecords;
  while ((await newest(household, history)) === 0) await setTimeout(5);
  const startMs = performance.now();
  const first = await newest(household, history);
  while ((await newest(household, history)) < last) await setTimeout(5);
  const perSecond = ((last - first) / (performance.now() - startMs)) * 1000;
  const bare = (awayRecords / commitsMs) * 1000;
  return [
    {
      what: "records from the lock's log into the history",
      value: `${rounded(perSecond, 0)} /s`,
      beside: `${rounded(perSecond / bare)} × bare SQLite commits (${rounded(bare, 0)} /s)`,
    },
  ];
}

async function measureMemory(household: Household): Promise<readonly Figure[]> {
  const { home, locks } = household;
  const each = Math.ceil(events / locks.length);
  const look = (): number => memoryOf(home.processId ?? 0, "now");
  const tell = async (from: number, to: number): Promise<void> => {
    await Promise.all(
      locks.map(async ({ process }) => {
        for (let at = from; at < to; at++) await process.send({ remote: "volume", to: at % 2 === 0 ? "low" : "high" });
      }),
    );
    await setTimeout(5000);
  };
  const quarter = Math.floor(each / 4);
  await tell(0, quarter);
  const early = look();
  await tell(quarter, each);
  const late = look();
  return [
    {
      what: `memory of the gateway and server after ${quarter * locks.length} and ${each * locks.length} events`,
      value: `${rounded(early, 0)} and ${rounded(late, 0)} MB`,
      beside: `${rounded(late / early)} ×`,
    },
  ];
}
