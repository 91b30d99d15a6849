import type { Line } from './clerk.ts';
import type { Violation } from './violation.ts';

/** What became of one seed. */
export interface Ended {
  readonly seed: number;
  readonly days: number;
  readonly creditors: number;
  /** The last day that was lived. */
  readonly on: string;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly mails: number;
  readonly violation: Violation | null;
  readonly log: readonly Line[];
}

const LAST_LINES = 40;

export function summaryText({ seed, days, creditors, seconds, counts, mails }: Ended): string {
  const lines = Object.entries(counts).map(([what, times]) => `  ${String(times).padStart(7)}  ${what}`);
  return [
    `seed ${seed}: ${days} days of ${creditors} creditors in ${seconds} s, ${mails} e-mails, every invariant held`,
    ...lines,
    '',
  ].join('\n');
}

/** What was broken, when, how to run it again, and the last days of that debtor. */
export function failureText({ seed, days, creditors, on, violation, log }: Ended): string {
  if (violation === null) return '';
  const { invariant, house, debtor, message } = violation;
  const told = log.filter(
    ({ creditor, words }) =>
      (house === '' || creditor === house) &&
      (debtor === null ||
        words.includes(debtor) ||
        /^(run|plan|approve|skip|done|posted|registered|resolve|creditor)/.test(words)),
  );
  return [
    `seed ${seed}, ${on}: ${invariant} is broken`,
    `  creditor ${house}, debtor ${debtor}`,
    `  ${message}`,
    `  again: npm run simulate -- --seed ${seed} --days ${days + 1} --creditors ${creditors}`,
    ...told
      .slice(-LAST_LINES)
      .map(({ on: day, at, words, answer }) => `  ${day} ${at.slice(0, 8)}  ${words}  → ${answer}`),
    '',
  ].join('\n');
}
