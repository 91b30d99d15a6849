import type { Clock } from '../platform/clock.ts';
import type { Database, Tx } from '../platform/db.ts';
import type { Recorded } from './message-moves.db.ts';
import type { MessageRow } from './messages.db.ts';
import type { FailedOutcome } from './outcome.ts';
import type { Transport } from './transport.ts';

/** For a claim and for a try: a slow server may take minutes for each of its answers. */
export const LEASE_SECONDS = 1800;

export interface Sending {
  readonly database: Database;
  readonly creditorId: string;
  readonly transport: Transport;
  /** Names this run: two must never bear the same name. */
  readonly owner: string;
  readonly clock: Clock;
  /**
   * Claims messages for `owner` (`claimBatch`), at most `limit`, in a transaction in which the caller checks
   * the facts again, and withdraws or releases what must not leave. Null: there are no more, or no more may
   * leave.
   */
  readonly take: (limit: number) => Promise<readonly MessageRow[] | null>;
  /** What the caller writes in the very transaction that records the answers. */
  readonly settle?: (tx: Tx, recorded: readonly Recorded[]) => Promise<void>;
}

export interface SendReport {
  readonly recorded: readonly Recorded[];
  /** Given back untouched: they waited too long, or the server cannot be reached. */
  readonly released: readonly string[];
  /**
   * Why nothing more was taken: the server refuses the connection or the login, which no other message can
   * help.
   */
  readonly halted: FailedOutcome | null;
  /** What `settle` threw for a message; its answer is recorded all the same. */
  readonly problems: readonly { readonly id: string; readonly error: unknown }[];
}
