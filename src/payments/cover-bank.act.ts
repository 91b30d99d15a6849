import { type Day, toIso } from '../calendar/day.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { coveredUntil, insertCoverage } from './bank-coverage.db.ts';
import { bankCovered } from './events.ts';

/** Money is known up to a day; a day that was covered already adds nothing. */
export async function coverBank(
  scope: Scope,
  until: Day,
  source: 'confirmed' | 'payments-import',
): Promise<Day> {
  await lockChains(scope, [CREDITOR_CHAIN]);
  const known = await coveredUntil(scope);
  if (known !== null && known >= until) return known;
  await insertCoverage(scope, until, source);
  await append(scope, CREDITOR_CHAIN, bankCovered, { until: toIso(until), source });
  return until;
}
