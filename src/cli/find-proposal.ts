import type { Tx } from '../platform/db.ts';
import { ambiguousId } from '../platform/find-id.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalsNamed } from '../reminders/proposals.db.ts';

/** The one contact whose id begins as typed. Refusals: `id_unknown`, `id_ambiguous` (with its candidates). */
export async function findProposal(tx: Tx, typed: string): Promise<Proposal | Refusal> {
  const found = await proposalsNamed(tx, typed);
  const [only, other] = found;
  if (!only) return refuse('id_unknown', `Aucun contact «\u00a0${typed}\u00a0».`, { id: typed });
  if (!other) return only;
  return ambiguousId(
    'rem',
    typed,
    found.map(({ id }) => id),
  );
}
