import { sql } from 'kysely';
import { insertContacts, updateContacts } from '../debtors/contacts.db.ts';
import { insertDebtors, updateDebtors } from '../debtors/debtors.db.ts';
import { insertCreditNotes, updateCreditNotes } from '../invoices/credit-notes.db.ts';
import { insertInstalments, updateInstalments } from '../invoices/instalments.db.ts';
import { insertInvoices, updateInvoices } from '../invoices/invoices.db.ts';
import type { Scope } from '../journal/scope.ts';
import { endAllocations, insertAllocations } from '../payments/allocations.db.ts';
import { markReplaced } from '../payments/file-payments.db.ts';
import { insertPayments } from '../payments/payments.db.ts';
import type { Entries } from './entries.ts';
import type { DebtorPlan } from './plan-debtor.ts';
import type { DocumentPlans } from './plan-documents.ts';

/**
 * Has the server plan anew. The check of a foreign key is planned when its table holds the first lines of a
 * file, for which any index will do; with the last ones it would read all the rows of the creditor each time,
 * and 200,000 lines take a hundred times as long.
 */
export async function planAnew({ tx }: Scope): Promise<void> {
  await sql`discard plans`.execute(tx);
}

export async function writeDebtors(scope: Scope, plans: readonly DebtorPlan[]): Promise<void> {
  const created = plans.filter((plan) => plan.created).map((plan) => plan.debtor);
  const changed = plans.filter((plan) => !plan.created && plan.changed.length > 0).map((plan) => plan.debtor);
  await insertDebtors(scope, created);
  await updateDebtors(scope, changed);
  const owned = (pick: 'contactsAdded' | 'contactsChanged') =>
    plans.flatMap((plan) => plan[pick].map((contact) => ({ debtorId: plan.debtor.id, contact })));
  await insertContacts(scope, owned('contactsAdded'));
  await updateContacts(scope, owned('contactsChanged'));
}

/** Writes documents as planned; new items wait for what the whole file makes of them. */
export async function writeDocuments(scope: Scope, plans: DocumentPlans): Promise<void> {
  const created = plans.invoices.flatMap(({ plan }) => (plan.outcome === 'created' ? plan.invoice : []));
  const known = plans.invoices.filter(({ plan }) => plan.outcome !== 'created');
  await insertInvoices(scope, created);
  await updateInvoices(
    scope,
    known.map(({ plan }) => plan.invoice),
  );
  await insertInstalments(
    scope,
    plans.invoices.flatMap(({ plan }) => plan.newItems.map(({ instalment }) => instalment)),
  );
  await updateInstalments(
    scope,
    known.flatMap(({ plan }) => plan.changedItems),
  );
  const notes = (isNew: boolean) =>
    plans.creditNotes.flatMap(({ plan }) =>
      (plan.outcome === 'created') === isNew ? [plan.creditNote] : [],
    );
  await insertCreditNotes(scope, notes(true));
  await updateCreditNotes(scope, notes(false));
}

/** Writes what an import did with money, after the documents it settles. */
export async function writeMoney(scope: Scope, entries: Entries): Promise<void> {
  await insertPayments(scope, [...entries.payments.values()]);
  await endAllocations(scope, entries.undone, 'from-origin');
  await markReplaced(scope, entries.replaced);
  await insertAllocations(scope, [...entries.allocations.values()]);
}
