/** What a lock needs from time to time, as data (spec C2). Words stand elsewhere, under these ids. */

import type { MaintenanceTaskId } from "@catenaccio/protocol/api";
import type { CareMessageId } from "./care-text.ts";

export interface MaintenanceTask {
  /** Months after it was done, or the lock was added: due, and overdue. null: when the lock asks for it. */
  readonly months: { readonly due: number; readonly overdue: number } | null;
  readonly steps: readonly CareMessageId[];
}

const halfToWholeYear = { due: 6, overdue: 12 };

export const maintenanceTasks: Readonly<Record<MaintenanceTaskId, MaintenanceTask>> = {
  batteries: {
    months: null,
    steps: ["task.batteries.type", "task.batteries.polarity", "task.batteries.together", "task.batteries.dispose"],
  },
  screws: { months: halfToWholeYear, steps: ["task.screws.tighten", "task.screws.technician"] },
  movingParts: { months: halfToWholeYear, steps: ["task.movingParts.lubricate", "task.movingParts.handle"] },
  cylinder: { months: halfToWholeYear, steps: ["task.cylinder.graphite", "task.cylinder.grease"] },
  reader: { months: { due: 3, overdue: 6 }, steps: ["task.reader.cloth", "task.reader.disinfectant"] },
  keypad: { months: { due: 1, overdue: 3 }, steps: ["task.keypad.wipe"] },
  pins: { months: halfToWholeYear, steps: ["task.pins.change", "task.pins.unused"] },
  key: { months: halfToWholeYear, steps: ["task.key.outside", "task.key.works"] },
  door: { months: halfToWholeYear, steps: ["task.door.bolt", "task.door.strike"] },
};

export const dailyAdvice = [
  "advice.handle",
  "advice.sharp",
  "advice.corrosive",
  "advice.unused",
  "advice.keyWithYou",
  "advice.building",
] as const satisfies readonly CareMessageId[];
