import type { DebtorName } from '../debtors/debtor.ts';
import { debtorNames } from '../debtors/debtor-names.db.ts';
import type { PaymentRecord } from '../formats/payments.ts';
import type { InvoiceHead } from '../invoices/invoice.ts';
import { invoiceHeads } from '../invoices/invoices.db.ts';
import { lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { knownReturns, paymentsOfRows } from '../payments/file-payments.db.ts';
import type { Payment } from '../payments/payment.ts';
import { knownRowKeys } from '../payments/payments.db.ts';
import { workItem } from './entries.ts';
import { knownInvoices } from './known-documents.db.ts';
import { type PaymentMatch, paymentMatcher, rowKeys } from './match-payment.ts';
import type { SettledInvoice } from './plan-payments.ts';

/** A line of a file of payments, whose it is, and what earlier files made of it. */
export interface SoughtLine {
  readonly record: PaymentRecord;
  readonly rowKey: string;
  readonly match: PaymentMatch;
  readonly known: boolean;
  /** Known, standing, and settling nothing yet. */
  readonly pending: Payment | null;
}

export interface SoughtPayments {
  readonly lines: readonly SoughtLine[];
  readonly debtors: readonly DebtorName[];
  readonly invoices: ReadonlyMap<string, SettledInvoice>;
}

/**
 * The lines of a file beside the books: what each pays, and whether an earlier file brought it. The chains of
 * the debtors of lines that are not done with are locked before their invoices are read for good.
 */
export async function soughtPayments(
  scope: Scope,
  records: readonly PaymentRecord[],
): Promise<SoughtPayments> {
  const debtors = await debtorNames(scope);
  const keys = rowKeys(records);
  const known = await knownRowKeys(scope, keys);
  const returns = await knownReturns(scope, keys);
  const used = await paymentsOfRows(scope, [...known]);
  const numbers = [
    ...new Set(records.flatMap(({ invoice, reference }) => [invoice ?? [], reference ?? []].flat())),
  ];
  const before = paymentMatcher(await invoiceHeads(scope, numbers), debtors);
  const drafts = records.map((record, index) => {
    const rowKey = keys[index]!;
    const earlier = used.get(rowKey);
    const pending = earlier && earlier.invoiceIds.length === 0 ? earlier.payment : null;
    return { record, rowKey, known: known.has(rowKey) || returns.has(rowKey), pending };
  });
  const active = drafts.filter((draft) => !draft.known || draft.pending !== null);
  await lockChains(
    scope,
    active.flatMap(({ record }) => before(record).debtorId ?? []),
  );
  const invoices = await invoiceHeads(scope, numbers);
  const match = paymentMatcher(invoices, debtors);
  const lines = drafts.map((draft) => ({ ...draft, match: match(draft.record) }));
  const settled = new Map(
    lines.flatMap(({ known: done, pending, match: { invoice } }) =>
      invoice && (!done || pending) ? [[invoice.id, invoice] as const] : [],
    ),
  );
  return { lines, debtors, invoices: await settledInvoices(scope, [...settled.values()]) };
}

async function settledInvoices(
  scope: Scope,
  invoices: readonly InvoiceHead[],
): Promise<ReadonlyMap<string, SettledInvoice>> {
  const found = new Map<string, SettledInvoice>();
  for (const { invoice, items, saidOn } of (await knownInvoices(scope, invoices)).values()) {
    const work = items.map(({ instalment, uses }) => workItem(instalment, invoice.issuedOn, uses));
    found.set(invoice.id, { invoice, items: work, saidOn });
  }
  return found;
}
