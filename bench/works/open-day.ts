import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, iso } from '../../src/calendar/day.ts';
import { proposeDay } from '../../src/delivery/propose-day.job.ts';
import { dayWork, fillBooks } from '../books.ts';
import { makeTemplate, onCopy } from '../database.ts';
import { BENCH_DAY, command, setCreditor } from '../desk.ts';
import { timed, type Work } from '../work.ts';

const EACH = 20;
/** Debtors of whom something is due, and how many invoices of each. */
const DUE = { debtors: 200, each: 5 } as const;
/** The run before the day: a week of holidays. */
const RAN_ON = addDays(iso(BENCH_DAY), -7);

/** The plan of the day, then its run by a creditor who is not armed: everything but the sending. */
async function day(folder: string, open: number) {
  return await onCopy(join(folder, String(open)), async (database) => {
    const plan = await timed(async () => await command(database, 'plan'));
    const run = await timed(async () => await command(database, 'run'));
    for (const { result } of [plan, run]) {
      const { actions, held } = result as Answer;
      const invoices = actions.flatMap((action) => action.invoices).length;
      if (invoices !== DUE.debtors * DUE.each || held.length > 0)
        throw new Error(`${invoices} due, ${held.length} wait`);
    }
    const figures = { seconds_plan: plan.seconds, seconds_run: run.seconds };
    return { seconds: plan.seconds + run.seconds, count: DUE.debtors * DUE.each, figures };
  });
}

interface Answer {
  readonly actions: readonly { readonly invoices: readonly unknown[] }[];
  readonly held: readonly unknown[];
}

/**
 * Books of `open` invoices, due far away but for five of each of two hundred debtors, and the hint of a run.
 */
async function prepare(folder: string, open: number): Promise<void> {
  const debtors = open / EACH;
  const own = join(folder, String(open));
  mkdirSync(own, { recursive: true });
  await makeTemplate(own, async (database) => {
    await setCreditor(database, own, { armed: false });
    // Spread over all of them, so that no page of the disk holds them together.
    const chosen = `d * ${DUE.debtors} / ${debtors} <> (d - 1) * ${DUE.debtors} / ${debtors}`;
    await fillBooks(database, {
      debtors,
      each: EACH,
      due: `case when ${chosen} and i <= ${DUE.each} then date '2026-11-22'
        else date '2027-01-15' + (i + d) % 60 end`,
    });
    await proposeDay(await dayWork(database, () => undefined, RAN_ON));
  });
}

export const work: Work = {
  name: 'open-day',
  title: 'plan and run of a day, 1,000 invoices due among 1,000,000 open of 50,000 debtors',
  against: 'the same among 10,000 open of 500 debtors',
  rounds: 3,
  prepare: async (folder) => {
    await prepare(folder, 10_000);
    await prepare(folder, 1_000_000);
  },
  ours: async (folder) => await day(folder, 1_000_000),
  reference: async (folder) => await day(folder, 10_000),
  reach: [{ figure: 'ratio', most: 2 }],
};
