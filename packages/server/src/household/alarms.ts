/** The alarms of a home, until somebody has seen to them. */

import { alarmCodes } from "@catenaccio/protocol";
import type { AlarmView } from "@catenaccio/protocol/api";
import { refuse, type Actor, type Household, type Result } from "./household.ts";

const alarmsShown = 200;

export async function readAlarms(
  household: Household,
  homeId: string,
  isOpen: boolean | null,
): Promise<readonly AlarmView[]> {
  const rows = await household.database
    .selectFrom("lockAlarm")
    .innerJoin("lock", "lock.lockId", "lockAlarm.lockId")
    .select([
      "lockAlarm.alarmId",
      "lockAlarm.lockId",
      "lockAlarm.code",
      "lockAlarm.at",
      "lockAlarm.acknowledgedAt",
      "lockAlarm.acknowledgedBy",
      "lock.name as lockName",
    ])
    .where("lockAlarm.homeId", "=", homeId)
    .$if(isOpen !== null, (builder) => builder.where("acknowledgedAt", isOpen === true ? "is" : "is not", null))
    .orderBy("at", "desc")
    .orderBy("alarmId")
    .limit(alarmsShown)
    .execute();
  return rows.flatMap(({ code, ...row }) => {
    const known = alarmCodes.find((candidate) => candidate === code);
    return known === undefined ? [] : [{ ...row, code: known }];
  });
}

/** The first who says so stands there. */
export async function acknowledgeAlarm(household: Household, actor: Actor, alarmId: string): Promise<Result<null>> {
  return await household.change(actor, async (transaction) => {
    const alarm = await transaction
      .selectFrom("lockAlarm")
      .select("lockId")
      .where("alarmId", "=", alarmId)
      .where("homeId", "=", actor.homeId)
      .executeTakeFirst();
    if (alarm === undefined) return refuse("notFound", "There is no such alarm in this home.");
    await transaction
      .updateTable("lockAlarm")
      .set({ acknowledgedAt: household.now(), acknowledgedBy: actor.accountId })
      .where("alarmId", "=", alarmId)
      .where("acknowledgedAt", "is", null)
      .execute();
    const { lockId } = alarm;
    const audit = { action: "alarm.acknowledge", subject: { alarmId, lockId } };
    return { ok: true, value: null, audit, event: { type: "alarm", lockId } };
  });
}
