import { sql } from 'kysely';
import type { Scope } from '../journal/scope.ts';

/**
 * Empties to whom a debtor's messages went and the words of the servers; when and what became of them stays.
 */
export async function eraseRecipients({ tx, creditorId }: Scope, debtorId: string): Promise<void> {
  await sql`
    update messages set envelope = jsonb_set(envelope, '{to}', '[]'), attachments = '[]', response = null
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
  await sql`
    update message_receipts r set response = null, refused_recipients = null
    from messages m
    where m.creditor_id = ${creditorId} and m.debtor_id = ${debtorId}
      and r.creditor_id = m.creditor_id and r.id = m.id`.execute(tx);
}

/** Every message that was ever made for a debtor. */
export async function messagesTo({ tx, creditorId }: Scope, debtorId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('messages')
    .select('id')
    .where('creditor_id', '=', creditorId)
    .where('debtor_id', '=', debtorId)
    .execute();
  return rows.map(({ id }) => id);
}
