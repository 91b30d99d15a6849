import { type Day, toIso } from '../calendar/day.ts';
import { CREDITOR_CHAIN } from '../journal/event.ts';
import { append, lockChains } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { insertMailboxRead } from './contacts.db.ts';
import { mailboxRead } from './events.ts';

/** « Boîte lue » : replies were read up to this day, included; automatic steps may go on. */
export async function confirmMailbox(scope: Scope, until: Day): Promise<void> {
  await lockChains(scope, [CREDITOR_CHAIN]);
  await insertMailboxRead(scope, until);
  await append(scope, CREDITOR_CHAIN, mailboxRead, { until: toIso(until) });
}
