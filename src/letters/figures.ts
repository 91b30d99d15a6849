import { isNonProfessional } from '../law/regime.ts';
import { type Cents, cents, sumCents, ZERO } from '../money/cents.ts';
import { toDecimal } from '../money/format.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { LetterFacts, LetterItem } from './letter-facts.ts';

/** The sums a text prints, each computed once; every medium reads them here. */
export interface Figures {
  /** What is demanded: table 1, and table 2 but in a formal notice. */
  readonly items: readonly LetterItem[];
  /** Their balances; for the date of a payment plan, what remains of that date. */
  readonly principal: Cents;
  readonly credits: Cents;
  /** Principal less credits. */
  readonly net: Cents;
  readonly interest: Cents;
  readonly indemnity: Cents;
  /** Late invoices that bear the flat indemnity. */
  readonly indemnities: number;
  /** Net, interest and indemnity: what would be due with accessories. */
  readonly total: Cents;
  readonly perDay: Cents;
  /**
   * The figure of the text, of the payment code and of the books: net, with accessories only when claimed.
   */
  readonly toPay: Cents;
}

/** What a text asks for: table 1, and table 2 but in a formal notice (« pour mémoire »). */
export function askedItems(facts: LetterFacts): readonly LetterItem[] {
  return facts.step === 'formal-notice' ? facts.demanded : [...facts.demanded, ...facts.others];
}

/**
 * The figures of a text. Refuses `nothing_to_pay` when the credits cover the items; throws when an item does
 * not add up, when the caller's `toPay` is another figure, or when a non-professional is asked more than the
 * principal (CPCE L111-8).
 */
export function figuresOf(facts: LetterFacts): Figures | Refusal {
  const items = askedItems(facts);
  for (const item of [...facts.demanded, ...facts.others, ...facts.notYetDue]) assertAddsUp(item);
  const principal = facts.planDate?.open ?? sumCents(items.map((item) => item.balance));
  const credits = sumCents(facts.credits.map((credit) => credit.amount));
  const net = cents(principal - credits);
  if (items.length === 0 || net <= 0) {
    return refuse(
      'nothing_to_pay',
      'Rien n’est à réclamer\u00a0: les avoirs couvrent les factures. Affectez-les, ou retirez ces factures.',
      { principal: toDecimal(principal), credits: toDecimal(credits) },
    );
  }
  const accessories = accessoriesOf(facts, items);
  const total = cents(net + accessories.interest + accessories.indemnity);
  const toPay = facts.penaltyMode === 'claim' ? total : net;
  if (toPay !== facts.toPay) {
    throw new RangeError(`the figure to pay is ${toPay} by the items but ${facts.toPay} in the facts`);
  }
  return { items, principal, credits, net, ...accessories, total, toPay };
}

function accessoriesOf(facts: LetterFacts, items: readonly LetterItem[]) {
  const none = { interest: ZERO, indemnity: ZERO, indemnities: 0, perDay: ZERO };
  const lines = items.flatMap((item) => item.interest);
  const charged = items.filter((item) => item.indemnity > 0);
  if (isNonProfessional(facts.debtor.regime) && (lines.length > 0 || charged.length > 0)) {
    throw new RangeError('a non-professional is asked the principal only before a formal notice is received');
  }
  if (facts.penaltyMode === 'none') return none;
  return {
    interest: sumCents(lines.map((line) => line.amount)),
    indemnity: sumCents(charged.map((item) => item.indemnity)),
    indemnities: charged.length,
    perDay: sumCents(items.map((item) => item.perDay)),
  };
}

function assertAddsUp(item: LetterItem): void {
  if (item.balance !== item.amount - item.settled - item.disputed - item.deferred || item.balance < 0) {
    throw new RangeError(
      `the balance of ${item.number} is not its amount less what is settled, disputed or put off`,
    );
  }
}
