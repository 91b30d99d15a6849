import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clerk, openClerk } from './clerk.ts';

let clerk: Clerk;
beforeEach(async () => {
  clerk = await openClerk();
});
afterEach(async () => await clerk.database.close());

/** Due dates chosen for what items start with on 23 November 2026. */
const DUE = { later: '15/12/2026', soon: '27/11/2026', today: '20/11/2026', late: '01/09/2026' } as const;

function overdue(count: number, from = 1) {
  return Array.from({ length: count }, (_, index) => ({
    facture: `L-${from + index}`,
    code_client: `D${from + index}`,
    client: `Client ${from + index}`,
    email: `c${from + index}@client.example`,
  }));
}

describe('quarantine', () => {
  test('R7 nothing of the first imports is chased before a release', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    const second = await clerk.invoices([{ facture: 'F-2', code_client: 'C002', client: 'Dupont' }]);
    expect(second.quarantined).toBe(true);
    const { actions, held } = await clerk.done('plan');
    expect(actions).toEqual([]);
    expect(held.map(({ invoice, code }: { invoice: string; code: string }) => [invoice, code])).toEqual([
      ['F-1', 'quarantined'],
      ['F-2', 'quarantined'],
    ]);
    expect((await clerk.done('run')).actions).toEqual([]);
    expect(await clerk.mails()).toEqual([]);
    await clerk.done('release');
    expect((await clerk.done('plan')).actions).toHaveLength(2);
  });

  test('after the first release a small import is chased at once, from the creditor’s late start', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    await clerk.done('release');
    const next = await clerk.invoices([{ facture: 'F-2', code_client: 'C002', client: 'Dupont' }]);
    expect(next.quarantined).toBe(false);
    const { actions } = await clerk.done('plan');
    expect(actions.map(({ debtor, step }: { debtor: string; step: string }) => [debtor, step])).toEqual([
      ['C001', 'reminder-1'],
      ['C002', 'reminder-1'],
    ]);
  });

  test('R7 an import that would wake many debts at once waits, a like number among many open ones does not', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    await clerk.done('release');
    expect((await clerk.invoices(overdue(50))).quarantined).toBe(false);
    expect((await clerk.invoices(overdue(51, 100))).quarantined).toBe(true);
    await clerk.done('release');
    expect((await clerk.invoices(overdue(51, 200))).quarantined).toBe(false);
  });

  test('R7 old paid invoices do not count as debts that wake', async () => {
    await clerk.invoices([{ facture: 'F-1' }]);
    await clerk.done('release');
    const paid = overdue(60).map((row) => ({ ...row, deja_regle: '1200,00' }));
    expect((await clerk.invoices(paid)).quarantined).toBe(false);
  });
});

