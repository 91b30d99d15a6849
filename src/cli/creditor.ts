import { confirmIban } from '../creditors/confirm-iban.act.ts';
import type { Creditor, IbanChange } from '../creditors/creditor.ts';
import { type CreditorName, listCreditors } from '../creditors/creditor-names.db.ts';
import { creditorShape } from '../creditors/creditor-shape.ts';
import { readCreditor } from '../creditors/creditors.db.ts';
import { waitingIbanChange } from '../creditors/iban-changes.db.ts';
import { type CreditorSet, setCreditor } from '../creditors/set-creditor.act.ts';
import { setSignature } from '../creditors/set-signature.act.ts';
import { defect, isDefects, readSettings, type Settings } from '../creditors/settings.ts';
import { ownerOf, type User, unknownUser, userNamed } from '../creditors/user.ts';
import { readUsers } from '../creditors/users.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { Database } from '../platform/db.ts';
import { shortId } from '../platform/ids.ts';
import { isCopy } from '../platform/instance.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { creditorText } from './creditor-text.ts';
import { readArguments } from './positionals.ts';
import { readGivenFile } from './read-file.ts';
import { readJsonFile } from './read-json.ts';
import { commandOfVerbs } from './verbs.ts';
import { chooseCreditor, scopeOf, withCreditor } from './with-creditor.ts';

export const creditor = commandOfVerbs(
  'creditor',
  [
    'relance creditor set FICHIER.json',
    'relance creditor show',
    'relance creditor list',
    'relance creditor confirm-iban [--reject] --as UTILISATEUR',
    'relance creditor signature IMAGE',
  ],
  { set, show, list, 'confirm-iban': confirm, signature },
);

const LARGEST_SETTINGS = 1_000_000;
const LARGEST_IMAGE = 20_000_000;
const FRENCH_TIME = 'Europe/Paris';

async function set(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FICHIER'], {});
  if (isRefusal(read)) return read;
  const settings = await settingsOf(read.positionals[0]!);
  if (isRefusal(settings)) return settings;
  const database = await context.database();
  // Two at once on a fresh folder would each make the creditor.
  const release = await database.holdName('creditor set');
  const done = await setAlone(context, database, settings).finally(release);
  if (isRefusal(done)) return done;
  return answerOf(done, await database.asOwner(isCopy));
}

async function setAlone(
  context: CommandContext,
  database: Database,
  settings: Settings,
): Promise<CreditorSet | Refusal> {
  const creditors = await listCreditors(database);
  const target = targetOf(creditors, settings, context);
  if (isRefusal(target)) return target;
  return await database.inCreditor(target.id, async (tx) => {
    const reader = { tx, creditorId: target.id };
    const known = await readCreditor(reader);
    const users = await readUsers(reader);
    const actor = actorOf(context.as, known ? users : null, settings);
    if (actor === null) return unknownUser(context.as ?? 'propriétaire', users);
    const rehearsal = settings.rehearsal ?? known?.rehearsal ?? false;
    return await setCreditor(scopeOf(context, tx, target, actor, rehearsal), settings);
  });
}

/** Who acts: a user of the creditor; at its birth, the owner that is about to be made. */
function actorOf(said: string | null, users: readonly User[] | null, settings: Settings): string | null {
  if (users !== null) return (said === null ? ownerOf(users) : userNamed(users, said))?.name ?? null;
  const owner = settings.signatory?.name ?? 'Propriétaire';
  return said === null || said === owner ? owner : null;
}

async function settingsOf(path: string): Promise<Settings | Refusal> {
  const read = await readJsonFile(path, LARGEST_SETTINGS, 'file_unreadable');
  if (isRefusal(read)) return read;
  const settings = readSettings(read.document);
  if (!isDefects(settings)) return settings;
  const lines = settings.map((found) => `${found.field || 'fichier'}\u00a0: ${found.message}`);
  return refuse('settings_invalid', lines.join('\n'), { defects: settings });
}

/** The creditor that the settings are about: the one named, the one of that SIREN or name, else a new one. */
function targetOf(
  creditors: readonly CreditorName[],
  settings: Settings,
  context: CommandContext,
): CreditorName | Refusal {
  const found = findTarget(creditors, settings, context.creditor);
  if (isRefusal(found)) return found;
  if (!found && settings.name === undefined) {
    const missing = defect('name', 'name_missing');
    return refuse('settings_invalid', missing.message, { defects: [missing] });
  }
  const name = settings.name ?? found!.name;
  const siren = settings.siren === undefined && found ? sirenOf(found) : settings.siren;
  const key = siren ?? name;
  const taken = creditors.find((other) => other.key === key && other.id !== found?.id);
  if (taken) {
    return refuse('creditor_key_taken', `Le créancier ${taken.name} porte déjà la clé ${key}.`, { key });
  }
  const timeZone = settings.timeZone ?? found?.timeZone ?? FRENCH_TIME;
  return { id: found?.id ?? context.newId(), key, name, timeZone };
}

