import { proposeDay } from '../src/delivery/propose-day.job.ts';
import { waitingItems } from '../src/desk/plan.ts';
import { dayWork, fillBooks } from './books.ts';
import { makeTemplate, onCopy } from './database.ts';
import { setCreditor } from './desk.ts';
import { insertSelect, putAside } from './reference/insert-select.ts';
import { timed, type Work } from './work.ts';

/** Invoices of each debtor: a contact asks for this many at once. */
const EACH = 20;

/**
 * Deciding and writing down what is to be done about `invoices` overdue invoices, all due, of a twentieth as
 * many debtors.
 */
export function planPersist(
  name: string,
  invoices: number,
  { rounds, reach }: Pick<Work, 'rounds' | 'reach'>,
): Work {
  const debtors = invoices / EACH;
  const count = invoices;
  return {
    name,
    title: `decide and write down ${told(invoices)} overdue invoices of ${told(debtors)} debtors, all due`,
    against: 'INSERT … SELECT of the same proposals and events',
    rounds,
    reach,
    prepare: async (folder) =>
      await makeTemplate(folder, async (database) => {
        await setCreditor(database, folder);
        await fillBooks(database, { debtors, each: EACH, due: "date '2026-11-09' - (i + d) % 60" });
        await proposeDay(await dayWork(database, () => undefined));
        await putAside(database);
      }),
    ours: async (folder) =>
      await onCopy(folder, async (database) => {
        let held = 0;
        const work = await dayWork(database, ({ debtor, decision }) => {
          held += waitingItems(debtor, decision, work.on).length;
        });
        const { seconds } = await timed(async () => await proposeDay(work));
        if (held > 0) throw new Error(`${held} invoices wait`);
        return { seconds, count };
      }),
    reference: async (folder) =>
      await onCopy(folder, async (database) => {
        const { seconds, result } = await timed(async () => await insertSelect(database));
        if (result !== debtors) throw new Error(`${result} proposals, not ${debtors}`);
        return { seconds, count };
      }),
  };
}

function told(count: number): string {
  return count.toLocaleString('en');
}
