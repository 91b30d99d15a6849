import { hashInput, type InvoiceRecord } from '../formats/invoice.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { sha256 } from '../journal/sha256.ts';
import { sumCents } from '../money/cents.ts';
import { bookDefect, type ToldDefect } from './defects.ts';
import { type Entries, noEntries, workItem } from './entries.ts';
import type { Planning } from './file-payments.ts';
import { withKnownAmounts } from './open-amounts.ts';
import {
  type Corrected,
  type CreditNotePlan,
  type KnownCreditNote,
  planCreditNote,
} from './plan-credit-note.ts';
import { type InvoicePlan, type KnownInvoice, planInvoice } from './plan-invoice.ts';

/** The lines of one number of one debtor: an invoice with its instalments, or a credit note. */
export interface FileDocument {
  readonly debtorId: string;
  readonly number: string;
  readonly kind: InvoiceRecord['kind'];
  /** As they fall due. */
  readonly records: readonly InvoiceRecord[];
  /** Hash of what they say, whatever the order of lines in the file. */
  readonly rowSha256: string;
}

/** Groups the records of a file by debtor and number; `debtorIds` gives the debtor of each key. */
export function fileDocuments(
  records: readonly InvoiceRecord[],
  debtorIds: ReadonlyMap<string, string>,
): readonly FileDocument[] {
  const groups = Map.groupBy(
    records,
    (record) => `${debtorIds.get(record.debtor.key)}\u0000${record.number}`,
  );
  return [...groups.values()].map((group) => {
    const ordered = [...group].sort((a, b) => a.instalment - b.instalment);
    const { debtor, number, kind } = ordered[0]!;
    return {
      debtorId: debtorIds.get(debtor.key)!,
      number,
      kind,
      records: ordered,
      rowSha256: sha256(ordered.map(hashInput).join('\n')),
    };
  });
}

export interface KnownDocuments {
  /** Every invoice that bears a number of the file or is corrected by one, by number. */
  readonly invoices: ReadonlyMap<string, readonly Invoice[]>;
  /** Those of them whose lines changed, or that are corrected, with their items; by id. */
  readonly items: ReadonlyMap<string, KnownInvoice>;
  readonly creditNotes: ReadonlyMap<string, readonly KnownCreditNote[]>;
}

export interface Confirmed {
  /** One number may belong to several customers. */
  readonly sharedNumbers: boolean;
  /** The amounts of the file are what remains due. */
  readonly amountsAreOpen: boolean;
}

/** What a file makes of its documents, before anything is written. */
export interface DocumentPlans {
  readonly invoices: readonly { readonly document: FileDocument; readonly plan: InvoicePlan }[];
  readonly creditNotes: readonly { readonly document: FileDocument; readonly plan: CreditNotePlan }[];
  readonly unchanged: number;
  readonly defects: readonly ToldDefect[];
}

/** The invoice of a document among those of its number; its homonyms under other debtors. */
export function invoiceOf(
  document: Pick<FileDocument, 'debtorId' | 'number'>,
  known: KnownDocuments['invoices'],
): { readonly own: Invoice | null; readonly elsewhere: readonly Invoice[] } {
  const homonyms = known.get(document.number) ?? [];
  return {
    own: homonyms.find((invoice) => invoice.debtorId === document.debtorId) ?? null,
    elsewhere: homonyms.filter((invoice) => invoice.debtorId !== document.debtorId),
  };
}

/** Plans every document: invoices first, so that credit notes find what the file itself brings. */
export function planDocuments(
  documents: readonly FileDocument[],
  known: KnownDocuments,
  confirmed: Confirmed,
  planning: Planning,
): DocumentPlans {
  const invoices: { document: FileDocument; plan: InvoicePlan }[] = [];
  const defects: ToldDefect[] = [];
  const work = new Map<string, Corrected>();
  let unchanged = 0;
  for (const document of documents) {
    if (document.kind !== 'invoice') continue;
    const plan = planOne(document, known, confirmed, planning);
    if (plan === 'unchanged') unchanged += 1;
    else if ('outcome' in plan) {
      invoices.push({ document, plan });
      const { id, currency } = plan.invoice;
      work.set(keyOf(document.debtorId, document.number, currency), { invoiceId: id, items: plan.items });
    } else defects.push(...plan);
  }
  const creditNotes = documents
    .filter((document) => document.kind === 'credit_note')
    .map((document) => ({ document, plan: planNote(document, known, work, planning) }));
  const kept = creditNotes.filter(({ plan }) => plan !== 'unchanged');
  return {
    invoices,
    creditNotes: kept as readonly { document: FileDocument; plan: CreditNotePlan }[],
    unchanged: unchanged + creditNotes.length - kept.length,
    defects,
  };
}

