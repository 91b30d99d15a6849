import type { Day } from '../calendar/day.ts';
import type { Tx } from '../platform/db.ts';

/**
 * What an act works in: one transaction of one creditor, who acts, the civil day that decides and the instant
 * that is evidence. The door that opens the transaction makes it; an act hands it on to the acts it calls.
 */
export interface Scope {
  readonly tx: Tx;
  readonly creditorId: string;
  /** A user's name, or `relance` for the machine. */
  readonly actor: string;
  readonly on: Day;
  /** ISO 8601 instant in UTC. */
  readonly at: string;
  readonly rehearsal: boolean;
  /** The data folder that holds the vault, the test mailbox and the print batches. */
  readonly dataFolder: string;
  readonly newId: () => string;
}
