import { formatDay } from '../calendar/french.ts';
import { skipContact } from '../delivery/skip-contact.act.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { completeTask, TASK_OUTCOMES } from '../reminders/complete-task.act.ts';
import { isLitigationTask, lookAgainOn } from '../reminders/litigation-task.ts';
import { contactName, stepName } from '../reminders/reasons.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { findProposal } from './find-proposal.ts';
import { asChoice, required, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

export const done: DeskCommand = {
  name: 'done',
  usage: `relance done ID --outcome ${TASK_OUTCOMES.join('|')} [--with NOM]`,
  run: complete,
};

async function complete(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['ID'], {
    outcome: { type: 'string' },
    with: { type: 'string' },
    note: { type: 'string' },
  });
  if (isRefusal(read)) return read;
  const outcome = asChoice(required(read.values, 'outcome'), TASK_OUTCOMES, 'outcome');
  if (isRefusal(outcome)) return outcome;
  return await withCreditor(context, async (scope) => {
    const proposal = await findProposal(scope.tx, read.positionals[0]!);
    if (isRefusal(proposal)) return proposal;
    const completed = await completeTask(scope, proposal.id, outcome, text(read.values, 'with') ?? null);
    if (isRefusal(completed)) return completed;
    const id = shortId('rem', proposal.id);
    const again = isLitigationTask(proposal)
      ? ` Le dossier revient le ${formatDay(lookAgainOn(scope.on))}, ou avec une nouvelle facture.`
      : '';
    const still = completed.reached ? again : ' Personne n’a répondu\u00a0: l’appel reste à faire.';
    return {
      data: { done: completed.reached ? 'task_done' : 'nobody_reached', id, step: proposal.step, outcome },
      text: `${id}\u00a0: ${contactName(proposal)}, résultat noté.${still}`,
    };
  });
}

export const skip: DeskCommand = {
  name: 'skip',
  usage: 'relance skip ID --reason TEXTE',
  async run(args, context) {
    const read = readArguments(args, ['ID'], { reason: { type: 'string' } });
    if (isRefusal(read)) return read;
    const reason = required(read.values, 'reason');
    if (isRefusal(reason)) return reason;
    return await withCreditor(context, async (scope) => {
      const proposal = await findProposal(scope.tx, read.positionals[0]!);
      if (isRefusal(proposal)) return proposal;
      const skipped = await skipContact(scope, proposal.id, reason);
      if (isRefusal(skipped)) return skipped;
      const id = shortId('rem', proposal.id);
      return {
        data: {
          done: 'skipped',
          id,
          step: proposal.step,
          invoices: proposal.items.map(({ number }) => number),
        },
        text: `${id}\u00a0: ${stepName(proposal.step)}, étape passée.`,
      };
    });
  },
};
