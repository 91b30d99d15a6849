import { findDebtor } from '../debtors/debtors.db.ts';
import { debtorHistory } from '../desk/history.db.ts';
import { historyText } from '../desk/history.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
import { readArguments } from './positionals.ts';
import { withCreditor } from './with-creditor.ts';

export const history: DeskCommand = {
  name: 'history',
  usage: 'relance history CLIENT',
  async run(args, context) {
    const read = readArguments(args, ['CLIENT'], {});
    if (isRefusal(read)) return read;
    return await withCreditor(context, async (scope) => {
      const debtor = await findDebtor(scope, read.positionals[0]!);
      if (isRefusal(debtor)) return debtor;
      const data = await debtorHistory(scope, debtor);
      return { data, text: historyText(data) };
    });
  },
};
