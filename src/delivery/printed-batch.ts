import type { PrintBatch } from '../courier/print-batch.ts';

/** A batch of letters as it was written. */
export interface PrintedBatch {
  readonly id: string;
  readonly files: PrintBatch['files'];
  readonly folder: string;
  readonly letters: number;
}
