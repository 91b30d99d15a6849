import { addDays, type Day } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { addBusinessDays, businessDaysBetween } from '../calendar/holidays.ts';
import { counted } from './counted.ts';

export type CheckState = 'ok' | 'warning' | 'fault';

/** One thing looked at: how it stands, and what to do when it does not stand well. */
export interface Check {
  readonly name: string;
  readonly state: CheckState;
  readonly message: string;
  readonly remedy: string | null;
  /** The creditor it is about, when it is about one. */
  readonly creditor?: string;
}

export function ok(name: string, message: string): Check {
  return { name, state: 'ok', message, remedy: null };
}

export function warning(name: string, message: string, remedy: string): Check {
  return { name, state: 'warning', message, remedy };
}

export function fault(name: string, message: string, remedy: string): Check {
  return { name, state: 'fault', message, remedy };
}

const MEGABYTE = 1_000_000;
/** Under this the database may stop in the middle of a day's work. */
const LEAST_FREE = 200 * MEGABYTE;
/** Under this a year of letters may not fit. */
const LITTLE_FREE = 2_000 * MEGABYTE;

/** Bytes that this account may still write where the data lie. */
export function checkDisk(free: number): Check {
  const told = `${Math.trunc(free / MEGABYTE)}\u00a0Mo libres sur le disque des données`;
  const remedy = 'Faites de la place, ou déplacez le dossier (--data DOSSIER).';
  if (free < LEAST_FREE) return fault('disk', `${told}\u00a0: trop peu pour travailler.`, remedy);
  return free < LITTLE_FREE ? warning('disk', `${told}.`, remedy) : ok('disk', `${told}.`);
}

/**
 * The rights of the data folder: its owner's alone, for it holds customers' names and the key of the secrets.
 * `missing` is the data folder when it is not there, and `folder` then the nearest one above it.
 */
export function checkRights(
  folder: string,
  writable: boolean,
  { openToOthers, missing }: { readonly openToOthers: boolean; readonly missing: string | null },
): Check {
  if (!writable) {
    return fault(
      'data',
      `Le dossier ${folder} n’est pas accessible en écriture.`,
      'Rendez-le à votre compte (chown, chmod).',
    );
  }
  if (openToOthers) {
    const remedy = `chmod 700 ${folder}`;
    return warning('data', `Le dossier ${folder} est lisible par d’autres comptes de la machine.`, remedy);
  }
  if (missing !== null) {
    const message = `Le dossier ${missing} n’existe pas et n’a pas pu être créé dans ${folder}.`;
    return fault('data', message, 'Donnez-en un autre (--data DOSSIER).');
  }
  return ok('data', `Le dossier ${folder} est à vous seul.`);
}

/** What the books say of one creditor. */
export interface CreditorHealth {
  readonly key: string;
  readonly email: string | null;
  readonly iban: string | null;
  readonly smtp: 'none' | 'reached' | 'sealed_elsewhere' | 'not_loopback' | { readonly failed: string };
  readonly armed: boolean;
  readonly rehearsal: boolean;
  /** ISO instant of the newest entry of the journal that no rehearsal wrote, when the clock is behind it. */
  readonly journalAhead: string | null;
  readonly freshUntil: Day | null;
  readonly bankFreshnessDays: number | null;
  readonly overdueItems: number;
  readonly doubtful: number;
  readonly failed: number;
  readonly unposted: { readonly letters: number; readonly since: Day } | null;
  readonly undeposited: { readonly letters: number; readonly since: Day } | null;
  readonly quarantined: number;
  readonly lastRun: { readonly on: Day; readonly errors: number } | null;
}

/** Every check of one creditor on a day, in the order of what stops the most. */
export function checkCreditor(health: CreditorHealth, on: Day): readonly Check[] {
  return [
    checkClock(health),
    checkSender(health),
    checkSmtp(health),
    checkArming(health),
    checkBank(health, on),
    checkMessages(health),
    checkLetters(health, on),
    checkImports(health),
    checkRuns(health, on),
  ].map((check) => ({ ...check, creditor: health.key }));
}

