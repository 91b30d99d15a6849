import { iso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';

/** What was destroyed at somebody's request or at the end of its time: no fault, and no secret either. */
export interface Erasure {
  readonly where: string;
  /** ISO day. */
  readonly on: string;
  readonly message: string;
}

export function erasure(where: string, on: string): Erasure {
  return { where, on, message: `effacé le ${formatDay(iso(on))}` };
}
