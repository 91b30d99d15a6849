import { insertContacts, updateContacts } from '../debtors/contacts.db.ts';
import { insertDebtors, updateDebtors } from '../debtors/debtors.db.ts';
import { insertCreditNotes, updateCreditNotes } from '../invoices/credit-notes.db.ts';
import { insertInstalments, updateInstalments } from '../invoices/instalments.db.ts';
import type { Instalment } from '../invoices/invoice.ts';
import { insertInvoices, updateInvoices } from '../invoices/invoices.db.ts';
import type { Scope } from '../journal/scope.ts';
import { endAllocations, insertAllocations } from '../payments/allocations.db.ts';
import { insertPayments, markReversed } from '../payments/payments.db.ts';
import type { Entries } from './entries.ts';
import type { DebtorPlan } from './plan-debtor.ts';
import type { DocumentPlans } from './plan-documents.ts';

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

/** Writes the documents of a file; `newItems` are those of the plans, as quarantine or release leaves them. */
export async function writeDocuments(
  scope: Scope,
  plans: DocumentPlans,
  newItems: readonly Instalment[],
  entries: Entries,
): Promise<void> {
  const created = plans.invoices.filter(({ plan }) => plan.outcome === 'created');
  const known = plans.invoices.filter(({ plan }) => plan.outcome !== 'created');
  await insertInvoices(
    scope,
    created.map(({ plan }) => plan.invoice),
  );
  await updateInvoices(
    scope,
    known.map(({ plan }) => plan.invoice),
  );
  await insertInstalments(scope, newItems);
  await updateInstalments(
    scope,
    known.flatMap(({ plan }) => plan.changedItems),
  );
  const notes = (isNew: boolean) =>
    plans.creditNotes.flatMap(({ plan }) =>
      plan.creditNote && (plan.outcome === 'created') === isNew ? [plan.creditNote] : [],
    );
  await insertCreditNotes(scope, notes(true));
  await updateCreditNotes(scope, notes(false));
  await writeMoney(scope, entries);
}

async function writeMoney(scope: Scope, entries: Entries): Promise<void> {
  await insertPayments(scope, entries.payments);
  await endAllocations(scope, entries.endedToday, scope.on);
  await endAllocations(scope, entries.endedFromOrigin, 'from-origin');
  if (entries.reversed.length > 0) {
    await markReversed(scope, entries.reversed, scope.on, 'le fichier de factures ne le dit plus reçu');
  }
  await insertAllocations(scope, entries.allocations);
}
