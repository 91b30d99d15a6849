import { toIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { confirmBank } from '../payments/confirm-bank.act.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { confirmMailbox } from '../reminders/confirm-mailbox.act.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { refuseFuture } from './fact-day.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const confirm = commandOfVerbs(
  'confirm',
  ['relance confirm bank [--on D]', 'relance confirm mailbox [--on D]'],
  { bank, mailbox },
);

async function bank(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope, creditor) => {
    const future = refuseFuture(context, creditor, scope);
    if (future) return future;
    const until = await confirmBank(scope);
    return {
      data: { done: 'bank_confirmed', id: toIso(until), coveredUntil: toIso(until) },
      text: `Encaissements à jour au ${formatShortDay(until)}.`,
    };
  });
}

async function mailbox(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope, creditor) => {
    const future = refuseFuture(context, creditor, scope);
    if (future) return future;
    await confirmMailbox(scope, scope.on);
    return {
      data: { done: 'mailbox_confirmed', id: toIso(scope.on), readUntil: toIso(scope.on) },
      text: `Boîte aux lettres lue jusqu’au ${formatShortDay(scope.on)}.`,
    };
  });
}
