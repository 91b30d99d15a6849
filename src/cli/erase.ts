import { findDebtor } from '../debtors/debtors.db.ts';
import { eraseDebtor } from '../desk/erase-debtor.act.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
import { readArguments } from './positionals.ts';
import { refuseOtherDay } from './run.ts';
import { withCreditor } from './with-creditor.ts';

/** Where the person may still be named: these hold other debtors too, or are out of our reach. */
const LEFT = ['print', 'mailbox', 'imports', 'backups'] as const;

export const erase: DeskCommand = {
  name: 'erase',
  usage: 'relance erase CLIENT',
  async run(args, context) {
    const read = readArguments(args, ['CLIENT'], {});
    if (isRefusal(read)) return read;
    return await withCreditor(context, async (scope, creditor) => {
      // The law counts real days: a day of one's choice would erase too early.
      const wrongDay = refuseOtherDay(context, creditor, scope.on);
      if (wrongDay) return wrongDay;
      const debtor = await findDebtor(scope, read.positionals[0]!);
      if (isRefusal(debtor)) return debtor;
      const erased = await eraseDebtor(scope, debtor);
      if (isRefusal(erased)) return erased;
      const { key, values, documents } = erased;
      const text = [
        `Client ${key} effacé\u00a0: identité, contacts, ${values} texte(s), ${documents} document(s).`,
        'Son nom peut rester dans les lots imprimés (DATA/print), la boîte d’essai (DATA/mailbox), les lignes en',
        'défaut des imports et vos sauvegardes\u00a0: elles mêlent plusieurs clients, détruisez-les à leur terme.',
      ].join('\n');
      return { data: { done: 'debtor_erased', id: key, debtor: key, values, documents, left: LEFT }, text };
    });
  },
};
