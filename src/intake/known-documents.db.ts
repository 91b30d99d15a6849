import type { InvoiceRecord } from '../formats/invoice.ts';
import { creditNotesByNumbers } from '../invoices/credit-notes.db.ts';
import { instalmentsOfInvoices } from '../invoices/instalments.db.ts';
import type { InvoiceHead } from '../invoices/invoice.ts';
import { invoiceHeads, invoicesByIds } from '../invoices/invoices.db.ts';
import { statedInvoices } from '../invoices/stated-facts.db.ts';
import type { Scope } from '../journal/scope.ts';
import { allocationsOfCreditNotes, settlementsOf } from '../payments/allocations.db.ts';
import { importDays } from './imports.db.ts';
import type { KnownCreditNote } from './plan-credit-note.ts';
import { type FileDocument, invoiceOf, type KnownDocuments } from './plan-documents.ts';
import type { KnownInvoice } from './plan-invoice.ts';

/** Invoices of the books, by number. */
export type KnownNumbers = ReadonlyMap<string, readonly InvoiceHead[]>;

/**
 * The invoices that bear a number of the file or that one of its credit notes corrects. Asked once, before
 * anything is written: a server that has not yet counted the rows of a growing table reads all of them each
 * time.
 */
export async function knownNumbers(scope: Scope, records: readonly InvoiceRecord[]): Promise<KnownNumbers> {
  const numbers = new Set<string>();
  for (const { number, kind, reference } of records) {
    numbers.add(number);
    if (kind === 'credit_note' && reference !== null) numbers.add(reference);
  }
  return Map.groupBy(await invoiceHeads(scope, [...numbers]), (invoice) => invoice.number);
}

/**
 * What the books know of some documents of the file. Items are read only of invoices whose lines changed, or
 * that a credit note of the file corrects.
 */
export async function knownDocuments(
  scope: Scope,
  documents: readonly FileDocument[],
  invoices: KnownNumbers,
): Promise<KnownDocuments> {
  const notes = documents.filter((document) => document.kind === 'credit_note');
  const corrected = notes.flatMap(({ records }) => records.flatMap(({ reference }) => reference ?? []));
  const changed = documents.flatMap((document) => {
    const { own } = invoiceOf(document, invoices);
    return own && own.rowSha256 !== document.rowSha256 ? [own] : [];
  });
  const named = corrected.flatMap((number) => invoices.get(number) ?? []);
  const items = await knownInvoices(scope, [...new Set([...changed, ...named])]);
  const creditNotes = await knownCreditNotes(
    scope,
    notes.map((document) => document.number),
  );
  return { invoices, items, creditNotes: Map.groupBy(creditNotes, ({ creditNote }) => creditNote.number) };
}

/** The invoices with their instalments, all that ever settled them, and what persons stated of them. */
export async function knownInvoices(
  scope: Scope,
  heads: readonly InvoiceHead[],
): Promise<Map<string, KnownInvoice>> {
  const invoices = await invoicesByIds(
    scope,
    heads.map((head) => head.id),
  );
  const instalments = await instalmentsOfInvoices(
    scope,
    invoices.map((invoice) => invoice.id),
  );
  const uses = await settlementsOf(
    scope,
    instalments.map((instalment) => instalment.id),
  );
  const stated = await statedInvoices(scope, [...new Set(invoices.map((invoice) => invoice.debtorId))]);
  const days = await importDays(
    scope,
    invoices.flatMap((invoice) => invoice.importId ?? []),
  );
  const usesOf = Map.groupBy(uses, (use) => use.instalmentId);
  const items = Map.groupBy(instalments, (instalment) => instalment.invoiceId);
  return new Map(
    invoices.map((invoice) => [
      invoice.id,
      {
        invoice,
        items: (items.get(invoice.id) ?? []).map((instalment) => ({
          instalment,
          uses: usesOf.get(instalment.id) ?? [],
          dueStated: stated.dueDates.has(instalment.id),
        })),
        stated: stated.facts.get(invoice.id) ?? new Set(),
        saidOn: (invoice.importId !== null && days.get(invoice.importId)) || null,
      },
    ]),
  );
}

/** Credit notes of these numbers with what they settle. */
async function knownCreditNotes(
  scope: Scope,
  numbers: readonly string[],
): Promise<readonly KnownCreditNote[]> {
  const notes = await creditNotesByNumbers(scope, numbers);
  const uses = await allocationsOfCreditNotes(
    scope,
    notes.map((note) => note.id),
  );
  const usesOf = Map.groupBy(uses, (use) => use.creditNoteId!);
  return notes.map((creditNote) => ({ creditNote, uses: usesOf.get(creditNote.id) ?? [] }));
}
