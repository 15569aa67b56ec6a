/** The routes of care. Texts come in the language that `lang` asks for, English otherwise. */

import { id } from "@catenaccio/protocol";
import {
  careLanguage,
  diagnosisAnswers,
  diagnosisStep,
  fingerprintAdvice as fingerprintAdviceView,
  installationChange,
  installationQuery,
  installationState,
  maintenanceList,
  maintenanceTaskId,
  snoozeInput,
} from "@catenaccio/protocol/api";
import * as z from "zod";
import { defineRoute } from "../http/route.ts";
import { diagnoseLock, doMaintenance, listMaintenance, snoozeMaintenance } from "./care.ts";
import { careTextOf } from "./care-text.ts";
import { fingerprintAdvice } from "./fingerprint-advice.ts";
import { readInstallation, tickStep } from "./installation.ts";
import { dailyAdvice } from "./maintenance-tasks.ts";

const ofLock = z.object({ lockId: id });
const ofTask = z.object({ lockId: id, task: maintenanceTaskId });

const listMaintenanceRoute = defineRoute({
  method: "get",
  path: "/api/homes/{homeId}/maintenance",
  permission: "care.read",
  summary: "What the locks of the home need, and when",
  query: careLanguage,
  response: maintenanceList,
  handle: async ({ services, actor, query }) => {
    const language = query.lang ?? "en";
    const items = await listMaintenance(services, actor.homeId, language);
    return {
      ok: true,
      value: { items: [...items], advice: dailyAdvice.map((advice) => careTextOf(advice, language)) },
    };
  },
});

const doMaintenanceRoute = defineRoute({
  method: "post",
  path: "/api/homes/{homeId}/locks/{lockId}/maintenance/{task}/done",
  permission: "care.change",
  summary: "A task of maintenance is done",
  params: ofTask,
  handle: async ({ services, actor, params }) => await doMaintenance(services, actor, params),
});

const snoozeMaintenanceRoute = defineRoute({
  method: "post",
  path: "/api/homes/{homeId}/locks/{lockId}/maintenance/{task}/snooze",
  permission: "care.change",
  summary: "Put a task of maintenance off",
  params: ofTask,
  body: snoozeInput,
  handle: async ({ services, actor, params, body }) => await snoozeMaintenance(services, actor, { ...params, ...body }),
});

const startDiagnosisRoute = defineRoute({
  method: "get",
  path: "/api/homes/{homeId}/locks/{lockId}/diagnosis",
  permission: "care.read",
  summary: "The first question of the guided diagnosis of a lock",
  params: ofLock,
  query: careLanguage,
  response: diagnosisStep,
  handle: async ({ services, actor: { homeId }, params: { lockId }, query }) =>
    await diagnoseLock(services, { homeId, lockId }, [], query.lang ?? "en"),
});

const goOnWithDiagnosisRoute = defineRoute({
  method: "post",
  path: "/api/homes/{homeId}/locks/{lockId}/diagnosis",
  permission: "care.read",
  summary: "The next question of the guided diagnosis, or the remedy",
  description: "All answers so far are sent each time. What the lock can tell by itself is not asked.",
  params: ofLock,
  query: careLanguage,
  body: diagnosisAnswers,
  response: diagnosisStep,
  handle: async ({ services, actor: { homeId }, params: { lockId }, query, body }) =>
    await diagnoseLock(services, { homeId, lockId }, body.answers, query.lang ?? "en"),
});

const readInstallationRoute = defineRoute({
  method: "get",
  path: "/api/homes/{homeId}/installation",
  permission: "care.read",
  summary: "The steps of an installation, and which are done",
  description: "Without `lockId`: of a lock that is not added yet.",
  query: installationQuery,
  response: installationState,
  handle: async ({ services, actor: { homeId }, query: { lockId = null, lang } }) =>
    await readInstallation(services, { homeId, lockId }, lang ?? "en"),
});

const tickStepRoute = defineRoute({
  method: "put",
  path: "/api/homes/{homeId}/installation/{step}",
  permission: "care.change",
  summary: "Tick a step of an installation off, or take that back",
  params: z.object({ step: z.string().max(64) }),
  body: installationChange,
  handle: async ({ services, actor, params, body }) => await tickStep(services, actor, { ...params, ...body }),
});

const fingerprintAdviceRoute = defineRoute({
  method: "get",
  path: "/api/homes/{homeId}/fingerprint-advice",
  permission: "care.read",
  summary: "How a fingerprint is taken well",
  query: careLanguage,
  response: fingerprintAdviceView,
  handle: async ({ query }) => ({
    ok: true,
    value: { advice: fingerprintAdvice.map((advice) => careTextOf(advice, query.lang ?? "en")) },
  }),
});

export const careRoutes = [
  listMaintenanceRoute,
  doMaintenanceRoute,
  snoozeMaintenanceRoute,
  startDiagnosisRoute,
  goOnWithDiagnosisRoute,
  readInstallationRoute,
  tickStepRoute,
  fingerprintAdviceRoute,
] as const;
