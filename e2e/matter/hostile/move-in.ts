/** Two people with PINs and a card, one with neither, schedules; and somebody came in, so that it can be replayed. */
import type { HomeLock } from "../home-lock.ts";
import type { Fields } from "../wire-values.ts";
import { bytesOf, people } from "./lock-commands.ts";

const timed = { timed: true } as const;
const asItIs = { userName: null, userUniqueId: null, userStatus: null, userType: null, credentialRule: null } as const;
const [pin, rfid] = [1, 2];

export async function moveIn(door: HomeLock): Promise<void> {
  const change = async (command: string, fields: Fields): Promise<void> => {
    const { status } = await door.invoke(command, fields, timed);
    if (status !== 0) throw new Error(`${command} was refused: ${JSON.stringify(status)}`);
  };
  for (let userIndex = 1; userIndex <= people.users; userIndex++)
    await change("setUser", { operationType: 0, userIndex, ...asItIs, userName: `user ${userIndex}` });
  const add = async (
    credentialType: number,
    credentialIndex: number,
    data: string,
    userIndex: number,
  ): Promise<void> => {
    const credential = { credentialType, credentialIndex };
    const fields = { operationType: 0, credential, credentialData: bytesOf(data), userIndex };
    await change("setCredential", { ...fields, userStatus: null, userType: null });
  };
  await add(pin, 1, people.pins[0], 1);
  await add(pin, 2, people.pins[1], 2);
  await add(rfid, 1, people.card, 2);
  const days = { daysMask: 0x7f, startHour: 8, startMinute: 0, endHour: 17, endMinute: 0 };
  await change("setWeekDaySchedule", { weekDayIndex: 1, userIndex: 2, ...days });
  await change("setYearDaySchedule", { yearDayIndex: 1, userIndex: 2, localStartTime: 1, localEndTime: 4_000_000_000 });
  const holiday = { localStartTime: 3_000_000_000, localEndTime: 3_000_086_400, operatingMode: 1 };
  await change("setHolidaySchedule", { holidayIndex: 1, ...holiday });
  await change("unlockDoor", { pinCode: bytesOf(people.pins[0]) });
  await change("lockDoor", {});
}
