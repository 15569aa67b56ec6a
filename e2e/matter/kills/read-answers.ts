/** Asks a lock for all that the model knows of it, as a home does. */
import type { HomeLock } from "../home-lock.ts";
import type { Fields } from "../wire-values.ts";
import { credentialOf, holidaysMax, kinds, places, schedulesMax, upTo, type Answers } from "./remote-world.ts";

/** A client has no more than sixteen exchanges with one lock. */
const atOnce = 12;

type Question = readonly [name: string, command: string, fields: Fields];

export async function readAnswers(lock: HomeLock): Promise<Answers> {
  const users = await readUsers(lock);
  const indices = users.map(({ userIndex }) => Number(userIndex));
  const credentials = kinds.flatMap((kind) =>
    places(kind).map((index): Question => {
      return [`${kind} ${index}`, "getCredentialStatus", { credential: credentialOf({ kind, index }) }];
    }),
  );
  const schedules = indices.flatMap((userIndex) =>
    upTo(schedulesMax).flatMap((index): readonly Question[] => [
      [`user ${userIndex} weekDay ${index}`, "getWeekDaySchedule", { weekDayIndex: index, userIndex }],
      [`user ${userIndex} yearDay ${index}`, "getYearDaySchedule", { yearDayIndex: index, userIndex }],
    ]),
  );
  const holidays = upTo(holidaysMax).map((index): Question => {
    return [`holiday ${index}`, "getHolidaySchedule", { holidayIndex: index }];
  });
  return {
    users,
    credentials: await ask(lock, credentials),
    schedules: await ask(lock, [...schedules, ...holidays]),
  };
}

/** From one to the next, as the lock names it. */
async function readUsers(lock: HomeLock): Promise<readonly Fields[]> {
  const users: Fields[] = [];
  for (let next: number | null = 1; next !== null;) {
    const answer = await lock.invoke("getUser", { userIndex: next });
    if (answer["status"] !== undefined) throw new Error(`User ${next} cannot be read: ${JSON.stringify(answer)}`);
    // Nobody is the first user, perhaps.
    if (answer["userStatus"] !== null) users.push(answer);
    next = answer["nextUserIndex"] as number | null;
  }
  return users;
}

async function ask(lock: HomeLock, questions: readonly Question[]): Promise<Readonly<Record<string, Fields>>> {
  const left = [...questions];
  const answers: [string, Fields][] = [];
  const askSome = async (): Promise<void> => {
    for (let question = left.shift(); question !== undefined; question = left.shift()) {
      const [name, command, fields] = question;
      answers.push([name, await lock.invoke(command, fields)]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askSome));
  return Object.fromEntries(answers);
}
