import { firstDayOfSemester, semester } from './calendar.ts';
import type { Regime } from './facts.ts';
import { halfUp } from './money.ts';
import { ecbOf, legalOf } from './rates.ts';

/** What interest is counted on: days are numbers, amounts cents. */
export interface Debt {
  readonly regime: Regime;
  /** `12.00`, `bce+10`, `3xlegal`, or null: the rate of the law. */
  readonly contractRate: string | null;
  /** Legal rate from the formal notice, whoever owes (rents, insurance…). */
  readonly outsideL441: boolean;
  readonly principal: bigint;
  /** Last day without interest. */
  readonly lastFreeDay: number;
  /** Day on which the formal notice reached the debtor, where the law asks for one. */
  readonly noticeOn: number | null;
  /** What lowers the principal (positive) or raises it again (negative), from the day after `on`. */
  readonly moves: readonly { readonly on: number; readonly amount: bigint }[];
  /** Day of the judgment that opened collective proceedings. */
  readonly insolventOn: number | null;
}

export interface InterestLine {
  readonly from: number;
  readonly to: number;
  readonly base: bigint;
  readonly rate: number;
  readonly amount: bigint;
}

/**
 * Interest up to a day, that day included, counted one day at a time: each day has its base and its rate;
 * a line is a run of days that share both and their semester, rounded half up on its own (PEN-03). A
 * public buyer keeps the rate of the semester in which interest began (PUB-03), so that his lines are not
 * cut there.
 */
export function interestLines(debt: Debt, until: number): readonly InterestLine[] {
  const first = firstDay(debt);
  if (first === null) return [];
  const last = debt.insolventOn === null ? until : Math.min(until, debt.insolventOn - 1);
  const runs: { from: number; to: number; base: bigint; rate: number; key: string }[] = [];
  for (let one = first; one <= last; one += 1) {
    const base = baseOn(debt, one);
    if (base <= 0n) continue;
    const rate = rateOn(debt, one, first);
    const key = `${base} ${rate} ${debt.regime === 'public' ? '' : semester(one)}`;
    const run = runs.at(-1);
    if (run?.key === key && run.to === one - 1) run.to = one;
    else runs.push({ from: one, to: one, base, rate, key });
  }
  return runs.map(({ from, to, base, rate }) => {
    const parts = base * BigInt(rate) * BigInt(to - from + 1);
    return { from, to, base, rate, amount: halfUp(parts, 3_650_000n) };
  });
}

export function interestOf(debt: Debt, until: number): bigint {
  return interestLines(debt, until).reduce((total, line) => total + line.amount, 0n);
}

/**
 * 40 €, once an invoice, as soon as something was unpaid when the last free day was over (IND-01, IND-03).
 */
export function indemnityOf(debt: Debt, until: number): bigint {
  if (debt.regime === 'b2c' || debt.regime === 'nonpro' || debt.outsideL441) return 0n;
  if (debt.insolventOn !== null && debt.insolventOn <= debt.lastFreeDay) return 0n;
  return until > debt.lastFreeDay && baseOn(debt, debt.lastFreeDay + 1) > 0n ? 4_000n : 0n;
}

/** Of what lowered the principal before it; what came in on the day itself counts from the next one. */
function baseOn(debt: Debt, one: number): bigint {
  return debt.moves.reduce((base, { on, amount }) => (on < one ? base - amount : base), debt.principal);
}

function onNotice({ regime, outsideL441 }: Debt): boolean {
  return regime === 'b2c' || regime === 'nonpro' || (outsideL441 && regime === 'b2b');
}

function firstDay(debt: Debt): number | null {
  if (!onNotice(debt)) return debt.lastFreeDay + 1;
  return debt.noticeOn === null ? null : Math.max(debt.noticeOn, debt.lastFreeDay) + 1;
}

function rateOn(debt: Debt, one: number, first: number): number {
  if (onNotice(debt)) return legalOf(semester(one));
  if (debt.regime === 'public') return ecbOf(semester(firstDayOfSemester(first))) + 800;
  const agreed = debt.contractRate;
  if (agreed === null) return ecbOf(semester(one)) + 1_000;
  const margin = /^bce\+(\d+(?:\.\d+)?)$/.exec(agreed);
  if (margin !== null) return ecbOf(semester(one)) + basisPoints(margin[1]!);
  const times = /^(\d+)xlegal$/.exec(agreed);
  if (times !== null) return legalOf(semester(one)) * Number(times[1]);
  return basisPoints(agreed);
}

/** `12.00` → 1200 */
function basisPoints(text: string): number {
  const [whole = '0', decimals = ''] = text.split('.');
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0').slice(0, 2));
}
