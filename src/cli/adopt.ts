import { isRefusal } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

export const adopt: DeskCommand = {
  name: 'adopt',
  usage: 'relance adopt',
  async run(args, context) {
    const read = readArguments(args, [], {});
    if (isRefusal(read)) return read;
    // An owner or manager of a creditor of this folder says it, not whoever holds the machine.
    const said = await withCreditor(context, async (scope) => ({ by: scope.actor }));
    if (isRefusal(said)) return said;
    await (await context.database()).adopt();
    const text =
      'Cette instance remplace désormais l’original\u00a0: elle peut envoyer. Assurez-vous que l’autre est arrêtée.';
    return { data: { done: 'adopted', by: said.by }, text };
  },
};
