import { sql } from 'kysely';
import { contactsOf } from '../debtors/contacts.db.ts';
import { debtorsByIds, debtorsByKeys, debtorsBySirens } from '../debtors/debtors.db.ts';
import { creditNotesByNumbers } from '../invoices/credit-notes.db.ts';
import { instalmentsOfInvoices } from '../invoices/instalments.db.ts';
import type { CreditNote, Invoice } from '../invoices/invoice.ts';
import { invoicesByNumbers } from '../invoices/invoices.db.ts';
import { lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import {
  allocationsBroughtByFiles,
  allocationsOfCreditNotes,
  allocationsTo,
} from '../payments/allocations.db.ts';
import type { Allocation } from '../payments/payment.ts';
import type { KnownDebtors } from './debtor-plans.ts';
import type { KnownCreditNote } from './plan-credit-note.ts';
import { type FileDocument, invoiceOf, type KnownDocuments } from './plan-documents.ts';
import type { KnownInvoice } from './plan-invoice.ts';
import type { SaidDebtor } from './said-debtor.ts';

/** One import at a time per creditor: two files that bring the same new customer would both create it. */
export async function lockImports(scope: Scope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('import:' || ${scope.creditorId}, 0))`.execute(
    scope.tx,
  );
}

/**
 * The known debtors among those of a file, their chains locked before anything of theirs is read (D28): by key; for a file
 * without codes also by a SIREN that one debtor has, and for a code that is new by the SIREN as key of a file without codes.
 */
export async function lockedDebtors(scope: Scope, said: readonly SaidDebtor[]): Promise<KnownDebtors> {
  const byKey = await debtorsByKeys(
    scope,
    said.map((debtor) => debtor.key),
  );
  const sought = said.filter((debtor) => debtor.siren !== null && !byKey.has(debtor.key));
  const bySiren = await debtorsBySirens(
    scope,
    sought.map((debtor) => debtor.siren!),
  );
  for (const debtor of sought) {
    const homonyms = bySiren.get(debtor.siren!) ?? [];
    const same =
      debtor.keyFrom === 'code' ? homonyms.filter((known) => known.key === debtor.siren) : homonyms;
    if (same.length === 1) byKey.set(debtor.key, same[0]!);
  }
  const ids = [...byKey.values()].map((debtor) => debtor.id);
  await lockChains(scope, ids);
  const current = await debtorsByIds(scope, ids);
  for (const [key, debtor] of byKey) byKey.set(key, current.get(debtor.id) ?? debtor);
  return { byKey, contacts: await contactsOf(scope, ids) };
}

/** The invoices with their instalments and all that ever settled them. */
async function withItems(scope: Scope, invoices: readonly Invoice[]): Promise<Map<string, KnownInvoice>> {
  const instalments = await instalmentsOfInvoices(
    scope,
    invoices.map((invoice) => invoice.id),
  );
  const uses = await allocationsTo(
    scope,
    instalments.map((instalment) => instalment.id),
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
        })),
      },
    ]),
  );
}

/** Live allocations of the payments that files brought for these invoices, by payment. */
async function broughtByFiles(
  scope: Scope,
  known: Iterable<KnownInvoice>,
): Promise<Map<string, Allocation[]>> {
  const payments = new Set<string>();
  for (const { items } of known) {
    for (const { uses } of items) {
      for (const use of uses)
        if (use.paymentId !== null && use.reversedOn === null) payments.add(use.paymentId);
    }
  }
  const found = await allocationsBroughtByFiles(scope, [...payments]);
  return Map.groupBy(found, (use) => use.paymentId!);
}

/** Credit notes of these numbers with what they settle. */
async function knownCreditNotes(
  scope: Scope,
  numbers: readonly string[],
): Promise<readonly KnownCreditNote[]> {
  const notes: readonly CreditNote[] = await creditNotesByNumbers(scope, numbers);
  const uses = await allocationsOfCreditNotes(
    scope,
    notes.map((note) => note.id),
  );
  const usesOf = Map.groupBy(uses, (use) => use.creditNoteId!);
  return notes.map((creditNote) => ({ creditNote, uses: usesOf.get(creditNote.id) ?? [] }));
}

/** What the books know of the documents of a file. Items are read only of invoices whose lines changed, or are corrected. */
export async function knownDocuments(
  scope: Scope,
  documents: readonly FileDocument[],
): Promise<KnownDocuments & { readonly brought: ReadonlyMap<string, readonly Allocation[]> }> {
  const notes = documents.filter((document) => document.kind === 'credit_note');
  const corrected = notes.flatMap(({ records }) => records.flatMap(({ reference }) => reference ?? []));
  const numbers = documents.map((document) => document.number);
  const found = await invoicesByNumbers(scope, [...new Set([...numbers, ...corrected])]);
  const invoices = Map.groupBy(found, (invoice) => invoice.number);
  const changed = documents.flatMap((document) => {
    const { own } = invoiceOf(document, invoices);
    return own && own.rowSha256 !== document.rowSha256 ? [own] : [];
  });
  const named = corrected.flatMap((number) => invoices.get(number) ?? []);
  const items = await withItems(scope, [...new Set([...changed, ...named])]);
  const creditNotes = await knownCreditNotes(
    scope,
    notes.map((document) => document.number),
  );
  return {
    invoices,
    items,
    creditNotes: Map.groupBy(creditNotes, ({ creditNote }) => creditNote.number),
    brought: await broughtByFiles(scope, items.values()),
  };
}
