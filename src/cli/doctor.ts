import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Day } from '../calendar/day.ts';
import { openLookup } from '../courier/dns-lookup.ts';
import type { Lookup } from '../courier/lookup.ts';
import { openTransport } from '../courier/smtp.ts';
import type { Creditor } from '../creditors/creditor.ts';
import { type CreditorName, listCreditors } from '../creditors/creditor-names.db.ts';
import { readCreditor } from '../creditors/creditors.db.ts';
import { smtpPassword } from '../creditors/smtp-password.db.ts';
import {
  type Check,
  type CreditorHealth,
  checkCreditor,
  checkDisk,
  checkRights,
  checksText,
  fault,
  ok,
  warning,
} from '../desk/doctor.ts';
import { postgresVersion, readHealth } from '../desk/doctor-facts.db.ts';
import { probeLetter } from '../desk/probe-letter.ts';
import { checkRates } from '../desk/rate-checks.ts';
import { checkVault } from '../desk/vault-check.ts';
import { outdatedEntries } from '../law/enter-rates.ts';
import { ratesToEnter } from '../law/rates-to-enter.ts';
import { fontFiles } from '../letters/font-coverage.ts';
import { renderPdf } from '../letters/render-pdf.ts';
import { breakdownOf } from '../platform/breakdown.ts';
import { config } from '../platform/config.ts';
import type { Database } from '../platform/db.ts';
import { isCopy } from '../platform/instance.ts';
import { isRefusal } from '../platform/refusal.ts';
import { RefusedError } from '../platform/refused-error.ts';
import { countDamagedFiles } from '../vault/damaged-files.db.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { domainChecks } from './domain-checks.ts';
import { readArguments } from './positionals.ts';
import { useRates } from './use-rates.ts';
import { scopeOf } from './with-creditor.ts';

const FAULT = 2;
const FRENCH_TIME = 'Europe/Paris';
/** A person waits for the answer: far less than a letter may. */
const PATIENCE_SECONDS = 10;

export const doctor: DeskCommand = {
  name: 'doctor',
  usage: 'relance doctor',
  async run(args, context) {
    const read = readArguments(args, [], {});
    if (isRefusal(read)) return read;
    const on = context.on ?? context.clock.today(FRENCH_TIME);
    // First: opening the database makes the folder, whose rights are then those of the folder itself.
    const books = await databaseChecks(context);
    const checks = [
      ...folderChecks(context.dataFolder),
      ...books,
      ...(await drawingChecks(on)),
      ...rateChecks(context.dataFolder, on),
    ];
    const broken = checks.some(({ state }) => state === 'fault');
    return { data: { checks }, text: checksText(checks), ...(broken ? { exit: FAULT } : {}) };
  },
};

/** Of the table with what was entered, or with nothing when the file of entries is damaged. */
function rateChecks(dataFolder: string, on: Day): readonly Check[] {
  const damaged = useRates(dataFolder);
  const checks = checkRates(on, ratesToEnter(on), outdatedEntries());
  if (damaged === null) return checks;
  const told = fault('rates', damaged.message, 'Suivez ce que dit le message.');
  return [told, ...checks.filter(({ state }) => state !== 'ok')];
}

