import { addDays, type Day, day, iso } from '../../src/calendar/day.ts';
import { statementOfPenalties } from '../../src/law/penalties.ts';
import { b2bDefault, ratesOfSemester } from '../../src/law/rates.ts';
import { cents } from '../../src/money/cents.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { type PenaltyClaim, penaltyClaim } from '../penalty-claims.ts';
import { type BareSemester, barePenalties, type PenaltySums } from '../reference/bare-penalties.ts';
import { timed, type Work } from '../work.ts';

const CLAIMS = 1_000_000;

export const work: Work = {
  name: 'penalties',
  title: 'penalties of 1,000,000 invoices over 2 semesters, with 1 payment each',
  against: 'a bare loop over the claims and the table of rates, numbers only',
  rounds: 9,
  prepare: async () => undefined,
  ours: async () => {
    const { seconds, result } = await timed(() => ourSums(CLAIMS));
    const agreed = barePenalties(CLAIMS, penaltyClaim, semesters());
    if (JSON.stringify(result) !== JSON.stringify(agreed)) {
      throw new Error(`${JSON.stringify(result)} where the bare loop has ${JSON.stringify(agreed)}`);
    }
    return { seconds, count: CLAIMS };
  },
  reference: async () => {
    const { seconds } = await timed(() => barePenalties(CLAIMS, penaltyClaim, semesters()));
    return { seconds, count: CLAIMS };
  },
  reach: [{ figure: 'ratio', most: 3 }],
};

/** Whole statements, each segment with its rule and source, as the calculator and the letters print them. */
function ourSums(count: number): PenaltySums {
  const sums: PenaltySums = { interest: 0, perDay: 0, indemnity: 0, principal: 0, segments: 0 };
  const one: PenaltyClaim = { principal: 0, due: 0, until: 0, paidOn: 0, paid: 0 };
  for (let index = 0; index < count; index += 1) {
    penaltyClaim(index, one);
    const statement = statementOfPenalties({
      regime: 'b2b',
      principal: cents(one.principal),
      due: day(one.due),
      until: day(one.until),
      imputation: 'principal-first',
      payments: [{ on: day(one.paidOn), amount: cents(one.paid) }],
    });
    if (isRefusal(statement)) throw new Error(statement.message);
    sums.interest += statement.interest;
    sums.perDay += statement.perDay;
    sums.indemnity += statement.indemnity;
    sums.principal += statement.remainingPrincipal;
    sums.segments += statement.segments.length;
  }
  return sums;
}

/** The table of rates: every semester from 2013 on, whose figures the product has. */
function semesters(): readonly BareSemester[] {
  const table: BareSemester[] = [];
  for (let on = iso('2013-01-01'); ; on = addDays(table.at(-1)!.to as Day, 1)) {
    const rates = ratesOfSemester(on);
    const rate = b2bDefault(rates);
    if (rate === null) return table;
    table.push({ from: rates.from, to: rates.to, rate });
  }
}
