import type { PrintBatch } from '../courier/print-batch.ts';

/** A batch of letters as it was written. */
export interface PrintedBatch {
  readonly id: string;
  readonly files: readonly Pick<PrintBatch['files'][number], 'file'>[];
  readonly folder: string;
  readonly letters: number;
  /** The contacts whose letter in it is registered: each is deposited, and told, by itself. */
  readonly registered: readonly string[];
}
