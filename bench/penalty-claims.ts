import { iso } from '../src/calendar/day.ts';

/** A claim between professionals with one payment, in plain numbers: cents and days. */
export interface PenaltyClaim {
  principal: number;
  due: number;
  until: number;
  paidOn: number;
  paid: number;
}

const FIRST_DUE = iso('2025-07-31');
const UNTIL = iso('2026-05-29');

/** Claim number `index`: due in one semester, counted to a day of the next, paid in part between the two. */
export function penaltyClaim(index: number, into: PenaltyClaim): void {
  into.principal = 10_000 + ((index * 7_919) % 5_000_000);
  into.due = FIRST_DUE + (index % 122);
  into.until = UNTIL + (index % 29);
  into.paidOn = into.due + 20 + ((index * 31) % 150);
  into.paid = 1_000 + ((index * 104_729) % 9_000);
}
