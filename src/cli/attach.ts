import { attachCopy } from '../invoices/attach-copy.act.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
import { debtorKeyOf, invoiceNamed } from './named.ts';
import { readArguments } from './positionals.ts';
import { readGivenFile } from './read-file.ts';
import { withCreditor } from './with-creditor.ts';

const LARGEST_FILE = 25_000_000;

export const attach: DeskCommand = {
  name: 'attach',
  usage: 'relance attach FACTURE FICHIER.pdf [--debtor CLÉ]',
  async run(args, context) {
    const read = readArguments(args, ['FACTURE', 'FICHIER'], { debtor: { type: 'string' } });
    if (isRefusal(read)) return read;
    const [number = '', path = ''] = read.positionals;
    const bytes = await readGivenFile(path, LARGEST_FILE);
    if (isRefusal(bytes)) return bytes;
    return await withCreditor(context, async (scope) => {
      const invoice = await invoiceNamed(scope, number, read.values);
      if (isRefusal(invoice)) return invoice;
      const kept = await attachCopy(scope, invoice, bytes);
      if (isRefusal(kept)) return kept;
      const debtor = await debtorKeyOf(scope, invoice.debtorId);
      return {
        data: { done: 'copy_attached', id: invoice.number, debtor, sha256: kept.sha256, bytes: kept.bytes },
        text: `La copie de ${invoice.number} est jointe.`,
      };
    });
  },
};
