import { debtorsNamed } from '../debtors/debtors.db.ts';
import { debtorMeant } from '../debtors/find-debtor.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { liftLitigation } from '../reminders/lift-litigation.act.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { required } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const litigation = commandOfVerbs('litigation', ['relance litigation lift CLIENT --reason TEXTE'], {
  lift,
});

async function lift(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['CLIENT'], { reason: { type: 'string' } });
  if (isRefusal(read)) return read;
  const reason = required(read.values, 'reason');
  if (isRefusal(reason)) return reason;
  const [named = ''] = read.positionals;
  return await withCreditor(context, async (scope) => {
    const debtor = debtorMeant(named, await debtorsNamed(scope, named));
    if (isRefusal(debtor)) return debtor;
    const refused = await liftLitigation(scope, debtor.id, reason);
    if (refused) return refused;
    return {
      data: { done: 'litigation_lifted', id: debtor.key, debtor: debtor.key },
      text: `${debtor.name} n’est plus au contentieux\u00a0: ses relances reprennent leur cours.`,
    };
  });
}
