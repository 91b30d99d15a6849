import { CREDITOR_CHAIN } from '../journal/event.ts';
import { cents } from '../money/cents.ts';
import type { Payment } from '../payments/payment.ts';
import type { PaymentPlans } from './plan-payments.ts';
import type { ReturnPlans } from './plan-returns.ts';

type MoneyTold = {
  import: string;
  payments: string[];
  reversed: string[];
  allocatedCents: number;
  creditCents: number;
};

/**
 * What the journal says of the money of each debtor, by its id; of money whose payer nobody knows, under the
 * creditor's chain.
 */
export function paymentPayloads(
  importId: string,
  { booked, entries, payers }: PaymentPlans,
  { returned }: ReturnPlans,
): Map<string, MoneyTold> {
  const payloads = new Map<string, MoneyTold>();
  const of = (debtorId: string | null): MoneyTold => {
    const chain = debtorId ?? CREDITOR_CHAIN;
    const known = payloads.get(chain);
    if (known) return known;
    const told = { import: importId, payments: [], reversed: [], allocatedCents: 0, creditCents: 0 };
    payloads.set(chain, told);
    return told;
  };
  const settled = new Map<string, number>();
  for (const use of entries.allocations.values()) {
    settled.set(use.paymentId!, (settled.get(use.paymentId!) ?? 0) + use.amount);
  }
  const tell = (payment: Payment) => {
    const told = of(payment.debtorId);
    const allocated = settled.get(payment.id) ?? 0;
    told.payments.push(payment.id);
    told.allocatedCents += allocated;
    told.creditCents = cents(told.creditCents + payment.amount - allocated);
  };
  const told = new Set(booked.map(({ payment }) => payment.id));
  const named = new Set(payers.map(({ paymentId }) => paymentId));
  for (const { payment, known } of booked) {
    if (known === 'no' || settled.has(payment.id) || named.has(payment.id)) tell(payment);
  }
  for (const payment of entries.payments.values()) if (!told.has(payment.id)) tell(payment);
  for (const { used } of returned) of(used.payment.debtorId).reversed.push(used.payment.id);
  return payloads;
}
