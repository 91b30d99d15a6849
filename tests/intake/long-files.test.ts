import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Clerk, openClerk } from './clerk.ts';

let clerk: Clerk;
beforeEach(async () => {
  clerk = await openClerk();
});
afterEach(async () => await clerk.database.close());

const LINES = 5_000;
const DEBTORS = 700;

/** A file that is compared and written in three slices; the lines of each customer lie far apart. */
function longFile(over: (line: number) => Readonly<Record<string, string>> = () => ({})) {
  return Array.from({ length: LINES }, (_, line) => ({
    facture: `L-${line}`,
    code_client: `D${line % DEBTORS}`,
    client: `Société ${line % DEBTORS}`,
    email: `compta@d${line % DEBTORS}.example`,
    date_echeance: '2026-12-31',
    ...over(line),
  }));
}

async function itemsBy(column: 'released_on' | 'late_start') {
  return await clerk.database.asOwner(async (tx) => {
    const { rows } = await sql<{ value: string | null; count: number }>`
      select ${sql.ref(column)}::text as value, count(*)::int as count from instalments
      where invoice_id in (select id from invoices where number like 'L-%') group by 1`.execute(tx);
    return rows;
  });
}

test('a long file is one import: released or held as a whole, one event per customer, nothing done twice', async () => {
  await clerk.invoices([{ facture: 'F-1' }]);
  await clerk.done('release --late-start from-start');
  const made = await clerk.invoices(longFile());
  expect(made).toMatchObject({
    created: { debtors: DEBTORS, invoices: LINES },
    quarantined: false,
    defects: [],
  });
  expect(await itemsBy('released_on')).toEqual([{ value: '2026-11-23', count: LINES }]);
  const events = await clerk.database.asOwner(
    async (tx) =>
      await tx
        .selectFrom('journal_events')
        .select('payload')
        .where('type', '=', 'invoices.imported')
        .execute(),
  );
  const long = events.map(({ payload }) => JSON.parse(payload)).filter(({ created }) => created > 1);
  expect(long).toHaveLength(DEBTORS);
  expect(long.reduce((total, { created }) => total + created, 0)).toBe(LINES);
  expect(long.every(({ quarantined }) => quarantined === false)).toBe(true);
  expect(await clerk.invoices(longFile().reverse())).toMatchObject({ unchanged: LINES, import: null });
});

test('what a long file changes, and what is wrong with it, is told in the order of its lines', async () => {
  const first = await clerk.invoices(longFile());
  expect(first).toMatchObject({ quarantined: true });
  expect(await itemsBy('released_on')).toEqual([{ value: null, count: LINES }]);
  const again = await clerk.invoices(
    longFile((line) => {
      if (line % 500 === 3) return { montant_ttc: '1300,00' };
      return line % 500 === 7 ? { code_client: 'D1', client: 'Société 1', email: 'compta@d1.example' } : {};
    }),
  );
  const lines = (list: readonly { readonly line: number }[]) => [...new Set(list.map(({ line }) => line))];
  const every500 = (start: number) => Array.from({ length: 10 }, (_, at) => start + 500 * at);
  expect(again).toMatchObject({ exit: 3, updated: 10, unchanged: LINES - 20, quarantined: true });
  expect(lines(again.changes)).toEqual(every500(5));
  expect(lines(again.defects)).toEqual(every500(9));
  expect(new Set(again.defects.map(({ code }: { code: string }) => code))).toEqual(
    new Set(['number_under_another_customer']),
  );
});
