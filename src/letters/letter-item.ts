import { type Day, maxDay } from '../calendar/day.ts';
import type { PlanHold } from '../holds/payment-plan.ts';
import type { PenaltyStatement } from '../law/penalties.ts';
import { statementOfPenalties } from '../law/penalties.ts';
import { publicExpiry } from '../law/public-buyer.ts';
import { isNonProfessional, type Regime } from '../law/regime.ts';
import { type Cents, cents, sumCents, ZERO } from '../money/cents.ts';
import type { BasisPoints } from '../money/rate.ts';
import type { Refusal } from '../platform/refusal.ts';
import type { Channel, StepKey } from '../scenarios/steps.ts';
import type { LetterItem, NamedItem } from './letter-facts.ts';

/** What tells an item from the others of its invoice, as the books hold it. */
export interface Parts {
  readonly number: string;
  /** Its place among the instalments of its invoice, and how many they are, a retention left out. */
  readonly position: number;
  readonly count: number;
  readonly retention: boolean;
}

/** An instalment as the books hold it on the day of a text. */
export interface BookedItem extends Parts {
  readonly id: string;
  readonly invoiceId: string;
  /** Total of the invoice including VAT. */
  readonly invoiceAmount: Cents;
  readonly retained: { readonly amount: Cents; readonly until: Day | null } | null;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly amount: Cents;
  readonly description: string | null;
  readonly order: string | null;
  readonly commitment: string | null;
  readonly performedOn: Day | null;
  readonly receivedOn: Day | null;
  readonly chorusNumber: string | null;
  readonly chorusOn: Day | null;
  readonly assignedTo: string | null;
  readonly assigneeIban: string | null;
  readonly contractRate: BasisPoints | null;
  readonly outOfL441: boolean;
  readonly noticeOn: Day | null;
  readonly disputed: Cents;
  /** What a running payment plan leaves for dates to come: not asked by a reminder. */
  readonly deferred: Cents;
  /** The plan that covers it: the one that runs, else the last one that a person ended. */
  readonly plan: PlanHold | null;
  readonly movements: readonly Movement[];
  readonly reminders: readonly { readonly step: StepKey; readonly on: Day; readonly channel: Channel }[];
}

/** What settled a part of it: a payment, or a credit note. */
export interface Movement {
  readonly on: Day;
  readonly amount: Cents;
  readonly kind: 'payment' | 'credit-note';
  readonly fromOrigin: boolean;
}

export interface PenaltyTerms {
  readonly regime: Regime;
  readonly on: Day;
  readonly insolvencyOn: Day | null;
}

/**
 * The line of a letter for an item: what is left, how late, and what the law adds to it up to the day of the
 * text.
 */
export function letterItem(
  item: BookedItem,
  { step, claims }: { readonly step: StepKey; readonly claims: boolean },
  terms: PenaltyTerms,
  penalties: PenaltyStatement,
): LetterItem {
  const settled = sumCents(item.movements.map((movement) => movement.amount));
  return {
    ...nameOf(item),
    invoiceAmount: item.invoiceAmount,
    retained: item.retained,
    issuedOn: item.issuedOn,
    dueOn: item.dueOn,
    description: item.description,
    amount: item.amount,
    settled,
    paid: sumCents(item.movements.flatMap(({ kind, amount }) => (kind === 'payment' ? [amount] : []))),
    disputed: item.disputed,
    deferred: item.deferred,
    balance: cents(item.amount - settled - item.disputed - item.deferred),
    daysLate: terms.on - item.dueOn,
    step,
    claims,
    reminders: item.reminders,
    order: item.order,
    commitment: item.commitment,
    deliveredOn: item.performedOn,
    receivedOn: item.receivedOn,
    chorus: item.chorusNumber === null ? null : { number: item.chorusNumber, on: item.chorusOn },
    assignee:
      item.assignedTo === null || item.assigneeIban === null
        ? null
        : { name: item.assignedTo, iban: item.assigneeIban },
    interest: penalties.segments.map((segment) => ({ ...segment, source: citedSource(segment.source) })),
    indemnity: penalties.indemnity,
    claimedBefore: ZERO,
    legalFromNotice: startsByNotice(item, terms),
    perDay: penalties.perDay,
  };
}

/** What tells it apart from the others of its invoice. */
export function nameOf({ number, retention, position, count }: Parts): NamedItem {
  return { number, retention, instalment: count > 1 && !retention ? { index: position, count } : null };
}

/** The legal rate starts with a formal notice not received yet, unless an opening judgment forbids it. */
function startsByNotice(item: BookedItem, terms: PenaltyTerms): boolean {
  const noticed = item.noticeOn !== null && item.noticeOn >= item.dueOn;
  return (isNonProfessional(terms.regime) || item.outOfL441) && !noticed && terms.insolvencyOn === null;
}

/**
 * A debtor reads where a rate is published; how sure we are of it is the creditor's to know (relance rates).
 */
function citedSource(source: string): string {
  return source.replace(/, (relevée chez des tiers|cité par des tiers|à vérifier)/g, '');
}

export const NO_PENALTIES: PenaltyStatement = {
  segments: [],
  interestAccrued: ZERO,
  interest: ZERO,
  indemnity: ZERO,
  remainingPrincipal: ZERO,
  total: ZERO,
  perDay: ZERO,
  warnings: [],
};

/**
 * What the law adds to an item: on its part neither disputed nor put off by a plan, payments imputed to the
 * principal first (the house's printed policy), the 40 € once per invoice, on its first late instalment. A
 * public buyer's interest waits for the end of its own delay when that is later than the due date. Refuses
 * what `statementOfPenalties` refuses.
 */
export function penaltiesOf(
  item: BookedItem,
  terms: PenaltyTerms,
  indemnityCounted: boolean,
): PenaltyStatement | Refusal {
  const due = terms.regime === 'public' ? publicDue(item) : item.dueOn;
  if (terms.on <= due) return NO_PENALTIES;
  const dated = ({ on, amount }: Movement) => ({ on, amount });
  return statementOfPenalties({
    regime: terms.regime,
    principal: cents(item.amount - item.disputed - item.deferred),
    due,
    until: terms.on,
    imputation: 'principal-first',
    payments: item.movements.filter(({ kind }) => kind === 'payment').map(dated),
    creditNotes: item.movements
      .filter(({ kind }) => kind === 'credit-note')
      .map((movement) => ({ ...dated(movement), fromOrigin: movement.fromOrigin })),
    contractRate: item.contractRate === null ? null : { kind: 'fixed', rate: item.contractRate },
    rateBasis: item.outOfL441 ? 'legal' : 'regime',
    notice: item.noticeOn !== null && item.noticeOn >= due ? item.noticeOn : null,
    insolvencyOn: terms.insolvencyOn,
    indemnityExcluded: indemnityCounted || item.outOfL441,
  });
}

function publicDue(item: BookedItem): Day {
  if (item.receivedOn === null && item.chorusOn === null) return item.dueOn;
  return maxDay(item.dueOn, publicExpiry((item.chorusOn ?? item.receivedOn)!, item.performedOn));
}
