import type { Semester } from '../calendar/semester.ts';
import { writeWhole } from '../courier/write-file.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { keepValue } from '../journal/values.db.ts';
import { enterRates, type GivenRates } from '../law/enter-rates.ts';
import { type EnteredRates, ratesFileText, readEnteredRates, type Statement } from '../law/entered-rates.ts';
import { makeDataFolder } from '../platform/data-folder.ts';
import { giveToOwnerOf } from '../platform/postgres-user.ts';
import { ratesFile, readRatesFile } from '../platform/rates-file.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { rateEntered } from '../vault/events.ts';
import { forbidden, mayApprove } from './user.ts';
import { readUsers } from './users.db.ts';

/** What a person says of a semester, for all the creditors of a data folder. */
export interface RatesEntry {
  readonly dataFolder: string;
  readonly semester: Semester;
  readonly given: GivenRates;
  readonly statement: Statement;
}

/**
 * Keeps published rates that the shipped table does not have: an event in the journal of every creditor, then
 * the file, as the last step before the commit. `scopes`: one per creditor of the data folder, all in one
 * transaction; none while there is no creditor. Answers all that is entered now. Refusals: `role_forbidden`
 * (the actor is owner or manager of no creditor), `rates_unreadable`, and those of `enterRates`.
 */
export async function recordRates(
  scopes: readonly Scope[],
  { dataFolder, semester, given, statement }: RatesEntry,
): Promise<readonly EnteredRates[] | Refusal> {
  // Before the file is read: of two entries at once, the second sees the first.
  for (const scope of scopes) await lockChains(scope, [CREDITOR_CHAIN]);
  const barred = await refuseActor(scopes);
  if (barred) return barred;
  const known = readEnteredRates(readRatesFile(dataFolder), ratesFile(dataFolder));
  if (isRefusal(known)) return known;
  const entered = enterRates(known, semester, given, statement);
  if (isRefusal(entered)) return entered;
  for (const scope of scopes) {
    const source = await keepValue(scope, CREDITOR_CHAIN, statement.source);
    const { ecb, others, individual } = given;
    await append(scope, CREDITOR_CHAIN, rateEntered, {
      semester,
      ecb,
      professional: others,
      individual,
      source,
    });
  }
  const file = ratesFile(dataFolder);
  makeDataFolder(dataFolder);
  await writeWhole(file, ratesFileText(entered));
  giveToOwnerOf(dataFolder, file);
  return entered;
}

async function refuseActor(scopes: readonly Scope[]): Promise<Refusal | null> {
  for (const scope of scopes) if (mayApprove(await readUsers(scope), scope.actor)) return null;
  return scopes.length === 0 ? null : forbidden(scopes[0]!.actor);
}
