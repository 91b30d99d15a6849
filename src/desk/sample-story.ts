import { addDays, type Day, toIso } from '../calendar/day.ts';
import { businessDayFrom } from '../calendar/holidays.ts';
import { SAMPLE_DEBTORS } from './sample-debtors.ts';
import type { SampleBooks, SampleInvoiceKey } from './sample-invoices.ts';

/** The words of one command line, as a person of the sample company types them. */
export type Words = readonly string[];

/** Weeks before the last day on which the firm imports its file anew; the last day has its own import. */
const IMPORTED = [12, 9, 6, 4, 2];

/** Whether the firm exports its invoices on that worked day; `week` counts from the oldest, 0. */
export function importsOn({ days }: SampleBooks, week: number): boolean {
  return IMPORTED.includes(days.length - 1 - week);
}

type Tell = (number: (key: SampleInvoiceKey) => string, on: Day) => readonly Words[];

/**
 * What is known of money and of customers, by weeks before the last day: facts come first, then the day's
 * work.
 */
const FACTS: Readonly<Record<number, Tell>> = {
  8: (number) => [['payment', 'add', number('valmontPaid'), '6120.00', '--means', 'virement']],
  4: (number) => [['payment', 'add', number('benaliPaid'), '190.00', '--means', 'carte']],
  3: (number, on) => [
    ['payment', 'add', number('dubreuilPaid'), '1180.00', '--means', 'virement'],
    ['payment', 'add', number('lacazeOverpaid'), '700.00', '--means', 'virement'],
    [
      ...['plan-payments', number('anemoneFirst'), number('anemoneSecond')],
      ...[7, 37, 67].flatMap((days) => ['--date', `${toIso(businessDayFrom(addDays(on, days)))}=900.00`]),
    ],
  ],
  2: (number, on) => [
    ['payment', 'add', number('anemoneFirst'), '900.00', '--means', 'virement'],
    ['payment', 'add', number('lacazeCredited'), '420.00', '--means', 'virement'],
    ['debtor', 'set', SAMPLE_DEBTORS.perrault.code, '--insolvency', toIso(addDays(on, -3))],
    ['debtor', 'set', SAMPLE_DEBTORS.bellerive.code, '--strategic', 'oui'],
  ],
  1: (number, on) => [
    [
      ...['dispute', number('belleriveDispute'), '--amount', '860.00'],
      ...['--reason', 'Deux têtes de lit rayées à la livraison'],
    ],
    [
      ...['promise', number('delmasPromise'), '--date', toIso(businessDayFrom(addDays(on, 11)))],
      ...['--by', SAMPLE_DEBTORS.delmas.contact],
    ],
  ],
};

/** The facts that the firm enters on a worked day, before the day's work. */
export function factsOf(books: SampleBooks, week: number): readonly Words[] {
  const numbers = new Map(books.invoices.map(({ key, number }) => [key, number]));
  const tell = FACTS[books.days.length - 1 - week];
  return tell ? tell((key) => numbers.get(key)!, books.days[week]!) : [];
}

/** A command line as it is shown, with quotes where a shell needs them. */
export function commandLine(words: Words): string {
  return ['relance', ...words.map((word) => (/^[\w./:=@-]+$/.test(word) ? word : `"${word}"`))].join(' ');
}
