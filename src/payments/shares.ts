import { toIso } from '../calendar/day.ts';
import { type Cents, cents, sumCents } from '../money/cents.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Share } from './allocate.ts';
import type { Payment } from './payment.ts';

/** Shares as the journal tells them. */
export function shareFacts(shares: readonly Share[]) {
  return shares.map((share) => ({
    instalment: share.itemId,
    cents: share.amount,
    countsOn: toIso(share.countsOn),
  }));
}

export function sharedTotal(shares: readonly Share[]): Cents {
  return sumCents(shares.map((share) => share.amount));
}

/** What a source of `amount` keeps as a credit once shared. */
export function keptAsCredit(amount: Cents, shares: readonly Share[]): Cents {
  return cents(amount - sharedTotal(shares));
}

export function currencyDiffers(given: string, owed: string): Refusal {
  return refuse(
    'currency_differs',
    `La facture est en ${owed} et le règlement en ${given}\u00a0: deux devises ne se compensent pas.`,
    { given, owed },
  );
}

export function invoiceIsVoided(number: string): Refusal {
  return refuse(
    'invoice_voided',
    `La facture ${number} est annulée\u00a0: rien ne la règle. Gardez le règlement en crédit avec «\u00a0--debtor\u00a0».`,
    { invoice: number },
  );
}

export function unknownInstalment(number: string, position: number | null): Refusal {
  return refuse(
    'option_value_unknown',
    `La facture ${number} n’a pas d’échéance n°\u00a0${position}\u00a0: relisez «\u00a0relance invoice show ${number}\u00a0».`,
    { invoice: number, instalment: position },
  );
}

export function alreadyReversed(payment: Payment): Refusal {
  return refuse('payment_reversed', 'Ce règlement a été annulé\u00a0: enregistrez-en un autre.', {
    reversedOn: payment.reversedOn === null ? null : toIso(payment.reversedOn),
  });
}
