import { append } from './events.db.ts';
import { valueErased } from './events.ts';
import type { Scope } from './scope.ts';
import { forgetValue } from './values.db.ts';

/**
 * Forgets a kept value and says so in its chain; false when there was nothing left to forget. Whether the law
 * still demands the value (debt open, limitation or the ten years of accounts running) is for the caller to
 * have checked.
 */
export async function eraseValue(scope: Scope, name: string): Promise<boolean> {
  const chain = await forgetValue(scope, name);
  if (chain === null) return false;
  await append(scope, chain, valueErased, { value: name });
  return true;
}
