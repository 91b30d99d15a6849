import { markPosted } from '../delivery/mark-posted.act.ts';
import { resolveMessage } from '../delivery/resolve-message.act.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
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
