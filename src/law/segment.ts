import type { Day } from '../calendar/day.ts';
import type { Cents } from '../money/cents.ts';
import type { BasisPoints } from '../money/rate.ts';

/** One printed line of interest: a run of days with one balance and one rate, rounded on its own. */
export interface InterestSegment {
  /** First and last counted day, both included. */
  readonly from: Day;
  readonly to: Day;
  readonly days: number;
  readonly rate: BasisPoints;
  /** Remaining principal that bears interest during those days. */
  readonly base: Cents;
  readonly amount: Cents;
  /** The rule of docs/law that gave the rate (PEN-01, PUB-03, B2C-01…). */
  readonly rule: string;
  /** The legal text and where the figure was read. */
  readonly source: string;
}
