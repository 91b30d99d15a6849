import { type Cents, cents, sumCents } from '../money/cents.ts';
import type { StepKey } from '../scenarios/steps.ts';
import type { Situation } from './decide.ts';
import type { ItemFacts } from './facts.ts';
import { creditIn, demandedOf } from './hold-item.ts';
import type { ActionItem } from './verdict.ts';

/** Balances demanded less the credits of the debtor in that currency. */
export function amountOf({ debtor, currency }: Situation, demanded: readonly Cents[]): Cents {
  return cents(sumCents(demanded) - creditIn(debtor, currency));
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
