import { approvers, userNamed } from '../creditors/user.ts';
import { readUsers } from '../creditors/users.db.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { MACHINE } from '../reminders/approval.ts';
import { decisionsOn } from '../reminders/decisions.db.ts';
import { contactApproved } from '../reminders/events.ts';
import { asksTheSame, type Proposal, sameContact } from '../reminders/proposal.ts';
import { markApproved, proposalById, replaceProposal } from '../reminders/proposals.db.ts';
import { holdSentence } from '../reminders/reasons.ts';
import { type Attach, freezeTexts } from './freeze-texts.act.ts';
import { type Draw, renderPdf } from './render-pdf.ts';

export interface Approved {
  readonly proposal: Proposal;
  /** Null: approved and frozen. Otherwise a second person still has to. */
  readonly waitsFor: 'second-person' | null;
  readonly approvers: number;
}

/**
 * Lets a contact leave: its texts get their final bytes now, the next run sends them. What is approved is
 * what the books say today: refused when the facts no longer want it. A formal notice takes two persons when
 * two exist; with one approver one suffices and the journal says so. Refusals: `id_unknown`, `already_ended`,
 * `not_approvable`, `role_forbidden`, `needs_second_person`, `proposal_outdated`, and those of the texts.
 */
export async function approveContact(
  scope: Scope,
  proposalId: string,
  attach: Attach = 'copies',
  draw: Draw = renderPdf,
): Promise<Approved | Refusal> {
  const before = await proposalById(scope.tx, proposalId);
  if (!before) return refuse('id_unknown', 'Cette proposition n’existe plus.', { id: proposalId });
  await lockChain(scope, before.debtorId);
  const proposal = await proposalById(scope.tx, proposalId);
  const unfit = proposal && refuseUnfit(proposal);
  if (!proposal || unfit) return unfit ?? refuse('id_unknown', 'Cette proposition n’existe plus.', {});
  const users = await readUsers(scope);
  const able = approvers(users);
  if (scope.actor !== MACHINE) {
    const forbidden = refuseRole(scope.actor, proposal, users);
    if (forbidden) return forbidden;
  }
  const current = await refreshed(scope, proposal);
  if (isRefusal(current)) return current;
  const first = current.approver === 'second-person' && current.approvedBy === null && able.length > 1;
  if (current.approver === 'second-person' && sameName(current.approvedBy, scope.actor)) {
    const message = `${scope.actor} l’a déjà approuvée\u00a0: une autre personne doit le faire (--as NOM).`;
    return refuse('needs_second_person', message, { id: shortId('rem', proposal.id) });
  }
  if (!first) {
    const frozen = await freezeTexts(scope, current, attach, draw);
    if (isRefusal(frozen)) return frozen;
  }
  await markApproved(scope, proposal.id, scope.actor, scope.actor !== MACHINE, first);
  await append(scope, proposal.debtorId, contactApproved, {
    proposal: proposal.id,
    first,
    approvers: able.length,
    unedited: true,
  });
  return { proposal: current, waitsFor: first ? 'second-person' : null, approvers: able.length };
}

function sameName(one: string | null, other: string): boolean {
  return one !== null && one.toLowerCase() === other.toLowerCase();
}

function refuseUnfit(proposal: Proposal): Refusal | null {
  const id = shortId('rem', proposal.id);
  if (proposal.state === 'approved') return refuse('already_approved', `${id} est déjà approuvée.`, { id });
  if (proposal.state !== 'proposed') return refuse('already_ended', `${id} est déjà terminée.`, { id });
  if (proposal.mode !== 'manual') return null;
  const message = `${id} est une tâche\u00a0: faites-la, puis «\u00a0relance done ${id} --outcome …\u00a0».`;
  return refuse('not_approvable', message, { id });
}

const MAY: Readonly<Record<NonNullable<Proposal['approver']>, readonly string[]>> = {
  owner: ['owner', 'manager', 'collector', 'accountant'],
  manager: ['owner', 'manager'],
  'second-person': ['owner', 'manager'],
};

function refuseRole(
  actor: string,
  proposal: Proposal,
  users: Parameters<typeof userNamed>[0],
): Refusal | null {
  const user = userNamed(users, actor);
  if (user && MAY[proposal.approver ?? 'owner'].includes(user.role)) return null;
  const wanted =
    proposal.approver === 'owner' ? 'un chargé de recouvrement ou un responsable' : 'un responsable';
  const message = `${actor} ne peut pas approuver cette étape\u00a0: il y faut ${wanted}, ou le propriétaire (--as NOM).`;
  return refuse('role_forbidden', message, { user: actor });
}

/**
 * The proposal as the decision of today writes it; refused when the facts hold it, or ask for something else.
 */
async function refreshed(scope: Scope, proposal: Proposal): Promise<Proposal | Refusal> {
  for await (const { decision } of decisionsOn(scope.tx, scope.on, [proposal.debtorId])) {
    const action = decision.actions.find((candidate) => sameContact(proposal, candidate));
    if (action) {
      await replaceProposal(scope, proposal, action);
      const approvedBy = asksTheSame(proposal, action) ? proposal.approvedBy : null;
      return { ...proposal, ...action, approvedBy, on: scope.on };
    }
    const held = decision.verdicts.find(
      (verdict) => verdict.kind === 'held' && proposal.items.some((item) => item.id === verdict.itemId),
    );
    const because =
      held?.kind === 'held' ? holdSentence(held.code, held.until, held.step) : 'Les factures ont changé.';
    const id = shortId('rem', proposal.id);
    const code = held?.kind === 'held' ? held.code : 'changed';
    return refuse('proposal_outdated', `${id} n’est plus à envoyer. ${because}`, { id, because: code });
  }
  throw new Error(`no debtor ${proposal.debtorId}`);
}
