import type { CreditNote, Invoice } from '../invoices/invoice.ts';
import { lockedInvoice } from '../invoices/invoices.db.ts';
import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Cents, cents, sumCents } from '../money/cents.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { type Share, shareOut } from './allocate.ts';
import { allocationsOfCreditNotes, allocationsOfPayment } from './allocations.db.ts';
import { lastingRemainder, type Standing, type Use } from './balance.ts';
import { creditAllocated } from './events.ts';
import type { Payment } from './payment.ts';
import { paymentById, setPayer } from './payments.db.ts';
import { allocate, settleablesOf } from './settleables.db.ts';
import {
  alreadyReversed,
  currencyDiffers,
  invoiceIsVoided,
  keptAsCredit,
  sharedTotal,
  shareFacts,
  unknownInstalment,
} from './shares.ts';

/** What may settle an invoice: a payment or a credit note that has something left. */
export type CreditSource =
  | { readonly kind: 'payment'; readonly payment: Payment }
  | { readonly kind: 'credit-note'; readonly creditNote: CreditNote };

export interface CreditAllocated {
  readonly shares: readonly Share[];
  readonly allocated: Cents;
  readonly credit: Cents;
}

/**
 * A person says which invoice a credit settles; `amount` null: as much as fits. A payment of an unknown payer
 * becomes the invoice's debtor's. Refusals: `payment_reversed`, `invoice_voided`, `debtors_differ`,
 * `currency_differs`, `credit_insufficient`, `payment_exceeds_claim`, `option_value_unknown`.
 */
export async function allocateCredit(
  scope: Scope,
  source: CreditSource,
  target: { readonly invoice: Invoice; readonly position: number | null },
  amount: Cents | null,
): Promise<CreditAllocated | Refusal> {
  const invoice = await lockedInvoice(scope, target.invoice);
  if (invoice.voidedOn !== null) return invoiceIsVoided(invoice.number);
  const credit = await readSource(scope, source, invoice);
  if ('refused' in credit) return credit;
  const items = await settleablesOf(scope, invoice, target.position);
  if (items.length === 0) return unknownInstalment(invoice.number, target.position);
  const available = lastingRemainder(credit.standing, credit.uses, scope.on);
  const owed = sumCents(items.map((item) => lastingRemainder(item.standing, item.uses, scope.on)));
  const wanted = amount ?? cents(Math.min(available, owed));
  const problem = unfit(wanted, available, owed, invoice.currency);
  if (problem) return problem;
  const shares = shareOut(credit, items, wanted, scope.on);
  if (source.kind === 'payment' && source.payment.debtorId === null) {
    await setPayer(scope, source.payment.id, invoice.debtorId);
  }
  await allocate(scope, invoice.debtorId, credit.column, shares);
  const left = keptAsCredit(available, shares);
  await append(scope, invoice.debtorId, creditAllocated, {
    source: credit.id,
    shares: shareFacts(shares),
    creditCents: left,
  });
  return { shares, allocated: sharedTotal(shares), credit: left };
}

interface OpenSource {
  readonly id: string;
  readonly standing: Standing;
  readonly uses: readonly Use[];
  readonly column: { readonly paymentId: string } | { readonly creditNoteId: string };
}

async function readSource(
  scope: Scope,
  source: CreditSource,
  invoice: Invoice,
): Promise<OpenSource | Refusal> {
  const isPayment = source.kind === 'payment';
  const given = isPayment ? source.payment : source.creditNote;
  if (given.debtorId !== null && given.debtorId !== invoice.debtorId) {
    return refuse(
      'debtors_differ',
      `Ce crédit appartient à un autre client que la facture ${invoice.number}\u00a0: il ne peut pas la régler.`,
      { invoice: invoice.number },
    );
  }
  if (given.currency !== invoice.currency) return currencyDiffers(given.currency, invoice.currency);
  if (isPayment) {
    const payment = (await paymentById(scope, source.payment.id)) ?? source.payment;
    if (payment.reversedOn !== null) return alreadyReversed(payment);
    const uses = await allocationsOfPayment(scope, payment.id);
    const standing = { amount: payment.amount, from: payment.receivedOn, until: null };
    return { id: payment.id, standing, uses, column: { paymentId: payment.id } };
  }
  const { id, amount, issuedOn, voidedOn } = source.creditNote;
  const uses = await allocationsOfCreditNotes(scope, [id]);
  const standing = { amount, from: issuedOn, until: voidedOn };
  return { id, standing, uses, column: { creditNoteId: id } };
}

function unfit(wanted: Cents, available: Cents, owed: Cents, currency: string): Refusal | null {
  if (wanted > available || available <= 0) {
    return refuse(
      'credit_insufficient',
      `Ce crédit n’a plus que ${formatMoney(available, currency)} de libre.`,
      { available: toDecimal(available) },
    );
  }
  if (wanted > owed || owed <= 0) {
    return refuse(
      'payment_exceeds_claim',
      `Il ne reste dû que ${formatMoney(owed, currency)}\u00a0: allouez ce montant, le reste demeure en crédit.`,
      { owed: toDecimal(owed) },
    );
  }
  return wanted > 0
    ? null
    : refuse('amount_invalid', 'Le montant alloué doit dépasser zéro.', { wanted: toDecimal(wanted) });
}
