import { type ErasedFiles, eraseMails, erasePrinted, joined } from '../courier/erase-files.ts';
import { messagesTo } from '../courier/erasure.db.ts';
import { findDebtor } from '../debtors/debtors.db.ts';
import { counted } from '../desk/counted.ts';
import { type DebtorErasure, eraseDebtor } from '../desk/erase-debtor.act.ts';
import { lettersTo } from '../letters/erasure.db.ts';
import { isRefusal } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { DeskCommand } from './context.ts';
import { readArguments } from './positionals.ts';
import { refuseOtherDay } from './run.ts';
import { withCreditor } from './with-creditor.ts';

/** Where the person may still be named: lines of nobody in particular, and files out of our reach. */
const LEFT = ['imports', 'backups'] as const;

const WITH_FAULTS = 3;

export const erase: DeskCommand = {
  name: 'erase',
  usage: 'relance erase CLIENT',
  async run(args, context) {
    const read = readArguments(args, ['CLIENT'], {});
    if (isRefusal(read)) return read;
    const found = await withCreditor(context, async (scope, creditor) => {
      // The law counts real days: a day of one's choice would erase too early.
      const wrongDay = refuseOtherDay(context, creditor, scope.on);
      if (wrongDay) return wrongDay;
      const debtor = await findDebtor(scope, read.positionals[0]!);
      if (isRefusal(debtor)) return debtor;
      const erased = await eraseDebtor(scope, debtor);
      // Erased before, and stopped before its files went: they go now.
      if (isRefusal(erased) && erased.refused !== 'already_erased') return erased;
      const messages = await messagesTo(scope, debtor.id);
      return { erased, key: debtor.key, messages, letters: await lettersTo(scope, debtor.id) };
    });
    if (isRefusal(found)) return found;
    const { erased, messages, letters } = found;
    const { dataFolder } = context;
    const files = joined([await eraseMails(dataFolder, messages), await erasePrinted(dataFolder, letters)]);
    if (!isRefusal(erased)) return answered(erased.key, erased, files);
    const nothing = [files.removed, files.rewritten, files.failed].every((list) => list.length === 0);
    return nothing ? erased : answered(found.key, null, files);
  },
};

function answered(key: string, erased: DebtorErasure | null, files: ErasedFiles): Answer {
  const { removed, rewritten, failed } = files;
  const { values = 0, documents = 0 } = erased ?? {};
  const lines = [
    erased === null
      ? `Client ${key} déjà effacé\u00a0: restaient des fichiers à son nom.`
      : `Client ${key} effacé\u00a0: identité, contacts, ${counted(values, 'texte', 'textes')}, ${counted(documents, 'document', 'documents')}.`,
    ...removed.map((file) => `  supprimé              ${file}`),
    ...rewritten.map((file) => `  refait sans ce client ${file}`),
    ...failed.map(({ file, cause }) => `  PAS SUPPRIMÉ          ${file} (${cause})`),
    ...(failed.length === 0
      ? []
      : ['Ces fichiers le nomment encore\u00a0: supprimez-les, ou tapez de nouveau la même commande.']),
    'Vos sauvegardes faites jusqu’à ce jour compris le contiennent encore, tant que vous les gardez\u00a0: plus aucun',
    'délai légal ne l’exige pour lui. Demain, après «\u00a0relance run\u00a0», faites-en une neuve («\u00a0relance backup\u00a0») et',
    'détruisez les anciennes\u00a0; en restaurer une le ferait revenir.',
    'Les lignes en défaut de vos imports, et les fichiers que vous avez écrits ailleurs, peuvent aussi le nommer.',
  ];
  const data = {
    done: erased === null ? 'files_erased' : 'debtor_erased',
    id: key,
    debtor: key,
    values,
    documents,
    removed,
    rewritten,
    failed,
    left: LEFT,
  };
  return { data, text: lines.join('\n'), ...(failed.length > 0 ? { exit: WITH_FAULTS } : {}) };
}
