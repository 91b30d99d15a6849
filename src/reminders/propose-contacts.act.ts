import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { sha256 } from '../journal/sha256.ts';
import { RULES_VERSION } from './decide.ts';
import type { DecidedDebtor } from './decisions.db.ts';
import { contactsProposed } from './events.ts';
import { isUnchanged, type Proposal, sameContact } from './proposal.ts';
import { endProposal, insertProposal, openProposals, replaceProposal } from './proposals.db.ts';
import type { Action } from './verdict.ts';

/**
 * Writes down what was decided of a debtor: a contact seen before keeps its id, one that the facts no longer
 * want is withdrawn, the approved ones are left alone. Nothing is written when nothing changed. Answers the
 * open proposals.
 */
export async function proposeContacts(
  scope: Scope,
  decided: DecidedDebtor,
  known: readonly Proposal[],
): Promise<readonly Proposal[]> {
  const { debtor, scenario, decision } = decided;
  const open = known.filter((proposal) => proposal.state === 'proposed');
  const written: { readonly id: string; readonly action: Action }[] = [];
  const kept = new Set<string>();
  for (const action of decision.actions) {
    const before = open.find((proposal) => !kept.has(proposal.id) && sameContact(proposal, action));
    if (!before) {
      const id = scope.newId();
      await insertProposal(scope, debtor, scenario, action, id);
      written.push({ id, action });
      continue;
    }
    kept.add(before.id);
    if (before.on === scope.on && isUnchanged(before, action)) continue;
    await replaceProposal(scope, before, action);
    if (!isUnchanged(before, action)) written.push({ id: before.id, action });
  }
  const withdrawn = open.filter((proposal) => !kept.has(proposal.id)).map(({ id }) => id);
  for (const id of withdrawn) await endProposal(scope, id, 'withdrawn');
  if (written.length > 0 || withdrawn.length > 0) {
    await append(scope, debtor.id, contactsProposed, {
      proposed: written.map(({ id, action }) => ({
        proposal: id,
        step: action.step,
        channel: action.channel,
        mode: action.mode,
        currency: action.currency,
        amount: action.amount,
        items: action.items.map((item) => ({ instalment: item.id, step: item.step, balance: item.balance })),
      })),
      withdrawn: [...withdrawn],
      scenario: scenario.key,
      version: scenario.version,
      rules: RULES_VERSION,
      facts: sha256(JSON.stringify(debtor)),
    });
  }
  return await openProposals(scope.tx, [debtor.id]);
}
