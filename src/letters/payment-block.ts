import type { Cents } from '../money/cents.ts';
import type { Block } from './blocks.ts';
import { labelsOf } from './labels.ts';
import type { CreditorIdentity, LetterItem } from './letter-facts.ts';
import { payCodeText } from './pay-code.ts';
import { type Payee, paymentReference } from './payee.ts';
import { formatPhone, groupByFour } from './typography.ts';

export interface PaymentOrder {
  readonly language: 'fr' | 'en';
  readonly currency: string;
  readonly creditor: CreditorIdentity;
  readonly items: readonly Pick<LetterItem, 'number'>[];
  readonly amount: Cents;
}

/**
 * How to pay: amount, holder, IBAN by four, BIC, reference, the SEPA code and the line against changed bank
 * details (L10). Written here and not in a wording file: a text that a person edits must not be able
 * to change it.
 */
export function paymentBlock(order: PaymentOrder, payee: Payee): Extract<Block, { kind: 'payment' }> {
  const labels = labelsOf(order.language);
  const { words } = labels;
  const reference = paymentReference(order.items);
  return {
    kind: 'payment',
    title: words.payTitle,
    rows: [
      { label: words.payAmount, value: labels.money(order.amount, order.currency) },
      { label: words.payee, value: payee.holder },
      { label: 'IBAN', value: groupByFour(payee.iban) },
      ...(payee.bic ? [{ label: 'BIC', value: payee.bic }] : []),
      { label: words.reference, value: reference },
    ],
    note: order.language === 'fr' ? frenchNote(order.creditor, payee) : englishNote(order.creditor, payee),
    code: payCodeText(payee, order.amount, reference, order.currency),
    codeCaption: words.payCode,
  };
}

function frenchNote(creditor: CreditorIdentity, payee: Payee): string {
  const phone = creditor.phone ? formatPhone(creditor.phone, 'fr') : '';
  const call = phone
    ? `appelez le ${phone}, numéro imprimé sur nos factures`
    : 'appelez-nous au numéro imprimé sur nos factures';
  if (payee.assigned) {
    const only = 'seul un règlement à ce bénéficiaire vous libère';
    return `Créance cédée à ${payee.holder}\u00a0: ${only}. En cas de doute, ${call}.`;
  }
  const changed = creditor.ibanChangedOn;
  const state = changed === null ? 'sont inchangées' : `ont changé le ${labelsOf('fr').day(changed)}`;
  return `Nos coordonnées bancaires ${state}\u00a0; en cas de doute, ${call}.`;
}

function englishNote(creditor: CreditorIdentity, payee: Payee): string {
  const phone = creditor.phone ? formatPhone(creditor.phone, 'en') : '';
  const call = phone
    ? `call ${phone}, the number printed on our invoices`
    : 'call the number printed on our invoices';
  if (payee.assigned) {
    const only = 'only a payment to this account holder discharges you';
    return `Claim assigned to ${payee.holder}: ${only}. If in doubt, ${call}.`;
  }
  const changed = creditor.ibanChangedOn;
  const state = changed === null ? 'have not changed' : `changed on ${labelsOf('en').day(changed)}`;
  return `Our bank details ${state}; if in doubt, ${call}.`;
}
