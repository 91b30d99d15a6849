import { resolve } from 'node:path';
import { iso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import { listCreditors } from '../creditors/creditor-names.db.ts';
import { counted } from '../desk/counted.ts';
import type { Database } from '../platform/db.ts';
import { isRefusal } from '../platform/refusal.ts';
import { backupInstance } from '../vault/backup-instance.act.ts';
import { countDamagedFiles } from '../vault/damaged-files.db.ts';
import { restoreInstance } from '../vault/restore-instance.act.ts';
import type { DeskCommand } from './context.ts';
import { readArguments } from './positionals.ts';
import { verifyText } from './verify.ts';

const WITH_FAULTS = 3;

export const backup: DeskCommand = {
  name: 'backup',
  usage: 'relance backup FICHIER',
  async run(args, context) {
    const read = readArguments(args, ['FICHIER'], {});
    if (isRefusal(read)) return read;
    const [file] = read.positionals;
    const database = await context.database();
    const answer = await backupInstance(database, context.dataFolder, resolve(file!), context.clock.now());
    if (isRefusal(answer)) return answer;
    const text =
      `Sauvegarde écrite\u00a0: ${answer.file}\n` +
      `  ${sizeText(answer)}, ${counted(answer.bytes, 'octet', 'octets')}\n` +
      `  SHA-256\u00a0: ${answer.sha256}\n` +
      'Elle contient vos réglages, mots de passe de messagerie compris\u00a0: gardez-la en lieu sûr.';
    const damaged = await damagedFiles(database, context.dataFolder);
    if (damaged === 0) return { data: { ...answer, damaged }, text };
    const gone = counted(
      damaged,
      'document du coffre y manque ou y est coupé',
      'documents du coffre y manquent ou y sont coupés',
    );
    const warning = `${gone}, comme dans le dossier\u00a0: gardez vos sauvegardes plus anciennes (relance verify).`;
    return { data: { ...answer, damaged }, text: `${text}\n${warning}`, exit: WITH_FAULTS };
  },
};

export const restore: DeskCommand = {
  name: 'restore',
  usage: 'relance restore FICHIER --data DOSSIER_NEUF',
  async run(args, context) {
    const read = readArguments(args, ['FICHIER'], {});
    if (isRefusal(read)) return read;
    const file = resolve(read.positionals[0]!);
    const { dataFolder, clock } = context;
    const answer = await restoreInstance(await context.database(), { dataFolder, file, at: clock.now() });
    if (isRefusal(answer)) return answer;
    const text =
      `Restauré depuis ${answer.file} (${madeText(answer.madeAt)})\u00a0: ${sizeText(answer)}.\n` +
      'Désarmé\u00a0: c’est une copie, rien n’en part tant que personne n’a dit que l’original est arrêté (relance adopt).\n' +
      verifyText(answer.verify);
    return { data: answer, text, exit: answer.verify.valid ? 0 : WITH_FAULTS };
  },
};

async function damagedFiles(database: Database, dataFolder: string): Promise<number> {
  let damaged = 0;
  for (const { id } of await listCreditors(database)) {
    damaged += await database.inCreditor(
      id,
      async (tx) => await countDamagedFiles({ tx, creditorId: id, dataFolder }),
    );
  }
  return damaged;
}

/** The instant of a backup, in the only hour that it says: that of its writing, UTC. */
function madeText(instant: string): string {
  return `sauvegarde du ${formatDay(iso(instant.slice(0, 10)))}, ${instant.slice(11, 16)} UTC`;
}

function sizeText({ rows, files }: { readonly rows: number; readonly files: number }): string {
  return `${counted(rows, 'ligne', 'lignes')}, ${counted(files, 'fichier', 'fichiers')}`;
}
