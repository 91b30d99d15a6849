import { cents } from '../money/cents.ts';
import { FLOORS } from '../scenarios/scenario.ts';
import type { Channel } from '../scenarios/steps.ts';
import type { Situation } from './decide.ts';
import type { DebtorFacts, ItemFacts } from './facts.ts';
import { demandedOf, holdOf } from './hold-item.ts';
import { ownDay, stepsAhead } from './next-step.ts';

/**
 * The channel of the first contact: a call to a professional or public debtor whose phone is known when the
 * items at that step reach 1 000 €, an e-mail otherwise, a task for a person when there is no e-mail either.
 */
export function contactChannel(debtor: DebtorFacts, total: number): Channel {
  const callable = debtor.regime === 'b2b' || debtor.regime === 'public';
  if (callable && debtor.phone !== null && total >= FLOORS.call) return 'call';
  return debtor.emails.length > 0 ? 'email' : 'task';
}

/**
 * Whether the contact step would be a person's act today: such a step passes undone when the next one comes
 * due.
 */
export function isManualContact(situation: Situation, items: readonly ItemFacts[]): boolean {
  const { debtor, scenario, today } = situation;
  let total = 0;
  for (const item of items) {
    const [step] = stepsAhead(scenario, debtor, item, today);
    if (step?.key !== 'contact' || holdOf(debtor, item, today)) continue;
    if (ownDay(debtor, item, step, scenario) <= today) total += demandedOf(item, today);
  }
  return contactChannel(debtor, cents(total)) !== 'email';
}
