import { markPosted } from '../delivery/mark-posted.act.ts';
import { recordBounce } from '../delivery/record-bounce.act.ts';
import { resolveMessage } from '../delivery/resolve-message.act.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
import { findProposal } from './find-proposal.ts';
import { asChoice, required } from './options.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

export const posted: DeskCommand = {
  name: 'posted',
  usage: 'relance posted LOT',
  async run(args, context) {
    const read = readArguments(args, ['LOT'], {});
    if (isRefusal(read)) return read;
    return await withCreditor(context, async (scope) => {
      const found = await markPosted(scope, read.positionals[0]!);
      if (isRefusal(found)) return found;
      return {
        data: { done: 'posted', id: found.batch, letters: found.letters, contacts: found.contacts },
        text: `Lot ${found.batch} posté\u00a0: ${found.letters} courrier(s) simple(s), ${found.contacts} relance(s) faite(s).`,
      };
    });
  },
};

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
