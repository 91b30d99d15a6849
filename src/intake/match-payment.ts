import type { DebtorName } from '../debtors/debtor.ts';
import type { PaymentRecord } from '../formats/payments.ts';
import type { InvoiceHead } from '../invoices/invoice.ts';
import { sha256 } from '../journal/sha256.ts';
import { debtorsByName } from './named-debtor.ts';

/** Whose money a line brings, as far as it can be told without guessing. */
export interface PaymentMatch {
  /** The line names one invoice: certain. */
  readonly invoice: InvoiceHead | null;
  /** Id of the payer; null when nobody can be told. */
  readonly debtorId: string | null;
}

/** Finds the invoice and the debtor of each line among those of the books. */
export function paymentMatcher(
  invoices: readonly InvoiceHead[],
  debtors: readonly DebtorName[],
): (record: PaymentRecord) => PaymentMatch {
  const byNumber = Map.groupBy(invoices, (invoice) => invoice.number);
  const byKey = new Map(debtors.map((debtor) => [debtor.key, debtor]));
  const byName = debtorsByName(debtors);
  const debtorOf = ({ customer, customerCode }: PaymentRecord): string | null => {
    const coded = customerCode === null ? undefined : byKey.get(customerCode);
    if (coded) return coded.id;
    return byName({ keyFrom: 'name', name: customer, postcode: null })?.id ?? null;
  };
  return (record) => {
    const named = debtorOf(record);
    const numbered = [record.invoice, record.reference].flatMap(
      (number) => (number !== null && byNumber.get(number)) || [],
    );
    const homonyms = new Set(numbered.filter((invoice) => named === null || invoice.debtorId === named));
    const [only] = homonyms;
    if (!only || homonyms.size > 1) return { invoice: null, debtorId: named };
    const settles = only.voidedOn === null && only.currency === record.currency;
    return { invoice: settles ? only : null, debtorId: only.debtorId };
  };
}

/**
 * What makes a line of one file the same payment in a later one: whose, for what, when and how much; counted
 * when repeated, for two equal transfers of one day are two payments.
 */
export function rowKeys(records: readonly PaymentRecord[]): readonly string[] {
  const seen = new Map<string, number>();
  return records.map(({ invoice, reference, customer, customerCode, paidOn, amount, currency }) => {
    const facts = [invoice, reference, customerCode ?? customer, paidOn, amount, currency];
    const text = JSON.stringify(facts);
    const rank = (seen.get(text) ?? 0) + 1;
    seen.set(text, rank);
    return sha256(`${text}${rank}`);
  });
}
