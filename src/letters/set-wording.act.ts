import { forbidden, mayApprove } from '../creditors/user.ts';
import { readUsers } from '../creditors/users.db.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { sha256 } from '../journal/sha256.ts';
import type { Refusal } from '../platform/refusal.ts';
import { wordingSet } from './events.ts';
import { reviewText } from './review-text.ts';
import type { WordingKey } from './wording-key.ts';
import { insertWording, newestWordings } from './wordings.db.ts';

export interface WordingSet {
  /** Null: ours. */
  readonly version: number | null;
  readonly changed: boolean;
}

/**
 * Puts a creditor's own text in the place of ours, or ours back (null), for what is frozen from now on; texts
 * frozen before keep their bytes. The journal has its hash, never its words. Refusals: those of `reviewText`,
 * `role_forbidden`.
 */
export async function setWording(
  scope: Scope,
  key: WordingKey,
  template: string | null,
): Promise<WordingSet | Refusal> {
  await lockChains(scope, [CREDITOR_CHAIN]);
  if (!mayApprove(await readUsers(scope), scope.actor)) return forbidden(scope.actor);
  const refused = template === null ? null : reviewText(key, template);
  if (refused) return refused;
  const before = (await newestWordings(scope.tx)).find((one) => one.key === key.key);
  if ((before?.template ?? null) === template) {
    return { version: template === null ? null : before!.version, changed: false };
  }
  const version = (before?.version ?? 0) + 1;
  await insertWording(scope, key, version, template);
  await append(scope, CREDITOR_CHAIN, wordingSet, {
    wording: key.key,
    version,
    sha256: template === null ? null : sha256(template),
  });
  return { version: template === null ? null : version, changed: true };
}