function checkClock({ journalAhead }: CreditorHealth): Check {
  if (journalAhead === null) return ok('clock', 'L’horloge suit le journal.');
  const message = `L’horloge de la machine est avant la dernière ligne du journal (${journalAhead})\u00a0: rien ne part.`;
  return fault('clock', message, 'Remettez l’horloge à l’heure (timedatectl set-ntp true).');
}

function checkSender({ email, iban }: CreditorHealth): Check {
  const missing = [email === null ? 'adresse de réponse' : null, iban === null ? 'IBAN' : null].filter(
    Boolean,
  );
  if (missing.length === 0) return ok('sender', `Les courriels partent au nom de ${email}.`);
  const message = `Il manque au créancier\u00a0: ${missing.join(', ')}. Aucun texte ne peut partir.`;
  return fault('sender', message, 'Complétez-les (relance creditor set FICHIER.json).');
}

function checkSmtp({ smtp, rehearsal, armed }: CreditorHealth): Check {
  if (smtp === 'none') {
    if (rehearsal || !armed)
      return ok('smtp', 'Pas de serveur d’envoi\u00a0: la boîte d’essai reçoit les courriels.');
    const remedy = 'Donnez votre serveur («\u00a0smtp\u00a0» dans creditor set).';
    return warning(
      'smtp',
      'Envois armés sans serveur\u00a0: les courriels restent dans la boîte d’essai.',
      remedy,
    );
  }
  if (smtp === 'reached') return ok('smtp', 'Le serveur d’envoi répond et accepte la connexion.');
  if (smtp === 'not_loopback') {
    const remedy =
      'Retirez «\u00a0smtp\u00a0» pour la boîte d’essai, ou mettez «\u00a0rehearsal\u00a0» à false.';
    return fault(
      'smtp',
      'En répétition, le serveur d’envoi doit être sur cette machine\u00a0: rien ne part.',
      remedy,
    );
  }
  if (smtp === 'sealed_elsewhere') {
    const remedy = 'Saisissez-le à nouveau («\u00a0smtp\u00a0» dans creditor set).';
    return fault('smtp', 'Le mot de passe du serveur d’envoi a été scellé dans un autre dossier.', remedy);
  }
  const remedy =
    'Vérifiez hôte, port et mot de passe («\u00a0smtp\u00a0» dans creditor set), puis le réseau.';
  return fault('smtp', `Le serveur d’envoi ne répond pas\u00a0: ${smtp.failed}.`, remedy);
}

function checkArming({ armed, rehearsal }: CreditorHealth): Check {
  if (rehearsal) {
    const remedy = 'Pour de vrai\u00a0: «\u00a0rehearsal\u00a0»: false dans creditor set.';
    return warning('arming', 'Répétition\u00a0: rien ne quitte cette machine.', remedy);
  }
  if (armed) return ok('arming', 'Les envois sont armés.');
  return warning(
    'arming',
    'Envois désarmés\u00a0: rien ne part.',
    'Quand tout est relu\u00a0: «\u00a0armed\u00a0»: true (creditor set).',
  );
}

function checkBank({ freshUntil, bankFreshnessDays, overdueItems }: CreditorHealth, on: Day): Check {
  if (bankFreshnessDays === null || overdueItems === 0) return ok('bank', 'Rien n’attend les encaissements.');
  const remedy =
    'Importez les règlements, ou «\u00a0relance confirm bank\u00a0» quand la banque est pointée.';
  if (freshUntil === null)
    return warning('bank', 'Encaissements jamais confirmés\u00a0: les relances attendent.', remedy);
  const told = `Encaissements connus jusqu’au ${formatShortDay(freshUntil)}`;
  if (freshUntil >= addBusinessDays(on, -bankFreshnessDays)) return ok('bank', `${told}.`);
  return warning('bank', `${told}\u00a0: trop ancien pour relancer.`, remedy);
}

