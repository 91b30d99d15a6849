import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../harness/database.ts';
import { invoicesFile, openLedger } from './ledger.ts';

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => await database.close());

const RUNS = { numRuns: 40 };

/** Customers as lines name them; those of one letter are one customer. */
const customer = fc.constantFrom(
  {
    of: 'B',
    client: 'Menuiserie Brûlé',
    code_client: 'C001',
    type_client: 'professionnel',
    siren: '552100554',
  },
  {
    of: 'B',
    client: 'Brûlé & Fils',
    code_client: 'C001',
    type_client: 'professionnel',
    email: 'b@brule.example',
  },
  { of: 'D', client: 'Dupont', code_client: '', type_client: 'particulier', email: 'x@dupont.example' },
  { of: 'P', client: 'Dupont', code_client: '', type_client: '', code_postal: '75011', ville: 'Paris' },
  { of: 'E', client: 'Étang SA', code_client: '', type_client: 'public', siren: '732829320' },
  { of: 'X', client: '', code_client: 'C009', type_client: '' },
);
const amount = fc
  .integer({ min: 1, max: 300_000 })
  .map((value) => `${Math.floor(value / 100)},${String(value % 100).padStart(2, '0')}`);
const day = fc
  .record({ day: fc.integer({ min: 1, max: 28 }), month: fc.integer({ min: 1, max: 12 }) })
  .map((date) => `${String(date.day).padStart(2, '0')}/${String(date.month).padStart(2, '0')}/2026`);
const invoice = fc.record({
  customer,
  facture: fc.constantFrom('1', '2', '3', '4', '5'),
  date_facture: fc.constantFrom(...Array(8).fill('01/01/2026'), '02/01/2026'),
  date_echeance: fc.oneof(
    { weight: 8, arbitrary: day },
    { weight: 1, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constant('31/02/2026') },
  ),
  montant_ttc: fc.oneof({ weight: 19, arbitrary: amount }, { weight: 1, arbitrary: fc.constant('?') }),
  deja_regle: fc.oneof(fc.constant(''), amount),
  retenue_garantie: fc.oneof({ weight: 5, arbitrary: fc.constant('') }, { weight: 1, arbitrary: amount }),
});
const creditNote = fc.record({
  customer,
  facture: fc.constantFrom('1', '2'),
  date_facture: day,
  date_echeance: fc.constant(''),
  montant_ttc: amount.map((text) => `-${text}`),
  deja_regle: fc.constantFrom('', '', '-1,00'),
  reference: fc.constantFrom('', '1', '2', '3', '99'),
});
const rows = fc
  .array(fc.oneof({ weight: 4, arbitrary: invoice }, { weight: 1, arbitrary: creditNote }), {
    minLength: 1,
    maxLength: 16,
  })
  .map((list) =>
    list.map(({ customer: { of, ...who }, ...row }) => {
      const facture = `${row.montant_ttc.startsWith('-') ? 'A' : 'F'}-${of}${row.facture}`;
      const reference = 'reference' in row && row.reference !== '' ? `F-${of}${row.reference}` : '';
      return { email: '', ...who, ...row, facture, reference };
    }),
  );
const EXTRA = ['siren', 'code_postal', 'ville', 'retenue_garantie'];
const payments = fc.array(
  fc.record({
    facture: fc.constantFrom('F-B1', 'F-B2', 'F-D1', 'F-E1', '', 'F-99'),
    client: fc.constantFrom('Dupont', 'Menuiserie Brûlé', 'Personne', ''),
    montant: amount,
    date: day.filter((text) => text.slice(3, 5) < '11'),
  }),
  { minLength: 1, maxLength: 8 },
);

/** What a later export says otherwise of a line. */
function changed(index: number): Readonly<Record<string, string>> {
  return [{ deja_regle: '500,00' }, { montant_ttc: '400,00' }, { date_echeance: '15/11/2026' }][index % 3]!;
}

function paymentsFile(list: readonly Readonly<Record<string, string>>[]): string {
  const lines = list.map(({ facture, client, montant, date }) => [facture, client, montant, date].join(';'));
  return ['facture;client;montant;date', ...lines].join('\n') + '\n';
}

