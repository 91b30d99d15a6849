import type { Day } from '../calendar/day.ts';
import type { IbanChange } from './creditor.ts';
import type { Reader } from './creditors.db.ts';

export async function waitingIbanChange({ tx, creditorId }: Reader): Promise<IbanChange | null> {
  const row = await tx
    .selectFrom('iban_changes')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .where('decided_on', 'is', null)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    iban: row.iban,
    bic: row.bic,
    accountHolder: row.account_holder,
    askedBy: row.asked_by,
    askedOn: row.asked_on,
  };
}

export async function insertIbanChange({ tx, creditorId }: Reader, change: IbanChange): Promise<void> {
  await tx
    .insertInto('iban_changes')
    .values({
      creditor_id: creditorId,
      id: change.id,
      iban: change.iban,
      bic: change.bic,
      account_holder: change.accountHolder,
      asked_by: change.askedBy,
      asked_on: change.askedOn,
    })
    .execute();
}

export async function decideIbanChange(
  { tx, creditorId }: Reader,
  id: string,
  decision: { readonly by: string; readonly on: Day; readonly accepted: boolean },
): Promise<void> {
  await tx
    .updateTable('iban_changes')
    .set({ decided_by: decision.by, decided_on: decision.on, accepted: decision.accepted })
    .where('creditor_id', '=', creditorId)
    .where('id', '=', id)
    .execute();
}
