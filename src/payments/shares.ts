import { toIso } from '../calendar/day.ts';
import { type Cents, cents, sumCents } from '../money/cents.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Share } from './allocate.ts';

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
