import type { Debtor } from '../debtors/debtor.ts';
import type { PaymentRecord } from '../formats/payments.ts';
import { fold } from '../formats/text.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { sha256 } from '../journal/sha256.ts';

/** Whose money a line brings, as far as it can be told without guessing. */
export interface PaymentMatch {
  /** The line names one invoice: certain. */
  readonly invoice: Invoice | null;
  /** The payer; null when nobody can be told. */
  readonly debtor: Debtor | null;
}

export interface MatchBooks {
  readonly invoices: ReadonlyMap<string, readonly Invoice[]>;
  readonly debtorsByKey: ReadonlyMap<string, Debtor>;
  /** By folded name; several debtors may bear one. */
  readonly debtorsByName: ReadonlyMap<string, readonly Debtor[]>;
  readonly debtorsById: ReadonlyMap<string, Debtor>;
}

/**
 * The invoice and debtor of a line. A number that two customers bear is told apart by the customer the line names; a voided
 * invoice or one in another currency is settled by nothing, its debtor is known all the same.
 */
export function matchPayment(record: PaymentRecord, books: MatchBooks): PaymentMatch {
  const named = debtorNamed(record, books);
  const homonyms = invoicesNamed(record, books).filter(
    (invoice) => named === null || invoice.debtorId === named.id,
  );
  const [only, other] = homonyms;
  if (!only || other) return { invoice: null, debtor: named };
  const debtor = named ?? books.debtorsById.get(only.debtorId) ?? null;
  const settles = only.voidedOn === null && only.currency === record.currency;
  return { invoice: settles ? only : null, debtor };
}

function invoicesNamed(record: PaymentRecord, { invoices }: MatchBooks): readonly Invoice[] {
  const byNumber = record.invoice === null ? [] : (invoices.get(record.invoice) ?? []);
  if (byNumber.length > 0 || record.reference === null) return byNumber;
  return invoices.get(record.reference) ?? [];
}

function debtorNamed(record: PaymentRecord, books: MatchBooks): Debtor | null {
  if (record.customerCode !== null) {
    const coded = books.debtorsByKey.get(record.customerCode);
    if (coded) return coded;
  }
  if (record.customer === null) return null;
  const [only, other] = books.debtorsByName.get(fold(record.customer)) ?? [];
  return only && !other ? only : null;
}

/** What makes a line of one file the same payment in a later one: what it pays, when and how much, counted when repeated. */
export function rowKeys(records: readonly PaymentRecord[]): readonly string[] {
  const seen = new Map<string, number>();
  return records.map((record) => {
    const target = record.invoice ?? record.reference ?? record.customerCode ?? record.customer ?? '';
    const text = [target, record.paidOn, record.amount, record.currency].join('\u0000');
    const rank = (seen.get(text) ?? 0) + 1;
    seen.set(text, rank);
    return sha256(`${text}\u0000${rank}`);
  });
}
