import { nameItem } from '../desk/item-name.ts';
import { readItemRanks } from '../desk/item-ranks.db.ts';
import { openDispute } from '../holds/open-dispute.act.ts';
import { toDecimal } from '../money/format.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { endOf } from './hold-answers.ts';
import { debtorKeyOf, INVOICE_OPTIONS, instalmentOption, invoiceNamed } from './named.ts';
import { asAmount, required, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const dispute = commandOfVerbs(
  'dispute',
  [
    'relance dispute FACTURE [--amount MONTANT] --reason MOTIF [--debtor CLÉ] [--instalment N]',
    'relance dispute close ID',
  ],
  {
    close: endOf(
      'dispute',
      'dispute_closed',
      'Le litige est clos\u00a0: la facture est de nouveau relancée.',
    ),
  },
  open,
);

async function open(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FACTURE'], {
    ...INVOICE_OPTIONS,
    amount: { type: 'string' },
    reason: { type: 'string' },
  });
  if (isRefusal(read)) return read;
  const reason = required(read.values, 'reason');
  if (isRefusal(reason)) return reason;
  const said = text(read.values, 'amount');
  const amount = said === undefined ? null : asAmount(said, 'amount');
  if (isRefusal(amount)) return amount;
  const position = instalmentOption(read.values);
  if (isRefusal(position)) return position;
  return await withCreditor(context, async (scope) => {
    const invoice = await invoiceNamed(scope, read.positionals[0]!, read.values);
    if (isRefusal(invoice)) return invoice;
    const opened = await openDispute(scope, { invoice, position, amount, reason });
    if (isRefusal(opened)) return opened;
    const { held, disputes } = opened;
    const ranks = await readItemRanks(scope.tx, [held.debtorId]);
    const parts = disputes.map((part) => {
      const item = held.items.find((candidate) => candidate.id === part.itemId);
      return {
        id: shortId('dsp', part.id),
        instalment: item?.position ?? null,
        balance: toDecimal(item?.balance ?? held.total),
        amount: part.amount === null ? null : toDecimal(part.amount),
      };
    });
    return {
      data: {
        done: 'dispute_opened',
        id: parts[0]!.id,
        debtor: await debtorKeyOf(scope, held.debtorId),
        invoice: invoice.number,
        currency: held.currency,
        disputes: parts,
      },
      text: disputes
        .map(({ id, itemId }) => {
          const { name } = nameItem(itemId, invoice.number, ranks);
          return `Litige ${shortId('dsp', id)} ouvert sur ${name}.`;
        })
        .join('\n'),
    };
  });
}
