import type { Day } from '../calendar/day.ts';

/** A letter on paper, and what the post did of it. */
export interface ShelvedLetter {
  readonly id: string;
  readonly kind: 'letter' | 'registered';
  readonly step: string | null;
  readonly on: Day;
  readonly subject: string;
  readonly debtor: string;
  readonly debtorName: string;
  readonly postedOn: Day | null;
  readonly tracking: string | null;
  readonly depositedOn: Day | null;
  readonly presentedOn: Day | null;
  readonly outcome: string | null;
}

/** What goes to the printer in one go. */
export interface ShelvedBatch {
  readonly id: string;
  readonly shortId: string;
  readonly madeOn: Day;
  readonly fileName: string;
  readonly postedOn: Day | null;
  readonly letters: number;
}
