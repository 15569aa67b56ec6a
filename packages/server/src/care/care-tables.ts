/** The tables of care: what was done, put off and ticked off. By ids; texts are data of the program. */

import type { MaintenanceTaskId } from "@catenaccio/protocol/api";

export interface MaintenanceRecordTable {
  readonly lockId: string;
  readonly task: MaintenanceTaskId;
  lastDoneAt: string | null;
  doneBy: string | null;
  snoozedUntil: string | null;
  /** When the household was last told that it is due. */
  remindedAt: string | null;
}

export interface InstallationTickTable {
  readonly homeId: string;
  /** Empty: the lock is not added yet. */
  readonly lockId: string;
  readonly step: string;
  readonly doneAt: string;
  readonly doneBy: string;
}

export interface CareTables {
  maintenanceRecord: MaintenanceRecordTable;
  installationTick: InstallationTickTable;
}