describe('release', () => {
  const rows = [
    { facture: 'F-1', date_echeance: DUE.later },
    { facture: 'F-2', date_echeance: DUE.soon },
    { facture: 'F-3', date_echeance: DUE.today },
    { facture: 'F-4', date_echeance: DUE.late, date_facture: '01/08/2026' },
    { facture: 'F-5', date_echeance: DUE.late, date_facture: '01/08/2026', deja_regle: '1200,00' },
    { facture: 'F-6', date_echeance: '', date_facture: '01/08/2026' },
    { facture: 'F-7', montant_ttc: '20,00', date_echeance: DUE.later },
    { facture: 'F-8', code_client: 'C002', client: 'Dupont', type_client: '' },
  ];

  test('R17 a preview says what would start where, for each late start, and writes nothing', async () => {
    await clerk.invoices(rows);
    const preview = await clerk.done('release --dry-run');
    expect(preview).toMatchObject({
      done: 'previewed',
      lateStart: 'at-age',
      items: 7,
      overdue: 3,
      byStep: { 'pre-due': 2, contact: 2, 'reminder-1': 1 },
      waiting: { due_date_missing: 1, customer_type_missing: 1, late_start_choice: 0, retention: 0 },
    });
    expect(await clerk.done('release --dry-run --late-start from-start')).toMatchObject({
      byStep: { 'pre-due': 2, contact: 3, 'reminder-1': 0 },
    });
    expect(await clerk.done('release --dry-run --late-start ask')).toMatchObject({
      byStep: { 'pre-due': 2, contact: 1, 'reminder-1': 0 },
      waiting: { late_start_choice: 3 },
    });
    const held = (await clerk.done('plan')).held.map(({ code }: { code: string }) => code);
    expect(new Set(held)).toEqual(new Set(['quarantined', 'due_date_missing']));
  });

  test('R17 one contact and one level a debtor, never several at once', async () => {
    await clerk.invoices(rows);
    const done = await clerk.done('release');
    expect(done).toMatchObject({ done: 'released', items: 7, overdue: 3 });
    expect(done.id).toMatch(/^imp-[0-9A-Z]{8}$/);
    const { actions } = await clerk.done('plan');
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({ debtor: 'C001', step: 'reminder-1' });
    expect((await clerk.say('release')).refused).toBe('nothing_quarantined');
  });

  test('two releases at once are one: the other finds nothing that waits', async () => {
    await clerk.invoices(rows);
    const both = await Promise.all([clerk.say('release'), clerk.say('release --late-start from-start')]);
    const released = both.filter(({ refused }) => refused === null);
    expect(released).toMatchObject([{ data: { items: 7 } }]);
    expect(both.map(({ refused }) => refused)).toContain('nothing_quarantined');
  });

  test('one import by the beginning of its short id, the others keep waiting', async () => {
    const first = await clerk.invoices([{ facture: 'F-1' }]);
    await clerk.invoices([{ facture: 'F-2', code_client: 'C002', client: 'Dupont' }]);
    expect(first.text).toContain(first.import);
    expect(await clerk.done(`release ${first.import}`)).toMatchObject({ id: first.import, items: 1 });
    const { actions, held } = await clerk.done('plan');
    expect(actions).toMatchObject([{ debtor: 'C001' }]);
    expect(held).toMatchObject([{ invoice: 'F-2', code: 'quarantined' }]);
    expect((await clerk.say('release imp-00000000')).refused).toBe('id_unknown');
    const money = await clerk.imports('facture;montant;date\nF-1;10,00;20/11/2026\n');
    expect((await clerk.say(`release ${money.import}`)).refused).toBe('id_unknown');
    expect((await clerk.say('release --late-start demain')).refused).toBe('option_value_unknown');
  });

  test('R55 where late items start may be said anew while no step was done', async () => {
    const file = await clerk.invoices([
      { facture: 'F-1', date_facture: '01/08/2026', date_echeance: DUE.late },
      { facture: 'F-2', date_echeance: DUE.later },
    ]);
    await clerk.done('release --late-start ask');
    expect((await clerk.done('plan')).held).toContainEqual(
      expect.objectContaining({ invoice: 'F-1', code: 'late_start_choice' }),
    );
    expect(await clerk.done('release --late-start from-start')).toMatchObject({
      items: 1,
      byStep: { contact: 1 },
    });
    expect((await clerk.done('plan')).actions).toMatchObject([{ step: 'contact' }]);
    expect(await clerk.done(`release ${file.import} --late-start at-age`)).toMatchObject({ items: 1 });
    expect((await clerk.done('plan')).actions).toMatchObject([{ step: 'reminder-1' }]);
    await clerk.done('run');
    await clerk.done('approve --all');
    await clerk.done('run');
    expect((await clerk.say(`release ${file.import} --late-start from-start`)).refused).toBe(
      'nothing_quarantined',
    );
  });

  test('the journal says who let how many items go', async () => {
    await clerk.invoices([{ facture: 'F-1' }, { facture: 'F-2', code_client: 'C002', client: 'Dupont' }]);
    await clerk.done('release');
    const events = await clerk.database.asOwner(async (tx) =>
      tx
        .selectFrom('journal_events')
        .select(['chain', 'actor', 'payload'])
        .where('type', '=', 'items.released')
        .execute(),
    );
    const counts = events.map(({ chain, payload }) => [
      chain.length > 10 ? 'debtor' : chain,
      JSON.parse(payload).items,
    ]);
    expect(counts.sort()).toEqual([
      ['creditor', 2],
      ['debtor', 1],
      ['debtor', 1],
    ]);
  });
});
