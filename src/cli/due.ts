import { type Day, toIso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import {
  agreedDue,
  type DueDate,
  defaultDue,
  parseTerms,
  SECTORS,
  type Sector,
} from '../law/payment-terms.ts';
import { PUBLIC_DELAYS, publicExpiry, publicInterestPaidBy } from '../law/public-buyer.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { calculator, type Given } from './calculator.ts';
import { unlessRefused } from './options.ts';

const PUBLIC_TERMS: Readonly<Record<string, number>> = {
  public: PUBLIC_DELAYS.general,
  'public-health': PUBLIC_DELAYS.health,
  'public-undertaking': PUBLIC_DELAYS.undertaking,
};

export const due = calculator<DueDate>({
  name: 'due',
  usage: `relance due --invoiced 2026-03-10 --terms 30|45|60|45-eom-a|45-eom-b|30-eom… [--periodic]
    [--sector ${Object.keys(SECTORS).join('|')} [--delivered JOUR]]
  relance due --received JOUR --terms default
  relance due --received JOUR --terms public|public-health|public-undertaking [--service JOUR]
  relance due --paid JOUR --terms public-interest`,
  takes: ['terms', 'invoiced', 'delivered', 'received', 'service', 'paid', 'sector'],
  flags: ['periodic'],
  find: dueOf,
  document: documentOf,
  words: textOf,
});

function dueOf(given: Given): DueDate | Refusal {
  const terms = given.required('terms');
  if (isRefusal(terms)) return terms;
  if (terms === 'default') {
    const received = receivedOn(given);
    return isRefusal(received) ? received : defaultDue(received);
  }
  if (terms === 'public-interest') {
    const paid = given.day('paid');
    return isRefusal(paid) ? paid : binding(publicInterestPaidBy(paid), 'PUB-04');
  }
  const delay = PUBLIC_TERMS[terms];
  if (delay === undefined) return agreed(terms, given);
  const read = unlessRefused({ received: receivedOn(given), service: given.dayIfAny('service') });
  return isRefusal(read) ? read : binding(publicExpiry(read.received, read.service, delay), 'PUB-01');
}

/** The receipt of the goods or of the demand; the invoice date when it is not given. */
function receivedOn(given: Given): Day | Refusal {
  return given.day(given.has('received') ? 'received' : 'invoiced');
}

/** A date set by the text itself is its own cap. */
function binding(dueOn: Day, rule: string): DueDate {
  return { dueOn, cap: dueOn, lawful: true, rule };
}

function agreed(words: string, given: Given): DueDate | Refusal {
  const terms = parseTerms(words);
  if (!terms) {
    const message =
      `«\u00a0${words}\u00a0» n’est pas une condition de paiement\u00a0: écrivez 30, 60, 45-eom-a, ` +
      '45-eom-b, default, public, public-health, public-undertaking ou public-interest.';
    return refuse('option_value_unknown', message, { option: 'terms', value: words });
  }
  const read = unlessRefused({
    invoicedOn: given.day('invoiced'),
    deliveredOn: given.dayIfAny('delivered'),
    sector: given.choiceIfAny('sector', Object.keys(SECTORS) as Sector[]),
  });
  return isRefusal(read) ? read : agreedDue({ ...read, terms, periodic: given.has('periodic') });
}

function documentOf({ dueOn, cap, lawful, rule }: DueDate): unknown {
  return { dueOn: toIso(dueOn), cap: toIso(cap), lawful, rule };
}

function textOf({ dueOn, cap, lawful, rule }: DueDate): string {
  const verdict = lawful
    ? 'conforme au plafond'
    : 'au-delà de ce que la loi permet\u00a0: raccourcissez ces conditions';
  return (
    `Échéance le ${formatDay(dueOn)}, ${verdict} (${rule}).\n` +
    `Dernière échéance licite par cette méthode\u00a0: ${formatDay(cap)}.`
  );
}
