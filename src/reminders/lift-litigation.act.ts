import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { keepValue } from '../journal/values.db.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { endLitigations } from './contacts.db.ts';
import { litigationLifted } from './events.ts';

/**
 * A person takes a debtor out of litigation: its other items go back to the automatic steps. Refuses
 * `litigation_unknown`.
 */
export async function liftLitigation(
  scope: Scope,
  debtorId: string,
  reason: string,
): Promise<Refusal | null> {
  await lockChain(scope, debtorId);
  const kept = await keepValue(scope, debtorId, reason);
  const lifted = await endLitigations(scope, debtorId, kept);
  if (lifted.length === 0) return refuse('litigation_unknown', 'Ce client n’est pas au contentieux.', {});
  for (const litigation of lifted)
    await append(scope, debtorId, litigationLifted, { litigation, reason: kept });
  return null;
}