/** Of the folder itself, or of the nearest one above it that is there already. */
function folderChecks(dataFolder: string): readonly Check[] {
  let folder = dataFolder;
  while (!existsSync(folder)) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const openToOthers = folder === dataFolder && (statSync(folder).mode & 0o077) !== 0;
  const missing = folder === dataFolder ? null : dataFolder;
  return [checkRights(folder, isWritable(folder), { openToOthers, missing }), checkDisk(bavail * bsize)];
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function databaseChecks(context: CommandContext): Promise<readonly Check[]> {
  let database: Database;
  let version: string;
  try {
    database = await context.database();
    version = await database.asOwner(async (tx) => await postgresVersion(tx));
  } catch (error) {
    return [databaseFault(context, error)];
  }
  const copy = await database.asOwner(async (tx) => await isCopy(tx));
  const creditors = await listCreditors(database);
  const each = [];
  // One for all, so that a dead network is waited for once.
  const lookup = openLookup(config().dns);
  for (const creditor of creditors) each.push(...(await creditorChecks(context, database, creditor, lookup)));
  return [
    ok('database', `PostgreSQL ${version} répond.`),
    copy
      ? fault(
          'instance',
          'Cette base est la copie d’une autre\u00a0: rien ne part d’ici, pour que personne ne soit relancé deux fois.',
          'Arrêtez l’autre instance, puis faites de celle-ci la bonne\u00a0: relance adopt',
        )
      : ok('instance', 'Cette base est bien celle de ce dossier.'),
    ...(creditors.length > 0
      ? each.filter(({ name }) => !(copy && name === 'arming'))
      : [
          warning(
            'creditor',
            'Aucun créancier.',
            'Décrivez votre entreprise\u00a0: relance creditor set FICHIER.json',
          ),
        ]),
  ];
}

function databaseFault({ dataFolder }: CommandContext, error: unknown): Check {
  if (error instanceof RefusedError)
    return fault('database', error.refusal.message, 'Suivez ce que dit le message.');
  const place = config().databaseUrl === null ? dataFolder : null;
  const { broken, what, remedy } = breakdownOf(error, place);
  if (broken !== 'unexpected') return fault('database', what, remedy);
  const look =
    place === null
      ? 'Vérifiez DATABASE_URL et que le serveur accepte la connexion.'
      : `Lisez ${place}/pg/postgres.log\u00a0; un antivirus en est une cause courante.`;
  return fault('database', `La base ne répond pas. ${what}`, look);
}

async function creditorChecks(
  context: CommandContext,
  database: Database,
  named: CreditorName,
  lookup: Lookup,
): Promise<readonly Check[]> {
  const found = await database.inCreditor(named.id, async (tx) => {
    const creditor = await readCreditor({ tx, creditorId: named.id });
    if (!creditor) return null;
    const scope = scopeOf(context, tx, named, 'relance', creditor.rehearsal);
    const health = await readHealth(scope);
    return health && { creditor, health, on: scope.on, damaged: await countDamagedFiles(scope) };
  });
  if (!found) return [];
  const smtp = await smtpState(context.dataFolder, found.creditor);
  return [
    ...checkCreditor({ ...found.health, smtp }, found.on),
    checkVault(found.damaged, found.health.key),
    ...(await domainChecks(found.creditor, lookup)),
  ];
}

/** Connects and logs in to the creditor's mail server, and sends nothing. */
async function smtpState(dataFolder: string, creditor: Creditor): Promise<CreditorHealth['smtp']> {
  if (creditor.smtp === null) return 'none';
  const secret = smtpPassword(dataFolder, creditor.id, creditor.smtp);
  if (secret === 'sealed_elsewhere') return secret;
  const { host, port, secure, user } = creditor.smtp;
  const transport = openTransport(
    { host, port, secure, user, password: secret.password },
    {
      rehearsal: creditor.rehearsal,
      connectSeconds: PATIENCE_SECONDS,
      greetingSeconds: PATIENCE_SECONDS,
      answerSeconds: PATIENCE_SECONDS,
    },
  );
  if (isRefusal(transport)) return 'not_loopback';
  const failed = await transport.verify();
  await transport.close();
  return failed === null ? 'reached' : { failed: `${host}:${port}, ${failed.response ?? failed.code}` };
}

async function drawingChecks(on: Day): Promise<readonly Check[]> {
  const reinstall = 'Réinstallez Relance (npm install), ou reprenez le dossier assets/fonts.';
  let fonts: number;
  try {
    fonts = fontFiles().length;
  } catch {
    return [fault('fonts', 'Les polices des lettres manquent ou sont abîmées.', reinstall)];
  }
  const known = ok('fonts', `Les ${fonts} polices des lettres sont là.`);
  try {
    const drawn = await renderPdf(probeLetter(on));
    if (isRefusal(drawn)) return [known, fault('typst', drawn.message, reinstall)];
    return [known, ok('typst', 'Une lettre d’essai se dessine.')];
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return [
      known,
      fault('typst', `Les lettres ne se dessinent pas\u00a0: ${said}`, 'Réinstallez Relance (npm install).'),
    ];
  }
}
