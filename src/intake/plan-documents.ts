import { hashInput, type InvoiceRecord } from '../formats/invoice.ts';
import type { InvoiceHead } from '../invoices/invoice.ts';
import { sha256 } from '../journal/sha256.ts';
import type { Cents } from '../money/cents.ts';
import { bookDefect, type ToldDefect } from './defects.ts';
import { workItem } from './entries.ts';
import { type InvoicePlan, settleDraft } from './invoice-plan.ts';
import { withKnownAmounts } from './open-amounts.ts';
import {
  type Corrected,
  type CreditNotePlan,
  type KnownCreditNote,
  planCreditNote,
  type SaidCreditNote,
  saidCreditNote,
} from './plan-credit-note.ts';
import { type InvoiceDraft, type KnownInvoice, planInvoice } from './plan-invoice.ts';
import type { Planning } from './planning.ts';

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
    const ordered = group.length === 1 ? group : [...group].sort((a, b) => a.instalment - b.instalment);
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
  readonly invoices: ReadonlyMap<string, readonly InvoiceHead[]>;
  /** Those of them whose lines changed, or that are corrected, with their items; by id. */
  readonly items: ReadonlyMap<string, KnownInvoice>;
  readonly creditNotes: ReadonlyMap<string, readonly KnownCreditNote[]>;
}

/** How the amounts of a file are to be taken, and what a person confirmed of them. */
export interface Confirmed {
  /** One number may belong to several customers. */
  readonly sharedNumbers: boolean;
  /** The amounts of the file are what remains due. */
  readonly amountsAreOpen: boolean;
}

interface Planned<T> {
  readonly document: FileDocument;
  readonly plan: T;
}

/** What a file makes of its documents, before anything is written. */
export interface DocumentPlans {
  readonly invoices: readonly Planned<InvoicePlan>[];
  readonly creditNotes: readonly Planned<CreditNotePlan>[];
  readonly unchanged: number;
  /** Documents that claim nothing and give nothing back: the books have no use for them. */
  readonly empty: readonly FileDocument[];
  readonly defects: readonly ToldDefect[];
}

/** The invoice of a document among those of its number; its homonyms under other debtors. */
export function invoiceOf(
  document: Pick<FileDocument, 'debtorId' | 'number'>,
  known: KnownDocuments['invoices'],
): { readonly own: InvoiceHead | null; readonly elsewhere: readonly InvoiceHead[] } {
  const homonyms = known.get(document.number) ?? [];
  return {
    own: homonyms.find((invoice) => invoice.debtorId === document.debtorId) ?? null,
    elsewhere: homonyms.filter((invoice) => invoice.debtorId !== document.debtorId),
  };
}

/**
 * Plans every document. Credit notes find the invoices as the file itself leaves them; those that the file
 * counts as received come before the money, so that the same amount is not booked twice.
 */
export function planDocuments(
  documents: readonly FileDocument[],
  known: KnownDocuments,
  confirmed: Confirmed,
  shared: Omit<Planning, 'usedOfNotes'>,
): DocumentPlans {
  const notes = documents.filter((document) => document.kind === 'credit_note');
  const usedOfNotes = new Map<string, Cents>();
  const planning: Planning = { ...shared, usedOfNotes };
  const sought = notes.map((document) => noteIn(document, known)).sort(inTime);
  for (const { said, books } of sought) if (books) usedOfNotes.set(books.creditNote.id, said.used);
  const defects: ToldDefect[] = [];
  const drafts: Planned<InvoiceDraft>[] = [];
  const empty: FileDocument[] = [];
  let unchanged = 0;
  for (const document of documents) {
    if (document.kind !== 'invoice') continue;
    const draft = draftOf(document, known, confirmed, planning);
    if (draft === 'unchanged') unchanged += 1;
    else if (draft === 'empty') empty.push(document);
    else if ('items' in draft) drafts.push({ document, plan: draft });
    else defects.push(...draft);
  }
  const corrected = correctedBy(drafts, known);
  const creditNotes: Planned<CreditNotePlan>[] = [];
  const take = (entry: SoughtNote) => {
    if (entry.elsewhere && !confirmed.sharedNumbers) {
      defects.push(...underAnother(entry.document));
      return;
    }
    const plan = planNote(entry, corrected(entry.said), planning);
    if (plan === 'unchanged') unchanged += 1;
    else if (plan === 'empty') empty.push(entry.document);
    else if (plan === null) defects.push(...loweredNote(entry));
    else {
      usedOfNotes.set(plan.creditNote.id, entry.said.used);
      creditNotes.push({ document: entry.document, plan });
    }
  };
  const first = (entry: SoughtNote) => planning.paidCountsNotes && entry.said.used > 0;
  for (const entry of sought) if (first(entry)) take(entry);
  const invoices = drafts.map(({ document, plan }) => ({ document, plan: settleDraft(plan, planning) }));
  for (const entry of sought) if (!first(entry)) take(entry);
  return { invoices, creditNotes, unchanged, empty, defects };
}

