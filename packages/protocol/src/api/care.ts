/** Care for a lock: maintenance, the guided diagnosis, the installation. Ids are the contract; texts come with them. */

import * as z from "zod";
import { id, instant } from "../vocabulary.ts";
import { language } from "./notify.ts";

export const careLanguage = z
  .strictObject({ lang: language.optional().describe("English without it.") })
  .meta({ examples: [{ lang: "en" }] });

/** `id` stays the same in every language. */
export const careText = z.strictObject({ id: z.string(), text: z.string() }).meta({ id: "CareText" });
export type CareText = z.infer<typeof careText>;

export const maintenanceStates = ["later", "due", "overdue"] as const;
export type MaintenanceState = (typeof maintenanceStates)[number];

export const maintenanceTaskIds = [
  "batteries",
  "screws",
  "movingParts",
  "cylinder",
  "reader",
  "keypad",
  "pins",
  "key",
  "door",
] as const;
export const maintenanceTaskId = z.enum(maintenanceTaskIds);
export type MaintenanceTaskId = z.infer<typeof maintenanceTaskId>;

export const maintenanceItem = z
  .strictObject({
    lockId: id,
    task: maintenanceTaskId,
    title: careText,
    steps: z.array(careText),
    state: z.enum(maintenanceStates),
    dueAt: instant.nullable().describe("null: only when the lock asks for it."),
    lastDoneAt: instant.nullable(),
    snoozedUntil: instant.nullable(),
  })
  .meta({ id: "MaintenanceItem" });
export type MaintenanceItem = z.infer<typeof maintenanceItem>;

export const maintenanceList = z.strictObject({
  items: z.array(maintenanceItem),
  advice: z.array(careText).describe("What to keep to every day."),
});

export const snoozeDaysMax = 60;
export const snoozeInput = z
  .strictObject({
    days: z.int().min(1).max(snoozeDaysMax, `A reminder waits ${snoozeDaysMax} days at most.`),
  })
  .meta({ examples: [{ days: 14 }] });

const answerGiven = z.strictObject({ question: z.string().max(64), answer: z.string().max(64) });
export type AnswerGiven = z.infer<typeof answerGiven>;

export const diagnosisAnswers = z
  .strictObject({ answers: z.array(answerGiven).max(40) })
  .meta({ examples: [{ answers: [{ question: "symptom", answer: "keyNoOpen" }] }] });

/** Something that the lock itself told, so that nobody was asked. */
export const diagnosisFinding = z
  .strictObject({ fact: z.string(), holds: z.boolean(), text: z.string() })
  .meta({ id: "DiagnosisFinding" });
export type DiagnosisFinding = z.infer<typeof diagnosisFinding>;

export const diagnosisStep = z
  .discriminatedUnion("step", [
    z.strictObject({
      step: z.literal("question"),
      question: careText,
      answers: z.array(careText),
      findings: z.array(diagnosisFinding),
    }),
    z.strictObject({
      step: z.literal("remedy"),
      remedy: careText,
      needsTechnician: z.boolean().describe("Somebody who may open the lock mechanically is needed."),
      meanwhile: z.array(careText).describe("How to get in meanwhile."),
      findings: z.array(diagnosisFinding),
    }),
  ])
  .meta({ id: "DiagnosisStep" });
export type DiagnosisStep = z.infer<typeof diagnosisStep>;

export const installationItem = z
  .strictObject({
    step: z.string(),
    title: careText,
    details: z.array(careText),
    confirmedBy: z.enum(["person", "lock"]).describe("`lock`: it tells by itself that this works."),
    isDone: z.boolean(),
    doneAt: instant.nullable(),
  })
  .meta({ id: "InstallationItem" });
export type InstallationItem = z.infer<typeof installationItem>;

export const installationState = z
  .strictObject({
    lockId: id.nullable().describe("null: the lock is not added yet."),
    isComplete: z.boolean(),
    items: z.array(installationItem),
  })
  .meta({ id: "InstallationState" });
export type InstallationState = z.infer<typeof installationState>;

export const installationQuery = careLanguage.extend({ lockId: id.optional() });
export const installationChange = z
  .strictObject({ lockId: id.nullable(), isDone: z.boolean() })
  .meta({ examples: [{ lockId: null, isDone: true }] });

export const fingerprintAdvice = z.strictObject({ advice: z.array(careText) });
