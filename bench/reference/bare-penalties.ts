import type { PenaltyClaim } from '../penalty-claims.ts';

/** A semester as the bare loop knows it: its days, and its rate in basis points. */
export interface BareSemester {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}

export interface PenaltySums {
  interest: number;
  perDay: number;
  indemnity: number;
  principal: number;
  segments: number;
}

/**
 * The arithmetic of penalties between professionals and nothing else: for each claim, down the table of
 * rates, the days after its due day in runs of one balance and one rate, each rounded half-up to the cent; a
 * payment taken from the principal at the end of its day; 40 €; the interest of one more day. Numbers only:
 * no list of segments, no rule or source named, no check of what comes in, no other regime, order of
 * imputation or clause.
 */
export function barePenalties(
  count: number,
  claim: (index: number, into: PenaltyClaim) => void,
  semesters: readonly BareSemester[],
): PenaltySums {
  const sums: PenaltySums = { interest: 0, perDay: 0, indemnity: 0, principal: 0, segments: 0 };
  const one: PenaltyClaim = { principal: 0, due: 0, until: 0, paidOn: 0, paid: 0 };
  for (let index = 0; index < count; index += 1) {
    claim(index, one);
    let base = one.principal;
    let first = one.due + 1;
    for (const { from, to, rate } of semesters) {
      if (to < first) continue;
      if (first <= one.paidOn && one.paidOn <= Math.min(to, one.until)) {
        sums.interest += interest(base, rate, one.paidOn - first + 1);
        sums.segments += 1;
        base -= one.paid;
        first = one.paidOn + 1;
      }
      const last = Math.min(to, one.until);
      if (first <= last) {
        sums.interest += interest(base, rate, last - first + 1);
        sums.segments += 1;
        first = last + 1;
      }
      if (from <= one.until + 1 && one.until < to) sums.perDay += interest(base, rate, 1);
    }
    sums.indemnity += 4_000;
    sums.principal += base;
  }
  return sums;
}

/** Half-up to the cent; exact, in big integers where plain ones are not. */
function interest(base: number, rate: number, days: number): number {
  const numerator = base * rate * days;
  if (numerator > Number.MAX_SAFE_INTEGER) {
    return Number((2n * BigInt(base) * BigInt(rate) * BigInt(days) + 3_650_000n) / 7_300_000n);
  }
  const quotient = Math.floor(numerator / 3_650_000);
  const rest = numerator - quotient * 3_650_000;
  return quotient + (rest >= 1_825_000 ? 1 : 0);
}
