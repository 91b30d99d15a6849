import { iso } from '../../src/calendar/day.ts';
import { cents } from '../../src/money/cents.ts';
import { newId } from '../../src/platform/ids.ts';
import type { Desk } from './desk.ts';

/**
 * A debtor and its open invoice put straight into the books, for tests that are about what follows. No event
 * tells of them: what a run thought it need not look at is forgotten.
 */
export async function seedDebtor(
  desk: Desk,
  over: {
    readonly key?: string;
    readonly email?: string | null;
    readonly regime?: 'b2b' | 'b2c' | 'nonpro' | 'public';
  } = {},
): Promise<string> {
  const creditorId = await creditorOf(desk);
  const id = newId();
  const {
    key = 'C001',
    email = `compta@${(over.key ?? 'C001').toLowerCase()}.example`,
    regime = 'b2b',
  } = over;
  const address = { lines: ['3 rue des Acacias'], postcode: '06000', city: 'Nice', country: 'FR' };
  await desk.database.inCreditor(creditorId, async (tx) => {
    await tx
      .insertInto('debtors')
      .values({
        creditor_id: creditorId,
        id,
        key,
        name: `Société ${key}`,
        regime,
        address: JSON.stringify(address),
        entered_on: iso('2026-01-05'),
      })
      .execute();
    if (email === null) return;
    await tx
      .insertInto('debtor_contacts')
      .values({ creditor_id: creditorId, id: newId(), debtor_id: id, role: 'accounts', email })
      .execute();
  });
  return id;
}

export async function seedInvoice(
  desk: Desk,
  debtorId: string,
  over: { readonly number?: string; readonly amount?: number; readonly due?: string } = {},
): Promise<string> {
  const creditorId = await creditorOf(desk);
  const invoiceId = newId();
  const instalmentId = newId();
  const { number = 'F-1', amount = 120_000, due = '2026-09-30' } = over;
  await desk.database.inCreditor(creditorId, async (tx) => {
    await tx.deleteFrom('watch').where('debtor_id', '=', debtorId).execute();
    await tx
      .insertInto('invoices')
      .values({
        creditor_id: creditorId,
        id: invoiceId,
        debtor_id: debtorId,
        number,
        issued_on: iso('2026-08-31'),
        amount_cents: cents(amount),
        description: `Prestation ${number}`,
        entered_on: iso('2026-09-01'),
      })
      .execute();
    await tx
      .insertInto('instalments')
      .values({
        creditor_id: creditorId,
        id: instalmentId,
        debtor_id: debtorId,
        invoice_id: invoiceId,
        position: 1,
        due_on: iso(due),
        amount_cents: cents(amount),
        released_on: iso('2026-09-01'),
        late_start: 'at-age',
      })
      .execute();
  });
  return instalmentId;
}

/** The whole id of the desk's creditor, as the database has it. */
export async function creditorOf(desk: Desk): Promise<string> {
  return await desk.database.asOwner(
    async (tx) =>
      (await tx.selectFrom('creditors').select('creditor_id').executeTakeFirstOrThrow()).creditor_id,
  );
}
