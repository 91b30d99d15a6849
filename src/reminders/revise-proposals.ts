import type { Day } from '../calendar/day.ts';
import { isUnchanged, type Proposal, sameContact } from './proposal.ts';
import type { Action } from './verdict.ts';

/** What a new decision about a debtor changes among the proposals written down before. */
export interface Revision {
  readonly added: readonly { readonly id: string; readonly action: Action }[];
  /** Kept under its id. */
  readonly replaced: readonly { readonly before: Proposal; readonly action: Action }[];
  /** Those of both that ask for something that was not asked before: what the journal tells. */
  readonly told: readonly { readonly id: string; readonly action: Action }[];
  readonly withdrawn: readonly string[];
}

/**
 * A contact seen before keeps its id, one that the facts no longer want is withdrawn, the approved ones are
 * left alone. What was written on this very day and did not change is not written again.
 */
export function reviseProposals(
  known: readonly Proposal[],
  actions: readonly Action[],
  on: Day,
  newId: () => string,
): Revision {
  const open = known.filter((proposal) => proposal.state === 'proposed');
  const kept = new Set<string>();
  const added: Revision['added'][number][] = [];
  const replaced: Revision['replaced'][number][] = [];
  const told: Revision['told'][number][] = [];
  for (const action of actions) {
    const before = open.find((proposal) => !kept.has(proposal.id) && sameContact(proposal, action));
    if (!before) {
      const one = { id: newId(), action };
      added.push(one);
      told.push(one);
      continue;
    }
    kept.add(before.id);
    const unchanged = isUnchanged(before, action);
    if (before.on === on && unchanged) continue;
    replaced.push({ before, action });
    if (!unchanged) told.push({ id: before.id, action });
  }
  const withdrawn = open.filter((proposal) => !kept.has(proposal.id)).map(({ id }) => id);
  return { added, replaced, told, withdrawn };
}
