import { type LetterAndContact, markPosted, type Posted } from '../delivery/mark-posted.act.ts';
import { recordBounce } from '../delivery/record-bounce.act.ts';
import { resolveMessage } from '../delivery/resolve-message.act.ts';
import { counted } from '../desk/counted.ts';
import { type ItemRanks, nameItem } from '../desk/item-name.ts';
import { readItemRanks } from '../desk/item-ranks.db.ts';
import { listed } from '../desk/plan.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal } from '../platform/refusal.ts';
import { stepName } from '../reminders/reasons.ts';
import type { Answer } from './command.ts';
import type { DeskCommand } from './context.ts';
import { refuseFuture } from './fact-day.ts';
import { findProposal } from './find-proposal.ts';
import { asChoice, required } from './options.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

/** Letters named one by one; those left out always are. */
const SHOWN = 20;

export const posted: DeskCommand = {
  name: 'posted',
  usage: 'relance posted LOT',
  async run(args, context) {
    const read = readArguments(args, ['LOT'], {});
    if (isRefusal(read)) return read;
    return await withCreditor(context, async (scope, creditor) => {
      const future = refuseFuture(context, creditor, scope);
      if (future) return future;
      const found = await markPosted(scope, read.positionals[0]!);
      return isRefusal(found) ? found : postedAnswer(found, await readItemRanks(scope.tx));
    });
  },
};

function postedAnswer(found: Posted, ranks: ItemRanks): Answer {
  const { batch, posted: letters, leftOut, registered, contacts } = found;
  const described = (one: LetterAndContact) => describedBy(ranks, one);
  const data = {
    done: 'posted',
    id: batch,
    letters: letters.length,
    contacts,
    posted: letters.map(named),
    leftOut: leftOut.map(named),
    registered: registered.map(named),
  };
  const lines = [
    `Lot ${batch} posté\u00a0: ${counted(letters.length, 'courrier simple', 'courriers simples')}, ${counted(contacts, 'relance faite', 'relances faites')}.`,
    ...letters.slice(0, SHOWN).map((one) => `  posté            ${described(one)}`),
    ...(letters.length > SHOWN ? [`  et ${letters.length - SHOWN} de plus.`] : []),
    ...leftOut.map((one) => `  laissé de côté   ${described(one)}`),
    ...registered.map((one) => `  recommandé       ${described(one)}`),
  ];
  if (leftOut.length > 0) {
    lines.push(
      'Ce qui est laissé de côté a été retiré ou refait depuis l’impression\u00a0: cela ne compte pas comme posté.',
      'Si une de ces lettres est partie quand même, écartez la relance refaite\u00a0: «\u00a0relance skip\u00a0».',
    );
  }
  for (const { contact } of registered) lines.push(depositGesture(contact.id));
  return { data, text: lines.join('\n') };
}

/** What a person types once a registered letter was deposited. */
export function depositGesture(proposalId: string): string {
  const id = shortId('rem', proposalId);
  return `Une fois le recommandé déposé\u00a0: relance registered ${id} --deposited AAAA-MM-JJ --tracking NUMÉRO`;
}

function named({ letter, contact }: LetterAndContact) {
  return {
    id: shortId('rem', contact.id),
    debtor: letter.debtorKey,
    debtorName: letter.debtorName,
    step: contact.step,
    invoices: contact.items.map(({ number }) => number),
  };
}

function describedBy(ranks: ItemRanks, { letter, contact }: LetterAndContact): string {
  const items = contact.items.map(({ id, number }) => nameItem(id, number, ranks));
  return `${shortId('rem', contact.id)}  ${letter.debtorName} — ${stepName(contact.step)}, ${listed(items)}`;
}

export const resolve: DeskCommand = {
  name: 'resolve',
  usage: 'relance resolve ID --as sent|not-sent',
  async run(args, context) {
    const read = readArguments(args, ['ID'], { as: { type: 'string' } });
    if (isRefusal(read)) return read;
    const as = asChoice(required(read.values, 'as'), ['sent', 'not-sent'] as const, 'as');
    if (isRefusal(as)) return as;
    return await withCreditor(context, async (scope) => {
      const resolved = await resolveMessage(scope, read.positionals[0]!, as);
      if (isRefusal(resolved)) return resolved;
      const word = as === 'sent' ? 'parti' : 'non parti, à décider de nouveau';
      return {
        data: { done: 'resolved', id: resolved.message, ...resolved, as },
        text: `${resolved.message}\u00a0: ${word}.`,
      };
    });
  },
};

export const bounced: DeskCommand = {
  name: 'bounced',
  usage: 'relance bounced ID',
  async run(args, context) {
    const read = readArguments(args, ['ID'], {});
    if (isRefusal(read)) return read;
    return await withCreditor(context, async (scope) => {
      const proposal = await findProposal(scope.tx, read.positionals[0]!);
      if (isRefusal(proposal)) return proposal;
      const recorded = await recordBounce(scope, proposal);
      if (isRefusal(recorded)) return recorded;
      const id = shortId('rem', proposal.id);
      return {
        data: { done: 'bounced', id, addresses: recorded.addresses },
        text: `${id}\u00a0: revenu, l’étape se refera par un autre canal.`,
      };
    });
  },
};
