/**
 * The installation of a lock as a list to tick off, as data (spec C1). The last checks are ticked by the lock itself
 * where it can tell; the key it cannot feel.
 */

import type { CareMessageId } from "./care-text.ts";

export interface InstallationStep {
  readonly details: readonly CareMessageId[];
  /** By which way in the lock must have been opened; null: a person says so. */
  readonly confirmedBySource: "biometric" | "keypad" | "rfid" | null;
}

function byPerson(...details: readonly CareMessageId[]): InstallationStep {
  return { details, confirmedBySource: null };
}

export const installationSteps = {
  door: byPerson("install.door.thickness", "install.door.metal"),
  professional: byPerson("install.professional.drilling", "install.professional.building"),
  parts: byPerson(
    "install.parts.front",
    "install.parts.rear",
    "install.parts.body",
    "install.parts.gateway",
    "install.parts.spindle",
    "install.parts.cards",
    "install.parts.template",
    "install.parts.screws",
    "install.parts.keys",
    "install.parts.batteries",
    "install.parts.tools",
  ),
  handleHand: byPerson("install.handleHand.reverse", "install.handleHand.front", "install.handleHand.rear"),
  latchHand: byPerson("install.latchHand.reverse"),
  template: byPerson("install.template.mark", "install.template.drill"),
  lockBody: byPerson("install.lockBody.screw"),
  spindle: byPerson("install.spindle.pins", "install.spindle.insert"),
  frontPanel: byPerson("install.frontPanel.place", "install.frontPanel.check"),
  plate: byPerson("install.plate.align"),
  cable: byPerson("install.cable.connect", "install.cable.pinch"),
  rearPanel: byPerson("install.rearPanel.bolt", "install.rearPanel.screw"),
  batteries: byPerson("install.batteries.insert", "install.batteries.film"),
  checkKey: byPerson("install.checkKey.open"),
  checkFingerprint: { details: ["install.check.try"], confirmedBySource: "biometric" },
  checkPin: { details: ["install.check.try"], confirmedBySource: "keypad" },
  checkCard: { details: ["install.check.try"], confirmedBySource: "rfid" },
} as const satisfies Record<string, InstallationStep>;

export type InstallationStepId = keyof typeof installationSteps;
export const installationStepIds = Object.keys(installationSteps) as readonly InstallationStepId[];

export function isInstallationStep(id: string): id is InstallationStepId {
  return Object.hasOwn(installationSteps, id);
}
