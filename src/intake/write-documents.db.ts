import { insertContacts, updateContacts } from '../debtors/contacts.db.ts';
import { insertDebtors, updateDebtors } from '../debtors/debtors.db.ts';
import { insertCreditNotes, updateCreditNotes } from '../invoices/credit-notes.db.ts';
import { insertInstalments, updateInstalments } from '../invoices/instalments.db.ts';
import type { Instalment } from '../invoices/invoice.ts';
import { insertInvoices, updateInvoices } from '../invoices/invoices.db.ts';
import type { Scope } from '../journal/scope.ts';
import { endAllocations, insertAllocations } from '../payments/allocations.db.ts';
import { markReplaced } from '../payments/file-payments.db.ts';
import { insertPayments } from '../payments/payments.db.ts';
import { slices } from '../platform/bulk.ts';
import type { Entries } from './entries.ts';
import type { Tell } from './imported.ts';
import type { DebtorPlan } from './plan-debtor.ts';
import type { DocumentPlans } from './plan-documents.ts';

/** Invoices between two words of progress. */
const TOLD_EVERY = 25_000;

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

/**
 * Writes the documents of a file; `newItems` are those of the plans, as quarantine or release leaves them.
 */
export async function writeDocuments(
  scope: Scope,
  plans: DocumentPlans,
  newItems: readonly Instalment[],
  tell: Tell,
): Promise<void> {
  const created = plans.invoices.flatMap(({ plan }) => (plan.outcome === 'created' ? plan.invoice : []));
  const known = plans.invoices.filter(({ plan }) => plan.outcome !== 'created');
  let done = 0;
  for (const slice of slices(created, TOLD_EVERY)) {
    await insertInvoices(scope, slice);
    done += slice.length;
    if (created.length > TOLD_EVERY) tell(`factures enregistrées\u00a0: ${done} sur ${created.length}`);
  }
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
