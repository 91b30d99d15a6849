import { typeset, type Warning } from '../formats/defect.ts';
import type { Need } from './imported.ts';
import type { DebtorPlan } from './plan-debtor.ts';

/** What must be asked before the debtors of a file can be chased. */
export function needsOf(debtors: readonly DebtorPlan[]): readonly Need[] {
  const untyped = debtors.filter((plan) => plan.debtor.regime === null).length;
  const differing = debtors.filter((plan) => plan.regimeDiffers).length;
  return [
    ...(untyped > 0 ? [{ code: 'customer_type_missing' as const, debtors: untyped }] : []),
    ...(differing > 0 ? [{ code: 'customer_type_differs' as const, debtors: differing }] : []),
  ];
}

/** What persons entered and the file says otherwise: it stands, and the answer says so. */
export function enteredFactsKept(debtors: readonly DebtorPlan[]): readonly Warning[] {
  const kept = debtors.filter((plan) => plan.keptFacts.length > 0);
  if (kept.length === 0) return [];
  const keys = kept.slice(0, 5).map((plan) => plan.debtor.key);
  const customers = kept.length === 1 ? 'd’un client' : `de ${kept.length} clients`;
  const message =
    `Ce que vous avez saisi ${customers} diffère du fichier et reste tel quel : ` +
    `${keys.join(', ')}${kept.length > keys.length ? '…' : ''}.`;
  return [{ code: 'entered_facts_kept', message: typeset(message) }];
}
