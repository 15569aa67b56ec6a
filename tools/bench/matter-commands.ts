/**
 * The lock as a home meets it, beside the door lock that comes with matter.js: processes of their own, one controller in
 * this one, real UDP on loopback. The same command goes to each of them in turn, so that what else the machine does
 * falls on all alike. Ours drives a motor (a simulated one, which takes no time) and has what it did on the disk before
 * it answers; the stock lock answers from memory.
 */

import { join } from "node:path";
import type { HomeLock } from "../../e2e/matter/home-lock.ts";
import { PanelProcess, type Label } from "../../e2e/lock/panel-process.ts";
import { findFreePort } from "../../e2e/matter/lock-process.ts";
import { MatterHome } from "../../e2e/matter/matter-home.ts";
import { StockLock } from "../../e2e/matter/stock-lock.ts";
import type { Subscription } from "../../e2e/matter/subscription.ts";
import { octets, type Fields } from "../../e2e/matter/wire-values.ts";
import { bareCommits } from "./bare-commits.ts";
import { median, percentile, rounded, timed, type Figure } from "./figures.ts";
import { memoryOf } from "./program.ts";

const warmUps = 50;
/** Unlocked and locked so often: a thousand commands, with those to warm up. */
const rounds = 450;
const listenedRounds = 300;
const keypadRounds = 100;
const pinRounds = 150;
const pinsStored = 50;
const smallHeap = "--max-old-space-size=192 --max-semi-space-size=2";
const card = "blue";

/** Matter Application Cluster specification §5.2.6. */
const numbers = { add: 0, pin: 1, unlock: 1, keypad: 3, rfid: 8 } as const;

interface Contestant {
  readonly lock: HomeLock;
  readonly processId: () => number;
  /** Resident, as often as it was looked at. */
  readonly megabytes: number[];
}

/** `small`: ours again, with as little memory as a small computer has. */
type Name = "ours" | "stock" | "small";

interface Contest extends Readonly<Record<Name, Contestant>> {
  /** The door of ours. */
  readonly panel: PanelProcess;
}

type Times = Readonly<Record<Name | "commits", readonly number[]>>;

export async function measureCommands(folder: string): Promise<readonly Figure[]> {
  await using ends = new AsyncDisposableStack();
  const home = await MatterHome.open({ after: (end) => ends.defer(end) }, { name: "Bench" });
  const contest = await openContest({ folder, home, ends });
  const commit = bareCommits(folder);
  const alone = await compareOperations(contest, { times: rounds, commit });
  weigh(contest);
  const subscription = await contest.ours.lock.subscribe();
  const others = [await contest.stock.lock.subscribe(), await contest.small.lock.subscribe()];
  const listened = await compareOperations(contest, { times: listenedRounds, commit });
  weigh(contest);
  const pins = Array.from({ length: pinsStored }, (_, at) => String(4_079_135 + at * 79_193));
  for (const { lock } of [contest.ours, contest.stock]) await storePins(lock, pins);
  const told = await timeDoor(contest, { subscription, pin: pins.at(-1) ?? "" });
  for (const each of [subscription, ...others]) await each.close();
  return [
    comparison("Matter: lock or unlock", alone, "; goal 1.1"),
    comparison("the same while the home listens", listened),
    ...told,
    ...(await comparePins(contest, { pins, commit })),
    ...memoryFigures(contest),
  ];
}

interface Ground {
  readonly folder: string;
  readonly home: MatterHome;
  readonly ends: AsyncDisposableStack;
}

async function openContest(ground: Ground): Promise<Contest> {
  const { panel, ...ours } = await openOurs(ground, "ours");
  const { panel: _, ...small } = await openOurs(ground, "small", { NODE_OPTIONS: smallHeap });
  return { ours, stock: await openStock(ground), small, panel };
}

async function openOurs(
  { folder, home, ends }: Ground,
  name: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Contestant & { readonly panel: PanelProcess }> {
  const panel = new PanelProcess(join(folder, name), "real", {
    command: "lock",
    // The stock lock has no cache of compiled code either, and that takes memory.
    environment: { CATENACCIO_MDNS: "off", NODE_DISABLE_COMPILE_CACHE: "1", ...environment },
  });
  ends.defer(async () => void (await panel.close()));
  panel.start("--stdio", "--port", String(await findFreePort()));
  const label = labelOf(await panel.untilOut(({ matter }) => matter !== undefined));
  const processId = (): number => panel.processId ?? 0;
  const megabytes = [memoryOf(processId(), "now")];
  await panel.send({ reset: 3_000 });
  return { panel, lock: await home.add(label.manual, label.port), processId, megabytes };
}

async function openStock({ folder, home, ends }: Ground): Promise<Contestant> {
  const stock = new StockLock(join(folder, "stock"), "--errors");
  ends.defer(() => stock.close());
  const label = await stock.open();
  const processId = (): number => stock.processId ?? 0;
  const megabytes = [memoryOf(processId(), "now")];
  return { lock: await home.add(label.manual, label.port), processId, megabytes };
}

function labelOf({ matter }: { readonly matter?: Label }): Label {
  if (matter === undefined) throw new Error("The lock did not tell its codes.");
  return matter;
}

/** Each command to each lock in turn, and who is first in turn too. */
async function compareOperations(
  contest: Contest,
  { times, commit }: { readonly times: number; readonly commit: () => void },
): Promise<Times> {
  const found = newTimes();
  const names = ["ours", "stock", "small"] as const;
  for (let round = 0; round < warmUps + times; round++)
    for (const command of ["unlockDoor", "lockDoor"]) {
      for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
        const ms = await timed(() => order(contest[name].lock, command));
        if (round >= warmUps) found[name].push(ms);
      }
      found.commits.push(await timeTwo(commit));
    }
  return found;
}