test('importing any file a second time changes nothing at all', async () => {
  await fc.assert(
    fc.asyncProperty(rows, payments, async (list, money) => {
      const ledger = await openLedger(database);
      const files = [invoicesFile(list, EXTRA), paymentsFile(money)];
      for (const file of files) await ledger.take(file);
      const facts = await ledger.facts();
      const events = await eventsOf(ledger);
      for (const file of [...files, ...files]) {
        const again = await ledger.take(file, { on: '2026-12-15' });
        expect(again.created).toEqual({ debtors: 0, invoices: 0, creditNotes: 0, payments: 0 });
        expect(again).toMatchObject({ updated: 0, changes: [], import: null });
      }
      expect(await ledger.facts()).toEqual(facts);
      expect(await eventsOf(ledger)).toBe(events);
    }),
    RUNS,
  );
});

test('the order of the lines of a file does not matter to the books', async () => {
  const shuffled = rows.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  await fc.assert(
    fc.asyncProperty(shuffled, payments, async ([list, other], money) => {
      const [one, two] = [await openLedger(database), await openLedger(database)];
      const first = await one.take(invoicesFile(list, EXTRA));
      const second = await two.take(invoicesFile(other, EXTRA));
      expect(second.created).toEqual(first.created);
      await one.take(paymentsFile(money));
      await two.take(paymentsFile([...money].reverse()));
      expect(await two.facts()).toEqual(await one.facts());
    }),
    RUNS,
  );
});

test('whatever files say, nothing is settled beyond its amount and no source gives more than it has', async () => {
  await fc.assert(
    fc.asyncProperty(rows, rows, payments, async (list, other, money) => {
      const later = [...list, ...other].map((row, index) =>
        index % 2 === 0 ? { ...row, ...changed(index) } : row,
      );
      const ledger = await openLedger(database);
      await ledger.take(invoicesFile(list, EXTRA));
      await ledger.take(paymentsFile(money));
      await ledger.take(invoicesFile(later, EXTRA), { on: '2026-12-15', acceptRevived: true });
      await ledger.during(async ({ tx, creditorId }) => {
        const uses = await tx
          .selectFrom('allocations')
          .selectAll()
          .where('creditor_id', '=', creditorId)
          .execute();
        const live = uses.filter((use) => use.reversed_on === null);
        const sum = (key: 'instalment_id' | 'payment_id' | 'credit_note_id', id: string) =>
          live.filter((use) => use[key] === id).reduce((total, use) => total + use.amount_cents, 0);
        const items = await tx
          .selectFrom('instalments')
          .selectAll()
          .where('creditor_id', '=', creditorId)
          .execute();
        for (const item of items)
          expect(sum('instalment_id', item.id)).toBeLessThanOrEqual(item.amount_cents);
        const received = await tx
          .selectFrom('payments')
          .selectAll()
          .where('creditor_id', '=', creditorId)
          .execute();
        for (const { id, amount_cents, reversed_on } of received) {
          expect(sum('payment_id', id)).toBeLessThanOrEqual(reversed_on === null ? amount_cents : 0);
        }
        const notes = await tx
          .selectFrom('credit_notes')
          .selectAll()
          .where('creditor_id', '=', creditorId)
          .execute();
        for (const note of notes)
          expect(sum('credit_note_id', note.id)).toBeLessThanOrEqual(note.amount_cents);
        const invoices = await tx
          .selectFrom('invoices')
          .selectAll()
          .where('creditor_id', '=', creditorId)
          .execute();
        for (const { id, amount_cents } of invoices) {
          const own = items.filter((item) => item.invoice_id === id);
          expect(own.reduce((total, item) => total + item.amount_cents, 0)).toBe(amount_cents);
        }
      }, '2026-12-15');
    }),
    RUNS,
  );
});

async function eventsOf(ledger: Awaited<ReturnType<typeof openLedger>>): Promise<number> {
  return await ledger.during(async ({ tx, creditorId }) => {
    const found = await tx
      .selectFrom('journal_events')
      .select('seq')
      .where('creditor_id', '=', creditorId)
      .execute();
    return found.length;
  });
}
