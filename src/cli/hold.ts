import { toIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { pauseChasing } from '../holds/pause-chasing.act.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Scope } from '../journal/scope.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { endOf, heldShapes } from './hold-answers.ts';
import { debtorKeyOf, debtorOption, INVOICE_OPTIONS, instalmentOption, invoicesNamed } from './named.ts';
import { type OptionValues, required, requiredDay } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const hold = commandOfVerbs(
  'hold',
  [
    'relance hold FACTURE… --until JOUR --reason MOTIF [--debtor CLÉ] [--instalment N]',
    'relance hold --debtor CLÉ --until JOUR --reason MOTIF',
    'relance hold lift ID',
  ],
  { lift: endOf('pause', 'hold_lifted', 'La pause est levée.') },
  pause,
);

async function pause(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['[FACTURE]…'], {
    ...INVOICE_OPTIONS,
    until: { type: 'string' },
    reason: { type: 'string' },
  });
  if (isRefusal(read)) return read;
  const { positionals, values } = read;
  const until = requiredDay(values, 'until');
  if (isRefusal(until)) return until;
  const reason = required(values, 'reason');
  if (isRefusal(reason)) return reason;
  const position = instalmentOption(values);
  if (isRefusal(position)) return position;
  return await withCreditor(context, async (scope) => {
    const target = await targetOf(scope, positionals, values);
    if (isRefusal(target)) return target;
    const set = await pauseChasing(scope, { ...target, position, until, reason });
    if (isRefusal(set)) return set;
    const ids = set.pauses.map((one) => shortId('hld', one.id));
    return {
      data: {
        done: 'hold_set',
        id: ids[0],
        ids,
        debtor: await debtorKeyOf(scope, target.debtorId),
        invoices: heldShapes(set.items),
        until: toIso(until),
      },
      text: `Rien ne part jusqu’au ${formatShortDay(until)} inclus (${ids.join(', ')}).`,
    };
  });
}

async function targetOf(
  scope: Scope,
  numbers: readonly string[],
  values: OptionValues,
): Promise<{ readonly debtorId: string; readonly invoices: readonly Invoice[] } | Refusal> {
  if (numbers.length > 0) {
    const invoices = await invoicesNamed(scope, numbers, values);
    return isRefusal(invoices) ? invoices : { debtorId: invoices[0]!.debtorId, invoices };
  }
  const debtor = await debtorOption(scope, values);
  if (isRefusal(debtor)) return debtor;
  if (debtor) return { debtorId: debtor.id, invoices: [] };
  return refuse('option_missing', 'Donnez une facture, ou «\u00a0--debtor CLÉ\u00a0» pour tout un client.', {
    option: 'FACTURE',
  });
}
