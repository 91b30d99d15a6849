import { errorCode } from './postgres.ts';

/**
 * What of the machine failed: what a script reads of an exit 1. `unexpected` is a fault of the program
 * itself.
 */
export type BreakdownCode =
  | 'disk_full'
  | 'file_too_large'
  | 'disk_failing'
  | 'disk_read_only'
  | 'memory_short'
  | 'files_too_many'
  | 'database_lost'
  | 'database_busy'
  | 'database_damaged'
  | 'database_not_started'
  | 'installation_incomplete'
  | 'unexpected';

/** Why the machine stopped a command: what happened, what to do about it, in French, and its own words. */
export interface Breakdown {
  readonly broken: BreakdownCode;
  readonly what: string;
  readonly remedy: string;
  readonly cause: string;
}

/** Node's and PostgreSQL's codes, and SQLite's numbers (the lock file) written as text. */
const CODES: Readonly<Record<string, BreakdownCode>> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EFBIG: 'file_too_large',
  '53100': 'disk_full',
  EIO: 'disk_failing',
  '58030': 'disk_failing',
  EROFS: 'disk_read_only',
  EACCES: 'disk_read_only',
  EPERM: 'disk_read_only',
  ENOMEM: 'memory_short',
  '53200': 'memory_short',
  ERR_STRING_TOO_LONG: 'memory_short',
  EMFILE: 'files_too_many',
  ENFILE: 'files_too_many',
  '53000': 'files_too_many',
  '53300': 'database_busy',
  '53400': 'database_busy',
  '57P01': 'database_lost',
  '57P02': 'database_lost',
  '57P03': 'database_lost',
  '08000': 'database_lost',
  '08003': 'database_lost',
  '08006': 'database_lost',
  ECONNREFUSED: 'database_lost',
  ECONNRESET: 'database_lost',
  EPIPE: 'database_lost',
  XX001: 'database_damaged',
  XX002: 'database_damaged',
  INSTALLATION: 'installation_incomplete',
  ERR_MODULE_NOT_FOUND: 'installation_incomplete',
};

/** What comes in words only: the driver's, SQLite's, and the last lines of a log. In order. */
const SAID: readonly (readonly [RegExp, BreakdownCode])[] = [
  [/no space left|disk is full|disk quota exceeded/i, 'disk_full'],
  [/file too large/i, 'file_too_large'],
  [/read-only file system|readonly database|permission denied/i, 'disk_read_only'],
  [/input\/output error|disk i\/o error/i, 'disk_failing'],
  [/cannot allocate memory|out of memory|invalid (?:array|string) length/i, 'memory_short'],
  [/invalid page|checksum|could not locate a valid checkpoint|contains unexpected zero/i, 'database_damaged'],
  [/no PostgreSQL for this machine/, 'installation_incomplete'],
  [/connection (?:terminated|closed|ended)|not queryable/i, 'database_lost'],
  [/initdb failed|does not start in|neither starts nor stops/i, 'database_not_started'],
];

/**
 * Names what broke under a command that did not expect it. `place` is the data folder, or null where the
 * command has none.
 */
export function breakdownOf(error: unknown, place: string | null): Breakdown {
  const cause = error instanceof Error ? error.message : String(error);
  const broken =
    CODES[errorCode(error) ?? ''] ?? SAID.find(([said]) => said.test(cause))?.[1] ?? 'unexpected';
  const path = error instanceof Error && 'path' in error ? String(error.path) : null;
  const at = path ?? place;
  return { broken, ...TOLD[broken](at === null ? '' : ` (${at})`, cause), cause };
}

/** What a person reads when a command broke: one sentence of each, and that nothing is half done. */
export function breakdownText({ broken, what, remedy }: Breakdown): string {
  return broken === 'database_damaged' ? `${what} ${remedy}` : `${what} ${KEPT} ${remedy}`;
}

const KEPT = 'Rien n’est enregistré à moitié\u00a0: ce qui était fini est gardé, le reste est à refaire.';
const AGAIN = 'puis retapez la commande';

type Told = Pick<Breakdown, 'what' | 'remedy'>;

/** `at` is the place in brackets, or nothing. */
const TOLD: Readonly<Record<BreakdownCode, (at: string, cause: string) => Told>> = {
  disk_full: (at) => ({ what: `Le disque est plein${at}.`, remedy: `Faites de la place, ${AGAIN}.` }),
  file_too_large: (at) => ({
    what: `Ce compte n’a pas le droit d’écrire un fichier si grand${at}.`,
    remedy: `Levez cette limite (ulimit -f unlimited), ${AGAIN}.`,
  }),
  disk_failing: (at) => ({
    what: `Le disque ne lit ou n’écrit plus${at}.`,
    remedy: 'Faites une sauvegarde sur un autre disque (relance backup), puis faites vérifier celui-ci.',
  }),
  disk_read_only: (at) => ({
    what: `Relance n’a pas le droit de lire ou d’écrire là${at}.`,
    remedy: 'Rendez cet endroit à votre compte (chown, chmod), ou donnez un autre dossier (--data).',
  }),
  memory_short: () => ({
    what: 'La mémoire de la machine ne suffit pas.',
    remedy: 'Fermez d’autres programmes, ou découpez le fichier en plusieurs.',
  }),
  files_too_many: () => ({
    what: 'La machine n’ouvre plus de fichiers.',
    remedy: `Fermez d’autres programmes ou levez la limite (ulimit -n), ${AGAIN}.`,
  }),
  database_busy: () => ({
    what: 'La base a déjà toutes les connexions qu’elle accepte.',
    remedy: `Attendez la fin des autres commandes, ${AGAIN}.`,
  }),
  database_lost: (at) => ({
    what: `La base s’est arrêtée pendant la commande${at}.`,
    remedy: 'Retapez la commande\u00a0; «\u00a0relance doctor\u00a0» dit si la base répond.',
  }),
  database_damaged: (at, cause) => ({
    what: `La base est abîmée${at}\u00a0: ${lastLine(cause)}.`,
    remedy:
      'N’y écrivez plus\u00a0: copiez ce dossier, puis restaurez la dernière sauvegarde dans un dossier neuf (relance restore).',
  }),
  database_not_started: (at, cause) => ({
    what: `La base ne démarre pas${at}\u00a0: ${lastLine(cause)}.`,
    remedy: 'Lisez pg/postgres.log de ce dossier\u00a0; «\u00a0relance doctor\u00a0» cherche pourquoi.',
  }),
  installation_incomplete: (at) => ({
    what: `Il manque un morceau de Relance, ou il est abîmé${at}.`,
    remedy: 'Réinstallez (npm install), ou reprenez ce dossier dans une copie neuve de Relance.',
  }),
  unexpected: (_, cause) => ({
    what: `Relance s’est arrêté sur une erreur imprévue\u00a0: ${lastLine(cause)}.`,
    remedy:
      'Essayez «\u00a0relance doctor\u00a0»\u00a0; si cela revient, signalez-le avec le détail que donne la commande.',
  }),
};

/** Of the lines of a server's log the one that says why it ended, without its time and process. */
function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  const fatal = lines.findLast((line) => /\b(?:FATAL|PANIC):/.test(line)) ?? lines.at(-1)!;
  return fatal
    .replace(/^.*\b(?:FATAL|PANIC): +/, '')
    .trim()
    .replace(/\.$/, '');
}

/** One failure among others of a day's work, in a line. */
export function failureLine(error: unknown): string {
  const { broken, what, remedy, cause } = breakdownOf(error, null);
  return broken === 'unexpected' ? lastLine(cause) : `${what} ${remedy}`;
}