function planOne(
  document: FileDocument,
  known: KnownDocuments,
  confirmed: Confirmed,
  planning: Planning,
): InvoicePlan | readonly ToldDefect[] | 'unchanged' {
  const { own, elsewhere } = invoiceOf(document, known.invoices);
  if (!own && elsewhere.length > 0 && !confirmed.sharedNumbers) {
    const detail = `${elsewhere.length} ailleurs`;
    return document.records.map(({ line, number }) =>
      bookDefect('number_under_another_customer', { line, field: 'facture', value: number, detail }),
    );
  }
  if (own && own.rowSha256 === document.rowSha256) return 'unchanged';
  const books = own ? (known.items.get(own.id) ?? null) : null;
  const records =
    books && confirmed.amountsAreOpen
      ? withKnownAmounts(document.records, books, planning.on)
      : document.records;
  if (records.every((record) => record.amount === 0)) {
    if (!own) return 'unchanged';
    return records.map(({ line, number }) =>
      bookDefect('invoice_zeroed', { line, field: 'montant_ttc', value: number }),
    );
  }
  return planInvoice(records, books, document.debtorId, document.rowSha256, planning);
}

function planNote(
  document: FileDocument,
  known: KnownDocuments,
  work: ReadonlyMap<string, Corrected>,
  planning: Planning,
): CreditNotePlan | 'unchanged' {
  const open = sumCents(document.records.map((line) => line.open));
  const record = { ...document.records[0]!, open };
  const books =
    known.creditNotes
      .get(document.number)
      ?.find(({ creditNote }) => creditNote.debtorId === document.debtorId) ?? null;
  if (books?.creditNote.rowSha256 === document.rowSha256) return 'unchanged';
  const corrected = correctedBy(record, document.debtorId, known, work);
  return planCreditNote(record, books, corrected, document.debtorId, document.rowSha256, planning);
}

/** The invoice that a credit note names, of the same debtor and currency: as this file leaves it, else as the books have it. */
function correctedBy(
  record: InvoiceRecord,
  debtorId: string,
  known: KnownDocuments,
  work: ReadonlyMap<string, Corrected>,
): Corrected | null {
  if (record.reference === null) return null;
  const planned = work.get(keyOf(debtorId, record.reference, record.currency));
  if (planned && planned.items.length > 0) return planned;
  const { own } = invoiceOf({ debtorId, number: record.reference }, known.invoices);
  const books = own && known.items.get(own.id);
  if (!books || own.voidedOn !== null || own.currency !== record.currency) return null;
  const items = books.items.map(({ instalment, uses }) => workItem(instalment, own.issuedOn, uses));
  return { invoiceId: own.id, items };
}

function keyOf(debtorId: string, number: string, currency: string): string {
  return `${debtorId}\u0000${number}\u0000${currency}`;
}

/** Everything that the plans write about money, in one list of each kind. */
export function allEntries(plans: DocumentPlans): Entries {
  const all = noEntries();
  for (const { plan } of [...plans.invoices, ...plans.creditNotes]) {
    for (const payment of plan.entries.payments) all.payments.push(payment);
    for (const allocation of plan.entries.allocations) all.allocations.push(allocation);
    for (const id of plan.entries.reversed) all.reversed.push(id);
    for (const id of plan.entries.endedToday) all.endedToday.push(id);
    for (const id of plan.entries.endedFromOrigin) all.endedFromOrigin.push(id);
  }
  return all;
}
