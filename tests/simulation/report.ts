import type { Line } from './clerk.ts';
import type { Violation } from './violation.ts';

/** What became of one seed. */
export interface Ended {
  readonly seed: number;
  readonly days: number;
  readonly creditors: number;
  readonly trouble: string | null;
  /** The last day that was lived. */
  readonly on: string;
  readonly seconds: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly mails: number;
  readonly violation: Violation | null;
  readonly log: readonly Line[];
  /** The end of the journal of that debtor. */
  readonly journal: readonly string[];
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
export function failureText(ended: Ended): string {
  const { seed, days, creditors, trouble, on, violation, log, journal } = ended;
  if (violation === null) return '';
  const { invariant, house, debtor, message } = violation;
  const forced = trouble === null ? '' : ` --trouble ${trouble}`;
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
    `  again: npm run simulate -- --seed ${seed} --days ${days + 1} --creditors ${creditors}${forced}`,
    ...journal.map((line) => `  ${line}`),
    ...told
      .slice(-LAST_LINES)
      .map(({ on: day, at, words, answer }) => `  ${day} ${at.slice(0, 8)}  ${words}  → ${answer}`),
    '',
  ].join('\n');
}

/** Every choice of the seed, as it was typed, and its answer. */
export function logText({ seed, log }: Ended): string {
  const lines = log.map(
    ({ on, at, creditor, words, answer }) =>
      `${seed} ${on} ${at.slice(0, 8)} ${creditor}  ${words}  → ${answer}`,
  );
  return `${lines.join('\n')}\n`;
}
