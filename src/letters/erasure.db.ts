import { sql } from 'kysely';
import type { Scope } from '../journal/scope.ts';

/** Empties the words of a debtor's letters and the names of their files; what they were and when stays. */
export async function eraseLetterTexts({ tx, creditorId }: Scope, debtorId: string): Promise<void> {
  await sql`
    update letters set subject = 'effacé', body = null, attachments = '[]'
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
}
