import type { Day } from '../calendar/day.ts';
import type { LateStart } from '../creditors/creditor.ts';
import type { Cents } from '../money/cents.ts';
import type { Entries } from './entries.ts';

/** What the planning of one document shares with all the others of its file. */
export interface Planning {
  readonly on: Day;
  readonly importId: string;
  readonly newId: () => string;
  /** What the documents taken so far write about money. */
  readonly entries: Entries;
  /** A person said that closed invoices may come back. */
  readonly acceptRevived: boolean;
  /** Where an item starts that can first be chased when it is already late. */
  readonly lateStart: LateStart;
  /** The file gives what remains due, so what it calls paid counts credit notes too. */
  readonly paidCountsNotes: boolean;
  /** Of the known credit notes that the file brings again, how much it says was used. */
  readonly usedOfNotes: ReadonlyMap<string, Cents>;
}
