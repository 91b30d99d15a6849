import { expect } from 'vitest';
import { debtorByKey } from '../../src/debtors/debtors.db.ts';
import { chainHead } from '../../src/journal/events.db.ts';
import type { Desk, Told } from './desk.ts';

/** Runs an act and checks that it left exactly one entry in its debtor's chain. */
export async function moves(desk: Desk, key: string, act: () => Promise<Told>): Promise<Told> {
  const before = await headOf(desk, key);
  const told = await act();
  expect(await headOf(desk, key)).toBe(before + 1);
  return told;
}

/** How many entries a debtor's chain has; 0 for a debtor that is not there. */
export async function headOf(desk: Desk, key: string): Promise<number> {
  return await desk.during(async (scope) => {
    const debtor = await debtorByKey(scope, key);
    return (debtor && (await chainHead(scope, debtor.id))?.seq) ?? 0;
  });
}
