import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';
import { coverBank } from './cover-bank.act.ts';

/** A person says « encaissements à jour » for `scope.on`. Answers up to which day the money is now known. */
export async function confirmBank(scope: Scope): Promise<Day> {
  return await coverBank(scope, scope.on, 'confirmed');
}
