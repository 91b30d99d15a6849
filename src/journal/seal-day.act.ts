import { CREDITOR_CHAIN } from './event.ts';
import { append, lockChains } from './events.db.ts';
import { daySealed } from './events.ts';
import { merkleRoot } from './merkle.ts';
import type { Scope } from './scope.ts';
import { insertSeal, isSealed, unsealedHeads } from './seals.db.ts';
import type { Sha256 } from './sha256.ts';

/**
 * Seals the chains that grew since the last seal, once a day. Answers the root, to be kept outside, and how
 * many heads it stands for; null when this day is sealed already or nothing grew.
 */
export async function sealDay(
  scope: Scope,
): Promise<{ readonly root: Sha256; readonly heads: number } | null> {
  // Two machines may start the night's work together: the second one waits here and then finds the day
  // sealed.
  await lockChains(scope, [CREDITOR_CHAIN]);
  if (await isSealed(scope)) return null;
  const heads = await unsealedHeads(scope);
  if (heads.length === 0) return null;
  const root = merkleRoot(heads);
  const { seq } = await append(scope, CREDITOR_CHAIN, daySealed, { heads: heads.length, root });
  await insertSeal(scope, seq, heads);
  return { root, heads: heads.length };
}
