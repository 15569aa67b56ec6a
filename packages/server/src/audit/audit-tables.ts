/** The audit: what was done, by whom, to what. Ids only, because names must be erasable and the audit is not. */

export interface AuditLineTable {
  readonly homeId: string;
  /** From 1 on, without a gap. */
  readonly number: number;
  readonly at: string;
  /** null: nobody, as when a time is over. */
  readonly accountId: string | null;
  readonly action: string;
  /** JSON. */
  readonly subject: string;
  /** Of the line before. */
  readonly previous: string;
  readonly hash: string;
}

/** The last line that retention has cut off: the chain goes on from its hash. */
export interface AuditAnchorTable {
  readonly homeId: string;
  number: number;
  hash: string;
}

/** The last line that there is: a chain whose end is missing would be whole by itself. */
export interface AuditHeadTable {
  readonly homeId: string;
  number: number;
  hash: string;
}

export interface AuditTables {
  auditLine: AuditLineTable;
  auditAnchor: AuditAnchorTable;
  auditHead: AuditHeadTable;
}