function newTimes(): Record<Name | "commits", number[]> {
  return { ours: [], stock: [], small: [], commits: [] };
}

/** What the lock cannot do without: the order is on the disk before the motor moves, and what came of it after. */
function timeTwo(commit: () => void): Promise<number> {
  return timed(() => {
    commit();
    commit();
  });
}

/** @throws when the lock refuses. */
async function order(lock: HomeLock, command: string, fields: Fields = {}): Promise<void> {
  const answer = await lock.invoke(command, fields, { timed: true });
  if (answer["status"] !== 0) throw new Error(`The lock refused ${command}: ${JSON.stringify(answer)}`);
}

/** Each has a user of its own, who comes first: the stock lock makes none for a credential. */
async function storePins(lock: HomeLock, pins: readonly string[]): Promise<void> {
  const asUsual = { operationType: numbers.add, userStatus: null, userType: null };
  for (const [at, pin] of pins.entries()) {
    const userIndex = at + 1;
    const name = { userName: `user ${userIndex}`, userUniqueId: null, credentialRule: null };
    await order(lock, "setUser", { ...asUsual, ...name, userIndex });
    const credential = { credentialType: numbers.pin, credentialIndex: userIndex };
    await order(lock, "setCredential", { ...asUsual, credential, credentialData: octets(pin), userIndex });
  }
}

/** From the last key, or the card, to the event at the home. */
async function timeDoor(
  { ours, panel }: Contest,
  { subscription, pin }: { readonly subscription: Subscription; readonly pin: string },
): Promise<readonly Figure[]> {
  await panel.send({ remote: "setCredential", user: pinsStored, kind: "rfid", index: 1, card });
  const timeEvent = async (line: Readonly<Record<string, unknown>>, operationSource: number): Promise<number> => {
    await panel.send({ touch: true });
    if ("press" in line) await panel.send({ press: `98765${pin}1234567` });
    subscription.forget();
    const ms = await timed(() => {
      panel.write(line);
      return subscription.waitForEvent(
        "lockOperation",
        ({ fields }) => fields["lockOperationType"] === numbers.unlock && fields["operationSource"] === operationSource,
      );
    });
    await panel.send({ ask: "state" });
    await order(ours.lock, "lockDoor");
    return ms;
  };
  const pinMs: number[] = [];
  const cardMs: number[] = [];
  for (let round = 0; round < keypadRounds; round++) {
    pinMs.push(await timeEvent({ press: "#" }, numbers.keypad));
    cardMs.push(await timeEvent({ card }, numbers.rfid));
  }
  return [
    { what: "last # of a padded PIN to the event at the home, median", ...spread(pinMs) },
    { what: "card to the event at the home, median", ...spread(cardMs) },
  ];
}

async function comparePins(
  { ours, stock }: Contest,
  { pins, commit }: { readonly pins: readonly string[]; readonly commit: () => void },
): Promise<readonly Figure[]> {
  const places = Object.entries({ first: 0, middle: Math.floor(pins.length / 2), last: pins.length - 1 });
  const found = places.map(([name, at]) => ({ name, pinCode: octets(pins[at] ?? ""), times: newTimes() }));
  const contestants = [
    ["ours", ours],
    ["stock", stock],
  ] as const;
  for (let round = 0; round < warmUps + pinRounds; round++)
    for (const { pinCode, times } of found) {
      for (const [name, { lock }] of round % 2 === 0 ? contestants : contestants.toReversed()) {
        const ms = await timed(() => order(lock, "unlockDoor", { pinCode }));
        if (round >= warmUps) times[name].push(ms);
        await order(lock, "lockDoor");
      }
      times.commits.push(await timeTwo(commit));
    }
  return found.map(({ name, times }) =>
    comparison(`unlock with the ${name} of ${pins.length} PINs`, times, "; goal below 1"),
  );
}

function comparison(what: string, { ours, stock, small, commits }: Times, goal = ""): Figure {
  const stockMs = median(stock);
  const times = (ms: number, base: number): string => `${rounded(ms / base)} ×`;
  const parts = [
    `${times(median(ours), stockMs)} stock (${rounded(stockMs)} ms, p99 ${rounded(percentile(stock, 99), 1)})${goal}`,
    `${times(median(ours), stockMs + median(commits))} stock and two bare commits (${rounded(median(commits))} ms)`,
    ...(small.length === 0 ? [] : [`in a small heap ${times(median(small), median(ours))}`]),
  ];
  return {
    what: `${what}, median`,
    value: `${rounded(median(ours))} ms, p99 ${rounded(percentile(ours, 99), 1)}`,
    beside: parts.join("; "),
  };
}

function spread(times: readonly number[]): Omit<Figure, "what"> {
  return { value: `${rounded(median(times), 1)} ms`, beside: `p99 ${rounded(percentile(times, 99), 1)} ms` };
}

function weigh(contest: Contest): void {
  for (const { megabytes, processId } of [contest.ours, contest.stock, contest.small])
    megabytes.push(memoryOf(processId(), "now"));
}

function memoryFigures({ ours, stock, small }: Contest): readonly Figure[] {
  const moments = ["at start", `after ${2 * (warmUps + rounds)} commands`, "while the home listens"];
  return moments.map((moment, at) => {
    const megabytes = (contestant: Contestant) => `${rounded(contestant.megabytes[at] ?? Number.NaN, 0)} MB`;
    return {
      what: `memory with Matter, ${moment}`,
      value: megabytes(ours),
      beside: `stock ${megabytes(stock)}; in a small heap ${megabytes(small)}`,
    };
  });
}
