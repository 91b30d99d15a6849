import { type Day, toIso } from '../calendar/day.ts';
import { append } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { limitationEvent, noticeTookEffect } from './events.ts';
import { insertLimitationEvent, upsertNoticeEffect } from './penalties.db.ts';

/**
 * A formal notice reached its debtor: interest of a consumer or non-professional runs from the day after
 * receipt, or after first presentation when nothing else is known (C. civ. art. 1231-6 and 1344-1;
 * docs/law/MED-04).
 */
export async function recordNotice(
  scope: Scope,
  debtorId: string,
  items: readonly string[],
  on: Day,
  basis: 'received' | 'presented',
): Promise<void> {
  for (const item of items) await upsertNoticeEffect(scope, item, on, basis);
  await append(scope, debtorId, noticeTookEffect, { on: toIso(on), basis, items: [...items] });
  const id = scope.newId();
  await insertLimitationEvent(scope, { id, debtorId, kind: 'formal-notice', on });
  await append(scope, debtorId, limitationEvent, { event: id, kind: 'formal-notice', on: toIso(on) });
}
