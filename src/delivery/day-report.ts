import type { Refusal } from '../platform/refusal.ts';
import type { PrintedBatch } from './printed-batch.ts';

export type Outcome = 'sent' | 'ready' | 'to_confirm' | 'to_do' | 'withdrawn' | 'failed' | 'ambiguous';

export interface DayReport {
  /** By proposal: what became of it in this run. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly batch: PrintedBatch | null;
  readonly errors: readonly { readonly proposalId: string; readonly message: string }[];
  /** Why nothing left, when nothing could. */
  readonly standstill: Refusal | null;
  /** Messages of any kind wait for a person to say whether they left. */
  readonly inDoubt: boolean;
}
