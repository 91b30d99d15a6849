import { toIso } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import type { Creditor } from '../creditors/creditor.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { CommandContext } from './context.ts';

/**
 * `date_in_future` when a fact is dated after today: one typing error would say that the bank is known, or
 * the money here, for months. Any day will do in a rehearsal.
 */
export function refuseFuture(
  context: CommandContext,
  creditor: Creditor,
  { on }: Pick<Scope, 'on'>,
): Refusal | null {
  const today = context.clock.today(creditor.timeZone);
  if (on <= today || creditor.rehearsal) return null;
  const message = `Le ${formatDay(on)} n’est pas encore là\u00a0: nous sommes le ${formatDay(today)}. Corrigez la date.`;
  return refuse('date_in_future', message, { on: toIso(on), today: toIso(today) });
}
