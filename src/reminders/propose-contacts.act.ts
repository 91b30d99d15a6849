import type { ChainHead } from '../journal/chain.ts';
import { appendMany } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Sha256, sha256 } from '../journal/sha256.ts';
import { RULES_VERSION } from './decide.ts';
import type { DecidedDebtor } from './decisions.db.ts';
import { contactsProposed } from './events.ts';
import type { Proposal } from './proposal.ts';
import { endProposals, insertProposals, type ProposalOf, replaceProposals } from './proposals.db.ts';
import { type Revision, reviseProposals } from './revise-proposals.ts';

/**
 * Writes down what was decided of some debtors, whose chains are locked: few statements whatever their
 * number. A contact seen before keeps its id, one that the facts no longer want is withdrawn, the approved
 * ones are left alone. Nothing is written of a debtor when nothing changed, and one event when something did:
 * answers where the chains that have one now end.
 */
export async function proposeContacts(
  scope: Scope,
  decided: readonly DecidedDebtor[],
  known: ReadonlyMap<string, readonly Proposal[]>,
): Promise<ReadonlyMap<string, ChainHead>> {
  const added: ProposalOf[] = [];
  const replaced: Revision['replaced'][number][] = [];
  const withdrawn: string[] = [];
  const events: { chain: string; payload: ReturnType<typeof payloadOf> }[] = [];
  for (const one of decided) {
    const before = known.get(one.debtor.id) ?? [];
    if (before.length === 0 && one.decision.actions.length === 0) continue;
    const revision = reviseProposals(before, one.decision.actions, scope.on, scope.newId);
    replaced.push(...revision.replaced);
    withdrawn.push(...revision.withdrawn);
    if (revision.told.length === 0 && revision.withdrawn.length === 0) continue;
    const facts = sha256(JSON.stringify(one.debtor));
    const { debtor, scenario } = one;
    added.push(...revision.added.map((proposal) => ({ ...proposal, debtorId: debtor.id, scenario, facts })));
    events.push({ chain: debtor.id, payload: payloadOf(one, revision, facts) });
  }
  await insertProposals(scope, added);
  await replaceProposals(scope, replaced);
  await endProposals(scope, withdrawn, 'withdrawn');
  return await appendMany(scope, contactsProposed, events);
}

function payloadOf({ scenario }: DecidedDebtor, { told, withdrawn }: Revision, facts: Sha256) {
  return {
    proposed: told.map(({ id, action }) => ({
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
    facts,
  };
}
