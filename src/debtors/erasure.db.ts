import { sql } from 'kysely';
import { toIso } from '../calendar/day.ts';
import type { Scope } from '../journal/scope.ts';

/** What stands where a person's name stood. */
const ERASED = 'effacé';

/**
 * Empties all that says who a debtor is, and its contacts; `key` is the one it bears from now on. What
 * decided (regime, language, scenario) stays.
 */
export async function eraseIdentity(
  { tx, creditorId, on }: Scope,
  debtorId: string,
  key: string,
): Promise<void> {
  await sql`
    update debtors set key = ${key}, name = ${ERASED}, legal_form = null, siren = null, siret = null,
      vat_number = null, address = null, service_code = null, salesperson = null,
      registered_email_consent_on = null, over_indebted_on = null, deceased_on = null, address_bad_on = null
    where creditor_id = ${creditorId} and id = ${debtorId}`.execute(tx);
  await sql`
    update debtor_contacts set name = ${ERASED}, email = null, phone = null,
      removed_on = coalesce(removed_on, ${toIso(on)}::date)
    where creditor_id = ${creditorId} and debtor_id = ${debtorId}`.execute(tx);
}
