import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { proposeDay } from '../../src/delivery/propose-day.job.ts';
import { dayWork, fillBooks } from '../books.ts';
import { makeTemplate, onCopy } from '../database.ts';
import { command, setCreditor } from '../desk.ts';
import { timed, type Work } from '../work.ts';

const EACH = 3;
/** Times that each question is asked, of debtors apart from each other. */
const ASKED = 50;

/** `why` of an invoice and `plan` of its debtor, asked of many debtors in turn. */
async function ask(folder: string, debtors: number) {
  return await onCopy(join(folder, String(debtors)), async (database) => {
    const questions = async (from: number) => {
      for (let index = 0; index < ASKED; index += 1) {
        const debtor = (from + index * Math.floor(debtors / ASKED)) % debtors;
        await command(database, 'why', `F${debtor + 1}-1`);
        await command(database, 'plan', '--debtor', `C${String(debtor + 1).padStart(6, '0')}`);
      }
    };
    // Once unmeasured: a program that has just started compiles itself.
    await questions(1);
    const { seconds } = await timed(async () => await questions(7));
    return { seconds, count: 2 * ASKED, figures: { ms_each: (seconds * 1000) / (2 * ASKED) } };
  });
}

async function prepare(folder: string, debtors: number): Promise<void> {
  const own = join(folder, String(debtors));
  mkdirSync(own, { recursive: true });
  await makeTemplate(own, async (database) => {
    await setCreditor(database, own, { armed: false });
    await fillBooks(database, { debtors, each: EACH, due: "date '2026-11-09' - (i + d) % 60" });
    await proposeDay(await dayWork(database, () => undefined));
  });
}

export const work: Work = {
  name: 'one-debtor',
  title: 'why of an invoice, plan of a debtor, 50 of each, among 100,000 debtors with proposals',
  against: 'the same among 10,000',
  rounds: 3,
  prepare: async (folder) => {
    await prepare(folder, 10_000);
    await prepare(folder, 100_000);
  },
  ours: async (folder) => await ask(folder, 100_000),
  reference: async (folder) => await ask(folder, 10_000),
  reach: [{ figure: 'ratio', most: 1.3 }],
};
