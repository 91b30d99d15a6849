import type { Lookup } from '../courier/lookup.ts';
import { readSenderDomain } from '../courier/sender-domain.ts';
import { isLoopback } from '../courier/transport.ts';
import type { Creditor } from '../creditors/creditor.ts';
import type { Check } from '../desk/doctor.ts';
import { checkDomain, unexamined } from '../desk/domain-checks.ts';

/** What the DNS says of a creditor's e-mails; nothing is asked of it while they stay on this machine. */
export async function domainChecks(creditor: Creditor, lookup: Lookup): Promise<readonly Check[]> {
  const { smtp, email, rehearsal, key } = creditor;
  if (email === null) return [];
  const about = (checks: readonly Check[]) => checks.map((check) => ({ ...check, creditor: key }));
  if (rehearsal) return about([unexamined('rehearsal')]);
  if (smtp === null) return about([unexamined('no_server')]);
  if (isLoopback(smtp.host)) return about([unexamined('loopback')]);
  const seen = await readSenderDomain(email, smtp, lookup);
  return seen === null ? [] : about(checkDomain(seen));
}
