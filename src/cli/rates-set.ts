import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Day, maxDay, minDay } from '../calendar/day.ts';
import { parseSemester, semesterEnd, startOf } from '../calendar/semester.ts';
import { type CreditorName, listCreditors } from '../creditors/creditor-names.db.ts';
import { readCreditor } from '../creditors/creditors.db.ts';
import { type RatesEntry, recordRates } from '../creditors/record-rates.act.ts';
import { ownerOf, type User, unknownUser, userNamed } from '../creditors/user.ts';
import { readUsers } from '../creditors/users.db.ts';
import type { Scope } from '../journal/scope.ts';
import type { GivenRates } from '../law/enter-rates.ts';
import { type EnteredRates, publishedRate } from '../law/entered-rates.ts';
import { ratesOfSemester } from '../law/rates.ts';
import { type BasisPoints, parseRate } from '../money/rate.ts';
import { config } from '../platform/config.ts';
import type { Tx } from '../platform/db.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { type OptionValues, required, text, unlessRefused } from './options.ts';
import { readArguments } from './positionals.ts';
import { ratesDocument, ratesText, SET_USAGE } from './rates.ts';
import { useRates } from './use-rates.ts';
import { chooseCreditor, scopeOf } from './with-creditor.ts';

const OPTIONS = {
  ecb: { type: 'string' },
  'legal-professional': { type: 'string' },
  'legal-individual': { type: 'string' },
  source: { type: 'string' },
} as const;

const FRENCH_TIME = 'Europe/Paris';
/** Printed in letters, between the other sources. */
const LONGEST_SOURCE = 200;

export const ratesSet: DeskCommand = {
  name: 'rates set',
  usage: SET_USAGE,
  async run(args, context) {
    const asked = readEntry(args, context);
    if (isRefusal(asked)) return asked;
    const entered = await enter(context, asked);
    if (isRefusal(entered)) return entered;
    const unread = useRates(context.dataFolder);
    if (unread) return unread;
    const { on } = asked.statement;
    const first = startOf(asked.semester);
    const shown = minDay(maxDay(on, first), semesterEnd(first));
    const found = ratesOfSemester(shown);
    return {
      data: { done: 'rates_set', ...ratesDocument(shown, found) },
      text: `Taux saisis pour ${asked.semester}.\n\n${ratesText(shown, found)}`,
    };
  },
};

function readEntry(args: readonly string[], context: CommandContext): RatesEntry | Refusal {
  const read = readArguments(args, ['SEMESTRE'], OPTIONS);
  if (isRefusal(read)) return read;
  const { values } = read;
  const found = unlessRefused({
    semester: readSemester(read.positionals[0]!),
    ecb: readRate(values, 'ecb'),
    individual: readRate(values, 'legal-individual'),
    others: readRate(values, 'legal-professional'),
    source: readSource(required(values, 'source')),
  });
  if (isRefusal(found)) return found;
  const { semester, source, ...given } = found;
  const on: Day = context.on ?? context.clock.today(FRENCH_TIME);
  const { dataFolder } = context;
  return {
    dataFolder,
    semester,
    given: given satisfies GivenRates,
    statement: { source, by: context.as, on },
  };
}

function readSemester(said: string) {
  const message = `«\u00a0${said}\u00a0» n’est pas un semestre\u00a0: écrivez 2027-S1 ou 2027-S2.`;
  return parseSemester(said) ?? refuse('semester_invalid', message, { semester: said });
}

function readRate(values: OptionValues, option: string): BasisPoints | null | Refusal {
  const said = text(values, option);
  if (said === undefined) return null;
  const message =
    `«\u00a0${said}\u00a0» n’est pas un taux publié (--${option})\u00a0: écrivez-le en pour cent par an, ` +
    '2.15 ou 2,15, vingt au plus.';
  return publishedRate(parseRate(said)) ?? refuse('rate_invalid', message, { option, value: said });
}

function readSource(said: string | Refusal): string | Refusal {
  if (isRefusal(said)) return said;
  const source = said.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (source !== '' && source.length <= LONGEST_SOURCE) return source;
  const message =
    `Dites en ${LONGEST_SOURCE} caractères au plus où les taux ont été lus (--source)\u00a0: ` +
    '«\u00a0arrêté du 22/12/2026, JO du 27/12/2026\u00a0». Les lettres citent ces mots.';
  return refuse('option_missing', message, { option: 'source' });
}

/** With the journals of all creditors in one transaction; a folder without a database has no journal yet. */
async function enter(context: CommandContext, asked: RatesEntry): Promise<readonly EnteredRates[] | Refusal> {
  const known = config().databaseUrl !== null || existsSync(join(context.dataFolder, 'instance.json'));
  const database = known ? await context.database() : null;
  const creditors = database === null ? [] : await listCreditors(database);
  if (database === null || creditors.length === 0) return await recordRates([], asked);
  return await database.asOwner(async (tx) => {
    const author = await authorOf(context, tx, creditors);
    if (isRefusal(author)) return author;
    const scopes: Scope[] = [];
    for (const creditor of creditors) {
      const settings = await readCreditor({ tx, creditorId: creditor.id });
      scopes.push(scopeOf(context, tx, creditor, author.name, settings?.rehearsal ?? false));
    }
    const statement = { ...asked.statement, by: author.name };
    return await recordRates(scopes, { ...asked, statement });
  });
}

/** Who says the figures: a user of the creditor that the line names, of any creditor otherwise. */
async function authorOf(
  { as, creditor }: CommandContext,
  tx: Tx,
  creditors: readonly CreditorName[],
): Promise<User | Refusal> {
  const chosen = creditor === null ? null : chooseCreditor(creditors, creditor);
  if (isRefusal(chosen)) return chosen;
  const asked: User[] = [];
  for (const { id } of chosen === null ? creditors : [chosen]) {
    const users = await readUsers({ tx, creditorId: id });
    const user = as === null ? ownerOf(users) : userNamed(users, as);
    if (user) return user;
    asked.push(...users);
  }
  return unknownUser(as ?? 'propriétaire', asked);
}
