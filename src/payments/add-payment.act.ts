import { toIso } from '../calendar/day.ts';
import type { Invoice, PaymentMethod } from '../invoices/invoice.ts';
import { lockedInvoice } from '../invoices/invoices.db.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Cents, ZERO } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { type Share, shareOut } from './allocate.ts';
import { paymentReceived } from './events.ts';
import type { Payment } from './payment.ts';
import { insertPayments, twinsOf } from './payments.db.ts';
import { allocate, settleablesOf } from './settleables.db.ts';
import { currencyDiffers, invoiceIsVoided, keptAsCredit, shareFacts, unknownInstalment } from './shares.ts';

/** Money as a person says it came in. */
export interface PaymentEntry {
  readonly debtorId: string;
  /** The invoice it pays; null: kept as a credit until somebody allocates it. */
  readonly invoice: Invoice | null;
  /** One instalment of it; null: as they fall due. */
  readonly position: number | null;
  readonly amount: Cents;
  readonly currency: string;
  readonly means: PaymentMethod | null;
  readonly reference: string | null;
}

export interface PaymentAdded {
  readonly payment: Payment;
  readonly shares: readonly Share[];
  /** What exceeds the claim: a credit of the debtor, never chased, never spread by itself. */
  readonly credit: Cents;
  /** Another payment of that day and amount was known: perhaps the same one, entered twice. */
  readonly twins: readonly string[];
}

/**
 * Money received on `scope.on`. Refusals: `amount_invalid` (nothing or less), `invoice_voided`,
 * `currency_differs`, `option_value_unknown` (an instalment the invoice does not have).
 */
export async function addPayment(scope: Scope, entry: PaymentEntry): Promise<PaymentAdded | Refusal> {
  if (entry.amount <= 0) {
    return refuse('amount_invalid', 'Un règlement reçu est un montant supérieur à zéro.', {
      amount: toDecimal(entry.amount),
    });
  }
  await lockChain(scope, entry.debtorId);
  const invoice = entry.invoice && (await lockedInvoice(scope, entry.invoice));
  if (invoice?.voidedOn != null) return invoiceIsVoided(invoice.number);
  if (invoice && invoice.currency !== entry.currency)
    return currencyDiffers(entry.currency, invoice.currency);
  const items = invoice ? await settleablesOf(scope, invoice, entry.position) : [];
  if (invoice && items.length === 0) return unknownInstalment(invoice.number, entry.position);
  const payment: Payment = {
    id: scope.newId(),
    debtorId: entry.debtorId,
    receivedOn: scope.on,
    amount: entry.amount,
    currency: entry.currency,
    means: entry.means,
    reference: entry.reference,
    source: 'entry',
    importId: null,
    rowKey: null,
    reversedOn: null,
    enteredOn: scope.on,
  };
  const twins = await twinsOf(scope, { ...payment, debtorId: entry.debtorId });
  const source = { standing: { amount: entry.amount, from: scope.on, until: null }, uses: [] };
  const shares = shareOut(source, items, entry.amount, scope.on);
  const credit = keptAsCredit(entry.amount, shares);
  await insertPayments(scope, [payment]);
  await allocate(scope, entry.debtorId, { paymentId: payment.id }, shares);
  await append(scope, entry.debtorId, paymentReceived, {
    payment: payment.id,
    cents: payment.amount,
    currency: payment.currency,
    receivedOn: toIso(payment.receivedOn),
    shares: shareFacts(shares),
    creditCents: credit,
  });
  return { payment, shares, credit: credit > 0 ? credit : ZERO, twins };
}
