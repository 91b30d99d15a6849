import { toIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { makePromise } from '../holds/make-promise.act.ts';
import { formatMoney, toDecimal } from '../money/format.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { endOf, heldShapes } from './hold-answers.ts';
import { debtorKeyOf, INVOICE_OPTIONS, instalmentOption, invoicesNamed } from './named.ts';
import { asAmount, requiredDay, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const promise = commandOfVerbs(
  'promise',
  [
    'relance promise FACTURE… --date JOUR [--amount MONTANT] [--by NOM] [--debtor CLÉ] [--instalment N]',
    'relance promise cancel ID',
  ],
  { cancel: endOf('promise', 'promise_cancelled', 'La promesse est annulée.') },
  make,
);

async function make(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE…'], {
    ...INVOICE_OPTIONS,
    date: { type: 'string' },
    amount: { type: 'string' },
    by: { type: 'string' },
  });
  if (isRefusal(read)) return read;
  const { values } = read;
  const promisedOn = requiredDay(values, 'date');
  if (isRefusal(promisedOn)) return promisedOn;
  const said = text(values, 'amount');
  const amount = said === undefined ? null : asAmount(said, 'amount');
  if (isRefusal(amount)) return amount;
  const position = instalmentOption(values);
  if (isRefusal(position)) return position;
  return await withCreditor(context, async (scope) => {
    const invoices = await invoicesNamed(scope, read.positionals, values);
    if (isRefusal(invoices)) return invoices;
    const by = text(values, 'by') ?? null;
    const made = await makePromise(scope, { invoices, position, promisedOn, amount, by });
    if (isRefusal(made)) return made;
    const { held, heldUntil } = made;
    return {
      data: {
        done: 'promise_recorded',
        id: shortId('prm', made.id),
        debtor: await debtorKeyOf(scope, held.debtorId),
        invoices: heldShapes(held.items),
        amount: toDecimal(made.amount),
        currency: held.currency,
        date: toIso(promisedOn),
        heldUntil: toIso(heldUntil),
      },
      text: `${formatMoney(made.amount, held.currency)} promis pour le ${formatShortDay(promisedOn)}\u00a0; rien ne part jusqu’au ${formatShortDay(heldUntil)} inclus.`,
    };
  });
}
