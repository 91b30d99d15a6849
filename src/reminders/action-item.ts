import { type Cents, cents, sumCents } from '../money/cents.ts';
import type { StepKey } from '../scenarios/steps.ts';
import type { Situation } from './decide.ts';
import type { ItemFacts } from './facts.ts';
import { creditBeside } from './free-credit.ts';
import { demandedOf } from './hold-item.ts';
import type { ActionItem } from './verdict.ts';

/** What is asked of these items, less the debtor's credits that a text about them may deduct. */
export function amountOf(
  { debtor, currency, today, covered }: Situation,
  items: readonly ItemFacts[],
  asked: Cents = sumCents(items.map((item) => demandedOf(item, today))),
): Cents {
  return cents(asked - creditBeside(debtor, currency, items, covered));
}

export function actionItem(
  { debtor, scenario, today }: Situation,
  item: ItemFacts,
  step: StepKey,
  completes: boolean,
): ActionItem {
  const own = scenario.steps.find(({ key }) => key === step);
  return {
    id: item.id,
    number: item.number,
    balance: demandedOf(item, today),
    daysLate: today - item.dueOn!,
    step,
    completes,
    claims: debtor.regime !== null && own?.penalties[debtor.regime] === 'claim',
  };
}
