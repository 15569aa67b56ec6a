/** Care for a lock: maintenance, the guided diagnosis, the installation. Ids are the contract; texts come with them. */

import * as z from "zod";
import { id, instant } from "../vocabulary.ts";
import { language } from "./notify.ts";

export const careLanguage = z.strictObject({ lang: language.optional() });

/** `id` stays the same in every language. */
export const careText = z.strictObject({ id: z.string(), text: z.string() });
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

export const maintenanceItem = z.strictObject({
  lockId: id,
  task: maintenanceTaskId,
  title: careText,
  steps: z.array(careText),
  state: z.enum(maintenanceStates),
  /** null: only when the lock asks for it. */
  dueAt: instant.nullable(),
  lastDoneAt: instant.nullable(),
  snoozedUntil: instant.nullable(),
});
export type MaintenanceItem = z.infer<typeof maintenanceItem>;

export const maintenanceList = z.strictObject({
  items: z.array(maintenanceItem),
  /** What to keep to every day. */
  advice: z.array(careText),
});

export const snoozeDaysMax = 60;
export const snoozeInput = z.strictObject({
  days: z.int().min(1).max(snoozeDaysMax, `A reminder waits ${snoozeDaysMax} days at most.`),
});

const answerGiven = z.strictObject({ question: z.string().max(64), answer: z.string().max(64) });
export type AnswerGiven = z.infer<typeof answerGiven>;

export const diagnosisAnswers = z.strictObject({ answers: z.array(answerGiven).max(40) });

/** Something that the lock itself told, so that nobody was asked. */
export const diagnosisFinding = z.strictObject({ fact: z.string(), holds: z.boolean(), text: z.string() });
export type DiagnosisFinding = z.infer<typeof diagnosisFinding>;

export const diagnosisStep = z.discriminatedUnion("step", [
  z.strictObject({
    step: z.literal("question"),
    question: careText,
    answers: z.array(careText),
    findings: z.array(diagnosisFinding),
  }),
  z.strictObject({
    step: z.literal("remedy"),
    remedy: careText,
    /** Somebody who may open the lock mechanically is needed. */
    needsTechnician: z.boolean(),
    /** How to get in meanwhile. */
    meanwhile: z.array(careText),
    findings: z.array(diagnosisFinding),
  }),
]);
export type DiagnosisStep = z.infer<typeof diagnosisStep>;

export const installationItem = z.strictObject({
  step: z.string(),
  title: careText,
  details: z.array(careText),
  /** `lock`: it tells by itself that this works. */
  confirmedBy: z.enum(["person", "lock"]),
  isDone: z.boolean(),
  doneAt: instant.nullable(),
});
export type InstallationItem = z.infer<typeof installationItem>;

export const installationState = z.strictObject({
  /** null: the lock is not added yet. */
  lockId: id.nullable(),
  isComplete: z.boolean(),
  items: z.array(installationItem),
});
export type InstallationState = z.infer<typeof installationState>;

export const installationQuery = careLanguage.extend({ lockId: id.optional() });
export const installationChange = z.strictObject({ lockId: id.nullable(), isDone: z.boolean() });

export const fingerprintAdvice = z.strictObject({ advice: z.array(careText) });
