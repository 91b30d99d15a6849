import { type Refusal, refuse } from '../platform/refusal.ts';
import type { CreditorIdentity, LetterItem } from './letter-facts.ts';
import { cleanData, compact } from './typography.ts';

/** Whom the debtor pays: the creditor, or the one to whom the invoices were assigned. */
export interface Payee {
  /** The account holder exactly as the bank knows it: a bank compares it before a transfer leaves. */
  readonly holder: string;
  readonly iban: string;
  readonly bic: string | null;
  /**
   * True when the invoices were assigned: only a payment to the assignee discharges the debtor (CMF L313-28).
   */
  readonly assigned: boolean;
}

/**
 * The one payee of a text. Refuses `payee_mixed` when its items are to be paid to different people,
 * `assignee_iban_missing` when the assignee's account is unknown: money paid to the wrong party would not
 * discharge the debtor.
 */
export function payeeOf(
  creditor: CreditorIdentity,
  items: readonly Pick<LetterItem, 'assignee'>[],
): Payee | null | Refusal {
  const assignees = new Map<string, NonNullable<LetterItem['assignee']>>();
  for (const { assignee } of items)
    if (assignee) assignees.set(`${assignee.name} ${compact(assignee.iban)}`, assignee);
  const own = items.some((item) => item.assignee === null);
  if (assignees.size > 1 || (assignees.size === 1 && own)) {
    return refuse(
      'payee_mixed',
      'Certaines de ces factures sont cédées, d’autres non. Composez un message par bénéficiaire.',
      { assignees: [...assignees.values()].map((one) => one.name) },
    );
  }
  const [assignee] = assignees.values();
  if (assignee) {
    if (compact(assignee.iban) === '' || cleanData(assignee.name) === '') {
      return refuse(
        'assignee_iban_missing',
        'La facture est cédée, mais le nom ou l’IBAN du cessionnaire manque. Renseignez-les.',
        { assignee: assignee.name },
      );
    }
    return { holder: cleanData(assignee.name), iban: compact(assignee.iban), bic: null, assigned: true };
  }
  if (!creditor.iban) return null;
  return {
    holder: cleanData(creditor.accountHolder ?? creditor.name),
    iban: compact(creditor.iban),
    bic: creditor.bic ? compact(creditor.bic) : null,
    assigned: false,
  };
}

/** Invoice numbers to quote with the payment, within the 140 characters that a transfer carries. */
export function paymentReference(items: readonly Pick<LetterItem, 'number'>[]): string {
  const numbers = [...new Set(items.map((item) => cleanData(item.number)))];
  for (let shown = numbers.length; shown > 1; shown -= 1) {
    const left = numbers.length - shown;
    const text = `${numbers.slice(0, shown).join(' ')}${left > 0 ? ` +${left}` : ''}`;
    if (text.length <= 80) return text;
  }
  const left = numbers.length - 1;
  return `${(numbers[0] ?? '').slice(0, 70)}${left > 0 ? ` +${left}` : ''}`;
}
