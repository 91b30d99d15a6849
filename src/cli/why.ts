import { whyText } from '../desk/why.ts';
import { whyInvoice } from '../desk/why-invoice.db.ts';
import { ZERO } from '../money/cents.ts';
import { parseDecimal } from '../money/format.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
import { debtorKeyOf, invoiceNamed } from './named.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

export const why: DeskCommand = {
  name: 'why',
  usage: 'relance why FACTURE [--debtor CLIENT]',
  async run(args, context) {
    const read = readArguments(args, ['FACTURE'], { debtor: { type: 'string' } });
    if (isRefusal(read)) return read;
    const [number = ''] = read.positionals;
    return await withCreditor(context, async (scope) => {
      const invoice = await invoiceNamed(scope, number, read.values);
      if (isRefusal(invoice)) return invoice;
      const key = await debtorKeyOf(scope, invoice.debtorId);
      const whys = await whyInvoice(scope.tx, invoice.number, key, scope.on);
      if (isRefusal(whys)) return whys;
      const lead = whys.find((one) => one.today.code !== 'settled') ?? whys[0];
      const data = whys.length === 1 ? lead : { ...lead, instalments: whys };
      return { data, text: whys.map((one) => whyText(one, parseDecimal(one.balance) ?? ZERO)).join('\n') };
    });
  },
};
