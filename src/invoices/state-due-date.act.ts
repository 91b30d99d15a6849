import { type Day, toIso } from '../calendar/day.ts';
import type { LateStart } from '../creditors/creditor.ts';
import { append, lockChain } from '../journal/events.db.ts';
import type { Scope } from '../journal/scope.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { dueDateStated } from './events.ts';
import { instalmentsOfInvoices, updateInstalments } from './instalments.db.ts';
import type { Instalment, Invoice } from './invoice.ts';

/**
 * States the due date of one instalment: the repair of an invoice imported without one, the release of a
 * retention. Refusals: `date_order` (due before it was issued), `option_missing` (several instalments and
 * none named).
 */
export async function stateDueDate(
  scope: Scope,
  invoice: Invoice,
  position: number | null,
  dueOn: Day,
  lateStart: LateStart,
): Promise<Instalment | Refusal> {
  if (dueOn < invoice.issuedOn) {
    return refuse('date_order', 'L’échéance ne peut pas précéder la facture\u00a0: corrigez la date.', {
      issuedOn: toIso(invoice.issuedOn),
    });
  }
  await lockChain(scope, invoice.debtorId);
  const instalments = await instalmentsOfInvoices(scope, [invoice.id]);
  const chosen =
    position === null
      ? instalments.length === 1 && instalments[0]
      : instalments.find((instalment) => instalment.position === position);
  if (!chosen) {
    return refuse(
      'option_missing',
      `Cette facture a ${instalments.length} échéances\u00a0: dites laquelle avec «\u00a0--instalment N\u00a0».`,
      { instalments: instalments.map((instalment) => instalment.position) },
    );
  }
  const before = chosen.dueOn;
  if (before === dueOn) return chosen;
  // An item that can first be chased on a day when it is already late starts where the creditor says.
  const wakes = before === null && chosen.releasedOn !== null;
  const entry = { releasedOn: scope.on, lateStart: dueOn < scope.on ? lateStart : null };
  const after: Instalment = { ...chosen, dueOn, ...(wakes ? entry : {}) };
  await updateInstalments(scope, [after]);
  await append(scope, invoice.debtorId, dueDateStated, {
    instalment: chosen.id,
    before: before === null ? null : toIso(before),
    dueOn: toIso(dueOn),
  });
  return after;
}
