import type { LateStart } from '../creditors/creditor.ts';
import type { FileReading } from '../formats/file-reading.ts';
import type { InvoiceRecord } from '../formats/invoice.ts';
import type { Instalment } from '../invoices/invoice.ts';
import { hasReleasedInstalment } from '../invoices/invoices.db.ts';
import type { Scope } from '../journal/scope.ts';
import { countOpenItems } from '../payments/balances.db.ts';
import { type DebtorPlans, debtorChanges, planDebtors, saidDebtors } from './debtor-plans.ts';
import { bookDefect, type ToldDefect } from './defects.ts';
import { noEntries, roomIn } from './entries.ts';
import { invoicesImported } from './events.ts';
import { invoicePayloads } from './import-payloads.ts';
import { type FileImported, type GivenFile, type ImportChoices, inOrder, readingFacts } from './imported.ts';
import { invoiceImports } from './imports.db.ts';
import { lockedDebtors, lockImports } from './known-debtors.db.ts';
import { knownDocuments } from './known-documents.db.ts';
import { enteredFactsKept, needsOf } from './needs.ts';
import { nothingToClaim } from './nothing-to-claim.ts';
import { type DebtorPlan, isTouched } from './plan-debtor.ts';
import { type DocumentPlans, fileDocuments, planDocuments } from './plan-documents.ts';
import { CLOSED_AT, isOverdue, isQuarantined, released } from './quarantine.ts';
import { recordImport, tellDebtors } from './record-import.db.ts';
import { writeDebtors, writeDocuments, writeMoney } from './write-documents.db.ts';

/**
 * Brings a file of invoices into the books, all of its good lines at once: new customers and documents, what
 * changed of the known ones, payments that it says were received. The same facts again change nothing,
 * whatever the name of the file or the order of its lines. A document that cannot be taken answers a defect
 * and leaves the others. New items wait in quarantine for a release when the import is the first one or wakes
 * many debts at once.
 */
export async function importInvoices(
  scope: Scope,
  file: GivenFile,
  reading: FileReading<InvoiceRecord>,
  choices: ImportChoices,
): Promise<FileImported> {
  await lockImports(scope);
  const importId = scope.newId();
  const said = saidDebtors(reading.records);
  const debtors = planDebtors(said, await lockedDebtors(scope, said), scope);
  const records = reading.records.filter((record) => debtors.ids.has(record.debtor.key));
  const documents = fileDocuments(records, debtors.ids);
  const { acceptRevived, lateStart, sharedNumbers, tell } = choices;
  const entries = noEntries();
  const amountsAreOpen = reading.warnings.some((warning) => warning.code === 'amount_from_open');
  const plans = planDocuments(
    documents,
    await knownDocuments(scope, documents),
    { sharedNumbers, amountsAreOpen },
    {
      on: scope.on,
      importId,
      newId: scope.newId,
      entries,
      acceptRevived,
      lateStart,
      paidCountsNotes: paidCountsNotes(reading),
    },
  );
  const kept = keptDebtors(debtors, plans);
  const placed = await placeItems(scope, plans, lateStart);
  await writeDebtors(scope, kept);
  await writeDocuments(scope, plans, placed.items, tell);
  await writeMoney(scope, entries);
  const payloads = invoicePayloads(importId, kept, plans, placed.quarantined);
  await tellDebtors(scope, invoicesImported, payloads);
  const answer: FileImported = {
    ...readingFacts(file, reading),
    kind: 'invoices',
    created: {
      debtors: kept.filter((plan) => plan.created).length,
      invoices: countOf(plans.invoices, 'created'),
      creditNotes: countOf(plans.creditNotes, 'created'),
      payments: entries.payments.size,
    },
    updated:
      countOf(plans.invoices, 'updated') +
      countOf(plans.creditNotes, 'updated') +
      changedDebtors(kept).length,
    unchanged:
      countOf(plans.invoices, 'unchanged') + countOf(plans.creditNotes, 'unchanged') + plans.unchanged,
    nothingToClaim: plans.empty.length,
    changes: [
      ...debtorChanges(kept),
      ...[...plans.invoices, ...plans.creditNotes].flatMap(({ plan }) => plan.changes),
    ],
    defects: inOrder([...reading.defects, ...strangers(reading.records, debtors), ...plans.defects]),
    needs: needsOf(kept),
    warnings: [...reading.warnings, ...nothingToClaim(plans.empty), ...enteredFactsKept(kept)],
    quarantined: placed.quarantined,
    import: payloads.size > 0 ? importId : null,
  };
  if (payloads.size > 0) {
    await recordImport(scope, file, 'invoices', answer, { importId, debtors: payloads.size, lateStart });
  }
  return answer;
}

/** A balance given by the tool counts credit notes; a column of money received does not. */
function paidCountsNotes({ understood }: FileReading<InvoiceRecord>): boolean {
  const columns = new Set(understood.columns.map(({ column }) => column));
  return columns.has('reste_du') || !(columns.has('deja_regle') || columns.has('montant_reglement'));
}

function countOf(
  planned: readonly { readonly plan: { readonly outcome: string } }[],
  outcome: string,
): number {
  return planned.filter(({ plan }) => plan.outcome === outcome).length;
}

function changedDebtors(debtors: readonly DebtorPlan[]): readonly DebtorPlan[] {
  return debtors.filter((plan) => !plan.created && isTouched(plan));
}

/**
 * Known debtors, and new ones of which the file has a sound document, be it one that claims nothing: the same
 * file again would else know the customers it lacked the first time.
 */
function keptDebtors(debtors: DebtorPlans, plans: DocumentPlans): readonly DebtorPlan[] {
  const taken = new Set<string>();
  for (const { document } of plans.invoices) taken.add(document.debtorId);
  for (const { document } of plans.creditNotes) taken.add(document.debtorId);
  for (const { debtorId } of plans.empty) taken.add(debtorId);
  return [...debtors.plans.values()].filter((plan) => !plan.created || taken.has(plan.debtor.id));
}

function strangers(records: readonly InvoiceRecord[], debtors: DebtorPlans): readonly ToldDefect[] {
  return records
    .filter((record) => !debtors.ids.has(record.debtor.key))
    .map(({ line, debtor }) => bookDefect('customer_unknown', { line, field: 'client', value: debtor.key }));
}

/** New items as they may be chased: held in quarantine, or released on the day of the import. */
async function placeItems(
  scope: Scope,
  plans: DocumentPlans,
  lateStart: LateStart,
): Promise<{ readonly items: readonly Instalment[]; readonly quarantined: boolean }> {
  const work = plans.invoices.flatMap(({ plan }) => plan.newItems);
  const items = work.map((item) => item.instalment);
  if (items.length === 0) return { items, quarantined: (await invoiceImports(scope, true)).length > 0 };
  const overdue = work.filter((item) => isOverdue(item.instalment.dueOn, roomIn(item), scope.on));
  const everReleased = await hasReleasedInstalment(scope);
  const openBefore = everReleased ? await countOpenItems(scope, scope.on, CLOSED_AT) : 0;
  const created = items.length;
  const quarantined = isQuarantined({ created, newlyOverdue: overdue.length, openBefore, everReleased });
  return {
    items: quarantined ? items : items.map((item) => released(item, scope.on, lateStart)),
    quarantined,
  };
}
