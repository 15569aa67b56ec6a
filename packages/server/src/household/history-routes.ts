/** Routes: history, why something was refused, and alarms. */

import { id } from "@catenaccio/protocol";
import {
  alarmList,
  alarmQuery,
  careLanguage,
  historyPage,
  historyPageQuery,
  historyQuery,
  whyRefused,
} from "@catenaccio/protocol/api";
import * as z from "zod";
import { defineRoute } from "../http/route.ts";
import { isPermitted } from "../permissions.ts";
import { acknowledgeAlarm, readAlarms } from "./alarms.ts";
import { exportHistory, readHistory, whyRefused as explain } from "./history.ts";

const history = "/api/homes/{homeId}/history";
const alarms = "/api/homes/{homeId}/alarms";

export const historyRoutes = [
  defineRoute({
    method: "get",
    path: history,
    permission: "history.read",
    summary: "What happened at the locks, the newest first, by person, lock, kind, time and words",
    query: historyPageQuery,
    response: historyPage,
    handle: async ({ services: { household }, actor, query: { cursor, limit, ...query } }) =>
      await readHistory(household.database, actor.homeId, { query, cursor: cursor ?? null, limit }),
  }),
  defineRoute({
    method: "get",
    path: `${history}.csv`,
    permission: "history.read",
    summary: "The same as a table (RFC 4180), with times in UTC and in the home's time zone",
    query: historyQuery,
    response: z.string(),
    contentType: "text/csv; charset=utf-8",
    handle: async ({ services: { household }, actor, query }) => {
      const table = await exportHistory(household.database, actor.homeId, query);
      return table.ok ? { ...table, headers: { "Content-Disposition": 'attachment; filename="history.csv"' } } : table;
    },
  }),
  defineRoute({
    method: "get",
    path: `${history}/{lockId}/{numbering}/{number}/why`,
    permission: "history.read",
    summary: "Why an attempt was refused, and what helps",
    description:
      "Of a `lockOperationError` in the history: `lockId`, `numbering` and `number` stand in its `record`. The words come in the language that `lang` asks for, English otherwise; `reason` and `remedy` are codes.",
    params: z.strictObject({
      lockId: id,
      numbering: z.enum(["log", "matter"]),
      number: z.coerce.number().int().min(0),
    }),
    query: careLanguage,
    response: whyRefused,
    handle: async ({ services: { household }, actor, params, query }) =>
      await explain(household, actor, { ...params, language: query.lang ?? "en" }),
  }),
  defineRoute({
    method: "get",
    path: alarms,
    permission: "alarm.read",
    summary: "Alarms, the newest first",
    query: alarmQuery,
    response: alarmList,
    handle: async ({ services: { household }, actor, query: { isOpen } }) => {
      const list = await readAlarms(household, actor.homeId, isOpen === undefined ? null : isOpen === "true");
      const seesDuress = isPermitted(actor.role, "alarm.change");
      // Whoever forces somebody to open may have an account too.
      return { ok: true, value: { alarms: list.filter(({ code }) => seesDuress || code !== "forcedUser") } };
    },
  }),
  defineRoute({
    method: "post",
    path: `${alarms}/{alarmId}/acknowledge`,
    permission: "alarm.change",
    summary: "Say that an alarm has been seen to",
    params: z.strictObject({ alarmId: id }),
    handle: async ({ services: { household }, actor, params }) =>
      await acknowledgeAlarm(household, actor, params.alarmId),
  }),
] as const;
