import { sql } from 'kysely';
import type { Scope } from '../journal/scope.ts';

/** Empties the words of a debtor's letters and the names of their files; what they were and when stays. */
export async function eraseLetterTexts({ tx, creditorId }: Scope, debtorId: string): Promise<void> {
  await sql`
    update letters set subject = 'effacé', body = null, attachments = '[]'
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
}

/** Every text that was ever frozen for a debtor, in force or not. */
export async function lettersTo({ tx, creditorId }: Scope, debtorId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('letters')
    .select('id')
    .where('creditor_id', '=', creditorId)
    .where('debtor_id', '=', debtorId)
    .execute();
  return rows.map(({ id }) => id);
}
