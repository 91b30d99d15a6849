import { sha256 } from '../journal/sha256.ts';
import { type DebtorPlan, isTouched } from './plan-debtor.ts';
import type { DocumentPlans } from './plan-documents.ts';

/** Changed documents that one event names; a debtor with more is told by their count and the digest. */
const CHANGES_NAMED = 1_000;

/** Whether the items wait in quarantine is known at the end of the file only. */
export type InvoicesPayload = ReturnType<typeof debtorPayload>;

type Planned = DocumentPlans['invoices'][number] | DocumentPlans['creditNotes'][number];

/**
 * What the journal says of each debtor that a file of invoices changed: counts, ids and hashes, never a name.
 */
export function invoicePayloads(
  importId: string,
  debtors: readonly DebtorPlan[],
  plans: DocumentPlans,
): ReadonlyMap<string, InvoicesPayload> {
  const documents = [...plans.invoices, ...plans.creditNotes].filter(
    ({ plan }) => plan.outcome !== 'unchanged',
  );
  const byDebtor = Map.groupBy<string, Planned>(documents, ({ document }) => document.debtorId);
  const touched = new Map(debtors.filter(isTouched).map((plan) => [plan.debtor.id, plan]));
  const ids = new Set([...byDebtor.keys(), ...touched.keys()]);
  return new Map(
    [...ids].map((id) => {
      const payload = debtorPayload(importId, touched.get(id), byDebtor.get(id) ?? []);
      return [id, payload] as const;
    }),
  );
}

function debtorPayload(importId: string, debtor: DebtorPlan | undefined, documents: readonly Planned[]) {
  const changed = documents.filter(({ plan }) => plan.outcome === 'updated');
  const created = documents.filter(({ plan }) => plan.outcome === 'created');
  return {
    import: importId,
    debtorCreated: debtor?.created ?? false,
    debtorChanged: [...(debtor?.changed ?? [])],
    contacts: debtor ? debtor.contactsAdded.length + debtor.contactsChanged.length : 0,
    created: created.filter(({ document }) => document.kind === 'invoice').length,
    creditNotes: created.filter(({ document }) => document.kind === 'credit_note').length,
    payments: documents.reduce((total, { plan }) => total + ('payments' in plan ? plan.payments : 0), 0),
    changed: changed.slice(0, CHANGES_NAMED).map(({ plan }) => ({
      document: 'invoice' in plan ? plan.invoice.id : plan.creditNote.id,
      fields: [...new Set(plan.changes.map((change) => change.field))],
    })),
    moreChanged: Math.max(0, changed.length - CHANGES_NAMED),
    digest: sha256(
      documents
        .map(({ document }) => document.rowSha256)
        .sort()
        .join('\n'),
    ),
  };
}

export function debtorPayloads(importId: string, debtors: readonly DebtorPlan[]) {
  return new Map(
    debtors.filter(isTouched).map(({ debtor, created, changed, contactsAdded, contactsChanged }) => {
      const contacts = contactsAdded.length + contactsChanged.length;
      const fields: string[] = [...changed];
      return [debtor.id, { import: importId, created, changed: fields, contacts }] as const;
    }),
  );
}
