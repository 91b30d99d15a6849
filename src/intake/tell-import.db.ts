import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, appendMany } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { sha256 } from '../journal/sha256.ts';
import { slices } from '../platform/bulk.ts';
import { fileImported, invoicesImported } from './events.ts';
import { type DebtorPlan, isTouched } from './plan-debtor.ts';
import type { DocumentPlans } from './plan-documents.ts';

/** What an import did, for the journal. */
export interface ImportDone {
  readonly importId: string;
  readonly fileSha256: string;
  readonly lines: number;
  readonly debtors: readonly DebtorPlan[];
  readonly plans: DocumentPlans;
  readonly quarantined: boolean;
}

/** Entries that keep one statement small; see appendMany. */
const ENTRIES_AT_ONCE = 5_000;
/** Changed documents that one event names; a debtor with more is told by their count and the digest. */
const CHANGES_NAMED = 1_000;

/** One event per debtor that the file changed, and one in the creditor's chain; false when it changed nothing. */
export async function tellImport(scope: Scope, done: ImportDone): Promise<boolean> {
  const documents = [...done.plans.invoices, ...done.plans.creditNotes].filter(
    ({ plan }) => plan.outcome !== 'unchanged',
  );
  const byDebtor = Map.groupBy(documents, ({ document }) => document.debtorId);
  const plans = new Map(done.debtors.map((plan) => [plan.debtor.id, plan]));
  const touched = new Set(byDebtor.keys());
  for (const plan of done.debtors) if (isTouched(plan)) touched.add(plan.debtor.id);
  if (touched.size === 0) return false;
  for (const slice of slices([...touched], ENTRIES_AT_ONCE)) {
    const entries = slice.map((debtorId) => ({
      chain: debtorId,
      payload: debtorPayload(done, plans.get(debtorId), byDebtor.get(debtorId) ?? []),
    }));
    await appendMany(scope, invoicesImported, entries);
  }
  await append(scope, CREDITOR_CHAIN, fileImported, {
    import: done.importId,
    kind: 'invoices',
    file: done.fileSha256,
    lines: done.lines,
    debtors: touched.size,
    quarantined: done.quarantined,
  });
  return true;
}

type Planned = DocumentPlans['invoices'][number] | DocumentPlans['creditNotes'][number];

function debtorPayload(done: ImportDone, debtor: DebtorPlan | undefined, documents: readonly Planned[]) {
  const changed = documents.filter(({ plan }) => plan.outcome === 'updated');
  const created = (kind: 'invoice' | 'credit_note') =>
    documents.filter(({ plan, document }) => plan.outcome === 'created' && document.kind === kind).length;
  return {
    import: done.importId,
    debtorCreated: debtor?.created ?? false,
    debtorChanged: [...(debtor?.changed ?? [])],
    contacts: debtor ? debtor.contactsAdded.length + debtor.contactsChanged.length : 0,
    created: created('invoice'),
    creditNotes: created('credit_note'),
    payments: documents.reduce((total, { plan }) => total + plan.entries.payments.length, 0),
    paymentsReversed: documents.reduce((total, { plan }) => total + plan.entries.reversed.length, 0),
    changed: changed.slice(0, CHANGES_NAMED).map(({ plan }) => ({
      document: 'invoice' in plan ? plan.invoice.id : plan.creditNote!.id,
      fields: [...new Set(plan.changes.map((change) => change.field))],
    })),
    moreChanged: Math.max(0, changed.length - CHANGES_NAMED),
    digest: sha256(
      documents
        .map(({ document }) => document.rowSha256)
        .sort()
        .join('\n'),
    ),
    quarantined: done.quarantined,
  };
}