interface SoughtNote {
  readonly document: FileDocument;
  readonly said: SaidCreditNote;
  readonly books: KnownCreditNote | null;
  /** Its number is known, but of another customer. */
  readonly elsewhere: boolean;
}

function noteIn(document: FileDocument, known: KnownDocuments): SoughtNote {
  const { records, debtorId, rowSha256, number } = document;
  const homonyms = known.creditNotes.get(number) ?? [];
  const books = homonyms.find(({ creditNote }) => creditNote.debtorId === debtorId) ?? null;
  const elsewhere = books === null && homonyms.length > 0;
  return { document, said: saidCreditNote(records, debtorId, rowSha256), books, elsewhere };
}

/** Two notes may want the room of one invoice: the earlier has it, wherever its line stands. */
function inTime({ said: one }: SoughtNote, { said: other }: SoughtNote): number {
  const later = one.first.issuedOn - other.first.issuedOn;
  return later !== 0 ? later : one.first.number < other.first.number ? -1 : 1;
}

function draftOf(
  document: FileDocument,
  known: KnownDocuments,
  confirmed: Confirmed,
  planning: Planning,
): InvoiceDraft | readonly ToldDefect[] | 'unchanged' | 'empty' {
  const { own, elsewhere } = invoiceOf(document, known.invoices);
  if (!own && elsewhere.length > 0 && !confirmed.sharedNumbers) return underAnother(document);
  if (own && own.rowSha256 === document.rowSha256) return 'unchanged';
  const books = own ? (known.items.get(own.id) ?? null) : null;
  const records =
    books && confirmed.amountsAreOpen
      ? withKnownAmounts(document.records, books, planning.on)
      : document.records;
  const due = records.filter((record) => record.amount > 0);
  if (due.length === 0) {
    if (!own) return 'empty';
    return records.map(({ line, number }) =>
      bookDefect('invoice_zeroed', { line, field: 'montant_ttc', value: number }),
    );
  }
  return planInvoice(due, books, document.debtorId, document.rowSha256, planning);
}

function underAnother({ records }: FileDocument): readonly ToldDefect[] {
  return records.map(({ line, number }) =>
    bookDefect('number_under_another_customer', { line, field: 'facture', value: number }),
  );
}

function planNote(
  { said, books }: SoughtNote,
  corrected: Corrected | null,
  planning: Planning,
): CreditNotePlan | 'unchanged' | 'empty' | null {
  const note = books?.creditNote;
  const awaited = corrected !== null && note?.invoiceId === null && note.voidedOn === null;
  if (note?.rowSha256 === said.rowSha256 && !awaited) return 'unchanged';
  return planCreditNote(said, books, corrected, planning);
}

function loweredNote({ document }: SoughtNote): readonly ToldDefect[] {
  const value = document.number;
  return document.records.map(({ line }) =>
    bookDefect('credit_note_lowered', { line, field: 'montant_ttc', value }),
  );
}

/**
 * Finds the invoice that a credit note names, of the same debtor and currency: as this file leaves it, else
 * as known.
 */
function correctedBy(
  drafts: readonly Planned<InvoiceDraft>[],
  known: KnownDocuments,
): (said: SaidCreditNote) => Corrected | null {
  const found = new Map<string, Corrected | null>();
  for (const { plan } of drafts) {
    const { id, debtorId, number, currency, voidedOn } = plan.invoice;
    const open = voidedOn === null ? { invoiceId: id, items: plan.items } : null;
    found.set(keyOf(debtorId, number, currency), open);
  }
  return ({ debtorId, first: { reference, currency } }) => {
    if (reference === null) return null;
    const key = keyOf(debtorId, reference, currency);
    if (!found.has(key)) found.set(key, inBooks(debtorId, reference, currency, known));
    return found.get(key)!;
  };
}

function inBooks(
  debtorId: string,
  number: string,
  currency: string,
  known: KnownDocuments,
): Corrected | null {
  const { own } = invoiceOf({ debtorId, number }, known.invoices);
  const books = own && known.items.get(own.id);
  if (!books || own.voidedOn !== null || own.currency !== currency) return null;
  const items = books.items.map(({ instalment, uses }) => workItem(instalment, books.invoice.issuedOn, uses));
  return { invoiceId: own.id, items };
}

function keyOf(debtorId: string, number: string, currency: string): string {
  return `${debtorId}\u0000${number}\u0000${currency}`;
}