function checkMessages({ doubtful, failed }: CreditorHealth): Check {
  if (doubtful > 0) {
    const message = `${counted(doubtful, 'message', 'messages')} à l’issue incertaine\u00a0: les factures attendent qu’on tranche.`;
    return warning(
      'messages',
      message,
      'Regardez chez le serveur, puis «\u00a0relance resolve ID --as sent|not-sent\u00a0».',
    );
  }
  if (failed > 0) {
    const message = `${counted(failed, 'message refusé', 'messages refusés')} pour de bon par un serveur.`;
    return warning(
      'messages',
      message,
      'Corrigez l’adresse (relance debtor set CLÉ --email …)\u00a0: l’étape sera proposée de nouveau.',
    );
  }
  return ok('messages', 'Aucun envoi en suspens.');
}

/**
 * After three business days an unposted letter is composed anew: the day before, somebody should
 * know.
 */
const LETTERS_WAIT = 2;

function checkLetters({ unposted, undeposited }: CreditorHealth, on: Day): Check {
  const late = [unposted, undeposited].filter(
    (one) => one !== null && businessDaysBetween(one.since, on) >= LETTERS_WAIT,
  );
  const letters = (unposted?.letters ?? 0) + (undeposited?.letters ?? 0);
  if (letters === 0) return ok('letters', 'Aucun courrier n’attend la poste.');
  const message = `${counted(letters, 'courrier', 'courriers')} à poster ou à déposer${late.length > 0 ? ', depuis plusieurs jours' : ''}.`;
  const remedy =
    'Postez-les, puis «\u00a0relance posted LOT\u00a0» ou «\u00a0relance registered ID --deposited D\u00a0».';
  return late.length > 0 ? warning('letters', message, remedy) : ok('letters', message);
}

function checkImports({ quarantined }: CreditorHealth): Check {
  if (quarantined === 0) return ok('imports', 'Aucun import en quarantaine.');
  const remedy = 'Contrôlez-les («\u00a0relance plan\u00a0»), puis «\u00a0relance release\u00a0».';
  return warning(
    'imports',
    `${counted(quarantined, 'import', 'imports')} en quarantaine\u00a0: leurs factures ne sont pas relancées.`,
    remedy,
  );
}

/** A week without a run: reminders that nobody sends do no good. */
const LONGEST_REST = 7;

function checkRuns({ lastRun, overdueItems }: CreditorHealth, on: Day): Check {
  if (lastRun === null) {
    if (overdueItems === 0) return ok('runs', 'Rien n’est échu.');
    return warning('runs', 'Le travail du jour n’a jamais été fait.', 'relance run');
  }
  const told = `Dernier travail le ${formatShortDay(lastRun.on)}`;
  if (lastRun.errors > 0) {
    return warning(
      'runs',
      `${told}, avec ${counted(lastRun.errors, 'échec', 'échecs')}.`,
      'Relancez-le\u00a0: «\u00a0relance run\u00a0» redit la raison de chacun.',
    );
  }
  if (overdueItems > 0 && addDays(lastRun.on, LONGEST_REST) < on) {
    return warning(
      'runs',
      `${told}\u00a0: plus d’une semaine.`,
      'Faites-le chaque matin (relance run), ou par un planificateur.',
    );
  }
  return ok('runs', `${told}.`);
}

const MARKS: Readonly<Record<CheckState, string>> = { ok: 'ok', warning: 'à voir', fault: 'en panne' };

/** The checks for a person: what is well in one line each, the rest with its remedy. */
export function checksText(checks: readonly Check[]): string {
  const lines = checks.flatMap(({ state, name, message, remedy, creditor }) => {
    const about = creditor === undefined ? '' : ` (${creditor})`;
    const first = `${MARKS[state].padEnd(9)} ${name.padEnd(11)} ${message}${about}`;
    return remedy === null ? [first] : [first, `${' '.repeat(21)}→ ${remedy}`];
  });
  const faults = checks.filter(({ state }) => state === 'fault').length;
  const warnings = checks.filter(({ state }) => state === 'warning').length;
  const told = [counted(faults, 'panne', 'pannes'), `${counted(warnings, 'point', 'points')} à voir`];
  const end = faults + warnings === 0 ? 'Tout va bien.' : `${told.join(', ')}.`;
  return [...lines, '', end].join('\n');
}
