import { messagesOfLetter } from '../courier/message-queries.db.ts';
import type { Creditor } from '../creditors/creditor.ts';
import { lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { approveContact } from '../letters/approve-contact.act.ts';
import { lettersOf } from '../letters/letters.db.ts';
import { openDrawing } from '../letters/open-drawing.job.ts';
import type { Draw } from '../letters/render-pdf.ts';
import { atOnce } from '../platform/at-once.ts';
import { failureLine } from '../platform/breakdown.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Proposal } from '../reminders/proposal.ts';
import { proposalById } from '../reminders/proposals.db.ts';
import type { Outcome } from './day-report.ts';
import { queueMail } from './queue-mail.act.ts';
import { addressingOf } from './recipients.db.ts';
import { type DayWork, inScope } from './run-day.job.ts';

/**
 * Freezes what needs no person and puts approved e-mails in the outbox, each contact in a transaction of its
 * own, those of one debtor in their order; a refusal stays with its contact.
 */
export async function makeReady(
  work: DayWork,
  proposals: readonly Proposal[],
  errors: { proposalId: string; message: string }[],
  outcomes: Map<string, Outcome>,
): Promise<void> {
  const wanted = proposals.filter(({ state, mode }) => state === 'approved' || mode === 'automatic');
  const drawing = openDrawing(wanted.filter(({ state }) => state !== 'approved').length);
  const lanes = { most: drawing.atOnce, laneOf: ({ debtorId }: Proposal) => debtorId };
  const made = await atOnce(
    wanted,
    lanes,
    async (proposal) => await tryOne(work, proposal, drawing.draw),
  ).finally(drawing.close);
  for (const [index, refused] of made.entries()) {
    if (refused === null) continue;
    const { id } = wanted[index]!;
    errors.push({ proposalId: id, message: refused.message });
    outcomes.set(id, refused.outdated ? 'withdrawn' : 'failed');
  }
}

const PREPARED = { prepared: true };

interface NotReady {
  readonly message: string;
  /** The books want something else by now: nothing failed. */
  readonly outdated: boolean;
}

async function tryOne(work: DayWork, proposal: Proposal, draw: Draw): Promise<NotReady | null> {
  try {
    const made = await inScope(
      work,
      async (scope) => {
        if (proposal.state !== 'approved') {
          const approved = await approveContact(scope, proposal.id, 'copies', draw);
          if (isRefusal(approved)) return approved;
          if (approved.proposal.channel !== 'email') return null;
        }
        return await queueEmail(scope, work.creditor, proposal.id);
      },
      PREPARED,
    );
    if (!isRefusal(made)) return null;
    return { message: made.message, outdated: made.refused === 'proposal_outdated' };
  } catch (error) {
    return { message: failureLine(error), outdated: false };
  }
}

async function queueEmail(scope: Scope, creditor: Creditor, proposalId: string): Promise<null | Refusal> {
  const proposal = await proposalById(scope.tx, proposalId);
  if (proposal?.state !== 'approved' || proposal.channel !== 'email') return null;
  const email = (await lettersOf(scope.tx, proposal.id)).find(({ kind }) => kind === 'email');
  if (!email) throw new Error(`approved contact ${proposal.id} has no e-mail`);
  await lockChain(scope, proposal.debtorId);
  if ((await messagesOfLetter(scope, email.id)).length > 0) return null;
  const prepared = await queueMail(scope, creditor, email, await addressingOf(scope.tx, proposal));
  return isRefusal(prepared) ? prepared : null;
}
