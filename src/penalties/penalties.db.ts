import type { Day } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';

export async function upsertNoticeEffect(
  scope: Scope,
  instalmentId: string,
  on: Day,
  basis: 'received' | 'presented',
): Promise<void> {
  await scope.tx
    .insertInto('notice_effects')
    .values({ creditor_id: scope.creditorId, instalment_id: instalmentId, effective_on: on, basis })
    .onConflict((conflict) =>
      conflict.columns(['creditor_id', 'instalment_id']).doUpdateSet({ effective_on: on, basis }),
    )
    .execute();
}

export async function insertLimitationEvent(
  scope: Scope,
  event: { readonly id: string; readonly debtorId: string; readonly kind: string; readonly on: Day },
): Promise<void> {
  await scope.tx
    .insertInto('limitation_events')
    .values({
      creditor_id: scope.creditorId,
      id: event.id,
      debtor_id: event.debtorId,
      kind: event.kind,
      on_day: event.on,
    })
    .execute();
}
