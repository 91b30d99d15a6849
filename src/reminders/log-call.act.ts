import type { Scope } from '../journal/scope.ts';
import { recordContact } from './record-contact.act.ts';

/**
 * A call made outside the scenario, before a second reminder for instance: a contact only when somebody was
 * reached.
 */
export async function logCall(
  scope: Scope,
  call: {
    readonly debtorId: string;
    readonly currency: string;
    readonly reached: boolean;
    readonly outcome: string;
    readonly spokeWith: string | null;
  },
): Promise<{ readonly id: string }> {
  const id = scope.newId();
  await recordContact(scope, {
    id,
    debtorId: call.debtorId,
    on: scope.on,
    step: null,
    channel: 'call',
    currency: call.currency,
    counts: true,
    written: false,
    reached: call.reached,
    answerBy: null,
    proposalId: null,
    outcome: call.outcome,
    spokeWith: call.spokeWith,
    state: 'done',
    items: [],
  });
  return { id };
}