function findTarget(
  creditors: readonly CreditorName[],
  settings: Settings,
  said: string | null,
): CreditorName | null | Refusal {
  if (said !== null) return chooseCreditor(creditors, said);
  if (settings.name === undefined && settings.siren == null && creditors.length > 0) {
    return chooseCreditor(creditors, null);
  }
  const bySiren = settings.siren ? creditors.find((known) => known.key === settings.siren) : undefined;
  const sameName = (known: CreditorName) => known.name.toLowerCase() === settings.name?.toLowerCase();
  // Two firms may bear one name: a SIREN that differs makes another creditor.
  const byName = creditors.find((known) => sameName(known) && (!settings.siren || sirenOf(known) === null));
  return bySiren ?? byName ?? null;
}

function sirenOf(known: CreditorName): string | null {
  return known.key === known.name ? null : known.key;
}

function answerOf({ creditor: saved, users, waiting }: CreditorSet, copied: boolean): Answer {
  const needs = needsOf(waiting, copied);
  return {
    data: {
      done: 'creditor_set',
      id: shortId('cre', saved.id),
      creditor: shapeOf(saved, users, { waiting, copied }),
      needs,
    },
    text: [creditorText(saved, users, copied), ...needs.map((need) => need.message)].join('\n'),
  };
}

function needsOf(waiting: IbanChange | null, copied: boolean) {
  const person = waiting
    ? [
        {
          code: 'needs_second_person',
          message:
            `Le nouvel IBAN demandé par ${waiting.askedBy} attend une seconde personne\u00a0: ` +
            '«\u00a0relance creditor confirm-iban --as NOM\u00a0». D’ici là, l’ancien reste sur les lettres.',
        },
      ]
    : [];
  const adoption = copied
    ? [
        {
          code: 'instance_copied',
          message:
            'Cette base est la copie d’une autre\u00a0: rien n’en part avant «\u00a0relance adopt\u00a0», même armée.',
        },
      ]
    : [];
  return [...person, ...adoption];
}

/** A creditor as it is told: with its short id, and unarmed in a copy, whatever its settings say. */
function shapeOf(
  known: Creditor,
  users: readonly User[],
  { waiting, copied }: { readonly waiting: IbanChange | null; readonly copied: boolean },
) {
  const shape = creditorShape(known, users, waiting);
  return { ...shape, id: shortId('cre', known.id), armed: known.armed && !copied, copied };
}

async function show(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope, shown) => {
    const users = await readUsers(scope);
    const waiting = await waitingIbanChange(scope);
    const copied = await isCopy(scope.tx);
    return { data: shapeOf(shown, users, { waiting, copied }), text: creditorText(shown, users, copied) };
  });
}

async function list(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], {});
  if (isRefusal(read)) return read;
  const creditors = await listCreditors(await context.database());
  return {
    data: { creditors: creditors.map((known) => ({ ...known, id: shortId('cre', known.id) })) },
    text: creditors.map((known) => `${known.key}  ${known.name}`).join('\n') || 'Aucun créancier.',
  };
}

async function confirm(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], { reject: { type: 'boolean' } });
  if (isRefusal(read)) return read;
  const accepted = read.values.reject !== true;
  return await withCreditor(context, async (scope) => {
    const decided = await confirmIban(scope, accepted);
    if (isRefusal(decided)) return decided;
    const shape = shapeOf(decided.creditor, await readUsers(scope), {
      waiting: null,
      copied: await isCopy(scope.tx),
    });
    return {
      data: { done: accepted ? 'iban_confirmed' : 'iban_rejected', id: shape.id, creditor: shape },
      text: accepted
        ? `L’IBAN ${decided.change.iban} est confirmé\u00a0: les prochaines lettres le portent.`
        : `L’IBAN ${decided.change.iban} est refusé\u00a0: l’ancien reste.`,
    };
  });
}

async function signature(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['IMAGE'], {});
  if (isRefusal(read)) return read;
  const bytes = await readGivenFile(read.positionals[0]!, LARGEST_IMAGE);
  if (isRefusal(bytes)) return bytes;
  return await withCreditor(context, async (scope: Scope) => {
    const kept = await setSignature(scope, bytes);
    if (isRefusal(kept)) return kept;
    return {
      data: { done: 'signature_set', id: shortId('cre', scope.creditorId), sha256: kept.sha256 },
      text: 'La signature est enregistrée\u00a0: les prochaines lettres la portent.',
    };
  });
}
